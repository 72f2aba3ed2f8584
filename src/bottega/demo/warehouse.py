"""The demo's warehouse: boards and offcuts as they lie there today, and a goods issue for every installed contract."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.business.warehouse.areas import area_of
from bottega.business.warehouse.cutting import share
from bottega.business.warehouse.goods_issue_lines import GoodsIssueLine
from bottega.business.warehouse.goods_issues import WZ, GoodsIssue
from bottega.business.warehouse.locations import Location
from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.stocked import name_of
from bottega.demo.chance import Chance, grosze, price_on, working_day
from bottega.demo.decors import BOARD, DECORS, FITTINGS, VARIANTS, Decor, Fitting, Variant
from bottega.demo.jobs import Job
from bottega.demo.miscut import cut_across_the_grain
from bottega.demo.storing import Destination, Row

PLACES: Final = ("Regał A", "Regał B", "Regał resztek", "Blaty", "Okucia", "Rampa")

BOARD_NOTES: Final = (
    None, None, None, "ostatnia dostawa: drobne zarysowania na folii", "folia ochronna zdjęta",
    "partia z jednej palety",
)  # fmt: skip
OFFCUT_NOTES: Final = (
    None,
    None,
    "bez otworów",
    "obity róg, 40 mm do odcięcia",
    "krawędź oklejona z jednej strony",
)
ISSUE_NOTES: Final = (
    None, None, None, None, "Winda mała: słupek w dwóch częściach.", "Wnieść od podwórza, klucz u dozorcy.",
    "Klient sam demontuje stare meble do piątku.", "Blat wieźć na stojąco, przekładki z filcu.",
    "Drugi kurs: blat i fronty lakierowane.",
)  # fmt: skip
VANS: Final = ("Fiat Ducato, PO 7JE31", "Renault Master, PO 4KD82", "odbiór własny klienta")
CREWS: Final = ("Damian Kowal, brygada A", "Rafał Sosna, brygada B")


@dataclass(frozen=True)
class Size:
    """How much there is; beside the boards of 18 mm of so many decors there may be other things in some of them."""

    decors: int
    variants: bool
    offcuts: int
    reserved_boards: int
    reserved_offcuts: int
    issues: int


STUDIO: Final = Size(
    decors=len(DECORS), variants=True, offcuts=96, reserved_boards=22, reserved_offcuts=9, issues=178
)


@dataclass
class Stock:
    """Everything the warehouse holds and has given away."""

    locations: list[Row] = field(default_factory=list[Row])
    boards: list[Row] = field(default_factory=list[Row])
    offcuts: list[Row] = field(default_factory=list[Row])
    issues: list[Row] = field(default_factory=list[Row])
    lines: list[Row] = field(default_factory=list[Row])


def draw_stock(
    seed: int, today: date, jobs: list[Job], size: Size = STUDIO, part: str = "warehouse"
) -> Stock:
    """The warehouse on a day, given the contracts up to it."""
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
    for job, day in _issued(chance, today, jobs, size.issues):
        _issue(chance, stock, job, day, today)
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
    today_price = (
        price if price is not None else chance.between(*decor.price) * (1.3 if grubosc == "25.0" else 1)
    )
    return {
        "id": chance.new_id(created), "typ": typ, "producent": decor.producent, "symbol": decor.symbol,
        "dlugosc": dlugosc, "szerokosc": szerokosc, "grubosc": Decimal(grubosc), "cala": True, "pozostalo": None,
        "ilosc": chance.between(1, 14), "contract_id": None, "uwagi": chance.pick(BOARD_NOTES), "parent_id": None,
        "location_id": places[place], "cena_zakupu": price_on(today_price, bought, today), "created_at": created,
    }  # fmt: skip


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
        **board, "id": chance.new_id(created), "dlugosc": length, "szerokosc": width, "cala": False, "pozostalo": left,
        "ilosc": 1, "uwagi": chance.pick(OFFCUT_NOTES), "parent_id": board["id"],
        "location_id": places["Regał resztek"], "cena_zakupu": share(board["cena_zakupu"], area, whole),
        "created_at": created,
    }  # fmt: skip


def _issued(chance: Chance, today: date, jobs: list[Job], count: int) -> list[tuple[Job, date]]:
    """Contracts with the day their goods went out, oldest first: at most three days before installation."""
    installed = [job for job in jobs if job.installation and job.installation <= today]
    days: list[tuple[Job, date]] = []
    for job in installed[-count:]:
        assert job.installation is not None
        days.append((job, working_day(job.installation - timedelta(days=chance.between(0, 3)))))
    # What does not fit into one van goes in two.
    for job in chance.some(installed, count - len(days)):
        assert job.installation is not None
        days.append((job, working_day(job.installation)))
    return sorted(days, key=lambda one: (one[1], one[0].contract_id))


def _issue(chance: Chance, stock: Stock, job: Job, day: date, today: date) -> None:
    """A document and its three to nine lines: boards first, then fittings."""
    created = chance.moment(day)
    issue_id = chance.new_id(created)
    count = (
        chance.between(5, 9) if job.typ in ("kuchnia", "biuro", "lokal_uslugowy") else chance.between(3, 6)
    )
    boards = chance.between(1, min(4, count - 1))
    older = [row for row in stock.boards if row["created_at"] <= created] or stock.boards
    lines = [_board_line(chance, row, day, today) for row in chance.some(older, min(boards, len(older)))]
    lines += [_fitting_line(chance, one, day, today) for one in chance.some(FITTINGS, count - len(lines))]
    for place, line in enumerate(lines, 1):
        line |= {"id": chance.new_id(created), "goods_issue_id": issue_id, "lp": place, "created_at": created}
    stock.lines += lines
    stock.issues.append({
        "id": issue_id, "contract_id": job.contract_id, "data": day, "created_at": created,
        "uwagi": chance.pick(ISSUE_NOTES),
        "kwota": sum((grosze(line["ilosc"] * line["cena"]) for line in lines), Decimal(0)),
        "srodek_transportu": chance.pick(VANS), "odebral": chance.pick(CREWS),
    })  # fmt: skip


def _board_line(chance: Chance, board: Row, day: date, today: date) -> Row:
    count = 1 if board["typ"].startswith("blat") else chance.between(1, 9)
    return {
        "material_id": board["id"], "nazwa": name_of(board), "ilosc": Decimal(count), "jednostka": "szt.",
        "cena": price_on(float(board["cena_zakupu"]), day, today),
    }  # fmt: skip


def _fitting_line(chance: Chance, fitting: Fitting, day: date, today: date) -> Row:
    name, unit, price, counts = fitting
    count = Decimal(chance.between(*counts))
    if unit in ("mb", "m²"):
        count += Decimal(chance.pick(("0", "0.5", "0.25")))
    return {
        "material_id": None, "nazwa": name, "ilosc": count, "jednostka": unit, "cena": price_on(price, day, today),
    }  # fmt: skip


async def store_stock(into: Destination, stock: Stock, author: UUID) -> None:
    """Write a warehouse into an organization; its documents are numbered in the order of their days."""
    await into.store(Location, stock.locations)
    await into.store(Material, stock.boards)
    await into.store(Material, stock.offcuts)
    numbered = [
        {
            **row, "nr": await WZ.next(into.ctx, into.organization_id, row["data"]), "z_serii": True,
            "status": "wystawiona", "location_id": stock.locations[-1]["id"], "wystawil_id": author,
        }
        for row in stock.issues
    ]  # fmt: skip
    await into.store(GoodsIssue, numbered)
    await into.store(GoodsIssueLine, stock.lines)
