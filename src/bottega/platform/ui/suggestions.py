"""Suggestions for fields of open sets: values to choose from, where others are taken too."""

from typing import Final

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema
from bottega.kernel.text.folding import fold
from bottega.platform.ui.module import module
from bottega.platform.ui.record_names import ChoicesQuery

UNKNOWN: Final = T(en="There are no suggestions under this name", pl="Nie ma podpowiedzi o tej nazwie")


class SuggestionsQuery(ChoicesQuery):
    """Which values."""

    limit: int = Field(default=50, ge=1, le=ChoicesQuery.most, description="How many at most.")


class Suggested(Schema):
    """A value to choose: what a record stores, what it is called, and how it looks where somebody said so."""

    value: str
    label: str
    colour: str | None = None
    icon: str | None = None


class SuggestedValues(Schema):
    """Values to choose from, in their order."""

    items: list[Suggested]


@module.get(
    "/suggestions/{source}", name="suggestions.list", answers={200: "Values", 404: "There are none of the name"}
)
async def list_suggestions(ctx: Context, source: str, query: SuggestionsQuery) -> SuggestedValues:
    """List the values that a field of an open set offers.

    `source` is what the field's `x-suggest` says. Those whose label or value has the words, and otherwise the first
    ones: of a dictionary in its order; of values that records have so far the most frequent first, out of the newest
    5,000 records.
    """
    suggestions = ctx.app.suggestions.get(source)
    if suggestions is None:
        raise NotFound(UNKNOWN)
    if not suggestions.shown_to(ctx):
        raise Forbidden(requiredFeatures=list(suggestions.features))
    found = await suggestions.find(ctx, fold(query.search or "").split(), query.limit)
    return SuggestedValues(
        items=[Suggested(value=one.value, label=one.label, colour=one.colour, icon=one.icon) for one in found]
    )
