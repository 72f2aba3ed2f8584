"""Is it alive, is it ready, how is it doing: three pages for those who look after the server."""

import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from bottega.kernel import job_reports, metrics, process_report
from bottega.kernel.job_reports import QueueCounts
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
    """The database answers, its tables are guarded, the worker works and announcements are heard.

    Beside the checks it says how often parts were started again, and what waits or is set aside in the queue.
    """
    checks = {"database": False, "migrations": False, "worker": False, "announcements": app.caches.listening}
    seen: dict[str, datetime] = {}
    counts: QueueCounts | None = None
    try:
        async with app.database.across_tenants(
            "readiness is a question about the installation"
        ) as connection:
            rows = await connection.fetch("SELECT key, updated_at FROM installation")
            counts = await job_reports.count(connection)
        seen = {row["key"]: row["updated_at"] for row in rows}
        checks["database"] = True
    except Exception as error:  # noqa: BLE001 - "not ready" is the answer, whatever the reason
        log.warning("not_ready", error=error)
    checks["migrations"] = "guards" in seen
    parts = process_report.read(app.settings.data_folder)
    if "worker" in seen:
        silent = (datetime.now(UTC) - seen["worker"]).total_seconds() > WORKER_SILENCE
        steady = "worker" not in parts or parts["worker"].is_steady(WORKER_SILENCE)
        checks["worker"] = steady and not silent
    ready = all(checks.values())
    body: dict[str, Any] = {
        "ready": ready,
        "checks": checks,
        "restarts": {name: part.restarts for name, part in parts.items()},
        "jobs": asdict(counts) if counts else None,
    }
    return Reply(body, status=200 if ready else 503)


async def prometheus(app: Application, _request: Request) -> Reply:
    """Counters of this process, and of the installation."""
    counts: QueueCounts | None = None
    try:
        async with app.database.across_tenants(
            "the queue is counted for whoever looks after the installation"
        ) as connection:
            counts = await job_reports.count(connection)
    except Exception as error:  # noqa: BLE001 - what this process has counted is told all the same
        log.warning("queue_not_counted", error=error)
    parts = process_report.read(app.settings.data_folder)
    content = metrics.exposition(counts, {name: part.restarts for name, part in parts.items()})
    return Reply(content, media="text/plain; version=0.0.4; charset=utf-8")


PAGES: Final = {"/healthz": healthz, "/readyz": readyz, "/metrics": prometheus}
