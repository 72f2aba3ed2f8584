"""Closed sets of columns: every CHECK … IN is declared as one, and what shows such a column says its members."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import CheckConstraint

import bottega.business
import bottega.platform
from bottega.app import metadata
from bottega.kernel.database.closed_sets import members_of
from bottega.kernel.database.tables import CLASSES, sql_table
from bottega.kernel.discovery import discover
from bottega.kernel.openapi.document import described
from bottega.kernel.openapi.labels import Property, closed_sets, properties

MODULES = discover(bottega.platform, bottega.business)
SCHEMAS = described(operation for module in MODULES for operation in module.operations)
ANSWERED = [
    one
    for one in properties([each for module in MODULES for each in module.operations], SCHEMAS)
    if one.part == "answer"
]

_IN: Final = re.compile(r"\b(\w+) IN \(([^()]*)\)")
# Schema and field: called like the column of a closed set of their module, and something else.
OTHERS: Final[Mapping[tuple[str, str], str]] = {
    ("CustomField", "kind"): "the type of a custom field, for programs: people see its label and its value",
    ("CorrectionDue", "rodzaj"): "what KSeF calls the correction",
}


def _checked() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Table, column and members of every CHECK that lists what a column may hold."""
    for table in metadata().tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                for column, listed in _IN.findall(str(constraint.sqltext)):
                    yield table.name, column, tuple(re.findall(r"'([^']*)'", listed))


def _sets_of(module: str) -> dict[str, set[str]]:
    """The members of the closed sets in the tables of a module, by the name of the column."""
    found: dict[str, set[str]] = {}
    for name, made in CLASSES.items():
        if f".{module}." in made.__module__:
            for column in metadata().tables[name].columns:
                if members := members_of(column):
                    found.setdefault(column.name, set()).update(members)
    return found


def _expected(one: Property) -> set[str]:
    """What the property may be by the column it shows: its operation's own, else one of its module; empty for none."""
    table = one.operation.table
    if table is not None and one.name in sql_table(table).columns:
        return {*members_of(sql_table(table).columns[one.name])}
    if _place(one) in OTHERS:
        return set()
    return _sets_of(one.operation.module.name).get(one.name, set())


def _place(one: Property) -> tuple[str, str]:
    return one.component.rpartition("/")[2], one.name


def _unsaid(one: Property) -> bool:
    kinds = {str(one.schema.get("type")), *(str(each.get("type")) for each in one.schema.get("anyOf", []))}
    return bool(_expected(one)) and "string" in kinds and not any(True for _ in closed_sets(one.schema, SCHEMAS))


def test_every_check_that_lists_values_is_declared_as_a_closed_set() -> None:
    checked = list(_checked())
    assert len(checked) > 20
    undeclared = [
        f"{table}.{column}"
        for table, column, members in checked
        if members_of(metadata().tables[table].columns[column]) != members
    ]
    assert undeclared == []


def test_whatever_shows_the_column_of_a_closed_set_says_its_members() -> None:
    assert sorted({f"{one.screen}.{one.name}" for one in ANSWERED if _unsaid(one)}) == []


def test_every_exception_is_still_one() -> None:
    assert {*OTHERS} - {_place(one) for one in ANSWERED} == set()


def test_lists_say_no_member_that_their_column_cannot_hold() -> None:
    wrong: set[str] = set()
    for one in ANSWERED:
        table = one.operation.table
        if table is None or not one.operation.name.endswith("list") or one.name not in sql_table(table).columns:
            continue
        expected = _expected(one)
        for values in closed_sets(one.schema, SCHEMAS) if expected else ():
            if not {str(value) for value in values["enum"]} <= expected:
                wrong.add(f"{one.screen}.{one.name}")
    assert wrong == set()


def test_a_set_that_a_schema_leaves_out_is_missed() -> None:
    """So that the tests above cannot pass for the wrong reason."""
    shown = next(one for one in ANSWERED if one.operation.name == "transactions.list" and one.name == "stan")
    plain: dict[str, Any] = {"type": "string"}
    assert not _unsaid(shown)
    assert _unsaid(Property(shown.operation, shown.part, shown.wire, plain, shown.component))
