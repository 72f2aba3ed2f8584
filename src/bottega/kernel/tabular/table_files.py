"""Readers of tabular files: CSV or Excel, as rows of cells.

Everything a file may be too much of has a bound here, and a refusal names it. Requests read strangers' files through
``kernel/tabular/imports.py``, which runs this module in a sandbox: what a library does before a bound can be seen is
bounded there.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.tabular.cell_values import without_guard
from bottega.kernel.tabular.csv_files import (
    CELL_TOO_LONG,
    MOST_CHARACTERS,
    UNREADABLE,
    Line,
    csv_lines,
    decode,
    delimiter_of,
)
from bottega.kernel.tabular.workbook_formats import formats_of, shown
from bottega.kernel.text.folding import composed

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
MOST_FILLED: Final = 2_000_000
# What Excel lets a sheet have; more is not even looked through for what is filled.
WIDEST_SHEET: Final = 16_384
MOST_UNPACKED_MEGABYTES: Final = 256
MOST_PARTS: Final = 10_000
ROWS_OF_A_PIECE: Final = 500
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

EMPTY: Final = T(en="The file contains no table", pl="W pliku nie ma tabeli")
TOO_LONG: Final = T(en="The file has more than {most} rows; split it", pl="Plik ma ponad {most} wierszy; podziel go")
TOO_WIDE: Final = T(
    en="Line {line} has more than {most} columns; leave out those that are not needed",
    pl="Wiersz {line} ma ponad {most} kolumn; pomiń niepotrzebne",
)
SHEET_TOO_WIDE: Final = T(
    en="The sheet has more than {most} columns; leave out those that are not needed",
    pl="Arkusz ma ponad {most} kolumn; pomiń niepotrzebne",
)
TOO_FULL: Final = T(
    en="The file has more than {most} filled cells; split it",
    pl="Plik ma ponad {most} wypełnionych komórek; podziel go",
)
TOO_LARGE: Final = T(
    en="The workbook unpacks to more than {most} MB; keep only the sheet with the table",
    pl="Skoroszyt po rozpakowaniu ma ponad {most} MB; zostaw tylko arkusz z tabelą",
)


@dataclass(frozen=True)
class TableFile:
    """A table as it was read: its headings, and its rows with the numbers of their first lines in the file."""

    headings: list[str]
    rows: list[Line]
    encoding: str
    delimiter: str | None = None

    @property
    def by_program(self) -> bool:
        """Whether a program wrote the table for programs, as our exports are: a row has an id for a cell."""
        return bool(self.ids)

    @property
    def ids(self) -> frozenset[int]:
        """The places of cells of the first row that are ids."""
        return frozenset(place for _, cells in self.rows[:1] for place, cell in enumerate(cells) if _ID.fullmatch(cell))


def read_table(content: bytes, known: Collection[str] = ()) -> TableFile:
    """The first sheet of a workbook, or a CSV file in UTF-8, UTF-16 or Windows-1250, read in this very process.

    Args:
        content: The file.
        known: Headings that are expected, as ``heading_key`` compares them.

    Raises:
        Invalid: It holds no table, or too much of one.
    """
    return table_of(read_pieces(content, known))


def table_of(pieces: Iterable[Any]) -> TableFile:
    """A table from the pieces it was read in."""
    (encoding, delimiter), *batches = pieces
    rows: list[Line] = [(line, cells) for batch in batches for line, cells in batch]
    headings = [heading.strip() for heading in rows[0][1]]
    return TableFile(headings, rows[1:], encoding, delimiter)


def read_pieces(content: bytes, known: Collection[str]) -> Iterator[Any]:
    """Encoding and delimiter first, then rows in batches that take a moment each.

    Raises:
        Invalid: It holds no table, or too much of one.
    """
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        yield "xlsx", None
        lines = _sheet_lines(content)
    else:
        text, encoding = decode(content)
        delimiter = delimiter_of(text, known)
        yield encoding, delimiter
        lines = csv_lines(text, delimiter)
    batch: list[Line] = []
    for line in _bounded(lines):
        batch.append(line)
        if len(batch) == ROWS_OF_A_PIECE:
            yield batch
            batch = []
    if batch:
        yield batch


def _bounded(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that have anything in them, as long as they keep to the bounds."""
    rows = filled = 0
    for number, cells in lines:
        if len(cells) > WIDEST_SHEET:
            raise Invalid(TOO_WIDE.given(line=number, most=MOST_COLUMNS), code="too_many_columns")
        here = sum(not cell.isspace() and cell != "" for cell in cells)
        if not here:
            continue
        rows, filled = rows + 1, filled + here
        # The first row is the headings.
        if rows > MOST_ROWS + 1:
            raise Invalid(TOO_LONG.given(most=MOST_ROWS), code="too_many_rows")
        if filled > MOST_FILLED:
            raise Invalid(TOO_FULL.given(most=MOST_FILLED), code="too_many_cells")
        if max(map(len, cells)) > MOST_CHARACTERS:
            raise Invalid(CELL_TOO_LONG.given(line=number, most=MOST_CHARACTERS), code="cell_too_long")
        yield number, _within(number, cells)
    if not rows:
        raise Invalid(EMPTY, code="empty_file")


def _within(number: int, cells: list[str]) -> list[str]:
    """The cells of a line, composed; a program may end each line in any number of delimiters."""
    if any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise Invalid(TOO_WIDE.given(line=number, most=MOST_COLUMNS), code="too_many_columns")
    return [composed(cell) for cell in cells[:MOST_COLUMNS]]


def _sheet_lines(content: bytes) -> Iterator[Line]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - no start should wait for it

    try:
        _look_into(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            # Dense from here on, from the first filled cell to the last.
            sheet = workbook.get_sheet_by_index(0)
            start, left = sheet.start or (0, 0)
            if sheet.height > MOST_ROWS + 1:
                raise Invalid(TOO_LONG.given(most=MOST_ROWS), code="too_many_rows")
            if sheet.width > MOST_COLUMNS:
                raise Invalid(SHEET_TOO_WIDE.given(most=MOST_COLUMNS), code="too_many_columns")
            rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError):
        raise Invalid(UNREADABLE, code="unreadable_file") from None
    formats = formats_of(content)
    for number, cells in enumerate(rows, start + 1):
        texts = (_cell(cell, formats.get((number - 1, i))) for i, cell in enumerate(cells, left))
        yield number, [without_guard(text) for text in texts]


def _look_into(content: bytes) -> None:
    """What the directory of a workbook says it unpacks to; one that lies meets the limits of the process."""
    if content[:2] != b"PK":
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_MEGABYTES << 20:
        raise Invalid(TOO_LARGE.given(most=MOST_UNPACKED_MEGABYTES), code="too_large")


def _cell(value: Any, code: str | None = None) -> str:
    """A cell of a workbook as a person reads it, numbers with a decimal comma."""
    match value:
        case bool():
            return "tak" if value else "nie"
        case int() | float() if code is not None:
            return shown(value, code, _number)
        case float():
            return _number(value)
        case datetime():
            return value.isoformat(" ") if value.time() else value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _number(value: float) -> str:
    """In the 15 digits that Excel counts in, without an exponent; a comma is no separator of thousands."""
    return format(Decimal(f"{value:.15g}"), "f").replace(".", ",")
