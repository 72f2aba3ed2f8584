"""Reading tables from elsewhere: encodings, delimiters, headings and numbers as people write them."""

import io
from typing import Any

import pytest
import xlsxwriter

import bombs
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.tabular.csv_files import MOST_CHARACTERS, MOST_LINES
from bottega.kernel.tabular.headings import heading_key
from bottega.kernel.tabular.import_columns import Column
from bottega.kernel.tabular.import_numbers import Number
from bottega.kernel.tabular.imports import Matched, below_titles, match_columns
from bottega.kernel.tabular.table_files import MOST_ROWS, TableFile, read_table

COLUMNS = (
    Column("dlugosc", ("dł",), required=True, number=Number("mm"), titled=T("Length", "Długość")),
    Column("ilosc", ("ilość szt",), titled=T("Quantity", "Ilość")),
)


def matching(*headings: str, chosen: dict[str, str] | None = None) -> Matched:
    return match_columns(TableFile(list(headings), [], "utf-8"), COLUMNS, chosen)


TEXT = "Długość;Ilość\r\n2800;3\r\nżółć;ęą\r\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("cp1250"), "cp1250"),
        (TEXT.encode("utf-16"), "utf-16"),
    ],
)
def test_polish_letters_survive_every_encoding_a_spreadsheet_writes(content: bytes, encoding: str):
    table = read_table(content)
    assert (table.encoding, table.delimiter) == (encoding, ";")
    assert table.headings == ["Długość", "Ilość"]
    assert table.rows == [(2, ["2800", "3"]), (3, ["żółć", "ęą"])]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_the_headings_are_separated_by(delimiter: str):
    text = f'a{delimiter}"b,;\t|x;;,,"{delimiter}c\n1{delimiter}2{delimiter}3'
    table = read_table(text.encode())
    assert (table.delimiter, table.rows[0][1]) == (delimiter, ["1", "2", "3"])


def test_a_first_line_may_say_the_delimiter():
    table = read_table(b"sep=|\r\na;b|c\r\n1|2\r\n")
    assert (table.delimiter, table.headings, table.rows) == ("|", ["a;b", "c"], [(3, ["1", "2"])])


def test_lines_are_those_of_the_file_whatever_lies_between_them():
    table = read_table(b'\r\na;b\r\n\r\n"1\r\nx";2\r\n;\r\n3;4\r\n')
    assert [line for line, _ in table.rows] == [4, 7]


def test_a_workbook_reads_like_a_text_file():
    file = io.BytesIO()
    workbook: Any = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    for row, cells in enumerate(
        [["Długość", "Ilość", "Cała"], [2800, 2.5, True], ["żółć", 0.1 + 0.2, False], [1e20, 1e-7, 1.234]], 2
    ):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    workbook.close()
    table = read_table(file.getvalue())
    assert (table.encoding, table.headings) == ("xlsx", ["Długość", "Ilość", "Cała"])
    assert table.rows == [
        (4, ["2800", "2,5", "tak"]),
        (5, ["żółć", "0,3", "nie"]),
        (6, ["100000000000000000000", "0,0000001", "1,234"]),
    ]


@pytest.mark.parametrize("content", [b"", b"\r\n;;\r\n", b"PK\x03\x04garbage", b"\x00\x01\x02\x00;\x00\n"])
def test_what_holds_no_table_is_refused(content: bytes):
    with pytest.raises(Invalid):
        read_table(content)


def test_a_file_of_absurd_length_is_refused():
    with pytest.raises(Invalid):
        read_table(b"a\n" + b"1\n" * (MOST_ROWS + 1))


def test_headings_are_compared_without_case_accents_punctuation_and_units():
    assert heading_key(" Długość_(mm): ") == heading_key("DLUGOSC") == "dlugosc"


def test_columns_are_found_by_name_title_and_alias_in_either_language():
    for headings in (["Dł.", "Ilość szt."], ["length", "QUANTITY"], ["dlugosc", "ilosc"], ["Długość [mm]", "Ilosc"]):
        assert matching(*headings).places == {"dlugosc": 0, "ilosc": 1}, headings


