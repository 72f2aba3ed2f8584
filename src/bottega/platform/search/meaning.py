"""The strategy ``vector``: records whose embeddings are near that of what was typed."""

import time
from collections.abc import Mapping
from typing import Final

from bottega.kernel.context import Context
from bottega.platform.query_index import can_compare, nearest_records
from bottega.platform.search import providers, stored_settings
from bottega.platform.search.entities import Searched
from bottega.platform.search.hits import Hit
from bottega.platform.search.providers import Model, ProviderFailed

# Somebody waits for the answer; and once a provider was late or absent, nobody waits for it again for a while.
SECONDS: Final = 1.5
PAUSE: Final = 30.0
# Less near than this, two texts have nothing to do with each other.
LEAST: Final = 0.3


async def find(ctx: Context, typed: str, entities: Mapping[str, Searched], limit: int) -> list[Hit]:
    """The nearest records, at most ``limit``.

    Raises:
        ProviderFailed: The provider of embeddings does not answer.
    """
    if not entities or not await can_compare(ctx):
        return []
    model = Model.of((await stored_settings.stored(ctx)).get("embedding"))
    embedding = await _embedding(ctx, model, typed)
    if not any(embedding):
        return []
    rows = await nearest_records(ctx, embedding, model.id, list(entities), limit)
    return [Hit(row["entity"], row["record_id"], row["similarity"]) for row in rows if row["similarity"] >= LEAST]


async def _embedding(ctx: Context, model: Model, typed: str) -> list[float]:
    resting: dict[str, float] = ctx.app.once("search.resting_providers", dict)
    name = f"{model.id} {model.base_url or ''}"
    if resting.get(name, 0.0) > time.monotonic():
        raise ProviderFailed
    try:
        [embedding] = await providers.embed(ctx.app, model, [typed], seconds=SECONDS)
    except ProviderFailed:
        if len(resting) >= 1_000:  # noqa: PLR2004 - providers of all tenants, within half a minute
            resting.clear()
        resting[name] = time.monotonic() + PAUSE
        raise
    return embedding
