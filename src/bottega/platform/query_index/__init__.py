"""The search index: how complete it is, repairs, the trail of work on it, and embeddings of records."""

from bottega.platform.query_index.index_jobs import (
    Work,
    cancel_work,
    claim_work,
    finish_work,
    held_work,
    say_alive,
    unfinished_work,
)
from bottega.platform.query_index.rebuilding import REBUILT
from bottega.platform.query_index.rebuilding import queue as queue_work
from bottega.platform.query_index.status import COUNTED
from bottega.platform.query_index.tables import Subject
from bottega.platform.query_index.trail import log_failure, log_work
from bottega.platform.query_index.vectors import (
    Embedded,
    can_compare,
    drop_vectors,
    embedded_checksums,
    listed_vectors,
    nearest_records,
    purge_vectors,
    store_vectors,
    stored_dimension,
)

__all__ = [
    "COUNTED",
    "REBUILT",
    "Embedded",
    "Subject",
    "Work",
    "can_compare",
    "cancel_work",
    "claim_work",
    "drop_vectors",
    "embedded_checksums",
    "finish_work",
    "held_work",
    "listed_vectors",
    "log_failure",
    "log_work",
    "nearest_records",
    "purge_vectors",
    "queue_work",
    "say_alive",
    "store_vectors",
    "stored_dimension",
    "unfinished_work",
]
