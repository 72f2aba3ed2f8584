"""The built-in encoder: texts as 256 numbers, made of the lemmas of their words and of runs of their characters.

Feature hashing (Weinberger et al., ICML 2009): each feature adds to one number, with a sign, both told by its hash; so
texts that share words in any form point the same way, and words that are alike nearly so. An English word of the trade
has the features of the Polish one it translates to. It needs no network and no weights, and answers the same on every
machine.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import Final
from zlib import crc32

from bottega.kernel.search_words import telling_words
from bottega.kernel.text.folding import fold
from bottega.kernel.text.inflection import folded_lemmas

DIMENSION: Final = 256
# Whoever changes what is encoded changes this name, and embeddings are made anew.
MODEL: Final = "bottega-lemmas-1"

# What a lemma and all runs of characters of a word weigh together: words that mean the same count for more.
_LEMMA: Final = 1.0
_RUNS: Final = 0.5
_SIZES: Final = (3, 4)
# What is read of a text.
_MOST_WORDS: Final = 400


class Encoder:
    """Encodes texts; ``translations`` are Polish lemmas by English word, all folded."""

    def __init__(self, translations: Mapping[str, Sequence[str]]) -> None:
        """Remember the words it has seen: texts of a studio have the same few thousands."""
        self._translations = translations
        self._word = lru_cache(maxsize=20_000)(self._encode_word)

    def encode(self, text: str) -> list[float]:
        """The numbers of a text, as a vector of length one; all zero for a text without words."""
        total = [0.0] * DIMENSION
        for word in telling_words(fold(text))[:_MOST_WORDS]:
            for place, weight in self._word(word):
                total[place] += weight
        size = sqrt(sum(one * one for one in total))
        return [one / size for one in total] if size else total

    def _encode_word(self, word: str) -> Sequence[tuple[int, float]]:
        """The places that a word adds to, and how much."""
        lemmas = self._translations.get(word) or folded_lemmas(word)
        sums: dict[int, float] = {}
        for lemma in lemmas:
            self._add(sums, f"lemma {lemma}", _LEMMA / len(lemmas))
            runs = _runs(lemma)
            for run in runs:
                self._add(sums, run, _RUNS / len(lemmas) / sqrt(len(runs)))
        return tuple(sums.items())

    @staticmethod
    def _add(sums: dict[int, float], feature: str, weight: float) -> None:
        hashed = crc32(feature.encode())
        place = hashed % DIMENSION
        sums[place] = sums.get(place, 0.0) + (weight if hashed & 0x8000_0000 else -weight)


def _runs(word: str) -> Sequence[str]:
    """Runs of characters of a word, its beginning and end marked."""
    marked = f"^{word}$"
    return [marked[i : i + size] for size in _SIZES for i in range(len(marked) - size + 1)]
