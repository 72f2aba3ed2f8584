"""Words of fields, closed sets and hints: none is missing, none is left over, and they read like labels."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest

import bottega.business
import bottega.platform
from bottega.kernel.common_words import COMMON
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.discovery import discover
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.openapi.document import described
from bottega.kernel.openapi.labels import Property, closed_sets, looked_up
from bottega.kernel.openapi.schemas import Schemas
from bottega.kernel.schemas import snake_name
from bottega.kernel.words import ANYWHERE, Place, Words
from bottega.platform.audit_logs.images import UNTOLD, secrets

MODULES = discover(bottega.platform, bottega.business)
NAMES = [module.name for module in MODULES]
LONGEST = 32
# Columns that the history does not show under their own names: custom fields have their definitions.
UNNAMED = UNTOLD | {"custom"}
# The same in both languages: names, abbreviations, and what Polish took over.
SAME = {
    "Amazon Bedrock",
    "Anthropic",
    "BLIK",
    "Cohere",
    "Google",
    "Google Generative AI",
    "IBAN",
    "KRS",
    "KSeF",
    "Logo",
    "Mistral",
    "Model",
    "NIP",
    "Ollama",
    "OpenAI",
    "PESEL",
    "PIN",
    "PKWiU",
    "Region",
    "REGON",
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
    for screens, name in _in_histories(module):
        if not any(words.name(screen, name) for screen in screens for words in (_of(module).words, COMMON)):
            yield f"{module}: {name} in the history"
    for screen, name in _in_paths(module):
        if not any(words.name(screen, name) for words in (_of(module).words, COMMON)):
            yield f"{screen}.{name}"


def _of(module: str) -> Module:
    return MODULES[NAMES.index(module)]


def _in_paths(module: str) -> Iterator[Place]:
    """The parameters of paths, which refusals name too."""
    for operation in _of(module).operations:
        yield from ((operation.screen, snake_name(name)) for name in operation.path_types)


def _in_histories(module: str) -> Iterator[tuple[set[str], str]]:
    """The columns that the history shows when they change, and the screens whose operations are on their table."""
    screens: dict[type[Table], set[str]] = {}
    for operation in _of(module).operations:
        for table in {operation.table, operation.custom_table} - {None}:
            screens.setdefault(table, set()).add(operation.screen)
    for table, names in screens.items():
        hidden = UNNAMED | secrets(table)
        yield from ((names, one.name) for one in sql_table(table).columns if one.name not in hidden)


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


def _is_set(schema: Any) -> bool:
    """Whether values have words: those of a closed set all, those of an open one as far as they are known."""
    return "x-suggest" in str(schema) or any(True for _ in closed_sets(schema, _schemas()))


@pytest.mark.parametrize("words", [COMMON, *(module.words for module in MODULES)], ids=["all", *NAMES])
def test_no_word_is_left_over(words: Words) -> None:
    used: set[Place] = set()
    sets: set[Place] = set()
    for module in MODULES:
        if words in (COMMON, module.words):
            used |= {(place, name) for screen, name in _in_paths(module.name) for place in (screen, ANYWHERE)}
            used |= {(s, name) for screens, name in _in_histories(module.name) for s in (*screens, ANYWHERE)}
    for one, known in _properties():
        if words in known:
            used |= {(one.screen, one.name), (ANYWHERE, one.name)}
            if _is_set(one.schema):
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
