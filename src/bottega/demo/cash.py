"""Cash on its way: from those who took it to the office, and from the office to the bank (§4.3, BR-13, BR-14)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.chance import Chance
from bottega.demo.crews import LEADERS
from bottega.demo.entries import BOOKED, CANCELLED, CASH, INTERNAL, OFFICE, OWNER, PENDING, Entry
from bottega.demo.visits import DESIGNERS, TECHNICIAN
from bottega.demo.workdays import open_day
from bottega.kernel.schemas import WARSAW

# How often somebody hands over what they have; and how often it was not taken, or is not yet.
HANDED_OVER: Final = {
    LEADERS["A"]: 17, LEADERS["B"]: 17, DESIGNERS[0]: 3, DESIGNERS[1]: 3, DESIGNERS[2]: 3, TECHNICIAN: 9,
}  # fmt: skip
NOT_TAKEN: Final = (LEADERS["A"], LEADERS["B"], TECHNICIAN)
WAITING: Final = 3
# What anybody may keep, and what stays in the office for change.
KEPT: Final = Decimal(3_900)
KEPT_THERE: Final[dict[str | None, Decimal]] = {None: Decimal(8_500), OFFICE: Decimal(400)}
MOVES: Final = 26
PERIOD: Final = timedelta(days=28)
LAST_MOVES: Final = (timedelta(days=2), timedelta(days=1))


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
    size, rest = divmod(len(received), lots)
    start = 0
    for lot in range(lots):
        end = start + size + (lot < rest)
        amount = sum((one.amount for one in received[start:end]), Decimal(0))
        day = received[end - 1].at.astimezone(WARSAW).date()
        # One time in the middle of it the sum was wrong: nobody takes more than there is.
        if who in NOT_TAKEN and lot == lots // 2:
            wrong = "Kwota się nie zgadza, policzyć jeszcze raz."
            yield _handover(chance, who, amount, day, "odrzucony", comment=wrong)
        yield _handover(chance, who, amount, day, "zaakceptowany")
        start = end


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
    return datetime.combine(day, time(16, chance.between(5, 50)), WARSAW).astimezone(UTC)


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


def draw_moves(seed: int, today: date, entries: Sequence[Entry]) -> list[Entry]:
    """Every four weeks what the office has goes to the bank, from the main cash box or from Katarzyna's."""
    chance = Chance(seed, "moves")
    flows: dict[str | None, list[Entry]] = {
        who: [one for one in entries if one.cash and one.who == who] for who in (None, OFFICE)
    }
    moved: dict[str | None, Decimal] = {None: Decimal(0), OFFICE: Decimal(0)}
    found: list[Entry] = []
    for number in range(MOVES):
        # The last two leave in both what belongs there.
        ago = (
            LAST_MOVES[number - MOVES] if number >= MOVES - len(LAST_MOVES) else PERIOD * (MOVES - 2 - number)
        )
        day = open_day(today - ago)
        at = datetime.combine(day, time(18, 30), WARSAW).astimezone(UTC)
        held = {
            who: sum((one.counts for one in flow if one.at < at), Decimal(0)) - moved[who] - KEPT_THERE[who]
            for who, flow in flows.items()
        }
        who = (
            (OFFICE, None)[number - MOVES + 2]
            if number >= MOVES - 2
            else max(held, key=lambda one: held[one])
        )
        amount = max(held[who] // 50 * 50, Decimal(50))
        moved[who] += amount
        found += _legs(chance, who, amount, at)
    return found


def _legs(chance: Chance, who: str | None, amount: Decimal, at: datetime) -> Iterator[Entry]:
    ids = (chance.new_id(at), chance.new_id(at))
    for place, rodzaj in enumerate((CASH, "przelew")):
        yield Entry(
            id=ids[place], name="Wpłata gotówki do banku", amount=amount, income=bool(place), rodzaj=rodzaj, at=at,
            category="przesuniecie", author=OWNER, who=None if place else who,
            linked=("inter_cash_transfer", ids[1 - place]), role=INTERNAL,
        )  # fmt: skip
