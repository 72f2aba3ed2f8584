"""Create, change and delete of customers: base row, profile, tags and dependent rows in one command."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.cascade import refuse_shared, remove_hanging
from bottega.business.customers.customer_inputs import CustomerInput, NextInteraction
from bottega.business.customers.dictionaries.entries import ensure_word
from bottega.business.customers.kinds import KINDS, PERSON, PROFILE
from bottega.business.customers.lookups import check_company, check_tags, locked_customer
from bottega.business.customers.person_names import check_names, follow_names, full_name
from bottega.business.customers.profile_fields import checked_values
from bottega.business.customers.references import visible
from bottega.business.customers.tables import Entity, TagAssignment
from bottega.business.customers.timeline.authors import check_owner
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict, NotFound
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Input
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import MODIFIED, version_of
from bottega.kernel.writes.undo_rules import verifies

PROFILE_NOT_FOUND: Final = {
    name: kind.text(en="{one} profile not found", pl="Nie znaleziono profilu {one}") for name, kind in KINDS.items()
}
# What a person is described by becomes a word to choose from.
_WORDS: Final = ("status", "job_title", "source")
_COLUMNS: Final = {table: tuple(sql_table(table).columns.keys()) for table in (Entity, *PROFILE.values())}
_BASE: Final = frozenset(_COLUMNS[Entity])
_LOCK: Final = {
    kind: f"SELECT {', '.join(f'e.{name}' for name in _COLUMNS[Entity])},"
    f" {', '.join(f'p.{name}' for name in _COLUMNS[table])}"
    f" FROM customers_entities AS e JOIN {table.__tablename__} AS p ON p.tenant_id = e.tenant_id AND p.id = e.id"
    " WHERE e.tenant_id = $1 AND e.id = $2 AND e.kind = $3 AND ($4::uuid[] IS NULL OR e.organization_id = ANY($4))"
    " FOR UPDATE"
    for kind, table in PROFILE.items()
}


async def create_customer(ctx: Context, kind: str, data: CustomerInput) -> UUID:
    """Write a new customer of the organization; answers the id of both its halves."""
    given = data.given()
    if kind == PERSON:
        check_names(given)
        given.setdefault("display_name", full_name(given["first_name"], given["last_name"]))
    given.pop("tenant_id", None)
    organization_id = ctx.organization_for_new(given.pop("organization_id", None))
    tags = await check_tags(ctx, given.pop("tags", []), organization_id)
    if given.get("company_entity_id") is not None:
        await check_company(ctx, given["company_entity_id"], organization_id)
    await check_owner(ctx, given)
    custom = await checked_values(ctx, kind, organization_id, new=True)
    base, profile = _halves(given)
    place = {"organization_id": organization_id}
    entity_id = await changes.insert(ctx, Entity, {**base, **place, "kind": kind})
    ctx.describe(f"customers.{kind}", entity_id, organization_id=organization_id)
    await changes.insert(ctx, PROFILE[kind], {**profile, **place, "id": entity_id, "custom": custom}, final=True)
    await _assign(ctx, entity_id, tags)
    await _learn_words(ctx, kind, organization_id, given)
    return entity_id


async def update_customer(ctx: Context, kind: str, data: Input) -> None:
    """Change what was sent and differs; the tags are replaced as a whole."""
    given = data.given()
    if kind == PERSON:
        check_names(given)
    entity_id: UUID = given.pop("id")
    customer, profile = await _locked(ctx, kind, entity_id)
    _check_version(ctx, customer, profile)
    organization_id: UUID = customer["organization_id"]
    tags: list[UUID] | None = given.pop("tags", None)
    company_id: UUID | None = given.get("company_entity_id")
    if company_id is not None and company_id != profile.get("company_entity_id"):
        await check_company(ctx, company_id, organization_id)
    await check_owner(ctx, given, customer["owner_user_id"])
    custom = await checked_values(ctx, kind, organization_id, new=False)
    ctx.describe(f"customers.{kind}", entity_id, organization_id=organization_id)
    if kind == PERSON:
        follow_names(given, customer, profile)
    base, own = _halves({name: value for name, value in given.items() if name not in ("organization_id", "tenant_id")})
    own = _differing(own, profile)
    if any(profile["custom"].get(key) != value for key, value in custom.items()):
        own["custom"] = custom
    before = ctx.changed
    if base := _differing(base, customer):
        await changes.update(ctx, Entity, entity_id, base, final=not own)
    if tags is not None:
        await _replace_tags(ctx, entity_id, await check_tags(ctx, tags, organization_id))
    if own:
        # The profile is what events of a customer are about.
        await changes.update(ctx, PROFILE[kind], entity_id, own, final=True)
    elif ctx.changed > before:
        await _tell(ctx, kind, entity_id, organization_id)
    await _learn_words(ctx, kind, organization_id, given)


async def delete_customer(ctx: Context, kind: str, entity_id: UUID, *, force: bool = True) -> None:
    """Delete a customer for good, with profile, tags, notes, addresses and links; deals and other customers stay.

    Without ``force`` 409 while these refer to it.
    """
    customer, profile = await _locked(ctx, kind, entity_id)
    _check_version(ctx, customer, profile)
    ctx.describe(f"customers.{kind}", entity_id, organization_id=customer["organization_id"])
    if not force:
        await refuse_shared(ctx, entity_id)
    await remove_hanging(ctx, entity_id)
    await changes.delete(ctx, PROFILE[kind], entity_id)
    await changes.delete(ctx, Entity, entity_id)


async def _locked(ctx: Context, kind: str, entity_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both halves of a customer in view, opened and locked by one statement; 404 for the one that is missing."""
    ctx.refuse_closed()
    await ctx.begin()
    row = await ctx.query_one(_LOCK[kind], ctx.tenant_id, entity_id, kind, visible(ctx))
    if row is None:
        return await locked_customer(ctx, kind, entity_id), await _profile(ctx, kind, entity_id)
    values = tuple(row)
    customer = dict(zip(_COLUMNS[Entity], values, strict=False))
    profile = dict(zip(_COLUMNS[PROFILE[kind]], values[len(customer) :], strict=True))
    keys = await sealing.keys_of(ctx)
    sealing.open_row(keys, Entity, customer)
    sealing.open_row(keys, PROFILE[kind], profile)
    return customer, profile


