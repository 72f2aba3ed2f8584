"""The live stream: Server-Sent Events about changes, notifications and jobs while an application is open."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bottega.kernel.context import Context
from bottega.kernel.errors import Unauthorized
from bottega.kernel.http.responses import Reply
from bottega.platform.ui.live_hub import RESUMED, Hub, Listener
from bottega.platform.ui.module import module

EVENT_STREAM: Final = "text/event-stream"
LAST_EVENT: Final = "last-event-id"
_MILLISECONDS: Final = re.compile(r"[0-9]{1,15}")
# By so much the clocks of two servers may differ.
AHEAD: Final = timedelta(seconds=5)


@module.get(
    "/live",
    name="live.listen",
    media=EVENT_STREAM,
    answer=str,
    answers={
        200: "Events while they happen: `ready`, `changed`, `progress`, `notified`, and those that other modules add.",
        429: "The caller listens in too many places at once.",
        503: "Too many people listen at this server.",
    },
)
async def listen(ctx: Context) -> Reply:
    """Listen to what happens.

    A stream of Server-Sent Events; `data` is JSON. `ready {resumed}` comes first: without `resumed` whatever is shown
    has to be read anew. `changed {kind, id, by, action}`: a record was created, updated or deleted, by its resource
    kind, with an empty `id` for many at once; only what the caller may see, and at least once. `progress {job, name,
    title, done, of, stage, state, recordId}`: how far a job is that the caller started, or may see.
    `notified {id, type, severity}`: the caller has a new notification, or one was refreshed. Every event has an id:
    `Last-Event-ID` of the last one goes on where the stream broke off, for a minute. The stream ends when the session
    or the permissions of the caller change.
    """
    caller = await ctx.app.identify(ctx)
    if caller is None:
        # The session ended while the request was on its way.
        raise Unauthorized
    hub: Hub = ctx.app.once("ui.live", lambda: Hub(ctx.app))
    # A context of its own: that of the request ends with it, perhaps while the hub asks what they may see.
    listener = Listener(replace(ctx), caller, _last_event(ctx.headers.get(LAST_EVENT, "")))
    # Proxies must not collect a stream before they pass it on.
    return Reply(media=EVENT_STREAM, headers={"x-accel-buffering": "no"}, stream=hub.listen(listener), endless=True)


def _last_event(sent: str) -> datetime | None:
    """When the last event was sent that somebody has; None for nonsense, and for what is too long ago."""
    if not _MILLISECONDS.fullmatch(sent.strip()):
        return None
    now = datetime.now(UTC)
    try:
        at = datetime.fromtimestamp(int(sent) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if now - RESUMED <= at <= now + AHEAD else None
