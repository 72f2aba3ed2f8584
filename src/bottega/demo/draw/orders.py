"""Generator of purchase orders with dates and costs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.pricing import Price, Prices
from bottega.demo.draw.random_source import Chance, grosze
from bottega.demo.draw.workdays import open_day, some_open_day
from bottega.demo.texts.furniture_words import suits
from bottega.demo.texts.orders import APPLIANCES, BOARDS, COMMENTS, FITTINGS, FURTHER, ITEMS, LATE_COMMENTS
from bottega.demo.texts.stories import TOMORROW

ORDERS: Final = 690
OPEN: Final = 22
# Received later than suppliers promise, which is three weeks.
# Of those that have the time to be late.
LATE: Final = 0.085
PROMISED: Final = 21
# Their cost is not a contract's twice.
TO_STOCK: Final = (BOARDS, FITTINGS)
# What the material costs of what the client pays for furniture, extras and appliances.
SHARE: Final = (Decimal("0.37"), Decimal("0.55"), Decimal("0.84"))


@dataclass(frozen=True)
class Order:
    """An order to a supplier; ``cost`` is gross, and no part of the order itself."""

    id: UUID
    contract_id: UUID
    created: datetime
    name: str
    supplier: str
    quantity: int
    unit: str
    sent: date | None
    received: date | None
    invoice: str | None
    comment: str | None
    cost: Decimal


def draw_orders(seed: int, today: date, jobs: Sequence[Job], prices: Prices) -> list[Order]:
    """All orders, oldest first."""
    chance = Chance(seed, "orders")
    signed = [job for job in jobs if job.signed and not job.cancelled]
    counts = chance.spread(ORDERS, [_bounds(job, prices) for job in signed])
    orders = [
        order
        for job, count in zip(signed, counts, strict=True)
        for order in _orders(chance, job, prices[job.contract_id], count)
    ]
    return sorted(_as_of(chance, today, jobs, orders), key=lambda order: (order.created, order.id))


def to_stock(orders: Sequence[Order]) -> dict[UUID, Decimal]:
    """What of each contract is bought to stock, and leaves it by goods issues."""
    found: defaultdict[UUID, Decimal] = defaultdict(Decimal)
    for one in orders:
        if one.supplier in TO_STOCK:
            found[one.contract_id] += one.cost
    return found


def _bounds(job: Job, prices: Prices) -> tuple[int, int]:
    return (3, 5) if job.typ in ("kuchnia", "lokal_uslugowy") or prices[job.contract_id].appliances else (2, 4)


def _orders(chance: Chance, job: Job, price: Price, count: int) -> Iterator[Order]:
    """Boards and fittings for everything, appliances if there are any, and what else there is."""
    assert job.signed is not None
    assert job.installation is not None
    suppliers = [BOARDS, FITTINGS, *([APPLIANCES] if price.appliances else [])]
    while len(suppliers) < count:
        suppliers.append(chance.weighted(FURTHER[job.typ]))
    costs = _costs(chance, price, suppliers)
    room = (job.installation - job.signed).days
    for place, supplier in enumerate(suppliers):
        name, unit, quantity = chance.pick([item for item in ITEMS[supplier] if suits(item[0], job.typ)])
        sent = some_open_day(job.signed + timedelta(days=chance.between(2, max(room // 3, 3))))
        sent = max(sent, job.signed)
        latest = job.installation - timedelta(days=2)
        late = chance.happens(LATE) and (latest - sent).days > PROMISED + 2
        days = chance.between(PROMISED + 2, PROMISED + 12) if late else chance.between(6, PROMISED - 2)
        received = max(open_day(min(sent + timedelta(days=days), latest)), sent)
        created = chance.moment(sent)
        comment = chance.pick(LATE_COMMENTS if late else COMMENTS)
        invoice = f"F/{chance.between(100, 9899)}/{received:%m/%Y}"
        yield Order(
            chance.new_id(created),
            job.contract_id,
            created,
            name,
            supplier,
            chance.between(*quantity),
            unit,
            sent,
            received,
            invoice,
            comment,
            costs[place],
        )


def _costs(chance: Chance, price: Price, suppliers: Sequence[str]) -> list[Decimal]:
    """The cost of each order: appliances cost what they cost, the rest is shared out."""
    furniture = price.meble * SHARE[0] + price.dodatki * SHARE[1]
    weights = [0 if one == APPLIANCES else chance.between(5, 9) + 9 * (one == BOARDS) for one in suppliers]
    whole = sum(weights)
    return [
        grosze(price.sprzet * SHARE[2] if one == APPLIANCES else furniture * weight / whole)
        for one, weight in zip(suppliers, weights, strict=True)
    ]


def _as_of(chance: Chance, today: date, jobs: Sequence[Job], orders: Sequence[Order]) -> list[Order]:
    """The orders as they stand today: so many are open, what lies ahead is a draft."""
    waiting = {job.contract_id: job for job in jobs if job.installation and job.installation > today}
    settled = [order for order in orders if order.contract_id not in waiting]
    others = chance.shuffled([order for order in orders if order.contract_id in waiting])
    # Of the story one order is late, and one was never sent.
    told = [order for order in others if waiting[order.contract_id].story == TOMORROW]
    urgent, forgotten = (*told[:2], None, None)[:2]
    others.sort(key=lambda order: (order is not urgent, -(order.sent or today).toordinal()))
    yesterday = open_day(today - timedelta(days=1))
    found: list[Order] = []
    still_open = 0
    for order in others:
        assert order.sent is not None
        if order is urgent:
            still_open += 1
            found.append(_open(chance, order, open_day(today - timedelta(days=PROMISED + 9)), LATE_COMMENTS[0]))
        elif order is forgotten:
            found.append(_draft(chance, order, yesterday))
        elif waiting[order.contract_id].story == TOMORROW:
            found.append(_received(order, yesterday))
        elif order.sent > yesterday:
            found.append(_draft(chance, order, yesterday))
        elif still_open < OPEN:
            still_open += 1
            found.append(_open(chance, order, order.sent, order.comment))
        else:
            found.append(_received(order, yesterday))
    return [*settled, *found]


def _open(chance: Chance, order: Order, sent: date, comment: str | None) -> Order:
    created = chance.moment(sent)
    return replace(order, sent=sent, received=None, invoice=None, comment=comment, created=created)


def _received(order: Order, yesterday: date) -> Order:
    assert order.sent is not None
    assert order.received is not None
    return replace(order, received=max(min(order.received, yesterday), order.sent))


def _draft(chance: Chance, order: Order, yesterday: date) -> Order:
    return replace(order, sent=None, received=None, invoice=None, created=chance.moment(yesterday))
