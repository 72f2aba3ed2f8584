"""Reader of imported tables: maps headings to columns and cells to values.

``reading`` turns a file into rows of text in a sandbox, ``below_titles`` drops what stands above the headings,
and ``match_columns`` finds out which column means what. What the columns mean is the business of whoever imports.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.pool import Exceeded, Program
from bottega.kernel.schemas import wire_name
from bottega.kernel.tabular.cell_values import CUSTOM_PREFIX
from bottega.kernel.tabular.csv_files import MOST_TITLES, UNREADABLE
from bottega.kernel.tabular.headings import UNIT, heading_key
from bottega.kernel.tabular.import_numbers import KNOWN_UNITS, OTHER_UNIT, Notation, Number, unit_key
from bottega.kernel.tabular.table_files import TableFile, read_pieces, table_of

if TYPE_CHECKING:
    from bottega.kernel.context import Context

# What the file is called in the requests of every import.
FILE: Final = "file"
READING: Final = Program(read_pieces, seconds=10, megabytes=768)

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

# A file, and the headings that are expected, as they are compared.
Read = Callable[[bytes, Collection[str]], Awaitable[TableFile]]


@dataclass(frozen=True)
class Column:
    """What a column may be called, besides its title and its name; ``number`` says which numbers it holds."""

    name: str
    title: T
    aliases: Sequence[str] = ()
    required: bool = False
    number: Number | None = None

    @cached_property
    def exported(self) -> str:
        """What our exports call it, as it is compared."""
        return heading_key(self.name.removeprefix(CUSTOM_PREFIX))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every name of the column as it is compared, those that say more first."""
        names = (self.title.en, self.title.pl, self.name, *self.aliases)
        return tuple(dict.fromkeys(heading_key(name) for name in names))


@dataclass(frozen=True)
class Matched:
    """Which place in a row holds which column, and how its numbers are written."""

    places: Mapping[str, int]
    notations: Mapping[str, Notation]
    unused: Sequence[str]
    headings: Sequence[str]

    def heading(self, name: str) -> str | None:
        """What the file calls a column, if it has it."""
        return self.headings[self.places[name]] if name in self.places else None

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The text of a row by column; a short row ends in empty ones."""
        return {name: cells[place].strip() if place < len(cells) else "" for name, place in self.places.items()}


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
            except Invalid as refusal:
                raise refusal.blaming(FILE) from None
            except Exceeded as exceeded:
                if exceeded.reason == "failure":
                    raise Invalid.of_field(FILE, UNREADABLE, code="unreadable_file") from None
                bounds = {"seconds": READING.seconds, "megabytes": READING.megabytes}
                raise Invalid.of_field(FILE, TOO_DEMANDING.given(**bounds), code="too_demanding") from None

        yield read


def known_headings(columns: Iterable[Column], chosen: Iterable[str] = ()) -> frozenset[str]:
    """Every heading that is expected, as it is compared: names of columns, and those ``chosen`` by hand."""
    keys = {key for column in columns for key in column.keys}
    return frozenset(keys.union(heading_key(heading) for heading in chosen))


def below_titles(table: TableFile, columns: Sequence[Column], chosen: Mapping[str, str] | None = None) -> TableFile:
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


def match_columns(table: TableFile, columns: Sequence[Column], chosen: Mapping[str, str] | None = None) -> Matched:
    """Find the columns among the headings; ``chosen`` says by hand which heading a column has.

    Raises:
        Invalid: A column that is required, or was chosen, is not there, or one is in a unit it cannot have.
    """
    headings = table.headings
    keys = [heading_key(heading) for heading in headings]
    places: dict[str, int] = {}
    for name, heading in (chosen or {}).items():
        if heading_key(heading) not in keys:
            said = NO_COLUMN.given(column=heading, columns=", ".join(headings))
            raise Invalid(said, code="no_column").blaming("mapping", wire_name(name))
        places[name] = keys.index(heading_key(heading))
    if table.by_program:
        # Our own names say what is what, before a title of one column that is the name of another.
        for column in columns:
            if column.exported in keys and column.name not in places:
                places[column.name] = keys.index(column.exported)
    for column in columns:
        free = [
            (column.keys.index(key), i) for i, key in enumerate(keys) if key in column.keys and i not in places.values()
        ]
        if free and column.name not in places:
            places[column.name] = min(free)[1]
    _require_columns(columns, places, headings)
    notations = {
        column.name: _notation(column, headings[places[column.name]], by_program=table.by_program)
        for column in columns
        if column.name in places
    }
    unused = [heading for i, heading in enumerate(headings) if i not in places.values() and heading]
    return Matched(places, notations, unused, headings)


def _require_columns(columns: Sequence[Column], places: Mapping[str, int], headings: Sequence[str]) -> None:
    missing = [column.title for column in columns if column.required and column.name not in places]
    if missing:
        names = T(", ".join(title.en for title in missing), ", ".join(title.pl for title in missing))
        raise Invalid.of_field(
            FILE,
            T(MISSING.en.format(columns=names.en), MISSING.pl.format(columns=names.pl)),
            code="missing_columns",
            columns=list(headings),
        )


def _notation(column: Column, heading: str, *, by_program: bool) -> Notation:
    """How the numbers of a column are written, as far as its heading says.

    Raises:
        Invalid: The heading names a unit that the column cannot have.
    """
    number = column.number or Number()
    unit = _unit_of(column, heading)
    if not unit or column.number is None:
        return Notation(number, points=by_program)
    factors = {unit_key(name): factor for name, factor in number.units.items()}
    if unit_key(unit) not in factors:
        units = ", ".join(number.units)
        said = OTHER_UNIT.given(text=heading, unit=unit, units=units)
        raise Invalid.of_field(FILE, said, code="other_unit", column=heading)
    return Notation(number, factors[unit_key(unit)], by_program)


def _unit_of(column: Column, heading: str) -> str:
    """The unit in the brackets of a heading, or at its end; empty if it has none."""
    found = UNIT.search(heading)
    if found is None:
        # "Cena szt" is the price of a piece.
        last = heading.split()[-1:]
        return last[0] if last and heading_key(heading) not in column.keys and _is_unit(last[0]) else ""
    written = found[1].strip()
    if _is_unit(written):
        return written
    # "zł/szt." is a price all the same, "zł/m²" another one, "zł netto" one without tax.
    words = [word for word in re.split(r"[\s/]+", written) if _is_unit(word)]
    own = {unit_key(name) for name in (column.number or Number()).units}
    foreign = [word for word in words if unit_key(word) not in own | {unit_key("szt.")}]
    return written if foreign else (words[0] if words else "")


def _is_unit(text: str) -> bool:
    return unit_key(text) in KNOWN_UNITS
