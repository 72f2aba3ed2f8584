"""The envelope of a page: its items, how many there are in all, and on how many pages."""

from collections.abc import Sequence
from typing import Any


def page_of(items: Sequence[Any], total: int, *, page: int, size: int, least: int = 0) -> dict[str, Any]:
    """The answer of a list with ``size`` rows a page; one that finds nothing has the ``least`` number of pages."""
    return {"items": items, **totals_of(total, size, least=least), "page": page, "pageSize": size}


def totals_of(total: int, size: int, *, least: int = 0) -> dict[str, int]:
    """How many rows there are, and on how many pages, for answers that do not say which one they are."""
    return {"total": total, "totalPages": max(least, -(-total // size))}
