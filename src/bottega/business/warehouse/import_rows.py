"""Rows of a stock import: column mapping and validation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.warehouse.material_checks import with_area
from bottega.business.warehouse.materials import MaterialInput
from bottega.business.warehouse.module import module
from bottega.kernel.i18n import T
from bottega.kernel.table_import import rejecting
from bottega.kernel.tabular.headings import heading_key
from bottega.kernel.tabular.import_columns import Column, on_screen
from bottega.kernel.tabular.import_numbers import Number
from bottega.kernel.tabular.import_problems import Rejection, WrongCell, number_in
from bottega.kernel.tabular.imports import Matched, match_columns
from bottega.kernel.tabular.table_files import TableFile

_LENGTH: Final = Number("mm", 0, Decimal(10_000))

COLUMNS: Final = on_screen(
    module.words,
    "materials",
    (
        Column("typ", ("type", "rodzaj materiału", "typ materiału", "kategoria"), required=True),
        Column("producent", ("firma", "prod", "marka"), required=True),
        Column("symbol", ("dekor", "dekor struktura", "kolor"), required=True),
        Column("dlugosc", ("dł", "długość mm", "dł mm", "długość w mm", "wymiar a"), required=True, number=_LENGTH),
        Column(
            "szerokosc",
            ("szer", "szerokość mm", "szer mm", "szerokość w mm", "wymiar b"),
            required=True,
            number=_LENGTH,
        ),
        Column("grubosc", ("gr", "grubość mm", "gr mm", "grub"), number=Number("mm", 1, Decimal(100))),
        Column("cala", ("całość", "cała resztka", "stan")),
        Column("pozostalo", ("pozostało m2", "zostało", "reszta", "pole"), number=Number("m²", 3, Decimal(100))),
        Column(
            "ilosc",
            ("ilość szt", "szt", "sztuk", "liczba", "ilość sztuk", "stan szt"),
            required=True,
            number=Number("szt.", 0),
        ),
        Column("uwagi", ("opis", "komentarz", "uwaga")),
        Column("legacy_id", ("kod", "indeks", "id", "nr", "nr kat", "kod towaru", "legacyId", "numer")),
        Column("lokalizacja", ("regał", "miejsce", "magazyn", "półka"), field="location_id"),
        Column(
            "cena_zakupu", ("purchase price", "cena", "cena brutto", "cena szt", "cenaZakupu"), number=Number("zł", 2)
        ),
        Column("cena_netto", ("net price", "netto", "cenaNetto"), number=Number("zł", 2)),
    ),
)
# Which material a row of our own export is about.
ID: Final = Column("id")
# What the reference suggests for ``typ``; "Płyta laminowana" means the same.
KINDS: Final = {
    heading_key(kind): kind
    for kind in (
        "plyta_laminowana",
        "mdf",
        "mdf_lakierowany",
        "hdf",
        "sklejka",
        "blat_laminowany",
        "blat_kompakt",
        "fornir",
        "akryl",
        "szklo",
        "obrzeze",
    )
}
_NUMBERS: Final = frozenset(column.name for column in COLUMNS if column.number)
_MODELS: Final = {MaterialInput.__name__: MaterialInput}
_REQUIRED: Final = frozenset(column.name for column in COLUMNS if column.required)
_WHOLE: Final = frozenset({"tak", "t", "1", "x", "yes", "true", "cala", "calosc", "pelna", "cala plyta"})
_CUT: Final = frozenset({"nie", "n", "0", "no", "false", "resztka", "formatka", "odpad", "offcut"})

NOTHING_THERE: Final = T(en="The cell is empty", pl="Komórka jest pusta")
NO_FLAG: Final = T(en="“{text}” does not say whether the board is whole", pl="„{text}” nie mówi, czy płyta jest cała")
NO_LOCATION: Final = T(en="There is no location “{text}”", pl="Nie ma lokalizacji „{text}”")
SAME_KEY: Final = T(en="The same key as in line {line}: “{text}”", pl="Ten sam kod co w wierszu {line}: „{text}”")
SAME_MATERIAL: Final = T(en="The same material as in line {line}", pl="Ten sam materiał co w wierszu {line}")
SAME_ROW: Final = T(
    en="The same row as in line {line}; add up the quantity", pl="Taki sam wiersz jak {line}; zsumuj ilość"
)


@dataclass(frozen=True)
class Row:
    """A row that makes sense: the values it gives, empty cells left out."""

    line: int
    values: dict[str, Any]
    # The material it was exported from.
    id: UUID | None = None


@dataclass
class StockList:
    """What a file says."""

    table: TableFile
    matched: Matched
    rows: list[Row] = field(default_factory=list[Row])
    rejected: list[Rejection] = field(default_factory=list[Rejection])


def read_stock_list(
    table: TableFile, chosen: Mapping[str, str], locations: Mapping[str, UUID], locale: str
) -> StockList:
    """Every row of a file, understood or rejected; ``locations`` are the known ones by lower-case name and by id."""
    matched = match_columns(table, (*COLUMNS, ID) if table.by_program else COLUMNS, chosen)
    found = StockList(table, matched)
    keys: dict[str, int] = {}
    whole_rows: dict[tuple[str, ...], int] = {}
    for line, cells in table.rows:
        texts = matched.values(cells)
        exported = _id(texts.pop("id", ""))
        with rejecting(found.rejected, line, matched, locale=locale, models=_MODELS):
            values = _values(texts, matched, locations)
            _refuse_repeated(line, texts, values, keys, whole_rows)
            found.rows.append(Row(line, _checked(values), exported))
    return found


def _values(texts: Mapping[str, str], matched: Matched, locations: Mapping[str, UUID]) -> dict[str, Any]:
    """The cells of a row as values; empty ones are left out."""
    values: dict[str, Any] = {}
    for name, text in texts.items():
        if not text:
            if name in _REQUIRED:
                raise WrongCell(name, NOTHING_THERE)
        elif name in _NUMBERS:
            values[name] = number_in(matched, name, text)
        elif name == "cala":
            values[name] = _flag(text)
        elif name == "lokalizacja":
            location_id = locations.get(text.lower())
            if location_id is not None:
                values["location_id"] = location_id
            elif _id(text) is None:
                # The id of one that is elsewhere is part of an export from there, and says nothing here.
                raise WrongCell(name, NO_LOCATION.given(text=text))
        else:
            values[name] = KINDS.get(heading_key(text), text) if name == "typ" else text
    return values


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _flag(text: str) -> bool:
    key = heading_key(text)
    if key not in _WHOLE | _CUT:
        raise WrongCell("cala", NO_FLAG.given(text=text))
    return key in _WHOLE


def _refuse_repeated(
    line: int,
    texts: Mapping[str, str],
    values: Mapping[str, Any],
    keys: dict[str, int],
    whole_rows: dict[tuple[str, ...], int],
) -> None:
    """A row says something once: no key twice, and without a key no row twice."""
    key: str | None = values.get("legacy_id")
    if key is not None:
        first = keys.setdefault(key, line)
        if first != line:
            raise WrongCell("legacy_id", SAME_KEY.given(line=first, text=key))
    else:
        first = whole_rows.setdefault(tuple(texts.values()), line)
        if first != line:
            raise WrongCell("symbol", SAME_ROW.given(line=first))


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values as they may be stored; a row that does not say is whole unless something is left of it."""
    whole = values.get("cala", "pozostalo" not in values)
    read = MaterialInput.model_validate({**values, "cala": whole})
    with_area(read.model_dump())
    given = read.given()
    if "cala" not in values:
        given.pop("cala")
    return given
