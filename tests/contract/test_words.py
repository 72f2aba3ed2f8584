"""Words of fields, closed sets and hints: none is missing, none is left over, and they read like labels."""

from collections.abc import Iterator, Sequence
from functools import cache

import pytest

import bottega.business
import bottega.platform
from bottega.kernel.common_words import COMMON
from bottega.kernel.discovery import discover
from bottega.kernel.i18n import T
from bottega.kernel.openapi.document import described
from bottega.kernel.openapi.labels import Property, closed_sets, looked_up
from bottega.kernel.openapi.schemas import Schemas
from bottega.kernel.words import ANYWHERE, Place, Words

MODULES = discover(bottega.platform, bottega.business)
NAMES = [module.name for module in MODULES]
LONGEST = 32
# The same in both languages: names, abbreviations, and what Polish took over.
SAME = {
    "BLIK",
    "IBAN",
    "KRS",
    "KSeF",
    "Logo",
    "Model",
    "NIP",
    "PESEL",
    "PIN",
    "PKWiU",
    "REGON",
    "Region",
    "SMS",
    "Status",
    "Transport",
    "URL",
    "VAT",
}


@cache
def _schemas() -> Schemas:
    return described(operation for module in MODULES for operation in module.operations)


@cache
def _properties() -> Sequence[tuple[Property, Sequence[Words]]]:
    return list(looked_up(MODULES, _schemas()))


def _must_be_called(one: Property) -> bool:
    """Bodies, query strings and the items of lists; what else an operation answers may be for programs."""
    return one.part != "answer" or (one.operation.method == "GET" and one.operation.name.endswith("list"))


def _nameless(module: str) -> Iterator[str]:
    for one, known in _properties():
        is_asked = one.operation.module.name == module and _must_be_called(one)
        if is_asked and not any(words.name(one.screen, one.name) for words in known):
            yield f"{one.screen}.{one.name}"


def _textless(module: str) -> Iterator[str]:
    for one, known in _properties():
        if one.operation.module.name != module:
            continue
        texts = next((found for words in known if (found := words.texts(one.screen, one.name))), {})
        for values in closed_sets(one.schema, _schemas()):
            yield from (f"{one.screen}.{one.name}={v}" for v in values["enum"] if v is not None and str(v) not in texts)


@pytest.mark.parametrize("module", NAMES)
def test_every_field_and_every_member_of_a_closed_set_has_its_words(module: str) -> None:
    assert sorted({*_nameless(module)}) == []
    assert sorted({*_textless(module)}) == []


@pytest.mark.parametrize("words", [COMMON, *(module.words for module in MODULES)], ids=["all", *NAMES])
def test_no_word_is_left_over(words: Words) -> None:
    used: set[Place] = set()
    sets: set[Place] = set()
    for one, known in _properties():
        if words in known:
            used |= {(one.screen, one.name), (ANYWHERE, one.name)}
            if any(True for _ in closed_sets(one.schema, _schemas())):
                sets |= {(one.screen, one.name), (ANYWHERE, one.name)}
    assert {*words.names} - used == set()
    assert {*words.hints} - used == set()
    assert {*words.members} - sets == set()


def _labels() -> Iterator[tuple[str, T]]:
    for name, words in [("every module", COMMON), *((module.name, module.words) for module in MODULES)]:
        yield from ((f"{name}: {'.'.join(place)}", text) for place, text in words.names.items())
        for place, texts in words.members.items():
            yield from ((f"{name}: {'.'.join(place)}={member}", text) for member, text in texts.items())


def test_words_read_like_labels() -> None:
    told = [(where, said) for where, text in _labels() for said in (text.en, text.pl)]
    starts = {(where, said) for where, said in told if not (said[:1].isupper() or said[:1].isdigit())}
    assert starts | {(where, said) for where, said in told if said.endswith(".") or len(said) > LONGEST} == set()
    assert {where for where, text in _labels() if text.en == text.pl and text.en not in SAME} == set()


def test_a_word_that_is_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tests above cannot pass for the wrong reason."""
    monkeypatch.delitem(COMMON.names, (ANYWHERE, "search"))
    assert any(name.endswith(".search") for name in _nameless("customers"))