def test_a_unit_in_the_heading_multiplies():
    matched = matching("Długość (cm)", "Kolor")
    assert matched.notations["dlugosc"].read("28,5") == 285
    assert matched.unused == ["Kolor"]


def test_a_column_is_called_what_the_file_calls_it_and_by_its_title_where_the_file_has_none():
    matched = matching("Długość (cm)", "Kolor")
    assert [matched.called(name, "pl") for name in ("dlugosc", "ilosc", "kolor")] == ["Długość (cm)", "Ilość", "kolor"]
    assert (matched.called("ilosc", "en"), matched.called("", "pl")) == ("Quantity", None)


def test_a_column_chosen_by_hand_wins_over_one_that_is_recognised():
    matched = matching("Długość", "Bok A", chosen={"dlugosc": "bok a"})
    assert matched.values(["1", " 2 "]) == {"dlugosc": "2"}


def test_a_missing_column_is_named_in_the_readers_language():
    with pytest.raises(Invalid) as refused:
        matching("Kolor")
    assert refused.value.body("pl")["error"] == "Nie znaleziono kolumn: Długość"
    with pytest.raises(Invalid):
        matching("Długość", chosen={"ilosc": "Nie ma"})


def test_a_short_row_ends_in_empty_cells():
    matched = matching("Długość", "Ilość")
    assert matched.values(["2800"]) == {"dlugosc": "2800", "ilosc": ""}


def test_titles_and_groups_above_the_headings_are_left_out():
    text = "Stan magazynu;;\r\n;Wymiary;\r\nNr;Długość;Ilość\r\n1;2800;3\r\n"
    table = below_titles(read_table(text.encode()), COLUMNS)
    assert table.headings == ["Nr", "Długość", "Ilość"]
    assert table.rows == [(4, ["1", "2800", "3"])]


def test_headings_in_the_first_line_stay_whatever_the_rows_say():
    table = read_table("Długość;Uwagi\r\n2800;Ilość\r\n".encode())
    assert below_titles(table, COLUMNS) == table


def test_a_heading_far_below_is_a_row():
    text = "\r\n".join(["Lista;;", *(f"{n};;" for n in range(12)), "Nr;Długość;Ilość", "1;2;3"])
    assert below_titles(read_table(text.encode()), COLUMNS).headings == ["Lista", "", ""]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\n" * (MOST_LINES + 1), "more than 1000000 lines"),
        (b"a;b\n" + b"x" * (MOST_CHARACTERS + 1) + b";1\n", "Line 2 has a cell of more than 32767 characters"),
        (b"a;b\n" + b"x" * 1_000_000 + b";1\n", "Line 2 has a cell of more than 32767 characters"),
        (b"a;b\n1;2\n" + b"x;" * 201 + b"\n", "Line 3 has more than 200 columns"),
        (b"a" + b";" * 20_000 + b"\n1\n", "Line 1 has more than 200 columns"),
        ((b"x;" * 200 + b"\n") * 10_001, "more than 2000000 filled cells"),
        (bombs.workbook(("A1", "x"), ("GT1", "y")), "more than 200 columns"),
        (bombs.workbook(("A1", "x"), ("A50003", "y")), "more than 50000 rows"),
        (bombs.workbook(("A1", "x"), filling=1, width=40_000), "Line 1 has a cell of more than 32767 characters"),
        (bombs.workbook(("A1", "x"), filling=300), "unpacks to more than 256 MB"),
        (bombs.zip_bomb(), "unpacks to more than 256 MB"),
    ],
    ids=range(11),
)
def test_a_file_over_a_bound_is_told_which(content: bytes, sentence: str):
    with pytest.raises(Invalid) as refused:
        read_table(content)
    assert sentence in refused.value.body("en")["error"]


def test_lines_that_end_in_many_delimiters_are_as_wide_as_what_is_in_them():
    table = read_table(b"a;b" + b";" * 300 + b"\n1;2" + b";" * 300 + b"\n")
    assert (len(table.headings), table.rows[0][1][:3]) == (200, ["1", "2", ""])


def test_a_workbook_with_text_in_one_cell_reads_as_that():
    assert read_table(bombs.workbook(("A1", "x"), ("B2", "y"))).rows == [(2, ["", "y"])]
