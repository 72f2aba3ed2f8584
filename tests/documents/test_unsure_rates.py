"""23 % is no default: while nobody has said what the furniture is built into, nothing is invoiced."""

from decimal import Decimal
from typing import Any

import pytest

from bottega.business.documents.content.vat_rates import Price, VatFacts, decide
from conftest import Studio

UNSAID: dict[str, Any] = {"typ": "kuchnia"}
POLISH = {"accept-language": "pl"}


async def vat(studio: Studio, contract: str) -> dict[str, Any]:
    """What the assistant says."""
    found = await studio.me.get(f"/documents/contracts/{contract}/vat", headers=POLISH)
    assert found.status_code == 200, found.text
    return found.json()


async def change(studio: Studio, contract: str, **values: Any) -> dict[str, Any]:
    """Change a contract as an office does."""
    answer = await studio.me.put("/contracts/contracts", {"id": contract, **values})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_assistant_names_the_missing_fact_and_what_it_costs(studio: Studio) -> None:
    contract = await studio.contract(meble=40000, sprzet=0, **UNSAID)
    found = await vat(studio, contract)
    assert [one["pole"] for one in found["braki"]] == ["obiektRodzaj"]
    assert (found["vat"], found["kosztBraku"]) == ("7479.67", "4516.71")
    [sentence] = found["ostrzezenia"]
    for figure in ("7 479,67 zł", "2 962,96 zł", "4 516,71 zł", "rodzaju obiektu", "podaj jej powód"):
        assert figure in sentence.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("kind", ["PF", "FZ", "FV"])
@pytest.mark.parametrize("mode", [None, "auto", "stawka_23"])
async def test_no_invoice_is_issued_until_the_fact_is_there_or_the_rate_is_confirmed(
    studio: Studio, kind: str, mode: str | None
) -> None:
    contract = await studio.contract(meble=40000, sprzet=0, typ="kuchnia", vat_tryb=mode)
    await studio.payment(contract, 1000)
    refused = await studio.issue(kind, contract, 409)
    assert refused["code"] == "stawka_niepewna"
    assert refused["koszt"] == 4516.71
    assert [one["pole"] for one in refused["braki"]] == ["obiektRodzaj"]
    answer = await change(studio, contract, vatTryb="stawka_23", vatPowod="lokal na biuro, najem dla firmy")
    assert answer["warnings"] == []
    made = await studio.model((await studio.issue(kind, contract))["id"])
    assert [one["stawka"] for one in made["pozycje"]] == ["23"]
    assert "najem dla firmy" in made["pozycje"][0]["podstawa"]


@pytest.mark.parametrize(
    ("said", "stawka"),
    [
        ({"obiektRodzaj": "lokal_uslugowy"}, "23"),
        ({"montazTrwaly": False}, "23"),
        (
            {
                "obiektRodzaj": "lokal_mieszkalny",
                "powierzchniaUzytkowaM2": 60,
                "montazTrwaly": True,
                "oswiadczenieVat": True,
            },
            "8",
        ),
    ],
)
async def test_the_fact_that_was_missing_opens_the_way(studio: Studio, said: dict[str, Any], stawka: str) -> None:
    contract = await studio.contract(sprzet=0, **UNSAID)
    assert (await studio.print(contract, "invoice")).status_code == 409
    assert (await change(studio, contract, **said))["warnings"] == []
    found = await vat(studio, contract)
    assert (found["braki"], found["ostrzezenia"], found["kosztBraku"]) == ([], [], None)
    made = await studio.model((await studio.issue("FV", contract))["id"])
    assert [one["stawka"] for one in made["pozycje"]] == [stawka]


async def test_a_final_invoice_after_an_advance_asks_as_well(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0, typ="kuchnia", vat_tryb="stawka_23", vat_powod="wybór klienta")
    await studio.payment(contract, 1000)
    await studio.issue("FZ", contract)
    await studio.change(contract, vat_powod=None)
    assert (await studio.issue("FK", contract, 409))["code"] == "stawka_niepewna"


async def test_new_and_changed_contracts_warn_while_the_rate_is_a_guess(studio: Studio) -> None:
    body = {"numer": "AUTO", "typ": "kuchnia", "customerId": await studio.person()}
    made = await studio.me.post("/contracts/contracts", body)
    assert made.status_code == 201, made.text
    assert made.json()["warnings"] == ["stawka_vat_niepewna"]
    contract = made.json()["id"]
    assert (await change(studio, contract, opis="Kuchnia"))["warnings"] == ["stawka_vat_niepewna"]
    housing = {"obiektRodzaj": "lokal_mieszkalny", "vatTryb": "stawka_23"}
    assert (await change(studio, contract, **housing))["warnings"] == ["stawka_23_bez_powodu"]
    assert (await change(studio, contract, vatPowod="powierzchnia ponad limit"))["warnings"] == []
    office = await studio.me.post("/contracts/contracts", {**body, "typ": "biuro"})
    assert office.json()["warnings"] == []


async def test_an_exempt_seller_is_asked_nothing(studio: Studio) -> None:
    exempt = {"czynnyPodatnik": False, "zwolnienie": "art. 113 ust. 1 ustawy o VAT"}
    assert (await studio.me.put("/documents/seller", exempt)).status_code == 200
    contract = await studio.contract(**UNSAID)
    assert (await vat(studio, contract))["braki"] == []
    assert (await change(studio, contract, opis="Szafa"))["warnings"] == []
    await studio.issue("FV", contract)


async def test_insisting_on_23_percent_in_a_flat_without_a_reason_is_told_with_its_cost(studio: Studio) -> None:
    contract = await studio.contract(
        meble=40000, sprzet=0, typ="kuchnia", vat_tryb="stawka_23", obiekt_rodzaj="lokal_mieszkalny"
    )
    found = await vat(studio, contract)
    assert (found["braki"], found["kosztBraku"], len(found["ostrzezenia"])) == ([], "4516.71", 1)
    await studio.issue("FV", contract)


def test_appliances_cost_the_same_at_either_rate() -> None:
    found = decide(VatFacts(), Price(Decimal(40000), sprzet=Decimal(6000)))
    # 46 000 at 23 % against 40 000 at 8 % and 6 000 at 23 %, the tax of each rate counted from its sum.
    assert found.koszt == Decimal("8601.63") - Decimal("2962.96") - Decimal("1121.95")
    assert decide(VatFacts(typ="biuro"), Price(Decimal(40000))).koszt == 0
