"""Time zones by their names in the IANA database: which there are, and fields that hold one."""

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.field_markers import Suggest
from bottega.kernel.i18n import T
from bottega.kernel.local_time import TIME_ZONE
from bottega.kernel.registrations import Suggestion, Suggestions
from bottega.platform.planner.module import module

UNKNOWN_ZONE: Final = T(
    en="There is no such time zone; use a name of the IANA database, such as {example}",
    pl="Nie ma takiej strefy czasowej; podaj nazwę z bazy IANA, na przykład {example}",
).given(example=TIME_ZONE)
# Files of some systems that name no place.
_NO_PLACES: Final = frozenset({"localtime", "Factory", "posixrules"})


@cache
def known_zones() -> frozenset[str]:
    """The names there are."""
    return frozenset(available_timezones()) - _NO_PLACES


def _known(value: str) -> str:
    if value not in known_zones():
        raise PydanticCustomError("time_zone", "unknown", {"text": UNKNOWN_ZONE})
    return value


SOURCE: Final = "planner:time_zones"
Zone = Annotated[str, Field(min_length=1, max_length=64, examples=[TIME_ZONE]), AfterValidator(_known), Suggest(SOURCE)]


async def _offered(_ctx: Context) -> Sequence[Suggestion]:
    """The zone of the studio first."""
    names = sorted(known_zones(), key=lambda name: (name != TIME_ZONE, name))
    return [Suggestion(name, name) for name in names]


module.suggests(SOURCE, Suggestions.among(("planner.view",), _offered))
