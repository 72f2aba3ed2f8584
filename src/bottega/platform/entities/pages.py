"""Entry of the menu for custom fields."""

from bottega.kernel.i18n import T
from bottega.platform.entities.module import module
from bottega.platform.navigation_groups import SETTINGS

module.page(
    "/backend/entities/user",
    T(en="Custom records", pl="Własne kartoteki"),
    "entities.definitions.manage",
    group=SETTINGS,
    icon="shapes",
)
