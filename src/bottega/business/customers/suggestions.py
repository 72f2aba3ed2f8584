"""Suggestions out of the dictionaries of customers, for fields that take other values too."""

from typing import Final

from bottega.business.customers.deals.currencies import nearest_currencies
from bottega.business.customers.dictionaries.entries import KINDS, words_of
from bottega.business.customers.module import module
from bottega.kernel.context import Context
from bottega.kernel.registrations import Suggestion, Suggestions

# That of the dictionaries themselves.
_FEATURES: Final = ("customers.people.view",)


def _of_kind(stored: str) -> Suggestions:
    """The words of a stored kind."""

    async def words(ctx: Context) -> list[Suggestion]:
        return [Suggestion(one.value, one.label, one.color, one.icon) for one in await words_of(ctx, stored)]

    return Suggestions.among(_FEATURES, words)


async def _currencies(ctx: Context) -> list[Suggestion]:
    nearest = await nearest_currencies(ctx)
    if nearest is None:
        return []
    return [Suggestion(one.value, one.label, one.color, one.icon) for one in nearest.entries.values()]


for _kind, _stored in KINDS.items():
    module.suggests(f"customers:{_kind}", _of_kind(_stored))
module.suggests("customers:currency", Suggestions.among(_FEATURES, _currencies))
