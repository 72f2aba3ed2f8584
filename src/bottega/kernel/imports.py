"""Reading tables that people made elsewhere: whatever encoding, delimiter and headings a spreadsheet gave them.

``read_table`` turns a CSV or Excel file into rows of text, ``below_titles`` drops what stands above the headings,
``match_columns`` finds out which column means what, and ``number_of`` reads a number as people write it. What the
columns mean is the business of whoever imports.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.text import fold

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
MOST_TITLES: Final = 10
DELIMITERS: Final = (";", "\t", ",", "|")

EMPTY: Final = T(en="The file holds no table", pl="W pliku nie ma tabeli")
UNREADABLE: Final = T(
    en="The file is neither a readable CSV nor an Excel workbook",
    pl="Plik nie jest ani czytelnym CSV, ani skoroszytem Excela",
)
TOO_LONG: Final = T(
    en="The file has more than {most} rows; split it", pl="Plik ma ponad {most} wierszy; podziel go"
)
NO_COLUMN: Final = T(
    en="The file has no column {column}; its columns are {columns}",
    pl="W pliku nie ma kolumny {column}; są w nim: {columns}",
)
MISSING: Final = T(en="These columns were not found: {columns}", pl="Nie znaleziono kolumn: {columns}")

_UNIT: Final = re.compile(r"[(\[]\s*([^)\]]*?)\s*[)\]]")
_NUMBER: Final = re.compile(
    r"([+-]?[\d.,]*\d)(?:mm|cm|m|m2|m²|m3|m³|mb|kg|g|szt\.?|kpl\.?|ark\.?|opak\.?|zł|pln|eur|€|%)?",
    re.IGNORECASE,
)
_THOUSANDS: Final = re.compile(r"[\s'\u2019\u00a0\u202f]")


@dataclass(frozen=True)
class TableFile:
    """A table as it was read: its headings, and its rows with the numbers of their first lines in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str
    delimiter: str | None = None


@dataclass(frozen=True)
class Column:
    """What a column may be called, besides its title and its name; ``units`` are factors to the unit that is stored."""

    name: str
    title: T
    aliases: Sequence[str] = ()
    required: bool = False
    units: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every name of the column as it is compared."""
        return frozenset(
            heading_key(name) for name in (self.name, self.title.en, self.title.pl, *self.aliases)
        )


@dataclass(frozen=True)
class Matched:
    """Which place in a row holds which column, and by what its numbers are multiplied."""

    places: Mapping[str, int]
    factors: Mapping[str, Decimal]
    unused: Sequence[str]
    headings: Sequence[str]

    def heading(self, name: str) -> str | None:
        """What the file calls a column, if it has it."""
        return self.headings[self.places[name]] if name in self.places else None

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The text of a row by column; a short row ends in empty ones."""
        return {
            name: cells[place].strip() if place < len(cells) else "" for name, place in self.places.items()
        }


def read_table(content: bytes) -> TableFile:
    """The first sheet of a workbook, or a CSV file in UTF-8, UTF-16 or Windows-1250.

    Raises:
        Invalid: It holds no table, or far too much of one.
    """
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        lines = _sheet_lines(content)
        encoding, delimiter = "xlsx", None
    else:
        text, encoding = _decode(content)
        delimiter = _delimiter(text)
        lines = _csv_lines(text, delimiter)
    rows: list[tuple[int, list[str]]] = []
    for line in lines:
        if len(rows) > MOST_ROWS:
            raise Invalid(TOO_LONG.given(most=MOST_ROWS), code="too_many_rows")
        if any(cell.strip() for cell in line[1]):
            rows.append(line)
    if not rows:
        raise Invalid(EMPTY, code="empty_file")
    headings = [heading.strip() for heading in rows[0][1][:MOST_COLUMNS]]
    return TableFile(headings, rows[1:], encoding, delimiter)


def _decode(content: bytes) -> tuple[str, str]:
    """UTF-8 unless it cannot be; then what Excel writes on a Polish Windows."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1250", "replace"), "cp1250"


def _delimiter(text: str) -> str:
    """What separates the headings: a line ``sep=;`` says it, else the character that is found most often."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        return first.strip()[-1]
    head = re.sub(r'"[^"]*"', "", first) or rest[:1000]
    return max(DELIMITERS, key=head.count)


