"""Entry of the menu for the settings of the search."""

from bottega.kernel.i18n import T
from bottega.platform.navigation_groups import SETTINGS
from bottega.platform.search.module import module

module.page(
    "/backend/config/search",
    T(en="Search", pl="Wyszukiwanie"),
    "search.manage",
    group=SETTINGS,
    icon="search",
    order=93,
)
