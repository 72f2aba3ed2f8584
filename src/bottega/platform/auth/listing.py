"""Query and page envelope shared by the lists of users and roles."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from bottega.kernel.context import Context
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


def page_of(ctx: Context, items: list[dict[str, Any]], total: int, query: PageQuery) -> dict[str, Any]:
    """The answer of a list; an empty one has one page."""
    size = 1 if query.refused else query.page_size
    return {"items": items, **totals_of(total, size, least=1), "isSuperAdmin": ctx.actor.acl.super_admin}
