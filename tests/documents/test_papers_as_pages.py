"""What every document says as a web page: the same as on paper, for the same model."""

import html
import re
from datetime import date
from decimal import Decimal
from typing import Final

import every_paper
import pytest
import samples
from every_paper import WORST, at_worst, every
from geometry import letters_of
from msgspec.structs import replace

from bottega.business.documents.content.models import Invoice, Letter, Paper
from bottega.business.documents.content.sections import Signed
from bottega.business.documents.render.html import web_page
from bottega.business.documents.render.pdf import CLEAN

NAMES: Final = tuple(every(1))


def said(paper: Paper) -> str:
    """The text of the page, white space folded."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", web_page(paper, CLEAN, None), flags=re.DOTALL)
    return " ".join(html.unescape(text).replace("\N{NO-BREAK SPACE}", " ").split())


def invoice(name: str) -> Invoice:
    """An invoice among the papers."""
    paper = every(1)[name]().paper
    assert isinstance(paper, Invoice)
    return paper


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_all_that_the_paper_says(name: str) -> None:
    paper = every(12)[name]().paper
    letters = letters_of(said(paper)).casefold()
    assert [text for text in every_paper.texts_of(paper) if letters_of(text).casefold() not in letters] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_worst_words_are_text_and_may_break(name: str) -> None:
    page = web_page(at_worst(every(1)[name]().paper), CLEAN, None)
    assert "<a>" not in page
    assert "overflow-wrap:anywhere" in page
    assert any(word[:10] in page for word in WORST)


def test_a_correction_of_an_advance_has_both_amounts_and_its_order_once() -> None:
    page = said(invoice("KOR of FZ"))
    assert "Otrzymana kwota przed korektą: 100,00 zł, po korekcie: 40,00 zł" in page
    assert "Data otrzymania zapłaty" in page
    assert "Zamówienie, którego dotyczy zaliczka – bez zmian" in page
    assert page.count("Element zabudowy nr 1") == 1
    assert "Przed korektą Netto VAT Brutto stawka 23% 81,30 18,70 100,00" in page
    assert "Po korekcie Netto VAT Brutto stawka 23% 32,52 7,48 40,00" in page
    assert "Do zwrotu 60,00 zł" in page


def test_a_correction_of_the_buyer_names_both_and_asks_for_nothing() -> None:
    corrected = invoice("KOR of buyer")
    assert corrected.korekta is not None
    page = said(replace(corrected, nabywca=samples.NOWAK))
    assert "Nabywca przed korektą Dentysta Ratajczaka sp. z o.o." in page
    assert "Nabywca po korekcie Janina Nowak" in page
    assert "Pozycje i kwoty pozostają bez zmian" in page
    assert "Słownie" not in page


def test_day_and_means_are_there_before_and_after() -> None:
    corrected = invoice("KOR of buyer")
    assert corrected.korekta is not None
    was = replace(corrected.korekta, data_sprzedazy_przed=date(2026, 5, 1), forma_przed="gotowka", forma="blik")
    page = said(replace(corrected, korekta=was))
    assert "Data dostawy / wykonania usługi: przed korektą 01.05.2026, po korekcie 11.05.2026" in page
    assert "przed korektą gotówka, po korekcie BLIK" in page


def test_every_means_of_payment_is_named_with_its_amount() -> None:
    order = invoice("FV paid by several means")
    assert "Forma płatności: gotówka 100,00 zł, przelew 146,00 zł Do zapłaty 0,00 zł" in said(order)
    assert order.platnosc is not None
    first = order.platnosc.wplaty[:1]
    part = replace(order.platnosc, do_zaplaty=Decimal("146.00"), wplaty=first, zaplacono=Decimal("100.00"))
    assert "Zapłacono: 100,00 zł (gotówka)" in said(replace(order, platnosc=part))


def test_who_signed_is_named_and_who_printed_a_contract_is_not() -> None:
    form = every(1)["PRO"]().paper
    assert isinstance(form, Letter)
    assert "Katarzyna Wolna" not in said(form)
    signed = said(replace(form, podpisano=Signed("Żaneta Zalewska", date(2026, 7, 20), "14:05")))
    assert "Katarzyna Wolna przekazał (Wykonawca)" in signed
    assert "Podpis na ekranie: Żaneta Zalewska, 20.07.2026, godz. 14:05" in signed
