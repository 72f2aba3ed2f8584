"""Cascade delete of a customer's dependent rows, one statement per table, undoable as one command."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from bottega.business.customers.tables import Person, TagAssignment
from bottega.business.customers.tables_activity import (
    Activity,
    Address,
    Comment,
    Deal,
    DealCompany,
    DealPerson,
    TodoLink,
)
from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.writes import changes

OWNED: Final[Mapping[str, tuple[type[Table], str]]] = {
    table.__tablename__: (table, column)
    for table, column in (
        (TagAssignment, "entity_id"),
        (DealPerson, "person_entity_id"),
        (DealCompany, "company_entity_id"),
        (Activity, "entity_id"),
        (Comment, "entity_id"),
        (Address, "entity_id"),
        (TodoLink, "entity_id"),
    )
}
SHARED: Final = T(
    en="People of the company: {people}, its deals: {deals}. They stay, without a company; to delete it anyway, tick"
    " “Delete despite links”",
    pl="Osoby w firmie: {people}, jej szanse sprzedaży: {deals}. Pozostaną bez firmy; aby mimo to ją usunąć, zaznacz"
    " „Usuń mimo powiązań”",
)
_STAFF: Final = "staff"
_FIND: Final = " UNION ALL ".join(
    [
        *(
            f"SELECT '{name}' AS place, id FROM {name} WHERE tenant_id = $1 AND {column} = $2"
            for name, (_table, column) in OWNED.items()
        ),
        f"SELECT '{_STAFF}', id FROM customers_people WHERE tenant_id = $1 AND company_entity_id = $2",
    ]
)


async def refuse_shared(ctx: Context, company_id: UUID) -> None:
    """409 with the counts while people work for a company, or deals are about it: they would stay without it.

    The company is locked, so nobody joins it meanwhile.
    """
    row = await ctx.require(
        "SELECT (SELECT count(*) FROM customers_people WHERE tenant_id = $1 AND company_entity_id = $2) AS people,"
        " (SELECT count(*) FROM customers_deal_companies WHERE tenant_id = $1 AND company_entity_id = $2) AS deals",
        ctx.tenant_id,
        company_id,
    )
    used = {Person.entity: row["people"], Deal.entity: row["deals"]}
    if any(used.values()):
        said = SHARED.given(people=row["people"], deals=row["deals"])
        raise Conflict(said, code="in_use", used={name: count for name, count in used.items() if count})


async def remove_hanging(ctx: Context, entity_id: UUID, keeping: Collection[UUID] = ()) -> None:
    """Delete what belongs to a customer alone; the people of a company stay, without it."""
    found: dict[str, list[UUID]] = {}
    for row in await ctx.query(_FIND, ctx.tenant_id, entity_id):
        if row["id"] in keeping:
            continue
        found.setdefault(row["place"], []).append(row["id"])
    staff = found.pop(_STAFF, [])
    for name, ids in found.items():
        await changes.delete_many(ctx, OWNED[name][0], ids)
    await changes.update_many(ctx, Person, [{"id": i, "company_entity_id": None} for i in staff], dependent=True)
