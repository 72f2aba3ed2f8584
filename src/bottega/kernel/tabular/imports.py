"""Reader of imported tables: maps headings to columns and cells to values.

``reading`` turns a file into rows of text in a sandbox, ``below_titles`` drops what stands above the headings,
and ``match_columns`` finds out which column means what. What the columns mean is the business of whoever imports.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bottega.kernel.common_words import COMMON
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.pool import Exceeded, Program
from bottega.kernel.schemas import wire_name
from bottega.kernel.tabular.csv_files import MOST_TITLES, UNREADABLE
from bottega.kernel.tabular.headings import UNIT, heading_key
from bottega.kernel.tabular.import_columns import Column
from bottega.kernel.tabular.import_numbers import KNOWN_UNITS, OTHER_UNIT, Notation, Number, unit_key
from bottega.kernel.tabular.table_files import TableFile, read_pieces, table_of
from bottega.kernel.text.folding import fold
from bottega.kernel.words import ANYWHERE

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

# Fields whose headings are names elsewhere.
_EXPORTED_IDS: Final = ("tenant_id", "organization_id")

# A file, and the headings that are expected, as they are compared.
Read = Callable[[bytes, Collection[str]], Awaitable[TableFile]]


@dataclass(frozen=True)
class Matched:
    """Which place in a row holds which column, and how its numbers are written."""

    columns: Sequence[Column]
    places: Mapping[str, int]
    notations: Mapping[str, Notation]
    unused: Sequence[str]
    headings: Sequence[str]

    def called(self, name: str, locale: str) -> str | None:
        """What the file calls a column or field; what we do, where the file has none or leaves its heading empty."""
        column = next((one for one in self.columns if name and name in (one.name, one.field)), None)
        place = self.places.get(column.name if column else name)
        heading = "" if place is None else self.headings[place]
        return heading or (column.title(locale) if column else name) or None

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The text of a row by column, members of closed sets by name; a short row ends in empty ones."""
        texts = {name: cells[place].strip() if place < len(cells) else "" for name, place in self.places.items()}
        return texts | {
            column.name: column.members.get(fold(texts[column.name]), texts[column.name])
            for column in self.columns
            if column.members and column.name in texts
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
        # Our own headings say what is what, before a title of one column that is the name of another.
        rest = [column for column in columns if column.name not in places]
        places |= _as_exported(rest, ["" if i in places.values() else key for i, key in enumerate(keys)])
        keys = _without_ids(table, keys)
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
    return Matched(columns, places, notations, unused, headings)


def _without_ids(table: TableFile, keys: Sequence[str]) -> list[str]:
    """The headings but those of ids that our exports have and nobody imports: an organization is no company here."""
    words = [word for field in _EXPORTED_IDS if (word := COMMON.name(ANYWHERE, field))]
    ids = {heading_key(text) for word in words for text in (word.en, word.pl)}
    return ["" if i in table.ids and key in ids else key for i, key in enumerate(keys)]


def _as_exported(columns: Sequence[Column], keys: Sequence[str]) -> dict[str, int]:
    """The places of columns in a file of ours: the one of its three kinds of headings that finds most of them."""
    kinds = zip(*(column.exported for column in columns), strict=True)
    return max(
        (_numbered([column.name for column in columns], own, keys) for own in kinds), key=len, default=dict[str, int]()
    )


def _numbered(names: Sequence[str], own: Sequence[str], keys: Sequence[str]) -> dict[str, int]:
    """The places of columns by heading; exports number the second of columns with one title, and custom ones are last.

    Where there are fewer headings than columns of one title, the first of these are no part of exports.
    """
    places: dict[str, int] = {}
    for heading in filter(None, dict.fromkeys(own)):
        sharing = [name for name, one in zip(names, own, strict=True) if one == heading]
        titles = {heading, *(f"{heading} {number}" for number in range(2, len(sharing) + 1))}
        there = [place for place, key in enumerate(keys) if key in titles]
        places |= zip(sharing[-len(there) :], there, strict=False)
    return places


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
