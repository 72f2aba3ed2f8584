"""Jobs on the index: rebuild it record by record without emptying it, and remove what shall not be found.

Each batch is a transaction of its own. A job that dies is tried again from the beginning: rows that are right already
are only looked at.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from bottega.kernel import job_progress, jobs, search_index
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.i18n import T
from bottega.kernel.search_index import FIRST, spec_of_entity
from bottega.kernel.search_rows import SearchSpec, specs
from bottega.platform.query_index import index_jobs, trail
from bottega.platform.query_index.index_jobs import Work
from bottega.platform.query_index.module import module
from bottega.platform.query_index.tables import Source

# Told with the entity and the organizations when its rows were rebuilt.
REBUILT: Final = "query_index.rebuilt"
READING: Final = T(en="indexing records", pl="indeksowanie rekordów")


async def queue(ctx: Context, job_id: UUID, work: Work) -> None:
    """Queue claimed work, and leave a line about it."""
    name = "query_index.purge" if work.action == "purging" else "query_index.rebuild"
    organization = ctx.scope.organization_id
    about = {"organizationId": str(organization)} if organization else {}
    await jobs.enqueue(ctx, name, indexJobId=str(job_id), **about)
    said = "Purge" if work.action == "purging" else "Reindex"
    message = f"{said} queued for {work.entity or 'all entities'}"
    details = {"force": work.force, "batchSize": work.batch_size}
    await trail.log_work(
        await ctx.begin(),
        ctx.tenant_id,
        source_of(work.subject),
        name,
        message,
        organization_id=organization,
        entity=work.entity,
        details=details,
    )


def source_of(subject: str) -> Source:
    """Whose trail work on a subject leaves."""
    return "query_index" if subject == "index" else "vector" if subject == "vector" else "fulltext"


async def _failed(app: Application, payload: dict[str, Any], problem: BaseException | None) -> None:
    """Let go of the lock of work that was set aside, and say so."""
    tenant_id, job_id = UUID(payload["tenantId"]), UUID(payload["indexJobId"])
    async with app.acting(tenant_id) as ctx:
        row = await index_jobs.unfinished_work(ctx, job_id)
        if row is not None:
            await index_jobs.finish_work(ctx, job_id, row["processed_count"])
            error = problem or RuntimeError()
            await trail.log_failure(
                await ctx.begin(),
                tenant_id,
                source_of(row["subject"]),
                "query_index.rebuild",
                error,
                organization_id=row["organization_id"],
                entity=row["entity_type"],
            )


@module.job("rebuild", T(en="Rebuild search index", pl="Przebudowa indeksu wyszukiwania"), failed=_failed)
async def rebuild(app: Application, payload: dict[str, Any]) -> int:
    """Rebuild the search rows of an entity, or of all; answers how many records were looked at."""
    tenant_id, job_id = UUID(payload["tenantId"]), UUID(payload["indexJobId"])
    async with app.acting(tenant_id) as ctx:
        row = await index_jobs.unfinished_work(ctx, job_id)
        if row is None:
            return 0
        chosen = _chosen(row["entity_type"])
        total = sum([await search_index.count(ctx, spec, row["organizations"]) for spec in chosen])
        await index_jobs.say_alive(ctx, job_id, 0, total)
    done = 0
    for spec in chosen:
        done = await _rebuild_entity(app, row, spec, done, total)
        if done < 0:
            return 0
    await _finished(app, row, done, "Reindex")
    return done


async def _rebuild_entity(app: Application, job: Record, spec: SearchSpec, done: int, total: int) -> int:
    """How many records were looked at so far; -1 once somebody has cancelled the work."""
    after: UUID | None = FIRST
    while after is not None:
        async with app.acting(job["tenant_id"]) as ctx:
            batch = await search_index.rebuild(
                ctx, spec, after, most=job["batch_size"], organizations=job["organizations"], force=job["force"]
            )
            done, after = done + batch.count, batch.last
            if not await index_jobs.say_alive(ctx, job["id"], done):
                return -1
        await job_progress.report(done, total, stage=READING, person_id=job["started_by"], record_id=job["id"])
    async with app.acting(job["tenant_id"]) as ctx:
        await search_index.remove_orphans(ctx, spec)
        await ctx.tell(REBUILT, entity=spec.entity, organizations=job["organizations"])
    return done


@module.job("purge", T(en="Purge search index", pl="Czyszczenie indeksu wyszukiwania"), failed=_failed)
async def purge(app: Application, payload: dict[str, Any]) -> int:
    """Remove the search rows of an entity, or of all; answers how many."""
    tenant_id, job_id = UUID(payload["tenantId"]), UUID(payload["indexJobId"])
    async with app.acting(tenant_id) as ctx:
        row = await index_jobs.unfinished_work(ctx, job_id)
        if row is None:
            return 0
    done = 0
    for spec in _chosen(row["entity_type"]):
        removed = row["batch_size"]
        while removed == row["batch_size"]:
            async with app.acting(tenant_id) as ctx:
                removed = await search_index.purge(
                    ctx, spec, most=row["batch_size"], organizations=row["organizations"]
                )
                done += removed
                if not await index_jobs.say_alive(ctx, job_id, done):
                    return 0
            await job_progress.report(done, None, person_id=row["started_by"], record_id=job_id)
    await _finished(app, row, done, "Purge")
    return done


async def _finished(app: Application, job: Record, done: int, said: str) -> None:
    async with app.acting(job["tenant_id"]) as ctx:
        await index_jobs.finish_work(ctx, job["id"], done)
        await trail.log_work(
            await ctx.begin(),
            job["tenant_id"],
            source_of(job["subject"]),
            f"query_index.{said.lower()}",
            f"{said} completed for {job['entity_type'] or 'all entities'}",
            organization_id=job["organization_id"],
            entity=job["entity_type"],
            details={"records": done},
        )


def _chosen(entity: str | None) -> Sequence[SearchSpec]:
    if entity is None:
        return specs()
    spec = spec_of_entity(entity)
    return [] if spec is None else [spec]
