"""Retention of the access log: days for users and roles, hours for other records; changes are kept."""

from datetime import timedelta
from typing import Any, Final

from bottega.kernel.application import Application
from bottega.kernel.i18n import T
from bottega.platform.audit_logs.module import module

CORE_KINDS: Final = ("auth.user", "auth.role")
BATCH: Final = 5_000

_DELETE: Final = """
DELETE FROM access_logs WHERE (tenant_id, id) IN (
    SELECT tenant_id, id FROM access_logs
    WHERE created_at < now() - CASE WHEN resource_kind = ANY($1) THEN $2::interval ELSE $3::interval END
      AND created_at < now() - least($2::interval, $3::interval)
    ORDER BY created_at LIMIT $4
)
"""


@module.job("retention", T(en="Clean up the access log", pl="Porządkowanie dziennika odczytów"), every="*/5 * * * *")
async def forget_reads(app: Application, _payload: dict[str, Any]) -> int:
    """Delete reads that are old enough; answers how many."""
    core = timedelta(days=app.settings.audit_core_retention_days)
    others = timedelta(hours=app.settings.audit_retention_hours)
    forgotten = 0
    while True:
        async with app.database.across_tenants(
            "the access log of all tenants is thinned out by one worker"
        ) as connection:
            done = await connection.execute(_DELETE, list(CORE_KINDS), core, others, BATCH)
        deleted = int(done.rpartition(" ")[2])
        forgotten += deleted
        if deleted < BATCH:
            return forgotten
