"""What stands on paper: every element the law and the trade ask for is in the text of the PDF, and pages break well."""

import io
import re
from datetime import timedelta

import dossiers
import pytest
import samples
from pypdf import PdfReader

from bottega.business.documents.compose import letters
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.warranty import months_later, warranty
from bottega.business.documents.content.models import Paper
from bottega.business.documents.render.pdf import Marks, typeset


def pages_of(paper: Paper, marks: Marks | None = None) -> list[str]:
    """The text of each page, its blanks made plain."""
    content = typeset(paper, samples.MOMENT, marks=marks or Marks())
    found = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return [re.sub(r"\s+", " ", text.replace("\u00a0", " ")) for text in found]


def text_of(paper: Paper, marks: Marks | None = None) -> str:
    """The text of all pages."""
    return " ".join(pages_of(paper, marks))


def has(paper: Paper, *parts: str) -> None:
    """All of these stand on it."""
    text = text_of(paper)
    assert [part for part in parts if part not in text] == [], text


def test_a_vat_invoice_has_every_element_of_art_106e() -> None:
    has(
        samples.vat(),
        "Data wystawienia 12.05.2026",  # pkt 1
        "nr FV/2026/05/007",  # pkt 2
        "Studio Mebli JESION sp. z o.o.",
        "ul. Stolarska 12",
        "61-001 Poznań",  # pkt 3
        "Żaneta Zalewska",
        "ul. Źródlana 7/12",
        "61-050 Poznań",  # pkt 3
        "NIP: 9991079199",  # pkt 4
        "11.05.2026",  # pkt 6
        "Trwała zabudowa meblowa kuchni wraz z projektem",  # pkt 7
        "1 kpl.",  # pkt 8
        "24 000,00",  # pkt 9
        "22 222,22",
        "4 878,05",  # pkt 11, 13
        "8%",
        "23%",  # pkt 12
        "1 777,78",
        "1 121,95",  # pkt 14
        "27 100,27",
        "2 899,73",
        "30 000,00 zł",  # pkt 15
        "PKWiU 43.32.10.0",
        "art. 41 ust. 2",
        "I FPS 2/13",
        "trzydzieści tysięcy złotych zero groszy",
        "przelew",
        "26.05.2026",
        "43 9990 0012 0000 0001 0000 0001",
        "K/2026/041",
        "KRS 0000999001",
        "BDO 000999001",
        "strona 1 z 1",
    )
    assert "podzielonej" not in text_of(samples.vat())


def test_an_invoice_of_a_business_has_its_nip_and_says_split_payment() -> None:
    has(samples.split_payment(), "NIP: 9991158384", "Mechanizm podzielonej płatności", "61 000,00 zł")  # pkt 5, 18a


def test_a_discount_is_shown_in_the_line() -> None:
    has(samples.long_invoice(1), "Rabat", "5%", "129,47")  # pkt 10


def test_an_exempt_seller_names_the_law_on_paper() -> None:
    has(samples.exempt(), "Zwolnienie z podatku: art. 113 ust. 1 ustawy o VAT", "zw.")  # pkt 19


def test_the_cash_method_is_named() -> None:
    invoice = samples.invoice("FV", "Faktura VAT", samples.ISLAND_ORDER, adnotacje=samples.Notes(metoda_kasowa=True))
    has(invoice, "Metoda kasowa")  # pkt 16


def test_an_advance_invoice_has_the_amount_received_and_the_order() -> None:
    has(
        samples.advance_invoice(),
        "Faktura zaliczkowa",
        "Data otrzymania zapłaty 11.05.2026",
        "Otrzymana kwota: 10 000,00 zł",
        "7 407,41",
        "592,59",
        "1 626,02",
        "373,98",
        "Zamówienie, którego dotyczy zaliczka",
        "24 000,00",
        "22 222,22",
        "1 777,78",
        "Wartość zamówienia",
    )


def test_a_final_invoice_names_its_advances_and_what_is_left() -> None:
    has(
        samples.final_invoice(),
        "Faktura końcowa",
        "Rozliczone faktury zaliczkowe",
        "FZ/2026/05/007",
        "9 033,43",
        "966,57",
        "14 814,81",
        "1 185,19",
        "3 252,03",
        "747,97",
        "20 000,00 zł",
        "WZ/2026/07/003",
    )


