"""Events: create, change, cancel and delete, with conflict checks (BR-19, BR-20)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.calendar.conflicts import clash, lock_calendar, refuse_overlaps
from bottega.business.calendar.event_screen import EVENT
from bottega.business.calendar.installations import begins_to_install, ready_for, warnings_of
from bottega.business.calendar.kinds import AFTER_SETTLEMENT, Kind, check_links, is_installation
from bottega.business.calendar.module import module
from bottega.business.calendar.reschedule_chains import is_replaced, with_chain
from bottega.business.calendar.slots import Options, Slot
from bottega.business.calendar.tables import Event
from bottega.business.contracts import InstallationWarning, hold, lock_open
from bottega.business.customers import check_customer
from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import MISSING_TARGET
from bottega.kernel.errors import FORBIDDEN, Conflict, Forbidden, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Flag, Id, Input, Moment, Query, Scoped
from bottega.kernel.writes import changes
from bottega.kernel.writes.undo_rules import Putting, permits, verifies
from bottega.platform.auth import require_colleague

FORCING: Final = "calendar.blocked_days.manage"
RESTRICTED: Final = "calendar.only_own"

SOMEBODY_ELSES: Final = T(en="You may plan only events of your own", pl="Możesz planować tylko własne wydarzenia")
REASON_NEEDED: Final = T(en="Say why it is planned despite the conflict", pl="Podaj powód zaplanowania mimo konfliktu")
OTHER_CUSTOMER: Final = T(en="The contract is with another customer", pl="Umowa jest zawarta z innym klientem")
REPLACED: Final = T(
    en="The event was rescheduled; change the one that replaced it",
    pl="Wydarzenie zostało przełożone; zmień to, które je zastąpiło",
)

REPLACED_ALREADY: Final = T(en="This event was rescheduled already", pl="To wydarzenie zostało już przełożone")


class EventInput(Scoped):
    """An event of somebody."""

    pracownik_id: UUID = Field(description="Whose time it takes.")
    data: Moment = Field(description="The first day, in Warsaw; hours stand in `opcje`.")
    typ: Kind
    opis: Annotated[str, Field(max_length=4000)] | None = None
    opcje: Options | None = Field(default=None, description="At most 8 KB; unknown keys are kept as they are.")
    contract_id: UUID | None = None
    customer_id: UUID | None = None
    powod: Annotated[str, Field(max_length=500)] | None = Field(
        default=None, description="Why it is planned in spite of a conflict; needed with `force`."
    )
    force: Flag = Field(
        default=False, description="Plan it in spite of a conflict, like `?force=true`: for who may block days."
    )


class Planned(Created):
    """An event that is planned now."""

    warnings: list[InstallationWarning] = Field(
        description="Of an installation: `zamowienia_niekompletne` (not everything that was ordered will be there),"
        " `raty_niezaplacone` (an instalment is overdue), `dzien_wolny` (a public holiday, or a blocked day)."
    )


class Changed(Done):
    """An event that is changed now."""

    warnings: list[InstallationWarning] = Field(default=[], description="Those of a new event, when it moves.")


class ForceQuery(Query):
    """How much it is wanted."""

    force: Flag = Field(default=False, description="Plan it in spite of a conflict; `powod` says why.")


async def prepare(ctx: Context, values: dict[str, Any], event_id: UUID | None) -> dict[str, Any]:
    """Check what an event is about and whether its slot is free, and work out when it is."""
    force: bool = values.pop("force", False)
    may_force(ctx, force=force)
    if isinstance(values.get("opcje"), Options):
        values["opcje"] = values["opcje"].stored()
    before = await _before(ctx, values, event_id)
    blank = dict.fromkeys(("opcje", "contract_id", "customer_id", "powod"))
    merged = {**blank, **(before or {}), **values}
    refuse_others(ctx, before, merged)
    await _check_links(ctx, before, merged)
    slot = Slot.of(merged)
    if before is not None and Slot.stored(before) == slot and not begins_to_install(before, merged):
        return _keep_reason(before, values)
    values |= slot.columns()
    if event_id is not None and await is_replaced(ctx, event_id):
        raise Conflict(REPLACED, code="event_rescheduled")
    own = [] if event_id is None else [event_id]
    return values | await admit(ctx, slot, merged, force=force, ignore=own)


def may_force(ctx: Context, *, force: bool) -> None:
    """403 when somebody wants to plan against a conflict who may not."""
    if force and not ctx.may(FORCING):
        raise Forbidden(FORBIDDEN, requiredFeatures=[FORCING])


def _keep_reason(before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Why an event was forced stays with it and may be said better; one that was not forced has no reason."""
    if "powod" in values and not (before["powod"] and values["powod"]):
        return {name: value for name, value in values.items() if name != "powod"}
    return values


