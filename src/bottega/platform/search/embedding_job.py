"""Job that embeds the records of a tenant: those that have no embedding of the tenant's model, or all of them."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel import job_progress, jobs, search_index
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.platform.query_index import finish_work, log_failure, log_work, say_alive, unfinished_work
from bottega.platform.search import stored_settings
from bottega.platform.search.indexing import embed_records
from bottega.platform.search.module import module
from bottega.platform.search.providers import Model

BATCH: Final = 200
EMBEDDING: Final = T(en="embedding records", pl="osadzanie rekordów")


async def queue(ctx: Context, job_id: UUID) -> None:
    """Queue claimed work."""
    organization = ctx.scope.organization_id
    about = {"organizationId": str(organization)} if organization else {}
    await jobs.enqueue(ctx, "search.embed", indexJobId=str(job_id), **about)
    await log_work(
        await ctx.begin(), ctx.tenant_id, "vector", "search.embed", "Embedding queued", organization_id=organization
    )


async def _failed(app: Application, payload: dict[str, Any], problem: BaseException | None) -> None:
    tenant_id, job_id = UUID(payload["tenantId"]), UUID(payload["indexJobId"])
    async with app.acting(tenant_id) as ctx:
        row = await unfinished_work(ctx, job_id)
        if row is not None:
            await finish_work(ctx, job_id, row["processed_count"])
            error = problem or RuntimeError()
            await log_failure(
                await ctx.begin(), tenant_id, "vector", "search.embed", error, organization_id=row["organization_id"]
            )


@module.job("embed", T(en="Embed records for search", pl="Osadzanie rekordów do wyszukiwania"), failed=_failed)
async def embed(app: Application, payload: dict[str, Any]) -> int:
    """Embed what is not embedded by the tenant's model; answers how many records were looked at.

    Embeddings of another model stay until they are replaced, one by one.
    """
    tenant_id, job_id = UUID(payload["tenantId"]), UUID(payload["indexJobId"])
    async with app.acting(tenant_id) as ctx:
        row = await unfinished_work(ctx, job_id)
        if row is None:
            return 0
        about = (row["entity_type"], row["organizations"])
        total = await search_index.count_found(ctx, *about)
        await say_alive(ctx, job_id, 0, total)
    done, after = 0, ("", search_index.FIRST)
    while True:
        async with app.acting(tenant_id) as ctx:
            records = await search_index.next_records(ctx, *about, after, BATCH)
            if not records:
                break
            model = Model.of((await stored_settings.stored(ctx)).get("embedding"))
            await embed_records(app, await ctx.begin(), tenant_id, model, records, force=row["force"])
            done, after = done + len(records), records[-1]
            if not await say_alive(ctx, job_id, done):
                return 0
        await job_progress.report(done, total, stage=EMBEDDING, person_id=row["started_by"], record_id=job_id)
    async with app.acting(tenant_id) as ctx:
        await finish_work(ctx, job_id, done)
        place, details = row["organization_id"], {"records": done}
        await log_work(
            await ctx.begin(),
            tenant_id,
            "vector",
            "search.embed",
            "Embedding completed",
            organization_id=place,
            details=details,
        )
    return done
