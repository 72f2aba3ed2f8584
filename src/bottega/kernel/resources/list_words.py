"""Words of a list's file: its headings, and what values of closed sets are called, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from bottega.kernel.common_words import COMMON
from bottega.kernel.context import Context
from bottega.kernel.custom_fields import Field
from bottega.kernel.database.pools import Record
from bottega.kernel.i18n import T
from bottega.kernel.resources.items import Item, Shown
from bottega.kernel.schemas import snake_name
from bottega.kernel.tabular.cell_values import CUSTOM_PREFIX, Called
from bottega.kernel.words import Words

YES = T(en="yes", pl="tak")
NO = T(en="no", pl="nie")


def headings(ctx: Context, defined: Mapping[str, Field]) -> Called:
    """What the columns of the list of an operation are called; ``defined`` are its custom fields."""

    def called(key: str) -> str | None:
        if key.startswith(CUSTOM_PREFIX):
            known = defined.get(key.removeprefix(CUSTOM_PREFIX))
            return known.label or None if known else None
        text = _words(ctx).name(_screen(ctx), snake_name(key)) or COMMON.name(_screen(ctx), snake_name(key))
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
    if not isinstance(value, str):
        return value
    text = _words(ctx).texts(_screen(ctx), snake_name(key)).get(value)
    return text(ctx.locale) if text else value


def _words(ctx: Context) -> Words:
    return ctx.operation.module.words if ctx.operation else COMMON


def _screen(ctx: Context) -> str:
    return ctx.operation.screen if ctx.operation else ""
