"""The strategy ``tokens``: records with encrypted columns, found as their own lists find them.

Lists look for encrypted words by keyed hashes or in memory, and open what they found to be sure; customers are found by
telephone and tax numbers however written. Nothing of that is repeated here.
"""

from collections.abc import Mapping
from typing import Final

from bottega.kernel.context import Context
from bottega.platform.search.entities import Searched
from bottega.platform.search.hits import Hit

# Of each entity: a list's first page is what people look at.
_MOST_EACH: Final = 20


async def find(ctx: Context, typed: str, entities: Mapping[str, Searched], limit: int) -> list[Hit]:
    """The records that have every word, of each entity in the order of its list, at most ``limit``."""
    found: list[list[Hit]] = []
    for one in entities.values():
        if one.spec.sealed:
            names = await one.names.by_words(ctx, typed, min(limit, _MOST_EACH))
            found.append([Hit(one.entity, record_id, 1.0, name) for record_id, name in names.items()])
    # The first of each entity before the second of any.
    ranked = [(rank, hit) for hits in found for rank, hit in enumerate(hits)]
    ranked.sort(key=lambda one: one[0])
    return [hit for _, hit in ranked[:limit]]
