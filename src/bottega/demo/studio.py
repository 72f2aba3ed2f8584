"""The whole studio as it is drawn, before anything is stored: one seed gives one studio, counted from a day."""

from dataclasses import dataclass
from datetime import date

from bottega.demo.contracts import Contracts, draw_contracts
from bottega.demo.customers import Customer, draw_customers
from bottega.demo.jobs import Job, draw_jobs
from bottega.demo.pricing import Prices, draw_prices
from bottega.demo.sales import draw_deals
from bottega.demo.timeline import Timeline, draw_timeline
from bottega.demo.warehouse import Stock, draw_stock


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


def draw_studio(seed: int, today: date, copy: int = 0) -> Studio:
    """Two years up to a day; further copies have no stories, and numbers of their own."""
    jobs = draw_jobs(seed, today, copy)
    prices = draw_prices(seed, today, jobs)
    customers = draw_customers(seed, draw_deals(seed, today, jobs, prices))
    timeline = draw_timeline(seed, today, customers)
    contracts = draw_contracts(seed, today, jobs, prices, customers)
    return Studio(seed, today, jobs, prices, customers, timeline, draw_stock(seed, today, jobs), contracts)
