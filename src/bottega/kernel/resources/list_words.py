"""Words of a list's file: its headings, and what values of closed sets are called, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from bottega.kernel.context import Context
from bottega.kernel.custom_fields import Field
from bottega.kernel.database.pools import Record
from bottega.kernel.i18n import T
from bottega.kernel.resources.items import Item, Shown
from bottega.kernel.schemas import snake_name
from bottega.kernel.tabular.cell_values import CUSTOM_PREFIX, Called

YES = T(en="yes", pl="tak")
NO = T(en="no", pl="nie")


def headings(ctx: Context, defined: Mapping[str, Field]) -> Called:
    """What the columns of the list of an operation are called; ``defined`` are its custom fields."""

    def called(key: str) -> str | None:
        if key.startswith(CUSTOM_PREFIX):
            known = defined.get(key.removeprefix(CUSTOM_PREFIX))
            return known.label or None if known else None
        text = ctx.operation.word(key) if ctx.operation else None
        return text(ctx.locale) if text else None

    return called


def after(shown: Shown, ctx: Context) -> Shown:
    """Items whose values of closed sets are what people call them; yes and no are words, too."""

    async def worded(rows: Sequence[Record]) -> list[Item]:
        return [{key: _value(ctx, key, value) for key, value in item.items()} for item in await shown(rows)]

    return worded


def _value(ctx: Context, key: str, value: Any) -> Any:
    if isinstance(value, bool):
        return (YES if value else NO)(ctx.locale)
    if not isinstance(value, str) or ctx.operation is None:
        return value
    text = ctx.operation.module.words.texts(ctx.operation.screen, snake_name(key)).get(value)
    return text(ctx.locale) if text else value
