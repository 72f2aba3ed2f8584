"""A run of a schedule: its target, done once however often the run is tried.

What the target changes and the note that it is done are one transaction, so a worker that dies in the middle has done
nothing, and the next one begins anew.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel import job_notes, job_queue
from bottega.kernel.application import Application, finish
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, Invalid
from bottega.kernel.http.command_calls import call
from bottega.kernel.i18n import T
from bottega.platform.auth import some_role_grants
from bottega.platform.scheduler import sentences
from bottega.platform.scheduler.principals import principal
from bottega.platform.scheduler.targets import command_of, queue_is_open

STARTED: Final = "scheduler.job.started"
COMPLETED: Final = "scheduler.job.completed"
FAILED: Final = "scheduler.job.failed"
SKIPPED: Final = "scheduler.job.skipped"

_HOLD: Final = (
    "SELECT true FROM scheduler_executions WHERE tenant_id = $1 AND id = $2 AND status = 'running' FOR UPDATE"
)
_COMPLETE: Final = """
UPDATE scheduler_executions SET status = 'completed', finished_at = clock_timestamp(), updated_at = now(), error = NULL,
  error_stack = NULL, result = $3 WHERE tenant_id = $1 AND id = $2
"""
_RAN: Final = "UPDATE scheduler_jobs SET last_run_at = now() WHERE tenant_id = $1 AND id = $2"


@dataclass(frozen=True)
class Run:
    """A schedule that shall run; without an ``execution_id`` no history is kept (``QUEUE_STRATEGY=local``)."""

    schedule: Mapping[str, Any]
    execution_id: UUID | None = None
    idempotency_key: str = ""

    @property
    def id(self) -> UUID:
        """The id of the schedule."""
        return self.schedule["id"]

    @property
    def tenant_id(self) -> UUID:
        """The tenant whose row it is."""
        return self.schedule["tenant_id"]

    @property
    def payload(self) -> dict[str, Any]:
        """What its target is given."""
        return self.schedule["target_payload"] or {}

    @property
    def scope(self) -> dict[str, str | None]:
        """The tenant and the organization it is about, as its target is told; none for the system's."""
        system = self.schedule["scope_type"] == "system"
        organization = self.schedule["organization_id"]
        return {
            "tenantId": None if system else str(self.tenant_id),
            "organizationId": str(organization) if organization else None,
        }

    async def publish(self, ctx: Context, name: str, **payload: Any) -> None:
        """Publish an event about it."""
        await ctx.emit(name, record_id=self.id, within=self.schedule["organization_id"], **self.scope, **payload)


async def skip_reason(ctx: Context, run: Run) -> T | None:
    """Why it shall not run now, if it shall not."""
    if run.schedule["deleted_at"] is not None:
        return sentences.DELETED
    if not run.schedule["is_enabled"]:
        return sentences.DISABLED
    feature = run.schedule["require_feature"]
    if feature and run.schedule["scope_type"] != "system" and not await some_role_grants(ctx, feature):
        return sentences.FEATURE_MISSING.given(feature=feature)
    return None


async def skip(ctx: Context, run: Run, reason: T) -> None:
    """Note that it does not run; that is no failure."""
    await job_notes.note(await ctx.begin(), f"Skipped: {reason('en')}")
    if run.execution_id is not None:
        result = {"skipped": True, "reason": reason("en")}
        await ctx.query(_COMPLETE, run.tenant_id, run.execution_id, result)
    await run.publish(ctx, SKIPPED, reason=reason("en"))


async def perform(app: Application, run: Run) -> None:
    """Do what its target says, unless another worker has done it.

    Raises:
        Problem: The target is gone, or refuses.
    """
    async with _acting(app, run) as ctx:
        await ctx.begin()
        if run.execution_id is not None and not await ctx.query_value(_HOLD, run.tenant_id, run.execution_id):
            return
        if run.schedule["target_type"] == "queue":
            result = await _enqueue(ctx, run)
        else:
            result = await _command(ctx, run)
        if run.execution_id is not None:
            await job_notes.note(await ctx.connection(), "Completed")
            await ctx.query(_COMPLETE, run.tenant_id, run.execution_id, result)
        await ctx.query(_RAN, run.tenant_id, run.id)
        await run.publish(ctx, COMPLETED, **result)


@asynccontextmanager
async def _acting(app: Application, run: Run) -> AsyncGenerator[Context]:
    """The context a target runs in: that of the system for a queue, of whoever answers for it for a command."""
    if run.schedule["target_type"] == "queue":
        async with app.acting(run.tenant_id, run.schedule["organization_id"]) as ctx:
            yield ctx
        return
    found = await principal(app, run.schedule)
    if found is None:
        raise Forbidden(sentences.NOBODY)
    ctx = Context(app, *found)
    try:
        yield ctx
        await finish(ctx)
    finally:
        await ctx.close()


async def _enqueue(ctx: Context, run: Run) -> dict[str, Any]:
    """Put a job into the queue: the payload at the root, and what the schedule says above it."""
    queue = run.schedule["target_queue"]
    if not queue_is_open(ctx.app, queue, run.schedule["scope_type"]):
        raise Invalid(sentences.NO_SUCH_QUEUE)
    payload = {**run.payload, **run.scope, "_idempotencyKey": run.idempotency_key}
    tenant_id = None if run.scope["tenantId"] is None else run.tenant_id
    number = await job_queue.put(await ctx.connection(), queue, payload, tenant_id=tenant_id)
    return {"queueJobId": f"job-{number}", "queueName": queue}


async def _command(ctx: Context, run: Run) -> dict[str, Any]:
    """Run a command: the payload is its input, within the schedule's tenant and organization."""
    command = run.schedule["target_command"]
    if command_of(ctx.app, command) is None:
        raise Invalid(sentences.NO_SUCH_COMMAND)
    scope = {name: value for name, value in run.scope.items() if value is not None}
    try:
        answer = await call(ctx, command, {**run.payload, **scope})
    except Forbidden as refusal:
        raise Forbidden(sentences.RIGHT_LOST.given(reason=sentences.reason(refusal))) from refusal
    return {"commandId": command, "commandResult": answer}
