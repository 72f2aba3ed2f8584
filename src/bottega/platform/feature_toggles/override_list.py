"""Operations on overrides: every toggle as it is in the selected tenant, and changes of that."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import cut
from bottega.kernel.errors import InvalidInput
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.list_query import Page, PageSize, Text
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.resources.schemas import Page as PageOf
from bottega.kernel.schemas import Input, Query, Schema, Stamp
from bottega.kernel.text.folding import fold
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.directory import tenant_name
from bottega.platform.feature_toggles.administration import overridden, remove_override, set_override
from bottega.platform.feature_toggles.module import module
from bottega.platform.feature_toggles.resolution import Resolved, catalogue, overrides
from bottega.platform.feature_toggles.tables import Override, ToggleType
from bottega.platform.feature_toggles.toggles import SUPER, matching, note

NOT_FOUND = T(en="Not found", pl="Nie znaleziono")
NO_VALUE = T(en="Say the value that the toggle shall have", pl="Podaj wartość, którą ma mieć przełącznik")
State = Literal["enabled", "disabled", "inherit"]


class OverridesQuery(Query):
    """Which toggles."""

    page: Page = Field(default=1, description="Page, from 1.")
    page_size: PageSize = Field(default=25, description="Rows a page, 1 to 100.")
    category: Text | None = Field(default=None, description="Part of the category.")
    name: Text | None = Field(default=None, description="Part of the name.")
    identifier: Text | None = Field(default=None, description="Part of the identifier.")
    sort_field: Literal["identifier", "name", "category"] | None = Field(
        default=None, description="What to sort by, with `sortDir`."
    )
    sort_dir: Literal["asc", "desc"] | None = Field(default=None, description="asc or desc, with `sortField`.")


class OverrideItem(Schema):
    """A toggle as it is in the selected tenant; the id is empty where it is not overridden.

    `overrideState` is `enabled` or `disabled` for a switch that is overridden, `enabled` for another value, and
    `inherit` for the default.
    """

    id: str
    toggle_id: Annotated[UUID, Of("feature_toggles:toggle")]
    tenant_id: UUID
    tenant_name: str | None
    identifier: str
    name: str
    category: str | None
    toggle_type: ToggleType
    is_override: bool
    override_state: State
    default_state: bool
    value: Any
    default_value: Any
    updated_at: Stamp = Field(description="When the override was changed last; without one, the toggle.")


class OverridePage(PageOf):
    """A page of toggles."""

    items: list[OverrideItem]
    is_super_admin: bool


class OverrideInput(Input):
    """What a toggle shall be in the selected tenant."""

    toggle_id: Annotated[UUID, Of("feature_toggles:toggle")]
    is_override: bool = Field(description="false: the toggle has its default again.")
    override_value: Any = Field(default=None, description="The value, of the toggle's type.")


class OverrideChanged(Schema):
    """The override, if there is one now."""

    ok: bool = True
    override_toggle_id: UUID | None


@module.get(
    "/overrides",
    roles=SUPER,
    answer=OverridePage,
    answers={200: "List of overrides", 400: "Invalid query parameters"},
    name="overrides.list",
)
async def list_overrides(ctx: Context, query: OverridesQuery) -> dict[str, Any]:
    """List overrides.

    Returns list of feature toggle overrides: every toggle as it is in the selected tenant.
    """
    found, there = matching(await catalogue(ctx), query), await overrides(ctx)
    if query.sort_field and query.sort_dir:
        column = query.sort_field
        found.sort(key=lambda row: (fold(row[column] or ""), row["id"]), reverse=query.sort_dir == "desc")
    tenant = await tenant_name(ctx)
    items = [_item(ctx, Resolved(row, there.get(row["id"])), tenant) for row in cut(found, query)]
    note(ctx, "override_list", items, query, key="toggleId")
    page = page_of(items, len(found), page=query.page, size=query.page_size)
    return {**page, "isSuperAdmin": ctx.actor.acl.super_admin}


def _item(ctx: Context, found: Resolved, tenant: str | None) -> dict[str, Any]:
    row, override = found.toggle, found.override
    state: State = "inherit" if override is None else "disabled" if override.value is False else "enabled"
    return {
        "id": "" if override is None else str(override.id),
        "toggleId": row["id"],
        "tenantId": ctx.tenant_id,
        "tenantName": tenant,
        "identifier": row["identifier"],
        "name": row["name"],
        "category": row["category"],
        "toggleType": row["type"],
        "isOverride": override is not None,
        "overrideState": state,
        "defaultState": row["default_value"] is True,
        "value": found.value,
        "defaultValue": row["default_value"],
        "updatedAt": milliseconds(row["updated_at"] if override is None else override.updated_at),
    }


@module.put(
    "/overrides",
    roles=SUPER,
    answers={200: "Override updated", 400: "Validation failed", 404: "Not found", 500: "Internal server error"},
    label=T(en="Change override state", pl="Zmiana nadpisania przełącznika"),
    name="overrides.changeState",
    table=Override,
)
async def change_override(ctx: Context, data: OverrideInput) -> OverrideChanged:
    """Change override state.

    Enable, disable or inherit a feature toggle for a specific tenant: the selected one.
    """
    if data.is_override and data.override_value is None:
        raise InvalidInput.field("overrideValue", NO_VALUE)
    seen = Where(version=version_of(ctx))
    there = await overridden(ctx, data.toggle_id)
    if data.is_override:
        made = await set_override(ctx, data.toggle_id, data.override_value, NOT_FOUND, where=seen)
        return OverrideChanged(override_toggle_id=made)
    if there is not None:
        ctx.describe("feature_toggles.overrides", there)
    await remove_override(ctx, data.toggle_id, NOT_FOUND, where=seen)
    return OverrideChanged(override_toggle_id=None)
