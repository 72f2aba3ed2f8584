"""Rule sets: schedules with a name, which members and resources follow."""

from typing import Annotated, Final

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.field_markers import Long
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id, Input, Scoped
from bottega.kernel.screens import Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.preconditions import version_of
from bottega.platform.navigation_groups import CALENDAR
from bottega.platform.planner.module import module
from bottega.platform.planner.tables import Rule, RuleSet
from bottega.platform.planner.time_zones import Zone

NOT_FOUND: Final = T(en="Planner availability rule set not found.", pl="Nie znaleziono grafiku dostępności.")
_RULES: Final = (
    "SELECT id FROM planner_availability_rules WHERE tenant_id = $1 AND subject_type = 'ruleset' AND subject_id = $2"
    " AND deleted_at IS NULL ORDER BY id"
)


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
            sort="name",
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


@rule_sets.replaces("update", answers={200: "Availability schedule updated", 404: NOT_FOUND.en})
async def update_rule_set(ctx: Context, data: Input) -> Done:
    """Update availability schedule.

    Changes the fields of a schedule that are sent.
    """
    try:
        return await rule_sets.update(ctx, data)
    except NotFound:
        raise NotFound(NOT_FOUND) from None


@rule_sets.replaces(
    "delete", answers={200: "Availability schedule deleted", 404: NOT_FOUND.en, 409: "Members or resources follow it"}
)
async def delete_rule_set(ctx: Context, data: Id) -> Done:
    """Delete availability schedule.

    Deletes a schedule with its rules, by id in the body or in the query. While members or resources follow it, the
    answer is 409 and says how many. Undo brings all of it back.
    """
    ctx.refuse_closed()
    try:
        row = await changes.one(ctx, RuleSet, data.id, lock=True)
    except NotFound:
        raise NotFound(NOT_FOUND) from None
    ctx.describe(RuleSet.known_as, data.id, organization_id=row["organization_id"])
    await changes.delete(ctx, RuleSet, data.id, where=Where.visible(ctx, version_of(ctx)))
    rules = await ctx.query(_RULES, ctx.tenant_id, data.id)
    await changes.delete_many(ctx, Rule, [rule["id"] for rule in rules])
    return Done()
