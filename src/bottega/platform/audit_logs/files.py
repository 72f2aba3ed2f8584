"""The answers of both logs: a page, newest first, or a file of all entries in every format that lists have."""

from dataclasses import dataclass
from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import read
from bottega.kernel.database.pools import Record, Statement
from bottega.kernel.resources.items import Shown
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.resources.pages import batches, file_of
from bottega.kernel.tabular.exports import FORMATS
from bottega.platform.audit_logs.visibility import LARGEST_PAGE, LAST_PAGE, PAGE_SIZE, TENANT_VIEW, LogQuery, clamped

# The content types of the files, but for JSON, which is that of pages too.
FILES: Final = tuple(
    dict.fromkeys(
        one.content_type.partition(";")[0]
        for one in FORMATS.values()
        if not one.content_type.startswith("application/json")
    )
)


@dataclass(frozen=True)
class Found:
    """What is found in a log: a statement without its order, and one that counts quicker, where there is one."""

    sql: str
    order: str
    args: list[Any]
    counted: str = ""


async def page_of_log(ctx: Context, query: LogQuery, found: Found, shown: Shown, size: str | None) -> dict[str, Any]:
    """A page of entries as they are ``shown``."""
    number, length = clamped(query.page, 1, LAST_PAGE), clamped(size, PAGE_SIZE, LARGEST_PAGE)
    rows, total = list[Record](), 0
    if not ctx.scope.closed:
        rows, total = await read(
            ctx.query, found.sql, *found.args, order=found.order, page=number, size=length, counted=found.counted
        )
    items = await shown(rows) if rows else []
    return {**page_of(items, total, page=number, size=length, least=1), "canViewTenant": ctx.may(TENANT_VIEW)}


def file_of_log(
    ctx: Context, query: LogQuery, found: Found, shown: Shown, *, name: str, columns: tuple[str, ...]
) -> Any:
    """All entries as a file; texts that a spreadsheet would run are made harmless as in every export."""
    statement = Statement.of_text(f"{found.sql} ORDER BY {found.order}", *found.args)
    return file_of(query.format or "", f"audit_{name}", columns, batches(ctx, statement, {}, shown), full=False)
