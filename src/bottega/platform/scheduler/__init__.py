"""Schedules: recurring jobs and commands, by cron expressions and at intervals, and the history of their runs.

Other modules may use ``register`` with a ``Registration``, ``unregister``, ``exists``, ``enable``, ``disable`` and
``find_by_module`` for schedules of theirs, and hear of ``scheduler.job.started``, ``completed``, ``failed`` and
``skipped``.
"""

from bottega.platform.scheduler.registration import (
    Registration,
    disable,
    enable,
    exists,
    find_by_module,
    register,
    unregister,
)

__all__ = ["Registration", "disable", "enable", "exists", "find_by_module", "register", "unregister"]
