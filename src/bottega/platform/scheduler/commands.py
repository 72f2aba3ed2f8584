"""``bottega scheduler …``: schedules from the command line."""

from typing import Annotated, Any
from uuid import UUID

import typer

from bottega.kernel.application import Application
from bottega.kernel.command_context import command_context
from bottega.kernel.startup_errors import StartError
from bottega.platform.scheduler.operator_lookup import count_schedules, find_schedules, queue_run
from bottega.platform.scheduler.timing import interval_label

MOST = 1000
_REASON = "the operator looks after the schedules of all tenants"

scheduler = typer.Typer(help="Schedules: what runs by the clock.")
groups = {"scheduler": scheduler}


@scheduler.callback()
def about() -> None:
    """Schedules: what runs by the clock."""


@scheduler.command("list")
def list_schedules(
    ctx: typer.Context,
    tenant: Annotated[UUID | None, typer.Option(help="Only those of this tenant.")] = None,
    scope: Annotated[str | None, typer.Option(help="system, tenant or organization.")] = None,
    enabled: Annotated[bool | None, typer.Option("--enabled/--disabled", help="Only those.")] = None,
) -> None:
    """List schedules, the next to run first, and the product's own recurring jobs among those of the system."""
    if scope not in {None, "system", "tenant", "organization"}:
        raise StartError("The scope is system, tenant or organization.")
    command = command_context(ctx)
    found = command.run(lambda app: find_schedules(app, tenant, scope, enabled=enabled, most=MOST))
    for row in found:
        when = (
            row["schedule_value"]
            if row["schedule_type"] == "cron"
            else f"every {interval_label(row['schedule_value'])}"
        )
        following = f"{row['next_run_at']:%Y-%m-%d %H:%M:%S} UTC" if row["next_run_at"] else "never"
        state = "" if row["is_enabled"] else "  disabled"
        target = row["target_queue"] or row["target_command"]
        command.console.say(
            f"{row['id']}  {row['scope_type']}  {row['name']}: {target}, {when}, next {following}{state}"
        )
    if not found:
        command.console.say("There are none.")


@scheduler.command()
def status(ctx: typer.Context) -> None:
    """Count schedules: all, those that are on, those that are due."""
    command = command_context(ctx)
    counts = command.run(count_schedules)
    settings = command.settings
    command.console.say(f"Schedules: {counts['total']}, enabled: {counts['enabled']}, due: {counts['due']}")
    command.console.say(f"Strategy: {settings.queue_strategy}, looks every {settings.scheduler_poll_interval_ms} ms")


@scheduler.command()
def run(ctx: typer.Context, schedule: Annotated[UUID, typer.Argument(help="The id of a schedule.")]) -> None:
    """Queue a run of a schedule now; its next run by the clock stays as it is."""

    async def work(app: Application) -> Any:
        return await queue_run(app, schedule)

    command = command_context(ctx)
    if command.settings.queue_strategy == "local":
        raise StartError("Schedules are run by hand with QUEUE_STRATEGY=async only.")
    number = command.run(work)
    if number is None:
        raise StartError(f"There is no schedule {schedule}.")
    command.console.say(f"{schedule} is queued as job-{number}.")
