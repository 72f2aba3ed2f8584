"""Names of records, read by the list engine: titles and subtitles are templates over the columns of a list's items.

``{contract_id}`` of a column that refers to another record is the title of that record, where the caller may see it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from string import Formatter
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.loose_references import entity_behind
from bottega.kernel.database.tables import sql_table
from bottega.kernel.i18n import T
from bottega.kernel.registrations import RecordName, RecordNames
from bottega.kernel.resources import list_reading
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource

Names = Mapping[UUID, RecordName]

# What stands between two parts of a title, of which one may be empty.
_BETWEEN: Final = " ·\u00d7,-"


@dataclass(frozen=True, eq=False)
class _Template:
    """A title and a subtitle, and the columns in them."""

    source: ListSource
    title: str
    subtitle: str

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a column that the list does not show."""
        if unknown := {*self._columns} - {*self.source.shown}:
            message = f"{self.source.kind} has no {', '.join(sorted(unknown))} to be called by"
            raise ValueError(message)

    @cached_property
    def _columns(self) -> Sequence[str]:
        return [name for text in (self.title, self.subtitle) for _, name, _, _ in Formatter().parse(text) if name]

    async def names(self, ctx: Context, items: Sequence[Item]) -> Names:
        """The names of items."""
        referred = await self._referred(ctx, items)
        return {item["id"]: self._name(ctx, item | referred[item["id"]]) for item in items}

    def _name(self, ctx: Context, item: Item) -> RecordName:
        values = {name: _written(item[name]) for name in self._columns}
        return RecordName(_filled(ctx, self.title, values), _filled(ctx, self.subtitle, values))

    async def _referred(self, ctx: Context, items: Sequence[Item]) -> dict[UUID, dict[str, str]]:
        """The titles of the records that items refer to, by item and column."""
        found: dict[UUID, dict[str, str]] = {item["id"]: {} for item in items}
        columns = sql_table(self.source.table).columns
        for name in self._columns:
            entity = entity_behind(columns[name])
            if entity is None:
                continue
            ids = {item[name] for item in items if item.get(name) is not None}
            others = await names_in_view(ctx, entity, ids)
            for item in items:
                other = others.get(item[name]) if item.get(name) else None
                found[item["id"]][name] = other.title if other else ""
        return found


def _filled(ctx: Context, template: str, values: Mapping[str, Any]) -> str:
    return " ".join(T(template, template)(ctx.locale, **values).split()).strip(_BETWEEN)


def _written(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and not value.is_integer():
        return Decimal(str(value))
    # Whole numbers are sizes and counts here, which have no groups of digits.
    return value if isinstance(value, date) else str(int(value) if isinstance(value, float) else value)


async def names_in_view(ctx: Context, entity: str, ids: Collection[UUID]) -> Names:
    """The names of records of an entity, as far as the caller may see them; none of an entity nobody names."""
    names = ctx.app.record_names.get(entity)
    if names is None or not ids or not names.shown_to(ctx):
        return {}
    return await names.by_ids(ctx, ids)


def named_by(
    source: ListSource, query: type[ListQuery], title: str, subtitle: str = "", *, features: tuple[str, ...]
) -> RecordNames:
    """Names of the records of a list."""
    template = _Template(source, title, subtitle)

    async def by_ids(ctx: Context, ids: Collection[UUID]) -> Names:
        return await template.names(ctx, await list_reading.items_with(source, ctx, ids))

    async def by_words(ctx: Context, words: str | None, limit: int) -> Names:
        asked = query.model_validate({"search": words, "pageSize": limit})
        return await template.names(ctx, await list_reading.first_items(source, ctx, asked))

    return RecordNames(features, by_ids, by_words)
