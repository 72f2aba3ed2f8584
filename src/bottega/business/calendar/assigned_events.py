"""Events a person is assigned to, including installations of their contracts; by id or by days.

Whoever works on a contract is sent to its installation though the event stands in the calendar of whoever leads it.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from bottega.business.calendar.conflicts import active
from bottega.business.calendar.kinds import LEAVE, Kind
from bottega.business.calendar.tables import Event
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import NotFound
from bottega.kernel.writes import changes

Progress = Literal["w_trakcie", "wykonane"]
DONE: Final[Progress] = "wykonane"
# No more than a crew could do in the days of one question.
MOST: Final = 200

_COLUMNS: Final = ", ".join(f"e.{column.name}" for column in sql_table(Event).columns)
# $1 tenant, $2 organizations in view or null for all, $3 the person, $4 the contracts they work on.
_SENT: Final = (
    "e.tenant_id = $1 AND ($2::uuid[] IS NULL OR e.organization_id = ANY($2))"
    " AND (e.pracownik_id = $3 OR (e.contract_id = ANY($4) AND (e.typ LIKE 'montaz\\_%' OR e.typ = 'poprawki')))"
    f" AND e.typ <> '{LEAVE}' AND {active('e')}"
)
_BY_DAYS: Final = (
    f"SELECT {_COLUMNS} FROM calendar_events AS e WHERE {_SENT} AND e.pierwszy_dzien <= $6 AND e.ostatni_dzien >= $5"
    f" ORDER BY e.pierwszy_dzien, e.od_minuty, e.id LIMIT {MOST}"
)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM calendar_events AS e WHERE {_SENT} AND e.id = $5"


async def visits(
    ctx: Context, person_id: UUID, contract_ids: Collection[UUID], first: date, last: date
) -> list[dict[str, Any]]:
    """The events somebody is sent to from one day to another, in the order of their time, at most ``MOST``.

    Args:
        ctx: Whose organizations are asked.
        person_id: Who is sent.
        contract_ids: The contracts they work on.
        first: The first day in Warsaw.
        last: The last one.
    """
    rows = await ctx.query(_BY_DAYS, *_sent(ctx, person_id, contract_ids), first, last)
    return [dict(row) for row in rows]


async def visit(
    ctx: Context, person_id: UUID, contract_ids: Collection[UUID], event_id: UUID, *, lock: bool = False
) -> dict[str, Any]:
    """One event that somebody is sent to; locked, nobody changes it until the command is done. 404 for all others."""
    if lock:
        ctx.refuse_closed()
        await ctx.begin()
    row = await ctx.query_one(
        _BY_ID + (" FOR UPDATE OF e" if lock else ""), *_sent(ctx, person_id, contract_ids), event_id
    )
    if row is None:
        raise NotFound
    return dict(row)


def _sent(ctx: Context, person_id: UUID, contract_ids: Collection[UUID]) -> tuple[Any, ...]:
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    return ctx.tenant_id, visible, person_id, list(contract_ids)


async def note_progress(ctx: Context, event: Mapping[str, Any], status: Progress) -> None:
    """Note how far an event has come, which takes no other time of anybody; the event is locked."""
    options: Mapping[str, Any] = event["opcje"] or {}
    if options.get("status") != status:
        await changes.update(ctx, Event, event["id"], {"opcje": {**options, "status": status}})


async def visited(
    ctx: Context, person_id: UUID, kind: Kind, customer_ids: Collection[UUID]
) -> list[tuple[UUID | None, UUID | None]]:
    """Where somebody was or will be with events of a kind: customer and contract of those with these customers.

    Events that name a contract only are among them.
    """
    rows = await ctx.query(
        "SELECT DISTINCT e.customer_id, e.contract_id FROM calendar_events AS e WHERE e.tenant_id = $1"
        " AND e.pracownik_id = $2 AND e.typ = $3"
        f" AND (e.customer_id = ANY($4) OR e.customer_id IS NULL) AND {active('e')}",
        ctx.tenant_id,
        person_id,
        kind,
        list(customer_ids),
    )
    return [(row["customer_id"], row["contract_id"]) for row in rows]
