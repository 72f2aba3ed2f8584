"""The manifest of the search index: how complete it is, and how it is repaired."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="query_index",
    title=T(en="Search index", pl="Indeks wyszukiwania"),
    section="Query Index",
    description="How completely records can be found, by entity; rebuilding, and what happened meanwhile.",
    features={
        "query_index.status.view": T(en="View index status", pl="Podgląd stanu indeksu"),
        "query_index.reindex": T(en="Trigger reindex", pl="Przebudowa indeksu"),
        "query_index.purge": T(en="Purge index", pl="Czyszczenie indeksu"),
    },
    needs={"query_index.reindex": ("query_index.status.view",), "query_index.purge": ("query_index.status.view",)},
    grants={"admin": ("query_index.*",)},
)
