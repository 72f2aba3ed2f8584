"""Days and moments on which a rule does not apply (``exdates``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.i18n import T

MOST_EXDATES: Final = 366
INVALID_DATE: Final = T(en="Invalid ISO date string", pl="Nieprawidłowa data w formacie ISO")


@dataclass(frozen=True)
class Exceptions:
    """Days on which no window begins, and moments at which none does, both by the clock of the rule."""

    days: frozenset[date] = frozenset()
    moments: frozenset[datetime] = frozenset()

    def __contains__(self, moment: datetime) -> bool:
        """Whether no window begins at this moment."""
        return moment.date() in self.days or moment in self.moments


def _parsed(text: str) -> datetime | date:
    try:
        found = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)  # noqa: PLR2004 - a day
    except ValueError:
        raise PydanticCustomError("exdate", "date", {"text": INVALID_DATE}) from None
    if not 1900 <= found.year <= 2200:  # noqa: PLR2004 - as every day of ours
        raise PydanticCustomError("exdate", "date", {"text": INVALID_DATE})
    return found


def _checked(text: str) -> str:
    _parsed(text)
    return text


ExDate = Annotated[str, Field(min_length=1, max_length=40, examples=["2026-05-01"]), AfterValidator(_checked)]
ExDates = Annotated[list[ExDate], Field(max_length=MOST_EXDATES)]


@lru_cache(maxsize=1024)
def _read(exdates: tuple[str, ...], zone: ZoneInfo) -> Exceptions:
    days: set[date] = set()
    moments: set[datetime] = set()
    for text in exdates:
        found = _parsed(text)
        if not isinstance(found, datetime):
            days.add(found)
        elif found.utcoffset():
            moments.add(found.astimezone(zone).replace(tzinfo=None))
        else:
            # With a Z or without: by the clock of the rule, as its DTSTART.
            moments.add(found.replace(tzinfo=None))
    return Exceptions(frozenset(days), frozenset(moments))


def exceptions(exdates: Sequence[str], zone: ZoneInfo) -> Exceptions:
    """What the stored texts mean for a rule of a time zone."""
    return _read(tuple(exdates), zone) if exdates else Exceptions()
