"""Pages of what no ``Listing`` describes: statements written by hand, and rows that are worked out in memory."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from bottega.kernel.database.pools import Record

Row = TypeVar("Row")
Fetch = Callable[..., Awaitable[list[Record]]]


class Paged(Protocol):
    """A query that asks for a page."""

    page: int
    page_size: int


def cut(found: Sequence[Row], query: Paged) -> Sequence[Row]:
    """The rows of the page a query asks for, of all that were found."""
    first = (query.page - 1) * query.page_size
    return found[first : first + query.page_size]


async def read(
    fetch: Fetch, sql: str, *args: Any, order: str, page: int, size: int, counted: str = ""
) -> tuple[list[Record], int]:
    """The rows of a page of a statement in the ``order``, and how many there are on all pages.

    ``fetch`` takes SQL and its ``$1`` parameters, as ``ctx.query`` does; ``counted`` is a quicker statement with the
    same parameters that finds the total. A page beyond the last one costs nothing but the count.
    """
    [[total]] = await fetch(counted or f"SELECT count(*) FROM ({sql}) AS found", *args)
    offset = (page - 1) * size
    if offset >= total:
        return [], total
    last = len(args)
    rows = await fetch(f"{sql} ORDER BY {order} LIMIT ${last + 1} OFFSET ${last + 2}", *args, size, offset)
    return rows, total
