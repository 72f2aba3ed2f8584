"""Generator of measurements: people, places, fees, approvals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.draw.customers import Customer
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.sales import Deal
from bottega.demo.texts.stories import TOMORROW

TECHNICIAN: Final = "Piotr Miara"
DESIGNERS: Final = ("Anna Maj", "Tomasz Lis", "Julia Bąk")
BY_TECHNICIAN: Final = 0.70
FEES: Final = {0: 12, 150: 25, 250: 45, 300: 15, 500: 3}
APPROVED: Final = 0.88


@dataclass(frozen=True)
class Visit:
    """A measurement; ``transaction_id`` is its entry in the ledger once it is approved."""

    id: UUID
    customer: Customer
    deal: Deal
    who: str
    day: date
    fee: Decimal
    approved: bool
    at: datetime
    transaction_id: UUID


def draw_visits(seed: int, today: date, customers: Sequence[Customer]) -> list[Visit]:
    """The measurements in the order of their days; the newest are not approved yet."""
    chance = Chance(seed, "visits")
    wanted = sorted(
        ((one, deal) for one in customers for deal in one.deals if deal.measured),
        key=lambda pair: (pair[1].measured or today, pair[1].id),
    )
    by_technician = chance.quotas({True: BY_TECHNICIAN, False: 1 - BY_TECHNICIAN}, len(wanted))
    fees = chance.quotas(FEES, len(wanted))
    left = round(len(wanted) * APPROVED)
    # Whoever has the kitchen installed tomorrow was measured, and nobody has approved it.
    forgotten = {one.id for one, deal in wanted if deal.job and deal.job.story == TOMORROW}
    visits: list[Visit] = []
    for (customer, deal), technical, fee in zip(wanted, by_technician, fees, strict=True):
        assert deal.measured is not None
        who = deal.owner if deal.owner in DESIGNERS and not technical else TECHNICIAN
        at = chance.moment(min(deal.measured, today))
        done = left > 0 and deal.measured < today and customer.id not in forgotten
        left -= done
        visits.append(
            Visit(chance.new_id(at), customer, deal, who, deal.measured, Decimal(fee), done, at, chance.new_id(at))
        )
    return visits
