"""Values that people write in several ways and that are stored in one: days, moments and telephone numbers.

What is stored sorts as text: days as ``2026-11-30``, moments in UTC as ``2026-11-30T13:30:00.000Z``, numbers as E.164
has them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from bottega.kernel.i18n import T
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Day, Moment
from bottega.kernel.text.telephones import e164

NO_DAY: Final = T(
    en="Enter a day between 1900 and 2200, such as 2026-11-30",
    pl="Podaj dzień między rokiem 1900 a 2200, np. 2026-11-30",
)
NO_MOMENT: Final = T(
    en="Enter a date and time between 1900 and 2200, such as 2026-11-30T14:30",
    pl="Podaj datę i godzinę między rokiem 1900 a 2200, np. 2026-11-30T14:30",
)
NO_NUMBER: Final = T(
    en="Enter one telephone number that exists, such as +48 600 100 200",
    pl="Podaj jeden istniejący numer telefonu, np. +48 600 100 200",
)
_DAY: Final[TypeAdapter[date]] = TypeAdapter(Day)
_MOMENT: Final[TypeAdapter[datetime]] = TypeAdapter(Moment)
# 30.11.2026 or 30-11-2026, as people write it here, with or without a time.
_POLISH: Final = re.compile(r"(\d{1,2})([.-])(\d{1,2})\2(\d{4})(?:[\s,T]+(\d{1,2})(:.+))?")


def _iso(text: str) -> str:
    written = _POLISH.fullmatch(text.strip())
    if written is None:
        return text.strip()
    day, _, month, year, hour, rest = written.groups()
    return f"{year}-{month:0>2}-{day:0>2}" + (f"T{hour:0>2}{rest}" if hour else "")


def _day(text: str) -> str | None:
    iso = _iso(text)
    # A number alone would be read as seconds.
    return None if iso.isdigit() else _DAY.validate_python(iso).isoformat()


def _moment(text: str) -> str | None:
    iso = _iso(text)
    return None if iso.isdigit() else milliseconds(_MOMENT.validate_python(iso))


_READERS: Final[Mapping[str, tuple[Callable[[str], str | None], T]]] = {
    "date": (_day, NO_DAY),
    "datetime": (_moment, NO_MOMENT),
    "phone": (e164, NO_NUMBER),
}
WRITTEN: Final = frozenset(_READERS)


def as_stored(kind: str, value: Any) -> tuple[str | None, T]:
    """A value of a kind of ``WRITTEN`` as it is stored, None for what is none; and what to say then."""
    read, refusal = _READERS[kind]
    try:
        return (read(value) if isinstance(value, str) else None), refusal
    except (ValidationError, OverflowError):
        return None, refusal


def reader(kind: str) -> Callable[[str], str | None] | None:
    """How a text that a list is filtered by is stored by fields of a kind; None where it is as it was written."""
    return (lambda text: as_stored(kind, text)[0]) if kind in WRITTEN else None


def instant(value: Any) -> datetime | None:
    """A day or a moment to compare with others; a day is its midnight in Warsaw."""
    if not isinstance(value, str) or value.strip().isdigit():
        return None
    try:
        moment = datetime.fromisoformat(_iso(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)
