"""Citations of rules: every rule that is cited stands in this repository, or in a law that anybody can read."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
RULES = HOUSE / "docs" / "business-rules.md"
# Texts of the product: its own words, and none that a program or a customer's paper says.
TEXTS = [
    path
    for folder in ("src", "tests", "docs", "bench")
    for path in sorted((HOUSE / folder).rglob("*"))
    if path.suffix in (".py", ".md") and path != Path(__file__)
] + sorted(HOUSE.glob("*.md"))
RULE = re.compile(r"\bBR-(\d+)")
# "the studio brief", "§1.3", "(§9, BR-5)": chapters of a text that is not here. Laws and RFCs number theirs as well,
# and so do the contracts a studio prints, where a string begins with the sign.
POINTER = re.compile(r"\b(?:the|studio|market|common|customers|authentication)\s+(?:#\s*)?briefs?\b|§", re.IGNORECASE)
BEFORE = re.compile(r"(?:(?:RFC|art\.|i|and) \d+|poz\. \d+\)?,) ?$|(?<!\"\")[\"`]$")
LOOKED_BACK = 40


def named(path: Path) -> str:
    """How a file is called in the report."""
    return str(path.relative_to(HOUSE))


def pointers(text: str) -> list[str]:
    """What points to a text that is not here, with the words before it."""
    found: list[str] = []
    for match in POINTER.finditer(text):
        before = text[max(0, match.start() - LOOKED_BACK) : match.start()]
        if match.group() != "§" or not BEFORE.search(before):
            found.append(before + match.group())
    return found


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_a_file_points_to_no_text_that_is_not_in_the_repository(path: Path) -> None:
    assert pointers(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('"""Measurements (studio brief §5)."""', True),
        ("# as the\n    # brief says", True),
        ('"""§8: who is in view."""', True),
        ("as the\nbrief says", True),
        ('"""403 for a note of somebody else (§1.8)."""', True),
        ("the tax ordinance art. 70 § 1", False),
        ("an HS256 key (RFC 7518 §3.2)", False),
        ("a brief pause", False),
        ("approving books the fee (BR-10)", False),
    ],
)
def test_pointers_to_missing_texts_are_told_from_citations_of_laws(line: str, found: bool) -> None:
    assert bool(pointers(line)) is found


def test_every_business_rule_that_is_cited_is_written_down_once() -> None:
    stated = [int(number) for number in re.findall(r"^\| BR-(\d+) \|", RULES.read_text(encoding="utf-8"), re.MULTILINE)]
    cited = {
        int(number) for path in TEXTS if path != RULES for number in RULE.findall(path.read_text(encoding="utf-8"))
    }
    assert cited, "the rules are cited somewhere"
    assert cited <= set(stated)
    assert sorted(stated) == list(range(1, len(stated) + 1))


def test_every_document_that_is_named_is_there() -> None:
    missing: set[str] = set()
    chapters = set(re.findall(r"^## (.+)$", RULES.read_text(encoding="utf-8"), re.MULTILINE))
    decisions = {path.name[:4] for path in (HOUSE / "docs" / "decisions").iterdir()}
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        missing |= {name for name in re.findall(r"\bdocs/[\w/.-]+\.md\b", text) if not (HOUSE / name).is_file()}
        missing |= {name for name in re.findall(r"business-rules\.md, «([^»]+)»", text) if name not in chapters}
        missing |= {name for name in re.findall(r"\bdecisions?[/ ](\d{4})\b", text) if name not in decisions}
    assert missing == set()


def test_every_source_file_that_is_named_is_there() -> None:
    """The recipe for a new module invents files, and is the only text that may."""
    there = {path.name for folder in ("src", "tests", "bench", "scripts") for path in (HOUSE / folder).rglob("*.py")}
    named_files = {
        f"{named(path)}: {name}"
        for path in TEXTS
        if path.name != "adding-a-module.md"
        for name in re.findall(r"`([\w/]+\.py)`", path.read_text(encoding="utf-8"))
        if Path(name).name not in there or ("/" in name and not _is_there(name))
    }
    assert named_files == set()


def _is_there(name: str) -> bool:
    roots = ("", "src", "src/bottega", "src/bottega/business", "src/bottega/platform", "tests")
    return any((HOUSE / root / name).is_file() or list((HOUSE / root).glob(f"*/{name}")) for root in roots)


def test_the_formatter_is_switched_off_nowhere() -> None:
    switch = re.compile(r"#\s*fmt:\s*(?:skip|off)")
    assert [named(path) for path in TEXTS if path.suffix == ".py" and switch.search(path.read_text("utf-8"))] == []
