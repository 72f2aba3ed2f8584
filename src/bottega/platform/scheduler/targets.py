"""Targets of schedules: queues of the registered jobs, and commands."""

from typing import Final

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.http.command_calls import callable_command
from bottega.kernel.operation import Operation
from bottega.kernel.permissions import Acl
from bottega.kernel.registrations import Suggestion, Suggestions
from bottega.kernel.schemas import Schema
from bottega.kernel.time_zones import zone_names
from bottega.platform.scheduler.module import module

# Everything else of ours would let a schedule make, change or start schedules, itself among them.
_OWN_COMMANDS: Final = frozenset({"scheduler.test.echo"})
# Answers are kept in the history, and these are shown to the caller alone.
_SECRETS: Final = frozenset({"secret", "token", "password"})


class Choice(Schema):
    """A target."""

    value: str
    label: str


class Targets(Schema):
    """What a schedule may be aimed at."""

    queues: list[Choice]
    commands: list[Choice]


def command_of(app: Application, command_id: str) -> Operation | None:
    """The command of that id, if a schedule may run it."""
    operation = callable_command(app, command_id)
    if operation is None or (operation.module is module and command_id not in _OWN_COMMANDS):
        return None
    return None if _SECRETS & set(getattr(operation.answer, "model_fields", ())) else operation


def queue_is_open(app: Application, name: str, scope_type: str) -> bool:
    """Whether schedules of a scope may put jobs into a queue.

    Jobs believe their payload: that of most is written by an operation which asked for permissions first. Those that
    believe nothing are open to tenants; schedules of the system, which super-admins make, may use every queue.
    """
    return any(job.name == name and (scope_type == "system" or job.open_to_tenants) for job in app.jobs)


def queues_for(app: Application, acl: Acl) -> list[str]:
    """The queues that somebody's schedules may use, in order."""
    scope = "system" if acl.super_admin else "tenant"
    return sorted({job.name for job in app.jobs if queue_is_open(app, job.name, scope)})


def commands_for(ctx: Context) -> list[str]:
    """The commands that the caller may run, in order."""
    acl, place = ctx.actor.acl, ctx.scope.organization_id
    return sorted(
        one.command
        for one in ctx.app.operations
        if command_of(ctx.app, one.command) is not None
        and acl.allows_all(one.features, place)
        and (acl.super_admin or not one.roles)
    )


@module.get("/targets", "scheduler.jobs.view", name="targets.list", unmarked=True)
async def list_targets(ctx: Context) -> Targets:
    """List available queues and commands.

    The queues that schedules of the caller's may use, and the commands that the caller may run.
    """
    queues, commands = queues_for(ctx.app, ctx.actor.acl), commands_for(ctx)
    return Targets(
        queues=[Choice(value=name, label=name) for name in queues],
        commands=[Choice(value=name, label=name) for name in commands],
    )


async def _queues(ctx: Context) -> list[Suggestion]:
    return [Suggestion(name, name) for name in queues_for(ctx.app, ctx.actor.acl)]


async def _commands(ctx: Context) -> list[Suggestion]:
    labels = {one.command: one.label for one in ctx.app.operations}
    return [
        Suggestion(name, f"{label(ctx.locale)} ({name})" if (label := labels[name]) else name)
        for name in commands_for(ctx)
    ]


async def _zones(_ctx: Context) -> list[Suggestion]:
    return [Suggestion(name, name) for name in zone_names()]


async def _features(ctx: Context) -> list[Suggestion]:
    return [Suggestion(name, f"{title(ctx.locale)} ({name})") for name, (title, _) in sorted(ctx.app.features.items())]


_VIEW: Final = ("scheduler.jobs.view",)
module.suggests("scheduler:queues", Suggestions.among(_VIEW, _queues))
module.suggests("scheduler:commands", Suggestions.among(_VIEW, _commands))
module.suggests("scheduler:timezones", Suggestions.among(_VIEW, _zones))
module.suggests("scheduler:features", Suggestions.among(_VIEW, _features))
