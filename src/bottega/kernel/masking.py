"""Masking of amounts of money for callers without the feature that shows them.

An exact decimal is an amount of money unless it says that it is a ``number`` (``tables.number``), so a new column is
masked without a word. Lists, exports and the action log leave amounts out of rows; what else an operation answers
loses every ``Decimal``; operations about amounts are refused. A person whose row it is (``Table.participants``) sees
its amounts: what they earn, and the cash they carry.
"""

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Column, Float, Numeric

from bottega.kernel import visibility
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.errors import FORBIDDEN, Forbidden

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.operation import Operation


def lacking(ctx: "Context") -> str | None:
    """The feature without which the caller sees no amounts; None for everybody who sees them."""
    mask = ctx.app.amount_mask
    return mask.feature if mask and mask.applies(ctx) and not ctx.may(mask.feature) else None


def refuse(ctx: "Context") -> None:
    """403 for somebody who sees no amounts."""
    missing = lacking(ctx)
    if missing is not None:
        raise Forbidden(FORBIDDEN, requiredFeatures=[missing])


def refuse_columns(ctx: "Context", table: type[Table], names: Collection[str]) -> None:
    """403 for asking by an amount, or setting one, that the caller would not see: the answer would tell it."""
    if not amounts_of(table).isdisjoint(names):
        refuse(ctx)


@cache
def amounts_of(table: type[Table]) -> frozenset[str]:
    """The columns of a table that are amounts of money, or tell them."""
    columns = sql_table(table).columns
    return frozenset(table.tells_amounts) | {column.name for column in columns if _is_amount(column)}


def _is_amount(column: Column[Any]) -> bool:
    kind: Any = column.type
    return isinstance(kind, Numeric) and not isinstance(kind, Float) and not column.info.get("number")


def conceal(ctx: "Context", table: type[Table], rows: Sequence[MutableMapping[str, Any]]) -> None:
    """Take the amounts out of rows, unless they are the caller's own or the caller sees amounts."""
    if lacking(ctx) is None or not (hidden := amounts_of(table)):
        return
    person = visibility.viewer(ctx)
    for row in rows:
        if not takes_part(table, row, person):
            row.update((name, None) for name in hidden if name in row)


def takes_part(table: type[Table], row: Mapping[str, Any], person: UUID | None) -> bool:
    """Whether it is somebody's own row; of an image the ids are text."""
    return person is not None and any(str(row.get(name)) == str(person) for name in table.participants)


def answer_for(ctx: "Context", operation: "Operation", content: Any) -> Any:
    """What an operation answers, without amounts for those who see none; rows of lists have lost theirs before."""
    if operation.masking != "left_out" or lacking(ctx) is None:
        return content
    return _without(content)


def _without(value: Any) -> Any:
    match value:
        case Decimal():
            return None
        case BaseModel():
            return _without(value.model_dump(by_alias=True))
        case dict():
            return {key: _without(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list() | tuple():
            return [_without(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value
