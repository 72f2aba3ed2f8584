"""Suggestions: every field of an open set has a source that offers values, and every source has a field."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from installed import MODULES
from pydantic import Field

from bottega.business.customers.dictionaries.entries import KINDS
from bottega.business.warehouse.locations import locations
from bottega.kernel.database.tables import sql_table
from bottega.kernel.field_markers import Suggest
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.openapi.document import document
from bottega.kernel.registrations import Suggestion, Suggestions
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Input
from bottega.platform.auth.tables import User


@pytest.fixture(autouse=True)
def tables_as_they_were() -> Iterator[None]:
    """A resource declares indexes of its table, and these of the tests are none of the product's."""
    tables = [sql_table(one) for one in (User, locations.table)]
    before = [set(one.indexes) for one in tables]
    yield
    for one, indexes in zip(tables, before, strict=True):
        one.indexes.intersection_update(indexes)


OFFERED = [source for module in MODULES for source in module.suggestions]


def _sources(schema: Any) -> Iterator[str]:
    """What every ``x-suggest`` in a document says."""
    if isinstance(schema, dict):
        if "x-suggest" in schema:
            yield schema["x-suggest"]
        for part in schema.values():
            yield from _sources(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _sources(part)


def test_every_open_set_has_suggestions_and_all_suggestions_are_used() -> None:
    asked = {*_sources(document(MODULES, "http://testserver"))}
    assert asked == {*OFFERED}
    assert {f"customers:{kind}" for kind in (*KINDS, "currency")} <= asked
    assert len(OFFERED) == len(asked)


def test_suggestions_ask_for_features_that_are_granted() -> None:
    known = {feature for module in MODULES for feature in module.features}
    for module in MODULES:
        for source, one in module.suggestions.items():
            assert one.features, source
            assert {*one.features} <= known, source


class Marked(Input):
    """A column of the resource's own, and somebody else's source."""

    nazwa: Annotated[Annotated[str, Field(max_length=9)] | None, Suggest("warehouse:location.nazwa")] = None
    opis: Annotated[str, Suggest("customers:sources")] | None = None


class Misspelt(Input):
    """A column that the table has not."""

    nazwa: Annotated[str, Suggest("warehouse:location.nazwisko")]


class Secret(Input):
    """A column that may be encrypted."""

    email: Annotated[str, Suggest("auth:user.email")]


def _mounted(table: Any, marked: type[Input]) -> Module:
    module = Module("shelves", T(en="Shelves", pl="Regały"), "Shelves", "")
    said = T(en="Shelf", pl="Regał")
    module.mount(
        "/shelves", Resource(table=table, input=marked, label=said, plural=said, access=Access("shelves.view"))
    )
    return module


def test_marking_a_column_of_a_resource_is_enough() -> None:
    [(source, suggestions)] = _mounted(locations.table, Marked).suggestions.items()
    assert (source, suggestions.features) == ("warehouse:location.nazwa", ("shelves.view",))


@pytest.mark.parametrize(("table", "marked"), [(locations.table, Misspelt), (User, Secret)])
def test_a_column_that_is_not_there_or_may_be_encrypted_cannot_be_suggested(table: Any, marked: type[Input]) -> None:
    with pytest.raises(ValueError, match="whose values can be suggested"):
        _mounted(table, marked)


def test_a_source_is_said_once() -> None:
    module = _mounted(locations.table, Marked)

    async def none(ctx: Any) -> list[Suggestion]:
        return []

    with pytest.raises(ValueError, match="declared already"):
        module.suggests("warehouse:location.nazwa", Suggestions.among((), none))
