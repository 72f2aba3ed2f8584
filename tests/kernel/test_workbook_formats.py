"""Codes in workbooks come as Excel shows them, and what a number format says of a number is not dropped."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from bottega.kernel.tabular.table_files import read_table


def workbook(*cells: tuple[Any, str | None], above: int = 0, left: int = 0) -> bytes:
    """A heading, and below it cells with their number formats."""
    file = io.BytesIO()
    book: Any = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write(above, left, "Kod")
    for row, (value, code) in enumerate(cells, above + 1):
        sheet.write(row, left, value, book.add_format({"num_format": code} if code else {}))
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (950, "00-000", "00-950"),
        (61001, "00-000", "61-001"),
        (950, r"00\-000", "00-950"),
        (950, r"[$-415]00\-000", "00-950"),
        (7, "000000", "000007"),
        (1234567, "000000", "1234567"),
        (5260250274, r"000\-000\-00\-00", "526-025-02-74"),
        (123456789, '000" "000" "000', "123 456 789"),
        (12345, "0000000000", "0000012345"),
        (0.08, "0%", "8%"),
        (0.085, "0.00%", "8,5%"),
        (0.07, "0%", "7%"),
        (100, "#,##0.00 [$€-1]", "100 €"),
        (100, "[$$-409]#,##0.00", "100 $"),
        (280, '0" cm"', "280 cm"),
        (12.5, r"_-* #,##0.00\ [$€-407]_-;\-* #,##0.00\ [$€-407]_-", "12,5 €"),
        (3, '0" kg"', "3 kg"),
        (1200.5, '#,##0.00 "zł"', "1200,5"),
        (12.5, "0.00", "12,5"),
        (12, "0", "12"),
        (1234, "#,##0", "1234"),
        (12, None, "12"),
        (12.5, "00-000", "12,5"),
        (-5, "000", "-5"),
        ("00950", "00-000", "00950"),
    ],
)
def test_a_cell_reads_as_excel_shows_it(value: Any, code: str | None, text: str):
    assert read_table(workbook((value, code))).rows == [(2, [text])]


def test_formats_belong_to_their_cells_wherever_the_table_stands():
    cells = ((950, "00-000"), (950, None), (61001, "00-000"))
    assert read_table(workbook(*cells, above=4, left=28)).rows == [(6, ["00-950"]), (7, ["950"]), (8, ["61-001"])]


def test_dates_are_days_and_a_format_of_days_is_no_code():
    assert read_table(workbook((date(2026, 11, 30), "dd-mm-yyyy"))).rows == [(2, ["2026-11-30"])]
