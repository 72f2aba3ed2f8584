"""Numbers of imports mean what people mean by them, in the unit they are stored in, or are refused with a sentence."""

from decimal import Decimal

import pytest

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.tabular.import_columns import Column
from bottega.kernel.tabular.import_numbers import NoNumber, Notation, Number
from bottega.kernel.tabular.imports import match_columns
from bottega.kernel.tabular.table_files import TableFile, read_table

ANY = Notation()
PRICE = Notation(Number("zł", 2))
LENGTH = Notation(Number("mm", 0, Decimal(10_000)))
AREA = Notation(Number("m²", 3, Decimal(100)))
PIECES = Notation(Number("szt.", 0))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2800", "2800"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234 567", "1234567"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1'234", "1234"),
        ("1\u2019234,5", "1234.5"),
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("1.250.000,75", "1250000.75"),
        ("2 500,00", "2500.00"),
        ("2500.00", "2500.00"),
        ("2,5", "2.5"),
        ("12,345", "12.345"),
        ("0.500", "0.5"),
        ("1 234.500", "1234.5"),
        ("1234.500", "1234.5"),
        (",5", "0.5"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("+7", "7"),
        (" 15 ", "15"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: str):
    assert ANY.read(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "28OO",
        "12-5",
        "1,2,3",
        "=2+2",
        "1e5 9",
        "--1",
        "mm 5",
        "12 5",
        "1 23",
        "1.2.3",
        "1,23.4",
        "1.",
        "1,234,56",
        "12.34.567",
        "2800 x 2070",
        "9" * 5000,
        "1" + " " * 5000,
        "," * 5000,
        "²",
    ],
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(NoNumber) as refused:
        ANY.read(text)
    assert refused.value.reason("pl").endswith("nie jest liczbą")


@pytest.mark.parametrize(
    ("notation", "text", "meanings"),
    [
        (PRICE, "2.500", "2500 albo 2,5"),
        (ANY, "2.500", "2500 albo 2,5"),
        (LENGTH, "2.800", "2800 albo 2,8"),
        (PRICE, "12,345", "12345 albo 12,345"),
        (PIECES, "1,000", "1000 albo 1"),
        (PIECES, "1.000", "1000 albo 1"),
        (PRICE, "-2.500 zł", "2500 albo 2,5"),
    ],
)
def test_what_may_be_thousands_or_decimals_is_refused_with_both(notation: Notation, text: str, meanings: str):
    with pytest.raises(NoNumber) as refused:
        notation.read(text)
    assert refused.value.reason("pl") == f"„{text}” może znaczyć {meanings}; wpisz to, o co chodzi"


@pytest.mark.parametrize(
    ("notation", "text", "number"),
    [
        (AREA, "5.796", "5.796"),
        (Notation(Number("mm", 1, Decimal(100))), "18.000", "18"),
        (PRICE, "2500.5", "2500.5"),
        (Notation(Number("zł", 2), points=True), "2.500", "2.5"),
        (LENGTH, "2800,0", "2800"),
        (LENGTH, "2.800 m", "2800"),
        (LENGTH, "2,800 m", "2800"),
        (AREA, "5,796", "5.796"),
    ],
)
def test_what_the_column_leaves_one_meaning_is_taken(notation: Notation, text: str, number: str):
    assert notation.read(text) == Decimal(number)


@pytest.mark.parametrize(
    ("notation", "text", "number"),
    [
        (LENGTH, "280 cm", "2800"),
        (LENGTH, "1,8 cm", "18"),
        (LENGTH, "2 m", "2000"),
        (LENGTH, "18 mm", "18"),
        (LENGTH, "2,8mb", "2800"),
        (LENGTH, "2800 MM", "2800"),
        (AREA, "5,796 m²", "5.796"),
        (AREA, "5,796 m2", "5.796"),
        (AREA, "25 000 cm²", "2.5"),
        (PRICE, "320,00 zł", "320"),
        (PRICE, "320 PLN", "320"),
        (PRICE, "320 zl", "320"),
        (PRICE, "1,5 tys. zł", "1500"),
        (PRICE, "2 mln zł", "2000000"),
        (PIECES, "12 szt.", "12"),
        (PIECES, "12 szt", "12"),
        (Notation(Number("cm")), "180 mm", "18"),
        (Notation(Number("m²")), "2 m2", "2"),
        (Notation(Number("%")), "8 %", "8"),
        (Notation(Number("€")), "100 EUR", "100"),
        (Notation(Number("kg")), "500 g", "0.5"),
    ],
)
def test_a_unit_of_the_same_quantity_is_converted(notation: Notation, text: str, number: str):
    assert notation.read(text) == Decimal(number)


@pytest.mark.parametrize(
    ("notation", "text", "sentence"),
    [
        (LENGTH, "280 kg", "„280 kg” podano w kg; tu pasuje: mm, cm, dm, m, mb"),
        (PRICE, "100 €", "„100 €” podano w €; tu pasuje: zł, PLN, "),
        (PRICE, "8%", "„8%” podano w %"),
        (PRICE, "100 zł netto", "„100 zł netto” nie jest liczbą"),
        (PIECES, "3 opak.", "„3 opak.” podano w opak."),
        (AREA, "5 m", "„5 m” podano w m; tu pasuje: m², "),
        (ANY, "12 kg", "„12 kg” podano w kg, ale to pole nie ma jednostki: wpisz samą liczbę"),
        (PIECES, "2,5", "„2,5” nie jest liczbą całkowitą"),
        (LENGTH, "2,85 mm", "„2,85 mm” nie jest liczbą całkowitą"),
        (PRICE, "12,3456", "„12,3456” ma więcej cyfr po przecinku niż 2"),
    ],
)
def test_a_number_that_does_not_fit_is_refused_in_a_sentence(notation: Notation, text: str, sentence: str):
    with pytest.raises(NoNumber) as refused:
        notation.read(text)
    assert refused.value.reason("pl").startswith(sentence)


COLUMNS = (
    Column("dlugosc", ("długość w mm",), number=LENGTH.number, titled=T("Length", "Długość")),
    Column("cena", ("cena szt",), number=PRICE.number, titled=T("Price", "Cena")),
    Column("uwagi", titled=T("Notes", "Uwagi")),
)


def read_below(heading: str, text: str, chosen: str | None = None) -> Decimal:
    name = "cena" if "cena" in heading.lower() else "dlugosc"
    matched = match_columns(TableFile([heading], [], "utf-8"), COLUMNS, {name: chosen} if chosen else None)
    return matched.notations[name].read(text)


@pytest.mark.parametrize(
    ("heading", "text", "number"),
    [
        ("Długość (cm)", "28,5", 285),
        ("Długość [m]", "2,8", 2800),
        ("Długość (cm)", "2800 mm", 2800),
        ("Długość (netto)", "2800", None),
        ("Długość (kg)", "2800", None),
        ("Długość (cale)", "2800", None),
        ("Długość (zewnętrzna)", "2800", 2800),
        ("Długość w mm", "2800", 2800),
        ("Cena (zł)", "5", 5),
        ("Cena (€)", "5", None),
        ("Cena [EUR]", "5", None),
        ("Cena (zł/szt.)", "5", 5),
        ("Cena (zł/m²)", "5", None),
        ("Cena (zł netto)", "5", None),
        ("Cena (netto)", "5", None),
        ("Cena (brutto)", "5", 5),
        ("Cena szt", "5", 5),
        ("Cena (tys. zł)", "5", 5000),
    ],
)
def test_the_unit_of_a_heading_counts_or_is_refused(heading: str, text: str, number: int | None):
    if number is not None:
        assert read_below(heading, text) == number
        return
    with pytest.raises(Invalid) as refused:
        read_below(heading, text)
    assert heading in refused.value.body("pl")["error"]


def test_a_heading_chosen_by_hand_may_end_in_its_unit():
    assert read_below("Bok A cm", "28,5", "Bok A cm") == 285
    with pytest.raises(Invalid):
        read_below("Cena zakupu EUR", "5", "Cena zakupu EUR")


def test_a_table_with_ids_was_written_by_a_program():
    one = "7d44b1b5-6b0f-4d4e-9c3f-0f1e2d3c4b5a"
    assert read_table(f"Id,Cena\n{one},2.500\n".encode()).by_program
    assert not read_table(b"Id,Cena\n1,2.500\n").by_program
