"""Amounts in words: a table of hard cases, and any amount against an independent library."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from bottega.business.contracts import slownie

TABLE = {
    "0": "zero złotych zero groszy",
    "0.01": "zero złotych jeden grosz",
    "0.02": "zero złotych dwa grosze",
    "0.05": "zero złotych pięć groszy",
    "0.12": "zero złotych dwanaście groszy",
    "0.22": "zero złotych dwadzieścia dwa grosze",
    "1.01": "jeden złoty jeden grosz",
    "2": "dwa złote zero groszy",
    "5": "pięć złotych zero groszy",
    "14.14": "czternaście złotych czternaście groszy",
    "21": "dwadzieścia jeden złotych zero groszy",
    "22.22": "dwadzieścia dwa złote dwadzieścia dwa grosze",
    "101": "sto jeden złotych zero groszy",
    "112": "sto dwanaście złotych zero groszy",
    "122": "sto dwadzieścia dwa złote zero groszy",
    "1000": "jeden tysiąc złotych zero groszy",
    "1001": "jeden tysiąc jeden złotych zero groszy",
    "2000": "dwa tysiące złotych zero groszy",
    "5000": "pięć tysięcy złotych zero groszy",
    "12000": "dwanaście tysięcy złotych zero groszy",
    "22000": "dwadzieścia dwa tysiące złotych zero groszy",
    "21000": "dwadzieścia jeden tysięcy złotych zero groszy",
    "25432.10": "dwadzieścia pięć tysięcy czterysta trzydzieści dwa złote dziesięć groszy",
    "111111.11": "sto jedenaście tysięcy sto jedenaście złotych jedenaście groszy",
    "1000001": "jeden milion jeden złotych zero groszy",
    "1234567.89": "jeden milion dwieście trzydzieści cztery tysiące pięćset sześćdziesiąt siedem złotych"
    " osiemdziesiąt dziewięć groszy",
    "-150.50": "minus sto pięćdziesiąt złotych pięćdziesiąt groszy",
    "123.455": "sto dwadzieścia trzy złote czterdzieści sześć groszy",
    "999999999.99": "dziewięćset dziewięćdziesiąt dziewięć milionów dziewięćset dziewięćdziesiąt dziewięć tysięcy"
    " dziewięćset dziewięćdziesiąt dziewięć złotych dziewięćdziesiąt dziewięć groszy",
}


@pytest.mark.parametrize(("amount", "words"), TABLE.items())
def test_the_table_of_the_brief_is_kept(amount: str, words: str) -> None:
    assert slownie(Decimal(amount)) == words


def of_the_library(amount: Decimal) -> str:
    """The library's words in our convention: no comma, and a single thousand or million is spelled."""
    said = num2words(amount, lang="pl", to="currency", currency="PLN").replace(",", "")
    words: list[str] = []
    for word in said.split():
        if word in ("tysiąc", "milion") and (not words or words[-1] in ("minus", *_GROUPS)):
            words.append("jeden")
        words.append(word)
    return " ".join(words)


_GROUPS = ("milion", "miliony", "milionów")


@settings(max_examples=500, deadline=None)
@given(st.integers(min_value=-99_999_999_999, max_value=99_999_999_999))
def test_any_amount_reads_as_an_independent_library_says_it(grosze: int) -> None:
    amount = Decimal(grosze) / 100
    assert slownie(amount) == of_the_library(amount)


def test_nothing_negative_is_left_of_less_than_half_a_grosz() -> None:
    assert slownie(Decimal("-0.004")) == "zero złotych zero groszy"
