"""Generator of valuations: one in force per contract, and earlier quotes of some."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from bottega.demo.bulk_insert import Row
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.pricing import Price, Prices
from bottega.demo.draw.random_source import Chance
from bottega.demo.texts.stories import OVERPAID

VALUATIONS: Final = 224
# Lacquer with a stone top, lacquer with a laminated one, foil: laminate was what they chose.
TOLD: Final = (Decimal(33_900), Decimal(30_400), Decimal(27_100))
REQUOTED: Final = len(TOLD)


def draw_valuations(seed: int, jobs: Sequence[Job], prices: Prices) -> list[Row]:
    """The rows, oldest first; the newest of a contract is its price."""
    chance = Chance(seed, "valuations")
    bounds = [(REQUOTED, REQUOTED) if job.story == OVERPAID else (0, 1) for job in jobs]
    rows: list[Row] = []
    for job, again in zip(jobs, chance.spread(VALUATIONS - len(jobs), bounds), strict=True):
        price = prices[job.contract_id]
        last = chance.moment(job.begun)
        asked = TOLD if job.story == OVERPAID else [_other(chance, price).meble for _ in range(again)]
        for turn, meble in enumerate(asked):
            earlier = last - timedelta(days=4 * (again - turn))
            rows.append(_row(chance, job, replace(price, meble=meble), earlier))
        rows.append(_row(chance, job, price, last))
    return sorted(rows, key=lambda row: (row["created_at"], row["id"]))


def _other(chance: Chance, price: Price) -> Price:
    """What was asked first: mostly more."""
    factor = Decimal(str(round(chance.around(0.94, 1.06, 1.2), 2)))
    if factor == 1:
        factor = Decimal("1.03")
    return Price((price.meble * factor / 10).quantize(Decimal(1)) * 10, price.dodatki, price.appliances)


def _row(chance: Chance, job: Job, price: Price, at: datetime) -> Row:
    return {
        "id": chance.new_id(at),
        "contract_id": job.contract_id,
        "meble": price.meble,
        "dodatki": price.dodatki,
        "sprzet": price.sprzet,
        "created_at": at,
    }


def appliance_rows(seed: int, jobs: Sequence[Job], prices: Prices) -> list[Row]:
    """The appliances of all contracts as rows of step 5."""
    chance = Chance(seed, "appliances")
    rows: list[Row] = []
    for job in jobs:
        at = chance.moment(job.begun)
        rows += [
            {
                "id": chance.new_id(at),
                "contract_id": job.contract_id,
                "rodzaj": piece.rodzaj,
                "firma": piece.firma,
                "model": piece.model,
                "cena": piece.cena,
                "rabat": piece.rabat,
                "created_at": at,
            }
            for piece in prices[job.contract_id].appliances
        ]
    return rows
