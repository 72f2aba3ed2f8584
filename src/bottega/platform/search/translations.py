"""English words of the trade with their Polish lemmas: from the words of all modules, and from a list of furniture.

Every field, state and screen of every module has a name in both languages. Names of one word are pairs as they stand;
longer ones are of use only where the other words are known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bottega.kernel.application import Application
from bottega.kernel.common_words import COMMON
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.search_words import telling_words
from bottega.kernel.text.folding import fold
from bottega.kernel.text.inflection import folded_lemmas
from bottega.kernel.words import Words
from bottega.platform.search.encoder import Encoder
from bottega.platform.search.trade_words import TRADE

# An English plural is the word with one of these.
_PLURALS: Final = ("s", "es")


def translations_of(app: Application) -> Mapping[str, Sequence[str]]:
    """The translations of this installation, gathered once a process."""
    return app.once("search.translations", lambda: translations(app.modules))


def encoder_of(app: Application) -> Encoder:
    """The encoder of this installation, made once a process."""
    return app.once("search.encoder", lambda: Encoder(translations_of(app)))


def translations(modules: Iterable[Module]) -> Mapping[str, Sequence[str]]:
    """Polish lemmas by English word, all folded; a word that is Polish as well keeps its own lemma, too."""
    found: dict[str, dict[str, None]] = {}
    for english, polish in (*_of_modules(modules), *TRADE):
        for lemma in folded_lemmas(fold(polish)):
            found.setdefault(fold(english), {})[lemma] = None
    plurals = {f"{word}{ending}": lemmas for word, lemmas in found.items() for ending in _PLURALS}
    return {word: tuple(lemmas) for word, lemmas in {**plurals, **found}.items()}


def _of_modules(modules: Iterable[Module]) -> Iterator[tuple[str, str]]:
    for text in _texts(modules):
        english, polish = telling_words(text.en), telling_words(text.pl)
        if len(english) == len(polish) == 1:
            yield english[0], polish[0]


def _texts(modules: Iterable[Module]) -> Iterator[T]:
    yield from _of_words(COMMON)
    for module in modules:
        yield from _of_words(module.words)
        for screen in module.screens.values():
            yield from (one for one in (screen.label, screen.plural) if one is not None)


def _of_words(words: Words) -> Iterator[T]:
    yield from words.names.values()
    for members in words.members.values():
        yield from members.values()
