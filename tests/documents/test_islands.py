"""What a kitchen island costs is said once, on the contract, and all its invoices use it (WIS ...386.2023.6.JJ)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from test_invoice_chains import totals

from bottega.business.contracts.tables.configuration import Furniture
from bottega.business.documents.content.vat_gross_method import by_rate, together
from bottega.kernel.writes import changes
from conftest import Studio

POLISH = {"accept-language": "pl"}


async def set_island(studio: Studio, contract: str, wyspa: Any) -> None:
    """Say on the contract what its island costs."""
    answer = await studio.me.put("/contracts/contracts", {"id": contract, "wyspaBrutto": wyspa})
    assert answer.status_code == 200, answer.text


async def shown(studio: Studio, contract: str) -> Any:
    """What the contract says its island costs."""
    [item] = (await studio.me.get("/contracts/contracts", params={"id": contract})).json()["items"]
    return item["wyspa_brutto"]


def rates(model: dict[str, Any]) -> list[tuple[str, str]]:
    """The lines of an invoice."""
    return [(one["stawka"], one["brutto"]) for one in model["pozycje"]]


async def test_advance_and_final_invoices_take_the_island_from_the_contract(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    await set_island(studio, contract, "6000")
    made: list[dict[str, Any]] = []
    for _ in range(2):
        await studio.payment(contract, 5000)
        made.append(await studio.model((await studio.issue("FZ", contract))["id"]))
    await studio.complete(contract)
    made.append(await studio.model((await studio.issue("FK", contract))["id"]))
    assert [rates(one) for one in made] == [[("8", "18000.00"), ("23", "6000.00")]] * 3
    assert together(*(totals(one) for one in made)) == by_rate([("8", Decimal(18000)), ("23", Decimal(6000))])
    found = (await studio.me.get(f"/documents/contracts/{contract}/vat")).json()
    assert found["odpowiedzi"]["wyspaBrutto"] == 6000
    assert found["vat"] == "2455.28"


async def test_what_the_first_invoice_says_is_noted_and_a_second_answer_is_refused(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    await studio.payment(contract, 5000)
    await studio.payment(contract, 5000)
    await studio.issue("FZ", contract, wyspaBrutto=6000)
    assert await shown(studio, contract) == "6000.00"
    refused = await studio.issue("FZ", contract, 409, wyspaBrutto=7000)
    assert (refused["code"], refused["wyspaBrutto"]) == ("wyspa_rozni_sie_od_umowy", 6000.0)
    await studio.issue("FZ", contract, wyspaBrutto="6000.00")
    # A refused invoice notes nothing.
    other = await studio.contract(sprzet=0)
    await studio.issue("FZ", other, 409, wyspaBrutto=6000)
    assert await shown(studio, other) is None


async def test_a_preview_notes_nothing_and_supposes_no_other_value_than_the_contract_has(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    preview = await studio.print(contract, "invoice", format="json", wyspaBrutto="4000")
    assert rates(preview.json()) == [("8", "20000.00"), ("23", "4000.00")]
    assert await shown(studio, contract) is None
    await set_island(studio, contract, "3000")
    assert (await studio.print(contract, "invoice", wyspaBrutto="4000")).status_code == 409


async def test_an_island_of_unknown_value_is_asked_for_and_zero_is_an_answer(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    async with studio.app.acting(studio.me.tenant_id, studio.me.organization_id) as ctx:
        row = {"organization_id": studio.me.organization_id, "contract_id": UUID(contract)}
        await changes.insert(ctx, Furniture, {**row, "grupa_meblowa": "Wyspa kuchenna"})
    refused = await studio.issue("FV", contract, 409)
    assert (refused["code"], [one["pole"] for one in refused["braki"]]) == ("brak_podstaw_vat", ["wyspaBrutto"])
    supposed = await studio.me.get(f"/documents/contracts/{contract}/vat", params={"wyspaBrutto": "0"})
    assert (supposed.json()["braki"], supposed.json()["ostrzezenia"]) == ([], [])
    await set_island(studio, contract, 0)
    assert rates(await studio.model((await studio.issue("FV", contract))["id"])) == [("8", "24000.00")]


async def test_an_island_above_all_furniture_is_refused_with_both_amounts(studio: Studio) -> None:
    contract = await studio.contract(meble=5000, sprzet=0)
    await set_island(studio, contract, "5000.01")
    body = {"rodzaj": "FV", "contractId": contract}
    refused = await studio.me.post("/documents/documents", body, headers=POLISH)
    assert (refused.status_code, refused.json()["code"]) == (409, "wyspa_ponad_meble")
    assert "5\N{NO-BREAK SPACE}000,01" in refused.json()["error"]
    wrong = await studio.me.put("/contracts/contracts", {"id": contract, "wyspaBrutto": -1})
    assert wrong.status_code == 400


async def test_an_island_that_shrinks_after_an_advance_names_the_rate_and_the_way_out(studio: Studio) -> None:
    contract = await studio.contract(meble=10000, sprzet=0)
    await set_island(studio, contract, "8000")
    await studio.payment(contract, 5000)
    advance = await studio.issue("FZ", contract)
    await set_island(studio, contract, "2000")
    refused = await studio.issue("FK", contract, 409)
    assert refused["stawki"] == [{"stawka": "23", "zafakturowano": 4000.0, "umowa": 2000.0}]
    path = f"/documents/documents/{advance['id']}/correct"
    corrected = await studio.me.post(path, {"przyczyna": "mniejsza wyspa", "nowyPodzial": True})
    assert corrected.status_code == 201, corrected.text
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert [(one.stawka, one.brutto) for one in totals(final)] == [("8", 4000), ("23", 1000)]
