"""Assembly of generated contracts from their separately generated parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from bottega.demo.bulk_insert import Row
from bottega.demo.draw.assemblies import CrewWork, draw_crew_work
from bottega.demo.draw.buildings import Building, draw_buildings
from bottega.demo.draw.configuration import Configuration, draw_configuration
from bottega.demo.draw.contract_courses import Course, draw_courses
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.credited_fees import credit_fees
from bottega.demo.draw.customers import Customer
from bottega.demo.draw.orders import Order, draw_orders
from bottega.demo.draw.payments import Money, draw_money
from bottega.demo.draw.pricing import Prices
from bottega.demo.draw.quotes import appliance_rows, draw_valuations
from bottega.demo.draw.visits import Visit
from bottega.demo.draw.workdays import open_day
from bottega.kernel.local_time import LOCAL_ZONE

# Two of the drafts have a day of installation already, only by word of mouth.
PENCILLED_IN: Final = 2
AHEAD: Final = timedelta(days=70)


@dataclass(frozen=True)
class Contracts:
    """All contracts; ``customers`` and ``keepers`` say whose they are and who looks after them."""

    seed: int
    today: date
    jobs: Sequence[Job]
    prices: Prices
    customers: Mapping[UUID, Customer]
    keepers: Mapping[UUID, str]
    buildings: Mapping[UUID, Building]
    configuration: Configuration
    courses: Sequence[Course]
    orders: Sequence[Order]
    valuations: Sequence[Row]
    appliances: Sequence[Row]
    work: CrewWork
    money: Money

    @property
    def founded(self) -> datetime:
        """When the studio began to use Bottega."""
        return datetime.combine(self.today - timedelta(days=800), time(9), LOCAL_ZONE).astimezone(UTC)

    @cached_property
    def reduced(self) -> dict[UUID, bool]:
        """Which are invoiced at the reduced rate."""
        return {contract: building.stated for contract, building in self.buildings.items()}

    @cached_property
    def agreed_days(self) -> list[tuple[UUID, date, date]]:
        """Contract, agreed day of installation, and when it was agreed on, in that order."""
        return sorted(self._agreed_days(), key=lambda one: (one[2], one[1]))

    def _agreed_days(self) -> Iterator[tuple[UUID, date, date]]:
        for course in self.courses:
            job = course.job
            if course.agreed is None:
                continue
            agreed = course.agreed
            for put_off in course.put_off:
                yield job.contract_id, put_off.day, agreed
                agreed = put_off.decided
            yield job.contract_id, job.installation or agreed + AHEAD, agreed
        for job in [job for job in self.jobs if not job.signed][:PENCILLED_IN]:
            yield job.contract_id, open_day(self.today + AHEAD), open_day(job.begun)


def draw_contracts(
    seed: int,
    today: date,
    jobs: Sequence[Job],
    prices: Prices,
    customers: Sequence[Customer],
    *,
    visits: Sequence[Visit],
) -> Contracts:
    """Draw all parts."""
    owners = {deal.job.contract_id: (one, deal.owner) for one in customers for deal in one.deals if deal.job}
    keepers = {contract: owner for contract, (_, owner) in owners.items()}
    courses = draw_courses(seed, today, jobs)
    return Contracts(
        seed=seed,
        today=today,
        jobs=jobs,
        prices=prices,
        customers={contract: one for contract, (one, _) in owners.items()},
        keepers=keepers,
        buildings=draw_buildings(seed, jobs),
        configuration=draw_configuration(seed, jobs),
        courses=courses,
        orders=draw_orders(seed, today, jobs, prices),
        valuations=draw_valuations(seed, jobs, prices),
        appliances=appliance_rows(seed, jobs, prices),
        work=draw_crew_work(seed, today, courses, keepers, prices),
        money=credit_fees(seed, draw_money(seed, today, courses, prices), visits),
    )
