"""Generator of cash transfers from fitters to the office (BR-13)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Final
from uuid import UUID

from bottega.demo.draw.crews import LEADERS
from bottega.demo.draw.ledger_entries import BOOKED, CANCELLED, CASH, INTERNAL, OFFICE, PENDING, Entry
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.visits import DESIGNERS, TECHNICIAN
from bottega.demo.draw.workdays import open_day
from bottega.kernel.local_time import LOCAL_ZONE, local_day

# How often somebody hands over what they have; and how often it was not taken, or is not yet.
HANDED_OVER: Final = {
    LEADERS["A"]: 17,
    LEADERS["B"]: 17,
    DESIGNERS[0]: 3,
    DESIGNERS[1]: 3,
    DESIGNERS[2]: 3,
    TECHNICIAN: 9,
}
NOT_TAKEN: Final = (LEADERS["A"], LEADERS["B"], TECHNICIAN)
WAITING: Final = 3
# What anybody may keep.
KEPT: Final = Decimal(3_900)


@dataclass(frozen=True)
class Handover:
    """Somebody hands cash to the office: ``waits`` until it is accepted, unless it is refused."""

    id: UUID
    sender: str
    amount: Decimal
    at: datetime
    status: str
    decided: datetime | None
    legs: tuple[Entry, Entry]
    comment: str | None = None


def draw_handovers(seed: int, today: date, entries: Sequence[Entry]) -> list[Handover]:
    """All of them, the oldest first."""
    chance = Chance(seed, "handovers")
    received: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in sorted(entries, key=lambda one: one.at):
        if one.cash and one.who and one.counts > 0:
            received[one.who].append(one)
    found: list[Handover] = []
    waiting: list[tuple[str, Decimal]] = []
    # Whoever took cash too seldom to hand it over so often leaves the rest to the next one, who takes it daily.
    owed = 0
    for who, times in HANDED_OVER.items():
        left = len(received[who]) - _last(received[who])
        lots = min(times + owed, left)
        owed = times + owed - lots
        found += _of_one(chance, who, received[who][:left], lots)
        waiting.append((who, sum((one.amount for one in received[who][left:]), Decimal(0))))
    yesterday = open_day(today - timedelta(days=1))
    still = [(who, kept) for who, kept in waiting if kept][:WAITING]
    found += [_handover(chance, who, kept, yesterday, "oczekuje") for who, kept in still]
    return sorted(found, key=lambda one: (one.at, one.id))


def _of_one(chance: Chance, who: str, received: list[Entry], lots: int) -> Iterator[Handover]:
    """What somebody has taken is handed over in so many lots, in the evening of the day the last of it came."""
    if not lots:
        return
    for lot, taken in enumerate(_lots([one.amount for one in received], lots)):
        amount = sum((one.amount for one in received[taken]), Decimal(0))
        day = local_day(received[taken][-1].at)
        # One time in the middle of it the sum was wrong: nobody takes more than there is.
        if who in NOT_TAKEN and lot == lots // 2:
            wrong = "Kwota się nie zgadza, policzyć jeszcze raz."
            yield _handover(chance, who, amount, day, "odrzucony", comment=wrong)
        yield _handover(chance, who, amount, day, "zaakceptowany")


def _lots(amounts: Sequence[Decimal], count: int) -> list[slice]:
    """So many runs of amounts, the largest of them as small as can be: nobody carries more about than they must."""
    # The least that the largest may be for every number of first amounts and of runs, and where its last run begins.
    sums = list(accumulate(amounts, initial=Decimal(0)))
    best: list[dict[int, tuple[Decimal, int]]] = [{0: (Decimal(0), 0)}]
    for runs in range(1, count + 1):
        before = best[-1]
        best.append(
            {
                end: min(
                    (max(before[start][0], sums[end] - sums[start]), start)
                    for start in range(runs - 1, end)
                    if start in before
                )
                for end in range(runs, len(amounts) + 1)
            }
        )
    found: list[slice] = []
    end = len(amounts)
    for runs in range(count, 0, -1):
        start = best[runs][end][1]
        found.insert(0, slice(start, end))
        end = start
    return found


def _last(received: Sequence[Entry]) -> int:
    """How many of the last amounts one may still have."""
    kept = Decimal(0)
    for number, one in enumerate(reversed(received)):
        kept += one.amount
        if kept > KEPT or number == 3:
            return number
    return len(received)


def _evening(chance: Chance, day: date) -> datetime:
    """A moment after work."""
    return datetime.combine(day, time(16, chance.between(5, 50)), LOCAL_ZONE).astimezone(UTC)


def _handover(
    chance: Chance, who: str, amount: Decimal, day: date, status: str, *, comment: str | None = None
) -> Handover:
    at = _evening(chance, day) + timedelta(minutes=15 if status == "zaakceptowany" else 0)
    state = {"zaakceptowany": BOOKED, "odrzucony": CANCELLED, "oczekuje": PENDING}[status]
    handover = chance.new_id(at)
    decided = None if status == "oczekuje" else at + timedelta(minutes=chance.between(5, 50))

    def leg(*, income: bool) -> Entry:
        return Entry(
            id=chance.new_id(at),
            name=f"Przekazanie – {who}",
            amount=amount,
            income=income,
            rodzaj=CASH,
            at=decided or at,
            category="transfer",
            author=who,
            who=OFFICE if income else who,
            linked=("transfer", handover),
            state=state,
            role=INTERNAL,
            approver=OFFICE if state == BOOKED else None,
            comment=comment,
        )

    legs = (leg(income=False), leg(income=True))
    return Handover(handover, who, amount, at, status, decided, legs, comment)
