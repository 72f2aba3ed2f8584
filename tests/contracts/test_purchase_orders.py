"""Orders to suppliers: their state follows from two days, and late ones are called."""

from typing import Any

import pytest

PATH = "/contracts/purchase_orders"


def order(contract: str, **changed: Any) -> dict[str, Any]:
    """The body of an order."""
    return {"contractId": contract, "nazwa": "Blat kwarcowy", "ilosc": "2.5", "jednostka": "mb", **changed}


@pytest.mark.parametrize("ilosc", [0, -1, "1.0001", "1,5", None], ids=str)
async def test_1_10_a_quantity_is_positive_with_three_decimals(office: Any, ilosc: Any) -> None:
    refused = await office.me.post(PATH, order(await office.contract(), ilosc=ilosc))
    assert refused.status_code == 400
    assert [issue["path"] for issue in refused.json()["details"]] == [["ilosc"]]


async def test_9_an_order_is_received_after_it_was_sent(office: Any) -> None:
    contract = await office.contract()
    for days in ({"dataOdbioru": office.day(0)}, {"dataWyslania": office.day(0), "dataOdbioru": office.day(-1)}):
        refused = await office.me.post(PATH, order(contract, **days))
        assert refused.status_code == 400
        assert [issue["path"] for issue in refused.json()["details"]] == [["dataOdbioru"]]
    made = await office.add("purchase_orders", **order(contract))
    assert (await office.me.put(PATH, {"id": made, "dataOdbioru": office.day(0)})).status_code == 400
    both = {"id": made, "dataWyslania": office.day(-1), "dataOdbioru": office.day(-1)}
    assert (await office.me.put(PATH, both)).status_code == 200
    assert (await office.me.put(PATH, {"id": made, "dataWyslania": None})).status_code == 400


@pytest.mark.parametrize(
    ("days", "stan", "opoznione"),
    [
        ({}, "robocze", False),
        ({"dataWyslania": -21}, "wyslane", False),
        ({"dataWyslania": -22}, "wyslane", True),
        ({"dataWyslania": -90, "dataOdbioru": -1}, "odebrane", False),
    ],
)
async def test_1_10_the_state_follows_from_the_days(
    office: Any, days: dict[str, int], stan: str, opoznione: bool
) -> None:
    contract = await office.contract()
    dated = {name: office.day(count) for name, count in days.items()}
    await office.add("purchase_orders", **order(contract, **dated))
    [item] = await office.items("purchase_orders", contractId=contract)
    assert (item["stan"], item["opoznione"], item["ilosc"]) == (stan, opoznione, 2.5)


async def test_1_10_an_invoice_of_a_supplier_on_two_contracts_is_a_warning(office: Any) -> None:
    invoice = {"dostawca": "Kamień sp. z o.o.", "nrFaktury": "FV/1/2026"}
    first, second = await office.contract(), await office.contract()
    for contract, changed, warnings in (
        (first, {}, []),
        (first, {}, []),
        (second, {"dostawca": "Inny"}, []),
        (second, {}, ["nr_faktury_powtorzony"]),
        (second, {"nrFaktury": "fv/1/2026"}, ["nr_faktury_powtorzony"]),
        (second, {"nrFaktury": None}, []),
    ):
        made = await office.me.post(PATH, order(contract, **invoice) | changed)
        assert (made.status_code, made.json()["warnings"]) == (201, warnings)


async def test_open_and_late_orders_are_listed_with_the_day_they_should_be_there(office: Any) -> None:
    contract = await office.contract(numer="Z/1")
    for nazwa, sent, received in (
        ("stare", -40, None),
        ("nowe", -5, None),
        ("przyszło", -40, -2),
        ("szkic", None, None),
    ):
        days = {"dataWyslania": sent, "dataOdbioru": received}
        dated = {name: office.day(count) for name, count in days.items() if count is not None}
        await office.add("purchase_orders", **order(contract, nazwa=nazwa, **dated))
    opened = (await office.me.get("/contracts/purchase_orders/open")).json()
    assert opened["total"] == 2
    assert [(one["nazwa"], one["numer"], one["oczekiwana"], one["dniOpoznienia"]) for one in opened["items"]] == [
        ("stare", "Z/1", office.day(-19), 19),
        ("nowe", "Z/1", office.day(16), 0),
    ]
    late = (await office.me.get("/contracts/purchase_orders/late")).json()
    assert [one["nazwa"] for one in late["items"]] == ["stare"]
    sooner = (await office.me.get("/contracts/purchase_orders/late", params={"leadTime": 3})).json()
    assert [one["nazwa"] for one in sooner["items"]] == ["stare", "nowe"]
    assert (await office.me.get("/contracts/purchase_orders/late", params={"leadTime": -1})).status_code == 400
    gone = await office.me.delete("/contracts/contracts", {"id": contract})
    assert gone.status_code == 200
    assert (await office.me.get("/contracts/purchase_orders/open")).json() == {"total": 0, "items": []}


async def test_1_10_nothing_is_received_on_a_day_to_come_or_promised_before_it_was_sent(office: Any) -> None:
    contract = await office.contract()
    for days, path in (
        ({"dataWyslania": office.day(-3), "dataOdbioru": office.day(1)}, "dataOdbioru"),
        ({"dataWyslania": office.day(0), "dataObiecana": office.day(-1)}, "dataObiecana"),
        ({"dostawcaNip": "9991158385"}, "dostawcaNip"),
        ({"cena": "-1"}, "cena"),
    ):
        refused = await office.me.post(PATH, order(contract, **days))
        assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, [path])
    assert await office.items("purchase_orders", contractId=contract) == []
    today = {"dataWyslania": office.day(0), "dataObiecana": office.day(0), "dataOdbioru": office.day(0)}
    assert (await office.me.post(PATH, order(contract, **today, cena="0"))).status_code == 201


async def test_1_10_an_order_is_late_after_the_day_its_supplier_promised(office: Any) -> None:
    contract = await office.contract()
    for nazwa, sent, promised in (("krótki", -3, -1), ("długi", -40, 5), ("dziś", -9, 0)):
        days = {"dataWyslania": office.day(sent), "dataObiecana": office.day(promised)}
        await office.add("purchase_orders", **order(contract, nazwa=nazwa, **days))
    [late] = (await office.me.get(f"{PATH}/late")).json()["items"]
    assert (late["nazwa"], late["dniOpoznienia"], late["oczekiwana"]) == ("krótki", 1, office.day(-1))
    shown = await office.items("purchase_orders", contractId=contract)
    assert {one["nazwa"]: one["opoznione"] for one in shown} == {"krótki": True, "długi": False, "dziś": False}


async def test_1_10_nobody_waits_for_the_orders_of_a_dissolved_contract(office: Any) -> None:
    contract = await office.contract()
    await office.add("purchase_orders", **order(contract, dataWyslania=office.day(-60)))
    body = {"strona": "klient", "powod": "Rezygnacja"}
    dissolved = await office.me.post(f"/contracts/contracts/{contract}/rozwiaz", body)
    assert dissolved.status_code == 200, dissolved.text
    for report in ("open", "late"):
        assert (await office.me.get(f"{PATH}/{report}")).json() == {"total": 0, "items": []}
    [item] = await office.items("purchase_orders", contractId=contract)
    assert (item["stan"], item["opoznione"]) == ("wyslane", False)
