"""The gates a contract passes, in order: each is open, or says what is missing (market brief §3, capability 6).

A gate is one function of the facts; the list below is the order in which a studio works.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bottega.business.contracts import Balance, Progress, Quote
from bottega.kernel.i18n import T
from bottega.kernel.schemas import WARSAW

NO_MEASUREMENT = T(en="no approved measurement of the customer", pl="brak zatwierdzonego pomiaru u klienta")
NO_QUOTE = T(en="no valuation", pl="brak wyceny")
NOT_SIGNED = T(en="not signed", pl="umowa niepodpisana")
NOTHING_PLANNED = T(en="no payment schedule", pl="brak harmonogramu wpłat")
UNPAID = T(en="{typ} of {data}: {kwota} PLN to be paid", pl="{typ} z {data}: do zapłaty {kwota} zł")
# The same for those who see no amounts.
UNPAID_SOMETHING = T(en="{typ} of {data}: not paid in full", pl="{typ} z {data}: niezapłacone w całości")
OWED_SOMETHING = T(en="not paid in full", pl="niezapłacona w całości")
OVERPAID_SOMETHING = T(en="too much was paid", pl="nadpłata do zwrotu")
NOTHING_ORDERED = T(en="nothing was ordered", pl="nic nie zamówiono")
DRAFTS = T(en="orders not sent: {n}", pl="zamówienia niewysłane: {n}")
AWAITED = T(
    en="orders not received: {n}, late: {late}", pl="zamówienia nieodebrane: {n}, w tym opóźnione: {late}"
)
NO_DATE = T(en="no agreed day of installation", pl="brak uzgodnionego terminu montażu")
NOT_ISSUED = T(en="nothing was issued (WZ)", pl="brak wydania z magazynu (WZ)")
NOT_ACCEPTED = T(en="not accepted by the customer", pl="brak odbioru przez klienta")
OWED = T(en="{kwota} PLN to be paid", pl="do zapłaty {kwota} zł")
OVERPAID = T(en="{kwota} PLN to be returned", pl="do zwrotu {kwota} zł")
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

    @property
    def installation(self) -> date | None:
        """The agreed day in Warsaw."""
        return self.contract.termin.astimezone(WARSAW).date() if self.contract.termin else None


@dataclass(frozen=True)
class Gate:
    """A step of a contract; ``missing`` says what keeps it closed."""

    code: str
    title: T
    missing: Callable[[Facts], list[T]]


def amount(value: Decimal) -> str:
    """An amount as it is written: ``12 345,60``."""
    return f"{value:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def _unless(fine: bool, what: T) -> list[T]:  # noqa: FBT001 - the condition reads before what it spares
    return [] if fine else [what]


def _unpaid(facts: Facts, line: Mapping[str, Any]) -> T:
    day: date | None = line["data"]
    which = {"typ": line["typ"], "data": f"{day:%d.%m.%Y}" if day else "—"}
    if not facts.with_amounts:
        return UNPAID_SOMETHING.given(**which)
    return UNPAID.given(**which, kwota=amount(line["reszta"]))


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
    until = facts.installation or facts.today
    due = (line for line in facts.plan if line["data"] is not None and line["data"] <= until)
    return [_unpaid(facts, line) for line in due if line["reszta"] > 0]


def _settled(facts: Facts) -> list[T]:
    if facts.contract.rozliczona:
        return []
    left = facts.balance.do_zaplaty
    if left and not facts.with_amounts:
        return [OWED_SOMETHING if left > 0 else OVERPAID_SOMETHING]
    if left > 0:
        return [OWED.given(kwota=amount(left))]
    return [OVERPAID.given(kwota=amount(-left))] if left < 0 else [NOT_SETTLED]


GATES: Final = (
    Gate("pomiar", T(en="Measured", pl="Pomiar"), lambda f: _unless(f.measured, NO_MEASUREMENT)),
    Gate("wycena", T(en="Quoted", pl="Wycena"), lambda f: _unless(f.quote.suma > 0, NO_QUOTE)),
    Gate("podpis", T(en="Signed", pl="Podpis"), lambda f: _unless(f.contract.data_podpisania is not None, NOT_SIGNED)),
    Gate("zadatek", T(en="First payment", pl="Pierwsza wpłata"), _first_payment),
    Gate("zamowienia", T(en="Ordered", pl="Zamówienia"), _ordered),
    Gate("dostawy", T(en="Delivered", pl="Dostawy"), _delivered),
    Gate("termin", T(en="Day agreed", pl="Termin montażu"), lambda f: _unless(f.contract.termin is not None, NO_DATE)),
    Gate("raty", T(en="Paid before installation", pl="Wpłaty przed montażem"), _paid_before_installation),
    Gate("wydanie", T(en="Issued", pl="Wydanie WZ"), lambda f: _unless(f.issued, NOT_ISSUED)),
    Gate("odbior", T(en="Accepted", pl="Odbiór"), lambda f: _unless(f.contract.zakonczona, NOT_ACCEPTED)),
    Gate("rozliczenie", T(en="Settled", pl="Rozliczenie"), _settled),
)  # fmt: skip


def next_gate(facts: Facts) -> Gate | None:
    """The first gate that is closed; None when the contract has passed them all."""
    return next((gate for gate in GATES if gate.missing(facts)), None)
