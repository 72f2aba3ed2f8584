"""The trail of work on the index: what was done, and what failed, without values of records."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Connection, Record
from bottega.kernel.errors import Problem
from bottega.platform.query_index.tables import Source

# Of each source of a tenant so many lines are kept.
KEPT: Final = 5_000
SHOWN: Final = 100
LONGEST: Final = 1_000

_LOG: Final = """
INSERT INTO query_index_logs (tenant_id, organization_id, source, handler, level, entity_type, message, details,
  occurred_at)
VALUES ($1, $2, $3, $4, 'info', $5, $6, $7, clock_timestamp())
"""
_ERROR: Final = """
INSERT INTO query_index_errors (tenant_id, organization_id, source, handler, entity_type, record_id, message,
  occurred_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
"""
_PRUNE: Final = """
DELETE FROM {table} WHERE tenant_id = $1 AND source = $2 AND id <= (SELECT id FROM {table}
  WHERE tenant_id = $1 AND source = $2 ORDER BY id DESC OFFSET $3 LIMIT 1)
"""
_NEWEST: Final = """
SELECT * FROM {table} WHERE tenant_id = $1
  AND ($2::uuid[] IS NULL OR organization_id IS NULL OR organization_id = ANY($2)) ORDER BY id DESC LIMIT $3
"""


async def log_work(
    connection: Connection,
    tenant_id: UUID,
    source: Source,
    handler: str,
    message: str,
    *,
    organization_id: UUID | None = None,
    entity: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Leave a line; of old ones the newest are kept."""
    await connection.execute(_LOG, tenant_id, organization_id, source, handler, entity, message[:LONGEST], details)
    await connection.execute(_PRUNE.format(table="query_index_logs"), tenant_id, source, KEPT)


async def log_failure(
    connection: Connection,
    tenant_id: UUID,
    source: Source,
    handler: str,
    error: BaseException,
    *,
    organization_id: UUID | None = None,
    entity: str | None = None,
    record_id: UUID | None = None,
) -> None:
    """Leave a failure."""
    message = reason_of(error)[:LONGEST]
    await connection.execute(_ERROR, tenant_id, organization_id, source, handler, entity, record_id, message)
    await connection.execute(_PRUNE.format(table="query_index_errors"), tenant_id, source, KEPT)


def reason_of(error: BaseException) -> str:
    """What went wrong, without values: messages of ours say none, those of others might."""
    if isinstance(error, Problem):
        return str(error)
    if isinstance(error, asyncpg.PostgresError):
        return f"{type(error).__name__} {error.sqlstate or ''}".strip()
    return type(error).__name__


async def newest_lines(ctx: Context, table: str) -> Sequence[Record]:
    """The newest lines of ``query_index_logs`` or ``query_index_errors`` about the organizations in view."""
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    return await ctx.query(_NEWEST.format(table=table), ctx.tenant_id, visible, SHOWN)
