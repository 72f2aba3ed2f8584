"""Generator of the ledger, with the planned balances of today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.draw.bank import draw_moves
from bottega.demo.draw.cash import Handover, draw_handovers
from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.costs import draw_costs
from bottega.demo.draw.ledger_entries import (
    BOOKED,
    BOOKKEEPER,
    CASH,
    OWNER,
    PENDING,
    REJECTED,
    TRANSFER,
    Entry,
    entries_of_payments,
    entries_of_visits,
)
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.visits import Visit
from bottega.demo.draw.workdays import open_day
from bottega.kernel.local_time import LOCAL_ZONE

# What is in the bank when the quarter ends, in thousands; beyond that the owner takes it, below that he lends it.
BANK: Final = (160, 180, 210)
RESERVE: Final = Decimal(15_000)
OPENING: Final = {TRANSFER: Decimal(240_000), CASH: Decimal(14_000)}
QUARTERS: Final = tuple(range(630, 0, -90))
APPROVALS: Final = 96
OPEN: Final = 14
THRESHOLD: Final = 2_000


@dataclass(frozen=True)
class Approval:
    """Somebody was asked to look at an entry, and what they said."""

    id: UUID
    entry: Entry
    reviewer: str
    at: datetime
    decision: str | None
    decided: datetime | None


@dataclass(frozen=True)
class Ledger:
    """Entries in the order of their time, cash on its way, and who was asked."""

    entries: list[Entry]
    handovers: list[Handover]
    approvals: list[Approval]

    def held(self, who: str | None, rodzaj: str) -> Decimal:
        """What somebody has of a kind of money; None is the main cash box, the bank, and what is not there yet."""
        return sum((one.counts for one in self.entries if one.who == who and one.rodzaj == rodzaj), Decimal(0))


def draw_ledger(seed: int, today: date, drawn: Contracts, visits: Sequence[Visit]) -> Ledger:
    """All entries until today."""
    chance = Chance(seed, "ledger")
    entries = [
        *_opening(chance, today),
        *entries_of_payments(chance, drawn),
        *entries_of_visits(chance, visits),
        *draw_costs(seed, today, drawn),
    ]
    handovers = draw_handovers(seed, today, entries)
    entries += [leg for one in handovers for leg in one.legs]
    entries += draw_moves(seed, today, entries)
    entries += _owner(chance, today, entries)
    entries.sort(key=lambda one: (one.at, one.id))
    return Ledger(entries, handovers, _approvals(chance, today, entries))


def _opening(chance: Chance, today: date) -> Iterator[Entry]:
    """What there was when the books were opened."""
    at = datetime.combine(today - timedelta(days=800), time(9), LOCAL_ZONE).astimezone(UTC)
    for rodzaj, amount in OPENING.items():
        yield Entry(
            id=chance.new_id(at),
            name="Bilans otwarcia",
            amount=amount,
            income=True,
            rodzaj=rodzaj,
            at=at,
            category="korekta",
            author=BOOKKEEPER,
            approver=OWNER,
        )


def _owner(chance: Chance, today: date, entries: Sequence[Entry]) -> Iterator[Entry]:
    """At the end of each quarter the bank is brought to what the studio needs to work with until the next one ends."""
    bank = sorted((one for one in entries if one.rodzaj == TRANSFER), key=lambda one: one.at)
    days = [open_day(today - timedelta(days=ago)) for ago in (*QUARTERS, 1)]
    moments = [datetime.combine(day, time(19), LOCAL_ZONE).astimezone(UTC) for day in days]
    taken = Decimal(0)
    for place, at in enumerate(moments):
        held = sum((one.counts for one in bank if one.at < at), Decimal(0)) - taken
        wanted = held - round(chance.around(*BANK)) * 1_000
        until = moments[place + 1] if place + 1 < len(moments) else at
        amount = min(wanted, _lowest(bank, held, at, until) - RESERVE) // 1_000 * 1_000
        if amount == 0:
            continue
        taken += amount
        name = "Zaliczka na poczet zysku – właściciel" if amount > 0 else "Pożyczka wspólnika"
        yield Entry(
            id=chance.new_id(at),
            name=name,
            amount=abs(amount),
            income=amount < 0,
            rodzaj=TRANSFER,
            at=at,
            category="korekta",
            author=BOOKKEEPER,
            approver=OWNER,
        )


def _lowest(bank: Sequence[Entry], held: Decimal, first: datetime, end: datetime) -> Decimal:
    """The least there will be in the bank from one moment to another."""
    lowest = held
    for one in bank:
        if first <= one.at < end:
            held += one.counts
            lowest = min(lowest, held)
    return lowest


def _approvals(chance: Chance, today: date, entries: Sequence[Entry]) -> list[Approval]:
    """Open questions about what waits, the refusals, and the newest of what was approved."""
    waiting = [one for one in entries if one.state == PENDING and one.category != "transfer"]
    asked = [(one, BOOKKEEPER) for one in waiting]
    # Where much is at stake the owner is asked as well.
    large = sorted(waiting, key=lambda one: -one.amount)[: OPEN - len(asked)]
    asked += [(one, OWNER) for one in large]
    refused = [(one, BOOKKEEPER) for one in entries if one.state == REJECTED]
    approved = [
        one
        for one in entries
        if one.state == BOOKED and one.approver in (OWNER, BOOKKEEPER) and one.author != one.approver
    ]
    missing = APPROVALS - len(asked) - len(refused)
    done = [(one, one.approver or OWNER) for one in approved[-missing:]]
    return [_approval(chance, today, one, reviewer) for one, reviewer in (*done, *refused, *asked)]


def _approval(chance: Chance, today: date, entry: Entry, reviewer: str) -> Approval:
    decision = {BOOKED: "zatwierdzono", REJECTED: "odrzucono"}.get(entry.state)
    decided = entry.at + timedelta(minutes=chance.between(20, 900)) if decision else None
    latest = datetime.combine(today, time(0), LOCAL_ZONE).astimezone(UTC)
    return Approval(
        chance.new_id(entry.at), entry, reviewer, entry.at, decision, min(decided, latest) if decided else None
    )
