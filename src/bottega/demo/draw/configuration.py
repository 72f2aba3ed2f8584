"""Generator of contract configurations: furniture, fronts, handles, display cabinets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bottega.demo.bulk_insert import Row
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.random_source import Chance
from bottega.demo.texts.configurations import (
    CARCASSES,
    EDGES,
    FRAME_COLOURS,
    FRAMES,
    FRONT_KINDS,
    FRONTS,
    GLASS,
    GLASS_COLOURS,
    GROUPS,
    HANDLE_COLOURS,
    HANDLE_NOTES,
    HANDLES,
    SIDES,
)

FURNITURE: Final = 410
FRONT_ROWS: Final = 300
HANDLE_ROWS: Final = 270
VITRINES: Final = 62
GLAZED: Final = ("kuchnia", "salon")


@dataclass(frozen=True)
class Configuration:
    """The rows of step 1 of all contracts."""

    furniture: list[Row]
    fronts: list[Row]
    handles: list[Row]
    vitrines: list[Row]


def draw_configuration(seed: int, jobs: Sequence[Job]) -> Configuration:
    """What each contract is made of."""
    chance = Chance(seed, "configuration")
    kitchens = [job.typ == "kuchnia" for job in jobs]
    furniture = chance.spread(FURNITURE, [(3, 4) if kitchen else (1, 2) for kitchen in kitchens])
    fronts = chance.spread(FRONT_ROWS, [(1, 3) if kitchen else (1, 2) for kitchen in kitchens])
    handles = chance.spread(HANDLE_ROWS, [(1, 2)] * len(jobs))
    vitrines = chance.spread(VITRINES, [(0, 2) if job.typ in GLAZED else (0, 0) for job in jobs])
    drawn = Configuration([], [], [], [])
    for place, job in enumerate(jobs):
        # Step 1 is filled in when the contract is written.
        at = chance.moment(job.begun)
        carcass, edge = chance.pick(CARCASSES), chance.pick(EDGES)
        for group in chance.some(GROUPS[job.typ], min(furniture[place], len(GROUPS[job.typ]))):
            row = _row(chance, job, at)
            drawn.furniture.append(
                {**row, "grupa_meblowa": group, "korpus": carcass, "pcv": edge, "boki": chance.pick(SIDES)}
            )
        drawn.fronts.extend(_front(chance, job, at) for _ in range(fronts[place]))
        drawn.handles.extend(_handle(chance, job, at) for _ in range(handles[place]))
        drawn.vitrines.extend(_vitrine(chance, job, at) for _ in range(vitrines[place]))
    return drawn


def _row(chance: Chance, job: Job, at: datetime) -> Row:
    later = at + timedelta(seconds=chance.between(20, 900))
    return {"id": chance.new_id(later), "contract_id": job.contract_id, "created_at": later}


def _front(chance: Chance, job: Job, at: datetime) -> Row:
    material, colours, grained, _ = chance.pick(FRONTS)
    return {
        **_row(chance, job, at),
        "typ": chance.pick(FRONT_KINDS),
        "material": material,
        "kolor": chance.pick(colours),
        "uslojenie": chance.pick(("pionowe", "poziome")) if grained else "brak",
    }


def _handle(chance: Chance, job: Job, at: datetime) -> Row:
    typ, lengths = chance.pick(HANDLES)
    invisible = lengths == (None,) and typ != "gałka"
    return {
        **_row(chance, job, at),
        "typ": typ,
        "kolor": None if invisible else chance.pick(HANDLE_COLOURS),
        "dlugosc": chance.pick(lengths),
        "sztuk": None if typ == "gola" else chance.between(2, 34),
        "uwagi": chance.pick(HANDLE_NOTES),
    }


def _vitrine(chance: Chance, job: Job, at: datetime) -> Row:
    return {
        **_row(chance, job, at),
        "typ_ramy": chance.pick(FRAMES),
        "kolor_ramy": chance.pick(FRAME_COLOURS),
        "szyba": chance.pick(GLASS),
        "kolor_szyby": chance.pick(GLASS_COLOURS),
    }
