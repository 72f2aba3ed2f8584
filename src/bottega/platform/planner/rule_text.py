"""Reading of the text of a rule (RFC 5545), tolerant of its form and strict about its values.

Parts are found anywhere, between line ends or semicolons, with a colon or an equals sign behind their names.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, get_args

from pydantic_core import PydanticCustomError

from bottega.kernel.i18n import T
from bottega.platform.planner.recurrence import Frequency, Recurrence, Repeat, Weekday, once

MOST_OCCURRENCES: Final = 1000
LARGEST_INTERVAL: Final = 400
LONGEST: Final = timedelta(days=366)
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LIMITS: Final = ("INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST")
_KNOWN: Final = frozenset({"DTSTART", "DURATION", "FREQ", *_LIMITS})
_MOMENT: Final = re.compile(r"(\d{8})(?:T(\d{4}(?:\d{2})?))?Z?")
_DURATION: Final = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?")
_NUMBER: Final = re.compile(r"\d{1,4}")
_SIGNED: Final = re.compile(r"[+-]?\d{1,2}")
_WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")

UNKNOWN: Final = T(
    en="“{part}” is not understood; write DTSTART:20260105T080000Z, DURATION:PT8H and RRULE:FREQ=WEEKLY;BYDAY=MO",
    pl="Nie rozumiem „{part}”; napisz DTSTART:20260105T080000Z, DURATION:PT8H i RRULE:FREQ=WEEKLY;BYDAY=MO",
)
TWICE: Final = T(en="{name} stands there twice", pl="{name} występuje dwa razy")
BAD_VALUE: Final = T(en="{name} cannot be “{value}”", pl="{name} nie może mieć wartości „{value}”")
BAD_START: Final = T(
    en="DTSTART is a day and an hour between 1900 and 2200: DTSTART:20260105T080000Z",
    pl="DTSTART to dzień i godzina od roku 1900 do 2200: DTSTART:20260105T080000Z",
)
BAD_DURATION: Final = T(
    en="DURATION is between 1 minute and 366 days, in whole minutes: DURATION:PT8H30M",
    pl="DURATION wynosi od 1 minuty do 366 dni, w pełnych minutach: DURATION:PT8H30M",
)
BAD_FREQUENCY: Final = T(
    en="Windows repeat DAILY, WEEKLY, MONTHLY or YEARLY, not more often",
    pl="Przedziały powtarzają się DAILY, WEEKLY, MONTHLY lub YEARLY, nie częściej",
)
ONE_END: Final = T(en="Give COUNT or UNTIL, not both", pl="Podaj COUNT albo UNTIL, nie oba")
WITHOUT: Final = T(en="{name} needs FREQ beside it", pl="{name} wymaga podania FREQ")
NEVER: Final = T(en="There is no day on which this rule applies", pl="Nie ma dnia, w którym ta reguła obowiązuje")
TOO_FAR: Final = T(
    en="COUNT is not reached within 30 years; give UNTIL instead",
    pl="COUNT nie zostaje osiągnięte w ciągu 30 lat; podaj zamiast niego UNTIL",
)


def checked(text: str) -> str:
    """A text that can be read.

    Raises:
        PydanticCustomError: It cannot; its ``text`` says why, in a sentence.
    """
    read(text, datetime(2026, 1, 5, 8))  # noqa: DTZ001 - by the clock in the zone of a rule
    return text


@lru_cache(maxsize=8192)
def read(text: str, start: datetime) -> Recurrence:
    """What a text means; without ``DTSTART`` it begins at ``start``, without ``DURATION`` its windows last an hour.

    Without ``FREQ`` there is a single window.

    Raises:
        PydanticCustomError: It makes no sense; its ``text`` says why, in a sentence.
    """
    parts = _parts(text)
    start = _start(parts["DTSTART"]) if "DTSTART" in parts else start
    duration = _duration(parts["DURATION"]) if "DURATION" in parts else timedelta(hours=1)
    said = {name: value for name, value in parts.items() if name not in ("DTSTART", "DURATION")}
    if "FREQ" not in said:
        if said:
            raise _refusal(WITHOUT, name=next(iter(said)))
        return once(start, duration)
    repeat = _repeat(start, said)
    if repeat.first is None:
        raise _refusal(NEVER)
    if not repeat.is_reached:
        raise _refusal(TOO_FAR)
    return Recurrence(start, duration, repeat, ";".join(f"{name}={value}" for name, value in said.items()))


def _refusal(sentence: T, **values: object) -> PydanticCustomError:
    return PydanticCustomError("rrule", "rule", {"text": sentence.given(**values), "code": "custom"})


def _parts(text: str) -> dict[str, str]:
    """The values of the parts by their names, in the order in which they stand there."""
    found: dict[str, str] = {}
    for part in re.split(r"[\n\r;]+", text):
        said = part.strip().upper()
        said = said.removeprefix("RRULE:").removeprefix("RRULE=")
        name, _, value = said.replace("=", ":", 1).partition(":")
        if not said:
            continue
        if name not in _KNOWN or not value:
            raise _refusal(UNKNOWN, part=part.strip()[:40])
        if name in found:
            raise _refusal(TWICE, name=name)
        found[name] = value
    return found


def _moment(value: str) -> datetime | None:
    known = _MOMENT.fullmatch(value)
    if known is None:
        return None
    day, hour = known[1], (known[2] or "000000").ljust(6, "0")
    try:
        moment = datetime.strptime(f"{day}{hour}", "%Y%m%d%H%M%S")  # noqa: DTZ007 - likewise
    except ValueError:
        return None
    return moment if 1900 <= moment.year <= 2200 else None  # noqa: PLR2004 - as every day of ours


def _start(value: str) -> datetime:
    start = _moment(value)
    if start is None:
        raise _refusal(BAD_START)
    return start


def _duration(value: str) -> timedelta:
    known = _DURATION.fullmatch(value)
    weeks, days, hours, minutes = (int(part or 0) for part in known.groups()) if known else (0, 0, 0, 0)
    duration = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if not timedelta() < duration <= LONGEST:
        raise _refusal(BAD_DURATION)
    return duration


def _repeat(start: datetime, said: Mapping[str, str]) -> Repeat:
    frequency = next((one for one in get_args(Frequency) if one == said["FREQ"]), None)
    if frequency is None:
        raise _refusal(BAD_FREQUENCY)
    if "COUNT" in said and "UNTIL" in said:
        raise _refusal(ONE_END)
    return Repeat(
        start.date(),
        frequency,
        interval=_whole(said, "INTERVAL", LARGEST_INTERVAL) or 1,
        count=_whole(said, "COUNT", MOST_OCCURRENCES),
        until=_until(start, said),
        months=_numbers(said, "BYMONTH", 1, 12),
        month_days=_numbers(said, "BYMONTHDAY", -31, 31) if frequency != "WEEKLY" else _none(said, "BYMONTHDAY"),
        weekdays=_weekdays(frequency, said),
        week_start=_week_start(said),
    )


def _wrong(said: Mapping[str, str], name: str) -> PydanticCustomError:
    return _refusal(BAD_VALUE, name=name, value=said[name][:40])


def _none(said: Mapping[str, str], name: str) -> frozenset[int]:
    """A part that weeks do not have (RFC 5545 §3.3.10)."""
    if name in said:
        raise _wrong(said, name)
    return frozenset()


def _whole(said: Mapping[str, str], name: str, most: int) -> int | None:
    if name not in said:
        return None
    if not _NUMBER.fullmatch(said[name]) or not 1 <= int(said[name]) <= most:
        raise _wrong(said, name)
    return int(said[name])


def _until(start: datetime, said: Mapping[str, str]) -> date | None:
    """The last day on which a window may begin."""
    if "UNTIL" not in said:
        return None
    moment = _moment(said["UNTIL"])
    if moment is None:
        raise _wrong(said, "UNTIL")
    before = "T" in said["UNTIL"] and moment.time() < start.time()
    return moment.date() - timedelta(days=1) if before else moment.date()


def _numbers(said: Mapping[str, str], name: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for part in said[name].split(",") if name in said else ():
        if not _SIGNED.fullmatch(part) or not least <= int(part) <= most or int(part) == 0:
            raise _wrong(said, name)
        found.add(int(part))
    return frozenset(found)


def _weekdays(frequency: Frequency, said: Mapping[str, str]) -> frozenset[Weekday]:
    """Days of the week; which of them in a month or a year only where those repeat."""
    most = {"DAILY": 0, "WEEKLY": 0, "MONTHLY": 5, "YEARLY": 5 if "BYMONTH" in said else 53}[frequency]
    found: set[Weekday] = set()
    for part in said["BYDAY"].split(",") if "BYDAY" in said else ():
        known = _WEEKDAY.fullmatch(part)
        which = int(known[1] or 0) if known else 0
        if known is None or abs(which) > most or (known[1] is not None and which == 0):
            raise _wrong(said, "BYDAY")
        found.add((which, _DAYS.index(known[2])))
    return frozenset(found)


def _week_start(said: Mapping[str, str]) -> int:
    if "WKST" not in said:
        return 0
    if said["WKST"] not in _DAYS:
        raise _wrong(said, "WKST")
    return _DAYS.index(said["WKST"])