def _csv_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        raise Invalid(UNREADABLE, code="unreadable_file")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if not (line == 1 and cells and cells[0].lower().startswith("sep=")):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Invalid(UNREADABLE, code="unreadable_file") from None


def _sheet_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - no start should wait for it

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheet = workbook.get_sheet_by_index(0)
            start = sheet.start[0] if sheet.start else 0
            if sheet.height > MOST_ROWS + 1:
                raise Invalid(TOO_LONG.given(most=MOST_ROWS), code="too_many_rows")
            rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError):
        raise Invalid(UNREADABLE, code="unreadable_file") from None
    for number, cells in enumerate(rows, start + 1):
        yield number, [_cell(cell) for cell in cells]


def _cell(value: Any) -> str:
    """A cell of a workbook as a person reads it; whole numbers without decimals."""
    match value:
        case bool():
            return "tak" if value else "nie"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.isoformat(" ") if value.time() else value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def below_titles(table: TableFile, columns: Sequence[Column]) -> TableFile:
    """The table without what stands above its headings: a title over merged cells, names of groups of columns.

    The headings are the line among the first ones that has most names of columns in it; the first of equals.
    """
    known = {key for column in columns for key in column.keys}
    lines = [table.headings, *(cells for _, cells in table.rows[:MOST_TITLES])]
    counts = [len(known & {heading_key(cell) for cell in cells}) for cells in lines]
    best = counts.index(max(counts))
    if best == 0:
        return table
    headings = [cell.strip() for cell in lines[best][:MOST_COLUMNS]]
    return replace(table, headings=headings, rows=table.rows[best:])


def heading_key(text: str) -> str:
    """A heading as it is compared: no case, accents, punctuation or unit in brackets."""
    plain = unicodedata.normalize("NFC", _UNIT.sub(" ", text))
    return " ".join(re.sub(r"[\W_]+", " ", fold(plain)).split())


def match_columns(
    headings: Sequence[str], columns: Sequence[Column], chosen: Mapping[str, str] | None = None
) -> Matched:
    """Find the columns among the headings; ``chosen`` says by hand which heading a column has.

    Raises:
        Invalid: A column that is required, or was chosen, is not there.
    """
    keys = [heading_key(heading) for heading in headings]
    places: dict[str, int] = {}
    for name, heading in (chosen or {}).items():
        if heading_key(heading) not in keys:
            raise Invalid(NO_COLUMN.given(column=heading, columns=", ".join(headings)), code="no_column")
        places[name] = keys.index(heading_key(heading))
    for column in columns:
        free = [i for i, key in enumerate(keys) if key in column.keys and i not in places.values()]
        if free and column.name not in places:
            places[column.name] = free[0]
    missing = [column.title for column in columns if column.required and column.name not in places]
    if missing:
        names = T(", ".join(title.en for title in missing), ", ".join(title.pl for title in missing))
        raise Invalid(
            T(MISSING.en.format(columns=names.en), MISSING.pl.format(columns=names.pl)),
            code="missing_columns", columns=list(headings),
        )  # fmt: skip
    factors = {
        column.name: _factor(column, headings[places[column.name]])
        for column in columns
        if column.name in places
    }
    unused = [heading for i, heading in enumerate(headings) if i not in places.values() and heading]
    return Matched(places, factors, unused, headings)


def _factor(column: Column, heading: str) -> Decimal:
    found = _UNIT.search(heading)
    return column.units.get(fold(found.group(1)), Decimal(1)) if found else Decimal(1)


def number_of(text: str, factor: Decimal = Decimal(1)) -> Decimal | None:
    """A number as people write it: ``1 234,50``, ``1.234,50``, ``2800 mm``; None if it is none."""
    digits = _THOUSANDS.sub("", text)
    found = _NUMBER.fullmatch(digits)
    if found is None:
        return None
    digits = found.group(1)
    if "," in digits and "." in digits:
        thousands = "." if digits.rindex(",") > digits.rindex(".") else ","
        digits = digits.replace(thousands, "")
    try:
        number = Decimal(digits.replace(",", "."))
    except InvalidOperation:
        return None
    scaled = number * factor
    return scaled if factor == 1 else scaled.normalize() + 0
