"""Coverage of embeddings and of an external engine for the search index, which has that engine rebuilt."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from bottega.kernel import search_index
from bottega.kernel.context import Context
from bottega.platform.query_index import COUNTED, REBUILT, can_compare
from bottega.platform.search import meilisearch
from bottega.platform.search.indexing import put_documents
from bottega.platform.search.module import module

_BATCH: Final = 500


@module.within(COUNTED)
async def count(ctx: Context, counts: dict[str, Any], organizations: Sequence[UUID] | None) -> None:
    """Say whether records are embedded, and how many documents an external engine has."""
    counts["vector"] = await can_compare(ctx)
    engine = meilisearch.engine_of(ctx.app)
    if engine is not None:
        try:
            counts["fulltext"] = await engine.counts(ctx.tenant_id, organizations)
        except meilisearch.EngineFailed:
            counts["fulltext"] = {}


@module.within(REBUILT)
async def rebuild(ctx: Context, entity: str, organizations: Sequence[UUID] | None) -> None:
    """Send the documents of an entity to the external engine anew, and then remove those that were not sent.

    Raises:
        EngineFailed: It does not take them.
    """
    engine = meilisearch.engine_of(ctx.app)
    if engine is None:
        return
    began, after = meilisearch.moment(), (entity, search_index.FIRST)
    while records := await search_index.next_records(ctx, entity, organizations, after, _BATCH):
        await put_documents(engine, await ctx.connection(), ctx.tenant_id, records)
        after = records[-1]
    await engine.purge(ctx.tenant_id, entity, organizations, before=began)
