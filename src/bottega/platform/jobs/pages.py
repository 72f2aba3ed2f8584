"""Entry of the menu for background jobs."""

from bottega.kernel.i18n import T
from bottega.platform.jobs.module import module
from bottega.platform.navigation_groups import SETTINGS

module.page(
    "/backend/jobs", T(en="Background jobs", pl="Zadania w tle"), "jobs.view", group=SETTINGS, icon="list-checks"
)
