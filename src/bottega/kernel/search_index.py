"""The search index as a whole: rows of an entity rebuilt from its table, orphans removed, and how complete it is.

Rows are written with their records; this is for what those writes missed: records from before an entity could be
searched, and rows that were purged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bottega.kernel import search_rows
from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.search_rows import SearchSpec, specs

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Connection

# Nobody's id: before all others.
FIRST: Final = UUID(int=0)
_FOUND: Final = (
    "tenant_id = $1 AND ($2::text IS NULL OR entity = $2) AND ($3::uuid[] IS NULL OR organization_id = ANY($3))"
)
_WORDS: Final = """
SELECT entity, record_id, organization_id, title, words FROM search_rows
WHERE tenant_id = $1 AND (entity, record_id) IN (SELECT * FROM unnest($2::text[], $3::uuid[]))
"""


@dataclass(frozen=True)
class Batch:
    """How many records were indexed, and the last of them; None when there are no more."""

    count: int
    last: UUID | None


@dataclass(frozen=True)
class Coverage:
    """How many records an entity has, how many of them can be found, and how many search rows belong to none."""

    records: int
    indexed: int
    orphans: int

    @property
    def complete(self) -> bool:
        """Whether each record can be found, and nothing that is gone."""
        return self.records == self.indexed and not self.orphans


def spec_of_entity(entity: str) -> SearchSpec | None:
    """How an entity is searched, if it is."""
    return next((spec for spec in specs() if spec.entity == entity), None)


async def rebuild(
    ctx: "Context", spec: SearchSpec, after: UUID, *, most: int, organizations: Sequence[UUID] | None, force: bool
) -> Batch:
    """Rebuild the search rows of the next records of an entity, ``most`` at a time, in the order of their ids.

    Rows that are right stay as they are, unless by ``force``. Records are held while they are read, so that no row
    becomes older than its record.
    """
    table = CLASSES[spec.table]
    arguments = (ctx.tenant_id, after, organizations, most)
    await ctx.begin()
    if not spec.sealed:
        row = await ctx.query_one(_plain(spec.table, force=force), *arguments)
        assert row is not None
        return Batch(row["count"], row["last"] if row["count"] == most else None)
    rows = await ctx.query(f"{_records(spec.table)} FOR SHARE", *arguments)
    plain = [dict(row) for row in rows]
    await sealing.open_rows(ctx, table, plain)
    await search_rows.refresh(ctx, table, plain)
    return Batch(len(rows), rows[-1]["id"] if len(rows) == most else None)


async def remove_orphans(ctx: "Context", spec: SearchSpec) -> int:
    """Remove the search rows of records that are gone; how many there were."""
    await ctx.begin()
    rows = await ctx.query(
        f"DELETE FROM search_rows AS s WHERE s.tenant_id = $1 AND s.entity = $2 AND NOT EXISTS ({_live(spec)})"
        " RETURNING true",
        ctx.tenant_id,
        spec.entity,
    )
    return len(rows)


async def purge(ctx: "Context", spec: SearchSpec, *, most: int, organizations: Sequence[UUID] | None) -> int:
    """Remove up to ``most`` search rows of an entity; how many there were."""
    await ctx.begin()
    rows = await ctx.query(
        "DELETE FROM search_rows WHERE tenant_id = $1 AND entity = $2 AND record_id IN (SELECT record_id"
        " FROM search_rows WHERE tenant_id = $1 AND entity = $2 AND ($3::uuid[] IS NULL OR organization_id = ANY($3))"
        " LIMIT $4) RETURNING true",
        ctx.tenant_id,
        spec.entity,
        organizations,
        most,
    )
    return len(rows)


async def count(ctx: "Context", spec: SearchSpec, organizations: Sequence[UUID] | None) -> int:
    """How many records an entity has."""
    return await ctx.query_value(
        f"SELECT count(*) FROM {spec.table} AS t WHERE {_wanted(spec.table)}", ctx.tenant_id, FIRST, organizations
    )


async def coverage(
    ctx: "Context", among: Sequence[SearchSpec], organizations: Sequence[UUID] | None
) -> dict[str, Coverage]:
    """How complete the index of entities is, in one statement, by entity."""
    if not among:
        return {}
    parts = " UNION ALL ".join(_coverage(spec) for spec in among)
    rows = await ctx.query(parts, ctx.tenant_id, FIRST, organizations)
    return {row["entity"]: Coverage(row["records"], row["indexed"], row["found"] - row["indexed"]) for row in rows}


@cache
def _coverage(spec: SearchSpec) -> str:
    searched = (
        f"s.tenant_id = $1 AND s.entity = '{spec.entity}' AND ($3::uuid[] IS NULL OR s.organization_id = ANY($3))"
    )
    return (
        f"SELECT '{spec.entity}' AS entity,"
        f" (SELECT count(*) FROM {spec.table} AS t WHERE {_wanted(spec.table)}) AS records,"
        f" (SELECT count(*) FROM search_rows AS s WHERE {searched} AND EXISTS ({_live(spec)})) AS indexed,"
        f" (SELECT count(*) FROM search_rows AS s WHERE {searched}) AS found"
    )


@dataclass(frozen=True)
class Found:
    """What a record is found by that is not encrypted: its folded words, and whose it is."""

    organization_id: UUID | None
    title: str
    words: str


async def found_by(
    connection: "Connection", tenant_id: UUID, records: Sequence[tuple[str, UUID]]
) -> dict[tuple[str, UUID], Found]:
    """What records are found by; those that are gone are left out."""
    rows = await connection.fetch(
        _WORDS, tenant_id, [one for one, _ in records], [record_id for _, record_id in records]
    )
    return {
        (row["entity"], row["record_id"]): Found(row["organization_id"], row["title"], row["words"]) for row in rows
    }


async def next_records(
    ctx: "Context", entity: str | None, organizations: Sequence[UUID] | None, after: tuple[str, UUID], most: int
) -> list[tuple[str, UUID]]:
    """The next records that can be found, in a fixed order, of one entity or of all."""
    sql = f"SELECT entity, record_id FROM search_rows WHERE {_FOUND} AND (entity, record_id) > ($4, $5)"
    sql = f"{sql} ORDER BY entity, record_id LIMIT $6"
    rows = await ctx.query(sql, ctx.tenant_id, entity, organizations, *after, most)
    return [(row["entity"], row["record_id"]) for row in rows]


async def count_found(ctx: "Context", entity: str | None, organizations: Sequence[UUID] | None) -> int:
    """How many records can be found, of one entity or of all."""
    sql = f"SELECT count(*) FROM search_rows WHERE {_FOUND}"
    return await ctx.query_value(sql, ctx.tenant_id, entity, organizations)


def _has(table: type[Table], column: str) -> bool:
    return column in sql_table(table).columns


def _live(spec: SearchSpec) -> str:
    """SQL for the record of the search row ``s``."""
    alive = " AND t.deleted_at IS NULL" if _has(CLASSES[spec.table], "deleted_at") else ""
    return f"SELECT FROM {spec.table} AS t WHERE t.tenant_id = s.tenant_id AND t.id = s.record_id{alive}"


def _wanted(table: str) -> str:
    """SQL: the record ``t`` is alive, of the tenant $1, behind the id $2 and of one of the organizations $3."""
    described = CLASSES[table]
    conditions = ["t.tenant_id = $1", "t.id > $2"]
    if _has(described, "organization_id"):
        conditions.append("($3::uuid[] IS NULL OR t.organization_id = ANY($3))")
    else:
        conditions.append("$3::uuid[] IS NULL")
    if _has(described, "deleted_at"):
        conditions.append("t.deleted_at IS NULL")
    return " AND ".join(conditions)


def _records(table: str) -> str:
    return f"SELECT t.* FROM {table} AS t WHERE {_wanted(table)} ORDER BY t.id LIMIT $4"


@cache
def _plain(table: str, *, force: bool) -> str:
    """The statement that rebuilds the rows of records without encrypted words."""
    spec = search_rows.spec_of(table)
    assert spec is not None
    fresh = ", ".join(
        f"{name} = excluded.{name}" for name in ("organization_id", "title", "subtitle", "words", "grams")
    )
    compared = ("organization_id", "title", "subtitle", "words", "grams")
    differs = f"({', '.join(f's.{name}' for name in compared)}) IS DISTINCT FROM"
    differs += f" ({', '.join(f'excluded.{name}' for name in compared)})"
    organization, title = (
        "(image ->> 'organization_id')::uuid",
        f"{spec.title_sql('image')}, {spec.subtitle_sql('image')}",
    )
    return (
        f"WITH seen AS ({_records(table)} FOR SHARE), made AS ("
        "INSERT INTO search_rows AS s (tenant_id, entity, record_id, organization_id, title, subtitle, words, grams)"
        f" SELECT $1, '{spec.entity}', seen.id, {organization}, {title},"
        f" said.words, {spec.grams_sql('said.words', 'seen.tenant_id', spec.entity)}"
        " FROM seen, LATERAL (SELECT to_jsonb(seen) AS image) AS i,"
        f" LATERAL (SELECT {spec.words_sql('image')} AS words) AS said"
        f" ON CONFLICT (tenant_id, entity, record_id) DO UPDATE SET {fresh}, updated_at = now()"
        f" WHERE {'true' if force else differs})"
        " SELECT count(*) AS count, (SELECT id FROM seen ORDER BY id DESC LIMIT 1) AS last FROM seen"
    )
