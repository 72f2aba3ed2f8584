"""Cache of figures: kept until anything is changed in the tenant, and never longer than a minute.

Every change is in the action log the moment it is committed, in whichever process, so one look there tells whether what
is kept is still true. What changes without being logged, such as a message being read, is seen a minute later.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.schemas import today
from bottega.kernel.writes.recent_changes import LONGEST_UNDO, change_mark
from bottega.platform.auth import person_of

LONGEST: Final = timedelta(seconds=60)
# Answers that a process keeps; each is a figure and a handful of rows.
MOST_KEPT: Final = 2_000


@dataclass(frozen=True)
class _Epoch:
    """A time in which nothing was changed in a tenant: what the log said when it began."""

    since: datetime
    mark: Hashable
    ends: float


class FigureCache:
    """What a process keeps: answers by who asks what, each with the epoch it was worked out in."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._epochs: OrderedDict[UUID, _Epoch] = OrderedDict()
        self._kept: OrderedDict[Hashable, tuple[_Epoch, Any]] = OrderedDict()

    async def epoch(self, ctx: Context) -> _Epoch:
        """The present epoch of the caller's tenant; read before figures are, so that it is never newer than they."""
        known = self._epochs.get(ctx.tenant_id)
        if known is not None and time.monotonic() < known.ends and await change_mark(ctx, known.since) == known.mark:
            return known
        since = datetime.now(UTC) - LONGEST_UNDO
        fresh = _Epoch(since, await change_mark(ctx, since), time.monotonic() + LONGEST.total_seconds())
        self._epochs[ctx.tenant_id] = fresh
        _trim(self._epochs)
        return fresh

    async def get(self, epoch: _Epoch, key: Hashable, work_out: Callable[[], Awaitable[Any]]) -> Any:
        """What is kept of this epoch, or what is worked out now."""
        found = self._kept.get(key)
        if found is not None and found[0] is epoch:
            return found[1]
        value = await work_out()
        self._kept[key] = (epoch, value)
        _trim(self._kept)
        return value


def _trim(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)


def cache_of(ctx: Context) -> FigureCache:
    """The cache of this process."""
    return ctx.app.once("dashboards.figures", FigureCache)


def viewpoint(ctx: Context) -> Hashable:
    """What two callers must have in common to be told the same: place, rights, person, language and day."""
    acl = ctx.actor.acl
    return (
        ctx.tenant_id,
        ctx.scope.organization_id,
        ctx.scope.visible,
        acl.super_admin,
        acl.features,
        acl.organizations,
        person_of(ctx),
        visibility.viewer(ctx),
        ctx.locale,
        today(),
    )
