"""Generator of buildings, which decide the VAT rate of a contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.random_source import Chance
from bottega.demo.texts.stories import MIXED_VAT

FLAT, HOUSE, SHOP = "lokal_mieszkalny", "dom_jednorodzinny", "lokal_uslugowy"
HOUSES: Final = 0.3
# Square metres: smallest, commonest, largest. A few are larger than the reduced rate allows as a whole.
AREAS: Final = {FLAT: (31, 58, 172), HOUSE: (88, 142, 318), SHOP: (42, 90, 210)}
# Of the kitchen in two rates.
ISLAND: Final = Decimal(9_400)
LIMITS: Final = {FLAT: 150, HOUSE: 300}


@dataclass(frozen=True)
class Building:
    """What is known of it; ``stated``: the client has signed the statement for the reduced rate."""

    kind: str
    area: Decimal
    fixed: bool
    stated: bool
    mode: str
    # What the kitchen island costs; most are tied to the floor.
    island: Decimal = Decimal(0)

    @property
    def reduced(self) -> bool:
        """Whether the furniture is invoiced at the reduced rate."""
        return self.stated


def draw_buildings(seed: int, jobs: Sequence[Job]) -> dict[UUID, Building]:
    """The building of each contract."""
    chance = Chance(seed, "buildings")
    return {job.contract_id: _building(chance, job) for job in jobs}


def _building(chance: Chance, job: Job) -> Building:
    kind = SHOP if job.business else HOUSE if chance.happens(HOUSES) else FLAT
    area = Decimal(f"{chance.around(*AREAS[kind]):.1f}")
    if job.business:
        return Building(kind, area, fixed=True, stated=False, mode="stawka_23")
    if job.story == MIXED_VAT:
        return Building(HOUSE, Decimal("148.5"), fixed=True, stated=True, mode="stawka_8", island=ISLAND)
    # What only stands there is loose furniture, and a draft has no statement yet.
    loose = job.typ in ("inne", "salon") and chance.happens(0.2)
    stated = job.signed is not None and not loose
    large = area > LIMITS[kind]
    mode = "stawka_23" if loose else "proporcja" if large else "auto"
    return Building(kind, area, fixed=not loose, stated=stated, mode=mode)
