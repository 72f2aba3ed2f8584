"""Embeddings of records: stored, compared by the cosine of their angle, listed, purged.

Comparing needs the extension ``vector`` (pgvector); everything else works without it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Connection, Record

# The dimension that has an index (``query_index_nearest``); others are compared one by one.
INDEXED: Final = 256

_STORE: Final = """
INSERT INTO query_index_vectors AS v (tenant_id, entity, record_id, organization_id, model, dimension, embedding,
  checksum)
SELECT s.tenant_id, s.entity, s.record_id, s.organization_id, $2, $3, e.embedding::real[], e.checksum
FROM jsonb_to_recordset($4::jsonb) AS e (entity text, record_id uuid, embedding real[], checksum text)
JOIN search_rows AS s ON s.tenant_id = $1 AND s.entity = e.entity AND s.record_id = e.record_id
ON CONFLICT (tenant_id, entity, record_id) DO UPDATE SET organization_id = excluded.organization_id,
  model = excluded.model, dimension = excluded.dimension, embedding = excluded.embedding,
  checksum = excluded.checksum, updated_at = clock_timestamp()
"""
_KNOWN: Final = """
SELECT entity, record_id, checksum FROM query_index_vectors
WHERE tenant_id = $1 AND model = $2 AND (entity, record_id) IN (SELECT * FROM unnest($3::text[], $4::uuid[]))
"""
_WITHIN: Final = "($2::uuid[] IS NULL OR organization_id = ANY($2))"
_LISTED: Final = f"""
SELECT v.entity, v.record_id, v.organization_id, v.model, v.dimension, v.checksum, v.created_at, v.updated_at
FROM query_index_vectors AS v WHERE tenant_id = $1 AND {_WITHIN} AND ($3::text IS NULL OR entity = $3)
ORDER BY updated_at DESC, record_id LIMIT $4 OFFSET $5
"""
_NEAREST: Final = "SELECT * FROM query_index_nearest($1::real[], $2, $3, $4, $5)"


@dataclass(frozen=True)
class Embedded:
    """A record and the numbers that stand for its words."""

    entity: str
    record_id: UUID
    embedding: Sequence[float]
    checksum: str


async def can_compare(ctx: Context) -> bool:
    """Whether the server can compare embeddings; remembered, for an extension comes and goes with a restart."""
    known: dict[str, bool] = ctx.app.once("query_index.pgvector", dict)
    if "there" not in known:
        known["there"] = await ctx.query_value("SELECT to_regproc('query_index_nearest') IS NOT NULL")
    return known["there"]


async def store_vectors(connection: Connection, tenant_id: UUID, model: str, embedded: Sequence[Embedded]) -> None:
    """Store embeddings that one model made; of records that are not found any more none is stored."""
    if not embedded:
        return
    rows = [
        {
            "entity": one.entity,
            "record_id": str(one.record_id),
            "embedding": list(one.embedding),
            "checksum": one.checksum,
        }
        for one in embedded
    ]
    await connection.execute(_STORE, tenant_id, model, len(embedded[0].embedding), rows)


async def embedded_checksums(
    connection: Connection, tenant_id: UUID, model: str, records: Sequence[tuple[str, UUID]]
) -> Mapping[tuple[str, UUID], str]:
    """The checksums of records that have an embedding of a model."""
    entities, ids = [entity for entity, _ in records], [record_id for _, record_id in records]
    rows = await connection.fetch(_KNOWN, tenant_id, model, entities, ids)
    return {(row["entity"], row["record_id"]): row["checksum"] for row in rows}


async def drop_vectors(connection: Connection, tenant_id: UUID, records: Sequence[tuple[str, UUID]]) -> None:
    """Drop the embeddings of records."""
    entities, ids = [entity for entity, _ in records], [record_id for _, record_id in records]
    await connection.execute(
        "DELETE FROM query_index_vectors WHERE tenant_id = $1"
        " AND (entity, record_id) IN (SELECT * FROM unnest($2::text[], $3::uuid[]))",
        tenant_id,
        entities,
        ids,
    )


async def nearest_records(
    ctx: Context, embedding: Sequence[float], model: str, entities: Sequence[str], most: int
) -> Sequence[Record]:
    """The records whose embeddings of a model are nearest: entity, id and similarity, 1 for the same direction."""
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    return await ctx.query(_NEAREST, list(embedding), model, list(entities), visible, most)


async def listed_vectors(ctx: Context, entity: str | None, limit: int, offset: int) -> Sequence[Record]:
    """Embeddings in view, the newest first, without their numbers."""
    return await ctx.query(_LISTED, ctx.tenant_id, _visible(ctx), entity, limit, offset)


async def purge_vectors(ctx: Context, entity: str | None) -> int:
    """Drop the embeddings in view, or those of an entity; how many there were."""
    await ctx.begin()
    rows = await ctx.query(
        f"DELETE FROM query_index_vectors WHERE tenant_id = $1 AND {_WITHIN} AND ($3::text IS NULL OR entity = $3)"
        " RETURNING true",
        ctx.tenant_id,
        _visible(ctx),
        entity,
    )
    return len(rows)


async def count_vectors(ctx: Context, organizations: Sequence[UUID] | None) -> dict[str, int]:
    """How many records have an embedding, by entity."""
    rows = await ctx.query(
        f"SELECT entity, count(*) AS n FROM query_index_vectors WHERE tenant_id = $1 AND {_WITHIN} GROUP BY entity",
        ctx.tenant_id,
        organizations,
    )
    return {row["entity"]: row["n"] for row in rows}


async def stored_dimension(ctx: Context) -> tuple[int, int | None]:
    """How many embeddings are in view, and the dimension that most of them have."""
    row = await ctx.require(
        "SELECT count(*) AS n, mode() WITHIN GROUP (ORDER BY dimension) AS dimension FROM query_index_vectors"
        f" WHERE tenant_id = $1 AND {_WITHIN}",
        ctx.tenant_id,
        _visible(ctx),
    )
    return row["n"], row["dimension"]


def _visible(ctx: Context) -> Any:
    return None if ctx.scope.visible is None else list(ctx.scope.visible)
