"""Advances, final invoices and corrections of a contract (VAT act art. 106f, 106j)."""

from decimal import Decimal
from typing import Any

from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd

from bottega.business.documents.content.vat_gross_method import RateTotal, by_rate, together
from conftest import REDUCED, Studio


def totals(model: dict[str, Any], name: str = "stawki") -> tuple[RateTotal, ...]:
    """The totals of a model by rate."""
    return tuple(
        RateTotal(one["stawka"], Decimal(one["netto"]), Decimal(one["vat"]), Decimal(one["brutto"]))
        for one in model[name]
    )


ORDER = by_rate([("8", Decimal(24000)), ("23", Decimal(6000))])


async def test_the_example_of_the_brief_from_payment_to_final_invoice(studio: Studio) -> None:
    contract = await studio.contract()
    payment = await studio.payment(contract, 10000)
    preview = (await studio.print(contract, "invoice", format="json")).json()
    assert (preview["rodzaj"], preview["numer"], preview["znak"]) == ("FZ", None, "PODGLĄD")
    advance = await studio.model((await studio.issue("FZ", contract))["id"])
    assert totals(advance) == (
        RateTotal("8", Decimal("7407.41"), Decimal("592.59"), Decimal("8000.00")),
        RateTotal("23", Decimal("1626.02"), Decimal("373.98"), Decimal("2000.00")),
    )
    assert advance["data_sprzedazy"] == "2026-05-11"
    assert advance["platnosc"]["wplaty"][0]["typ"] == "Zadatek"
    listed = (await studio.me.get("/documents/documents", params={"contractId": contract})).json()
    assert [(one["rodzaj"], one["payment_id"]) for one in listed["items"]] == [("FZ", payment)]
    await studio.complete(contract)
    assert (await studio.print(contract, "invoice", format="json")).json()["rodzaj"] == "FK"
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert totals(final) == (
        RateTotal("8", Decimal("14814.81"), Decimal("1185.19"), Decimal("16000.00")),
        RateTotal("23", Decimal("3252.03"), Decimal("747.97"), Decimal("4000.00")),
    )
    assert together(totals(advance), totals(final)) == ORDER == totals(final, "stawki_pozycji")
    assert [one["numer"] for one in final["zaliczki"]] == [advance["numer"]]
    assert final["data_sprzedazy"] == "2026-07-17"
    assert final["platnosc"]["do_zaplaty"] == "20000.00"
    assert final["slownie"] == "dwadzieścia tysięcy złotych zero groszy"


async def test_advances_that_cover_everything_leave_no_final_invoice_and_the_last_names_the_others(
    studio: Studio,
) -> None:
    contract = await studio.contract()
    made: list[dict[str, Any]] = []
    for amount in (9999.99, 10000.01, 10000):
        await studio.payment(contract, amount)
        made.append(await studio.model((await studio.issue("FZ", contract))["id"]))
    assert together(*(totals(one) for one in made)) == ORDER
    assert [len(one["zaliczki"]) for one in made] == [0, 0, 2]
    await studio.complete(contract)
    assert (await studio.issue("FK", contract, 409))["code"] == "zaliczki_pokrywaja_calosc"
    shown = await studio.print(contract, "invoice", format="json")
    assert shown.json()["numer"] == made[-1]["numer"]


async def test_kinds_of_invoices_send_one_another_where_they_belong(studio: Studio) -> None:
    contract = await studio.contract()
    assert (await studio.issue("FK", contract, 409))["code"] == "uzyj_faktury_vat"
    assert (await studio.issue("FZ", contract, 409))["code"] == "brak_wplaty"
    await studio.payment(contract, 30001)
    assert (await studio.issue("FZ", contract, 409))["code"] == "zaliczki_ponad_umowe"
    other = await studio.contract()
    await studio.payment(other, 1000)
    await studio.issue("FZ", other)
    assert (await studio.issue("FV", other, 409))["code"] == "uzyj_faktury_koncowej"
    await studio.complete(other)
    await studio.payment(other, 500)
    assert (await studio.issue("FZ", other, 409))["code"] == "umowa_zakonczona"


