"""Reschedules: links from an event to the one that replaced it (BR-21).

A reschedule is taken back by deleting it and not by undo: the earlier slot may have been taken since, and the contract
has to hear of it.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.calendar.conflicts import clash, lock_calendar
from bottega.business.calendar.event_moves import Move, moved
from bottega.business.calendar.events import ForceQuery, events, warnings_of
from bottega.business.calendar.module import module
from bottega.business.calendar.reschedule_chains import leads_to
from bottega.business.calendar.slots import Slot
from bottega.business.calendar.tables import Event, Reschedule
from bottega.business.contracts import InstallationWarning
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource, version_of
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Id, Scoped
from bottega.kernel.screens import Act, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.preconditions import hold

SAME: Final = T(en="An event cannot replace itself", pl="Wydarzenie nie może zastąpić samego siebie")
CYCLE: Final = T(
    en="The events would replace each other in a circle", pl="Wydarzenia zastępowałyby się nawzajem bez końca"
)
OTHER_CONTRACT: Final = T(
    en="The events are about different contracts or customers", pl="Wydarzenia dotyczą różnych umów lub klientów"
)
TAKE_BACK: Final = T(
    en="Delete the reschedule: the earlier event comes back if its slot is still free",
    pl="Usuń przełożenie: wcześniejsze wydarzenie wróci, jeśli jego termin jest nadal wolny",
)
AGAIN: Final = T(en="Reschedule the event again", pl="Przełóż wydarzenie ponownie")


class RescheduleInput(Scoped):
    """One event was replaced by another one, of the same contract or customer."""

    from_event_id: UUID = Field(description="The event that does not take place.")
    to_event_id: UUID = Field(description="The one that does.")
    powod: Annotated[str, Field(max_length=500)] | None = Field(default=None, description="Why it was moved.")


class Moved(Created):
    """An event that was moved."""

    event_id: UUID = Field(description="The event at the new time.")
    warnings: list[InstallationWarning] = Field(default=[], description="Those of a new event.")


reschedules = module.mount(
    "/reschedules",
    Resource(
        table=Reschedule,
        input=RescheduleInput,
        label=T(en="Reschedule", pl="Przełożenie"),
        plural=T(en="Reschedules", pl="Przełożenia"),
        filters={"fromEventId": Reschedule.from_event_id, "toEventId": Reschedule.to_event_id},
        access=Access(view="calendar.view", create="calendar.reschedules.manage", delete="calendar.reschedules.manage"),
        screen=Screen(
            icon="calendar-clock",
            columns="from_event_id to_event_id powod created_at",
            empty=T(en="Nothing was rescheduled", pl="Nic nie zostało przełożone"),
        ),
    ),
)


@reschedules.replaces(
    "create",
    undoable=False,
    instead=TAKE_BACK,
    label=T(en="Reschedule event", pl="Przełożenie wydarzenia"),
    answers={201: "CalendarReschedule created", 409: "Rescheduled already, or in a circle"},
)
async def reschedule(ctx: Context, data: RescheduleInput) -> Created:
    """Create calendar reschedule.

    Notes that one event was replaced by another one: the earlier one takes nobody's time any more, and its contract
    hears of the new day.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    if data.from_event_id == data.to_event_id:
        raise InvalidInput.field("toEventId", SAME, code="same_event")
    # Chains must not grow into a circle from two sides at once, so they grow one after the other.
    await lock_calendar(ctx, organization_id, alone=True)
    before = dict(await hold(ctx, Event, data.from_event_id, field="fromEventId"))
    after = dict(await hold(ctx, Event, data.to_event_id, field="toEventId"))
    if _about(before) != _about(after):
        raise InvalidInput.field("toEventId", OTHER_CONTRACT, code="different_contracts")
    if await leads_to(ctx, after["id"], before["id"]):
        raise Conflict(CYCLE, code="cycle")
    return Created(id=await _replace(ctx, before, after, data.powod))


def _about(event: dict[str, Any]) -> tuple[Any, ...]:
    """The contract of an event, or the customer where there is none."""
    customer = None if event["contract_id"] else event["customer_id"]
    return event["organization_id"], event["contract_id"], customer


async def _replace(ctx: Context, before: dict[str, Any], after: dict[str, Any], reason: str | None) -> UUID:
    """Note that one event took the place of another, and tell who wants to know."""
    made = await changes.insert(
        ctx,
        Reschedule,
        {
            "organization_id": before["organization_id"],
            "from_event_id": before["id"],
            "to_event_id": after["id"],
            "powod": reason,
        },
    )
    await ctx.tell("calendar.event.rescheduled", before=before, after=after, undone=False)
    return made


@module.post(
    "/events/{id}/reschedule",
    "calendar.reschedules.manage",
    name="events.reschedule",
    undoable=False,
    instead=TAKE_BACK,
    label=T(en="Reschedule event", pl="Przełożenie wydarzenia"),
    act=Act(T(en="Reschedule…", pl="Przełóż…"), "calendar-clock"),
    answers={404: "Event not found", 409: "The new slot is not free, or the event was rescheduled already"},
)
async def move_event(ctx: Context, id: UUID, data: Move, query: ForceQuery) -> Moved:
    """Reschedule event.

    Moves an event in one step: a copy of it at the new time, with another person or other options where they are sent,
    and the reschedule that links the two. The slot of the event itself is no obstacle.
    """
    ctx.refuse_closed()
    await lock_calendar(ctx, (await changes.one(ctx, Event, id))["organization_id"], alone=True)
    before = await changes.one(ctx, Event, id, lock=True)
    after = await moved(ctx, before, data, force=data.force or query.force)
    made = await _replace(ctx, before, after, data.powod)
    ctx.describe(events.kind, before["id"])
    return Moved(id=made, event_id=after["id"], warnings=await warnings_of(ctx, after))


@reschedules.replaces(
    "delete",
    undoable=False,
    instead=AGAIN,
    label=T(en="Undo reschedule", pl="Cofnięcie przełożenia"),
    answers={200: "CalendarReschedule deleted", 409: "The earlier slot is not free any more"},
)
async def take_back(ctx: Context, data: Id) -> Done:
    """Delete calendar reschedule.

    By id in the body or in the query. The earlier event takes its slot again; 409 with figures if that is not free.
    """
    ctx.refuse_closed()
    await lock_calendar(ctx, (await changes.one(ctx, Reschedule, data.id))["organization_id"], alone=True)
    link = await changes.one(ctx, Reschedule, data.id, lock=True)
    await changes.delete(ctx, Reschedule, data.id, where=Where.visible(ctx, version_of(ctx)))
    before = await changes.one(ctx, Event, link["from_event_id"])
    found = await clash(ctx, Slot.stored(before), before["organization_id"], ignore=[before["id"]])
    if found:
        raise found.refusal()
    after = await changes.one(ctx, Event, link["to_event_id"])
    await ctx.tell("calendar.event.rescheduled", before=before, after=after, undone=True)
    return Done()
