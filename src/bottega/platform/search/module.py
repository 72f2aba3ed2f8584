"""The manifest of the search."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="search",
    title=T(en="Search", pl="Wyszukiwanie"),
    section="Search",
    description="Search over the records of all modules by their words, by encrypted words, and by what they mean.",
    requires=("query_index",),
    features={
        "search.view": T(en="View search settings", pl="Wyszukiwanie i podgląd jego ustawień"),
        "search.manage": T(en="Manage search settings", pl="Zarządzanie ustawieniami wyszukiwania"),
        "search.reindex": T(en="Reindex search data", pl="Przebudowa danych wyszukiwania"),
        "search.embeddings.view": T(en="View embedding settings", pl="Podgląd ustawień osadzeń"),
        "search.embeddings.manage": T(en="Manage embedding settings", pl="Zarządzanie ustawieniami osadzeń"),
        "search.global": T(en="Use global search (Cmd+K)", pl="Wyszukiwanie globalne (Cmd+K)"),
    },
    needs={"search.reindex": ("search.view",), "search.embeddings.manage": ("search.embeddings.view", "search.view")},
    grants={"admin": ("search.*",), "employee": ("search.global", "search.view")},
)
