"""Blocked days: nothing is planned on them; events already there are flagged, not moved (BR-19)."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from bottega.business.calendar.conflicts import events_on, lock_calendar
from bottega.business.calendar.module import module
from bottega.business.calendar.tables import BlockedDay, Event
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource, version_of
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Day, Id, Scoped
from bottega.kernel.screens import Days, Nav, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.navigation_groups import CALENDAR


class BlockedDayInput(Scoped):
    """A day on which nothing is planned."""

    dzien: Day = Field(description="The day in Warsaw.")
    nazwa: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="Why: a holiday, stocktaking."
    )


class Blocked(Created):
    """A day that is blocked now."""

    konflikty: list[UUID] = Field(description="The events that are planned on it; they are marked `konflikt`.")


blocked_days = module.mount(
    "/blocked_days",
    Resource(
        table=BlockedDay,
        input=BlockedDayInput,
        label=T(en="Blocked day", pl="Zablokowany dzień"),
        plural=T(en="Blocked days", pl="Zablokowane dni"),
        title="{dzien}",
        subtitle="{nazwa}",
        between=BlockedDay.dzien,
        access=Access(
            view="calendar.view", create="calendar.blocked_days.manage", delete="calendar.blocked_days.manage"
        ),
        screen=Screen(
            icon="calendar-off",
            nav=Nav(CALENDAR, 20),
            columns="dzien nazwa created_at",
            views=(Days(day="dzien"),),
            empty=T(en="No day is blocked", pl="Żaden dzień nie jest zablokowany"),
        ),
    ),
)


@blocked_days.replaces(
    "create",
    label=T(en="Block day", pl="Zablokowanie dnia"),
    answers={201: "BlockedDay created", 409: "The day is blocked already"},
)
async def block_day(ctx: Context, data: BlockedDayInput) -> Blocked:
    """Create blocked day.

    Blocks a day. Events that are planned on it stay, are answered in `konflikty`, and are listed with `konflikt` until
    they are moved.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    await lock_calendar(ctx, organization_id, alone=True)
    values: dict[str, Any] = {"organization_id": organization_id, "dzien": data.dzien, "nazwa": data.nazwa}
    made = await changes.insert(ctx, BlockedDay, values)
    planned = await events_on(ctx, organization_id, data.dzien)
    marked = [{"id": event["id"], "konflikt": True} for event in planned if not event["konflikt"]]
    await changes.update_many(ctx, Event, marked)
    return Blocked(id=made, konflikty=[event["id"] for event in planned if event["seen"]])


@blocked_days.replaces("delete", label=T(en="Unblock day", pl="Odblokowanie dnia"), answers={200: "BlockedDay deleted"})
async def unblock_day(ctx: Context, data: Id) -> Done:
    """Delete blocked day.

    By id in the body or in the query. Events that it alone stood against are no conflict any more.
    """
    ctx.refuse_closed()
    day = await changes.one(ctx, BlockedDay, data.id)
    await lock_calendar(ctx, day["organization_id"], alone=True)
    await changes.delete(ctx, BlockedDay, data.id, where=Where.visible(ctx, version_of(ctx)))
    freed = await ctx.query(
        "SELECT e.id FROM calendar_events AS e WHERE e.tenant_id = $1 AND e.organization_id = $2"
        " AND e.deleted_at IS NULL AND e.konflikt AND e.powod IS NULL AND $3 BETWEEN e.pierwszy_dzien"
        " AND e.ostatni_dzien AND NOT EXISTS (SELECT FROM calendar_blocked_days AS d WHERE d.tenant_id = e.tenant_id"
        " AND d.organization_id = e.organization_id AND d.deleted_at IS NULL"
        " AND d.dzien BETWEEN e.pierwszy_dzien AND e.ostatni_dzien) ORDER BY e.id",
        ctx.tenant_id,
        day["organization_id"],
        day["dzien"],
    )
    await changes.update_many(ctx, Event, [{"id": row["id"], "konflikt": False} for row in freed])
    return Done()
