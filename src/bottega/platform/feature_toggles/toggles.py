"""Operations on global toggles, for super-administrators of the installation."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import cut
from bottega.kernel.errors import Invalid
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.resources.pages import file_of
from bottega.kernel.schemas import Input, Query, partial
from bottega.kernel.text.folding import fold
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.directory import tenant_name
from bottega.platform.feature_toggles.administration import change_toggle, create_toggle, find_toggle
from bottega.platform.feature_toggles.module import module
from bottega.platform.feature_toggles.resolution import catalogue, overrides
from bottega.platform.feature_toggles.tables import Toggle
from bottega.platform.feature_toggles.toggle_shapes import (
    ToggleChanged,
    ToggleDetail,
    ToggleId,
    ToggleInput,
    ToggleItem,
    ToggleOverride,
    TogglePage,
    TogglesQuery,
)

SUPER: Final = ("superadmin",)
ID_REQUIRED: Final = T(en="Feature toggle id required", pl="Wymagany jest identyfikator przełącznika")
NOT_FOUND: Final = T(en="Toggle not found", pl="Nie znaleziono przełącznika")
_TEXTS: Final = ("identifier", "name", "description", "category")
_COLUMNS: Final = {"createdAt": "created_at", "updatedAt": "updated_at"}


@module.get("/global", roles=SUPER, answer=TogglePage, name="global.list", table=Toggle)
async def list_toggles(ctx: Context, query: TogglesQuery) -> Any:
    """List global toggles.

    Every toggle of the installation with its default, for super-administrators.
    """
    rows = await catalogue(ctx)
    everything = query.format is not None and (query.full or query.export_scope == "full")
    found = list(rows.values()) if everything else matching(rows, query, ("type",))
    column = _COLUMNS.get(query.sort_field, query.sort_field)
    found.sort(key=lambda row: _sorting(row[column]), reverse=query.sort_dir == "desc")
    if query.format:
        return _file(query.format, [_item(row) for row in found], full=everything)
    items = [_item(row) for row in cut(found, query)]
    note(ctx, "feature_toggle", items, query)
    return page_of(items, len(found), page=query.page, size=query.page_size)


def matching(rows: Mapping[str, Any], query: Any, exactly: tuple[str, ...] = ()) -> list[Any]:
    """The toggles that have what is asked for in their texts, whatever its case and diacritics."""
    wanted = {name: fold(text) for name in _TEXTS if (text := getattr(query, name, None))}
    words = fold(query.search) if getattr(query, "search", None) else ""
    same = {name: value for name in exactly if (value := getattr(query, name)) is not None}

    def has(row: Any) -> bool:
        said = {name: fold(row[name] or "") for name in _TEXTS}
        return (
            all(row[name] == value for name, value in same.items())
            and all(text in said[name] for name, text in wanted.items())
            and (not words or any(words in text for text in said.values()))
        )

    return [row for row in rows.values() if has(row)]


def note(ctx: Context, kind: str, items: Sequence[Mapping[str, Any]], query: Query, *, key: str = "id") -> None:
    """Say in the access log which toggles were shown."""
    if items:
        ctx.app.access.note(
            ctx,
            f"feature_toggles.{kind}",
            [item[key] for item in items],
            list(items[0]),
            query_keys=sorted(query.model_fields_set),
        )


def _sorting(value: Any) -> tuple[bool, Any]:
    """Rows without a value come last; texts in the order of their letters."""
    return value is None, "" if value is None else fold(value) if isinstance(value, str) else value


def _file(wanted: str, items: list[dict[str, Any]], *, full: bool) -> Reply:
    async def rows() -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        yield items

    return file_of(wanted, "feature_toggles", list(ToggleItem.model_json_schema()["properties"]), rows(), full=full)


def _item(row: Any) -> dict[str, Any]:
    return {**_said(row), "created_at": milliseconds(row["created_at"]), "updated_at": milliseconds(row["updated_at"])}


def _said(row: Any) -> dict[str, Any]:
    said = {name: row[name] for name in ("id", "identifier", "name", "description", "category", "type")}
    return {**said, "defaultValue": row["default_value"]}


@module.post(
    "/global",
    roles=SUPER,
    answers={201: "Created", 400: "Invalid input, or the identifier is taken"},
    label=T(en="Create toggle", pl="Dodanie przełącznika"),
    name="global.create",
    table=Toggle,
)
async def create(ctx: Context, data: ToggleInput) -> ToggleChanged:
    """Create a global toggle.

    It holds for every tenant at once; its default must be of its type.
    """
    return ToggleChanged(id=await create_toggle(ctx, data.model_dump()))


@module.put(
    "/global",
    roles=SUPER,
    body=partial(ToggleInput),
    answers={400: "Invalid input", 404: "Toggle not found", 409: "Overridden with values of another type"},
    label=T(en="Update toggle", pl="Zmiana przełącznika"),
    name="global.update",
    table=Toggle,
)
async def update(ctx: Context, data: Input) -> ToggleChanged:
    """Update a global toggle.

    What is left out stays; null clears description and category. The type changes only if the default and all overrides
    are of it.
    """
    values = data.given()
    toggle_id: UUID = values.pop("id")
    await change_toggle(ctx, toggle_id, values, NOT_FOUND, where=Where(version=version_of(ctx)))
    return ToggleChanged(id=toggle_id)


@module.delete(
    "/global",
    roles=SUPER,
    query=IdQuery,
    id_anywhere=True,
    lenient=True,
    answers={
        200: "The id of the deleted toggle",
        204: ("Success, from older servers", None),
        400: "Feature toggle id required",
        404: "Feature toggle not found",
    },
    label=T(en="Delete toggle", pl="Usunięcie przełącznika"),
    name="global.delete",
    table=Toggle,
)
async def delete(ctx: Context, data: ToggleId) -> ToggleChanged:
    """Delete a global toggle.

    Its overrides are out of force with it; undo brings both back.
    """
    if data.id is None:
        raise Invalid.of_field("id", ID_REQUIRED)
    await find_toggle(ctx, data.id, lock=True)
    await changes.delete(ctx, Toggle, data.id, where=Where(version=version_of(ctx)))
    return ToggleChanged(id=data.id)


@module.get(
    "/global/{id}",
    roles=SUPER,
    answer=ToggleDetail,
    answers={200: "Feature toggle detail", 400: "Invalid identifier", 404: "Feature toggle not found"},
    name="global.read",
    table=Toggle,
)
async def read(ctx: Context, id: UUID) -> dict[str, Any]:
    """Fetch feature toggle by ID.

    Returns complete details of a feature toggle.
    """
    row = await find_toggle(ctx, id)
    ctx.app.access.note(ctx, "feature_toggles.feature_toggle", [id], list(_said(row)), access_type="read:item")
    stamps = {"createdAt": milliseconds(row["created_at"]), "updatedAt": milliseconds(row["updated_at"])}
    return {**_said(row), "default_state": row["default_value"] is True, **stamps}


@module.get(
    "/global/{id}/override",
    roles=SUPER,
    answer=ToggleOverride,
    answers={200: "Feature toggle overrides", 400: "Invalid request", 404: "Feature toggle not found"},
    name="global.read_override",
    table=Toggle,
)
async def read_override(ctx: Context, id: UUID) -> dict[str, Any]:
    """Fetch feature toggle override.

    Returns feature toggle override of the selected tenant, or the default where there is none.
    """
    row = await find_toggle(ctx, id)
    there = (await overrides(ctx)).get(id)
    ctx.app.access.note(ctx, "feature_toggles.feature_toggle_override", [id], ["value"], access_type="read:item")
    return {
        "id": "" if there is None else str(there.id),
        "value": row["default_value"] if there is None else there.value,
        "tenantName": await tenant_name(ctx) or "",
        "tenantId": ctx.tenant_id,
        "toggleType": row["type"],
    }
