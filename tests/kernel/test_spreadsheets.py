"""Spreadsheets: types survive, nothing in a cell is a formula, and no temporary file is left behind."""

import asyncio
import io
import re
import tempfile
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bottega.kernel.tabular.cell_values import columns_of
from bottega.kernel.tabular.exports import export
from bottega.kernel.tabular.xlsx import Spreadsheet

Row = Mapping[str, Any]
KEYS = ["id", "cf_kolor"]
MOMENT = datetime(2025, 1, 1, 1, 2, 3, 456_789, timezone(timedelta(hours=1)))

# PostgreSQL stores neither NUL nor surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
rows_of_text = st.lists(
    st.fixed_dictionaries(
        dict.fromkeys(KEYS, texts | st.sampled_from(["=1+1", "+48 600", "-1", "@A1", "\t=1", "{=1}", "http://a.b"]))
    ),
    max_size=6,
)


async def in_batches(rows: Sequence[Row], size: int = 2) -> AsyncIterator[Sequence[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def exported(rows: Sequence[Row], columns: Sequence[str] = ()) -> bytes:
    async def collect() -> bytes:
        stream = export("xlsx", "rows", columns, in_batches(rows))
        return b"".join([chunk async for chunk in stream.chunks])

    return asyncio.run(collect())


def xlsx_rows(content: bytes, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@settings(max_examples=40)
@given(rows_of_text)
def test_xlsx_gives_back_what_went_in_and_holds_no_formula(rows: list[dict[str, str]]) -> None:
    content = exported(rows, KEYS)

    header, *cells = xlsx_rows(content)
    assert header == ["Id", "Kolor"]
    padded = cells + [[""] * len(KEYS)] * (len(rows) - len(cells))
    assert [[decoded(cell) for cell in row] for row in padded] == [[row[key] for key in KEYS] for row in rows]
    assert "<f>" not in sheet_xml(content)


def decoded(cell: str) -> str:
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), cell)


def sheet_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_xlsx_keeps_numbers_dates_and_booleans_as_such() -> None:
    typed = {
        "int": -5,
        "float": 2.5,
        "decimal": Decimal("1234567.10"),
        "huge": Decimal("12345678901234567890.12"),
        "big": 2**60,
        "bool": True,
        "none": None,
        "date": date(2025, 1, 31),
        "moment": MOMENT,
        "old": date(1899, 12, 31),
        "nan": float("nan"),
        "list": ["=a", "b", 1, None],
        "dict": {"a": 1},
    }
    content = exported([typed])
    header, values = xlsx_rows(content)
    cells = dict(zip(header, values, strict=True))

    assert cells["Int"] == -5
    assert cells["Float"] == 2.5
    assert cells["Decimal"] == 1234567.10
    assert cells["Huge"] == "12345678901234567890.12"
    assert cells["Big"] == "1152921504606846976"
    assert cells["Bool"] is True
    assert cells["None"] == ""
    assert cells["Date"] == date(2025, 1, 31)
    assert abs(cells["Moment"].replace(tzinfo=UTC) - MOMENT) < timedelta(milliseconds=2)
    assert cells["Old"] == "1899-12-31"
    assert cells["Nan"] == "nan"
    assert cells["List"] == "=a, b, 1, "
    assert cells["Dict"] == '{"a":1}'


def test_xlsx_has_a_bold_frozen_header_and_fitting_columns() -> None:
    xml = sheet_xml(exported([{"short": "x", "long": "y" * 30}]))

    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in xml
    widths = [float(width) for width in re.findall(r'<col [^>]*?width="([\d.]+)"', xml)]
    assert 8 <= widths[0] < 10
    assert 32 <= widths[1] < 34
    assert '<c r="A1" s="1"' in xml


def test_text_that_looks_like_markup_of_the_library_is_only_text() -> None:
    nasty = '<r></r></is></c><c r="B2"><f>1+1</f></c><c><is><r></r>'

    content = exported([{"a": nasty}])

    assert "<f>" not in sheet_xml(content)
    assert xlsx_rows(content) == [["A"], [nasty]]


def test_a_text_longer_than_a_cell_is_cut_between_characters() -> None:
    long = "😀" * 20_000

    assert xlsx_rows(exported([{"a": long}]))[1] == ["😀" * 16_383]


def test_a_full_sheet_is_continued_on_the_next_with_its_header() -> None:
    writer = Spreadsheet(columns_of(["n"]), most_rows=2)
    writer.rows([{"n": number} for number in range(5)])
    content = b"".join(writer.tail())
    writer.close()

    assert [xlsx_rows(content, sheet) for sheet in range(3)] == [[["N"], [0], [1]], [["N"], [2], [3]], [["N"], [4]]]


async def test_an_export_that_is_broken_off_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def failing() -> AsyncIterator[Sequence[Row]]:
        yield [{"a": 1}]
        assert len(files_in(tmp_path)) == 1
        message = "the database went away"
        raise ConnectionError(message)

    with pytest.raises(ConnectionError):
        _ = [chunk async for chunk in export("xlsx", "rows", [], failing()).chunks]

    assert files_in(tmp_path) == []


async def test_a_client_that_leaves_early_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stream = export("xlsx", "rows", ["a"], in_batches([{"a": "x" * 1000}] * 200))
    chunks = aiter(stream.chunks)
    await anext(chunks)
    assert len(files_in(tmp_path)) == 1
    assert isinstance(chunks, AsyncGenerator)
    await chunks.aclose()

    assert files_in(tmp_path) == []
