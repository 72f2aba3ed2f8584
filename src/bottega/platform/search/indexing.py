"""Indexing beside search rows: embeddings, and documents of an external full-text index, follow every write.

A worker takes what ``search_changes`` has of it a second after the write, in the order of the writes. What fails stays,
and is tried again after growing pauses; after the last one it is a line among the errors of the index, which shows that
the record has no embedding.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import structlog

from bottega.kernel import search_changes, search_index
from bottega.kernel.application import Application
from bottega.kernel.database.pools import Connection
from bottega.kernel.errors import Problem
from bottega.kernel.search_changes import Taken
from bottega.kernel.search_index import Found
from bottega.kernel.text.folding import fold
from bottega.platform.query_index import Embedded, drop_vectors, embedded_checksums, log_failure, store_vectors
from bottega.platform.search import meilisearch, providers
from bottega.platform.search.meilisearch import Engine
from bottega.platform.search.module import module
from bottega.platform.search.providers import Model

log = structlog.get_logger()

# Rows that one look takes.
TAKEN: Final = 500
ATTEMPTS: Final = 6
# Characters of the words of a record that say what it is about.
LONGEST: Final = 400
_SETTINGS: Final = "SELECT auto_index, embedding FROM search_settings WHERE tenant_id = $1 AND id = $1"


@module.upkeep(lambda _settings: 1.0)
async def follow(app: Application) -> None:
    """Do what follows from everything that waits."""
    while await follow_some(app) >= TAKEN:
        pass


async def follow_some(app: Application) -> int:
    """Do what follows from the next rows of one tenant; how many they were."""
    async with search_changes.taken(app.database, TAKEN) as some:
        if some is None:
            return 0
        try:
            async with some.connection.transaction():
                await _follow(app, some)
        except Problem as problem:
            await _put_off(some, problem)
        else:
            await some.done()
        return len(some.rows)


async def _follow(app: Application, some: Taken) -> None:
    engine = meilisearch.engine_of(app)
    if engine is not None:
        await put_documents(engine, some.connection, some.tenant_id, some.records)
    settings = await some.connection.fetchrow(_SETTINGS, some.tenant_id)
    automatic = settings is None or settings["auto_index"] is not False
    if automatic and not app.settings.vector_autoindexing_disabled:
        model = Model.of(settings["embedding"] if settings else None)
        await embed_records(app, some.connection, some.tenant_id, model, some.records)


async def put_documents(
    engine: Engine, connection: Connection, tenant_id: UUID, records: Sequence[tuple[str, UUID]]
) -> None:
    """Send the documents of records to the external index, and remove those of records that are gone.

    Raises:
        EngineFailed: It does not take them.
    """
    found = await search_index.found_by(connection, tenant_id, records)
    now = meilisearch.moment()
    documents = [
        {
            "id": meilisearch.document_id(entity, record_id),
            "entity": entity,
            "record": str(record_id),
            "organization": str(one.organization_id) if one.organization_id else None,
            "title": fold(one.title),
            "words": one.words,
            "indexed": now,
        }
        for (entity, record_id), one in found.items()
    ]
    await engine.put(tenant_id, documents)
    await engine.drop(tenant_id, [meilisearch.document_id(*key) for key in records if key not in found])


async def embed_records(
    app: Application,
    connection: Connection,
    tenant_id: UUID,
    model: Model,
    records: Sequence[tuple[str, UUID]],
    *,
    force: bool = False,
) -> int:
    """Store the embeddings of records whose words are not those that were embedded; how many were made.

    Raises:
        ProviderFailed: The provider gave none; nothing was stored.
    """
    found = await search_index.found_by(connection, tenant_id, records)
    texts = {key: text_of(one) for key, one in found.items()}
    known: Mapping[tuple[str, UUID], str] = (
        {} if force else await embedded_checksums(connection, tenant_id, model.id, records)
    )
    wordless = [key for key, text in texts.items() if not text.strip()]
    if wordless:
        await drop_vectors(connection, tenant_id, wordless)
    wanted = {key: text for key, text in texts.items() if text.strip() and known.get(key) != checksum_of(text)}
    if not wanted:
        return 0
    made = await providers.embed(app, model, list(wanted.values()))
    embedded = [
        Embedded(entity, record_id, vector, checksum_of(text))
        for ((entity, record_id), text), vector in zip(wanted.items(), made, strict=True)
        if any(vector)
    ]
    await store_vectors(connection, tenant_id, model.id, embedded)
    return len(embedded)


def text_of(found: Found) -> str:
    """What is embedded of a record: its title, which counts twice, and the beginning of its words."""
    return f"{found.title} {found.words[:LONGEST]}".strip()


def checksum_of(text: str) -> str:
    """What tells whether a text has changed: the first 16 digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def _put_off(some: Taken, problem: Problem) -> None:
    """Try again later, or give up what failed too often and say so."""
    log.warning("search.indexing_failed", tenant=str(some.tenant_id), reason=str(problem), records=len(some.rows))
    lost = {row["entity"]: row["record_id"] for row in await some.put_off(ATTEMPTS)}
    for entity, record_id in lost.items():
        await log_failure(
            some.connection, some.tenant_id, "vector", "search.follow", problem, entity=entity, record_id=record_id
        )
