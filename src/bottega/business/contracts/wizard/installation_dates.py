"""Agreed days of installation: the newest is in force, a change adds one, reschedules add one too."""

from typing import Any
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.access import hold
from bottega.business.contracts.contract_parts import NO_CONTRACT, of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.money.warnings import CreatedWarned
from bottega.business.contracts.overrides import Forcing
from bottega.business.contracts.tables.work import InstallationDate
from bottega.business.contracts.wizard.installation_gates import admit_installation
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Moment, Scoped
from bottega.kernel.screens import Group, Screen
from bottega.kernel.writes import changes


class InstallationDateInput(Scoped, Forcing):
    """An agreed day and hour."""

    contract_id: UUID
    data: Moment
    opcje: dict[str, Any] | None = Field(
        default=None,
        description="For the calendar: `utworzWydarzenie: false` makes no event; further keys are its own.",
    )


async def _check(
    _ctx: Context, _contract: dict[str, Any], values: dict[str, Any], _record_id: UUID | None
) -> dict[str, Any]:
    """The options are the calendar's; a reason is kept where one was needed."""
    kept = {name: value for name, value in values.items() if name not in {"opcje", "force", "powod"}}
    return kept | {"powod_wymuszenia": values.get("powod")}


dates = module.mount(
    "/installation_dates",
    Resource(
        table=InstallationDate,
        input=InstallationDateInput,
        label=T(en="Installation date", pl="Termin montażu"),
        plural=T(en="Installation dates", pl="Terminy montażu"),
        unlisted=(InstallationDate.wydarzenie_id,),
        filters={"contractId": InstallationDate.contract_id},
        indexed=(InstallationDate.data,),
        parent=of_contract(open_only=False, check=_check),
        access=Access(view="contracts.view", create="contracts.create", delete="contracts.delete"),
        screen=Screen(
            icon="calendar-check",
            columns="data powod_wymuszenia created_at",
            groups=(Group(T(en="Agreed with the customer", pl="Uzgodnienie z klientem"), "contract_id data"),),
            empty=T(en="No day has been agreed yet", pl="Nie uzgodniono jeszcze terminu"),
        ),
    ),
)


@dates.replaces(
    "create",
    label=T(en="Agree installation date", pl="Uzgodnienie terminu montażu"),
    answers={409: "The installation is not ready: `montaz_niegotowy`, or its fitter has no time"},
)
async def agree_date(ctx: Context, data: InstallationDateInput) -> CreatedWarned:
    """Create installation date.

    The day that was agreed with the customer; it takes the place of the one before. The calendar gets an event for it,
    unless `opcje.utworzWydarzenie` is false. Warns of overdue instalments (`raty_niezaplacone`), orders that will not
    be there (`zamowienia_niekompletne`) and days when nobody works (`dzien_wolny`), or refuses by the rules of the
    organization; `force` and a reason, here or in `opcje`, pass.
    """
    options = data.opcje or {}
    try:
        contract = await hold(ctx, data.contract_id)
    except NotFound:
        raise NotFound(NO_CONTRACT) from None
    day = local_day(data.data)
    force = data.force or options.get("force") is True
    reason = data.powod or _text(options.get("powod"))
    admission = await admit_installation(ctx, contract, (day, day), force=force, powod=reason)
    data.powod = admission.reason
    options = {**options, "force": force, "powod": reason} if data.force else options
    made = await dates.create(ctx, data)
    if options.get("utworzWydarzenie") is not False:
        installation = await changes.one(ctx, InstallationDate, made.id)
        await ctx.tell("contracts.installation.agreed", installation=installation, options=options)
    return CreatedWarned(id=made.id, warnings=[*admission.warnings])


def _text(value: Any) -> str | None:
    """What an option says, if it is a text of the length a reason has."""
    return value.strip()[:500] or None if isinstance(value, str) else None


@module.within("calendar.event.rescheduled")
async def follow_calendar(ctx: Context, *, before: dict[str, Any], after: dict[str, Any], undone: bool) -> None:
    """What the calendar put off has a new agreed date; taken back, the one before counts again (BR-21)."""
    contract_id = after.get("contract_id")
    if contract_id is None or not _is_installation(before, after):
        return
    if undone:
        for row in await ctx.query(
            "SELECT id FROM contracts_installation_dates WHERE tenant_id = $1 AND contract_id = $2"
            " AND wydarzenie_id = $3 AND deleted_at IS NULL",
            ctx.tenant_id,
            contract_id,
            after["id"],
        ):
            await changes.delete(ctx, InstallationDate, row["id"])
        return
    values = {
        "organization_id": after["organization_id"],
        "contract_id": contract_id,
        "data": after["data"],
        "wydarzenie_id": after["id"],
    }
    await changes.insert(ctx, InstallationDate, values)


def _is_installation(*events: dict[str, Any]) -> bool:
    return all(str(event.get("typ", "")).startswith("montaz") for event in events)