def test_a_correction_has_its_reason_both_states_and_the_difference() -> None:
    has(
        samples.correction(),
        "Faktura korygująca",
        "Do faktury FV/2026/05/007",
        "z dnia 12.05.2026",
        "Przyczyna korekty: udzielenie rabatu za opóźnienie dostawy blatu",
        "Pozycje przed korektą",
        "Pozycje po korekcie",
        "−925,92",
        "−74,08",
        "−1 000,00",
        "Do zwrotu 1 000,00 zł",
    )


def test_a_proforma_says_what_it_is_not() -> None:
    has(
        samples.proforma(),
        "Faktura pro forma",
        "nie jest fakturą w rozumieniu ustawy o VAT",
        "Ważna do 11.06.2026",
        "Tytuł przelewu: K/2026/041",
        "43 9990 0012 0000 0001 0000 0001",
    )


def test_a_cash_receipt_has_original_and_copy_amount_in_words_and_signatures() -> None:
    text = text_of(samples.cash_voucher())
    for part in (
        "KP – Kasa przyjmie",
        "KP/GL/2026/05/002",
        "11.05.2026",
        "GL – kasa główna",
        "Janina Nowak",
        "ul. Świętosławska 3/4",
        "Zadatek do umowy K/2026/017",
        "9 840,00 zł",
        "dziewięć tysięcy osiemset czterdzieści złotych zero groszy",
        "Raport kasowy, pozycja",
        "0421/2026",
        "przyjął (kasjer)",
        "wpłacający",
    ):
        assert text.count(part) >= 2, part
    assert "oryginał" in text
    assert "kopia" in text


def test_a_goods_issue_has_both_sides_its_goods_and_three_signatures() -> None:
    has(
        samples.goods_issue(),
        "WZ – Wydanie zewnętrzne",
        "WZ/2026/07/003",
        "Data wydania 14.07.2026",
        "Regał A",
        "NIP: 9991079199",
        "Żaneta Zalewska",
        "Miejsce montażu: ul. Źródlana 7/12",
        "K/2026/041",
        "Egger H1180 ST37 dąb Halifax naturalny 18 mm",
        "szt.",
        "320,00",
        "640,00",
        "1 920,00 zł",
        "PO 4K512",
        "Grzegorz Paleta",
        "wydał(a)",
        "Damian Kowal",
        "faktura albo paragon",
    )


def test_a_purchase_order_shows_the_supplier_what_to_deliver_and_not_who_the_customer_is() -> None:
    has(
        samples.purchase_order(),
        "Zamówienie do dostawcy",
        "ZD/2026/031",
        "Blaty Granex",
        "Blat kwarcowy Silestone",
        "3,2",
        "mb",
        "Krawędź prosta",
        "Miejsce dostawy: ul. Stolarska 12",
    )


def test_a_warranty_card_has_everything_the_brief_lists() -> None:
    card = warranty(dossiers.dossier(), Wishes())
    has(
        card,
        "Karta gwarancyjna",
        "Studio Mebli JESION sp. z o.o.",
        "+48 600 000 001",
        "K/2026/041",
        "ul. Źródlana 7/12, 61-050 Poznań",
        "Egger W1000 ST9 18 mm",
        "RAL 9003",
        "krawędziowy",
        "ryflowana",
        "HBA5360S0",
        "17.07.2026",
        "24 miesiące od daty odbioru, do 17.07.2028",
        "terytorium Rzeczypospolitej Polskiej",
        "w terminie 14 dni",
        "w terminie 30 dni",
        "Zgłaszanie wad",
        "Gwarancja nie obejmuje",
        "kart",
        "przysługują środki ochrony prawnej ze strony i na koszt sprzedawcy. Gwarancja nie ma wpływu na te środki.",
        "Adnotacje serwisowe",
        "gwarant",
        "nabywca",
    )
    business = dossiers.dossier(party=dossiers.party("company", "Dentysta sp. z o.o.", "9991158384"))
    has(warranty(business, Wishes()), "przepisów o rękojmi za wady")


