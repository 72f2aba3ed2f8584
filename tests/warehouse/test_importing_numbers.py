"""Numbers of stock lists: sizes and prices as people write them are stored as they mean them, or refused."""

from typing import Any

import pytest
from test_importing import send

HEAD = "Typ;Producent;Symbol;Długość;Szerokość;Grubość;Ilość;Cena zakupu"


async def look(warehouse: Any, *cells: str, head: str = HEAD) -> Any:
    row = ";".join(("mdf", "Egger", "A1", *cells))
    return (await send(warehouse, f"{head}\r\n{row}\r\n".encode(), dryRun="true")).json()


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (("280 cm", "207 cm", "1,8 cm", "1", "100"), (2800, 2070, 18, 1, 100)),
        (("2 m", "1 m", "18 mm", "3 szt.", "1 250,50 zł"), (2000, 1000, 18, 3, 1250.5)),
        (("2800", "2 070,0", "18.000", "1", "1.250.000"), (2800, 2070, 18, 1, 1250000)),
        (("2.800 m", "2,07 m", "12,5", "10", "2500.00"), (2800, 2070, 12.5, 10, 2500)),
    ],
)
async def test_sizes_are_stored_in_millimetres_and_prices_in_zlotys(
    warehouse: Any, cells: tuple[str, ...], stored: tuple[float, ...]
):
    report = await look(warehouse, *cells)
    assert report["errors"] == []
    values = report["preview"][0]["values"]
    names = ("dlugosc", "szerokosc", "grubosc", "ilosc", "cena_zakupu")
    assert tuple(float(values[name]) for name in names) == stored


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (("2800", "2070", "18", "1", "2.500"), "Cena zakupu", "“2.500” may mean 2500 or 2,5; write the one"),
        (("2800", "2070", "18", "1", "12,345"), "Cena zakupu", "“12,345” may mean 12345 or 12,345; write"),
        (("2.800", "2070", "18", "1", "5"), "Długość", "“2.800” may mean 2800 or 2,8; write the one that is meant"),
        (("2800", "2070,5", "18", "1", "5"), "Szerokość", "“2070,5” is not a whole number"),
        (("2800", "2070", "18", "2,5", "5"), "Ilość", "“2,5” is not a whole number"),
        (("2800", "2070", "18", "1", "100 €"), "Cena zakupu", "“100 €” is given in €; what fits here is zł, PLN"),
        (("2800", "2070", "18", "5 kg", "5"), "Ilość", "“5 kg” is given in kg; what fits here is szt."),
        (("2800", "2070", "18", "2 opak.", "5"), "Ilość", "“2 opak.” is given in opak.; what fits here is szt."),
    ],
)
async def test_what_is_unclear_or_does_not_fit_is_refused_in_a_sentence(
    warehouse: Any, cells: tuple[str, ...], column: str, reason: str
):
    report = await look(warehouse, *cells)
    [error] = report["errors"]
    assert (report["created"], error["line"], error["column"]) == (0, 2, column)
    assert error["reason"].startswith(reason)


@pytest.mark.parametrize("heading", ["Cena zakupu (€)", "Cena zakupu (zł/m²)", "Cena zakupu (netto)"])
async def test_a_price_in_another_currency_or_measure_is_refused_by_its_heading(warehouse: Any, heading: str):
    report = await look(warehouse, "2800", "2070", "18", "1", "5", head=HEAD.replace("Cena zakupu", heading))
    assert (report["code"], heading in report["error"]) == ("other_unit", True)


async def test_a_title_above_the_headings_does_not_decide_the_delimiter(warehouse: Any):
    head = f"Stan magazynu, 30.11.2026, Poznań\r\n{HEAD}"
    report = await look(warehouse, "2800", "2070", "18,5", "1", "5,50", head=head)
    assert (report["delimiter"], report["created"]) == (";", 1)


async def test_an_open_quotation_mark_swallows_no_boards(warehouse: Any):
    rows = [HEAD, 'mdf;Egger;"A1;2800;2070;18;1;5', "mdf;Egger;A2;2800;2070;18;1;5"]
    answer = await send(warehouse, "\r\n".join(rows).encode(), skipBad="true")
    assert (answer.status_code, answer.json()["code"]) == (400, "open_quote")
    assert answer.json()["error"].startswith("Line 2 ")
