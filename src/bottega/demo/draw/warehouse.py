"""Generator of the warehouse: stock, offcuts, goods issues."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.business.warehouse.cutting import share
from bottega.business.warehouse.goods_issue_lines import GoodsIssueLine
from bottega.business.warehouse.goods_issue_numbers import WZ
from bottega.business.warehouse.goods_issues import GoodsIssue
from bottega.business.warehouse.locations import Location
from bottega.business.warehouse.material_checks import area_of
from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.stocked import name_of
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.crews import LEADERS
from bottega.demo.draw.random_source import Chance, grosze, price_on, working_day
from bottega.demo.draw.walnut_story import cut_across_the_grain
from bottega.demo.draw.workdays import open_day
from bottega.demo.texts.decors import BOARD, DECORS, FITTINGS, VARIANTS, Decor, Variant
from bottega.demo.texts.furniture_words import suited, suits
from bottega.demo.texts.product_mix import KINDS

PLACES: Final = ("Regał A", "Regał B", "Regał resztek", "Blaty", "Okucia", "Rampa")

BOARD_NOTES: Final = (
    None,
    None,
    None,
    "ostatnia dostawa: drobne zarysowania na folii",
    "folia ochronna zdjęta",
    "partia z jednej palety",
)
OFFCUT_NOTES: Final = (None, None, "bez otworów", "obity róg, 40 mm do odcięcia", "krawędź oklejona z jednej strony")
ISSUE_NOTES: Final = (
    None,
    None,
    None,
    None,
    "Winda mała: słupek w dwóch częściach.",
    "Wnieść od podwórza, klucz u dozorcy.",
    "Klient sam demontuje stare meble do piątku.",
    "Blat wieźć na stojąco, przekładki z filcu.",
    "Drugi kurs: blat i fronty lakierowane.",
)
VANS: Final = ("Fiat Ducato, PO 7JE31", "Renault Master, PO 4KD82")
# Of what the material of a contract is worth: fittings, the rest is boards; and the second of two loads.
FITTINGS_SHARE: Final = Decimal("0.35")
SECOND_LOAD: Final = Decimal("0.3")
# What the boards and fittings of a piece of furniture are worth, of what it is sold for, where nobody knows better.
USUAL_SHARE: Final = Decimal("0.25")
# So many of a kind go out for one piece of furniture at most.
MOST: Final = {"blat_kompakt": 1, "blat_laminowany": 1, "hdf": 2, "mdf": 3, "plyta_laminowana": 8}
TOPS: Final = ("blat_laminowany", "blat_kompakt")


@dataclass(frozen=True)
class Size:
    """How much there is; beside the boards of 18 mm of so many decors there may be other things in some of them."""

    decors: int
    variants: bool
    offcuts: int
    reserved_boards: int
    reserved_offcuts: int
    issues: int


STUDIO: Final = Size(decors=len(DECORS), variants=True, offcuts=96, reserved_boards=22, reserved_offcuts=9, issues=178)


@dataclass
class Stock:
    """Everything the warehouse holds and has given away."""

    locations: list[Row] = field(default_factory=list[Row])
    boards: list[Row] = field(default_factory=list[Row])
    offcuts: list[Row] = field(default_factory=list[Row])
    issues: list[Row] = field(default_factory=list[Row])
    lines: list[Row] = field(default_factory=list[Row])


def draw_stock(
    seed: int,
    today: date,
    jobs: list[Job],
    size: Size = STUDIO,
    part: str = "warehouse",
    *,
    worth: Mapping[UUID, Decimal] | None = None,
) -> Stock:
    """The warehouse on a day, given the contracts up to it, and what the material of each is ``worth``."""
    chance = Chance(seed, part)
    stock = Stock()
    founded = chance.moment(working_day(today - timedelta(days=24 * 30)))
    stock.locations = [
        {"id": chance.new_id(founded + timedelta(minutes=n)), "nazwa": name, "created_at": founded}
        for n, name in enumerate(PLACES)
    ]
    places = {row["nazwa"]: row["id"] for row in stock.locations}
    stock.boards = [_board(chance, today, places, *one) for one in _catalogue(chance, size)]
    cuttable = [board for board in stock.boards if board["typ"] in ("plyta_laminowana", "blat_laminowany")]
    stock.offcuts = [_offcut(chance, today, chance.pick(cuttable), places) for _ in range(size.offcuts)]
    waiting = [job for job in jobs if job.installation and job.installation > today]
    for row in chance.some(stock.boards, size.reserved_boards):
        # What waits for its installation stands on the ramp.
        row |= {"contract_id": chance.pick(waiting).contract_id, "location_id": places["Rampa"]}
    for row in chance.some(stock.offcuts, size.reserved_offcuts):
        row["contract_id"] = chance.pick(waiting).contract_id
    issued = _issued(chance, today, jobs, size.issues)
    loads = Counter(job.contract_id for job, _ in issued)
    for place, (job, day) in enumerate(issued):
        known = (worth or {}).get(job.contract_id, KINDS[job.typ].meble[1] * USUAL_SHARE)
        again = any(one.contract_id == job.contract_id for one, _ in issued[:place])
        share = Decimal(1) if loads[job.contract_id] == 1 else SECOND_LOAD if again else 1 - SECOND_LOAD
        _issue(chance, stock, job, (day, today), known * share)
    cut_across_the_grain(chance, today, stock)
    return stock


def _catalogue(chance: Chance, size: Size) -> list[tuple[Decor, Variant]]:
    """Every decor as a board of 18 mm, and other things in some of them."""
    rows = [(decor, BOARD) for decor in DECORS[: size.decors]]
    for count, variant in VARIANTS if size.variants else ():
        rows += [(decor, variant) for decor in chance.some(DECORS, count)]
    return rows


def _board(chance: Chance, today: date, places: dict[str, UUID], decor: Decor, variant: Variant) -> Row:
    typ, place, dlugosc, szerokosc, grubosc, price = variant
    bought = working_day(today - timedelta(days=chance.between(3, 300)))
    created = chance.moment(bought)
    today_price = price if price is not None else chance.between(*decor.price) * (1.3 if grubosc == "25.0" else 1)
    return {
        "id": chance.new_id(created),
        "typ": typ,
        "producent": decor.producent,
        "symbol": decor.symbol,
        "dlugosc": dlugosc,
        "szerokosc": szerokosc,
        "grubosc": Decimal(grubosc),
        "cala": True,
        "pozostalo": None,
        "ilosc": chance.between(1, 14),
        "contract_id": None,
        "uwagi": chance.pick(BOARD_NOTES),
        "parent_id": None,
        "location_id": places[place],
        "cena_zakupu": price_on(today_price, bought, today),
        "created_at": created,
    }


def _offcut(chance: Chance, today: date, board: Row, places: dict[str, UUID]) -> Row:
    """What is left of a board after a job; sometimes a corner of it is not usable."""
    length = min(int(chance.around(320, 900, 2400)), board["dlugosc"])
    width = min(int(chance.around(120, 380, 1200)), board["szerokosc"])
    area = area_of(length, width)
    whole = area_of(board["dlugosc"], board["szerokosc"])
    created = chance.moment(working_day(today - timedelta(days=chance.between(0, 120))))
    created = max(created, board["created_at"])
    left = area if chance.happens(0.85) else (area * Decimal("0.8")).quantize(Decimal("0.001"))
    return {
        **board,
        "id": chance.new_id(created),
        "dlugosc": length,
        "szerokosc": width,
        "cala": False,
        "pozostalo": left,
        "ilosc": 1,
        "uwagi": chance.pick(OFFCUT_NOTES),
        "parent_id": board["id"],
        "location_id": places["Regał resztek"],
        "cena_zakupu": share(board["cena_zakupu"], area, whole),
        "created_at": created,
    }


def _issued(chance: Chance, today: date, jobs: list[Job], count: int) -> list[tuple[Job, date]]:
    """Contracts with the day their goods went out, oldest first: at most three days before installation."""
    installed = [job for job in jobs if job.installation and job.installation <= today]
    days: list[tuple[Job, date]] = []
    for job in installed[-count:]:
        assert job.installation is not None
        days.append((job, open_day(job.installation - timedelta(days=chance.between(0, 3)))))
    # What does not fit into one van goes in two.
    for job in chance.some(installed, count - len(days)):
        assert job.installation is not None
        days.append((job, open_day(job.installation)))
    return sorted(days, key=lambda one: (one[1], one[0].contract_id))


def _issue(chance: Chance, stock: Stock, job: Job, days: tuple[date, date], worth: Decimal) -> None:
    """A document and its three to nine lines: boards first, then fittings, together about what they are worth."""
    day, _ = days
    created = chance.moment(day)
    issue_id = chance.new_id(created)
    count = chance.between(5, 9) if job.typ in ("kuchnia", "biuro", "lokal_uslugowy") else chance.between(3, 6)
    boards = chance.between(1, min(4, count - 2))
    suitable = [row for row in stock.boards if row["typ"] not in TOPS or suits("blat", job.typ)]
    older = [row for row in suitable if row["created_at"] <= created] or suitable
    boards = min(boards, len(older))
    fittings = _fitting_lines(chance, job, count - boards, worth * FITTINGS_SHARE, days)
    left = worth - sum((line["ilosc"] * line["cena"] for line in fittings), Decimal(0))
    lines = [*_board_lines(chance, chance.some(older, boards), left, days), *fittings]
    for place, line in enumerate(lines, 1):
        line |= {"id": chance.new_id(created), "goods_issue_id": issue_id, "lp": place, "created_at": created}
    stock.lines += lines
    stock.issues.append(
        {
            "id": issue_id,
            "contract_id": job.contract_id,
            "data": day,
            "created_at": created,
            "uwagi": chance.pick(suited(ISSUE_NOTES, job.typ)),
            "kwota": sum((grosze(line["ilosc"] * line["cena"]) for line in lines), Decimal(0)),
            "srodek_transportu": chance.pick(VANS),
            "odebral": f"{LEADERS[job.crew]}, brygada {job.crew}",
        }
    )


def _board_lines(chance: Chance, boards: Sequence[Row], worth: Decimal, days: tuple[date, date]) -> Iterator[Row]:
    """Whole boards; the last of them take what is left."""
    for place, board in enumerate(sorted(boards, key=lambda one: MOST[one["typ"]])):
        price = price_on(float(board["cena_zakupu"]), *days)
        share = worth / (len(boards) - place) * Decimal(str(round(chance.around(0.6, 1, 1.4), 2)))
        count = min(max(round(float(share / price)), 1), MOST[board["typ"]])
        worth -= count * price
        yield {
            "material_id": board["id"],
            "nazwa": name_of(board),
            "ilosc": Decimal(count),
            "jednostka": "szt.",
            "cena": price,
        }


def _fitting_lines(chance: Chance, job: Job, count: int, worth: Decimal, days: tuple[date, date]) -> list[Row]:
    """So many different things that are not dearer than they may be, each within what is usual."""
    suitable = sorted((one for one in FITTINGS if suits(one[0], job.typ)), key=lambda one: one[2] * one[3][0])
    fitting = [one for one in suitable if one[2] * one[3][0] < worth / count * 2]
    found: list[Row] = []
    for name, unit, price, (low, high) in chance.some(max(fitting, suitable[: count + 2], key=len), count):
        wanted = float(worth) / count * chance.around(0.5, 1, 1.5) / price
        amount = Decimal(min(max(round(wanted), low), high))
        if unit in ("mb", "m²"):
            amount += Decimal(chance.pick(("0", "0.5", "0.25")))
        found.append(
            {"material_id": None, "nazwa": name, "ilosc": amount, "jednostka": unit, "cena": price_on(price, *days)}
        )
    return found


async def store_stock(into: Destination, stock: Stock, author: UUID) -> None:
    """Write a warehouse into an organization; its documents are numbered in the order of their days."""
    await into.store(Location, stock.locations)
    await into.store(Material, stock.boards)
    await into.store(Material, stock.offcuts)
    numbered = [
        {
            **row,
            "nr": await WZ.next(into.ctx, into.organization_id, row["data"]),
            "z_serii": True,
            "status": "wystawiona",
            "location_id": stock.locations[-1]["id"],
            "wystawil_id": author,
        }
        for row in stock.issues
    ]
    await into.store(GoodsIssue, numbered)
    await into.store(GoodsIssueLine, stock.lines)
