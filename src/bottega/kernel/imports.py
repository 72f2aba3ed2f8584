"""Reading tables that people made elsewhere: whatever encoding, delimiter and headings a spreadsheet gave them.

``reading`` turns a file into rows of text in a sandbox, ``below_titles`` drops what stands above the headings,
``match_columns`` finds out which column means what, and ``number_of`` reads a number as people write it. What the
columns mean is the business of whoever imports.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bottega.kernel.csv_files import MOST_TITLES, UNREADABLE
from bottega.kernel.errors import Invalid
from bottega.kernel.headings import UNIT, heading_key
from bottega.kernel.i18n import T
from bottega.kernel.sandbox import Exceeded, Program
from bottega.kernel.table_files import TableFile, read_pieces, table_of
from bottega.kernel.text import fold

if TYPE_CHECKING:
    from bottega.kernel.context import Context

READING: Final = Program(read_pieces, seconds=10, megabytes=768)
LONGEST_NUMBER: Final = 100

TOO_DEMANDING: Final = T(
    en="The file takes more than {seconds} s or {megabytes} MB of memory to read. Perhaps a cell far outside of the"
    " table is filled: copy the table alone into a new file",
    pl="Odczytanie pliku wymaga ponad {seconds} s lub {megabytes} MB pamięci. Być może wypełniona jest komórka daleko"
    " poza tabelą: skopiuj samą tabelę do nowego pliku",
)
NO_COLUMN: Final = T(
    en="The file has no column {column}; its columns are {columns}",
    pl="W pliku nie ma kolumny {column}; są w nim: {columns}",
)
MISSING: Final = T(en="These columns were not found: {columns}", pl="Nie znaleziono kolumn: {columns}")

_NUMBER: Final = re.compile(
    r"([+-]?[\d.,]*\d)(?:mm|cm|m|m2|m²|m3|m³|mb|kg|g|szt\.?|kpl\.?|ark\.?|opak\.?|zł|pln|eur|€|%)?",
    re.IGNORECASE,
)
_THOUSANDS: Final = re.compile(r"[\s'\u2019\u00a0\u202f]")

# A file, and the headings that are expected, as they are compared.
Read = Callable[[bytes, Collection[str]], Awaitable[TableFile]]


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


@asynccontextmanager
async def reading(ctx: "Context", *, patient: bool = False) -> AsyncGenerator[Read]:
    """Wait for the turn at reading files, before the first query, and understand what was read within the block.

    Thousands of rows take a while to be understood as well, and so many at once are enough for one process.

    Args:
        ctx: Whose file it is.
        patient: For the worker, which nobody waits for.

    Raises:
        TooMany: The tenant has enough files being read; the function that is given raises ``Invalid``.
    """
    async with ctx.app.sandbox.turn(READING, ctx.tenant_id, patient=patient) as call:

        async def read(content: bytes, known: Collection[str]) -> TableFile:
            try:
                return table_of(await call(content, sorted(known)))
            except Exceeded as exceeded:
                if exceeded.reason == "failure":
                    raise Invalid(UNREADABLE, code="unreadable_file") from None
                bounds = {"seconds": READING.seconds, "megabytes": READING.megabytes}
                raise Invalid(TOO_DEMANDING.given(**bounds), code="too_demanding") from None

        yield read


def known_headings(columns: Iterable[Column], chosen: Iterable[str] = ()) -> frozenset[str]:
    """Every heading that is expected, as it is compared: names of columns, and those ``chosen`` by hand."""
    keys = {key for column in columns for key in column.keys}
    return frozenset(keys.union(heading_key(heading) for heading in chosen))


def below_titles(
    table: TableFile, columns: Sequence[Column], chosen: Mapping[str, str] | None = None
) -> TableFile:
    """The table without what stands above its headings: a title over merged cells, names of groups of columns.

    The headings are the line among the first ones that has most names of columns in it; the first of equals.
    """
    known = known_headings(columns, (chosen or {}).values())
    lines = [table.headings, *(cells for _, cells in table.rows[:MOST_TITLES])]
    counts = [len(known & {heading_key(cell) for cell in cells}) for cells in lines]
    best = counts.index(max(counts))
    if best == 0:
        return table
    headings = [cell.strip() for cell in lines[best]]
    return replace(table, headings=headings, rows=table.rows[best:])


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
    found = UNIT.search(heading)
    return column.units.get(fold(found.group(1).strip()), Decimal(1)) if found else Decimal(1)


def number_of(text: str, factor: Decimal = Decimal(1)) -> Decimal | None:
    """A number as people write it: ``1 234,50``, ``1.234,50``, ``2800 mm``; None if it is none."""
    if len(text) > LONGEST_NUMBER:
        return None
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
