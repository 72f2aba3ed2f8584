"""The generated studio as plain data, before it is stored: a function of seed and day."""

from dataclasses import dataclass
from datetime import date

from bottega.demo.draw.appointments import Calendar, draw_calendar
from bottega.demo.draw.contract_outlines import Job, draw_jobs
from bottega.demo.draw.contracts import Contracts, draw_contracts
from bottega.demo.draw.customers import Customer, draw_customers
from bottega.demo.draw.ledger import Ledger, draw_ledger
from bottega.demo.draw.messages import Message, draw_messages
from bottega.demo.draw.orders import to_stock
from bottega.demo.draw.pricing import Prices, draw_prices
from bottega.demo.draw.sales import draw_deals
from bottega.demo.draw.timeline import Timeline, draw_timeline
from bottega.demo.draw.visits import Visit, draw_visits
from bottega.demo.draw.warehouse import Stock, draw_stock


@dataclass(frozen=True)
class Studio:
    """What the studio has and what happened to it."""

    seed: int
    today: date
    jobs: list[Job]
    prices: Prices
    customers: list[Customer]
    timeline: Timeline
    stock: Stock
    contracts: Contracts
    visits: list[Visit]
    ledger: Ledger
    calendar: Calendar
    messages: list[Message]


def draw_studio(seed: int, today: date) -> Studio:
    """Two years up to a day."""
    jobs = draw_jobs(seed, today)
    prices = draw_prices(seed, today, jobs)
    customers = draw_customers(seed, draw_deals(seed, today, jobs, prices))
    visits = draw_visits(seed, today, customers)
    contracts = draw_contracts(seed, today, jobs, prices, customers, visits=visits)
    return Studio(
        seed=seed,
        today=today,
        jobs=jobs,
        prices=prices,
        customers=customers,
        timeline=draw_timeline(seed, today, customers),
        stock=draw_stock(seed, today, jobs, worth=to_stock(contracts.orders)),
        contracts=contracts,
        visits=visits,
        ledger=draw_ledger(seed, today, contracts, visits),
        calendar=draw_calendar(seed, today, contracts, visits),
        messages=draw_messages(seed, today, contracts),
    )
