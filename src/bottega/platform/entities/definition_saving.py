"""Saving of field definitions: serialized per entity, without changing the kind of stored values."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Conflict, Invalid, InvalidInput, Unauthorized
from bottega.kernel.i18n import T
from bottega.kernel.writes import changes
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.entities.catalog import ANYWHERE, Catalog, lock, read_catalog
from bottega.platform.entities.definition_schema import DICTIONARY_REQUIRED, FieldInput, refused_param, stored_config
from bottega.platform.entities.entity_ids import columns_of, reserved
from bottega.platform.entities.options import Choosing, Held, home_of, refuse_lost_options
from bottega.platform.entities.relation_cycles import refuse_circles
from bottega.platform.entities.tables import CustomEntity, Definition, Form
from bottega.platform.entities.value_checks import refusal_of

UNSUPPORTED: Final = T(
    en="Custom fields are not supported for this entity", pl="Ta encja nie może mieć pól dodatkowych"
)
COLUMN_NAME: Final = T(en="The entity has a column of this name", pl="Encja ma już kolumnę o tej nazwie")
TWICE: Final = T(en="This key appears twice", pl="Ten klucz powtarza się")
KIND_IN_USE: Final = T(
    en="{n} records hold values of this field; its kind and encryption cannot change until they are cleared",
    pl="Wartości tego pola ma {n} rekordów; dopóki ich nie usuniesz, nie można zmienić rodzaju ani szyfrowania pola",
)


@permits(Definition, Form, CustomEntity)
async def places(ctx: Context, putting: Putting) -> None:
    """What holds in the whole tenant is put back by those who may select all of it."""
    for change in putting.changes:
        if any(one["organization_id"] is None for one in change.versions) and ctx.scope.allowed is not None:
            raise Unauthorized


@permits(Definition)
async def kinds_stay(ctx: Context, putting: Putting) -> None:
    """No kind is changed under the values it describes by undo either."""
    if not putting.done:
        return
    for change in putting.changes:
        for one in change.versions[-1:]:
            if _moved(_stored_as(change.before), _stored_as(change.after)):
                await _refuse_used(ctx, home_of(one["entity_id"]), one["key"], one["organization_id"])
            await refuse_lost_options(
                ctx,
                one["entity_id"],
                one["key"],
                one["organization_id"],
                before=_chosen_from(change.before),
                after=_chosen_from(change.after),
            )


def _stored_as(row: Mapping[str, Any] | None) -> tuple[str, bool] | None:
    """The kind of the values of a definition, and whether they are encrypted; None for one that only hides a key."""
    if row is None or row["config"] is None:
        return None
    return row["kind"], bool(row["config"].get("encrypted"))


def _chosen_from(row: Mapping[str, Any] | None) -> Choosing | None:
    return None if row is None or row["config"] is None else (row["kind"], row["config"])


def place_of(ctx: Context) -> UUID | None:
    """Where the caller defines: the selected organization, or the whole tenant for who may select all of it."""
    ctx.refuse_closed()
    if ctx.scope.organization_id is None and ctx.scope.visible is not None:
        raise Unauthorized
    return ctx.scope.organization_id


async def save(
    ctx: Context, entity_id: str, sent: Sequence[FieldInput], place: UUID | None, *, ordered: bool
) -> list[dict[str, Any]]:
    """Make or change definitions of one place; answers the rows as they are now. ``ordered`` numbers them.

    Raises:
        Invalid: The entity, a key or a configuration cannot be.
        Conflict: Records hold values of another kind, or options that are left out.
    """
    check(entity_id, sent, within_batch=ordered)
    await lock(ctx, entity_id)
    home, view = home_of(entity_id), place or ANYWHERE
    known = await read_catalog(ctx)
    before = known.stored_as(home, view)
    stored = {row["key"]: row["id"] for row in await _stored(ctx, entity_id, place)}
    rows = [
        {
            "id": stored.get(one.key) or new_id(),
            "entity_id": entity_id,
            "organization_id": place,
            "key": one.key,
            "kind": one.kind,
            "config": stored_config(one, index if ordered else None),
            "is_active": one.is_active,
            "is_removed": False,
        }
        for index, one in enumerate(sent)
    ]
    await changes.insert_many(ctx, Definition, [row for row in rows if row["key"] not in stored])
    await changes.update_many(ctx, Definition, [row for row in rows if row["key"] in stored])
    catalog = await read_catalog(ctx)
    after = catalog.stored_as(home, view)
    for one in sent:
        if _moved(before.get(one.key), after.get(one.key)):
            await _refuse_used(ctx, home, one.key, place)
    await _refuse_lost(ctx, entity_id, place, sent, before=known, after=catalog)
    await _refuse_defaults(ctx, catalog, rows, within_batch=ordered)
    if any(one.kind == "relation" for one in sent):
        await refuse_circles(ctx, [entity_id])
    return rows


async def _refuse_lost(
    ctx: Context, entity_id: str, place: UUID | None, sent: Sequence[FieldInput], *, before: Catalog, after: Catalog
) -> None:
    """409 if one of the fields takes no more what records hold."""
    was, is_now = (one.fields(entity_id, place or ANYWHERE).shown for one in (before, after))
    for key in sorted({one.key for one in sent} & was.keys() & is_now.keys()):
        old, new = was[key], is_now[key]
        await refuse_lost_options(
            ctx, entity_id, key, place, before=(old.kind, old.config), after=(new.kind, new.config)
        )


def check(entity_id: str, sent: Sequence[FieldInput], *, within_batch: bool) -> None:
    """400 for an entity, a key or a kind that cannot be defined like that."""
    if reserved(entity_id):
        raise Invalid.of_field("entityId", UNSUPPORTED)
    taken, seen = columns_of(entity_id), set[str]()
    issues: list[dict[str, Any]] = []
    for index, one in enumerate(sent):
        path = _path(index, "key", within_batch=within_batch)
        if one.key in taken:
            issues.append({"code": "custom", "path": path, "message": COLUMN_NAME})
        if one.key in seen:
            issues.append({"code": "custom", "path": path, "message": TWICE})
        seen.add(one.key)
        for number, rule in enumerate(one.config_json.validation or ()):
            if (refusal := refused_param(one.kind, rule)) is not None:
                path = _path(index, "configJson", "validation", number, "param", within_batch=within_batch)
                issues.append({"code": "custom", "path": path, "message": refusal})
    if issues:
        raise InvalidInput(issues)
    for index, one in enumerate(sent):
        if one.kind == "dictionary" and one.config_json.dictionary_id is None:
            path = _path(index, "configJson", "dictionaryId", within_batch=within_batch)
            raise Invalid(DICTIONARY_REQUIRED).blaming(*path)


def _path(index: int, *names: str | int, within_batch: bool) -> list[str | int]:
    """Where in the request something about a definition is."""
    return ["definitions", index, *names] if within_batch else [*names]


async def _refuse_defaults(
    ctx: Context, catalog: Catalog, rows: Sequence[Mapping[str, Any]], *, within_batch: bool
) -> None:
    """400 for a default that the field itself refuses: no record could be made without naming it."""
    known = {one.id: one for found in catalog.definitions.values() for one in found}
    issues: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        default = row["config"].get("defaultValue")
        message = None if default is None else await refusal_of(ctx, known[row["id"]], default)
        if message is not None:
            path = _path(index, "configJson", "defaultValue", within_batch=within_batch)
            issues.append({"code": "custom", "path": path, "message": message})
    if issues:
        raise InvalidInput(issues)


async def _stored(ctx: Context, entity_id: str, place: UUID | None) -> list[Record]:
    return await ctx.query(
        "SELECT id, key FROM entities_definitions WHERE tenant_id = $1 AND entity_id = $2"
        " AND organization_id IS NOT DISTINCT FROM $3",
        ctx.tenant_id,
        entity_id,
        place,
    )


def _moved(before: tuple[str, bool] | None, after: tuple[str, bool] | None) -> bool:
    """Whether stored values would be something else; those that nobody defined may be anything but encrypted."""
    if before is None or after is None:
        return after is not None and after[1]
    return before != after


async def _refuse_used(ctx: Context, entity_id: str, key: str, place: UUID | None) -> None:
    n = await Held(entity_id, key, place).count(ctx)
    if n:
        raise Conflict(KIND_IN_USE.given(n=n), code="kind_in_use", values=n)
