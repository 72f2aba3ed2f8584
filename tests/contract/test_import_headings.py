"""Every column that a file may have is called by the word of its field, and by whatever it was called before."""

import pytest

import bottega.business
import bottega.platform
from bottega.business.customers.importing.columns import COLUMNS
from bottega.business.customers.kinds import COMPANY, PERSON
from bottega.business.warehouse import import_rows
from bottega.kernel.discovery import discover
from bottega.kernel.tabular.headings import heading_key
from bottega.kernel.tabular.import_columns import Column
from bottega.kernel.tabular.imports import below_titles, match_columns
from bottega.kernel.tabular.table_files import TableFile

discover(bottega.platform, bottega.business)
IMPORTS = {"materials": import_rows.COLUMNS, "people": COLUMNS[PERSON], "companies": COLUMNS[COMPANY]}
# What titles were before they were the words of fields.
FORMER = (
    ("materials", "typ", "Typ"),
    ("materials", "symbol", "Symbol"),
    ("materials", "dlugosc", "Długość"),
    ("materials", "dlugosc", "Length"),
    ("materials", "szerokosc", "Szerokość"),
    ("materials", "szerokosc", "Width"),
    ("materials", "grubosc", "Grubość"),
    ("materials", "grubosc", "Thickness"),
    ("materials", "pozostalo", "Pozostało"),
    ("materials", "pozostalo", "Remaining"),
    ("materials", "legacy_id", "Kod"),
    ("materials", "legacy_id", "Legacy id"),
    ("materials", "cena_zakupu", "Cena zakupu"),
    ("materials", "cena_zakupu", "Purchase price"),
    ("materials", "cena_netto", "Cena netto"),
    ("materials", "cena_netto", "Net price"),
    ("people", "lifecycle_stage", "Etap"),
    ("companies", "lifecycle_stage", "Etap"),
)


@pytest.fixture(params=IMPORTS)
def columns(request: pytest.FixtureRequest) -> tuple[Column, ...]:
    return IMPORTS[request.param]


@pytest.mark.parametrize("locale", ["en", "pl"])
def test_a_file_with_the_titles_of_all_columns_needs_no_mapping(columns: tuple[Column, ...], locale: str):
    titles = [column.title(locale) for column in columns]
    table = TableFile(["Lista", *("" for _ in titles[1:])], [(2, titles), (3, ["1" for _ in titles])], "utf-8")
    found = match_columns(below_titles(table, columns), columns)
    assert found.places == {column.name: place for place, column in enumerate(columns)}
    assert {name: found.called(name, locale) for name in found.places} == dict(zip(found.places, titles, strict=True))


def test_no_title_is_said_that_a_word_says(columns: tuple[Column, ...]):
    titled = [column for column in columns if column.titled]
    assert [column.name for column in titled if column.titled == column.word] == []
    assert {column.name for column in titled} <= {"full_name", "reversed_name"}


def test_no_column_is_called_what_another_is(columns: tuple[Column, ...]):
    names = [(key, column.name) for column in columns for key in column.keys]
    first: dict[str, str] = {}
    assert [(key, name, first[key]) for key, name in names if first.setdefault(key, name) != name] == []


def test_no_alias_repeats_a_word_or_a_name(columns: tuple[Column, ...]):
    own = {
        column.name: {heading_key(said) for said in (column.title.en, column.title.pl, column.name)}
        for column in columns
    }
    repeated = [(c.name, alias) for c in columns for alias in c.aliases if heading_key(alias) in own[c.name]]
    assert repeated == []


@pytest.mark.parametrize(("screen", "name", "heading"), FORMER)
def test_a_file_with_a_former_title_needs_no_mapping(screen: str, name: str, heading: str):
    [column] = [column for column in IMPORTS[screen] if column.name == name]
    others = [column.title.pl for column in IMPORTS[screen] if column.required and column.name != name]
    found = match_columns(TableFile([*others, heading], [], "utf-8"), IMPORTS[screen])
    assert (found.places[column.name], found.unused) == (len(others), [])
