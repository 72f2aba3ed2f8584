"""Stock lists that Bottega exports it reads back unchanged, in every format that it imports."""

from typing import Any
from uuid import uuid4

import pytest
from test_importing import count, send

NOTES = ("- dolny regał\n=uwaga", '"cytat", i; reszta 🪚', "'+48", "2.500", "0012")


async def stored(warehouse: Any) -> dict[str, Any]:
    """The one material there is, with everything that is stored of it."""
    full = {"format": "json", "exportScope": "full"}
    [material] = (await warehouse.me.get("/warehouse/materials", params=full)).json()
    return material


@pytest.mark.parametrize("headings", [("keys", "en"), ("words", "pl"), ("words", "en")], ids="-".join)
@pytest.mark.parametrize("full", [{}, {"exportScope": "full"}], ids=["view", "full"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_materials_come_back_as_they_were(
    warehouse: Any, file_format: str, full: dict[str, str], headings: tuple[str, str]
):
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
            "cenaNetto": price and "0.04",
            "locationId": warehouse.location_id,
        }
        answer = await warehouse.me.post("/warehouse/materials", board)
        assert answer.status_code == 201, answer.text
    kind, locale = headings
    params = {"format": file_format, "headings": kind, **full}
    in_the_language = {"accept-language": locale}
    exported = await warehouse.me.client.get("/warehouse/materials", params=params, headers=in_the_language)
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
    material = await stored(warehouse)
    assert (material["Ilosc"], float(material["Cena Zakupu"])) == (7, 2.5)


async def test_an_export_from_elsewhere_leaves_out_where_its_materials_lie(warehouse: Any):
    head = "Identyfikator;Rodzaj;Producent;Symbol dekoru;Długość (mm);Szerokość (mm);Ilość;Lokalizacja"
    row = f"{uuid4()};mdf;Egger;H1;2800;2070;7"
    report = (await send(warehouse, f"{head}\n{row};{uuid4()}\n".encode())).json()
    assert (report["errors"], report["created"]) == ([], 1)
    assert (await stored(warehouse))["Location Id"] is None
    refused = (await send(warehouse, f"{head}\n{row};Za piecem\n".encode())).json()
    assert [(one["column"], one["reason"]) for one in refused["errors"]] == [
        ("Lokalizacja", "There is no location “Za piecem”")
    ]


async def test_an_exported_location_may_be_another_one(warehouse: Any):
    one = await warehouse.board()
    lines = ["Id,Type,Manufacturer,Symbol,Length (mm),Width (mm),Quantity,Location"]
    lines.append(f"{one},plyta_laminowana,Egger,H1180 ST37,2800,2070,5,{warehouse.location_id}")
    report = (await send(warehouse, "\n".join(lines).encode())).json()
    assert (report["updated"], (await stored(warehouse))["Location Id"]) == (1, warehouse.location_id)