async def _before(ctx: Context, values: dict[str, Any], event_id: UUID | None) -> dict[str, Any] | None:
    """The event that is changed, locked; its calendar first, as everybody does it."""
    if event_id is None:
        await require_colleague(ctx, values["pracownik_id"], field="pracownikId")
        await lock_calendar(ctx, values["organization_id"])
        return None
    await lock_calendar(ctx, (await changes.one(ctx, Event, event_id))["organization_id"])
    before = await changes.one(ctx, Event, event_id, lock=True)
    if values.get("pracownik_id", before["pracownik_id"]) != before["pracownik_id"]:
        await require_colleague(ctx, values["pracownik_id"], field="pracownikId")
    return before


def refuse_others(ctx: Context, *versions: Mapping[str, Any] | None) -> None:
    """403 for who plans only their own time, when it is somebody else's; a wildcard restricts nobody."""
    actor = ctx.actor
    if actor.acl.super_admin or RESTRICTED not in actor.acl.features:
        return
    if any(one is not None and one["pracownik_id"] != actor.user_id for one in versions):
        raise Forbidden(SOMEBODY_ELSES, code="only_own")


async def _check_links(ctx: Context, before: dict[str, Any] | None, event: dict[str, Any]) -> None:
    """400 unless contract and customer are there, belong together, and are what the kind needs."""
    check_links(event["typ"], event["contract_id"], event["customer_id"])
    names = ("typ", "contract_id", "customer_id")
    if before is not None and all(before[name] == event[name] for name in names):
        return
    if event["customer_id"] is not None:
        await check_customer(ctx, event["customer_id"])
    if event["contract_id"] is None:
        return
    held = hold if event["typ"] in AFTER_SETTLEMENT else lock_open
    try:
        contract = await held(ctx, event["contract_id"])
    except NotFound:
        raise InvalidInput.field("contractId", MISSING_TARGET, code="not_found") from None
    if event["customer_id"] not in (None, contract["customer_id"]):
        raise InvalidInput.field("customerId", OTHER_CUSTOMER, code="inny_klient")


async def admit(
    ctx: Context, slot: Slot, event: Mapping[str, Any], *, force: bool, ignore: Sequence[UUID]
) -> dict[str, Any]:
    """Whether an event may be planned: an installation is ready, and the slot is free.

    409 with what stands against it, unless it is wanted all the same, with a reason.
    """
    reason = await ready_for(ctx, slot, event, force=force)
    return await admit_slot(ctx, slot, {**event, "gate": reason}, force=force, ignore=ignore)


async def admit_slot(
    ctx: Context, slot: Slot, event: Mapping[str, Any], *, force: bool, ignore: Sequence[UUID]
) -> dict[str, Any]:
    """Whether the slot is free: 409 with what stands against it, unless it is wanted all the same, with a reason.

    ``event["gate"]`` is the reason why it is planned against something else.
    """
    found = await clash(ctx, slot, event["organization_id"], ignore=ignore)
    if not found:
        return {"konflikt": False, "powod": event["gate"]}
    if not force:
        raise found.refusal()
    if not event["powod"]:
        raise InvalidInput.field("powod", REASON_NEEDED, code="powod_required")
    return {"konflikt": True, "powod": event["powod"]}


