"""Schedules that other modules register, under ids of their choice; these leave no trace in the action log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from bottega.kernel.application import Application
from bottega.platform.directory import find_tenants
from bottega.platform.scheduler.timing import NeverRuns, next_run

_REASON: Final = "modules register schedules of the system and of any tenant"
_COLUMNS: Final = (
    "tenant_id, id, organization_id, scope_type, name, description, schedule_type, schedule_value, timezone,"
    " target_type, target_queue, target_command, target_payload, require_feature, is_enabled, next_run_at,"
    " source_type, source_module"
)
_UPSERT: Final = f"""
INSERT INTO scheduler_jobs AS j ({_COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, coalesce($15, true), $16, $17, $18)
ON CONFLICT (tenant_id, id) DO UPDATE SET organization_id = excluded.organization_id,
  scope_type = excluded.scope_type, name = excluded.name, description = excluded.description,
  schedule_type = excluded.schedule_type, schedule_value = excluded.schedule_value, timezone = excluded.timezone,
  target_type = excluded.target_type, target_queue = excluded.target_queue, target_command = excluded.target_command,
  target_payload = excluded.target_payload, require_feature = excluded.require_feature,
  is_enabled = coalesce($15, j.is_enabled), next_run_at = excluded.next_run_at, source_type = excluded.source_type,
  source_module = excluded.source_module, deleted_at = NULL, updated_at = now()
"""
_ONE: Final = "SELECT * FROM scheduler_jobs WHERE id = $1 AND deleted_at IS NULL"
_OF_MODULE: Final = """
SELECT * FROM scheduler_jobs WHERE source_type = 'module' AND source_module = $1 AND deleted_at IS NULL
ORDER BY id LIMIT $2
"""
_ENABLE: Final = "UPDATE scheduler_jobs SET is_enabled = $2, next_run_at = $3, updated_at = now() WHERE id = $1"
_FORGET: Final = ("DELETE FROM scheduler_executions WHERE schedule_id = $1", "DELETE FROM scheduler_jobs WHERE id = $1")


@dataclass(frozen=True)
class Registration:
    """A schedule of a module; ``is_enabled`` None leaves a registered one as it is."""

    id: UUID
    name: str
    scope_type: Literal["system", "tenant", "organization"]
    schedule_type: Literal["cron", "interval"]
    schedule_value: str
    target_type: Literal["queue", "command"]
    tenant_id: UUID | None = None
    organization_id: UUID | None = None
    timezone: str = "UTC"
    target_queue: str | None = None
    target_command: str | None = None
    target_payload: Mapping[str, Any] | None = None
    require_feature: str | None = None
    description: str | None = None
    is_enabled: bool | None = None
    source_type: Literal["user", "module"] = "module"
    source_module: str | None = None


async def register(app: Application, wanted: Registration) -> None:
    """Add a schedule, or bring the one of this id to this state; its next run is counted from now.

    Raises:
        ValueError: Scope, target or time make no sense.
    """
    _check(wanted)
    following = _next(wanted.id, wanted.schedule_type, wanted.schedule_value, wanted.timezone)
    # One of the system is kept by the tenant that the installation began with.
    home = wanted.tenant_id or (await find_tenants(app, limit=1))[0]
    async with app.database.across_tenants(_REASON) as connection:
        known = await connection.fetchrow(_ONE, wanted.id)
        await connection.execute(
            _UPSERT,
            known["tenant_id"] if known and wanted.scope_type == "system" else home,
            wanted.id,
            wanted.organization_id,
            wanted.scope_type,
            wanted.name,
            wanted.description,
            wanted.schedule_type,
            wanted.schedule_value,
            wanted.timezone,
            wanted.target_type,
            wanted.target_queue,
            wanted.target_command,
            wanted.target_payload,
            wanted.require_feature,
            wanted.is_enabled,
            following,
            wanted.source_type,
            wanted.source_module,
        )


def _check(wanted: Registration) -> None:
    """Scope and target must fit together.

    Raises:
        ValueError: They do not.
    """
    tenant, organization = wanted.tenant_id, wanted.organization_id
    wrong = {
        "System-scoped schedules cannot have organizationId or tenantId": wanted.scope_type == "system"
        and (tenant or organization),
        "Organization-scoped schedules must have both organizationId and tenantId": wanted.scope_type == "organization"
        and not (tenant and organization),
        "Tenant-scoped schedules must have tenantId and no organizationId": wanted.scope_type == "tenant"
        and (not tenant or organization),
        "Queue target must have targetQueue": wanted.target_type == "queue" and not wanted.target_queue,
        "Command target must have targetCommand": wanted.target_type == "command" and not wanted.target_command,
    }
    for message, applies in wrong.items():
        if applies:
            raise ValueError(message)


def _next(schedule_id: UUID, kind: str, value: str, timezone: str) -> datetime:
    try:
        return next_run(kind, value, timezone, datetime.now(UTC))
    except NeverRuns:
        message = f"Failed to calculate next run time for schedule: {schedule_id}"
        raise ValueError(message) from None


async def unregister(app: Application, schedule_id: UUID) -> None:
    """Remove a schedule and its history for good; one that is not there is no error."""
    async with app.database.across_tenants(_REASON) as connection:
        for statement in _FORGET:
            await connection.execute(statement, schedule_id)


async def exists(app: Application, schedule_id: UUID) -> bool:
    """Whether there is a schedule of this id."""
    async with app.database.across_tenants(_REASON) as connection:
        return await connection.fetchrow(_ONE, schedule_id) is not None


async def enable(app: Application, schedule_id: UUID) -> None:
    """Let a schedule run by the clock, from now on.

    Raises:
        ValueError: There is none of this id.
    """
    await _switch(app, schedule_id, on=True)


async def disable(app: Application, schedule_id: UUID) -> None:
    """Let a schedule run no more by the clock.

    Raises:
        ValueError: There is none of this id.
    """
    await _switch(app, schedule_id, on=False)


async def _switch(app: Application, schedule_id: UUID, *, on: bool) -> None:
    async with app.database.across_tenants(_REASON) as connection:
        row = await connection.fetchrow(_ONE, schedule_id)
        if row is None:
            message = f"Schedule not found: {schedule_id}"
            raise ValueError(message)
        following = _next(schedule_id, row["schedule_type"], row["schedule_value"], row["timezone"])
        await connection.execute(_ENABLE, schedule_id, on, following)


async def find_by_module(app: Application, module: str, limit: int = 100) -> Sequence[Mapping[str, Any]]:
    """The schedules that a module has registered, as rows."""
    async with app.database.across_tenants(_REASON) as connection:
        return [dict(row) for row in await connection.fetch(_OF_MODULE, module, limit)]
