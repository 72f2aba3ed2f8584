"""Readiness check of a contract before its installation is planned, asked of ``contracts``."""

from collections.abc import Mapping
from typing import Any

from bottega.business.calendar.kinds import is_installation
from bottega.business.calendar.slots import Slot
from bottega.business.contracts import InstallationWarning, admit_installation, obstacles_of, require_contract
from bottega.kernel.context import Context


def begins_to_install(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a change makes an event the installation of a contract, or of another one."""
    names = ("typ", "contract_id")
    return is_installation(after["typ"]) and any(before[name] != after[name] for name in names)


async def ready_for(ctx: Context, slot: Slot, event: Mapping[str, Any], *, force: bool) -> str | None:
    """Why an installation is planned although its contract is not ready, where that needs a reason; 409 without one."""
    if event["contract_id"] is None or not is_installation(event["typ"]) or slot.called_off:
        return None
    contract = await require_contract(ctx, event["contract_id"])
    days = (slot.first, slot.last)
    return (await admit_installation(ctx, contract, days, force=force, powod=event["powod"])).reason


async def warnings_of(ctx: Context, event: Mapping[str, Any]) -> list[InstallationWarning]:
    """What may go wrong with an installation although it is planned: the classic is to install before the delivery."""
    if event["contract_id"] is None or not is_installation(event["typ"]) or event["odwolane"]:
        return []
    days = event["pierwszy_dzien"], event["ostatni_dzien"]
    return [one.warning for one in await obstacles_of(ctx, event["contract_id"], *days)]
