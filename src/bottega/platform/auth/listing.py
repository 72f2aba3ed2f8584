"""Query, rows and page envelope shared by the lists of users and roles."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec.structs import replace
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel
from sqlalchemy import ColumnElement, and_

from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantChild
from bottega.kernel.resources import list_reading
from bottega.kernel.resources.items import Item, Items
from bottega.kernel.resources.list_sql import Listing, Shape
from bottega.kernel.resources.page_envelope import totals_of
from bottega.kernel.schemas import Query
from bottega.platform.auth.lenient_input import Forgiving

LARGEST_PAGE: Final = 100
LAST_PAGE: Final = 1_000_000_000


class PageQuery(Forgiving, Query):
    """A page of a list; a query that makes no sense finds nothing."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True)

    id: UUID | None = Field(default=None, description="Only this record.")
    page: Annotated[int, Field(ge=1, le=LAST_PAGE, description="Page, from 1.")] = 1
    page_size: Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="Rows a page, 1 to 100.")] = 50
    search: Annotated[str | None, Field(max_length=500, description="Text to find, whatever its case.")] = None

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * self.page_size


@dataclass(frozen=True, eq=False)
class Records:
    """Rows of a table as the lists of users and roles read them, with custom fields that no list filters by."""

    table: type[TenantChild]
    shown: tuple[str, ...]

    @cached_property
    def _listing(self) -> Listing:
        return Listing(self.table, (*self.shown, "custom"), {})

    @cached_property
    def _items(self) -> Items:
        return Items(self.table, self.shown, custom_of=self.table)

    async def read(
        self, ctx: Context, shape: Shape, query: PageQuery, *conditions: ColumnElement[bool]
    ) -> tuple[list[Item], int]:
        """The items of a page, and how many there are on all pages."""
        values: dict[str, Any] = {"tenant_id": ctx.tenant_id, "organizations": list(ctx.scope.visible or ())}
        narrowed = and_(*conditions) if conditions else None
        if query.id is not None:
            shape, values["ids"] = replace(shape, by_ids=True), [query.id]
        rows, total = await list_reading.read(
            self._listing, ctx, shape, values, narrowed, offset=query.offset, size=query.page_size
        )
        return await self._items.of(ctx, rows), total


def page_of(ctx: Context, items: list[dict[str, Any]], total: int, query: PageQuery) -> dict[str, Any]:
    """The answer of a list; an empty one has one page."""
    size = 1 if query.refused else query.page_size
    return {"items": items, **totals_of(total, size, least=1), "isSuperAdmin": ctx.actor.acl.super_admin}
