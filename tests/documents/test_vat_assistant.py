"""The VAT assistant of a contract: rates with grounds and authorities, and what is missing."""

from decimal import Decimal

from conftest import REDUCED, Studio


async def test_it_says_which_rate_each_part_has_and_on_whose_authority(studio: Studio) -> None:
    contract = await studio.contract()
    found = (await studio.me.get(f"/documents/contracts/{contract}/vat")).json()
    assert [(one["stawka"], one["brutto"]) for one in found["pozycje"]] == [("8", "24000.00"), ("23", "6000.00")]
    assert "I FPS 2/13" in found["pozycje"][0]["zrodlo"]
    assert (found["netto"], found["vat"], found["brutto"]) == ("27100.27", "2899.73", "30000.00")
    assert found["odpowiedzi"]["powierzchniaUzytkowaM2"] == 72
    assert found["limitM2"] == 150
    assert found["braki"] == []


async def test_it_names_what_is_still_to_be_asked(studio: Studio) -> None:
    contract = await studio.contract(**{**REDUCED, "oswiadczenie_vat": None})
    polish = {"accept-language": "pl"}
    found = (await studio.me.get(f"/documents/contracts/{contract}/vat", headers=polish)).json()
    assert found["braki"] == [
        {"pole": "oswiadczenieVat", "opis": "Oświadczenie klienta o warunkach stosowania stawki 8%"}
    ]


async def test_it_tries_out_the_value_of_an_island(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0, **{**REDUCED, "powierzchnia_uzytkowa_m2": Decimal(90)})
    path = f"/documents/contracts/{contract}/vat"
    found = (await studio.me.get(path, params={"wyspaBrutto": "4000"})).json()
    assert [(one["stawka"], one["brutto"]) for one in found["pozycje"]] == [("8", "20000.00"), ("23", "4000.00")]


async def test_a_contract_without_a_price_has_nothing_to_tax(studio: Studio) -> None:
    contract = await studio.contract(meble=0, sprzet=0)
    found = (await studio.me.get(f"/documents/contracts/{contract}/vat")).json()
    assert (found["pozycje"], found["brutto"]) == ([], "0.00")
