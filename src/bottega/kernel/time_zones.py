"""Time zones that users choose: their names in the IANA database, and the type of fields that hold one."""

from functools import cache
from typing import Annotated, Final
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.i18n import T
from bottega.kernel.local_time import TIME_ZONE

UNKNOWN_ZONE: Final = T(
    en="There is no such time zone; use a name of the IANA database, such as {example}",
    pl="Nie ma takiej strefy czasowej; podaj nazwę z bazy IANA, na przykład {example}",
).given(example=TIME_ZONE)
# Files of some systems that name no place.
_NO_PLACES: Final = frozenset({"localtime", "Factory", "posixrules"})


@cache
def zone_names() -> tuple[str, ...]:
    """The names there are: the studio's own first, the others in order."""
    return tuple(sorted(available_timezones() - _NO_PLACES, key=lambda name: (name != TIME_ZONE, name)))


@cache
def zone_named(name: str) -> ZoneInfo:
    """A time zone by its name.

    Raises:
        ZoneInfoNotFoundError: There is none of this name.
    """
    return ZoneInfo(name)


def is_time_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    return name in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(zone_names())


def _checked(name: str) -> str:
    if not is_time_zone(name):
        raise PydanticCustomError("time_zone", "unknown", {"text": UNKNOWN_ZONE})
    return name


ZoneName = Annotated[str, Field(min_length=1, max_length=64, examples=[TIME_ZONE]), AfterValidator(_checked)]
