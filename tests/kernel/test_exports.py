"""Exports: every format opens in a real reader and gives back what went in."""

import asyncio
import csv
import io
import json
import re
import tracemalloc
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from bottega.kernel.errors import Invalid
from bottega.kernel.tabular.cell_values import columns_of
from bottega.kernel.tabular.exports import FORMATS, export, formats

Row = Mapping[str, Any]
KEYS = ["id", "contract_id", "cf_kolor", "dlugosc"]
# The last ones are the full-width and the small forms of the signs.
FORMULA_STARTS = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20", *"\ufe66\ufe62\ufe63\ufe6b")

# PostgreSQL stores neither NUL nor surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40) | st.sampled_from(
    [
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A1",
        "\ufe661",
        "=1+1",
        "+48 600",
        "-1",
        "@A1",
        "\t=1",
        "\r=1",
        "\n=1",
        "a|b",
        "a\\|b",
        "a\r\nb",
        'say "hi"',
        ",",
        "ż",
    ]
)
rows_of_text = st.lists(st.fixed_dictionaries(dict.fromkeys(KEYS, texts)), max_size=6)


async def in_batches(rows: Sequence[Row], size: int = 2) -> AsyncIterator[Sequence[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def exported(format_name: str, rows: Sequence[Row], columns: Sequence[str] = (), base: str = "rows") -> bytes:
    async def collect() -> bytes:
        stream = export(format_name, base, columns, in_batches(rows))
        return b"".join([chunk async for chunk in stream.chunks])

    return asyncio.run(collect())


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))


def xlsx_rows(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def markdown_rows(content: bytes) -> list[list[str]]:
    tokens = MarkdownIt("commonmark").enable("table").parse(content.decode())
    rows: list[list[str]] = []
    for number, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            rows[-1].append(tokens[number + 1].content)
    return rows


def test_the_formats_have_the_content_types_and_extensions_of_the_brief() -> None:
    seen = {name: (each.content_type, each.extension) for name, each in FORMATS.items()}

    assert seen["csv"] == ("text/csv; charset=utf-8", "csv")
    assert seen["json"] == seen["application/json"] == ("application/json; charset=utf-8", "json")
    assert seen["xml"] == seen["application/xml"] == ("application/xml; charset=utf-8", "xml")
    assert seen["markdown"] == seen["md"] == seen["text/markdown"] == ("text/markdown; charset=utf-8", "md")
    assert seen["xlsx"][1] == "xlsx"
    assert formats() == ["csv", "json", "xml", "markdown", "xlsx"]


@pytest.mark.parametrize(
    ("base", "full", "filename"),
    [
        ("warehouse:material", False, "warehouse_material.csv"),
        ("Customers People", True, "customers_people_full.csv"),
        ('a"b\r\nSet-Cookie: x', False, "a_b_set-cookie_x.csv"),
        ("../../etc/passwd", False, "etc_passwd.csv"),
        ("żółw", False, "w.csv"),
        ("", True, "export_full.csv"),
    ],
)
async def test_a_file_name_is_reduced_to_plain_letters(base: str, full: bool, filename: str) -> None:
    stream = export("CSV", base, ["id"], in_batches([]), full=full)

    assert stream.filename == filename
    assert stream.disposition == f'attachment; filename="{filename}"'
    assert [chunk async for chunk in stream.chunks] == [b"Id\n"]


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Invalid) as refused:
        export("pdf", "rows", [], in_batches([]))

    body = refused.value.body("en")
    assert (body["error"], body["formats"]) == ("Unknown export format", formats())
    assert [one["path"] for one in body["details"]] == [["format"]]


def test_titles_are_title_cased_without_prefix_and_never_repeat() -> None:
    keys = ["id", "contract_id", "createdAt", "cf_kolor_frontu", "kolor_frontu", "_", "tenant:id"]

    assert [column.title for column in columns_of(keys)] == [
        "Id",
        "Contract Id",
        "Created At",
        "Kolor Frontu",
        "Kolor Frontu 2",
        "_",
        "Tenant Id",
    ]


def test_without_rows_and_columns_there_is_one_column_called_id() -> None:
    assert exported("csv", []) == b"ID\n"
    assert json.loads(exported("json", [])) == []
    assert list(ET.fromstring(exported("xml", []))) == []  # noqa: S314 - our own bytes
    assert exported("markdown", []) == b"| ID |\n| --- |\n"
    assert xlsx_rows(exported("xlsx", [])) == [["ID"]]


@pytest.mark.parametrize("name", formats())
def test_without_columns_the_keys_of_the_first_batch_are_the_columns(name: str) -> None:
    rows = [{"b": "1", "a": "2"}, {"c": "3"}, {"a": "4", "late": "5"}]

    content = exported(name, rows)

    named = exported(name, rows, ["b", "a", "c"])
    # Two spreadsheets of the same cells differ in the moment they say they were made.
    assert xlsx_rows(content) == xlsx_rows(named) if name == "xlsx" else content == named
    if name == "csv":
        assert content == b"B,A,C\n1,2,\n,,3\n,4,\n"


@given(rows_of_text)
def test_csv_gives_back_what_went_in_and_no_cell_starts_a_formula(rows: list[dict[str, str]]) -> None:
    content = exported("csv", rows, KEYS)
    header, *cells = csv_rows(content)

    assert header == ["Id", "Contract Id", "Kolor", "Dlugosc"]
    assert not [cell for row in cells for cell in row if cell.startswith(FORMULA_STARTS)]
    assert [[without_apostrophe(cell) for cell in row] for row in cells] == [
        [row[key] if row[key].startswith(FORMULA_STARTS) else without_apostrophe(row[key]) for key in KEYS]
        for row in rows
    ]


