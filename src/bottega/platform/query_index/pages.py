"""Entry of the menu for the search index."""

from bottega.kernel.i18n import T
from bottega.platform.navigation_groups import SETTINGS
from bottega.platform.query_index.module import module

module.page(
    "/backend/query-indexes",
    T(en="Search index", pl="Indeks wyszukiwania"),
    "query_index.status.view",
    group=SETTINGS,
    icon="list-checks",
    order=92,
)