async def test_a_vat_invoice_says_what_was_paid_and_what_is_left(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.complete(contract)
    await studio.payment(contract, 12000, typ="Rata")
    await studio.payment(contract, 2000, typ="Zwrot")
    invoice = await studio.model((await studio.issue("FV", contract, termin="2026-12-31"))["id"])
    assert invoice["platnosc"]["zaplacono"] == "10000.00"
    assert invoice["platnosc"]["do_zaplaty"] == "20000.00"
    assert invoice["platnosc"]["termin"] == "2026-12-31"
    assert invoice["platnosc"]["rachunek"]["nrb"] == "43 9990 0012 0000 0001 0000 0001"


async def test_appliances_that_add_up_are_lines_with_their_discounts(studio: Studio) -> None:
    contract = await studio.contract(sprzet="5650")
    await studio.appliance(contract, 3500, 10)
    await studio.appliance(contract, 2500)
    await studio.appliance(contract, 0)
    lines = (await studio.model((await studio.issue("FV", contract))["id"]))["pozycje"]
    assert [(one["nazwa"], one["rabat"], one["brutto"]) for one in lines[1:]] == [
        ("Piekarnik Bosch HBA5360S0", "10.00", "3150.00"),
        ("Piekarnik Bosch HBA5360S0", None, "2500.00"),
    ]
    other = await studio.contract(sprzet="6000")
    await studio.appliance(other, 3500, 10)
    lines = (await studio.model((await studio.issue("FV", other))["id"]))["pozycje"]
    assert [one["nazwa"] for one in lines[1:]] == ["Sprzęt AGD do zabudowy wg specyfikacji umowy"]


async def test_an_island_is_taxed_at_23_percent_on_this_and_later_invoices(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0)
    await studio.payment(contract, 10000)
    advance = await studio.model((await studio.issue("FZ", contract, wyspaBrutto=6000))["id"])
    assert [(one["stawka"], one["brutto"]) for one in advance["pozycje"]] == [("8", "18000.00"), ("23", "6000.00")]
    await studio.complete(contract)
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert [one["brutto"] for one in final["pozycje"]] == ["18000.00", "6000.00"]
    assert together(totals(advance), totals(final)) == by_rate([("8", Decimal(18000)), ("23", Decimal(6000))])


async def test_a_large_flat_is_taxed_in_proportion_and_each_line_says_why(studio: Studio) -> None:
    contract = await studio.contract(sprzet=0, **{**REDUCED, "powierzchnia_uzytkowa_m2": Decimal(200)})
    lines = (await studio.model((await studio.issue("FV", contract))["id"]))["pozycje"]
    assert [one["stawka"] for one in lines] == ["8", "23"]
    assert all("150 z 200 m²" in one["podstawa"] for one in lines)
    assert "ponad limit powierzchni" in lines[1]["nazwa"]


async def test_split_payment_is_for_businesses_above_15_000(studio: Studio) -> None:
    company, person = await studio.company(), await studio.person()
    plain = {"typ": "lokal_uslugowy"}
    for customer, meble, expected in ((company, 15000, False), (company, "15000.01", True), (person, 61000, False)):
        contract = await studio.contract(customer, meble=meble, sprzet=0, **plain)
        model = await studio.model((await studio.issue("FV", contract))["id"])
        assert model["adnotacje"]["mpp"] is expected


async def test_invoices_of_businesses_have_a_file_for_ksef_and_those_of_consumers_only_on_wish(studio: Studio) -> None:
    company, person = await studio.company(), await studio.person()
    business = await studio.issue("FV", await studio.contract(company, typ="biuro"))
    consumer = await studio.issue("FV", await studio.contract(person))
    xml = await studio.file(business["id"], format="xml")
    assert xml.headers["content-type"] == "application/xml"
    validate_fa3_xml_xsd(xml.content)
    assert (await studio.file(consumer["id"], format="xml")).status_code == 404
    await studio.me.put("/documents/seller", {"ksefKonsumenci": True})
    wanted = await studio.issue("FV", await studio.contract(person))
    validate_fa3_xml_xsd((await studio.file(wanted["id"], format="xml")).content)


async def test_the_whole_chain_of_a_business_is_valid_for_ksef(studio: Studio) -> None:
    contract = await studio.contract(await studio.company(), meble=61000, typ="lokal_uslugowy")
    await studio.payment(contract, 18300)
    made = [await studio.issue("FZ", contract)]
    await studio.complete(contract)
    made.append(await studio.issue("FK", contract))
    body = {"przyczyna": "rabat za opóźnienie", "pozycje": [{"lp": 1, "cena": 60000}]}
    made.append((await studio.me.post(f"/documents/documents/{made[1]['id']}/correct", body)).json())
    kinds = []
    for one in made:
        xml = (await studio.file(one["id"], format="xml")).content
        await studio.enter_number(one["id"])
        validate_fa3_xml_xsd(xml)
        kinds.append(xml.decode().partition("<RodzajFaktury>")[2].partition("<")[0])
    assert kinds == ["ZAL", "ROZ", "KOR_ROZ"]


async def test_a_correction_shows_both_states_and_the_difference_and_a_second_one_goes_on_from_there(
    studio: Studio,
) -> None:
    contract = await studio.contract()
    made = await studio.issue("FV", contract)
    path = f"/documents/documents/{made['id']}"
    body = {"przyczyna": "rabat za opóźnienie", "pozycje": [{"lp": 1, "cena": 23000}]}
    answer = await studio.me.post(f"{path}/correct", body)
    assert answer.status_code == 201, answer.text
    first = await studio.model(answer.json()["id"])
    assert totals(first) == (RateTotal("8", Decimal("-925.92"), Decimal("-74.08"), Decimal("-1000.00")),)
    assert first["korekta"]["numer"] == made["numer"]
    assert [one["brutto"] for one in first["korekta"]["przed"]] == ["24000.00", "6000.00"]
    assert [one["brutto"] for one in first["pozycje"]] == ["23000.00", "6000.00"]
    detail = (await studio.me.get(path)).json()
    assert detail["stan"] == "skorygowany"
    second = await studio.me.post(f"{path}/correct", {"przyczyna": "odstąpienie od umowy", "doZera": True})
    undone = await studio.model(second.json()["id"])
    assert [one["brutto"] for one in undone["korekta"]["przed"]] == ["23000.00", "6000.00"]
    invoice = await studio.model(made["id"])
    assert together(totals(invoice), totals(first), totals(undone)) == ()


async def test_a_correction_that_changes_nothing_or_a_line_that_is_not_there_is_refused(studio: Studio) -> None:
    made = await studio.issue("FV", await studio.contract())
    path = f"/documents/documents/{made['id']}/correct"
    nothing = await studio.me.post(path, {"przyczyna": "pomyłka", "pozycje": [{"lp": 1, "cena": 24000}]})
    assert nothing.status_code == 400
    missing = await studio.me.post(path, {"przyczyna": "pomyłka", "pozycje": [{"lp": 9, "cena": 1}]})
    assert missing.json()["details"][0]["path"] == ["pozycje", 0, "lp"]
    proforma = await studio.issue("PF", await studio.contract())
    refused = await studio.me.post(f"/documents/documents/{proforma['id']}/correct", {"przyczyna": "pomyłka"})
    assert refused.json()["code"] == "nie_koryguje_sie"


async def test_an_advance_that_is_paid_back_in_part_is_corrected_and_the_final_invoice_knows(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.payment(contract, 10000)
    advance = await studio.issue("FZ", contract)
    path = f"/documents/documents/{advance['id']}/correct"
    more = await studio.me.post(path, {"przyczyna": "pomyłka", "kwota": 10000})
    assert more.status_code == 400
    answer = await studio.me.post(path, {"przyczyna": "zwrot części zaliczki", "kwota": 6000})
    assert answer.status_code == 201, answer.text
    change = await studio.model(answer.json()["id"])
    assert sum(one.brutto for one in totals(change)) == -4000
    await studio.payment(contract, 4000, typ="Zwrot")
    await studio.complete(contract)
    final = await studio.model((await studio.issue("FK", contract))["id"])
    assert final["zaliczki"][0]["brutto"] == "6000.00"
    invoices = [await studio.model(advance["id"]), change, final]
    assert together(*(totals(one) for one in invoices)) == ORDER
    assert final["platnosc"]["do_zaplaty"] == "24000.00"


async def test_a_cancelled_document_keeps_its_number_and_makes_room_for_another(studio: Studio) -> None:
    contract = await studio.contract()
    first = await studio.issue("FV", contract)
    path = f"/documents/documents/{first['id']}/cancel"
    assert (await studio.me.post(path, {"przyczyna": ""})).status_code == 400
    assert (await studio.me.post(path, {"przyczyna": "błędny nabywca"})).status_code == 200
    assert (await studio.me.post(path, {"przyczyna": "jeszcze raz"})).json()["code"] == "juz_anulowany"
    second = await studio.issue("FV", contract)
    assert (first["numer"][-3:], second["numer"][-3:]) == ("001", "002")
    assert (await studio.file(first["id"])).status_code == 200
    assert (await studio.file(first["id"], duplikat=1)).json()["code"] == "dokument_anulowany"


async def test_an_advance_that_a_final_invoice_settles_is_not_cancelled(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.payment(contract, 10000)
    advance = await studio.issue("FZ", contract)
    final = await studio.issue("FK", contract)
    refused = await studio.me.post(f"/documents/documents/{advance['id']}/cancel", {"przyczyna": "pomyłka"})
    assert refused.json()["code"] == "rozliczona_faktura_koncowa"
    for one in (final, advance):
        answer = await studio.me.post(f"/documents/documents/{one['id']}/cancel", {"przyczyna": "pomyłka"})
        assert answer.status_code == 200


async def test_an_exempt_seller_issues_invoices_without_tax(studio: Studio) -> None:
    await studio.me.put("/documents/seller", {"czynnyPodatnik": False})
    contract = await studio.contract()
    assert (await studio.issue("FV", contract, 409))["braki"][0]["pole"] == "sprzedawca.zwolnienie"
    await studio.me.put("/documents/seller", {"zwolnienie": "art. 113 ust. 1 ustawy o VAT"})
    model = await studio.model((await studio.issue("FV", contract))["id"])
    assert model["tytul"] == "Faktura"
    assert {one["stawka"] for one in model["pozycje"]} == {"zw"}
    assert model["adnotacje"]["zwolnienie"] == "art. 113 ust. 1 ustawy o VAT"


async def test_a_dissolved_contract_is_neither_invoiced_nor_asked_to_be_paid_and_its_advances_are_corrected(
    studio: Studio,
) -> None:
    contract = await studio.contract()
    await studio.payment(contract, 10000)
    advance = await studio.issue("FZ", contract)
    await studio.payment(contract, 500)
    dissolved = await studio.me.post(
        f"/contracts/contracts/{contract}/rozwiaz", {"strona": "klient", "powod": "Rezygnacja klienta"}
    )
    assert dissolved.status_code == 200, dissolved.text
    for kind in ("FV", "FK", "PF"):
        assert (await studio.issue(kind, contract, status=409))["code"] == "umowa_rozwiazana"
    # What is printed without asking for a kind is the newest that was issued.
    printed = (await studio.print(contract, "invoice", format="json")).json()
    assert printed["numer"] == advance["numer"]
    # The tax on what came in before fell due on that day, so the invoice for it can still be made out.
    late = await studio.issue("FZ", contract)
    for one in (advance, late):
        corrected = await studio.me.post(
            f"/documents/documents/{one['id']}/correct", {"przyczyna": "rozwiązanie umowy", "doZera": True}
        )
        assert corrected.status_code == 201, corrected.text


async def test_a_dissolved_contract_without_invoices_says_why_there_is_none(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.payment(contract, 10000)
    await studio.me.post(f"/contracts/contracts/{contract}/rozwiaz", {"strona": "studio", "powod": "Brak mocy"})
    refused = await studio.print(contract, "invoice", format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "umowa_rozwiazana")
