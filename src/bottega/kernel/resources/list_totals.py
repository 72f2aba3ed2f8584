"""Sums of a list's amounts over all rows that match, whatever page is shown."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Numeric

from bottega.kernel import masking, number_formats
from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.errors import InvalidInput
from bottega.kernel.http.validation_texts import CHOICE
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource
from bottega.kernel.schemas import snake_name

NO_AMOUNTS = T(en="This list has no amounts to add up", pl="Na tej liście nie ma kwot do zsumowania")


def amounts_of(source: ListSource) -> tuple[str, ...]:
    """The columns that can be added up: amounts of złoty that its items show."""
    columns = sql_table(source.table).columns
    return tuple(name for name in source.shown if _is_money(columns[name]))


def _is_money(column: Column[Any]) -> bool:
    """Whether it is ``Mapped[Decimal]``: per cent and amounts with a currency beside them have other types."""
    kind: Any = column.type
    money: Any = Table.type_annotation_map[Decimal]
    exact = isinstance(kind, Numeric) and (kind.precision, kind.scale) == (money.precision, money.scale)
    return exact and not column.info.get("number")


def asked(source: ListSource, ctx: Context, query: ListQuery) -> tuple[str, ...]:
    """The columns whose sums a query asks for.

    Raises:
        InvalidInput: One of them is none that can be added up.
        Forbidden: The caller does not see amounts.
    """
    if query.totals is None:
        return ()
    known = amounts_of(source)
    names = [source.called.get(name) or snake_name(name) for name in query.totals]
    said = CHOICE(ctx.locale, options=number_formats.choices(known, ctx.locale)) if known else NO_AMOUNTS(ctx.locale)
    if wrong := [place for place, name in enumerate(names) if name not in known]:
        raise InvalidInput([{"code": "invalid_value", "path": ["totals", one], "message": said} for one in wrong])
    masking.refuse_columns(ctx, source.table, names)
    return tuple(dict.fromkeys(names))


def shown(names: tuple[str, ...], sums: Mapping[str, Decimal]) -> dict[str, str]:
    """Sums as answers have them, by column: text, ``0.00`` where there is nothing to add."""
    return {name: f"{sums.get(name, Decimal(0)):.2f}" for name in names}
