"""Conflict detection of events: blocked days, leave, and double booking of a person (BR-19, BR-20).

Two who plan at once must not both find the slot free. Whoever plans somebody's time takes an advisory lock on that
person until the transaction ends, and looks only then; whoever blocks a day waits for all who are planning. So the
second one sees what the first has written, whatever the order. Locks are taken in one order: the calendar of the
organization, then rows, then the person.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega.business.calendar.absences import Absence, absences
from bottega.business.calendar.slots import Slot
from bottega.business.calendar.tables import Event
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.visibility import seen, viewer

BLOCKED: Final = T(en="The day is blocked", pl="Ten dzień jest zablokowany")
ON_LEAVE: Final = T(en="This person is on leave", pl="Ta osoba jest wtedy na urlopie")
BUSY: Final = T(en="This person has another event then", pl="Ta osoba ma w tym czasie inne wydarzenie")

_LOCK: Final = "SELECT pg_advisory_xact_lock{shared}(hashtextextended($1, 0))"


def active(alias: str) -> str:
    """SQL that says whether an event takes somebody's time: one that was called off or replaced does not."""
    return (
        f"{alias}.deleted_at IS NULL AND NOT {alias}.odwolane AND NOT EXISTS (SELECT FROM calendar_reschedules AS r"
        f" WHERE r.tenant_id = {alias}.tenant_id AND r.from_event_id = {alias}.id AND r.deleted_at IS NULL)"
    )


_OTHERS: Final = (
    "SELECT e.id, {seen} AS seen"
    " FROM calendar_events AS e WHERE e.tenant_id = $1 AND e.pracownik_id = $2 AND e.pierwszy_dzien <= $4"
    f" AND e.ostatni_dzien >= $3 AND e.od_minuty < $6 AND e.do_minuty > $5 AND e.id <> ALL($7) AND {active('e')}"
    " ORDER BY e.pierwszy_dzien, e.od_minuty, e.id LIMIT 100"
)
_BLOCKED: Final = (
    "SELECT dzien FROM calendar_blocked_days WHERE tenant_id = $1 AND organization_id = $2 AND deleted_at IS NULL"
    " AND dzien BETWEEN $3 AND $4 ORDER BY dzien"
)
_ON_DAY: Final = (
    "SELECT e.id, e.konflikt, {seen} AS seen"
    " FROM calendar_events AS e WHERE e.tenant_id = $1 AND e.organization_id = $2"
    f" AND e.pierwszy_dzien <= $3 AND e.ostatni_dzien >= $3 AND e.typ <> 'urlop' AND {active('e')} ORDER BY e.id"
)
_CLASHING: Final = (
    "SELECT e.id, o.id AS other, {seen} AS seen"
    " FROM calendar_events AS e JOIN calendar_events AS o ON o.tenant_id = e.tenant_id"
    " AND o.pracownik_id = e.pracownik_id AND o.id <> e.id AND o.pierwszy_dzien <= e.ostatni_dzien"
    " AND o.ostatni_dzien >= e.pierwszy_dzien AND o.od_minuty < e.do_minuty AND o.do_minuty > e.od_minuty"
    f" AND NOT o.konflikt AND {active('o')} WHERE e.tenant_id = $1 AND e.id = ANY($2)"
    f" AND NOT e.konflikt AND {active('e')} ORDER BY e.id LIMIT 100"
)


@dataclass(frozen=True)
class Clash:
    """Everything that stands against an event; ``busy`` also without an event that the caller sees."""

    days: Sequence[date] = ()
    leaves: Sequence[Absence] = ()
    events: Sequence[UUID] = ()
    busy: bool = False

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.days or self.leaves or self.busy)

    def refusal(self) -> Conflict:
        """409 with the first reason as its code, and all of them as figures."""
        reasons = [
            (code, sentence)
            for code, sentence, found in (
                ("blocked_day", BLOCKED, self.days),
                ("worker_leave", ON_LEAVE, self.leaves),
                ("worker_busy", BUSY, self.busy),
            )
            if found
        ]
        code, sentence = reasons[0]
        return Conflict(
            sentence,
            code=code,
            powody=[one for one, _sentence in reasons],
            dni=[day.isoformat() for day in self.days],
            nieobecnosci=[{"od": one.first.isoformat(), "do": one.last.isoformat()} for one in self.leaves],
            konflikty=[str(one) for one in self.events],
        )


