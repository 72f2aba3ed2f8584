"""Corrections that add up: whatever is corrected, and in whatever order, all papers of a contract are its order."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd

from bottega.business.contracts.tables.money import Valuation
from bottega.business.documents.content.vat_gross_method import RateTotal, by_rate, together
from bottega.business.documents.ksef.numbers import crc_8
from bottega.business.finance.auditing import audit_tenant
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes
from conftest import REDUCED, Studio

PATH = "/documents/documents"


def totals(model: dict[str, Any], name: str = "stawki") -> tuple[RateTotal, ...]:
    """Totals of a document as they are counted."""
    return tuple(
        RateTotal(one["stawka"], Decimal(one["netto"]), Decimal(one["vat"]), Decimal(one["brutto"]))
        for one in model[name]
    )


async def correct(studio: Studio, document: dict[str, Any], status: int = 201, **data: Any) -> dict[str, Any]:
    """Correct an invoice."""
    made = await studio.me.post(f"{PATH}/{document['id']}/correct", {"przyczyna": "pomyłka", **data})
    assert made.status_code == status, made.text
    return made.json()


async def cancel(studio: Studio, document: dict[str, Any], status: int = 200) -> dict[str, Any]:
    """Cancel a document."""
    answer = await studio.me.post(f"{PATH}/{document['id']}/cancel", {"przyczyna": "pomyłka"})
    assert answer.status_code == status, answer.text
    return answer.json()


async def together_of(studio: Studio, contract: str) -> tuple[RateTotal, ...]:
    """All invoices in force of a contract, added up."""
    listed = (await studio.me.get(PATH, params={"contractId": contract})).json()["items"]
    models = [
        await studio.model(one["id"])
        for one in listed
        if one["rodzaj"] in ("FV", "FZ", "FK", "KOR") and one["stan"] != "anulowany"
    ]
    return together(*(totals(one) for one in models))


async def quoted(studio: Studio, contract: str, meble: Any, sprzet: Any) -> None:
    """A new valuation."""
    async with studio.app.acting(studio.me.tenant_id, studio.me.organization_id) as ctx:
        await changes.insert(
            ctx,
            Valuation,
            {
                "organization_id": studio.me.organization_id,
                "contract_id": UUID(contract),
                "meble": Decimal(meble),
                "dodatki": Decimal(0),
                "sprzet": Decimal(sprzet),
            },
        )


async def audited(studio: Studio) -> list[str]:
    """What the audit of the ledger says of invoices."""
    found = await audit_tenant(studio.app, studio.me.tenant_id)
    return [one.code for one in found if one.code in ("faktury_umowy", "korekta_ponad_fakture")]


async def settled(studio: Studio, meble: Any = 10000, sprzet: Any = 0, paid: Any = 4000) -> Any:
    """A finished contract with an advance and a final invoice."""
    contract = await studio.contract(meble=meble, sprzet=sprzet)
    await studio.payment(contract, paid)
    advance = await studio.issue("FZ", contract)
    await studio.complete(contract)
    return contract, advance, await studio.issue("FK", contract)


async def test_an_advance_that_a_final_invoice_deducts_is_corrected_through_the_final_one(studio: Studio) -> None:
    contract, advance, final = await settled(studio)
    refused = await correct(studio, advance, 409, kwota=1000)
    assert (refused["code"], refused["numer"]) == ("rozliczona_faktura_koncowa", final["numer"])
    assert final["numer"] in refused["error"]
    assert await together_of(studio, contract) == by_rate([("8", Decimal(10000))])
    await correct(studio, final, doZera=True)
    await correct(studio, advance, kwota=1000)
    anew = await studio.model((await studio.issue("FK", contract))["id"])
    assert anew["zaliczki"][0]["brutto"] == "1000.00"
    assert await together_of(studio, contract) == by_rate([("8", Decimal(10000))])
    assert await audited(studio) == []


async def test_a_final_invoice_and_its_correction_to_nothing_are_nothing_at_every_rate(studio: Studio) -> None:
    contract, advance, final = await settled(studio, "8333.34", 5000, "5234.59")
    change = await correct(studio, final, doZera=True)
    charged, taken = await studio.model(final["id"]), await studio.model(change["id"])
    assert charged["razem"]["brutto"] == "8098.75"
    assert taken["razem"]["brutto"] == "-8098.75"
    assert together(totals(charged), totals(taken)) == ()
    assert (await studio.model(advance["id"]))["numer"] in taken["uwagi"]
    assert await together_of(studio, contract) == totals(await studio.model(advance["id"]))
    await correct(studio, advance, doZera=True)
    assert await together_of(studio, contract) == ()
    assert await audited(studio) == []


async def test_a_final_invoice_is_taken_back_whole_after_an_earlier_correction(studio: Studio) -> None:
    contract, advance, final = await settled(studio)
    await correct(studio, final, pozycje=[{"lp": 1, "cena": 9000}])
    assert await together_of(studio, contract) == by_rate([("8", Decimal(9000))])
    await correct(studio, final, doZera=True)
    assert await together_of(studio, contract) == totals(await studio.model(advance["id"]))
    again = await correct(studio, final, 409, pozycje=[{"lp": 1, "ilosc": 1}])
    assert again["code"] == "faktura_wyzerowana"


async def test_a_final_invoice_is_not_corrected_below_its_advances(studio: Studio) -> None:
    _contract, _advance, final = await settled(studio)
    refused = await correct(studio, final, 409, pozycje=[{"lp": 1, "cena": "3999.99"}])
    assert refused["code"] == "zaliczki_ponad_umowe"
    await correct(studio, final, pozycje=[{"lp": 1, "cena": 4000}])
    assert await audited(studio) == []
    # It still deducts the advances, though nothing is left to pay.
    assert (await correct(studio, _advance, 409, doZera=True))["code"] == "rozliczona_faktura_koncowa"


async def test_a_correction_that_a_later_one_builds_on_is_not_cancelled(studio: Studio) -> None:
    contract, _advance, final = await settled(studio)
    first = await correct(studio, final, pozycje=[{"lp": 1, "cena": 9000}])
    second = await correct(studio, final, doZera=True)
    refused = await cancel(studio, first, 409)
    assert (refused["code"], refused["numer"]) == ("ma_pozniejsza_korekte", second["numer"])
    assert (await cancel(studio, final, 409))["numer"] == second["numer"]
    assert (await studio.me.get(f"{PATH}/{final['id']}")).json()["do_zera"] is True
    await cancel(studio, second)
    await cancel(studio, first)
    assert await together_of(studio, contract) == by_rate([("8", Decimal(10000))])
    assert (await studio.me.get(f"{PATH}/{final['id']}")).json()["stan"] == "wystawiony"
    assert await audited(studio) == []


async def test_a_correction_that_made_room_for_a_new_invoice_is_not_cancelled(studio: Studio) -> None:
    contract = await studio.contract()
    first = await studio.issue("FV", contract)
    change = await correct(studio, first, doZera=True)
    second = await studio.issue("FV", contract)
    refused = await cancel(studio, change, 409)
    assert (refused["code"], refused["numer"]) == ("ma_pozniejsza_fakture", second["numer"])
    await cancel(studio, second)
    await cancel(studio, change)
    assert (await studio.issue("FV", contract, 409))["code"] == "zafakturowana"


async def test_a_correction_of_an_advance_that_a_final_invoice_counted_in_is_not_cancelled(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    await studio.payment(contract, 10000)
    advance = await studio.issue("FZ", contract)
    change = await correct(studio, advance, kwota=6000)
    final = await studio.issue("FK", contract)
    refused = await cancel(studio, change, 409)
    assert (refused["code"], refused["numer"]) == ("rozliczona_faktura_koncowa", final["numer"])
    assert await audited(studio) == []


@pytest.mark.parametrize("in_ksef", [False, True])
async def test_an_invoice_for_the_wrong_buyer_is_corrected_to_nothing_and_issued_anew(
    studio: Studio, in_ksef: bool
) -> None:
    wrong, right = await studio.company(), await studio.company(displayName="Dobry", nip="9991079199")
    contract = await studio.contract(wrong, meble=1230, sprzet=0, typ="biuro")
    first = await studio.issue("FV", contract)
    if in_ksef:
        number = f"9991079199-{today():%Y%m%d}-0123456789AB"
        saved = await studio.me.put(f"{PATH}/{first['id']}/ksef", {"numerKsef": f"{number}-{crc_8(number):02X}"})
        assert saved.status_code == 200, saved.text
    await studio.change(contract, customer_id=UUID(right))
    assert (await correct(studio, first, 409))["code"] == "inny_nabywca"
    change = await correct(studio, first, doZera=True)
    assert (await studio.model(change["id"]))["nabywca"]["nip"] == "9991158384"
    assert (await studio.print(contract, "invoice", format="json")).json()["znak"] == "PODGLĄD"
    second = await studio.model((await studio.issue("FV", contract))["id"])
    assert (second["nabywca"]["nip"], second["razem"]["netto"]) == ("9991079199", "1000.00")
    assert await together_of(studio, contract) == by_rate([("23", Decimal(1230))])
    assert await audited(studio) == []


async def test_an_advance_for_the_wrong_buyer_is_corrected_to_nothing_and_issued_anew(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    payment = await studio.payment(contract, 4000)
    first = await studio.issue("FZ", contract)
    await correct(studio, first, doZera=True)
    second = await studio.issue("FZ", contract, paymentId=payment)
    assert (await studio.model(second["id"]))["razem"]["brutto"] == "4000.00"
    await studio.complete(contract)
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert [one["numer"] for one in final["zaliczki"]] == [second["numer"]]
    assert await together_of(studio, contract) == by_rate([("8", Decimal(24000))])
    assert await audited(studio) == []


async def test_an_advance_that_was_paid_back_whole_is_not_invoiced_again(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    await studio.payment(contract, 4000)
    await correct(studio, await studio.issue("FZ", contract), doZera=True)
    await studio.payment(contract, 4000, typ="Zwrot")
    assert (await studio.issue("FZ", contract, 409))["code"] == "brak_wplaty"
    await studio.payment(contract, 300)
    assert (await studio.model((await studio.issue("FZ", contract))["id"]))["razem"]["brutto"] == "300.00"


async def test_a_corrected_address_of_the_buyer_is_a_correction_without_amounts(studio: Studio) -> None:
    company = await studio.company()
    contract = await studio.contract(company, meble=1230, sprzet=0, typ="biuro")
    first = await studio.issue("FV", contract)
    assert (await correct(studio, first, 400))["details"][0]["path"] == ["pozycje"]
    addresses = (await studio.me.get("/customers/addresses", params={"entityId": company})).json()["items"]
    moved = await studio.me.put("/customers/addresses", {"id": addresses[0]["id"], "addressLine1": "ul. Właściwa 7"})
    assert moved.status_code == 200, moved.text
    made = await correct(studio, first)
    change = await studio.model(made["id"])
    assert (change["razem"]["brutto"], change["stawki"]) == ("0.00", [])
    assert change["korekta"]["nabywca_przed"]["adres"][0] == "ul. Ratajczaka 20"
    assert change["nabywca"]["adres"][0] == "ul. Właściwa 7"
    await studio.enter_number(first["id"])
    xml = (await studio.file(made["id"], format="xml")).content
    validate_fa3_xml_xsd(xml)
    before = xml.decode().partition("<Podmiot2K>")[2].partition("</Podmiot2K>")[0]
    assert "9991158384" in before
    assert "ul. Ratajczaka 20" in before
    assert b"<FaWiersz>" not in xml
    assert (await studio.file(made["id"])).content.startswith(b"%PDF")
    page = (await studio.file(made["id"], format="html")).text
    assert "ul. Ratajczaka 20" in page
    # The next correction goes on from here.
    assert (await correct(studio, first, 400))["details"][0]["path"] == ["pozycje"]


async def test_day_and_means_are_corrected_before_and_after(studio: Studio) -> None:
    company = await studio.company()
    contract = await studio.contract(company, meble=1230, sprzet=0, typ="biuro")
    first = await studio.issue("FV", contract, dataSprzedazy="2026-11-01")
    made = await correct(studio, first, dataSprzedazy="2026-10-30", forma="karta")
    change = await studio.model(made["id"])
    assert (change["korekta"]["data_sprzedazy_przed"], change["data_sprzedazy"]) == ("2026-11-01", "2026-10-30")
    assert (change["korekta"]["forma_przed"], change["korekta"]["forma"]) == ("przelew", "karta")
    await studio.enter_number(first["id"])
    xml = (await studio.file(made["id"], format="xml")).content
    validate_fa3_xml_xsd(xml)
    assert b"<P_6>2026-10-30</P_6>" in xml
    assert b"<FormaPlatnosci>2</FormaPlatnosci>" in xml
    await correct(studio, first, 400, dataSprzedazy="2026-10-30", forma="karta")
    assert await together_of(studio, contract) == by_rate([("23", Decimal(1230))])


async def test_a_supply_is_invoiced_at_most_sixty_days_ahead(studio: Studio) -> None:
    contract = await studio.contract()
    refused = await studio.issue("FV", contract, 400, dataSprzedazy="2099-12-31")
    assert refused["details"][0]["path"] == ["dataSprzedazy"]
    made = await studio.issue("FV", contract)
    late = await correct(studio, made, 400, dataSprzedazy="2099-12-31")
    assert late["details"][0]["path"] == ["dataSprzedazy"]


async def test_a_line_that_was_left_out_is_added(studio: Studio) -> None:
    contract = await studio.contract()
    first = await studio.issue("FV", contract)
    made = await correct(studio, first, nowePozycje=[{"nazwa": "Listwa LED", "ilosc": 2, "cena": 123, "stawka": "23"}])
    change = await studio.model(made["id"])
    assert [one["lp"] for one in change["pozycje"]] == [1, 2, 3]
    assert (change["pozycje"][2]["brutto"], change["pozycje"][2]["vat"]) == ("246.00", "46.00")
    assert change["razem"]["brutto"] == "246.00"
    missing = await correct(studio, first, 400, nowePozycje=[{"nazwa": "Listwa", "ilosc": 1, "cena": 1}])
    assert missing["details"][0]["path"] == ["nowePozycje", 0, "stawka"]


async def test_lines_that_are_not_named_stay_to_the_grosz(studio: Studio) -> None:
    contract = await studio.contract(sprzet="5650.03")
    for price in ("1850.00", "1900.01", "1900.02"):
        await studio.appliance(contract, price)
    first = await studio.issue("FV", contract)
    for price in ("1899.99", "0.05", "0.01", "77.77"):
        made = await correct(studio, first, pozycje=[{"lp": 3, "cena": price}])
        change = await studio.model(made["id"])
        before, after = change["korekta"]["przed"], change["pozycje"]
        assert [after[index] for index in (0, 1, 3)] == [before[index] for index in (0, 1, 3)]
        assert Decimal(after[2]["netto"]) + Decimal(after[2]["vat"]) == Decimal(price)


async def test_an_advance_follows_a_changed_quote_to_other_rates(studio: Studio) -> None:
    contract = await studio.contract(meble=5000, sprzet=5000)
    await studio.payment(contract, 5000)
    advance = await studio.issue("FZ", contract)
    await quoted(studio, contract, 9000, 1000)
    await studio.complete(contract)
    assert (await studio.issue("FK", contract, 409))["code"] == "zaliczki_ponad_umowe"
    change = await studio.model((await correct(studio, advance, nowyPodzial=True))["id"])
    assert change["razem"]["brutto"] == "0.00"
    assert await together_of(studio, contract) == by_rate([("8", Decimal(4500)), ("23", Decimal(500))])
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert final["platnosc"]["do_zaplaty"] == "5000.00"
    assert await together_of(studio, contract) == by_rate([("8", Decimal(9000)), ("23", Decimal(1000))])
    assert await audited(studio) == []


async def test_a_final_invoice_asks_for_what_the_balance_says(studio: Studio) -> None:
    contract = await studio.contract(meble=5000, sprzet=5000)
    await studio.payment(contract, 5000)
    advance = await studio.issue("FZ", contract)
    await correct(studio, advance, kwota=2000)
    await studio.payment(contract, 700, data=date(2026, 6, 1))
    await studio.complete(contract)
    final = await studio.model((await studio.issue("FK", contract))["id"])
    balance = (await studio.me.get(f"/contracts/contracts/{contract}/balance")).json()
    assert (final["platnosc"]["zaplacono"], final["platnosc"]["do_zaplaty"]) == ("3700.00", "4300.00")
    assert balance["doZaplaty"] == 4300
    assert [one["kwota"] for one in final["platnosc"]["wplaty"]] == ["3000.00", "700.00"]


async def test_money_that_was_paid_back_is_corrected_before_the_final_invoice(studio: Studio) -> None:
    contract = await studio.contract(meble=1000, sprzet=0, **REDUCED)
    await studio.payment(contract, 500)
    advance = await studio.issue("FZ", contract)
    await studio.payment(contract, 200, typ="Zwrot")
    await studio.complete(contract)
    refused = await studio.issue("FK", contract, 409)
    assert (refused["code"], refused["kwota"]) == ("zwrot_bez_korekty", 200)
    await correct(studio, advance, kwota=300)
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert final["platnosc"]["do_zaplaty"] == "700.00"


async def test_what_is_named_for_another_kind_of_invoice_is_refused(studio: Studio) -> None:
    contract, advance, final = await settled(studio)
    assert (await correct(studio, final, 400, kwota=1))["details"][0]["path"] == ["kwota"]
    both = await correct(studio, final, 400, doZera=True, pozycje=[{"lp": 1, "cena": 1}])
    assert both["details"][0]["path"] == ["doZera"]
    await correct(studio, final, doZera=True)
    assert (await correct(studio, advance, 400, pozycje=[{"lp": 1, "cena": 1}]))["details"][0]["path"] == ["pozycje"]
    assert (await correct(studio, advance, 400, kwota=4000))["details"][0]["path"] == ["kwota"]
    assert (await correct(studio, advance, 400))["details"][0]["path"] == ["kwota"]
    assert await together_of(studio, contract) == by_rate([("8", Decimal(4000))])


@pytest.mark.parametrize(
    ("code", "damage"), [("faktury_umowy", "rodzaj = 'FK'"), ("korekta_ponad_fakture", "rodzaj = 'KOR'")]
)
async def test_the_audit_of_the_ledger_finds_invoices_that_do_not_add_up(
    studio: Studio, code: str, damage: str
) -> None:
    contract, _advance, final = await settled(studio)
    await correct(studio, final, doZera=True)
    if code == "faktury_umowy":
        await studio.issue("FK", contract)
    assert await audited(studio) == []
    async with studio.app.database.across_tenants("a test does damage") as connection:
        await connection.execute(
            "UPDATE documents_documents SET stawki = jsonb_set(stawki, '{0,netto}', '\"-20000.00\"')"
            f" WHERE tenant_id = $1 AND {damage} AND NOT do_zera",
            studio.me.tenant_id,
        )
    assert code in await audited(studio)


async def test_a_new_price_warns_when_the_contract_is_invoiced_for_another(studio: Studio) -> None:
    contract = await studio.contract(meble=1000, sprzet=0)
    body = {"contractId": contract, "meble": 2000}
    assert (await studio.me.post("/contracts/valuations", body)).json()["warnings"] == []
    invoice = await studio.issue("FV", contract)
    assert (await studio.me.post("/contracts/valuations", body)).json()["warnings"] == []
    other = await studio.me.post("/contracts/valuations", body | {"meble": 2500})
    assert other.json()["warnings"] == ["wycena_rozni_sie_od_faktur"]
    await correct(studio, invoice, pozycje=[{"lp": 1, "cena": 2600}])
    agreed = await studio.me.post("/contracts/valuations", body | {"meble": 2600})
    assert agreed.json()["warnings"] == []


async def test_an_invoiced_contract_is_not_dissolved_and_advances_that_stand_are_named(studio: Studio) -> None:
    contract, _advance, final = await settled(studio)
    await studio.change(contract, zakonczona=False, zakonczona_at=None)
    path, body = f"/contracts/contracts/{contract}/rozwiaz", {"strona": "klient", "powod": "Rezygnacja"}
    refused = await studio.me.post(path, body)
    assert (refused.status_code, refused.json()["code"]) == (409, "zafakturowana")
    assert refused.json()["numer"] == final["numer"]
    await correct(studio, final, doZera=True)
    dissolved = await studio.me.post(path, body)
    assert (dissolved.status_code, dissolved.json()["warnings"]) == (200, ["zaliczki_do_korekty"])
