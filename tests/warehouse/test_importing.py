"""Importing a stock list: a preview, one command or nothing, and undo."""

import io
import json
import time
from pathlib import Path
from typing import Any

import xlsxwriter

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = "Kod;Typ;Producent;Dekor;Długość (mm);Szer.;Grubość;Ilość szt.;Cena zakupu"


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows]).encode("cp1250")


async def send(warehouse: Any, content: bytes, **form: Any) -> Any:
    files = {"file": ("stan.csv", content, "text/csv")}
    return await warehouse.me.client.post("/warehouse/materials/import", files=files, data=form)


async def count(warehouse: Any, **query: Any) -> int:
    return (await warehouse.me.get("/warehouse/materials", params=query)).json()["total"]


async def test_a_preview_says_what_would_happen_and_does_nothing(warehouse: Any):
    content = (EXAMPLES / "stan_magazynu_cp1250.csv").read_bytes()
    report = (await send(warehouse, content, dryRun="true")).json()
    assert (report["encoding"], report["delimiter"], report["rows"]) == ("cp1250", ";", 61)
    assert (report["created"], report["updated"], report["rejected"]) == (55, 0, 6)
    assert report["columns"]["dlugosc"] == "Długość (mm)"
    assert report["columns"]["szerokosc"] == "Szer. (mm)"
    first = report["preview"][0]
    assert (first["line"], first["action"]) == (2, "create")
    assert first["values"]["typ"] in ("plyta_laminowana", "hdf", "blat_laminowany")
    assert await count(warehouse) == 0


async def test_every_bad_row_is_named_with_line_column_and_reason_in_polish(warehouse: Any):
    content = (EXAMPLES / "stan_magazynu_cp1250.csv").read_bytes()
    warehouse.me.client.headers["accept-language"] = "pl"
    answer = await send(warehouse, content)
    assert answer.status_code == 400
    body = answer.json()
    assert (body["code"], body["error"]) == ("bad_rows", "Niczego nie zaimportowano: błędne wiersze: 6 z 61")
    reasons = {error["line"]: (error["column"], error["reason"]) for error in body["errors"]}
    assert reasons[22] == ("Kod", "Ten sam kod co w wierszu 5: „MAG-0004”")
    assert reasons[36] == ("Dekor", "Taki sam wiersz jak 35; zsumuj ilość")
    assert reasons[59] == ("Długość (mm)", "„28OO” nie jest liczbą")
    assert reasons[60] == ("Ilość szt.", "Podaj co najmniej 0")
    assert reasons[61] == ("Pozostało (m2)", "Pozostała powierzchnia jest większa niż cała płyta")
    assert reasons[62] == ("Producent", "Komórka jest pusta")
    assert await count(warehouse) == 0


async def test_bad_rows_can_be_left_out(warehouse: Any):
    content = (EXAMPLES / "stan_magazynu_cp1250.csv").read_bytes()
    report = (await send(warehouse, content, skipBad="true")).json()
    assert (report["created"], report["rejected"]) == (55, 6)
    assert await count(warehouse) == 55
    assert await count(warehouse, search="zolc") == 0
    assert await count(warehouse, search="barokowy") == 0


async def test_a_clean_list_is_imported_and_undone_and_done_again_as_one_change(warehouse: Any):
    content = (EXAMPLES / "stan_magazynu_utf8_bom.csv").read_bytes()
    answer = await send(warehouse, content)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["created"], answer.json()["encoding"]) == (120, "utf-8")
    assert await count(warehouse) == 120
    assert await count(warehouse, cala="false") == 40
    undone = await warehouse.undo(answer)
    assert undone.status_code == 200, undone.text
    assert await count(warehouse) == 0
    assert (await warehouse.redo(undone)).status_code == 200
    assert await count(warehouse, search="egger") > 0


async def test_two_hundred_rows_are_one_change_that_can_be_undone_and_done_again(warehouse: Any):
    answer = await send(warehouse, csv(*(f"B-{n};mdf;Egger;U{n};2800;2070;18,0;{n % 9};" for n in range(200))))
    assert answer.json()["created"] == 200
    before = (await warehouse.me.get("/warehouse/materials", params={"sortField": "symbol"})).json()["items"]
    undone = await warehouse.undo(answer)
    assert await count(warehouse) == 0
    assert (await warehouse.redo(undone)).status_code == 200
    assert await count(warehouse) == 200
    after = (await warehouse.me.get("/warehouse/materials", params={"sortField": "symbol"})).json()["items"]
    # Only that they were put back is a change.
    assert [{**one, "updated_at": None} for one in after] == [{**one, "updated_at": None} for one in before]
    assert after[0]["updated_at"] > before[0]["updated_at"]