def without_apostrophe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def test_csv_lines_end_with_a_line_feed_only() -> None:
    assert exported("csv", [{"a": "x", "b": 'say "hi", twice'}]) == b'A,B\nx,"say ""hi"", twice"\n'


@given(rows_of_text)
def test_json_gives_back_what_went_in(rows: list[dict[str, str]]) -> None:
    titles = [column.title for column in columns_of(KEYS)]

    content = exported("json", rows, KEYS)

    expected = [dict(zip(titles, (row[key] for key in KEYS), strict=True)) for row in rows]
    assert json.loads(content) == expected
    assert content.decode().splitlines()[:2] == (["[", "  {"] if rows else ["[]"])


@given(rows_of_text)
def test_xml_gives_back_what_went_in_less_what_xml_cannot_hold(rows: list[dict[str, str]]) -> None:
    tree = ET.fromstring(exported("xml", rows, KEYS))  # noqa: S314 - our own bytes

    assert tree.tag == "records"
    read = [{field.tag: field.text or "" for field in record} for record in tree]
    legal = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    assert read == [{key.removeprefix("cf_"): re.sub(legal, "\ufffd", row[key]) for key in KEYS} for row in rows]


@given(st.lists(st.text(min_size=1, max_size=8), unique=True, min_size=1, max_size=5))
def test_any_key_becomes_a_tag_of_its_own(keys: list[str]) -> None:
    tree = ET.fromstring(exported("xml", [dict.fromkeys(keys, "x")], keys))  # noqa: S314 - our own bytes

    tags = [field.tag for field in tree[0]]
    assert len(set(tags)) == len(keys)
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_-]*", tag) for tag in tags)


@given(rows_of_text)
def test_markdown_keeps_every_text_in_its_cell(rows: list[dict[str, str]]) -> None:
    header, *cells = markdown_rows(exported("markdown", rows, KEYS))

    assert header == ["Id", "Contract Id", "Kolor", "Dlugosc"]
    assert [len(row) for row in cells] == [len(KEYS)] * len(rows)
    for row, read in zip(rows, cells, strict=True):
        for key, cell in zip(KEYS, read, strict=True):
            plain = re.sub(r"(\\*)\|", lambda m: m[1][: len(m[1]) // 2] + "|", cell.replace("<br />", "\n"))
            assert squeezed(plain.replace("&lt;", "<")) == squeezed(row[key].replace("&lt;", "<"))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_markdown_escapes_pipes_line_ends_and_html() -> None:
    rows = [{"a": "x|y", "b": "1\r\n2\n3\r4", "c": "<script>"}]

    assert exported("md", rows).splitlines()[2] == rb"| x\|y | 1<br />2<br />3<br />4 | &lt;script> |"


MOMENT = datetime(2025, 1, 1, 1, 2, 3, 456_789, timezone(timedelta(hours=1)))
TYPED: dict[str, Any] = {
    "uuid": UUID(int=7),
    "int": -5,
    "float": 2.5,
    "decimal": Decimal("1234567.10"),
    "huge": Decimal("12345678901234567890.12"),
    "bool": True,
    "none": None,
    "date": date(2025, 1, 31),
    "moment": MOMENT,
    "naive": datetime(2025, 1, 1),  # noqa: DTZ001
    "list": ["=a", "b", 1, None],
    "dict": {"a": [1, {"b": Decimal("0.10")}], "at": MOMENT},
}


def test_csv_writes_types_as_text_and_leaves_numbers_alone() -> None:
    cells = dict(zip(TYPED, csv_rows(exported("csv", [TYPED]))[1], strict=True))

    assert cells == {
        "uuid": "00000000-0000-0000-0000-000000000007",
        "int": "-5",
        "float": "2.5",
        "decimal": "1234567.10",
        "huge": "12345678901234567890.12",
        "bool": "true",
        "none": "",
        "date": "2025-01-31",
        "moment": "2025-01-01T00:02:03.456Z",
        "naive": "2025-01-01T00:00:00.000Z",
        "list": "'=a, b, 1, ",
        "dict": '{"a":[1,{"b":0.10}],"at":"2025-01-01T00:02:03.456Z"}',
    }


def test_json_keeps_types_and_exact_decimals() -> None:
    (record,) = json.loads(
        exported("json", [TYPED | {"nan": Decimal("NaN"), "inf": float("inf")}]), parse_float=Decimal
    )

    assert record["Decimal"] == Decimal("1234567.10")
    assert record["Huge"] == Decimal("12345678901234567890.12")
    assert record["Dict"] == {"a": [1, {"b": Decimal("0.10")}], "at": "2025-01-01T00:02:03.456Z"}
    assert record["List"] == ["=a", "b", 1, None]
    assert (record["Int"], record["Bool"], record["None"], record["Nan"], record["Inf"]) == (-5, True, None, None, None)
    assert (record["Moment"], record["Date"]) == ("2025-01-01T00:02:03.456Z", "2025-01-31")


@pytest.mark.parametrize("name", [name for name in formats() if name != "xlsx"])
async def test_text_formats_stream_batch_by_batch_with_flat_memory(name: str) -> None:
    async def many() -> AsyncIterator[Sequence[Row]]:
        for start in range(0, 20_000, 500):
            yield [{"id": start + number, "text": "x" * 200} for number in range(500)]

    sizes: list[int] = []
    tracemalloc.start()
    try:
        async for chunk in export(name, "rows", ["id", "text"], many()).chunks:
            sizes.append(len(chunk))  # noqa: PERF401 - the chunks must not be kept
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(sizes) >= 40
    assert sum(sizes) > 20_000 * 200
    assert peak < sum(sizes) / 2
