"""Polish inflection by the dictionary of Morfeusz 2: the lemmas of a word, and all its forms.

Words that the dictionary does not know, such as those of other languages, have one form: themselves. Where the library
is not installed all words are such words.
"""

import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, product
from typing import Any, Final

from bottega.kernel.text.folding import fold

# The dictionary's object is used by one thread at a time; it answers within a tenth of a millisecond.
_ALONE: Final = threading.Lock()
# Verbs have hundreds of forms, most of them participles.
MOST_FORMS: Final = 60
# A shorter word is another one as soon as a letter changes.
SHORTEST_CORRECTED: Final = 5
# What fewer letters begin with may be anything.
SHORTEST_STEM: Final = 4
_NEARLY_ALL: Final = 0.75
# Longer words are none that anybody inflects.
LONGEST: Final = 40
# Spellings with diacritics that are tried for a word typed without them.
_MOST_SPELLINGS: Final = 32
_ACCENTED: Final = {"a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zżź"}


@cache
def _dictionary() -> Any:
    """The analyser, loaded when first needed: it takes a fifth of a second and some 30 MB."""
    try:
        import morfeusz2  # noqa: PLC0415 - see above
    except ImportError:
        return None
    return morfeusz2.Morfeusz()


@lru_cache(maxsize=50_000)
def lemmas(word: str) -> tuple[str, ...]:
    """The lemmas a word may be a form of, as the dictionary writes them; none of a word it does not know."""
    known = _dictionary()
    if known is None or not word.isalpha() or len(word) > LONGEST:
        return ()
    with _ALONE:
        found = known.analyse(word)
    one_word = [reading for start, end, reading in found if (start, end) == (0, 1) and reading[2] != "ign"]
    return tuple(dict.fromkeys(reading[1].partition(":")[0] for reading in one_word))


@lru_cache(maxsize=50_000)
def folded_lemmas(folded: str) -> tuple[str, ...]:
    """The folded lemmas of every word that a folded one may be; of an unknown one itself."""
    found = (lemma for one in (folded, *_spellings(folded)) for lemma in lemmas(one))
    return tuple(dict.fromkeys(fold(lemma) for lemma in found)) or (folded,)


@lru_cache(maxsize=10_000)
def folded_forms(word: str) -> tuple[str, ...]:
    """Every form of a word in small letters, folded, itself first: ``kuchnie`` has ``kuchnia`` and ``kuchni``."""
    found = lemmas(word) or next((known for one in _spellings(word) if (known := lemmas(one))), ())
    forms = [fold(form) for lemma in found for form in _generated(lemma)]
    return tuple(islice(dict.fromkeys([fold(word), *sorted(forms, key=len)]), MOST_FORMS))


def folded_stem(word: str) -> str:
    """The longest beginning of a word, folded, that nearly all of its forms have; the word itself where it is short."""
    forms, folded = folded_forms(word), fold(word)
    for size in range(len(folded), SHORTEST_STEM - 1, -1):
        if sum(form.startswith(folded[:size]) for form in forms) >= _NEARLY_ALL * len(forms):
            return folded[:size]
    return folded


@lru_cache(maxsize=10_000)
def corrected_forms(word: str) -> tuple[str, ...]:
    """The folded forms of known words that an unknown one is when two letters change places or one goes.

    Other slips of the finger leave most runs of three characters as they are, by which they are found.
    """
    if lemmas(word) or len(word) < SHORTEST_CORRECTED:
        return ()
    swapped = [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]
    shorter = [word[:n] + word[n + 1 :] for n in range(len(word))]
    known = [one for one in dict.fromkeys(swapped + shorter) if lemmas(one)]
    return tuple(dict.fromkeys(form for one in known for form in folded_forms(one)))


def _generated(lemma: str) -> list[str]:
    with _ALONE:
        return [form[0] for form in _dictionary().generate(lemma)]


def _spellings(word: str) -> Iterator[str]:
    """A word with diacritics where there may be some, those nearest its end first: that is where forms differ."""
    if not word.isascii():
        return iter(())
    choices = [_ACCENTED.get(letter, letter) for letter in reversed(word)]
    every = islice(product(*reversed(choices)), _MOST_SPELLINGS)
    return ("".join(one) for one in every)
