"""Data subject requests in the customers module: export and erasure.

A customer whom contracts, documents or anything else points at cannot vanish: their record stays, empty of all that
says who it was, so that what accounting law keeps still has something to point at.
"""

from typing import Any, Final
from uuid import UUID

from bottega.business.customers import profile_fields
from bottega.business.customers.cascade import OWNED, remove_hanging
from bottega.business.customers.kinds import PROFILE
from bottega.business.customers.module import module
from bottega.business.customers.privacy.identifiers import add_traces
from bottega.business.customers.references import visible
from bottega.business.customers.tables import Company, Entity, Person
from bottega.business.customers.tables_activity import Activity, Address, Comment, Deal
from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import (
    COLLECTING,
    ERASED,
    ERASING,
    FORGOTTEN,
    KNOWING,
    Collected,
    Erasure,
    Known,
    emptied,
    plain,
)
from bottega.kernel.writes import changes
from bottega.kernel.writes.audit_entry import commands_about
from bottega.kernel.writes.preconditions import pointed_at

RECORD: Final = T(en="The record itself, emptied", pl="Sam rekord, opróżniony")
POINTED_AT: Final = T(
    en="Records that must be kept by law point at it", pl="Wskazują na niego dane, które trzeba przechowywać"
)
IMPORTING: Final = T(
    en="Customers are being imported, and may be brought back by that: try again when it has ended",
    pl="Trwa import klientów, który mógłby przywrócić te dane: spróbuj ponownie po jego zakończeniu",
)
BY_NAME: Final = T(
    en="Words that call them by name: others have the same name, so a person must look",
    pl="Teksty wymieniające imię i nazwisko: noszą je też inni, więc musi je przejrzeć człowiek",
)
NAMESAKES: Final = T(
    en="Nobody else's data may be taken out with theirs (GDPR art. 17(1) gives a right to their own)",
    pl="Nie wolno usunąć przy tym cudzych danych (art. 17 ust. 1 RODO dotyczy własnych)",
)
# What is written about others in their own files, and who they are stays out of it.
WORDED: Final[tuple[tuple[type[Table], tuple[str, ...]], ...]] = (
    (Entity, ("description", "next_interaction_name")),
    (Person, ("custom",)),
    (Company, ("custom",)),
    (Deal, ("title", "description", "custom")),
    (Activity, ("subject", "body", "custom")),
    (Comment, ("body",)),
    (Address, ("name",)),
)
_DEALS: Final = (
    "SELECT d.id, (SELECT count(*) FROM (SELECT person_entity_id AS id FROM customers_deal_people"
    "  WHERE tenant_id = $1 AND deal_id = d.id UNION ALL SELECT company_entity_id FROM customers_deal_companies"
    "  WHERE tenant_id = $1 AND deal_id = d.id) AS p WHERE p.id <> $2) AS others, d.*"
    " FROM customers_deals AS d WHERE d.tenant_id = $1 AND d.id IN ("
    " SELECT deal_id FROM customers_deal_people WHERE tenant_id = $1 AND person_entity_id = $2"
    " UNION SELECT deal_id FROM customers_deal_companies WHERE tenant_id = $1 AND company_entity_id = $2)"
)


async def _customer(ctx: Context, customer_id: UUID, *, lock: bool) -> Record | None:
    return await ctx.query_one(
        "SELECT * FROM customers_entities WHERE tenant_id = $1 AND id = $2"
        " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))" + (" FOR UPDATE" if lock else ""),
        ctx.tenant_id,
        customer_id,
        visible(ctx),
    )


@module.within(KNOWING)
async def know(ctx: Context, subject_id: UUID, known: Known) -> None:
    """The customer's identifiers, and the ids of dependent records."""
    row = await _customer(ctx, subject_id, lock=False)
    if row is None:
        return
    known.records.add(subject_id)
    for table, column in OWNED.values():
        ids = await _ids(ctx, table, column, subject_id)
        known.records.update(ids)
    deals = await ctx.query(_DEALS, ctx.tenant_id, subject_id)
    known.records.update(deal["id"] for deal in deals if not deal["others"])
    await add_traces(ctx, await sealing.opened(ctx, Entity, row), known)


async def _ids(ctx: Context, table: type[Table], column: str, customer_id: UUID) -> list[UUID]:
    rows = await ctx.query(
        f"SELECT id FROM {table.__tablename__} WHERE tenant_id = $1 AND {column} = $2", ctx.tenant_id, customer_id
    )
    return [row["id"] for row in rows]


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """Everything about a customer: record, profile, what was written, addresses, tags, deals, and who changed it."""
    row = await _customer(ctx, subject_id, lock=False)
    if row is None:
        return
    collected.kind, collected.organization_id = f"customers.{row['kind']}", row["organization_id"]
    profile = PROFILE[row["kind"]]
    found: dict[str, Any] = {"customer": plain(await sealing.opened(ctx, Entity, row))}
    found["profile"] = next(iter(await _rows(ctx, profile, "id", subject_id)), None)
    for name, (table, column) in OWNED.items():
        found[name.removeprefix("customers_")] = await _rows(ctx, table, column, subject_id)
    found["tags"] = await _plain_rows(
        ctx,
        "SELECT t.label, a.created_at FROM customers_tag_assignments AS a JOIN customers_tags AS t"
        " ON t.tenant_id = a.tenant_id AND t.id = a.tag_id WHERE a.tenant_id = $1 AND a.entity_id = $2",
        subject_id,
    )
    deals = await ctx.query(_DEALS, ctx.tenant_id, subject_id)
    found["deals"] = [await _handed_out(ctx, Deal, deal) for deal in deals]
    found["history"] = [plain(row) for row in await commands_about(ctx, subject_id)]
    collected.add("customers", found)
    for table, columns in WORDED:
        await redaction.collect(ctx, collected, table, columns)


