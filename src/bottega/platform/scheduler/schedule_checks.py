"""Checks of a schedule that its schema cannot say: the pair of type and value, and the target."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.platform.scheduler import sentences
from bottega.platform.scheduler.targets import command_of, queue_is_open
from bottega.platform.scheduler.timing import NeverRuns, next_run

MOST_PAYLOAD: Final = 65_536
TIMES: Final = frozenset({"schedule_type", "schedule_value", "timezone"})
# Whoever changes one of them answers for what runs.
WORK: Final = frozenset({"target_type", "target_queue", "target_command", "target_payload"})

Issue = dict[str, Any]


def issue(path: str, message: T) -> Issue:
    """A wrong field."""
    return {"code": "custom", "path": [path], "message": message}


def refuse(issues: list[Issue]) -> None:
    """400 with all wrong fields, if there are any."""
    if issues:
        raise InvalidInput(issues)


def time_issues(merged: Mapping[str, Any]) -> list[Issue]:
    """What is wrong about when it runs."""
    try:
        next_of(merged)
    except NeverRuns:
        return [issue("scheduleValue", sentences.WRONG_VALUE)]
    return []


def next_of(merged: Mapping[str, Any]) -> datetime:
    """When it runs next, counted from now.

    Raises:
        NeverRuns: Never.
    """
    return next_run(merged["schedule_type"], merged["schedule_value"], merged["timezone"], datetime.now(UTC))


def target_issues(ctx: Context, merged: Mapping[str, Any], missing: T, unknown: T) -> list[Issue]:
    """What is wrong about what it runs."""
    issues: list[Issue] = []
    if not merged[f"target_{merged['target_type']}"]:
        issues.append(issue("targetType", missing))
    elif merged["target_type"] == "queue":
        if not queue_is_open(ctx.app, merged["target_queue"], merged["scope_type"]):
            issues.append(issue("targetQueue", sentences.NO_SUCH_QUEUE))
    else:
        issues += _command_issues(ctx, merged, unknown)
    payload = merged["target_payload"]
    if payload is not None and len(msgspec.json.encode(payload)) > MOST_PAYLOAD:
        issues.append(issue("targetPayload", sentences.PAYLOAD_TOO_LARGE.given(most=MOST_PAYLOAD)))
    return issues


def _command_issues(ctx: Context, merged: Mapping[str, Any], unknown: T) -> list[Issue]:
    command = command_of(ctx.app, merged["target_command"])
    if command is None:
        return [issue("targetCommand", unknown)]
    acl = ctx.actor.acl
    if command.roles and not acl.super_admin:
        needed = command.roles
    elif not acl.allows_all(command.features, merged["organization_id"]):
        needed = command.features
    else:
        return []
    return [issue("targetCommand", sentences.NOT_YOUR_COMMAND.given(features=", ".join(needed)))]
