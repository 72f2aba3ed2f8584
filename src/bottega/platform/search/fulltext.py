"""The strategy ``fulltext``: words in any of their forms, their beginnings, and words mistyped once.

It asks for records with all words first, and for less only while too few are found. The words of encrypted columns
are not in this index: ``tokens`` finds them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

import structlog

from bottega.kernel import search_words, visibility
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.search_words import Term
from bottega.kernel.text.folding import fold, grams
from bottega.platform.search import meilisearch
from bottega.platform.search.entities import Searched
from bottega.platform.search.hits import Hit

log = structlog.get_logger()

# Candidates that are ranked; more where the caller will see only some of them.
_RANKED: Final = 150
_RANKED_OF_FEW: Final = 2_000
# So many are enough not to ask for less.
_ENOUGH: Final = 10
# What a word is worth: as it was typed, in another form, as a beginning, or merely alike.
_AS_TYPED: Final = 1.0
_INFLECTED: Final = 0.9
_BEGINS: Final = 0.6
_ALIKE: Final = 0.4
# Words less alike than this share their runs of three characters by chance.
_LEAST_ALIKE: Final = 0.35
_IN_TITLE: Final = 1.5
_IS_TITLE: Final = 0.5


async def find(ctx: Context, typed: str, entities: Mapping[str, Searched], limit: int) -> list[Hit]:
    """The records that fit best, at most ``limit``: by the external engine where there is one and it answers."""
    engine = meilisearch.engine_of(ctx.app)
    if engine is None or not entities:
        return await _find(ctx, typed, entities, limit)
    visible = None if ctx.scope.visible is None else sorted(ctx.scope.visible)
    most = limit if visibility.viewer(ctx) is None else _RANKED
    try:
        found = await engine.search(
            ctx.tenant_id, fold(typed), entities=list(entities), organizations=visible, limit=most
        )
    except meilisearch.EngineFailed:
        # PostgreSQL has the same words.
        log.warning("search.engine_failed")
        return await _find(ctx, typed, entities, limit)
    return [Hit(entity, record_id, score) for entity, record_id, score in found if entity in entities]


async def _find(ctx: Context, typed: str, entities: Mapping[str, Searched], limit: int) -> list[Hit]:
    """By PostgreSQL: each question asks for less, and is asked only while nothing, or too little, was found."""
    terms = search_words.terms_of(typed)
    if not terms or not entities:
        return []
    most = _RANKED if visibility.viewer(ctx) is None else _RANKED_OF_FEW
    found: dict[tuple[str, UUID], Record] = {}
    for number, (wanted, by_grams) in enumerate(_questions(ctx.tenant_id, list(entities), terms)):
        if len(found) >= (min(limit, _ENOUGH) if number == 1 else 1):
            break
        rows = await search_words.find(ctx, wanted, list(entities), most, by_grams=by_grams)
        for row in rows:
            found.setdefault((row["entity"], row["record_id"]), row)
    scored = [(score, key) for key, row in found.items() if (score := _score(terms, row)) > 0]
    scored.sort(key=lambda one: (-one[0], len(found[one[1]]["words"]), one[1][0], -one[1][1].int))
    return [Hit(entity, record_id, round(min(score, 1.0), 4)) for score, (entity, record_id) in scored[:limit]]


def _questions(tenant_id: UUID, entities: Sequence[str], terms: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """The questions in their order: queries over words, and at last one over grams."""
    yield search_words.with_all(tenant_id, terms), False
    yield search_words.with_all(tenant_id, terms, beginnings=True), False
    if meant := search_words.corrected(tenant_id, terms):
        yield meant, False
    if len(terms) > 1:
        yield search_words.with_most(tenant_id, terms), False
    if len(terms) > 2:  # noqa: PLR2004 - of two words, all but one is any
        yield search_words.with_any(tenant_id, terms), False
    if slip := search_words.mistyped(tenant_id, entities, terms):
        yield slip, True


def _score(terms: Sequence[Term], row: Record) -> float:
    """How well a record fits: the mean worth of the words, less for each that is missing.

    Words count for more where they stand in the title, and where they are all of it.
    """
    words, title = search_words.words_in(row["words"]), search_words.words_in(fold(row["title"]))
    worth = [max(_worth(term, words), _IN_TITLE * _worth(term, title)) for term in terms]
    had = sum(1 for one in worth if one) / len(terms)
    whole = len(title) == len(terms) and {term.word for term in terms} == {*title}
    return had * sum(worth) / len(terms) + (_IS_TITLE if whole else 0.0)


def _worth(term: Term, words: Sequence[str]) -> float:
    if term.word in words:
        return _AS_TYPED
    if not term.known.isdisjoint(words):
        return _INFLECTED
    if any(word.startswith(term.word) for word in words):
        return _BEGINS
    if len(term.word) < search_words.SHORTEST_MISTYPED:
        return 0.0
    if any(form in words for form in term.corrected):
        return _ALIKE
    wanted = grams(term.word)
    alike = max((len(wanted & (own := grams(word))) / len(wanted | own) for word in words), default=0.0)
    return _ALIKE * alike if alike >= _LEAST_ALIKE else 0.0
