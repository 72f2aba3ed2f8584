"""Generator of payment schedules and payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Final
from uuid import UUID

from bottega.demo.draw.contract_courses import Course
from bottega.demo.draw.pricing import Prices
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.schedules import Planned, Schedules, draw_schedules, means_of
from bottega.demo.draw.split_instalments import with_parts
from bottega.demo.draw.workdays import next_open_day, open_day
from bottega.demo.texts.stories import CASH_LIMIT, OVERPAID, TOMORROW, UNPAID, contract_of

PAYMENTS: Final = 520
# So many are fees of measurements, credited to the contract (BR-11).
CREDITED: Final = 24
UNCONFIRMED: Final = 9
REFUNDS: Final = 3
# Days after an instalment was due, in a hundred.
LATENESS: Final = {(0, 0): 58, (1, 7): 20, (8, 30): 14, (31, 60): 5, (61, 150): 3}
# Of what is signed: not paid yet, of that overdue, and in how many contracts.
UNPAID_SUM: Final = (360_000, 560_000)
OVERDUE_SUM: Final = (42_000, 127_000)
OVERDUE_CONTRACTS: Final = (4, 11)
# So many pay what is due within the month.
PAID_AHEAD: Final = 7
REFUSED: Final = (
    "Gotówka ponad limit 15 000 zł między firmami (art. 19 Prawa przedsiębiorców); klient zapłacił przelewem."
)
AHEAD: Final = timedelta(days=32)
NOBODY: Final = UUID(int=0)
OVERPAYMENT: Final = Decimal(200)
# What is more than this is brought to the office.
CREW_TAKES: Final = Decimal(8_000)


@dataclass(frozen=True)
class Payment:
    """What was paid on a day; ``Zwrot`` is paid back."""

    contract_id: UUID
    typ: str
    rodzaj: str
    amount: Decimal
    day: date
    # Whether the office has seen the money.
    confirmed: bool = True
    remark: str | None = None
    id: UUID = NOBODY
    # Its entry in the ledger.
    transaction_id: UUID = NOBODY
    # Whether it is the fee of the measurement, which is in the ledger already (BR-11).
    credited: bool = False

    @property
    def refused(self) -> bool:
        """Whether the office refused it; the remark says why."""
        return not self.confirmed and self.remark is not None

    @property
    def taken_by_crew(self) -> bool:
        """Whether the leader of the crew took it, in cash, when the work was accepted; much is not theirs."""
        return self.rodzaj == "gotowka" and self.typ == "Dopłata" and self.amount <= CREW_TAKES


@dataclass(frozen=True)
class Money:
    """Schedules and payments of all contracts, in order, and the day each was settled."""

    planned: tuple[Planned, ...]
    payments: tuple[Payment, ...]
    settled: Mapping[UUID, date]

    def paid(self, contract_id: UUID) -> Decimal:
        """What was paid and confirmed, less what was paid back."""
        return sum(
            (
                -one.amount if one.typ == "Zwrot" else one.amount
                for one in self.payments
                if one.contract_id == contract_id and one.confirmed
            ),
            Decimal(0),
        )


def draw_money(seed: int, today: date, courses: Sequence[Course], prices: Prices) -> Money:
    """Schedules and payments: the first draw that lies within the planned bounds."""
    for attempt in count():
        money = _draw(Chance(seed, f"money {attempt}"), today, courses, prices)
        if money is not None and plausible(today, courses, prices, money):
            return money
    raise AssertionError


def plausible(today: date, courses: Sequence[Course], prices: Prices, money: Money) -> bool:
    """Whether as much is unpaid and overdue as planned."""
    open_sums, overdue = debts(today, courses, prices, money)
    return (
        UNPAID_SUM[0] <= sum(open_sums.values()) <= UNPAID_SUM[1]
        and OVERDUE_SUM[0] <= sum(overdue.values()) <= OVERDUE_SUM[1]
        and OVERDUE_CONTRACTS[0] <= len(overdue) <= OVERDUE_CONTRACTS[1]
    )


def debts(
    today: date, courses: Sequence[Course], prices: Prices, money: Money
) -> tuple[dict[UUID, Decimal], dict[UUID, Decimal]]:
    """What is not paid of each signed contract, and what of that is overdue: payments fill the schedule (BR-9)."""
    due: dict[UUID, Decimal] = {}
    for line in money.planned:
        if line.due and line.due < today:
            due[line.contract_id] = due.get(line.contract_id, Decimal(0)) + line.amount
    open_sums: dict[UUID, Decimal] = {}
    overdue: dict[UUID, Decimal] = {}
    paid: dict[UUID, Decimal] = {}
    for one in money.payments:
        if one.confirmed:
            signed = -one.amount if one.typ == "Zwrot" else one.amount
            paid[one.contract_id] = paid.get(one.contract_id, Decimal(0)) + signed
    for course in courses:
        contract = course.job.contract_id
        if not course.job.signed or course.job.cancelled:
            continue
        left = prices[contract].suma - paid.get(contract, Decimal(0))
        if left > 0:
            open_sums[contract] = left
        late = due.get(contract, Decimal(0)) - paid.get(contract, Decimal(0))
        if late > 0:
            overdue[contract] = late
    return open_sums, overdue


def _draw(chance: Chance, today: date, courses: Sequence[Course], prices: Prices) -> Money | None:
    schedules = draw_schedules(chance, courses, prices)
    lines = [line for course in courses if course.job.signed for line in _payable(course, schedules)]
    late = iter(chance.quotas(LATENESS, len(lines)))
    told = {course.job.contract_id for course in courses if course.job.story}
    firms = {course.job.contract_id for course in courses if course.job.business}
    drawn = [_payment(chance, line, next(late), told, firms) for line in lines]
    paid = [*(one for one in drawn if one.day < today), *_ahead(chance, today, lines, told)]
    further = [*_refunds(chance, today, courses, paid), *_refused(courses, paid)]
    extra = PAYMENTS - CREDITED - len(further) - len(paid)
    if extra < 0:
        return None
    paid = with_parts(chance, _overpaid(paid, further), extra, told | firms)
    paid = _unconfirmed(paid, told, UNCONFIRMED - sum(not one.confirmed for one in further))
    paid = sorted([*paid, *further], key=lambda one: (one.day, one.contract_id, one.typ, one.amount))
    paid = [replace(one, id=_id(chance, one), transaction_id=_id(chance, one)) for one in paid]
    planned = tuple(line for course in courses for line in schedules[course.job.contract_id])
    return Money(planned, tuple(paid), _settled(chance, today, courses, prices, paid))


def _id(chance: Chance, payment: Payment) -> UUID:
    return chance.new_id(chance.moment(payment.day))


def _payable(course: Course, schedules: Schedules) -> list[Planned]:
    """What the client was asked for: of what was given up only what had been due."""
    lines = schedules[course.job.contract_id]
    if course.given_up:
        return lines[:1]
    if course.job.story == TOMORROW:
        # The work is tomorrow, and nothing has come yet.
        return []
    # The second story but one has an instalment that never came.
    return lines[:-1] if course.job.story == UNPAID else lines


def _payment(chance: Chance, line: Planned, late: tuple[int, int], told: set[UUID], firms: set[UUID]) -> Payment:
    """When it came; people in stories are punctual."""
    assert line.due is not None
    day = line.due if line.contract_id in told else line.due + timedelta(days=chance.between(*late))
    rodzaj = line.rodzaj
    if line.contract_id not in told and chance.happens(0.08):
        wanted = chance.pick(("przelew", "gotowka", "blik"))
        rodzaj = means_of(wanted, line.amount, business=line.contract_id in firms)
    # Neither the bank nor the office is open at weekends; a telephone is.
    return Payment(line.contract_id, line.typ, rodzaj, line.amount, day if rodzaj == "blik" else next_open_day(day))


def _ahead(chance: Chance, today: date, lines: Sequence[Planned], told: set[UUID]) -> list[Payment]:
    """Some pay before they have to."""
    soon = [line for line in lines if line.due and today <= line.due < today + AHEAD and line.contract_id not in told]
    return [
        Payment(
            one.contract_id, one.typ, one.rodzaj, one.amount, open_day(today - timedelta(days=chance.between(1, 3)))
        )
        for one in chance.some(soon, min(len(soon), PAID_AHEAD))
    ]


def _refunds(chance: Chance, today: date, courses: Sequence[Course], paid: Sequence[Payment]) -> list[Payment]:
    """What went back: too much in the story, a small sum elsewhere, and the advance of what the studio gave up."""
    last = {one.contract_id: one for one in sorted(paid, key=lambda one: one.day)}
    found: list[Payment] = []
    for course in courses:
        contract = course.job.contract_id
        if course.given_up and course.job.story is None:
            found.append(
                Payment(contract, "Zwrot", "przelew", last[contract].amount, max(course.given_up, last[contract].day))
            )
    private = {course.job.contract_id for course in courses if not (course.job.story or course.job.business)}
    done = [
        one.contract_id
        for one in last.values()
        if one.typ == "Dopłata"
        and one.rodzaj != "blik"
        and one.contract_id in private
        and one.day < today - timedelta(days=30)
    ]
    told = [contract_of(OVERPAID)] if any(course.job.story == OVERPAID for course in courses) else []
    for contract in [*told, *chance.some(done, REFUNDS - len(found) - len(told))]:
        amount = OVERPAYMENT if contract in told else Decimal(chance.pick((50, 80, 120)))
        # Whoever comes by gets so little back out of the till.
        rodzaj = "przelew" if contract in told else "gotowka"
        day = open_day(last[contract].day + timedelta(days=chance.between(5, 9)))
        found.append(Payment(contract, "Zwrot", rodzaj, amount, max(day, last[contract].day)))
    return found


def _overpaid(paid: Sequence[Payment], further: Sequence[Payment]) -> list[Payment]:
    """Where too much goes back, the last payment had been that much larger."""
    back = {one.contract_id: one.amount for one in further if one.typ == "Zwrot" and one.amount <= OVERPAYMENT}
    last = {one.contract_id: one for one in sorted(paid, key=lambda one: one.day) if one.contract_id in back}
    return [
        replace(one, amount=one.amount + back[one.contract_id]) if last.get(one.contract_id) is one else one
        for one in paid
    ]


def _refused(courses: Sequence[Course], paid: Sequence[Payment]) -> list[Payment]:
    """The company that came with cash over the limit, and paid the same by transfer when it was refused."""
    if not any(course.job.story == CASH_LIMIT for course in courses):
        return []
    due = next(one for one in paid if one.contract_id == contract_of(CASH_LIMIT) and one.typ == "Rata")
    return [replace(due, rodzaj="gotowka", confirmed=False, remark=REFUSED)]


def _unconfirmed(paid: Sequence[Payment], told: set[UUID], number: int) -> list[Payment]:
    """The newest payments have not been seen by the office yet."""
    candidates = [place for place, one in enumerate(paid) if one.contract_id not in told]
    newest = set(sorted(candidates, key=lambda place: (paid[place].day, place))[-number:])
    return [replace(one, confirmed=place not in newest) for place, one in enumerate(paid)]


def _settled(
    chance: Chance, today: date, courses: Sequence[Course], prices: Prices, paid: Sequence[Payment]
) -> dict[UUID, date]:
    """Whatever is accepted and paid to the grosz is settled a few days later."""
    balance = {contract: -price.suma for contract, price in prices.items()}
    last: dict[UUID, date] = {}
    for one in paid:
        if one.confirmed:
            balance[one.contract_id] += -one.amount if one.typ == "Zwrot" else one.amount
            last[one.contract_id] = max(one.day, last.get(one.contract_id, one.day))
    found: dict[UUID, date] = {}
    for course in courses:
        contract = course.job.contract_id
        if course.finished and balance[contract] == 0:
            ready = max(course.finished, last[contract])
            day = open_day(ready + timedelta(days=chance.between(1, 6)))
            if (day := max(day, ready)) < today:
                found[contract] = day
    return found
