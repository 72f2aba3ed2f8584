"""Generator of ledger entries from payments and measurements (BR-7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.crews import LEADERS
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.visits import Visit

CASH: Final = "gotowka"
# What is in the bank.
TRANSFER: Final = "przelew"
BOOKED, PENDING, REJECTED, CANCELLED = "zaksiegowana", "oczekuje", "odrzucona", "anulowana"
ORDINARY, INTERNAL = "zwykla", "wewnetrzna"
BOOKKEEPER, OWNER, OFFICE = "Beata Rachuba", "Marek Jesionowski", "Katarzyna Wolna"


@dataclass(frozen=True)
class Entry:
    """An amount that came in or went out; ``who`` has it in their cash box, None is the main one and the bank."""

    id: UUID
    name: str
    amount: Decimal
    income: bool
    rodzaj: str
    at: datetime
    category: str
    author: str
    who: str | None = None
    contract_id: UUID | None = None
    linked: tuple[str, UUID] | None = None
    state: str = BOOKED
    role: str = ORDINARY
    approver: str | None = None
    comment: str | None = None
    # The customer it is about, whose name is encrypted.
    about: str | None = None
    # The ratings it pays for.
    pays: tuple[UUID, ...] = ()

    @property
    def counts(self) -> Decimal:
        """What it adds to a balance."""
        if self.state != BOOKED:
            return Decimal(0)
        return self.amount if self.income else -self.amount

    @property
    def cash(self) -> bool:
        """Whether it goes through a cash box."""
        return self.rodzaj == CASH


def entries_of_payments(chance: Chance, drawn: Contracts) -> Iterator[Entry]:
    """Each payment has one, unless that of the measurement is it.

    Cash that is paid when the work is accepted is taken by the leader of the crew.
    """
    jobs = {job.contract_id: job for job in drawn.jobs}
    for one in drawn.money.payments:
        if one.credited:
            continue
        job = jobs[one.contract_id]
        crew = one.taken_by_crew
        yield Entry(
            id=one.transaction_id,
            name=f"{one.typ} – umowa {job.numer}",
            amount=one.amount,
            income=one.typ != "Zwrot",
            rodzaj=one.rodzaj,
            at=chance.moment(one.day),
            category="wplata_klienta",
            author=LEADERS[job.crew] if crew else OFFICE,
            who=LEADERS[job.crew] if crew else None,
            contract_id=one.contract_id,
            linked=("payment_method", one.id),
            state=BOOKED if one.confirmed else REJECTED if one.refused else PENDING,
            approver=BOOKKEEPER if one.confirmed else None,
            comment=one.remark,
        )


def entries_of_visits(chance: Chance, visits: Sequence[Visit]) -> Iterator[Entry]:
    """Each approved measurement has one: cash of whoever measured (BR-10)."""
    for visit in visits:
        if visit.approved:
            yield Entry(
                id=visit.transaction_id,
                name="Pomiar",
                about=visit.customer.display_name,
                amount=visit.fee,
                income=True,
                rodzaj=CASH,
                at=chance.moment(visit.day),
                category="pomiar",
                author=visit.who,
                who=visit.who,
                linked=("measurement", visit.id),
                approver=OFFICE,
            )
