"""The manifest of the background jobs."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="jobs",
    title=T(en="Background jobs", pl="Zadania w tle"),
    section="Background Jobs",
    description="Work outside requests: what waits, what runs, and what was set aside with its reason.",
    features={
        "jobs.view": T(en="View background jobs", pl="Podgląd zadań w tle"),
        "jobs.manage": T(en="Retry and drop background jobs", pl="Ponawianie i usuwanie zadań w tle"),
    },
    grants={"admin": ("jobs.*",)},
)
