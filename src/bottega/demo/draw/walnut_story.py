"""The story of a miscut walnut board: reissue, and its offcut.

Veneered fronts and boards were taken a second time for the same contract, which earned nothing in the end; the wrong
cuts lie with the offcuts.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bottega.business.warehouse.cutting import share
from bottega.business.warehouse.material_checks import area_of
from bottega.business.warehouse.stocked import name_of
from bottega.demo.bulk_insert import Row
from bottega.demo.draw.random_source import Chance, grosze, price_on
from bottega.demo.texts.stories import LOSS, contract_of

if TYPE_CHECKING:
    from bottega.demo.draw.warehouse import Stock

WALNUT: Final = ("H3700 ST10", "H3734 ST9")
BOARDS: Final = 4
# Square metres, and what a square metre of veneered front costs.
FRONTS: Final = Decimal("7.75")
VENEER: Final = 780.0
SECOND_SET: Final = "Fronty fornirowane orzech, drugi komplet"
LEFT: Final = ((1380, 640), (1250, 410), (980, 560))
REMARK: Final = "Salon Pawlak: rozcięta w poprzek usłojenia, nie na fronty"


def cut_across_the_grain(chance: Chance, today: date, stock: "Stock") -> None:
    """Let it have happened to the contract of the story, if there is one: its issue, its lines and three offcuts."""
    issue = next((one for one in stock.issues if one["contract_id"] == contract_of(LOSS)), None)
    if issue is None:
        return
    board = _walnut(stock.boards, issue["created_at"])
    again: list[Row] = [
        {
            "material_id": board["id"],
            "nazwa": name_of(board),
            "ilosc": Decimal(BOARDS),
            "jednostka": "szt.",
            "cena": price_on(float(board["cena_zakupu"]), issue["data"], today),
        },
        {
            "material_id": None,
            "nazwa": SECOND_SET,
            "ilosc": FRONTS,
            "jednostka": "m²",
            "cena": price_on(VENEER, issue["data"], today),
        },
    ]
    there = sum(line["goods_issue_id"] == issue["id"] for line in stock.lines)
    at = issue["created_at"]
    for place, line in enumerate(again, there + 1):
        line |= {"id": chance.new_id(at), "goods_issue_id": issue["id"], "lp": place, "created_at": at}
    stock.lines += again
    issue["kwota"] += sum((grosze(line["ilosc"] * line["cena"]) for line in again), Decimal(0))
    free = [one for one in stock.offcuts if one["contract_id"] is None]
    for row, (length, width) in zip(free, LEFT, strict=False):
        row |= {**_left_over(board, length, width), "id": chance.new_id(at), "location_id": row["location_id"]}
        row["created_at"] = at


def _left_over(board: Row, length: int, width: int) -> Row:
    """A piece of a board that was cut wrongly."""
    area, whole = area_of(length, width), area_of(board["dlugosc"], board["szerokosc"])
    return {
        **board,
        "dlugosc": length,
        "szerokosc": width,
        "cala": False,
        "pozostalo": area,
        "ilosc": 1,
        "uwagi": REMARK,
        "parent_id": board["id"],
        "contract_id": None,
        "cena_zakupu": share(board["cena_zakupu"], area, whole),
    }


def _walnut(boards: Sequence[Row], created: datetime) -> Row:
    """A whole board in walnut that was there already, or else the dearest that was."""
    fitting = [one for one in boards if one["typ"] == "plyta_laminowana" and one["created_at"] <= created]
    return max(fitting, key=lambda one: (one["symbol"] in WALNUT, one["cena_zakupu"]))