def test_the_contract_has_its_price_in_words_its_schedule_and_its_texts() -> None:
    paper = letters.contract(dossiers.dossier(), Wishes(), dossiers.PLANNED, [("Ogólne warunki umowy", "1. Strony")])
    has(
        paper,
        "Umowa – kuchnia na wymiar",
        "nr K/2026/041",
        "zawarta dnia 08.05.2026",
        "§ 1. Przedmiot umowy",
        "Kuchnia w kształcie litery L",
        "14.07.2026",
        "30 000,00 zł",
        "trzydzieści tysięcy złotych zero groszy",
        "Zadatek",
        "12 000,00 zł",
        "do uzgodnienia",
        "Wykonawca",
        "Zamawiający",
    )
    text = text_of(paper)
    assert "Integralną częścią umowy są: 1. Załącznik nr 1: Ogólne warunki umowy" in text
    # The attached text follows the signatures.
    assert text.index("Zamawiający Załącznik nr 1. Ogólne warunki umowy 1. Strony") > text.index("Razem 30 000,00 zł")


def test_protocol_and_statement_have_room_for_what_is_written_by_hand() -> None:
    has(
        letters.acceptance(dossiers.dossier(), Wishes()),
        "Protokół odbioru",
        "Data odbioru 17.07.2026",
        "bez uwag",
        "Uwagi i usterki",
        "Termin usunięcia usterek",
        "30 000,00 zł",
        "przekazał (Wykonawca)",
        "odebrał (Zamawiający)",
    )
    has(
        letters.vat_statement(dossiers.dossier(), Wishes()),
        "Oświadczenie nabywcy o warunkach stosowania stawki VAT 8%",
        "72,5 m²",
        "lokal mieszkalny",
        "art. 41 ust. 12–12b",
        "trwale połączona z elementami konstrukcyjnymi",
        "czytelny podpis nabywcy",
        "K/2026/041",
    )


def test_a_long_invoice_repeats_its_heads_numbers_its_pages_and_keeps_the_sum_with_the_signatures() -> None:
    pages = pages_of(samples.long_invoice(40))
    assert len(pages) == 3
    for number, text in enumerate(pages[:2], 1):
        assert "Nazwa towaru lub usługi" in text
        assert f"strona {number} z 3" in text
    assert "9 840,00 zł" in pages[2]
    assert "wystawił(a)" in pages[2]


def test_polish_letters_are_in_the_file_with_the_fonts_they_need() -> None:
    letters_of_poland = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
    invoice = samples.invoice("FV", "Faktura VAT", samples.lines([(letters_of_poland, "23", "100.00")]))
    content = typeset(invoice, samples.MOMENT)
    assert letters_of_poland in text_of(invoice)
    reader = PdfReader(io.BytesIO(content))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert any(key in inner for key in ("/FontFile2", "/FontFile3"))
        assert "Libertinus" in inner["/FontName"]


def test_marks_are_put_on_copies_only() -> None:
    marked = Marks(
        znak="PODGLĄD",
        duplikat="2026-06-01",
        ksef="5265877635-20250826-0100001AF629-AF",
        qr="<svg xmlns='http://www.w3.org/2000/svg'/>",
    )
    text = text_of(samples.vat(), marked)
    for part in ("PODGLĄD", "DUPLIKAT z dnia 01.06.2026", "5265877635-20250826-0100001AF629-AF"):
        assert part in text
        assert part not in text_of(samples.vat())


def test_the_same_document_of_the_same_moment_has_the_same_bytes() -> None:
    first = typeset(samples.vat(), samples.MOMENT)
    assert typeset(samples.advance_invoice(), samples.MOMENT) != first
    assert typeset(samples.vat(), samples.MOMENT) == first
    assert typeset(samples.vat(), samples.MOMENT + timedelta(minutes=1)) != first


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-07-17", 24, "2028-07-17"), ("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28")],
)
def test_a_term_of_months_ends_on_the_same_day_or_the_last_one(start: str, months: int, end: str) -> None:
    assert months_later(samples.date.fromisoformat(start), months) == samples.date.fromisoformat(end)
