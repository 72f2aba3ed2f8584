"""Rows of the calendar: events, reschedules, blocked days."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from bottega.business.calendar.slots import Slot
from bottega.business.calendar.tables import BlockedDay, Event, Reschedule
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.appointments import Appointment, Calendar
from bottega.demo.draw.random_source import Chance
from bottega.kernel.local_time import LOCAL_ZONE

COLOURS: Final = {"A": "#2563eb", "B": "#f59e0b"}


async def store_calendar(into: Destination, calendar: Calendar, today: date, founded: datetime) -> None:
    """Write all of it."""
    replaced = {one.before for one in calendar.put_off}
    chance = Chance(0, "calendar rows")
    events = [_event(into, one, today, replaced=one.id in replaced) for one in calendar.appointments]
    await into.store(Event, events)
    await into.store(
        BlockedDay,
        [
            {"id": chance.new_id(founded), "dzien": day, "nazwa": reason, "created_at": founded}
            for day, reason in calendar.blocked.items()
        ],
    )
    await into.store(
        Reschedule,
        [
            {
                "id": chance.new_id(one.at),
                "from_event_id": one.before,
                "to_event_id": one.after,
                "powod": one.reason,
                "created_at": one.at,
            }
            for one in calendar.put_off
        ],
    )


def _event(into: Destination, one: Appointment, today: date, *, replaced: bool) -> Row:
    values = {
        "id": one.id,
        "pracownik_id": into.users[one.who],
        "data": _start(one),
        "typ": one.kind,
        "opis": one.text,
        "opcje": _options(one, today, replaced=replaced),
        "contract_id": one.contract_id,
        "customer_id": one.customer_id,
        "konflikt": one.forced is not None,
        "powod": one.forced,
        "created_at": one.created,
    }
    return {**values, **Slot.of(values).columns()}


def _start(one: Appointment) -> datetime:
    at = time(8) if one.start is None else time(one.start // 60, one.start % 60)
    return datetime.combine(one.day, at, LOCAL_ZONE).astimezone(UTC)


def _options(one: Appointment, today: date, *, replaced: bool) -> Row:
    over = one.day + timedelta(days=one.days - 1) < today and not replaced
    options: Row = {"status": "wykonane" if over else "plan"}
    if one.crew:
        options |= {"brygada": one.crew, "kolor": COLOURS[one.crew]}
    if one.start is None:
        return {**options, "dni": one.days}
    end = one.start + one.minutes
    return {**options, "godzinaOd": _clock(one.start), "godzinaDo": _clock(end)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def events_of_days(calendar: Calendar) -> Mapping[tuple[UUID, date], UUID]:
    """The event that took the place of another one, by contract and day."""
    after = {one.after for one in calendar.put_off}
    return {(one.contract_id, one.day): one.id for one in calendar.appointments if one.contract_id and one.id in after}
