"""Catalogue of the operations that tools may call: looked up by method and path, and searched by words.

Which operations they are is decided here once: what can be called from inside, less what shows or takes a secret, and
less the assistant itself.
"""

import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pydantic import BaseModel

from bottega.kernel.application import Application
from bottega.kernel.http.command_calls import can_be_called
from bottega.kernel.http.routing import PREFIX
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation
from bottega.kernel.text.folding import fold
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.phrases import VERBS, meaning, stem

# Of fields whose values no program may be given or asked for; a token that undoes a change is no secret of this kind.
_SECRET: Final = re.compile(r"(^|_)(password|secret|token)$")
_NOT_SECRET: Final = frozenset({"undo_token"})
LONGEST_PATH: Final = 500
_PART: Final = re.compile(r"[^/\\%?#&;:\x00-\x20\x7f]+")
_METHOD_WORDS: Final = {"GET": "list", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


@dataclass(frozen=True)
class Entry:
    """An operation with the words people find it by in both languages, how much each counts, and its titles' words."""

    operation: Operation
    words: Mapping[str, float]
    titles: tuple[frozenset[str], ...]


class Catalog:
    """The operations that tools may call."""

    def __init__(self, app: Application) -> None:
        """Those of an application."""
        self.entries = [Entry(one, _words_of(one), _titles_of(one)) for one in app.operations if may_be_offered(one)]
        self._by_key = {entry.operation.key: entry for entry in self.entries}
        self._by_length: dict[tuple[str, int], list[Entry]] = {}
        for entry in self.entries:
            parts = entry.operation.path.strip("/").split("/")
            self._by_length.setdefault((entry.operation.method, len(parts)), []).append(entry)

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """How much a word tells: one that many operations have tells little."""
        counts: dict[str, int] = {}
        for entry in self.entries:
            for word in entry.words:
                counts[word] = counts.get(word, 0) + 1
        return {word: 1 / (1 + count) ** 0.5 for word, count in counts.items()}

    def at(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation of a method and a concrete path, and the values in the path; fixed parts come first."""
        parts = path_parts(path)
        if parts is None:
            return None
        exact = self._by_key.get(f"{method} /{'/'.join(parts)}")
        if exact is not None and "{" not in exact.operation.path:
            return exact.operation, {}
        fits = [
            (len(found), entry.operation, found)
            for entry in self._by_length.get((method, len(parts)), ())
            if (found := _matched(entry.operation.path, parts)) is not None
        ]
        if not fits:
            return None
        _count, operation, values = min(fits, key=lambda fit: fit[0])
        return operation, values

    def search(self, query: str, allowed: Iterable[Entry]) -> list[tuple[float, Entry]]:
        """Operations that fit words of a person, the best first, each with how well: 1 where all that was said fits.

        Words that no operation has, such as names of records, count against none.
        """
        said = list(_terms(query))
        kinds = {kind for word in said for kind in meaning(word)}
        # A verb alone means no operation: "delete" would fit all that delete.
        known = {word: rare for word in said if not meaning(word) and (rare := self._rarity_of(word))}
        found: list[tuple[float, Entry]] = []
        for entry in allowed:
            fits = {word: fit for word in known if (fit := _fit(entry, word))}
            if fits:
                score = sum(known[word] * fit for word, fit in fits.items()) / sum(known.values())
                score = 0.7 * score + 0.3 * _share_of_title(entry, fits)
                found.append((score * _for_kind(entry.operation, kinds), entry))
        return sorted(found, key=lambda pair: (-round(pair[0], 2), *_prominence(pair[1].operation)))

    def _rarity_of(self, word: str) -> float:
        """How much a word tells; nothing where no operation has it."""
        exact = self.rarity.get(word)
        return exact or max((rare for other, rare in self.rarity.items() if _akin(word, other)), default=0.0)


def catalog_of(app: Application) -> Catalog:
    """The catalogue of an application, made once a process."""
    return app.once("ai_assistant.catalog", lambda: Catalog(app))


def may_be_offered(operation: Operation) -> bool:
    """Whether tools may call an operation at all, whoever asks."""
    return can_be_called(operation) and operation.module is not module and not _has_secret(operation)


def path_parts(path: str) -> list[str] | None:
    """The parts of a plain path, with or without ``/api`` in front; None for anything that could be read otherwise.

    Addresses, steps upwards, encoded characters, query strings and control characters are refused before anybody asks
    who may do what.
    """
    if not path.startswith("/") or len(path) > LONGEST_PATH or not path.isascii():
        return None
    plain = path.removeprefix(PREFIX) if path.startswith(f"{PREFIX}/") else path
    parts = plain[1:].split("/")
    if not all(_PART.fullmatch(part) and part.strip(".") for part in parts):
        return None
    return parts


def kind_of(operation: Operation) -> str:
    """What sort of thing it does: ``list``, ``create``, ``update``, ``delete`` or, of an action, ``act``."""
    last = operation.name.rpartition(".")[2]
    if last in VERBS:
        return last
    if operation.method == "GET":
        return "list"
    if operation.act is not None:
        return "act"
    return _METHOD_WORDS[operation.method]


def title_of(operation: Operation) -> T | str:
    """What people call an operation: its entry in the audit log, its action, its list, or its summary."""
    if operation.label is not None:
        return operation.label
    if operation.act is not None:
        return operation.act.title
    screen = operation.module.screens.get(operation.screen)
    if screen is not None and screen.plural is not None and kind_of(operation) == "list":
        return screen.plural
    return operation.summary


def _matched(template: str, parts: list[str]) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for wanted, part in zip(template.strip("/").split("/"), parts, strict=True):
        if wanted.startswith("{"):
            values[wanted[1:-1].partition(":")[0]] = part
        elif wanted != part.lower() and wanted != part:
            return None
    return values


def _has_secret(operation: Operation) -> bool:
    names = {*_field_names(operation.body), *_field_names(operation.answer)}
    return any(_SECRET.search(name) for name in names - _NOT_SECRET)


def _field_names(annotation: Any) -> set[str]:
    """The names of the fields of a model, and of those within it."""
    names: set[str] = set()
    left, seen = [annotation], set[int]()
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, type) and issubclass(one, BaseModel):
            names |= set(one.model_fields)
            left += [field.annotation for field in one.model_fields.values()]
        else:
            left += typing.get_args(one)
    return names


def _words_of(operation: Operation) -> dict[str, float]:
    """The words an operation is found by; what it is called weighs more than what its fields are called."""
    found: dict[str, float] = {}
    for weight, texts in (
        (0.3, [name.replace("_", " ") for name in _field_names(operation.body)]),
        (0.4, [word for field in _input_fields(operation) for word in _both(operation.word(field))]),
        (0.5, [operation.description.partition(".")[0]]),
        (0.8, [*_both(operation.module.title), operation.path.replace("/", " ").replace("_", " ")]),
        (0.8, [operation.command.replace(".", " ").replace("_", " ")]),
        (1.0, _title_texts(operation)),
    ):
        for text in texts:
            found.update(dict.fromkeys(_terms(text), weight))
    return found


def _title_texts(operation: Operation) -> list[str]:
    screen = operation.module.screens.get(operation.screen)
    titles: list[T | str | None] = [operation.label, operation.act.title if operation.act else None, operation.summary]
    if screen is not None:
        titles += [screen.label, screen.plural]
    return [text for title in titles for text in _both(title)]


def _titles_of(operation: Operation) -> tuple[frozenset[str], ...]:
    """The words of each title, less verbs, which other operations share."""
    found = (frozenset(word for word in _terms(text) if not meaning(word)) for text in _title_texts(operation))
    return tuple({words for words in found if words})


def _input_fields(operation: Operation) -> list[str]:
    return list(operation.body.model_fields) if operation.body is not None else []


def _both(text: T | str | None) -> list[str]:
    if text is None:
        return []
    return [text] if isinstance(text, str) else [text("en"), text("pl")]


def _terms(text: str) -> Iterator[str]:
    """The words of a text without endings; those of one or two letters say nothing."""
    for word in re.findall(r"[a-z0-9]+", fold(text)):
        if len(word) > 2:  # noqa: PLR2004 - "do", "na", "of"
            yield stem(word)


def _fit(entry: Entry, word: str) -> float:
    """How well a word fits an operation: by itself, or by a beginning they share."""
    exact = entry.words.get(word)
    if exact is not None:
        return exact
    return max((0.8 * weight for other, weight in entry.words.items() if _akin(word, other)), default=0.0)


def _share_of_title(entry: Entry, words: Iterable[str]) -> float:
    """How much of one of its titles was said."""
    said = set(words)
    return max((len(title & said) / len(title) for title in entry.titles), default=0.0)


def _prominence(operation: Operation) -> tuple[bool, bool, int, str]:
    """Of operations that fit as well: those of a screen that the menu leads to first, and lists first."""
    screen = operation.module.screens.get(operation.screen)
    in_menu = screen is not None and screen.nav is not None
    return not in_menu, not operation.name.endswith("list"), len(operation.path), operation.key


def _for_kind(operation: Operation, kinds: set[str]) -> float:
    """What the verbs make of a score; without one people ask to see something."""
    kind = kind_of(operation)
    if operation.name.rpartition(".")[2] == "bulk":
        return 0.5
    return 1.0 if kind in (kinds or {"list"}) else 0.7 if kind == "act" else 0.6


def _akin(word: str, other: str) -> bool:
    """Whether one of two words is the beginning of the other; those of short words are shared by chance."""
    shorter, longer = sorted((word, other), key=len)
    return len(shorter) >= 4 and len(longer) - len(shorter) <= 3 and longer.startswith(shorter)  # noqa: PLR2004
