"""Is it alive, is it ready, how is it doing: three pages for those who look after the server."""

import time
from datetime import UTC, datetime
from typing import Final

import structlog

from bottega.kernel import metrics
from bottega.kernel.registry import Application
from bottega.kernel.replies import Reply
from bottega.kernel.requests import Request

log = structlog.get_logger()

# A worker writes its heartbeat every few seconds; one not seen for this long counts as gone.
WORKER_SILENCE: Final = 30
_STARTED: Final = time.time()


async def healthz(_app: Application, _request: Request) -> Reply:
    """The process answers."""
    return Reply({"ok": True, "uptime": round(time.time() - _STARTED)})


async def readyz(app: Application, _request: Request) -> Reply:
    """The database answers, its tables are guarded, the worker works and announcements are heard."""
    checks = {"database": False, "migrations": False, "worker": False, "announcements": app.caches.listening}
    try:
        async with app.database.across_tenants(
            "readiness is a question about the installation"
        ) as connection:
            rows = await connection.fetch("SELECT key, updated_at FROM installation")
            checks["database"] = True
    except Exception as error:  # noqa: BLE001 - "not ready" is the answer, whatever the reason
        log.warning("not_ready", error=str(error))
        rows = []
    seen = {row["key"]: row["updated_at"] for row in rows}
    checks["migrations"] = "guards" in seen
    if "worker" in seen:
        checks["worker"] = (datetime.now(UTC) - seen["worker"]).total_seconds() < WORKER_SILENCE
    ready = all(checks.values())
    return Reply({"ready": ready, "checks": checks}, status=200 if ready else 503)


async def prometheus(_app: Application, _request: Request) -> Reply:
    """Counters of this process."""
    return Reply(metrics.exposition(), media="text/plain; version=0.0.4; charset=utf-8")


PAGES: Final = {"/healthz": healthz, "/readyz": readyz, "/metrics": prometheus}
