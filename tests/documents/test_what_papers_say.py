"""What papers say in single cases, and letters that no font has, which no paper is issued with."""

from dataclasses import replace as changed
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import dossiers
import every_paper
import pytest
import samples
from msgspec.structs import replace
from test_document_texts import has, text_of
from test_goods_and_texts import goods_issue
from test_print_operations import text_of as text_of_file

from bottega.business.documents.compose import invoices, letters
from bottega.business.documents.compose.contract_data import Dossier, buyer_of
from bottega.business.documents.compose.history import Earlier
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.order_lines import order_of
from bottega.business.documents.compose.warranty import warranty
from bottega.business.documents.content.models import Paper
from bottega.business.documents.content.vat_gross_method import advance, gross_of, together
from bottega.business.documents.render.pdf import CLEAN, arguments_of, typeset, unprintable
from bottega.kernel.errors import Conflict
from bottega.kernel.sandbox.typst_programs import set_type
from conftest import PDF, Studio

PAYMENT: dict[str, Any] = {
    "id": UUID(int=5),
    "typ": "Zadatek",
    "rodzaj": "przelew",
    "cena": Decimal("250.00"),
    "data": date(2026, 5, 11),
    "potwierdzona": True,
}


def shapeless(paper: Paper) -> str:
    """The letters of a paper that no font has."""
    made = next(set_type(*arguments_of(paper, samples.MOMENT, CLEAN, None), "pdf", None, True))
    return made if isinstance(made, str) else ""


def with_advance() -> Dossier:
    """A kitchen with an advance invoice that was corrected."""
    found = dossiers.dossier(payments=(PAYMENT,))
    charged = advance(order_of(found, None).stawki, Decimal("300.00"))
    less = together(advance(charged, Decimal("250.00")), tuple(-one for one in charged))
    day = date(2026, 5, 12)
    invoice = Earlier(UUID(int=8), "FZ", "FZ/2026/05/001", day, PAYMENT["id"], None, "skorygowany", None, charged)
    correction = Earlier(UUID(int=9), "KOR", "KOR/2026/05/001", day, None, invoice.id, "wystawiony", None, less)
    return changed(found, earlier=(invoice, correction))


def test_money_by_several_means_is_shown_by_means() -> None:
    paper = every_paper.every(2)["FV paid by several means"]().paper
    has(paper, "Forma płatności: gotówka 100,00 zł, przelew 392,00 zł")
    has(samples.paid_in_parts(), "Zapłacono: 15 000,00 zł (gotówka 10 000,00 zł, kompensata 5 000,00 zł)")


def test_the_sums_say_how_their_tax_was_counted() -> None:
    has(samples.vat(), "Kwoty podatku obliczono od wartości brutto każdej stawki (art. 106e ust. 7–8 ustawy o VAT).")
    assert "106e" not in text_of(samples.exempt())


def test_a_proforma_says_what_is_paid_already() -> None:
    paper = invoices.compose("PF", dossiers.dossier(payments=(PAYMENT,)), Wishes())
    has(paper, "Zapłacono: 250,00 zł", "Do zapłaty 29 750,00 zł")


def test_a_corrected_advance_names_its_correction_on_the_final_invoice() -> None:
    paper = invoices.compose("FK", with_advance(), Wishes())
    assert gross_of(paper.zaliczki[0].stawki) == Decimal("250.00")
    has(paper, "FZ/2026/05/001 po korekcie KOR/2026/05/001", "29 750,00 zł")


def test_a_correction_of_an_advance_shows_what_is_left_of_it() -> None:
    paper = every_paper.every(1)["KOR of FZ"]().paper
    has(
        paper,
        "Data otrzymania zapłaty",
        "przed korektą: 100,00 zł, po korekcie: 40,00 zł",
        "Po korekcie Netto",
        "bez zmian",
        "−60,00",
    )
    assert "Data dostawy" not in text_of(paper)


def test_a_receipt_has_room_for_the_number_of_the_fiscal_receipt_and_a_payment_has_none() -> None:
    receipt = replace(samples.cash_voucher(), nr_paragonu=None)
    assert "Nr paragonu ……" in text_of(receipt)
    assert "Nr paragonu" not in text_of(replace(receipt, rodzaj="KW"))


def test_what_the_client_brought_is_in_the_contract_and_not_warranted() -> None:
    own = {"rodzaj": "zmywarka", "firma": "Miele", "model": "G 5000", "cena": Decimal("0.00"), "rabat": None}
    appliances = [*dossiers.SPECIFICATION["appliances"], own]
    found = dossiers.dossier(specification={**dossiers.SPECIFICATION, "appliances": appliances})
    has(
        letters.contract(found, Wishes(), [], []),
        "zmywarka Miele G 5000 własny sprzęt klienta",
        "2 500,00 zł 10% 2 250,00 zł",
    )
    card = text_of(warranty(found, Wishes()))
    assert "piekarnik" in card
    assert "Miele" not in card


@pytest.mark.parametrize(
    ("months", "term"), [(1, "1 miesiąc"), (24, "24 miesiące"), (12, "12 miesięcy"), (36, "36 miesięcy")]
)
def test_the_term_of_the_warranty_is_declined(months: int, term: str) -> None:
    found = dossiers.dossier(profile={**dossiers.PROFILE, "gwarancja_miesiace": months})
    has(warranty(found, Wishes()), f"{term} od daty odbioru")


