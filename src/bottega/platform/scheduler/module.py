"""The manifest of the scheduler."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="scheduler",
    title=T(en="Scheduler", pl="Harmonogramy"),
    section="Scheduler",
    description="Recurring work: jobs and commands that run by a cron expression or at an interval, and how it went.",
    requires=("directory", "auth", "api_keys"),
    features={
        "scheduler.jobs.view": T(en="View schedules", pl="Podgląd harmonogramów"),
        "scheduler.jobs.manage": T(en="Manage schedules", pl="Zarządzanie harmonogramami"),
        "scheduler.jobs.trigger": T(en="Trigger schedules", pl="Uruchamianie harmonogramów"),
    },
    grants={"admin": ("scheduler.*",), "employee": ("scheduler.jobs.view",)},
)
