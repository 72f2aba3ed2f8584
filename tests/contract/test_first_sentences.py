"""First sentences of source files: each file has one, in the field's standard terms and without private words."""

import ast
import re
from pathlib import Path

import pytest

import bottega

ROOT = Path(bottega.__file__).parent
FILES = [path for path in sorted(ROOT.rglob("*.py")) if "versions" not in path.parts]
SHORTEST, LONGEST = 15, 200
# Metaphors and riddles for which the field has a word: a row that "hangs" depends, what is "let go" is released, what
# is "forgotten" is erased and "handed out" exported, "whoever" is a user, a caller or a role.
PRIVATE = re.compile(
    r"\b(?:hangs?|hanging|hung|wears?|wore|worn|wearing|whoever|whomever|nobody|somebody|everybody|who is who|let go"
    r"|lets go|goes with|litter|alarms?|blacken(?:ed)?|strangers?|handed? out|hands? out|forget(?:s|ting)?|forgotten"
    r"|forgiv\w+|sisters?|neighbours?' doors?|looks like nothing|comes? off|comes? back|put back|puts? back|the house"
    r"|told|tells?|hears?|heeds?|riddles?|without a word|found none|knows? nothing|this file)\b",
    re.IGNORECASE,
)


def named(path: Path) -> str:
    """How a file is called in the report."""
    return str(path.relative_to(ROOT))


def first_sentence(text: str) -> str:
    """The first paragraph of a file's docstring, on one line."""
    said = ast.get_docstring(ast.parse(text)) or ""
    return " ".join(said.partition("\n\n")[0].split())


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_opens_by_saying_what_it_is(path: Path) -> None:
    said = first_sentence(path.read_text(encoding="utf-8"))
    assert said, "say in one sentence what the file is"
    assert said[0].isupper() or said[0] in "`«", said
    assert SHORTEST <= len(said) <= LONGEST, said
    assert said.endswith("."), said
    # A question is what a reader has, not what a file is.
    assert not re.match(r"(?:What|Who|Which|Where|When|Why|How|Whether|Whose) ", said), said
    assert PRIVATE.findall(said) == [], said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"""What hangs on a customer and goes with them: one statement a table."""', ["hangs", "goes with"]),
        ('"""Tags; one that is deleted comes off everybody who wore it."""', ["comes off", "everybody", "wore"]),
        ('"""Which row a change is about, and why it found none."""', ["found none"]),
        ('"""Changes of a hanger, exchanged."""', []),
    ],
)
def test_private_words_are_told_from_those_of_the_field(text: str, words: list[str]) -> None:
    assert PRIVATE.findall(first_sentence(text)) == words
