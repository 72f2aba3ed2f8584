"""Names of dictionary entries: their labels, for callers who read the dictionaries they stand in."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.registrations import RecordName, RecordNames
from bottega.kernel.text.folding import fold
from bottega.platform.dictionaries.inheritance import ORDER, readable
from bottega.platform.dictionaries.module import module
from bottega.platform.dictionaries.tables import Entry

# Those that are looked through for words.
_MOST: Final = 1_000
_FIND: Final = f"""
SELECT e.id, e.label, d.name FROM dictionaries_entries AS e
JOIN dictionaries_dictionaries AS d ON d.tenant_id = e.tenant_id AND d.id = e.dictionary_id AND d.deleted_at IS NULL
WHERE e.tenant_id = $1 AND ($2::uuid[] IS NULL OR d.organization_id = ANY($2))
  AND ($3::uuid[] IS NULL OR e.id = ANY($3))
ORDER BY sort_key(d.name), {ORDER} LIMIT {_MOST}
"""


async def _entries(ctx: Context, ids: Collection[UUID] | None) -> dict[UUID, RecordName]:
    reach = await readable(ctx)
    places, wanted = None if reach is None else list(reach), None if ids is None else list(ids)
    rows = await ctx.query(_FIND, ctx.tenant_id, places, wanted)
    return {row["id"]: RecordName(row["label"], row["name"]) for row in rows}


async def _by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
    asked = fold(words or "").split()
    found = [(id_, one) for id_, one in (await _entries(ctx, None)).items() if all(w in fold(one.title) for w in asked)]
    return dict(found[:limit])


module.names(Entry.entity, RecordNames(("dictionaries.view",), _entries, _by_words))