async def test_the_same_list_again_changes_nothing_and_a_corrected_one_only_what_differs(warehouse: Any):
    rows = ["A-1;mdf;Egger;W1000;2800;2070;18,0;3;320,00", "A-2;mdf;Egger;U702;2800;2070;;1;"]
    assert (await send(warehouse, csv(*rows))).json()["created"] == 2
    again = await send(warehouse, csv(*rows))
    assert (again.json()["created"], again.json()["updated"], again.json()["unchanged"]) == (0, 0, 2)
    assert "x-om-operation" not in again.headers
    corrected = await send(warehouse, csv(rows[0].replace(";3;320,00", ";7;"), rows[1], "A-3;mdf;E;s;1;1;;1;"))
    report = corrected.json()
    assert (report["created"], report["updated"], report["unchanged"]) == (1, 1, 1)
    assert await count(warehouse) == 3
    assert (await warehouse.undo(corrected)).status_code == 200
    listed = (await warehouse.me.get("/warehouse/materials", params={"sortField": "symbol"})).json()["items"]
    assert [(item["symbol"], item["ilosc"]) for item in listed] == [("U702", 1), ("W1000", 3)]


async def test_an_offcut_keeps_what_was_taken_of_it_unless_the_list_says_otherwise(warehouse: Any):
    head = "Kod;Typ;Producent;Dekor;Długość;Szerokość;Ilość;Cała;Pozostało"
    await send(warehouse, csv("R-1;mdf;E;s;1000;1000;1;resztka;0,4", head=head))
    await send(warehouse, csv("R-1;mdf;E;s;1000;1000;2;;", head=head))
    (item,) = (await warehouse.me.get("/warehouse/materials")).json()["items"]
    assert (item["cala"], item["pozostalo"], item["ilosc"]) == (False, 0.4, 2)
    whole = await send(warehouse, csv("R-1;mdf;E;s;1000;1000;2;tak;", head=head), dryRun="1")
    assert whole.json()["errors"] == [
        {"line": 2, "column": None, "reason": "An offcut cannot become a whole board again"}
    ]


async def test_columns_can_be_named_by_hand_and_racks_by_name(warehouse: Any):
    place = (await warehouse.me.get("/warehouse/locations")).json()["items"][0]["nazwa"]
    head = "Typ;Producent;Dekor;Bok X;Bok Y;Ilość;Regał"
    mapping = json.dumps({"dlugosc": "Bok X", "szerokosc": "bok y"})
    content = csv(f"mdf;E;s;1000;500;1;{place.upper()}", "mdf;E;s;1000;500;1;Strych", head=head)
    missing = await send(warehouse, content)
    assert (missing.status_code, missing.json()["code"]) == (400, "missing_columns")
    report = (await send(warehouse, content, mapping=mapping, dryRun="yes")).json()
    assert (report["created"], report["errors"][0]["line"], report["errors"][0]["column"]) == (1, 3, "Regał")
    assert report["preview"][0]["values"]["location_id"] == warehouse.location_id
    assert (await send(warehouse, content, mapping="{")).status_code == 400


async def test_a_workbook_is_imported_too(warehouse: Any):
    file = io.BytesIO()
    workbook: Any = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["Typ", "Producent", "Dekor", "Długość", "Szerokość", "Grubość", "Ilość"])
    sheet.write_row(1, 0, ["mdf", "Egger", "W1000", 2800, 2070, 18.5, 3])
    workbook.close()
    assert (await send(warehouse, file.getvalue())).json()["created"] == 1
    (item,) = (await warehouse.me.get("/warehouse/materials")).json()["items"]
    assert (item["dlugosc"], item["grubosc"], item["ilosc"]) == (2800, 18.5, 3)


async def test_what_is_no_stock_list_is_refused(warehouse: Any):
    for content, status in ((b"", 400), (b"\x89PNG\x00\x01", 400), (b"Imie;Nazwisko\r\nJan;Nowak", 400)):
        assert (await send(warehouse, content)).status_code == status, content
    without = await warehouse.me.client.post(
        "/warehouse/materials/import", data={"dryRun": "true"}, files={"x": ("x", b"y")}
    )
    assert without.status_code == 400
    assert without.json()["details"][0]["path"] == ["file"]


async def test_a_list_stays_in_the_organization_of_whoever_imports_it(warehouse: Any, opened: Any, caller: Any):
    await send(warehouse, csv("A-1;mdf;Egger;W1000;2800;2070;18,0;3;"))
    onlooker = await opened(await caller("warehouse.view", "warehouse.create"))
    assert (await send(onlooker, csv("A-2;mdf;Egger;W1000;2800;2070;18,0;3;"))).status_code == 403


async def test_ten_thousand_rows_take_a_few_seconds_and_are_undone_as_one(warehouse: Any):
    rows = [f"P-{n};mdf;Egger;W{n};2800;{1 + n % 2000};18,0;3;320,50" for n in range(10_000)]
    started = time.monotonic()
    answer = await send(warehouse, csv(*rows))
    taken = time.monotonic() - started
    assert answer.json()["created"] == 10_000
    assert await count(warehouse) == 10_000
    changed = await send(warehouse, csv(*(row.replace(";3;320,50", ";4;320,50") for row in rows)))
    assert changed.json()["updated"] == 10_000
    assert (await warehouse.undo(changed)).status_code == 200
    assert taken < 60
