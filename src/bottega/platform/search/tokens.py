"""The strategy ``tokens``: records with encrypted columns, found as their own lists find them.

Lists look for encrypted words by keyed hashes or in memory, and open what they found to be sure; customers are found by
telephone and tax numbers however written. Nothing of that is repeated here. A list finds words as they are typed; where
it finds none, it is asked once more for their stems, of Polish words where English ones were typed.
"""

from collections.abc import Mapping
from typing import Final

from bottega.kernel.context import Context
from bottega.kernel.search_words import telling_words
from bottega.kernel.text.inflection import corrected_forms, folded_stem
from bottega.platform.search.entities import Searched
from bottega.platform.search.hits import Hit
from bottega.platform.search.translations import translations_of

# Of each entity: a list's first page is what people look at.
_MOST_EACH: Final = 20


async def find(ctx: Context, typed: str, entities: Mapping[str, Searched], limit: int) -> list[Hit]:
    """The records that have every word, of each entity in the order of its list, at most ``limit``."""
    sealed = [one for one in entities.values() if one.spec.sealed]
    stems = _stems(ctx, typed)
    # Lists that are asked for nothing show everything.
    if not stems:
        return []
    hits = await _asked(ctx, typed, sealed, limit)
    if not hits and stems != typed:
        hits = await _asked(ctx, stems, sealed, limit)
    return hits[:limit]


async def _asked(ctx: Context, typed: str, sealed: list[Searched], limit: int) -> list[Hit]:
    """What lists find, the first of each entity before the second of any."""
    ranked: list[tuple[int, Hit]] = []
    for one in sealed:
        names = await one.names.by_words(ctx, typed, min(limit, _MOST_EACH))
        ranked += [(rank, Hit(one.entity, record_id, 1.0, names[record_id])) for rank, record_id in enumerate(names)]
    ranked.sort(key=lambda one: one[0])
    return [hit for _, hit in ranked]


def _stems(ctx: Context, typed: str) -> str:
    """The stems of what was typed."""
    known = translations_of(ctx.app)
    meant = ((known.get(word) or corrected_forms(word) or (word,))[0] for word in telling_words(typed))
    return " ".join(folded_stem(word) for word in meant)
