"""Closed sets of text columns: what a column may hold, as a constraint and in the schemas of lists."""

from typing import Any

from sqlalchemy import Column
from sqlalchemy.orm import MappedColumn, mapped_column

from bottega.kernel.database.tables import MEMBERS, Rule
from bottega.kernel.i18n import T


def one_of(column: str, members: tuple[str, ...]) -> str:
    """SQL: the column holds one of the members; where it is null, null."""
    quoted = ", ".join(f"'{member}'" for member in members)
    return f"{column} IN ({quoted})"


def among(column: str, members: tuple[str, ...], message: T, *, field: str | None = None) -> Rule:
    """The column holds one of the members or null, else 400 on ``field``; what shows it says so in its schema."""
    return Rule(column, message, field, 400, one_of(column, members), members=members)


def closed(members: tuple[str, ...], **column: Any) -> MappedColumn[Any]:
    """A column that holds one of the members, where no rule of its own says so; what shows it says so in its schema."""
    return mapped_column(info={MEMBERS: members}, **column)


def members_of(column: Column[Any]) -> tuple[str, ...]:
    """What the column may hold besides null; empty where that is not a closed set."""
    members: tuple[str, ...] = column.info.get(MEMBERS, ())
    return members
