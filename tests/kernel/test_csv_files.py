"""CSV files from elsewhere: the delimiter is that of the table, and no quotation mark swallows rows."""

import pytest

from bottega.kernel.errors import Invalid
from bottega.kernel.tabular.csv_files import DELIMITERS, csv_lines, delimiter_of
from bottega.kernel.tabular.exports import FORMATS, columns_of
from bottega.kernel.tabular.table_files import read_table

PEOPLE = frozenset(
    {"imie", "nazwisko", "telefon", "nazwisko i imie", "nazwisko imie", "uwagi", "nip", "miasto", "nazwa"}
)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Lista klientów, stan na 30.11.2026\nImię;Nazwisko;Telefon\nZofia;Łęcka;600 111 201\n", ";"),
        ("Lista klientów\nImię,Nazwisko,Telefon\nZofia,Łęcka,600 111 201\n", ","),
        ("Lista; stan na dziś; A|B\nImię\tNazwisko\tTelefon\nZofia\tŁęcka\t600 111 201\n", "\t"),
        ("Lista, stan\n\nRaport, nr 3, strona 1, z 2\nImię|Nazwisko\nZofia|Łęcka\n", "|"),
        ("Nazwisko, imię;Telefon\nŁęcka, Zofia;600 111 201\n", ";"),
        ("Imię i nazwisko;Uwagi, NIP, miasto;Telefon\nZofia Łęcka;brak, nie ma, Poznań;1\n", ";"),
        ('Imię,Nazwisko,Uwagi\nZofia,Łęcka,"a;b;c;d"\nOla,Nowak,"x;y;z;q"\n', ","),
        ('"Imię;";"Nazwisko,,,,"\n"Zofia";"Łęcka"\n', ";"),
        ("Nazwa\nKowalska, Ala\nNowak, Ola\n", ";"),
        ("Nieznane;Wcale;Nie\n1,5;2,5;3,5\n4,5;5,5;6,5\n", ";"),
        ("Raport, wydruk, strona\nNieznane;Wcale;Nie\n1,5;2,5;3,5\n", ";"),
        ("Imię;Nazwisko;Uwagi\nZofia;Łęcka\nOla;Nowak;raz, dwa, trzy\nEla;Kos\n", ";"),
        ("Imię;Nazwisko;\nZofia;Łęcka;;;;\n", ";"),
    ],
)
def test_the_delimiter_is_that_of_the_table_whatever_stands_above_or_in_it(text: str, delimiter: str):
    assert delimiter_of(text, PEOPLE) == delimiter
    assert delimiter_of(text.replace("\n", "\r\n"), PEOPLE) == delimiter


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_a_file_without_a_known_heading_is_read_by_its_rows(delimiter: str):
    rows = [["Jeden", "Dwa", "Trzy"], ["1", "2", "3"], ["4", "5", "6"]]
    text = "Spis z natury: a, b; c\n" + "\n".join(delimiter.join(row) for row in rows)
    assert delimiter_of(text, ()) == delimiter


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('A;B\n1;"półka 3/4\n2;ok\n3;ok\n', 2),
        ('A;B\n1;ok\n2;"półka', 3),
        ('A;B\n1;"półka 3/4\n2;"druga"\n', 2),
        ('A;B\n1;"półka" 3/4\n2;ok\n', 2),
        ('A;B\n1;"dwie\nlinie"\n2;"półka 3/4\n', 4),
        ('A;B\n1;ok\n2;"' + "x" * 200_000 + "\n", 3),
    ],
)
def test_a_quotation_mark_that_does_not_close_is_told_with_its_line(text: str, line: int):
    with pytest.raises(Invalid) as refused:
        list(csv_lines(text, ";"))
    assert refused.value.body("en")["error"].startswith(f"Line {line} has a cell whose quotation mark")
    assert refused.value.body("pl")["code"] == "open_quote"


def test_quotation_marks_within_a_cell_and_after_a_blank_are_read():
    text = 'A,B\nekran 5", "raz, dwa"\n"„Dąb” ""i"" syn","a\nb"\n'
    assert list(csv_lines(text, ",")) == [
        (1, ["A", "B"]),
        (2, ['ekran 5"', "raz, dwa"]),
        (3, ['„Dąb” "i" syn', "a\nb"]),
    ]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_text_that_a_spreadsheet_would_run_comes_back_from_our_exports_as_it_was(file_format: str):
    signs = ["=1+1", "+48 600", "-5 °C", "@dom", *("\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")]
    texts = [more + sign for sign in signs for more in ("", "'", "''")] + ["'cytat'", "'", "''", "a'=b"]
    writer = FORMATS[file_format].writer(columns_of(["id", "text"]))
    content = writer.rows([{"id": "x", "text": text} for text in texts]) + b"".join(writer.tail())
    writer.close()
    assert [cells[1] for _, cells in read_table(content).rows] == texts
