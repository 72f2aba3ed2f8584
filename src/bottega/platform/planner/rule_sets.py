"""Rule sets: schedules with a name, which members and resources follow."""

from typing import Annotated

from pydantic import Field

from bottega.kernel.field_markers import Long
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Scoped
from bottega.kernel.screens import Group, Nav, Screen
from bottega.platform.navigation_groups import CALENDAR
from bottega.platform.planner.module import module
from bottega.platform.planner.tables import RuleSet
from bottega.platform.planner.time_zones import Zone


class RuleSetInput(Scoped):
    """A schedule."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(max_length=2000), Long] | None = None
    timezone: Zone


rule_sets = module.mount(
    "/availability-rule-sets",
    Resource(
        table=RuleSet,
        input=RuleSetInput,
        label=T(en="Availability schedule", pl="Grafik dostępności"),
        plural=T(en="Availability schedules", pl="Grafiki dostępności"),
        title="{name}",
        subtitle="{description}",
        search=(RuleSet.name, RuleSet.description),
        access=Access(view="planner.view", manage="planner.manage_availability"),
        screen=Screen(
            icon="calendar-clock",
            nav=Nav(CALENDAR, 50),
            columns="name description timezone updated_at",
            groups=(Group(T(en="Schedule", pl="Grafik"), "name description timezone"),),
            quick="name timezone",
            empty=T(
                en="No schedules yet: add the hours in which the studio works",
                pl="Nie ma jeszcze grafików: dodaj godziny pracy studia",
            ),
        ),
    ),
)
