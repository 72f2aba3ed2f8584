"""Schedules of all tenants, for the operator of the installation."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.i18n import DEFAULT_LOCALE
from bottega.platform.scheduler.claiming import queue_runs
from bottega.platform.scheduler.product_schedules import ROWS, as_rows, product_schedules, run_now

_REASON: Final = "the operator looks after the schedules of all tenants"
_COLUMNS: Final = (
    "id, name, scope_type, tenant_id, schedule_type, schedule_value, target_queue, target_command, is_enabled,"
    " next_run_at"
)
_FIND: Final = f"""
SELECT * FROM (
  SELECT {_COLUMNS} FROM scheduler_jobs WHERE deleted_at IS NULL
  UNION ALL SELECT {_COLUMNS} FROM ({ROWS.format(jobs="$1")}) AS own
) AS found
WHERE ($2::uuid IS NULL OR tenant_id = $2) AND ($3::text IS NULL OR scope_type = $3)
  AND ($4::boolean IS NULL OR is_enabled = $4)
ORDER BY next_run_at NULLS LAST, id LIMIT $5
"""
_COUNT: Final = """
SELECT count(*) AS total, count(*) FILTER (WHERE is_enabled) AS enabled,
  count(*) FILTER (WHERE is_enabled AND next_run_at <= now()) AS due
FROM scheduler_jobs WHERE deleted_at IS NULL
"""
_ONE: Final = "SELECT * FROM scheduler_jobs WHERE id = $1 AND deleted_at IS NULL"


async def find_schedules(
    app: Application, tenant_id: UUID | None, scope_type: str | None, *, enabled: bool | None, most: int
) -> Sequence[Mapping[str, Any]]:
    """Schedules, the next to run first, with the product's own."""
    own = as_rows(app, DEFAULT_LOCALE)
    async with app.database.across_tenants(_REASON) as connection:
        return [dict(row) for row in await connection.fetch(_FIND, own, tenant_id, scope_type, enabled, most)]


async def count_schedules(app: Application) -> Mapping[str, int]:
    """How many stored schedules there are: ``total``, ``enabled`` and ``due``."""
    async with app.database.across_tenants(_REASON) as connection:
        row = await connection.fetchrow(_COUNT)
    assert row is not None
    return dict(row)


async def queue_run(app: Application, schedule_id: UUID) -> int | None:
    """Queue a run; answers the number of the job, None when there is no such schedule."""
    own = product_schedules(app).get(schedule_id)
    async with app.database.across_tenants(_REASON) as connection:
        if own is not None:
            return await run_now(connection, own)
        rows = await connection.fetch(_ONE, schedule_id)
        numbers = await queue_runs(connection, rows, trigger="manual")
    return numbers[0] if numbers else None
