"""Rescheduling of an event: a copy in another slot, checked for conflicts except with the original."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from bottega.business.calendar.events import REPLACED_ALREADY, admit, may_force
from bottega.business.calendar.kinds import AFTER_SETTLEMENT
from bottega.business.calendar.reschedule_chains import is_replaced
from bottega.business.calendar.slots import Options, Slot
from bottega.business.calendar.tables import Event
from bottega.business.contracts import lock_open
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.field_markers import Of
from bottega.kernel.schemas import Flag, Input, Moment
from bottega.kernel.writes import changes
from bottega.platform.auth import require_colleague


class Move(Input):
    """Where an event is moved to."""

    data: Moment = Field(description="The new first day.")
    pracownik_id: Annotated[UUID | None, Of("auth:user")] = Field(
        default=None, description="Another person; left out, the same."
    )
    opcje: Options | None = Field(default=None, description="Other options, as a whole; left out, the same.")
    powod: Annotated[str, Field(max_length=500)] | None = Field(
        default=None, description="Why it is moved; needed with `force`."
    )
    force: Flag = Field(default=False, description="Move it in spite of a conflict, like `?force=true`.")


async def moved(ctx: Context, before: dict[str, Any], move: Move, *, force: bool) -> dict[str, Any]:
    """The copy of an event at the new time, stored; 409 when its slot is not free or the event was moved already."""
    may_force(ctx, force=force)
    if await is_replaced(ctx, before["id"]):
        raise Conflict(REPLACED_ALREADY, code="already_rescheduled")
    if before["contract_id"] is not None and before["typ"] not in AFTER_SETTLEMENT:
        await lock_open(ctx, before["contract_id"])
    if move.pracownik_id is not None:
        await require_colleague(ctx, move.pracownik_id, field="pracownikId")
    same = ("organization_id", "typ", "opis", "contract_id", "customer_id", "custom")
    values = {name: before[name] for name in same} | {
        "pracownik_id": move.pracownik_id or before["pracownik_id"],
        "data": move.data,
        "opcje": before["opcje"] if move.opcje is None else move.opcje.stored(),
        "powod": move.powod,
    }
    slot = Slot.of(values)
    values |= slot.columns()
    values |= await admit(ctx, slot, values, force=force, ignore=[before["id"]])
    made = await changes.insert(ctx, Event, values)
    return await changes.one(ctx, Event, made)
