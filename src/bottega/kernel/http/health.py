"""Health endpoints: liveness, readiness, and status of the installation.

Anybody may ask the first two, as those who balance loads do; numbers are for the operator.
"""

import hmac
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from bottega.kernel import job_reports
from bottega.kernel.application import Application
from bottega.kernel.errors import UNAUTHORIZED, Unauthorized
from bottega.kernel.http import metrics, process_report
from bottega.kernel.http.requests import Request
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import negotiate
from bottega.kernel.job_reports import QueueCounts
from bottega.kernel.rate_limits import client_ip, is_loopback

log = structlog.get_logger()

# A worker writes its heartbeat every few seconds; one not seen for this long counts as gone.
WORKER_SILENCE: Final = 30
# Less free space than that, or a write refused for want of it within the last minute, and the disk counts as full.
LEAST_FREE_BYTES: Final = 67_108_864
NO_ROOM_SECONDS: Final = 60
# What a proxy adds to a request, which then comes from this machine only by appearance.
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_STARTED: Final = time.time()


def is_operator(app: Application, request: Request) -> bool:
    """Whether a request has the token for numbers, or comes from this machine and through no proxy.

    An installation in production whose proxies were not counted may stand behind one that says nothing of itself.
    """
    settings = app.settings
    token = settings.metrics_token
    sent = request.headers.get("authorization", "").encode()
    if token is not None and hmac.compare_digest(sent, f"Bearer {token}".encode()):
        return True
    if any(name in request.headers for name in _FORWARDED):
        return False
    known = settings.trust_proxy_depth > 0 or not settings.production
    return known and is_loopback(client_ip({}, request.peer, 0))


async def healthz(app: Application, request: Request) -> Reply:
    """The process answers; the operator also learns for how long it has."""
    uptime = {"uptime": round(time.time() - _STARTED)} if is_operator(app, request) else {}
    return Reply({"ok": True, **uptime})


async def readyz(app: Application, request: Request) -> Reply:
    """The database answers, its tables are guarded, the worker works, announcements are heard, and there is room.

    The operator also learns how often parts were started again, and what waits or is set aside in the queue.
    """
    health = await examine(app)
    body: dict[str, Any] = {"ready": health.ready, "checks": health.checks}
    if is_operator(app, request):
        parts = process_report.read(app.settings.data_folder)
        body["restarts"] = {name: part.restarts for name, part in parts.items()}
        body["jobs"] = asdict(health.counts) if health.counts else None
    return Reply(body, status=200 if health.ready else 503)


@dataclass(frozen=True)
class Health:
    """What works of the installation, the state of its queue, and the migration its tables were guarded after."""

    checks: Mapping[str, bool]
    counts: QueueCounts | None
    migration: str | None

    @property
    def ready(self) -> bool:
        """Whether everything works."""
        return all(self.checks.values())


async def examine(app: Application) -> Health:
    """Ask the database, the worker and the disk; what cannot be asked does not work."""
    checks = {
        "database": False,
        "migrations": False,
        "worker": False,
        "announcements": app.caches.listening,
        "disk": _has_room(app),
    }
    seen: dict[str, datetime] = {}
    migration: str | None = None
    counts: QueueCounts | None = None
    try:
        async with app.database.across_tenants("readiness is a question about the installation") as connection:
            rows = await connection.fetch("SELECT key, value, updated_at FROM installation")
            counts = await job_reports.count(connection)
        seen = {row["key"]: row["updated_at"] for row in rows}
        migration = next((row["value"]["head"] for row in rows if row["key"] == "guards"), None)
        checks["database"] = True
    except Exception as error:  # noqa: BLE001 - "not ready" is the answer, whatever the reason
        log.warning("not_ready", error=error)
    checks["migrations"] = "guards" in seen
    parts = process_report.read(app.settings.data_folder)
    if "worker" in seen:
        silent = (datetime.now(UTC) - seen["worker"]).total_seconds() > WORKER_SILENCE
        steady = "worker" not in parts or parts["worker"].is_steady(WORKER_SILENCE)
        checks["worker"] = steady and not silent
    return Health(checks, counts, migration)


def _has_room(app: Application) -> bool:
    if time.monotonic() - app.no_room_at < NO_ROOM_SECONDS:
        return False
    try:
        return shutil.disk_usage(app.settings.data_folder).free >= LEAST_FREE_BYTES
    except FileNotFoundError:
        # Database, files and secrets are elsewhere.
        return True


async def prometheus(app: Application, request: Request) -> Reply:
    """Counters of this process and of the installation, for the operator."""
    if not is_operator(app, request):
        locale = negotiate(request.cookies.get("locale"), request.headers.get("accept-language"))
        headers = {"www-authenticate": "Bearer"}
        return Reply({"error": UNAUTHORIZED(locale)}, Unauthorized.status, headers=headers)
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
