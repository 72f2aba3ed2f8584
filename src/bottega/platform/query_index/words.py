"""Words of the search index: what its fields and states are called."""

from bottega.kernel.i18n import T
from bottega.platform.query_index.module import module

module.calls(
    entity_type=T(en="Kind of record", pl="Rodzaj rekordu"),
    force=T(en="Rebuild everything", pl="Przebuduj wszystko"),
    batch_size=T(en="Records a batch", pl="Rekordów w partii"),
    partition_count=T(en="Partitions", pl="Liczba części"),
    partition_index=T(en="Partition", pl="Część"),
    refresh=T(en="Count anew", pl="Policz na nowo"),
)
module.says(
    "status",
    idle=T(en="Idle", pl="Bezczynne"),
    reindexing=T(en="Being rebuilt", pl="Przebudowywane"),
    purging=T(en="Being purged", pl="Czyszczone"),
    stalled=T(en="Stalled", pl="Zatrzymane"),
)
module.says(
    "source",
    query_index=T(en="Search rows", pl="Wiersze wyszukiwania"),
    fulltext=T(en="Full text", pl="Pełny tekst"),
    vector=T(en="Embeddings", pl="Osadzenia"),
)
module.says("level", info=T(en="Information", pl="Informacja"), warn=T(en="Warning", pl="Ostrzeżenie"))
