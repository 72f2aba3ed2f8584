"""Names of feature toggles, for super-administrators, who alone see toggles."""

from collections.abc import Collection
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.registrations import RecordName, RecordNames
from bottega.kernel.text.folding import fold
from bottega.platform.feature_toggles.module import module
from bottega.platform.feature_toggles.resolution import catalogue
from bottega.platform.feature_toggles.tables import Toggle


async def _all(ctx: Context) -> dict[UUID, RecordName]:
    if not ctx.actor.acl.super_admin:
        return {}
    return {row["id"]: RecordName(row["name"], row["identifier"]) for row in (await catalogue(ctx)).values()}


async def _by_ids(ctx: Context, ids: Collection[UUID]) -> dict[UUID, RecordName]:
    return {id_: one for id_, one in (await _all(ctx)).items() if id_ in ids}


async def _by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
    asked = fold(words or "").split()
    found = [(id_, one) for id_, one in (await _all(ctx)).items() if all(word in fold(one.title) for word in asked)]
    return dict(found[:limit])


module.names(Toggle.entity, RecordNames((), _by_ids, _by_words))