def test_a_table_leaves_out_columns_nobody_filled_in() -> None:
    handles = [{"typ": "tip-on", "kolor": None, "dlugosc": None, "sztuk": None, "uwagi": None}]
    found = dossiers.dossier(specification={"handles": handles})
    (table,) = letters.specification(found)
    assert (table.naglowki, table.wiersze, table.odreczna) == (("Typ",), (("tip-on",),), False)


def test_a_schedule_has_its_sum_and_says_where_that_is_not_the_price() -> None:
    (same,) = letters.schedule(dossiers.PLANNED, Decimal("30000.00"))
    assert same.razem[-1] == letters.money(Decimal("30000.00"))
    assert same.akapity == ()
    has(
        letters.contract(dossiers.dossier(), Wishes(), dossiers.PLANNED[:2], []),
        "Razem 27 000,00 zł",
        "Suma wpłat (27 000,00 zł) różni się od wynagrodzenia (30 000,00 zł) o 3 000,00 zł",
    )


def test_a_company_stands_on_its_papers_once() -> None:
    party = dossiers.party("company", "Splot Daria Wilczek", "9991158384")
    home = dossiers.address("SPLOT  Daria Wilczek", "ul. Lniana 3", "61-050 Poznań", firm="SPLOT  Daria Wilczek")
    assert buyer_of(party, home).adres == ("ul. Lniana 3", "61-050 Poznań")
    assert str(home.under(party)) == "ul. Lniana 3, 61-050 Poznań"
    # Whoever else is named at the address stays, behind the street.
    other = dossiers.address("Recepcja", "ul. Lniana 3", firm="Recepcja")
    assert str(other.under(party)) == "ul. Lniana 3, Recepcja"


@pytest.mark.parametrize(
    "facts", [{"typ": "biuro", "obiekt_rodzaj": None}, {"obiekt_rodzaj": "lokal_uslugowy"}, {"vat_tryb": "stawka_23"}]
)
def test_no_statement_is_made_about_a_rate_the_contract_cannot_have(facts: dict[str, Any]) -> None:
    contract = {**dossiers.CONTRACT, **facts}
    with pytest.raises(Conflict, match="23") as refusal:
        letters.refuse_statement(dossiers.dossier(contract=contract))
    assert refusal.value.details["code"] == "stawka_23"
    letters.refuse_statement(dossiers.dossier())


async def test_a_goods_issue_names_who_handed_the_goods_out(studio: Studio) -> None:
    contract = await studio.contract()
    document = await studio.issue("WZ", None, goodsIssueId=await goods_issue(studio, contract))
    paper = await studio.model(document["id"])
    assert paper["wydal"]
    assert paper["wydal"] in text_of_file((await studio.file(document["id"])).content)


def test_ordinary_and_right_to_left_texts_print_and_others_are_named() -> None:
    signs = "Łódź Žižek Ελλάδα Київ Tiếng العربية עברית ☒ ❤ € ½ „”–… \u200f\u202e\u00ad\u200b\ufeff"
    assert shapeless(replace(samples.vat(), uwagi=signs)) == ""
    for make in every_paper.every(1).values():
        assert shapeless(make().paper) == ""
    paper = replace(samples.vat(), uwagi="Dziękujemy 😊", nabywca=replace(samples.ZALEWSKA, nazwa="旅館"))
    assert set(shapeless(paper)) == {"😊", "旅", "館"}


def test_a_refusal_names_the_texts_and_the_letters() -> None:
    lines = (samples.ISLAND_ORDER[0], replace(samples.ISLAND_ORDER[1], nazwa="Sprzęt 😊 \x07"))
    refusal = unprintable(replace(samples.vat(), pozycje=lines, uwagi="王"), "😊王\x07")
    assert refusal.details["pola"] == [
        {"pole": "pozycje 2, nazwa", "znaki": ["😊", "U+0007"]},
        {"pole": "uwagi", "znaki": ["王"]},
    ]
    assert "(pozycje 2, nazwa: 😊 U+0007; uwagi: 王)" in refusal.body("pl")["error"]
    assert unprintable(samples.vat(), "王").details["pola"] == [{"pole": "logo", "znaki": ["王"]}]


async def test_no_document_is_issued_with_letters_that_cannot_be_printed(studio: Studio) -> None:
    contract = await studio.contract()
    refused = await studio.issue("FV", contract, 409, uwagi="Dziękujemy 😊")
    assert refused["code"] == "znaki_nie_do_druku"
    assert refused["pola"] == [{"pole": "uwagi", "znaki": ["😊"]}]
    previewed = await studio.me.get(
        "/documents/preview", params={"rodzaj": "FV", "contractId": contract, "uwagi": "王"}, headers={"accept": PDF}
    )
    assert (previewed.status_code, previewed.json()["code"]) == (409, "znaki_nie_do_druku")
    # No number was taken.
    assert (await studio.issue("FV", contract, uwagi="Dziękujemy"))["numer"].endswith("/001")


async def test_an_issued_file_is_made_to_be_kept(studio: Studio) -> None:
    document = await studio.issue("FV", await studio.contract())
    content = (await studio.file(document["id"])).content
    assert b"pdfaid:part" in content
    # What was issued is given out again whatever it says.
    assert typeset(replace(samples.vat(), uwagi="😊"), samples.MOMENT)