async def _profile(ctx: Context, kind: str, entity_id: UUID) -> dict[str, Any]:
    try:
        return await changes.one(ctx, PROFILE[kind], entity_id, lock=True)
    except NotFound:
        raise NotFound(PROFILE_NOT_FOUND[kind]) from None


def _check_version(ctx: Context, customer: Mapping[str, Any], profile: Mapping[str, Any]) -> None:
    """409 when the client has seen another version: that of the half that changed last."""
    seen = version_of(ctx)
    now = max(customer["updated_at"], profile["updated_at"])
    if seen is not None and seen != now:
        raise Conflict(
            MODIFIED,
            code="optimistic_lock_conflict",
            currentUpdatedAt=milliseconds(now),
            expectedUpdatedAt=milliseconds(seen),
        )


def _halves(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What goes into the base row, and what into the profile."""
    flat = dict(values)
    if "next_interaction" in flat:
        flat |= _interaction_columns(flat.pop("next_interaction"))
    base = {name: value for name, value in flat.items() if name in _BASE}
    return base, {name: value for name, value in flat.items() if name not in _BASE}


def _interaction_columns(planned: NextInteraction | None) -> dict[str, Any]:
    names = ("at", "name", "ref_id", "icon", "color")
    return {f"next_interaction_{name}": getattr(planned, name) if planned else None for name in names}


def _differing(values: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """An encrypted text never looks the same twice, so what is to stay must not be written."""
    return {name: value for name, value in values.items() if stored[name] != value}


async def _assign(ctx: Context, entity_id: UUID, tags: Sequence[UUID]) -> None:
    rows = [{"tag_id": tag_id, "entity_id": entity_id} for tag_id in tags]
    await changes.insert_many(ctx, TagAssignment, rows)


async def _replace_tags(ctx: Context, entity_id: UUID, tags: Sequence[UUID]) -> None:
    rows = await ctx.query(
        "SELECT id, tag_id FROM customers_tag_assignments WHERE tenant_id = $1 AND entity_id = $2",
        ctx.tenant_id,
        entity_id,
    )
    await changes.delete_many(ctx, TagAssignment, [row["id"] for row in rows if row["tag_id"] not in tags])
    worn = {row["tag_id"] for row in rows}
    await _assign(ctx, entity_id, [tag_id for tag_id in tags if tag_id not in worn])


async def _learn_words(ctx: Context, kind: str, organization_id: UUID, given: Mapping[str, Any]) -> None:
    if kind != PERSON:
        return
    for name in _WORDS:
        if given.get(name):
            await ensure_word(ctx, organization_id, name, given[name])


async def _tell(ctx: Context, kind: str, entity_id: UUID, organization_id: UUID) -> None:
    await ctx.emit(f"customers.{kind}.updated", record_id=entity_id, within=organization_id, entityId=str(entity_id))


@verifies(Entity)
async def tell_of_base_rows(ctx: Context, ids: set[UUID]) -> None:
    """Undo and redo emit no event for the base row: emit ``updated`` here."""
    rows = await ctx.query(
        "SELECT id, kind, organization_id FROM customers_entities WHERE tenant_id = $1 AND id = ANY($2)",
        ctx.tenant_id,
        list(ids),
    )
    for kind in KINDS:
        about = [(r["id"], r["organization_id"], {"entityId": str(r["id"])}) for r in rows if r["kind"] == kind]
        await ctx.emit_all(f"customers.{kind}.updated", about)
