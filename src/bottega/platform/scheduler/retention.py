"""Retention of runs: a month, failed ones three, and of one schedule no more than the newest."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bottega.kernel.application import Application
from bottega.kernel.i18n import T
from bottega.platform.scheduler.module import module

KEPT: Final = timedelta(days=30)
FAILED_KEPT: Final = timedelta(days=90)
MOST: Final = 1000
MOST_FAILED: Final = 5000

_SWEEP: Final = """
DELETE FROM scheduler_executions AS e USING (
  SELECT tenant_id, id, coalesce(finished_at, created_at) AS ended_at, status = 'failed' AS failed,
    row_number() OVER (PARTITION BY tenant_id, schedule_id, status = 'failed'
      ORDER BY created_at DESC, id DESC) AS place
  FROM scheduler_executions
) AS old
WHERE e.tenant_id = old.tenant_id AND e.id = old.id AND (
  old.ended_at < now() - CASE WHEN old.failed THEN $2::interval ELSE $1::interval END
  OR old.place > CASE WHEN old.failed THEN $4::int ELSE $3::int END
)
"""


@module.job(
    "sweep", T(en="Remove old runs of schedules", pl="Usuwanie starych wykonań harmonogramów"), every="41 * * * *"
)
async def sweep_executions(app: Application, _payload: Mapping[str, Any]) -> None:
    """Delete the runs that are kept no longer."""
    async with app.database.across_tenants(
        "old runs of the schedules of all tenants are removed by one worker"
    ) as connection:
        await connection.execute(_SWEEP, KEPT, FAILED_KEPT, MOST, MOST_FAILED)