async def _rows(ctx: Context, table: type[Table], column: str, customer_id: UUID) -> list[dict[str, Any]]:
    rows = await ctx.query(
        f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND {column} = $2 ORDER BY created_at, id",
        ctx.tenant_id,
        customer_id,
    )
    return [await _handed_out(ctx, table, row) for row in rows]


async def _handed_out(ctx: Context, table: type[Table], row: Record) -> dict[str, Any]:
    """A row opened, its custom values too: those may be encrypted one by one."""
    found = plain(await sealing.opened(ctx, table, row))
    if found.get("custom"):
        custom = custom_fields.shown(found["custom"])
        kind = next((kind for kind, profile in PROFILE.items() if profile is table), None)
        if kind is not None:
            await profile_fields.settle(ctx, kind, [custom])
        else:
            await custom_fields.settle(ctx, str(vars(table)["entity"]), [custom])
        found["custom"] = {name.removeprefix("cf_"): value for name, value in custom.items()}
    return found


async def _plain_rows(ctx: Context, sql: str, customer_id: UUID) -> list[dict[str, Any]]:
    return [dict(row) for row in await ctx.query(sql, ctx.tenant_id, customer_id)]


@module.within(ERASING)
async def close(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Lock the customer against new references, and cancel queued imports that contain them."""
    assert not erasure.kind
    if await _customer(ctx, subject_id, lock=True) is None:
        return
    waiting = await ctx.query_value(
        "SELECT count(*) FROM customers_imports WHERE tenant_id = $1 AND state IN ('queued', 'running')", ctx.tenant_id
    )
    if waiting:
        raise Conflict(IMPORTING, code="import_under_way")


@module.within(ERASED)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Forget a customer: everything is deleted; what others point at is emptied instead."""
    row = await _customer(ctx, subject_id, lock=True)
    if row is None:
        return
    erasure.kind, erasure.organization_id = f"customers.{row['kind']}", row["organization_id"]
    await _forget_deals(ctx, subject_id, erasure)
    kept = await _forget_addresses(ctx, subject_id, erasure)
    for table, column in OWNED.values():
        if table is not Address:
            erasure.add(table, await _ids(ctx, table, column, subject_id))
    await remove_hanging(ctx, subject_id, keeping=kept)
    for table, columns in WORDED:
        await redaction.blacken(ctx, erasure, table, columns)
    erasure.keep(BY_NAME, int(erasure.known.shares_name), NAMESAKES)
    await _remove_oremptied(ctx, row, erasure, kept)


async def _remove_oremptied(ctx: Context, row: Record, erasure: Erasure, kept: list[UUID]) -> None:
    subject_id, profile = row["id"], PROFILE[row["kind"]]
    erasure.add(profile, [subject_id])
    erasure.add(Entity, [subject_id])
    if not kept and not await pointed_at(ctx, Entity, subject_id, besides=(profile.__tablename__,)):
        await changes.delete(ctx, profile, subject_id)
        await changes.delete(ctx, Entity, subject_id)
        return
    erasure.keep(RECORD, 1, POINTED_AT)
    custom = await ctx.query_value(
        f"SELECT custom FROM {profile.__tablename__} WHERE tenant_id = $1 AND id = $2", ctx.tenant_id, subject_id
    )
    # Null takes a custom value away.
    await changes.update(ctx, profile, subject_id, {**emptied(profile), "custom": dict.fromkeys(custom)})
    await changes.update(
        ctx, Entity, subject_id, {**emptied(Entity), "display_name": FORGOTTEN(ctx.locale), "is_active": False}
    )


async def _forget_deals(ctx: Context, customer_id: UUID, erasure: Erasure) -> None:
    """A deal with nobody else is about this customer alone: its words go, its figures stay for the statistics."""
    deals = await ctx.query(_DEALS, ctx.tenant_id, customer_id)
    alone = [deal["id"] for deal in deals if not deal["others"]]
    for deal in deals:
        if deal["id"] in alone:
            values = {"title": FORGOTTEN(ctx.locale), "description": None, "custom": dict.fromkeys(deal["custom"])}
            await changes.update(ctx, Deal, deal["id"], values)
    erasure.add(Deal, alone)


async def _forget_addresses(ctx: Context, customer_id: UUID, erasure: Erasure) -> list[UUID]:
    """Empty the addresses that something points at, and answer which they are; the others are deleted."""
    rows = await ctx.query(
        "SELECT id FROM customers_addresses WHERE tenant_id = $1 AND entity_id = $2", ctx.tenant_id, customer_id
    )
    erasure.add(Address, [row["id"] for row in rows])
    kept = [row["id"] for row in rows if await pointed_at(ctx, Address, row["id"])]
    for address_id in kept:
        await changes.update(ctx, Address, address_id, {**emptied(Address), "address_line1": FORGOTTEN(ctx.locale)})
    return kept
