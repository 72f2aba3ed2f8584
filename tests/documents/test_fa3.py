"""FA(3) for KSeF: every kind of invoice is valid against the schema, and says what it should."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
import samples
from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd
from msgspec.structs import replace

from bottega.business.documents.content.models import Invoice, Received
from bottega.business.documents.ksef.fa3 import fa3
from bottega.business.documents.ksef.file_checks import checked
from bottega.business.documents.ksef.xml_elements import NAMESPACE
from bottega.kernel.errors import Conflict

INVOICES: dict[str, Callable[[], Invoice]] = {
    "VAT": samples.vat,
    "VAT, split payment": samples.split_payment,
    "VAT, 40 lines with discounts": samples.long_invoice,
    "VAT, exempt": samples.exempt,
    "VAT, paid in parts": samples.paid_in_parts,
    "ZAL": samples.advance_invoice,
    "ZAL, business": samples.advance_of_a_business,
    "ROZ": samples.final_invoice,
    "KOR": samples.correction,
    "KOR_ZAL": samples.correction_of_an_advance,
    "KOR_ROZ": samples.correction_of_a_final_invoice,
}


def parsed(invoice: Invoice) -> ET.Element:
    """The XML of an invoice, read back."""
    return ET.fromstring(fa3(invoice, samples.MOMENT))  # noqa: S314 - our own text


def fa(invoice: Invoice) -> ET.Element:
    """The element ``Fa`` of an invoice."""
    found = parsed(invoice).find(f"{{{NAMESPACE}}}Fa")
    assert found is not None
    return found


def texts(invoice: Invoice, path: str) -> list[str | None]:
    """The texts of the elements of a path below ``Fa``."""
    parts = "/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/"))
    return [one.text for one in fa(invoice).findall(parts)]


@pytest.mark.parametrize("name", INVOICES)
def test_it_is_valid_against_the_official_schema(name: str) -> None:
    xml = fa3(INVOICES[name](), samples.MOMENT)
    validate_fa3_xml_xsd(xml)
    assert not xml.startswith(b"\xef\xbb\xbf")
    assert len(xml) < 1_000_000


@pytest.mark.parametrize("name", INVOICES)
def test_it_names_its_kind(name: str) -> None:
    assert texts(INVOICES[name](), "RodzajFaktury") == [name.partition(",")[0]]


def test_the_schema_refuses_what_is_wrong() -> None:
    xml = fa3(samples.vat(), samples.MOMENT).replace(b"<P_15>30000.00</P_15>", b"<P_15>30000,00</P_15>")
    with pytest.raises(ValueError, match="P_15"):
        validate_fa3_xml_xsd(xml)


def test_the_advance_of_the_brief_has_its_figures_and_its_order() -> None:
    advance = samples.advance_invoice()
    assert texts(advance, "P_13_1") == ["1626.02"]
    assert texts(advance, "P_14_1") == ["373.98"]
    assert texts(advance, "P_13_2") == ["7407.41"]
    assert texts(advance, "P_14_2") == ["592.59"]
    assert texts(advance, "P_15") == ["10000.00"]
    assert texts(advance, "P_6") == ["2026-05-11"]
    assert texts(advance, "Platnosc/DataZaplaty") == ["2026-05-11"]
    assert texts(advance, "Platnosc/FormaPlatnosci") == ["6"]
    assert texts(advance, "WarunkiTransakcji/Umowy/NrUmowy") == ["K/2026/041"]
    assert texts(advance, "Zamowienie/WartoscZamowienia") == ["30000.00"]
    assert texts(advance, "Zamowienie/ZamowienieWiersz/P_11NettoZ") == ["22222.22", "4878.05"]
    assert texts(advance, "Zamowienie/ZamowienieWiersz/P_11VatZ") == ["1777.78", "1121.95"]
    assert texts(advance, "FaWiersz") == []


def test_a_final_invoice_has_all_lines_what_is_left_and_its_advances() -> None:
    final = samples.final_invoice()
    assert texts(final, "FaWiersz/P_11A") == ["24000.00", "6000.00"]
    assert texts(final, "P_15") == ["20000.00"]
    assert texts(final, "P_13_2") == ["14814.81"]
    assert texts(final, "P_14_1") == ["747.97"]
    assert texts(final, "FakturaZaliczkowa/NrFaZaliczkowej") == ["FZ/2026/05/007"]
    assert texts(final, "WZ") == ["WZ/2026/07/003"]


def test_prices_are_gross() -> None:
    invoice = samples.vat()
    assert texts(invoice, "FaWiersz/P_9B") == ["24000.00", "6000.00"]
    assert texts(invoice, "FaWiersz/P_11Vat") == ["1777.78", "1121.95"]
    assert texts(invoice, "FaWiersz/P_9A") == []


def test_split_payment_marks_the_invoice_and_its_lines() -> None:
    invoice = samples.split_payment()
    assert texts(invoice, "Adnotacje/P_18A") == ["1"]
    assert texts(invoice, "FaWiersz/P_12_Zal_15") == ["1"]
    assert texts(invoice, "FaWiersz/PKWiU") == ["43.32.10.0"]
    assert texts(samples.vat(), "Adnotacje/P_18A") == ["2"]
    assert texts(samples.vat(), "FaWiersz/P_12_Zal_15") == []


def test_a_consumer_has_no_tax_number_and_a_business_has_one() -> None:
    who = f"{{{NAMESPACE}}}Podmiot2/{{{NAMESPACE}}}DaneIdentyfikacyjne/{{{NAMESPACE}}}"
    consumer = parsed(samples.vat())
    assert consumer.findtext(f"{who}BrakID") == "1"
    assert consumer.findtext(f"{who}Nazwa") == "Żaneta Zalewska"
    business = parsed(samples.split_payment())
    assert business.findtext(f"{who}NIP") == "9991158384"


def test_a_correction_has_its_reason_both_states_and_the_difference() -> None:
    correction = samples.correction()
    assert texts(correction, "PrzyczynaKorekty") == ["udzielenie rabatu za opóźnienie dostawy blatu"]
    assert texts(correction, "DaneFaKorygowanej/NrFaKorygowanej") == ["FV/2026/05/007"]
    assert texts(correction, "FaWiersz/P_11A") == ["24000.00", "6000.00", "23000.00", "6000.00"]
    assert texts(correction, "FaWiersz/StanPrzed") == ["1", "1"]
    assert texts(correction, "P_13_2") == ["-925.92"]
    assert texts(correction, "P_15") == ["-1000.00"]


def test_a_correction_of_an_advance_says_what_had_been_received() -> None:
    correction = samples.correction_of_an_advance()
    assert texts(correction, "P_15ZK") == ["10000.00"]
    assert texts(correction, "P_15") == ["-4000.00"]
    assert texts(correction, "Zamowienie/ZamowienieWiersz/StanPrzedZ") == ["1", "1"]


def test_an_exempt_seller_names_the_law() -> None:
    invoice = samples.exempt()
    assert texts(invoice, "Adnotacje/Zwolnienie/P_19A") == ["art. 113 ust. 1 ustawy o VAT"]
    assert texts(invoice, "FaWiersz/P_12") == ["zw"]
    assert texts(invoice, "P_13_7") == ["30000.00"]


def test_the_grounds_of_the_reduced_rate_go_with_the_line() -> None:
    assert texts(samples.vat(), "DodatkowyOpis/NrWiersza") == ["1"]
    assert "I FPS 2/13" in str(texts(samples.vat(), "DodatkowyOpis/Wartosc")[0])


def test_texts_that_xml_cannot_hold_are_cleaned_and_cut() -> None:
    name = "Zabudowa\x01\n\ud800 " + "x" * 600
    line = samples.lines([(name, "23", "100.00")])
    xml = fa3(samples.invoice("FV", "Faktura VAT", line), samples.MOMENT)
    validate_fa3_xml_xsd(xml)
    assert "Zabudowa x" in xml.decode()


def test_what_word_leaves_in_a_name_becomes_what_it_means() -> None:
    line = samples.lines([("Blat \x92Dąb\x92 \x96 \u0081olejowany\ufdd0\U0001ffff", "23", "100.00")])
    assert texts(samples.invoice("FV", "Faktura VAT", line), "FaWiersz/P_7") == ["Blat ’Dąb’ – olejowany"]


def test_nothing_of_a_long_name_or_remark_is_lost() -> None:
    name, remark = " ".join(f"element{number}" for number in range(90)), " ".join(f"uwaga{n}" for n in range(80))
    invoice = replace(samples.invoice("FV", "Faktura VAT", samples.lines([(name, "23", "100.00")])), uwagi=remark)
    validate_fa3_xml_xsd(fa3(invoice, samples.MOMENT))
    said = dict[str, list[str]]()
    for key, value in zip(texts(invoice, "DodatkowyOpis/Klucz"), texts(invoice, "DodatkowyOpis/Wartosc"), strict=True):
        said.setdefault(str(key), []).append(str(value))
    assert " ".join([*map(str, texts(invoice, "FaWiersz/P_7")), *said["Nazwa, ciąg dalszy"]]) == name
    assert " ".join(said["Uwagi"]) == remark


def test_a_line_has_one_id_on_its_invoice_and_on_every_correction() -> None:
    correction = samples.correction()
    before, after = texts(correction, "FaWiersz/UU_ID")[:2], texts(correction, "FaWiersz/UU_ID")[2:]
    assert before == after
    assert correction.korekta is not None
    issued = replace(samples.vat(), numer=correction.korekta.numer)
    assert texts(issued, "FaWiersz/UU_ID") == before
    assert len(set(before)) == len(before)


def test_an_invoice_to_a_fiscal_receipt_says_so() -> None:
    invoice = replace(samples.vat(), paragon="123/2026")
    validate_fa3_xml_xsd(fa3(invoice, samples.MOMENT))
    assert texts(invoice, "FP") == ["1"]
    assert "123/2026" in texts(invoice, "DodatkowyOpis/Wartosc")
    assert texts(samples.vat(), "FP") == []


def test_a_final_invoice_names_the_payments_before_the_supply_that_no_advance_invoice_has() -> None:
    final = samples.final_invoice()
    assert final.platnosc is not None
    assert final.data_sprzedazy is not None
    early = Received(final.data_sprzedazy - timedelta(days=3), Decimal("5000.00"), "przelew", "Rata")
    late = Received(final.data_sprzedazy, Decimal("1000.00"), "przelew", "Rata")
    paid = replace(final, platnosc=replace(final.platnosc, wplaty=(early, late)))
    validate_fa3_xml_xsd(fa3(paid, samples.MOMENT))
    assert texts(paid, "ZaliczkaCzesciowa/P_15Z") == ["5000.00"]
    assert texts(paid, "ZaliczkaCzesciowa/P_6Z") == [early.data.isoformat()]
    assert texts(paid, "P_15") == ["20000.00"]


def test_a_correction_names_the_seller_as_the_invoice_had_it_and_when_the_books_take_it() -> None:
    correction = samples.correction()
    assert correction.korekta is not None
    moved = replace(samples.JESION, adres=("ul. Nowa 1", "61-002 Poznań"))
    changed = replace(
        correction, sprzedawca=moved, korekta=replace(correction.korekta, sprzedawca_przed=samples.JESION, skutek=2)
    )
    validate_fa3_xml_xsd(fa3(changed, samples.MOMENT))
    assert texts(changed, "Podmiot1K/Adres/AdresL1") == ["ul. Stolarska 12"]
    assert texts(changed, "TypKorekty") == ["2"]
    assert texts(correction, "Podmiot1K/Adres/AdresL1") == []


def test_the_net_price_of_an_order_is_not_rounded_to_the_grosz() -> None:
    line = samples.lines([("Front", "23", "100.00", "szt.", "7", "14.29", None)])
    advance = replace(samples.advance_invoice(), pozycje=line)
    [price] = texts(advance, "Zamowienie/ZamowienieWiersz/P_9AZ")
    assert Decimal(str(price)) == (line[0].netto / 7).quantize(Decimal("0.00000001"))


@pytest.mark.parametrize("name", INVOICES)
def test_every_kind_passes_the_check_before_it_is_kept(name: str) -> None:
    xml = fa3(INVOICES[name](), samples.MOMENT)
    assert checked(xml) == xml


def test_what_ksef_would_refuse_is_refused_before_it_is_kept() -> None:
    wrong = replace(samples.vat(), sprzedawca=replace(samples.JESION, nip="0991079199"))
    with pytest.raises(Conflict) as refused:
        checked(fa3(wrong, samples.MOMENT))
    [issue] = refused.value.body("pl")["bledy"]
    assert issue["pole"] == "Faktura/Podmiot1/DaneIdentyfikacyjne/NIP"
