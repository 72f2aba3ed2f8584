"""Menu entries of the configuration."""

from bottega.kernel.i18n import T
from bottega.platform.configs.module import module
from bottega.platform.navigation_groups import SETTINGS

module.page(
    "/backend/config/system-status",
    T(en="System status", pl="Stan systemu"),
    "configs.system_status.view",
    group=SETTINGS,
    icon="activity",
    order=90,
)
module.page(
    "/backend/config/cache",
    T(en="Cache", pl="Pamięć podręczna"),
    "configs.cache.view",
    group=SETTINGS,
    icon="layers",
    order=91,
)
