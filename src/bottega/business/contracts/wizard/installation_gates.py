"""Gates before an installation: obstacles to its day, as warnings or as refusals by settings.

Whoever knows of something hears ``ASKED`` and adds it: unpaid instalments, orders that will not be there, holidays.
What is said is the same that the readiness of a contract says, because the same gates say it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.money.warning_codes import InstallationWarning
from bottega.business.contracts.overrides import forced
from bottega.business.contracts.settings import contract_rules
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

# Told to whoever knows more: ``contract_id``, ``days`` (the first and the last), and ``obstacles``, a list to add to.
ASKED: Final = "contracts.installation.asked"
FORCING: Final = "contracts.gates.manage"
HELD_UP: Final = T(
    en="The installation is not ready: {powody}; to plan it anyway, tick “Despite the objections” and give a reason",
    pl="Montaż nie jest gotowy: {powody}; aby mimo to go zaplanować, zaznacz „Mimo zastrzeżeń” i podaj powód",
)
# Which setting refuses an obstacle of which gate.
_RULES: Final = {
    "raty": "wymagaj_rat",
    "dostawy": "wymagaj_dostaw",
    "dzien": "wymagaj_dnia",
    "wyprzedzenie": "wymagaj_wyprzedzenia",
}


@dataclass(frozen=True)
class Obstacle:
    """What stands against an installation: the gate and its title, what it misses, and the code of the warning.

    What does not hold it up only warns, whatever the rules.
    """

    gate: str
    title: T
    missing: Sequence[T]
    warning: InstallationWarning
    holds_up: bool = True


@dataclass(frozen=True)
class Admission:
    """An installation that may be planned: warnings about it, and the reason where one was needed."""

    warnings: list[InstallationWarning] = field(default_factory=list[InstallationWarning])
    reason: str | None = None


async def obstacles_of(ctx: Context, contract_id: UUID, first: date, last: date) -> list[Obstacle]:
    """Everything that stands against an installation on these days, both included."""
    found: list[Obstacle] = []
    await ctx.tell(ASKED, contract_id=contract_id, days=(first, last), obstacles=found)
    return found


async def admit_installation(
    ctx: Context, contract: dict[str, Any], days: tuple[date, date], *, force: bool, powod: str | None
) -> Admission:
    """Whether a contract may be installed on these days, from the first to the last.

    409 ``montaz_niegotowy`` with every gate that holds it up by the rules of the organization, unless it is forced by
    somebody who may, with a reason; what only warns is answered.
    """
    found = await obstacles_of(ctx, contract["id"], *days)
    if not found:
        return Admission()
    rules = await contract_rules(ctx, contract["organization_id"])
    warnings: list[InstallationWarning] = [one.warning for one in found]
    refused = [one for one in found if one.holds_up and getattr(rules, _RULES[one.gate])]
    if not refused:
        return Admission(warnings)
    reason = forced(ctx, FORCING, force=force, powod=powod)
    if reason is not None:
        return Admission(warnings, reason)
    gates = [
        {"kod": one.gate, "nazwa": one.title(ctx.locale), "brakuje": [text(ctx.locale) for text in one.missing]}
        for one in refused
    ]
    said = "; ".join(text for gate in gates for text in gate["brakuje"])
    sentence = HELD_UP.given(powody=said)
    raise Conflict(sentence, code="montaz_niegotowy", bramki=gates)
