"""The event ``progress`` of the live stream: how far long jobs are."""

from collections.abc import Sequence
from typing import Any

from bottega.kernel import job_progress
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.job_progress import Progress
from bottega.kernel.registrations import LiveMessage, LiveWindow
from bottega.platform.jobs.module import module


async def see(ctx: Context, messages: Sequence[LiveMessage]) -> Sequence[LiveMessage]:
    """The jobs that a listener waits for, and all for those who may see jobs."""
    if ctx.may("jobs.view"):
        return messages
    mine = {ctx.actor.id, ctx.actor.user_id} - {None}
    return [one for one in messages if one.about in mine]


@module.streams("progress", narrow=see)
async def find_progress(app: Application, window: LiveWindow) -> list[LiveMessage]:
    """What jobs have said since the last look."""
    titles = {job.name: job.title for job in app.jobs}
    found = await job_progress.recent(app.database, window.since, window.tenants)
    return [
        LiveMessage(key, one.tenant_id, _data(one, titles.get(one.name)), about=one.person_id)
        for one in found
        if (key := (one.job_id, one.updated_at)) not in window.known
    ]


def _data(one: Progress, title: Any) -> dict[str, Any]:
    return {
        "job": one.job,
        "name": one.name,
        "title": title or one.name,
        "done": one.done,
        "of": one.total,
        "stage": one.stage,
        "state": one.state,
        "recordId": one.record_id,
    }
