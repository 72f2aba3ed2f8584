"""Search for whole words across all entities of a tenant: what was typed as queries over ``search_rows``.

``search_rows`` answers "contains" within one entity; this asks for words in any of their forms, for their beginnings,
and for words that were mistyped, in every entity at once.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import md5
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bottega.kernel.search_rows import MAX_LENGTH, MAX_TERMS, entity_token, lexeme
from bottega.kernel.text.folding import GRAM, LONGEST_WORD, WORD_BREAKS, composed, fold, required_grams
from bottega.kernel.text.inflection import corrected_forms, folded_forms

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Record

# Words that say nothing about what is looked for, unless they are all that was typed.
_POLISH: Final = (
    "a",
    "i",
    "o",
    "u",
    "w",
    "z",
    "do",
    "dla",
    "na",
    "nad",
    "nr",
    "od",
    "po",
    "pod",
    "przy",
    "we",
    "ze",
    "za",
)
_ENGLISH: Final = ("the", "of", "for", "and", "in", "on", "to", "with")
_EMPTY: Final = frozenset({*_POLISH, *_ENGLISH})
_BREAKS: Final = re.compile(WORD_BREAKS)
# A shorter word has too few runs of three characters for one of them to be wrong.
SHORTEST_MISTYPED: Final = 5
# What one slip of the finger touches.
_TOUCHED: Final = GRAM
_READ: Final = "SELECT * FROM {function}($1::text::tsquery, $2, $3, $4)"


@dataclass(frozen=True)
class Term:
    """A word that was typed, folded, and its other forms."""

    word: str
    forms: tuple[str, ...]

    @cached_property
    def known(self) -> frozenset[str]:
        """Its forms, to look words up in."""
        return frozenset(self.forms)

    @property
    def corrected(self) -> tuple[str, ...]:
        """The forms of what it may have been meant to be."""
        return corrected_forms(self.word)


def terms_of(typed: str) -> list[Term]:
    """The words of what was typed; none of a text without letters and digits."""
    kept = list(dict.fromkeys(telling_words(typed[:MAX_LENGTH])))[:MAX_TERMS]
    return [Term(fold(word), folded_forms(word)) for word in kept]


def telling_words(text: str) -> list[str]:
    """The words of a text in small letters, without those that say nothing unless there are no others."""
    words = [word for word in _BREAKS.split(composed(text).lower()) if word]
    return [word for word in words if fold(word) not in _EMPTY] or words


def with_all(tenant_id: UUID, terms: Sequence[Term], *, beginnings: bool = False) -> str:
    """The tsquery of records that have every word in one of its forms, or a word that begins with it."""
    return " & ".join([lexeme(_own(tenant_id)), *(_either(term, beginnings=beginnings) for term in terms)])


def with_most(tenant_id: UUID, terms: Sequence[Term]) -> str:
    """The tsquery of records that have every word but one."""
    parts = [_either(term, beginnings=False) for term in terms]
    left_out = [" & ".join(parts[:n] + parts[n + 1 :]) for n in range(len(parts))]
    return f"{lexeme(_own(tenant_id))} & ({' | '.join(f'({one})' for one in left_out)})"


def with_any(tenant_id: UUID, terms: Sequence[Term]) -> str:
    """The tsquery of records that have one of the words."""
    return f"{lexeme(_own(tenant_id))} & ({' | '.join(_either(term, beginnings=False) for term in terms)})"


def corrected(tenant_id: UUID, terms: Sequence[Term]) -> str | None:
    """The tsquery of records that have what each word may have been meant to be; None where none is misspelt."""
    if not any(term.corrected for term in terms):
        return None
    meant = [Term(term.word, (*term.forms, *term.corrected)) for term in terms]
    return with_all(tenant_id, meant)


def mistyped(tenant_id: UUID, entities: Collection[str], terms: Sequence[Term]) -> str | None:
    """The tsquery of records that have each word's runs of three characters but those that one slip touches.

    None where every word is too short for that.
    """
    long = [term.word for term in terms if len(term.word) >= SHORTEST_MISTYPED]
    if not long:
        return None
    whose = " | ".join(lexeme(entity_token(tenant_id, entity)) for entity in sorted(entities))
    return " & ".join([f"({whose})", *(_with_a_slip(word) for word in long)])


async def find(
    ctx: "Context", wanted: str, entities: Collection[str], most: int, *, by_grams: bool = False
) -> "list[Record]":
    """Records that match a tsquery, first those with the fewest words.

    Of these entities, and of the organizations in view or of none; who may see them is not asked here.
    """
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    sql = _READ.format(function="search_grams" if by_grams else "search_words")
    return await ctx.query(sql, wanted, list(entities), visible, most)


def _own(tenant_id: UUID) -> str:
    """The lexeme that names a tenant, as the SQL function ``lexemes`` makes it."""
    return md5(str(tenant_id).encode(), usedforsecurity=False).hexdigest()


def _either(term: Term, *, beginnings: bool) -> str:
    parts = [lexeme(form) for form in term.forms]
    if beginnings:
        parts.append(f"{lexeme(term.word)}:*")
    return f"({' | '.join(parts)})"


def _with_a_slip(word: str) -> str:
    """All grams of a word but some in a row; of a short word its first or its last."""
    runs = required_grams(word)
    kept = [runs[:n] + runs[n + _TOUCHED :] for n in range(len(runs) - _TOUCHED + 1)]
    ways = [one for one in kept if one] or [runs[:1], runs[-1:]]
    return f"({' | '.join('(' + ' & '.join(map(lexeme, one)) + ')' for one in ways)})"


def words_in(folded: str) -> Sequence[str]:
    """The words of folded text, as the SQL function ``lexemes`` parts them."""
    return [word[:LONGEST_WORD] for word in _BREAKS.split(folded) if word]
