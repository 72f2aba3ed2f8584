"""Operations on stored embeddings: which there are, and their removal."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.resources.record_names import names_in_view
from bottega.kernel.schemas import Query, Schema, Stamp
from bottega.platform.query_index import listed_vectors, log_work, purge_vectors
from bottega.platform.search.entities import searched
from bottega.platform.search.module import module

UNCONFIRMED: Final = T(
    en="Removing all embeddings needs a confirmation, or say which kind of record",
    pl="Usunięcie wszystkich osadzeń wymaga potwierdzenia; można też podać rodzaj rekordów",
)
USUAL: Final = 50
MOST: Final = 200
_FAR: Final = 1_000_000_000


class IndexQuery(Query):
    """Which embeddings."""

    entity_id: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description='Filter by entity ID (e.g., "contracts:contract")'
    )
    limit: Annotated[int, Field(ge=-_FAR, le=_FAR), AfterValidator(lambda n: min(n, MOST) if n > 0 else USUAL)] = Field(
        default=USUAL, description="Maximum entries to return (default: 50, max: 200)"
    )
    offset: Annotated[int, Field(ge=-_FAR, le=_FAR), AfterValidator(lambda n: max(n, 0))] = Field(
        default=0, description="Offset for pagination (default: 0)"
    )


class PurgeQuery(Query):
    """What to remove."""

    entity_id: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description='Specific entity ID to purge (e.g., "contracts:contract")'
    )
    confirm_all: Annotated[str, Field(max_length=20)] | None = Field(
        default=None, description="Required when purging all entities"
    )


class Entry(Schema):
    """A stored embedding, without its numbers; its title only where the caller may open the record."""

    id: str
    entity_id: str
    record_id: str
    driver_id: str = "pgvector"
    tenant_id: str
    organization_id: str | None
    checksum: str
    model: str
    dimension: int
    url: str | None
    result_title: str | None
    result_subtitle: str | None
    created_at: Stamp
    updated_at: Stamp
    score: None = None


class Entries(Schema):
    """Stored embeddings, the newest first."""

    entries: list[Entry]
    limit: int
    offset: int


class Purged(Schema):
    """They are gone."""

    ok: bool = True


@module.get("/index", "search.view", name="index.read", answers={200: "Index entries"})
async def list_entries(ctx: Context, query: IndexQuery) -> Entries:
    """List vector index entries.

    Stored embeddings of the organizations in view, the newest first.
    """
    rows: Sequence[Record] = (
        [] if ctx.scope.closed else await listed_vectors(ctx, query.entity_id, query.limit, query.offset)
    )
    entities = searched(ctx)
    ids: dict[str, list[Any]] = {}
    for row in rows:
        ids.setdefault(row["entity"], []).append(row["record_id"])
    names = {entity: await names_in_view(ctx, entity, wanted) for entity, wanted in ids.items()}
    entries: list[Entry] = []
    for row in rows:
        entity, record_id = row["entity"], row["record_id"]
        name = names[entity].get(record_id)
        where = entities.get(entity) if name else None
        organization = row["organization_id"]
        entries.append(
            Entry(
                id=f"{entity}:{record_id}",
                entity_id=entity,
                record_id=str(record_id),
                tenant_id=str(ctx.tenant_id),
                organization_id=str(organization) if organization else None,
                checksum=row["checksum"],
                model=row["model"],
                dimension=row["dimension"],
                url=where.url(record_id) if where else None,
                result_title=name.title if name else None,
                result_subtitle=name.subtitle if name else None,
                created_at=row["created_at"],
                updated_at=row["updated_at"],
            )
        )
    return Entries(entries=entries, limit=query.limit, offset=query.offset)


@module.delete(
    "/index",
    "search.embeddings.manage",
    name="index.purge",
    undoable=False,
    label=T(en="Purge embeddings", pl="Usunięcie osadzeń"),
    answers={200: "Purge result", 400: "Missing confirmAll parameter"},
)
async def purge_entries(ctx: Context, query: PurgeQuery) -> Purged:
    """Purge vector index.

    Removes stored embeddings of the organizations in view, of one kind of record or, with `confirmAll=true`, of all.
    Full-text search and encrypted words are not concerned; records are embedded again when they are written, or by
    reindexing.
    """
    ctx.refuse_closed()
    if not query.entity_id and query.confirm_all != "true":
        raise Invalid.of_field("confirmAll", UNCONFIRMED)
    removed = await purge_vectors(ctx, query.entity_id)
    await log_work(
        await ctx.begin(),
        ctx.tenant_id,
        "vector",
        "search.index.purge",
        "Embeddings purged",
        organization_id=ctx.scope.organization_id,
        entity=query.entity_id,
        details={"records": removed},
    )
    ctx.describe("search.index", ctx.tenant_id)
    ctx.changed += 1
    return Purged()
