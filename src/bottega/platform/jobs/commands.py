"""``bottega jobs …``: administration of background jobs from the command line."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

import typer

from bottega.kernel import job_reports
from bottega.kernel import jobs as kernel
from bottega.kernel.application import Application
from bottega.kernel.command_context import command_context
from bottega.kernel.database.pools import Connection
from bottega.kernel.job_reports import State, Work
from bottega.kernel.startup_errors import StartError

MOST = 1000

jobs = typer.Typer(help="Background jobs: what waits, what runs, what was set aside.")
groups = {"jobs": jobs}

Ids = Annotated[list[str] | None, typer.Argument(help="As the list has them: job-12, event-7.")]
Everything = Annotated[bool, typer.Option("--all", help="Everything that is set aside.")]


@jobs.callback()
def about() -> None:
    """Background jobs: what waits, what runs, what was set aside."""


@jobs.command("list")
def list_jobs(
    ctx: typer.Context, state: Annotated[str | None, typer.Option(help="waiting, running or set_aside.")] = None
) -> None:
    """List jobs and events, newest first, with how far long ones are, and the reason of those that failed."""
    if state not in {None, "waiting", "running", "set_aside"}:
        raise StartError("The state is waiting, running or set_aside.")
    wanted: Any = state
    found = _ask(ctx, lambda connection: _find(connection, wanted))
    screen = command_context(ctx).console
    for one in found:
        progress = f"  {one.progress.said}" if one.progress else ""
        reason = f": {one.reason}" if one.reason else ""
        screen.say(f"{one.id}  {one.state}  {one.name}  {one.created_at:%Y-%m-%d %H:%M:%S} UTC{progress}{reason}")
    if not found:
        screen.say("There are none.")


@jobs.command("registered")
def list_registered(ctx: typer.Context) -> None:
    """List the names of all jobs there can be."""
    command = command_context(ctx)
    for module in command.modules():
        for job in module.jobs:
            command.console.say(job.name)


@jobs.command("run")
def run_now(ctx: typer.Context, name: Annotated[str, typer.Argument(help="A job that runs by the clock.")]) -> None:
    """Queue a job that runs by the clock now, unless it waits or runs already."""
    command = command_context(ctx)
    clocked = {job.name for module in command.modules() for job in module.jobs if job.every}
    if name not in clocked:
        raise StartError(f"{name} is no job that runs by the clock; those are {', '.join(sorted(clocked))}.")

    async def run(app: Application) -> None:
        await kernel.enqueue_now(app, name)

    command.run(run)
    command.console.say(f"{name} is queued.")


@jobs.command("retry")
def retry_jobs(ctx: typer.Context, ids: Ids = None, everything: Everything = False) -> None:  # noqa: FBT002 - an option
    """Queue again what was set aside."""
    number = _ask(ctx, lambda connection: _change(connection, job_reports.retry, ids or [], everything=everything))
    command_context(ctx).console.say(f"{number} queued again.")


@jobs.command("drop")
def drop_jobs(ctx: typer.Context, ids: Ids = None, everything: Everything = False) -> None:  # noqa: FBT002 - an option
    """Delete what was set aside; it will not be done."""
    number = _ask(ctx, lambda connection: _change(connection, job_reports.drop, ids or [], everything=everything))
    command_context(ctx).console.say(f"{number} dropped.")


@jobs.command("cancel")
def cancel_jobs(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(help="Names of jobs, as `jobs registered` has them.")],
    tenant: Annotated[UUID, typer.Option(help="Whose jobs.")],
    organization: Annotated[UUID | None, typer.Option(help="Only those about this organization.")] = None,
) -> None:
    """Remove jobs of one tenant that wait; those that run are finished."""
    number = _ask(ctx, lambda connection: job_reports.cancel(connection, tenant, names, organization_id=organization))
    command_context(ctx).console.say(f"{number} removed.")


@jobs.command("status")
def show_status(ctx: typer.Context, name: Annotated[str, typer.Argument(help="A job, by its name.")]) -> None:
    """Count the jobs of one name: those that wait, run, were done within a week, or were set aside."""
    counts = _ask(ctx, lambda connection: job_reports.count_of(connection, name))
    command_context(ctx).console.say(", ".join(f"{state}: {number}" for state, number in counts.items()))


async def _find(connection: Connection, state: State | None) -> list[Work]:
    found, _ = await job_reports.find(connection, tenant_id=None, state=state, size=MOST)
    return found


async def _change(
    connection: Connection,
    change: Callable[[Connection, list[str]], Awaitable[int]],
    ids: list[str],
    *,
    everything: bool,
) -> int:
    if everything:
        ids = [one.id for one in await _find(connection, "set_aside")]
    return await change(connection, ids)


def _ask(ctx: typer.Context, question: Callable[[Connection], Awaitable[Any]]) -> Any:
    async def run(app: Application) -> Any:
        async with app.database.across_tenants("the operator looks after the jobs of all tenants") as connection:
            return await question(connection)

    return command_context(ctx).run(run)
