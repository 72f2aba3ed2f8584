"""Calendar files of events: iCalendar (RFC 5545), in Polish, in the time zone Europe/Warsaw.

Nothing in it changes by itself, the time stamps included, so that a file that says the same is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from icalendar import Calendar
from icalendar import Event as Item

from bottega.business.calendar.kinds import told
from bottega.business.calendar.slots import DAY, Slot
from bottega.kernel.local_time import LOCAL_ZONE

LOCALE: Final = "pl"
REFRESH: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """A stored event, whether it is ``cancelled`` and when it ``changed_at``, and what its links are called."""

    row: Mapping[str, Any]
    number: str | None = None
    customer: str | None = None
    place: str | None = None


def written(entries: Sequence[Entry], person: str) -> bytes:
    """The calendar file of somebody."""
    # The library has no complete types.
    calendar: Any = Calendar()
    calendar.add("prodid", "-//Bottega//Kalendarz//PL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Bottega: {person}" if person else "Bottega")
    calendar.add("x-wr-timezone", str(LOCAL_ZONE))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_item(entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _item(entry: Entry) -> Any:
    row = entry.row
    changed: datetime = row["changed_at"].astimezone(UTC)
    item: Any = Item()
    item.add("uid", f"{row['id']}@bottega")
    item.add("dtstamp", changed)
    item.add("created", row["created_at"].astimezone(UTC))
    item.add("last-modified", changed)
    # It grows with every change, which is all a sequence has to do.
    item.add("sequence", int((changed - row["created_at"]).total_seconds()))
    item.add("summary", ", ".join(part for part in (told(row["typ"], LOCALE), entry.number, entry.customer) if part))
    item.add("categories", [told(row["typ"], LOCALE)])
    item.add("status", "CANCELLED" if row["cancelled"] else "CONFIRMED")
    if row["opis"]:
        item.add("description", row["opis"])
    if entry.place:
        item.add("location", entry.place)
    _set_time(item, Slot.stored(row))
    return item


def _set_time(item: Any, slot: Slot) -> None:
    """Whole days from the first to the one after the last; hours are repeated on each of the days."""
    if slot.whole_days:
        item.add("dtstart", slot.first)
        item.add("dtend", slot.last + timedelta(days=1))
        return
    midnight = datetime.combine(slot.first, time(), LOCAL_ZONE)
    item.add("dtstart", midnight.replace(hour=slot.start // 60, minute=slot.start % 60))
    if slot.end == DAY:
        item.add("dtend", datetime.combine(slot.first + timedelta(days=1), time(), LOCAL_ZONE))
    else:
        item.add("dtend", midnight.replace(hour=slot.end // 60, minute=slot.end % 60))
    days = (slot.last - slot.first).days + 1
    if days > 1:
        item.add("rrule", {"freq": "daily", "count": days})
