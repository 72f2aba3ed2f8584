"""The planning board: events by person and day, with the share of the day they take."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.business.calendar.absences import Absence, absences
from bottega.business.calendar.conflicts import active
from bottega.business.calendar.kinds import Kind
from bottega.business.calendar.module import module
from bottega.business.calendar.slots import Slot
from bottega.business.calendar.tables import Event
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import Period
from bottega.kernel.schemas import Schema, Stamp, today
from bottega.kernel.visibility import seen, viewer
from bottega.platform.auth import colleagues

USUAL: Final = timedelta(days=13)
LONGEST: Final = timedelta(days=61)
# What an event of whole days takes of one, and the most a day can hold before it is too full.
WORKING_DAY: Final = 8 * 60
TOO_LONG: Final = T(en="A board shows at most 62 days", pl="Tablica pokazuje najwyżej 62 dni")

_EVENTS: Final = (
    "SELECT e.id, e.pracownik_id, e.data, e.typ, e.contract_id, e.customer_id, e.konflikt, e.pierwszy_dzien,"
    " e.ostatni_dzien, e.od_minuty, e.do_minuty, e.odwolane, {seen} AS seen"
    " FROM calendar_events AS e WHERE e.tenant_id = $1"
    " AND e.ostatni_dzien >= $2 AND e.pierwszy_dzien <= $3 AND ($4::uuid[] IS NULL OR e.organization_id = ANY($4))"
    f" AND {active('e')} ORDER BY e.pierwszy_dzien, e.od_minuty, e.id"
)
_BLOCKED: Final = (
    "SELECT DISTINCT dzien FROM calendar_blocked_days WHERE tenant_id = $1 AND dzien BETWEEN $2 AND $3"
    " AND ($4::uuid[] IS NULL OR organization_id = ANY($4)) AND deleted_at IS NULL ORDER BY dzien"
)


class BoardQuery(Period):
    """Which days; left out, two weeks from today."""

    @model_validator(mode="after")
    def _not_too_long(self) -> Self:
        first, last = self.ends()
        if last - first > LONGEST:
            raise PydanticCustomError("period", "too long", {"text": TOO_LONG, "field": "dateTo"})
        return self

    def ends(self) -> tuple[date, date]:
        """The first and the last day."""
        first = self.date_from or (self.date_to or today() + USUAL) - USUAL
        return first, self.date_to or first + USUAL


class BoardEvent(Schema):
    """An event on the board."""

    id: UUID
    data: Stamp
    typ: Kind
    contract_id: UUID | None
    customer_id: UUID | None
    konflikt: bool


class BoardDay(Schema):
    """What somebody has to do on a day."""

    dzien: date
    minuty: int = Field(description="How much of the day is planned; an event of whole days counts as 480.")
    wydarzenia: list[UUID]


class BoardAbsence(Schema):
    """Days on which somebody is away, both included."""

    od: date
    do: date


class BoardPerson(Schema):
    """A row of the board; days without events are left out."""

    pracownik_id: UUID
    nazwa: str | None
    dni: list[BoardDay]
    nieobecnosci: list[BoardAbsence]


class Board(Schema):
    """People by days."""

    date_from: date
    date_to: date
    zablokowane: list[date] = Field(description="Blocked days.")
    pracownicy: list[BoardPerson]
    wydarzenia: list[BoardEvent]


@module.get("/board", "calendar.view", name="board")
async def read_board(ctx: Context, query: BoardQuery) -> Board:
    """Read the board of installations.

    Who has what to do on which day, for up to 62 days: everybody with events in the period, what each day holds of
    them, blocked days and absences. Events that were called off or replaced are not on it; those of contracts that the
    caller does not see only take their minutes of the day.
    """
    first, last = query.ends()
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    found = await ctx.query(
        _EVENTS.format(seen=seen(Event, "e", "$5")), ctx.tenant_id, first, last, visible, viewer(ctx)
    )
    rows = [dict(row) for row in found]
    blocked = await ctx.query(_BLOCKED, ctx.tenant_id, first, last, visible)
    by_person: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_person[row["pracownik_id"]].append(row)
    names = await colleagues(ctx, by_person)
    away = await absences(ctx, list(by_person), first, last)
    people = [
        BoardPerson(
            pracownik_id=person,
            nazwa=names[person].shown if person in names else None,
            dni=list(_days(events, first, last)),
            nieobecnosci=_away(person, away),
        )
        for person, events in by_person.items()
    ]
    people.sort(key=lambda one: (one.nazwa or "", one.pracownik_id))
    return Board(
        date_from=first,
        date_to=last,
        zablokowane=[row["dzien"] for row in blocked],
        pracownicy=people,
        wydarzenia=[BoardEvent.model_validate(row) for row in rows if row["seen"]],
    )


def _days(events: Sequence[Mapping[str, Any]], first: date, last: date) -> Iterable[BoardDay]:
    """The days of somebody that hold something."""
    held: dict[date, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        day = max(first, event["pierwszy_dzien"])
        while day <= min(last, event["ostatni_dzien"]):
            held[day].append(event)
            day += timedelta(days=1)
    for day in sorted(held):
        minutes = sum(_minutes(Slot.stored(event)) for event in held[day])
        shown = [event["id"] for event in held[day] if event["seen"]]
        yield BoardDay(dzien=day, minuty=minutes, wydarzenia=shown)


def _minutes(slot: Slot) -> int:
    return WORKING_DAY if slot.whole_days else slot.end - slot.start


def _away(person: UUID, everybody: Sequence[Absence]) -> list[BoardAbsence]:
    return [BoardAbsence(od=one.first, do=one.last) for one in everybody if one.person_id == person]
