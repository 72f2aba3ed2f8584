"""Operations that rebuild the index of the full-text search, and cancel that."""

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.search_index import spec_of_entity
from bottega.platform.query_index import Subject, Work, cancel_work, claim_work, queue_work
from bottega.platform.search.locks import LockRefusal, refuse_busy
from bottega.platform.search.module import module

UNKNOWN: Final = T(en="Entity not configured for search", pl="Rekordy tego rodzaju nie są wyszukiwane")
Action = Literal["clear", "recreate", "reindex"]


def _action(value: Any) -> Any:
    return value if value in ("clear", "recreate") else "reindex"


class ReindexInput(Input):
    """What to do with the index."""

    action: Annotated[Action, BeforeValidator(_action)] = Field(
        default="reindex", description="`clear`, `recreate`; anything else reindexes."
    )
    entity_id: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="Only records of this kind, `module:entity`."
    )
    use_queue: Any = Field(
        default=True, description="Accepted: the work is always queued.", json_schema_extra={"type": "boolean"}
    )


class ReindexResult(Schema):
    """What was begun."""

    entities_processed: int
    records_indexed: int = 0
    jobs_enqueued: int


class Reindexing(Schema):
    """The work is queued."""

    ok: bool = True
    action: Action
    entity_id: str | None
    use_queue: bool = True
    result: ReindexResult
    stats: dict[str, Any] = Field(default_factory=dict[str, Any])


class Cancelled(Schema):
    """How many jobs were cancelled."""

    ok: bool = True
    jobs_removed: int


@module.post(
    "/reindex",
    "search.reindex",
    name="reindex",
    status=200,
    undoable=False,
    lenient=True,
    label=T(en="Reindex full-text search", pl="Przebudowa wyszukiwania pełnotekstowego"),
    answers={200: "Reindex result", 409: ("Reindex already in progress", LockRefusal)},
)
async def reindex(ctx: Context, data: ReindexInput) -> Reindexing:
    """Trigger fulltext reindex.

    Queues a job that writes what records are found by anew, in the organizations in view; what can be found stays so
    meanwhile. `recreate` writes rows that are right as well; `clear` removes what records are found by, until they are
    written again or reindexed.
    """
    ctx.refuse_closed()
    if data.entity_id is not None and spec_of_entity(data.entity_id) is None:
        raise Invalid.of_field("entityId", UNKNOWN)
    work = Work(
        "fulltext",
        "purging" if data.action == "clear" else "reindexing",
        data.entity_id,
        force=data.action == "recreate",
    )
    job_id = await claim_work(ctx, work)
    if job_id is None:
        await refuse_busy(ctx, "fulltext")
    else:
        await queue_work(ctx, job_id, work)
        ctx.describe("query_index.job", job_id)
        ctx.changed += 1
    result = ReindexResult(entities_processed=1 if data.entity_id else 0, jobs_enqueued=1)
    return Reindexing(action=data.action, entity_id=data.entity_id, result=result)


@module.post(
    "/reindex/cancel",
    "search.reindex",
    name="reindex.cancel",
    status=200,
    undoable=False,
    label=T(en="Cancel full-text reindex", pl="Przerwanie przebudowy wyszukiwania pełnotekstowego"),
    answers={200: "Cancel result"},
)
async def cancel_reindex(ctx: Context) -> Cancelled:
    """Cancel fulltext reindex.

    Cancels rebuilding in the selected organization, whether it waits or runs; what was rebuilt stays so. Nothing
    happens where none does.
    """
    return await cancel(ctx, "fulltext")


async def cancel(ctx: Context, subject: Subject) -> Cancelled:
    """Cancel work of the selected organization on a subject."""
    ctx.refuse_closed()
    cancelled = await cancel_work(ctx, subject)
    if cancelled:
        ctx.describe("query_index.job", cancelled[0])
        ctx.changed += len(cancelled)
    return Cancelled(jobs_removed=len(cancelled))
