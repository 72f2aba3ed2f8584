"""Operations that repair the search index of one entity: rebuild it, purge it."""

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Invalid
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input, Schema, Whole
from bottega.kernel.search_index import spec_of_entity
from bottega.platform.query_index import index_jobs
from bottega.platform.query_index.index_jobs import Work
from bottega.platform.query_index.module import module
from bottega.platform.query_index.rebuilding import queue

MISSING: Final = T(en="Say which kind of record", pl="Podaj rodzaj rekordów")
UNKNOWN: Final = T(en="Records of this kind are not searched", pl="Rekordy tego rodzaju nie są wyszukiwane")
PARTITION: Final = T(en="A partition less than the number of partitions", pl="Numer części mniejszy od liczby części")
BUSY: Final = T(
    en="The index of these records is being worked on already", pl="Indeks tych rekordów jest już przebudowywany"
)
MOST_PARTITIONS: Final = 64


def _text(value: Any) -> Any:
    return value if isinstance(value, str) else ""


class PurgeInput(Input):
    """Of what."""

    entity_type: Annotated[str, BeforeValidator(_text), Field(max_length=200)] = Field(
        default="", description="`module:entity`", json_schema_extra={"type": "string"}
    )


class ReindexInput(PurgeInput):
    """What to rebuild, and how."""

    force: Flag = Field(default=False, description="Rows that are right, too, and what is derived from them.")
    batch_size: Annotated[Whole, Field(ge=1, le=5_000)] = Field(default=500, description="Records a transaction.")
    partition_count: Annotated[Whole, Field(ge=1, le=MOST_PARTITIONS)] = Field(
        default=1, description="Accepted; the work is one job however many there are."
    )
    partition_index: Annotated[Whole, Field(ge=0, le=MOST_PARTITIONS)] | None = Field(
        default=None, description="Accepted likewise; it must be less than `partitionCount`."
    )


class Queued(Schema):
    """It is queued."""

    ok: bool = True


@module.post(
    "/reindex",
    "query_index.reindex",
    name="reindex",
    status=200,
    undoable=False,
    lenient=True,
    label=T(en="Rebuild search index", pl="Przebudowa indeksu wyszukiwania"),
    answers={200: "Reindex job accepted.", 400: "Missing entity type", 409: "Worked on already"},
)
async def reindex(ctx: Context, data: ReindexInput) -> Queued:
    """Trigger query index rebuild.

    Queues a job that writes what records of a kind are found by anew, in the organizations in view, and removes what
    belongs to no record. What can be found stays so meanwhile.
    """
    if data.partition_index is not None and data.partition_index >= data.partition_count:
        raise Invalid.of_field("partitionIndex", PARTITION)
    return await _begin(ctx, Work("index", entity=data.entity_type, force=data.force, batch_size=data.batch_size))


@module.post(
    "/purge",
    "query_index.purge",
    name="purge",
    status=200,
    undoable=False,
    lenient=True,
    label=T(en="Purge search index", pl="Czyszczenie indeksu wyszukiwania"),
    answers={200: "Purge job accepted.", 400: "Missing entity type", 409: "Worked on already"},
)
async def purge(ctx: Context, data: PurgeInput) -> Queued:
    """Purge query index records.

    Queues a job that removes what records of a kind are found by, in the organizations in view: nobody finds them until
    they are written again, or the index is rebuilt. The records themselves stay.
    """
    return await _begin(ctx, Work("index", "purging", data.entity_type))


async def _begin(ctx: Context, work: Work) -> Queued:
    ctx.refuse_closed()
    if not work.entity:
        raise Invalid.of_field("entityType", MISSING)
    if spec_of_entity(work.entity) is None:
        raise Invalid.of_field("entityType", UNKNOWN)
    job_id = await index_jobs.claim_work(ctx, work)
    if job_id is None:
        raise Conflict(BUSY, code="index_busy")
    await queue(ctx, job_id, work)
    ctx.describe("query_index.job", job_id)
    ctx.changed += 1
    return Queued()
