"""A command that changes nothing and says what it was given: to try schedules with."""

from datetime import UTC, datetime
from typing import Any

from pydantic import ConfigDict

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Input, Schema
from bottega.platform.scheduler.module import module


class EchoInput(Input):
    """Anything."""

    model_config = ConfigDict(extra="allow")


class Echo(Schema):
    """What was given, and when."""

    echoed: dict[str, Any]
    timestamp: str


@module.post(
    "/test/echo",
    "scheduler.jobs.view",
    name="test.echo",
    status=200,
    undoable=False,
    label=T(en="Try out the scheduler", pl="Wypróbowanie harmonogramu"),
)
async def echo(ctx: Context, data: EchoInput) -> Echo:  # noqa: ARG001 - every handler takes it
    """Echo what was sent.

    Nothing changes: with this command people try whether their schedules run.
    """
    return Echo(echoed=dict(data.model_extra or {}), timestamp=milliseconds(datetime.now(UTC)))
