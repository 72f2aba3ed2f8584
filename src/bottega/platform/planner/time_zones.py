"""Time zones that the planner's forms offer."""

from collections.abc import Sequence
from typing import Annotated, Final

from bottega.kernel.context import Context
from bottega.kernel.field_markers import Suggest
from bottega.kernel.registrations import Suggestion, Suggestions
from bottega.kernel.time_zones import ZoneName, zone_names
from bottega.platform.planner.module import module

SOURCE: Final = "planner:time_zones"
Zone = Annotated[ZoneName, Suggest(SOURCE)]


async def _offered(_ctx: Context) -> Sequence[Suggestion]:
    return [Suggestion(name, name) for name in zone_names()]


module.suggests(SOURCE, Suggestions.among(("planner.view",), _offered))
