"""Stock lists that Bottega exports it reads back unchanged, in every format that it imports."""

from typing import Any

import pytest
from test_importing import count, send

NOTES = ("- dolny regał\n=uwaga", '"cytat", i; reszta 🪚', "'+48", "2.500", "0012")


@pytest.mark.parametrize("full", [{}, {"exportScope": "full"}], ids=["view", "full"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_materials_come_back_as_they_were(warehouse: Any, file_format: str, full: dict[str, str]):
    prices = ("2.50", "1234.56", "2500", "0.05", None)
    for number, (note, price) in enumerate(zip(NOTES, prices, strict=True)):
        whole = number % 2 == 0
        board = {
            "typ": "mdf",
            "producent": "=Egger",
            "symbol": f"-H{number}",
            "dlugosc": 2800,
            "szerokosc": 2070,
            "grubosc": "18.5",
            "cala": whole,
            "pozostalo": None if whole else "1.234",
            "ilosc": 1000 + number,
            "uwagi": note,
            "legacyId": f"000{number}",
            "cenaZakupu": price,
        }
        answer = await warehouse.me.post("/warehouse/materials", board)
        assert answer.status_code == 201, answer.text
    exported = await warehouse.me.get("/warehouse/materials", params={"format": file_format, **full})
    report = (await send(warehouse, exported.content)).json()
    assert (report["errors"], report["preview"]) == ([], [])
    assert (report["rows"], report["unchanged"], report["created"], report["updated"]) == (5, 5, 0, 0)


async def test_an_export_that_was_edited_changes_its_materials_and_adds_none(warehouse: Any):
    board = {"typ": "mdf", "producent": "Egger", "symbol": "H1", "dlugosc": 2800, "szerokosc": 2070, "cala": True}
    one = (await warehouse.me.post("/warehouse/materials", {**board, "ilosc": 5})).json()["id"]
    head = "Id,Typ,Producent,Symbol,Dlugosc,Szerokosc,Ilosc,Cena Zakupu"
    rows = [head, f"{one},mdf,Egger,H1,2800,2070,7,2.500"]
    report = (await send(warehouse, "\n".join(rows).encode())).json()
    assert (report["created"], report["updated"], await count(warehouse)) == (0, 1, 1)
    twice = await send(warehouse, "\n".join([*rows, f"{one},mdf,Egger,H1,2800,2070,9,1"]).encode())
    assert [(error["line"], error["column"]) for error in twice.json()["errors"]] == [(3, "Id")]
    full = {"format": "json", "exportScope": "full"}
    [stored] = (await warehouse.me.get("/warehouse/materials", params=full)).json()
    assert (stored["Ilosc"], float(stored["Cena Zakupu"])) == (7, 2.5)
