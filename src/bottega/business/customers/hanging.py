"""What hangs on a customer and goes with them: each row by ``changes``, so that one undo brings all of it back."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from bottega.business.customers.tables import Person, TagAssignment
from bottega.business.customers.tables_timeline import (
    Activity,
    Address,
    Comment,
    DealCompany,
    DealPerson,
    TodoLink,
)
from bottega.kernel import changes
from bottega.kernel.context import Context
from bottega.kernel.tables import Table

_OWNED: Final[Mapping[str, tuple[type[Table], str]]] = {
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
_STAFF: Final = "staff"
_FIND: Final = " UNION ALL ".join(
    [
        *(
            f"SELECT '{name}' AS place, id FROM {name} WHERE tenant_id = $1 AND {column} = $2"
            for name, (_table, column) in _OWNED.items()
        ),
        f"SELECT '{_STAFF}', id FROM customers_people WHERE tenant_id = $1 AND company_entity_id = $2",
    ]
)


async def remove_hanging(ctx: Context, entity_id: UUID) -> None:
    """Delete what belongs to a customer alone; the people of a company stay, without it."""
    rows = await ctx.query(_FIND, ctx.tenant_id, entity_id)
    for row in rows:
        if row["place"] != _STAFF:
            await changes.delete(ctx, _OWNED[row["place"]][0], row["id"])
    staff = [{"id": row["id"], "company_entity_id": None} for row in rows if row["place"] == _STAFF]
    await changes.update_many(ctx, Person, staff)
