"""Declaration of database indexes, less those that another index already begins with."""

from typing import Any

from sqlalchemy import ColumnElement, Index, Table


def declare_index(name: str, table: Table, *parts: ColumnElement[Any]) -> None:
    """Add an index of all rows by columns or expressions, unless the key or another such index begins with them."""
    wanted = [str(part) for part in parts]
    if not any(kept[: len(wanted)] == wanted for kept in ordered_expressions(table)):
        Index(name, *parts, _table=table)


def ordered_expressions(table: Table) -> list[list[str]]:
    """What the key and the indexes that have every row in an order begin with: neither partial ones nor GIN."""
    found = [[str(column) for column in table.primary_key.columns]]
    for index in table.indexes:
        options = index.dialect_options["postgresql"]
        if options["where"] is None and not options["using"]:
            found.append([str(expression) for expression in index.expressions])
    return found


def expressions(sql: str) -> list[str]:
    """The expressions of a list, split at the commas outside parentheses."""
    parts, depth = [""], 0
    for letter in sql:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
