"""Gates of a contract in order: each is open, or lists what is missing.

A gate is one function of the facts; the list below is the order in which a studio works.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from bottega.business.contracts import Balance, InstallationWarning, Progress, Quote, zloty
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day

GateCode = Literal[
    "pomiar",
    "wycena",
    "podpis",
    "zadatek",
    "zamowienia",
    "dostawy",
    "termin",
    "raty",
    "wydanie",
    "odbior",
    "rozliczenie",
]

NO_MEASUREMENT = T(en="no approved measurement of the customer", pl="brak zatwierdzonego pomiaru u klienta")
NO_QUOTE = T(en="no valuation", pl="brak wyceny")
NOT_SIGNED = T(en="not signed", pl="umowa niepodpisana")
NOTHING_PLANNED = T(en="no payment schedule", pl="brak harmonogramu wpłat")
UNPAID = T(en="{typ} of {data}: {kwota} to be paid", pl="{typ} z {data}: do zapłaty {kwota}")
# The same for those who see no amounts.
UNPAID_SOMETHING = T(en="{typ} of {data}: not paid in full", pl="{typ} z {data}: niezapłacone w całości")
OWED_SOMETHING = T(en="not paid in full", pl="niezapłacona w całości")
OVERPAID_SOMETHING = T(en="too much was paid", pl="nadpłata do zwrotu")
NOTHING_ORDERED = T(en="nothing was ordered", pl="nic nie zamówiono")
DRAFTS = T(en="orders not sent: {n}", pl="zamówienia niewysłane: {n}")
AWAITED = T(en="orders not received: {n}, late: {late}", pl="zamówienia nieodebrane: {n}, w tym opóźnione: {late}")
NO_DATE = T(en="no agreed day of installation", pl="brak uzgodnionego terminu montażu")
NOT_ISSUED = T(en="nothing was issued (WZ)", pl="brak wydania z magazynu (WZ)")
NOT_ACCEPTED = T(en="not accepted by the customer", pl="brak odbioru przez klienta")
OWED = T(en="{kwota} to be paid", pl="do zapłaty {kwota}")
OVERPAID = T(en="{kwota} to be returned", pl="do zwrotu {kwota}")
DISSOLVED = T(en="the contract is dissolved", pl="umowa jest rozwiązana")
NOT_SETTLED = T(en="paid, not settled yet", pl="zapłacona, jeszcze nierozliczona")


@dataclass(frozen=True)
class Facts:
    """What the gates look at."""

    contract: Progress
    today: date
    measured: bool
    quote: Quote
    balance: Balance
    issued: bool
    # The payment schedule in the order of its days, with ``reszta``: what each still lacks.
    plan: tuple[Mapping[str, Any], ...]
    # Whether what is missing may say how much.
    with_amounts: bool = True
    # A day of installation that is asked about; without one it is the agreed day.
    asked: date | None = None

    @property
    def dissolved(self) -> bool:
        """Whether the contract is not carried out: nothing is missing any more."""
        return self.contract.rozwiazana

    @property
    def installation(self) -> date | None:
        """The day in Warsaw that is asked about, or else the agreed one."""
        if self.asked is not None:
            return self.asked
        return local_day(self.contract.termin) if self.contract.termin else None


@dataclass(frozen=True)
class Gate:
    """A step of a contract; ``missing`` says what keeps it closed, also of a dissolved one if it ``outlives`` that."""

    code: GateCode
    title: T
    missing: Callable[[Facts], list[T]]
    outlives: bool = False
    # What of it stands against installing on a day that is about to be agreed, the warning's code, and whether it may
    # be refused for that.
    against: Callable[[Facts], list[T]] | None = None
    warning: InstallationWarning | None = None
    holds_up: Callable[[Facts], bool] = lambda _facts: True


def missing_of(gate: Gate, facts: Facts) -> list[T]:
    """What keeps a gate closed; of a dissolved contract nothing but that it is dissolved, and what is still owed."""
    missing = gate.missing(facts)
    return [DISSOLVED] if missing and facts.dissolved and not gate.outlives else missing


def _unless(fine: bool, what: T) -> list[T]:  # noqa: FBT001 - the condition reads before what it spares
    return [] if fine else [what]


def _unpaid(facts: Facts, line: Mapping[str, Any]) -> T:
    day: date | None = line["data"]
    which = {"typ": line["typ"], "data": day or "—"}
    if not facts.with_amounts:
        return UNPAID_SOMETHING.given(**which)
    return UNPAID.given(**which, kwota=zloty(line["reszta"]))


def _first_payment(facts: Facts) -> list[T]:
    if not facts.plan:
        return [NOTHING_PLANNED]
    return [_unpaid(facts, line) for line in facts.plan[:1] if line["reszta"] > 0]


def _ordered(facts: Facts) -> list[T]:
    contract = facts.contract
    if not (contract.robocze or contract.wyslane or contract.odebrane):
        return [NOTHING_ORDERED]
    return _unless(not contract.robocze, DRAFTS.given(n=contract.robocze))


def _delivered(facts: Facts) -> list[T]:
    contract = facts.contract
    if not (contract.wyslane or contract.odebrane):
        return [NOTHING_ORDERED]
    return _unless(not contract.wyslane, AWAITED.given(n=contract.wyslane, late=contract.opoznione))


def _paid_before_installation(facts: Facts) -> list[T]:
    """No second instalment, no installation: what is due up to that day, or today while there is none."""
    return _unpaid_until(facts, facts.installation or facts.today)


def _overdue(facts: Facts) -> list[T]:
    """What should have been paid by now; what falls due before the installation may still come."""
    return _unpaid_until(facts, min(facts.today - timedelta(days=1), facts.installation or facts.today))


def _not_there(facts: Facts) -> list[T]:
    """What was ordered, or is about to be, and is not there."""
    contract = facts.contract
    awaited = AWAITED.given(n=contract.wyslane, late=contract.opoznione)
    return _unless(not contract.robocze, DRAFTS.given(n=contract.robocze)) + _unless(not contract.wyslane, awaited)


def _comes_too_late(facts: Facts) -> bool:
    """Whether some of it will not be there in time: drafts, late orders, and those expected after the day."""
    contract, day = facts.contract, facts.installation or facts.today
    after = contract.oczekiwane is not None and contract.oczekiwane > day
    return bool(contract.robocze or contract.opoznione or after)


def _unpaid_until(facts: Facts, until: date) -> list[T]:
    due = (line for line in facts.plan if line["data"] is not None and line["data"] <= until)
    return [_unpaid(facts, line) for line in due if line["reszta"] > 0]


def _settled(facts: Facts) -> list[T]:
    if facts.contract.rozliczona:
        return []
    left = facts.balance.do_zaplaty
    if left and not facts.with_amounts:
        return [OWED_SOMETHING if left > 0 else OVERPAID_SOMETHING]
    if left > 0:
        return [OWED.given(kwota=zloty(left))]
    return [OVERPAID.given(kwota=zloty(-left))] if left < 0 else [NOT_SETTLED]


GATES: Final = (
    Gate("pomiar", T(en="Measured", pl="Pomiar"), lambda f: _unless(f.measured, NO_MEASUREMENT)),
    Gate("wycena", T(en="Quoted", pl="Wycena"), lambda f: _unless(f.quote.suma > 0, NO_QUOTE)),
    Gate("podpis", T(en="Signed", pl="Podpis"), lambda f: _unless(f.contract.data_podpisania is not None, NOT_SIGNED)),
    Gate("zadatek", T(en="First payment", pl="Pierwsza wpłata"), _first_payment),
    Gate("zamowienia", T(en="Ordered", pl="Zamówienia"), _ordered),
    Gate(
        "dostawy",
        T(en="Delivered", pl="Dostawy"),
        _delivered,
        against=_not_there,
        holds_up=_comes_too_late,
        warning="zamowienia_niekompletne",
    ),
    Gate("termin", T(en="Day agreed", pl="Termin montażu"), lambda f: _unless(f.contract.termin is not None, NO_DATE)),
    Gate(
        "raty",
        T(en="Paid before installation", pl="Wpłaty przed montażem"),
        _paid_before_installation,
        against=_overdue,
        warning="raty_niezaplacone",
    ),
    Gate("wydanie", T(en="Issued", pl="Wydanie WZ"), lambda f: _unless(f.issued, NOT_ISSUED)),
    Gate("odbior", T(en="Accepted", pl="Odbiór"), lambda f: _unless(f.contract.zakonczona, NOT_ACCEPTED)),
    Gate("rozliczenie", T(en="Settled", pl="Rozliczenie"), _settled, outlives=True),
)


def next_gate(facts: Facts) -> Gate | None:
    """The first gate that is closed; None when the contract has passed them all that it has to pass."""
    ahead = (gate for gate in GATES if gate.outlives or not facts.dissolved)
    return next((gate for gate in ahead if gate.missing(facts)), None)