async def lock_calendar(ctx: Context, organization_id: UUID, *, alone: bool = False) -> None:
    """Plan in an organization's calendar; with ``alone`` nobody else does meanwhile."""
    await ctx.begin()
    kind = "" if alone else "_shared"
    await ctx.query(_LOCK.format(shared=kind), f"{ctx.tenant_id} calendar of {organization_id}")


async def lock_people(ctx: Context, people: Sequence[UUID]) -> None:
    """Plan the time of these people; others who want to wait until the transaction ends."""
    await ctx.begin()
    for person in sorted(set(people)):
        await ctx.query(_LOCK.format(shared=""), f"{ctx.tenant_id} time of {person}")


async def clash(ctx: Context, slot: Slot, organization_id: UUID, *, ignore: Sequence[UUID] = ()) -> Clash:
    """What stands against an event in this slot, other events (``ignore``) aside; the person is locked from now on."""
    if slot.called_off:
        return Clash()
    await lock_people(ctx, [slot.person_id])
    others = await ctx.query(
        _OTHERS.format(seen=seen(Event, "e", "$8")),
        ctx.tenant_id,
        slot.person_id,
        slot.first,
        slot.last,
        slot.start,
        slot.end,
        list(ignore),
        viewer(ctx),
    )
    shown, busy = [row["id"] for row in others if row["seen"]], bool(others)
    if slot.is_leave:
        return Clash(events=shown, busy=busy)
    days = await ctx.query(_BLOCKED, ctx.tenant_id, organization_id, slot.first, slot.last)
    away = await absences(ctx, [slot.person_id], slot.first, slot.last)
    return Clash([row["dzien"] for row in days], away, shown, busy)


async def events_on(ctx: Context, organization_id: UUID, day: date) -> list[Record]:
    """The events of an organization that take a day, leave aside: ``id``, ``konflikt`` and ``seen`` by the caller."""
    asked = _ON_DAY.format(seen=seen(Event, "e", "$4"))
    return await ctx.query(asked, ctx.tenant_id, organization_id, day, viewer(ctx))


async def refuse_overlaps(ctx: Context, ids: Sequence[UUID]) -> None:
    """409 when one of these events takes the same time of somebody as another one, neither of them by force."""
    people = await ctx.query(
        "SELECT DISTINCT pracownik_id FROM calendar_events WHERE tenant_id = $1 AND id = ANY($2)",
        ctx.tenant_id,
        list(ids),
    )
    await lock_people(ctx, [row["pracownik_id"] for row in people])
    asked = _CLASHING.format(seen=seen(Event, "o", "$3"))
    found = await ctx.query(asked, ctx.tenant_id, list(ids), viewer(ctx))
    if found:
        raise Clash(events=[row["other"] for row in found if row["seen"]], busy=True).refusal()


async def events_of(ctx: Context, people: Sequence[UUID], first: date, last: date) -> list[dict[str, Any]]:
    """The events that take the time of these people between two days, both included; those called off aside."""
    rows = await ctx.query(
        "SELECT e.* FROM calendar_events AS e WHERE e.tenant_id = $1 AND e.pracownik_id = ANY($2)"
        f" AND e.pierwszy_dzien <= $4 AND e.ostatni_dzien >= $3 AND {active('e')}"
        " ORDER BY e.pierwszy_dzien, e.od_minuty, e.id",
        ctx.tenant_id,
        list(people),
        first,
        last,
    )
    return [dict(row) for row in rows]


async def blocked_days_of(
    ctx: Context, organizations: Collection[UUID], first: date, last: date
) -> dict[UUID, list[date]]:
    """The days that organizations have blocked between two days, both included, by organization."""
    rows = await ctx.query(
        "SELECT organization_id, dzien FROM calendar_blocked_days WHERE tenant_id = $1 AND organization_id = ANY($2)"
        " AND deleted_at IS NULL AND dzien BETWEEN $3 AND $4 ORDER BY dzien",
        ctx.tenant_id,
        list(organizations),
        first,
        last,
    )
    found: dict[UUID, list[date]] = {}
    for row in rows:
        found.setdefault(row["organization_id"], []).append(row["dzien"])
    return found