events = module.mount(
    "/events",
    Resource(
        table=Event,
        input=EventInput,
        label=T(en="Event", pl="Wydarzenie"),
        plural=T(en="Events", pl="Wydarzenia"),
        title="{data}",
        subtitle="{contract_id}",
        # Long texts and options have no place in an order; ``with_chain`` adds them to the items.
        unlisted=(Event.opis, Event.opcje, Event.powod),
        # Worked out of the day, the kind and the options.
        private=(Event.pierwszy_dzien, Event.ostatni_dzien, Event.od_minuty, Event.do_minuty, Event.odwolane),
        search=(Event.opis,),
        indexed=(Event.data,),
        prepare=prepare,
        present=with_chain,
        access=Access(view="calendar.view", create="calendar.create", edit="calendar.edit", delete="calendar.delete"),
        screen=EVENT,
    ),
)


@events.replaces(
    "create",
    label=T(en="Create event", pl="Dodanie wydarzenia"),
    answers={
        201: "CalendarEvent created",
        409: "The slot is not free: `blocked_day`, `worker_leave`, `worker_busy`; or `montaz_niegotowy`",
    },
)
async def create_event(ctx: Context, data: EventInput, query: ForceQuery) -> Planned:
    """Create calendar event.

    Plans somebody's time. 409 with figures where a day is blocked, or the person is on leave or busy; with `force` and
    a reason it is planned all the same and marked `konflikt`. Warns of an installation that is not ready, or refuses it
    by the rules of the organization (`montaz_niegotowy` with the gates), unless forced by somebody who may pass them.
    """
    if query.force:
        data.force = True
    made = await events.create(ctx, data)
    if not is_installation(data.typ):
        return Planned(id=made.id, warnings=[])
    return Planned(id=made.id, warnings=await warnings_of(ctx, await changes.one(ctx, Event, made.id)))


@events.replaces(
    "update",
    label=T(en="Update event", pl="Zmiana wydarzenia"),
    answers={200: "CalendarEvent updated", 409: "The slot is not free, or the event was rescheduled"},
)
async def update_event(ctx: Context, data: Input, query: ForceQuery) -> Changed:
    """Update calendar event.

    Changes the fields that are sent; `opcje` as a whole. When it moves, its new slot must be free as for a new event,
    with the same warnings.
    """
    if query.force:
        data.force = True  # pyright: ignore[reportAttributeAccessIssue] - the model is made from EventInput
    await events.update(ctx, data)
    given = data.given()
    if given.keys().isdisjoint(("data", "opcje", "typ", "contract_id")):
        return Changed()
    return Changed(warnings=await warnings_of(ctx, await changes.one(ctx, Event, given["id"])))


@events.replaces(
    "delete",
    label=T(en="Delete event", pl="Usunięcie wydarzenia"),
    answers={200: "CalendarEvent deleted", 409: "The event is part of a reschedule"},
)
async def delete_event(ctx: Context, data: Id) -> Done:
    """Delete calendar event.

    By id in the body or in the query. One that is part of a reschedule stays: delete the reschedule first.
    """
    ctx.refuse_closed()
    refuse_others(ctx, await changes.one(ctx, Event, data.id))
    return await events.delete(ctx, data)


@permits(Event)
async def only_own_time(ctx: Context, putting: Putting) -> None:
    """Who plans only their own time puts nobody else's events back."""
    refuse_others(ctx, *putting.rows)


@verifies(Event)
async def nobody_is_in_two_places(ctx: Context, ids: set[UUID]) -> None:
    """Undo and redo may not bring an event back into a slot that was taken meanwhile; 409 instead."""
    await refuse_overlaps(ctx, list(ids))
