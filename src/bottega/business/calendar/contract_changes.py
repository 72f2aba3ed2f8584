"""Event handlers for contracts: agreed days create events, deleted and dissolved contracts remove them.

All of it in the transaction of the contract: a day that its fitter has no time for is not agreed.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from pydantic import Field, ValidationError

from bottega.business.calendar.conflicts import active, lock_calendar
from bottega.business.calendar.events import admit_slot, may_force
from bottega.business.calendar.kinds import AFTER_SETTLEMENT, installation_of
from bottega.business.calendar.module import module
from bottega.business.calendar.slots import CANCELLED, Options, Slot
from bottega.business.calendar.tables import Event, Reschedule
from bottega.business.contracts import assigned_workers, require_contract
from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.http.validation_errors import describe
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes
from bottega.platform.auth import colleagues, require_colleague

_PLANNED: Final = (
    "SELECT EXISTS (SELECT FROM calendar_events AS e WHERE e.tenant_id = $1 AND e.contract_id = $2"
    " AND e.pracownik_id = $3 AND e.typ LIKE 'montaz%' AND $4 BETWEEN e.pierwszy_dzien AND e.ostatni_dzien"
    f" AND {active('e')})"
)
_CHAIN: Final = (
    "SELECT r.id FROM calendar_reschedules AS r JOIN calendar_events AS e ON e.tenant_id = r.tenant_id"
    " AND e.id IN (r.from_event_id, r.to_event_id) WHERE r.tenant_id = $1 AND e.contract_id = $2"
    " AND r.deleted_at IS NULL GROUP BY r.id ORDER BY r.id"
)


class Agreed(Options):
    """Options of an agreed day: those of its event, and who goes there."""

    pracownik_id: UUID | None = Field(default=None, alias="pracownikId")
    powod: str | None = Field(default=None, max_length=500)
    force: bool = False

    def stored(self) -> dict[str, Any]:
        """What of them is the event's."""
        kept = super().stored()
        return {
            name: value
            for name, value in kept.items()
            if name not in ("pracownikId", "powod", "force", "utworzWydarzenie")
        }


@module.within("contracts.installation.agreed")
async def plan_installation(ctx: Context, *, installation: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    """Plan the installation for the fitter who is named, or else the first one assigned; without a fitter nothing.

    409 where the fitter's time is taken, as for any other event; nothing where that event is planned already.
    """
    wanted = _read(ctx, options)
    contract = await require_contract(ctx, installation["contract_id"])
    person = await _fitter(ctx, contract["id"], wanted.pracownik_id)
    if person is None or contract["rozliczona"]:
        return
    values: dict[str, Any] = {
        "organization_id": contract["organization_id"],
        "pracownik_id": person,
        "data": installation["data"],
        "typ": installation_of(contract["typ"]),
        "opcje": wanted.stored() or None,
        "contract_id": contract["id"],
        "customer_id": contract["customer_id"],
        "powod": wanted.powod,
    }
    slot = Slot.of(values)
    if await ctx.query_value(_PLANNED, ctx.tenant_id, contract["id"], person, slot.first):
        return
    may_force(ctx, force=wanted.force)
    await lock_calendar(ctx, contract["organization_id"])
    values |= slot.columns()
    # Whether the contract is ready was asked when the day was agreed.
    values |= await admit_slot(
        ctx, slot, {**values, "gate": installation.get("powod_wymuszenia")}, force=wanted.force, ignore=[]
    )
    await changes.insert(ctx, Event, values)


def _read(ctx: Context, options: Mapping[str, Any]) -> Agreed:
    """400 on ``opcje`` for options that make no sense."""
    try:
        return Agreed.model_validate(dict(options))
    except ValidationError as error:
        issues = describe(error, ctx.locale, Agreed)
        raise InvalidInput([{**issue, "path": ["opcje", *issue["path"]]} for issue in issues]) from None


async def _fitter(ctx: Context, contract_id: UUID, named: UUID | None) -> UUID | None:
    """Who installs a contract, if anybody is known yet."""
    if named is not None:
        return (await require_colleague(ctx, named, field="opcje")).id
    assigned = (await assigned_workers(ctx, [contract_id]))[contract_id]
    known = await colleagues(ctx, assigned)
    return next((one for one in assigned if one in known), None)


@module.within("contracts.contract.deleted")
async def forget_contract(ctx: Context, *, contract: Mapping[str, Any]) -> None:
    """The events of a contract that is deleted go with it, and come back with it."""
    for link in await ctx.query(_CHAIN, ctx.tenant_id, contract["id"]):
        await changes.delete(ctx, Reschedule, link["id"])
    events = await ctx.query(
        "SELECT id FROM calendar_events WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL ORDER BY id",
        ctx.tenant_id,
        contract["id"],
    )
    for event in events:
        await changes.delete(ctx, Event, event["id"])


@module.within("contracts.contract.dissolved")
async def call_off(ctx: Context, *, contract: Mapping[str, Any], **_facts: Any) -> None:
    """What is still to come for a contract that was dissolved is called off; service and complaints stay."""
    rows = await ctx.query(
        "SELECT e.id, e.opcje FROM calendar_events AS e WHERE e.tenant_id = $1 AND e.contract_id = $2"
        f" AND e.pierwszy_dzien >= $3 AND e.typ <> ALL($4) AND {active('e')} ORDER BY e.id",
        ctx.tenant_id,
        contract["id"],
        today(),
        sorted(AFTER_SETTLEMENT),
    )
    for row in rows:
        kept: dict[str, Any] = row["opcje"] or {}
        options = {**kept, "status": CANCELLED}
        await changes.update(ctx, Event, row["id"], {"opcje": options, "odwolane": True})
