"""Texts that people read name fields by their words: no text holds the key that a program knows a field by."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from installed import OPERATIONS

import bottega
from bottega.kernel.openapi.document import described
from bottega.kernel.openapi.labels import properties

ROOT: Final = Path(bottega.__file__).parent
# Names of fields and columns as programs write them, requests, and what is written as code.
KEY: Final = re.compile(r"`|\b(?:GET|POST|PUT|PATCH|DELETE) /|\b[a-z]+[A-Z]\w*|\b[a-z]+[a-z0-9]*_\w+")
# A word in brackets, or that a field is said to have, may be a key although it is a word of a language, too.
NAMED: Final = re.compile(r"\(([a-z]+)\)|\b[Ww] polu ([a-z]+)\b|\b[Pp]ole ([a-z]+) jest\b")
PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
ALLOWED: Final[dict[str, str]] = {
    "vCard": "the name of a format of files",
    "--tenantId": "an option of the command line, which is typed like that",
    "module_name:entity_id": "an example of how ids of entities are written",
    "nazwa_modulu:nazwa_encji": "an example of how ids of entities are written",
    "kolor_frontu": "an example of how keys of custom fields are written",
    "record_modified": "the reference answers a stale version with this code as its text, which its clients compare",
    "scheduleType is required when updating scheduleValue": "a sentence of the reference, which its clients compare",
    "targetQueue or targetCommand": "a sentence of the reference, which its clients compare",
    "Either titleKey or title": "the reference answers so, for programs: people choose no keys of texts",
    "`make screens`": "a command, which is typed like that",
    "(missing)": "the reference answers so, for programs, which compare it",
    "(days)": "a unit, in the language of the text",
    "(dni)": "a unit, in the language of the text",
}

Told = tuple[str, str]


@cache
def keys() -> frozenset[str]:
    """The names of all fields that operations take or answer."""
    schemas = described(OPERATIONS)
    return frozenset(one.wire for one in properties(OPERATIONS, schemas))


def texts(tree: ast.AST) -> Iterator[str]:
    """What the texts in a source say, without what is filled in later."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "T":
            for given in (*node.args, *(one.value for one in node.keywords)):
                said = (one.value for one in ast.walk(given) if isinstance(one, ast.Constant))
                yield PLACEHOLDER.sub("", "".join(one for one in said if isinstance(one, str)))


def named(text: str) -> list[str]:
    """The keys that a text names."""
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    maybe = (word for found in NAMED.finditer(text) for word in found.groups() if word)
    return [*KEY.findall(text), *(word for word in maybe if word in keys())]


def everywhere() -> Iterator[Told]:
    """Where there is a text, and what it says."""
    for path in sorted(ROOT.rglob("*.py")):
        where = str(path.relative_to(ROOT))
        yield from ((where, text) for text in texts(ast.parse(path.read_text(encoding="utf-8"))))


def test_no_text_names_a_field_by_its_key() -> None:
    wrong = [told for told in everywhere() if named(told[1])]
    assert not wrong, f"say it in the words of the field, or why not in ALLOWED: {wrong}"


def test_every_exception_is_still_needed() -> None:
    said = [text for _where, text in everywhere()]
    assert len(said) > 5_000
    assert [allowed for allowed in ALLOWED if not any(allowed in text for text in said)] == []


@pytest.mark.parametrize(
    ("source", "is_wrong"),
    [
        ('T(en="send `force` and a reason", pl="")', True),
        ('T(en="", pl="Pole dictionaryId jest wymagane")', True),
        ('T(en=f"{a} has no vatPowod", pl="")', True),
        ('T("x", "Podaj kind_of_job")', True),
        ('T(en="correct its rate (stawka)", pl="")', True),
        ('T(en="", pl="Ta reguła wymaga liczby w polu param")', True),
        ('T(en="An amount " + "of costNetto", pl="")', True),
        ('T(en="{valueNetto} is too much for {of_what}", pl="")', False),
        ('T(en="Version of the vCard", pl="Stawka (np. 23%)")', False),
        ('T(en="The value of the island (in the contract)", pl="Kwota i stawka")', False),
        ('text(en="send `force`")', False),
    ],
)
def test_keys_are_told_from_words(source: str, is_wrong: bool) -> None:
    assert any(named(text) for text in texts(ast.parse(source))) == is_wrong
