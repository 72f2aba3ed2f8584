"""Generator of contract prices, redrawn until the two years reach the planned sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from statistics import median
from typing import Final
from uuid import UUID

from bottega.demo.draw.appliances import Appliance, draw_appliances, kitchen_kinds
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.random_source import YEARLY_RISE, Chance
from bottega.demo.texts.product_mix import KINDS, Range
from bottega.demo.texts.stories import BY_NUMBER, FORFEITED, OVERPAID

APPLIANCES: Final = 330
# Gross, for all contracts; that of a kitchen in the middle; and of what is signed and not installed.
REVENUE: Final = (4_970_000, 5_520_000)
KITCHEN: Final = (42_000, 45_000)
ORDER_BOOK: Final = (540_000, 820_000)
WITHOUT_APPLIANCES: Final = (OVERPAID, FORFEITED)


@dataclass(frozen=True)
class Price:
    """What a contract costs, gross; ``sprzet`` is the sum of the appliances after discounts."""

    meble: Decimal
    dodatki: Decimal
    appliances: tuple[Appliance, ...] = ()

    @property
    def sprzet(self) -> Decimal:
        """The appliances."""
        return sum((piece.value for piece in self.appliances), Decimal(0))

    @property
    def suma(self) -> Decimal:
        """Everything."""
        return self.meble + self.dodatki + self.sprzet


Prices = Mapping[UUID, Price]


def draw_prices(seed: int, today: date, jobs: Sequence[Job]) -> Prices:
    """The price of each contract: the first draw that lies within the planned bounds."""
    for attempt in count():
        prices = _draw(Chance(seed, f"prices {attempt}"), today, jobs)
        if plausible(today, jobs, prices):
            return prices
    raise AssertionError


def plausible(today: date, jobs: Sequence[Job], prices: Prices) -> bool:
    """Whether the two years reach the planned sums."""
    whole = sum(price.suma for price in prices.values())
    kitchens = median(prices[job.contract_id].suma for job in jobs if job.typ == "kuchnia")
    waiting = sum(prices[job.contract_id].suma for job in jobs if job.installation and job.installation > today)
    return all(
        low <= amount <= high for amount, (low, high) in ((whole, REVENUE), (kitchens, KITCHEN), (waiting, ORDER_BOOK))
    )


def rise_until(day: date, today: date) -> float:
    """How much dearer things are on a day than two years before today."""
    return (1 + YEARLY_RISE) ** (2 - (today - day).days / 365.25)


def furniture_price(chance: Chance, typ: str, rise: float) -> tuple[Decimal, Decimal]:
    """A price of furniture and one of extras, to ten zloty."""
    kind = KINDS[typ]
    return _to_ten(chance, kind.meble, rise), _to_ten(chance, kind.dodatki, rise)


def _to_ten(chance: Chance, bounds: Range, rise: float) -> Decimal:
    low, mode, high = bounds
    return Decimal(round(chance.around(low, mode, high) * rise / 10) * 10)


def _draw(chance: Chance, today: date, jobs: Sequence[Job]) -> Prices:
    kinds = _appliance_kinds(chance, jobs)
    prices: dict[UUID, Price] = {}
    for job in jobs:
        rise = rise_until(job.begun, today)
        if job.story is None:
            meble, dodatki = furniture_price(chance, job.typ, rise)
        else:
            story = BY_NUMBER[job.story]
            meble, dodatki = Decimal(story.meble), Decimal(story.dodatki)
        pieces: tuple[Appliance, ...] = ()
        bounds = KINDS[job.typ].sprzet
        if bounds and (chosen := kinds.get(job.contract_id)):
            low, mode, high = bounds
            pieces = draw_appliances(chance, chosen, chance.around(low, mode, high) * rise, rise)
        prices[job.contract_id] = Price(meble, dodatki, pieces)
    return prices


def _appliance_kinds(chance: Chance, jobs: Sequence[Job]) -> dict[UUID, tuple[str, ...]]:
    """Which pieces belong to which contract: as many in all as planned."""
    chosen: dict[UUID, tuple[str, ...]] = {}
    for typ, pieces in (("lazienka", ("pralka",)), ("lokal_uslugowy", ("lodówka", "zmywarka", "ekspres"))):
        there = [job for job in jobs if job.typ == typ and job.story is None]
        for job in chance.some(there, round(len(there) * KINDS[typ].sprzet_share)):
            chosen[job.contract_id] = pieces
    missing = APPLIANCES - sum(len(pieces) for pieces in chosen.values())
    kitchens = [job for job in jobs if job.typ == "kuchnia"]
    told = [job for job in kitchens if job.story and job.story not in WITHOUT_APPLIANCES]
    others = [job for job in kitchens if not job.story]
    equipped = told + chance.some(others, round(len(kitchens) * KINDS["kuchnia"].sprzet_share) - len(told))
    for job, number in zip(equipped, chance.spread(missing, [(4, 5)] * len(equipped)), strict=True):
        chosen[job.contract_id] = kitchen_kinds(chance, number)
    return chosen
