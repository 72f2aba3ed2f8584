"""Invariants of the demo data, as SQL queries that count violations.

Every part asks its own: ``ALWAYS`` for what is true however long somebody has played with the demo, ``FRESH`` for what
is true on the day it is set up, ``VOLUMES`` for how much there is on that day.
"""

from typing import Final
from uuid import UUID

from bottega.demo.checks import calendar, contracts, customers, documents, money, texts, warehouse
from bottega.kernel.context import Context

_PARTS: Final = (customers, contracts, warehouse, calendar, money, documents, texts)
ALWAYS: Final = {sentence: sql for part in _PARTS for sentence, sql in part.ALWAYS.items()}
FRESH: Final = {sentence: sql for part in _PARTS for sentence, sql in part.FRESH.items()}
VOLUMES: Final = {name: asked for part in _PARTS for name, asked in part.VOLUMES.items()}


async def violations(ctx: Context, organization_id: UUID, *, fresh: bool) -> list[str]:
    """What is not as it must be; ``fresh`` asks also for what only a new demo keeps."""
    found: list[str] = []
    for sentence, sql in {**ALWAYS, **(FRESH if fresh else {})}.items():
        count = await ctx.query_value(sql, organization_id)
        if count:
            found.append(f"Not so in {count} cases: {sentence}.")
    for name, (wanted, sql) in VOLUMES.items() if fresh else ():
        count = await ctx.query_value(sql, organization_id)
        if count != wanted:
            found.append(f"There are {count} {name}, not {wanted}.")
    return found
