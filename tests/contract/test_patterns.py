"""No text can hold a process up: every regular expression of the source is tried on texts made to defeat it.

Python's ``re`` backtracks, without letting any other thread run. A pattern that has several ways to match the same
characters takes the square, the cube or worse of a text's length. The attacks are built from the pattern itself:
whatever leads up to each of its repetitions, then very much of what is repeated, then something that does not fit.
"""

import ast
import importlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

import pytest

import bottega

ROOT: Final = Path(bottega.__file__).parent
# A linear pattern takes some fifty microseconds for the longest text, a quadratic one a tenth of a second.
LENGTHS: Final = (24, 200, 1000, 8000)
SLOW_SECONDS: Final = 0.02
MANY: Final = 50
SCANNING: Final = frozenset({"search", "sub", "subn", "split", "findall", "finditer"})
METHODS: Final = SCANNING | {"match", "fullmatch"}
# Made while the program runs, of names and letters that are escaped: nothing in them repeats.
MADE_AT_RUN_TIME: Final = {
    "demo/texts/furniture_words.py": "of words the demo is written with, matched against texts of ours",
    "kernel/events.py": "of the patterns of subscribers, and matched against names of events",
    "kernel/writes/number_series.py": "of a series that our own code declares, against numbers of 60 characters",
    "kernel/privacy/identifiers.py": "of the names of a person, in an alternative of escaped words",
    "platform/entities/encryption_maps.py": "of the name of a column of ours, in SQL of ours",
}
NUISANCES: Final = ("", "\x00", "!", "x", "\n", "(", " ")


@dataclass(frozen=True)
class Pattern:
    """A pattern of the source, and how it is used."""

    where: str
    text: str
    flags: int
    methods: frozenset[str]

    def __str__(self) -> str:
        """As pytest shows it."""
        return f"{self.where}: {self.text}"


@cache
def trees() -> dict[str, ast.Module]:
    """Every file of the source but the migrations, by its path."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text())
        for path in sorted(ROOT.rglob("*.py"))
        if "migrations" not in path.parts
    }


def calls(tree: ast.AST, names: frozenset[str] | set[str]) -> Iterator[tuple[ast.Call, str, ast.expr]]:
    """Calls of methods by these names: the call, the name, and whose method it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node, node.func.attr, node.func.value


def uses_of(name: str) -> frozenset[str]:
    """What is done with a compiled pattern by its name, anywhere."""
    found = {
        method
        for tree in trees().values()
        for _, method, owner in calls(tree, METHODS)
        if ast.unparse(owner).rpartition(".")[2] == name
    }
    return frozenset(found) or frozenset({"search"})


def found_patterns() -> Iterator[Pattern | str]:
    """Every pattern that is used; the path of the file where it is made at run time."""
    for path, tree in trees().items():
        names = {
            id(statement.value): ast.unparse(target)
            for statement in ast.walk(tree)
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None
            for target in (statement.targets[:1] if isinstance(statement, ast.Assign) else [statement.target])
        }
        for call, method, owner in calls(tree, METHODS | {"compile"}):
            if ast.unparse(owner) != "re":
                continue
            where = f"{path}:{call.lineno}"
            name = names.get(id(call), "")
            if isinstance(call.args[0], ast.Constant):
                flags = (
                    eval(ast.unparse(call.args[1]), {"re": re})  # noqa: S307 - of our own source
                    if method == "compile" and call.args[1:]
                    else 0
                )
                yield Pattern(where, call.args[0].value, int(flags), uses_of(name) if name else frozenset({method}))
            elif name.isidentifier() and hasattr(module := _module(path), name):
                compiled = getattr(module, name)
                yield Pattern(where, compiled.pattern, compiled.flags & re.IGNORECASE, uses_of(name))
            else:
                yield path


def _module(path: str) -> Any:
    return importlib.import_module("bottega." + path.removesuffix(".py").replace("/", "."))


PATTERNS: Final = [found for found in found_patterns() if isinstance(found, Pattern)]


def sample(parsed: Any) -> str:
    """Some text that a pattern matches."""
    return "".join(_sample(operator, argument) for operator, argument in parsed)


def _sample(operator: Any, argument: Any) -> str:
    match operator:
        case code.LITERAL:
            return chr(argument)
        case code.MAX_REPEAT | code.MIN_REPEAT | code.POSSESSIVE_REPEAT:
            return sample(argument[2]) * argument[0]
        case code.SUBPATTERN:
            return sample(argument[-1])
        case code.ATOMIC_GROUP:
            return sample(argument)
        case code.BRANCH:
            return sample(argument[1][0])
        case code.IN | code.NOT_LITERAL | code.ANY:
            return next(iter(letters(operator, argument)), "")
        case _:
            return ""


def letters(operator: Any, argument: Any) -> list[str]:
    """The letters out of many that one place of a pattern takes."""
    place = parser.SubPattern(parser.State(), [(operator, argument)])
    fits = _compiled(place)
    return [letter for letter in " a1Z.,;-_@({[)}]<>\"'\\|/\n\t\r=+:#*ż" if fits(letter)]


def _compiled(parsed: Any) -> Callable[[str], Any]:
    from re import _compiler  # type: ignore[attr-defined] # noqa: PLC0415 - beside the others it would look public

    return _compiler.compile(parsed).fullmatch


def repetitions(parsed: Any, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each long repetition: what leads up to it, and texts that it repeats."""
    for operator, argument in parsed:
        if operator in (code.MAX_REPEAT, code.MIN_REPEAT):
            least, most, body = argument
            if most == code.MAXREPEAT or most > MANY:
                yield before, pumps(body)
            yield from repetitions(body, before)
            before += sample(body) * max(least, 1)
            continue
        inside = {code.SUBPATTERN: lambda a: [a[-1]], code.BRANCH: lambda a: a[1], code.ATOMIC_GROUP: lambda a: [a]}
        for part in inside.get(operator, lambda _: [])(argument):
            yield from repetitions(part, before)
        before += _sample(operator, argument)


def pumps(body: Any) -> list[str]:
    """What one round of a repetition may be."""
    if len(body) == 1 and body[0][0] in (code.IN, code.NOT_LITERAL, code.ANY):
        return letters(*body[0])
    return [sample(body)]


def attacks(pattern: Pattern) -> Iterator[Callable[[int], str]]:
    """Texts by their length."""
    parsed = parser.parse(pattern.text, pattern.flags)
    rounds = {(before, pump) for before, pumped in repetitions(parsed) for pump in pumped}
    # For scanning, a beginning that is repeated itself is as good as a repetition.
    rounds |= {("", before + pump) for before, pump in rounds} | {("", sample(parsed) or "x")}
    for (before, pump), after in product(sorted(rounds), NUISANCES):
        yield lambda length, b=before, p=pump, a=after: b + (p * length)[:length] + a


def seconds(run: Callable[[str], object], text: str) -> float:
    """The processor time it takes at best."""
    took = []
    for _ in range(3):
        began = time.thread_time()
        run(text)
        took.append(time.thread_time() - began)
        if took[-1] < SLOW_SECONDS:
            break
    return min(took)


def runs(pattern: Pattern) -> list[Callable[[str], object]]:
    """What the program does with it."""
    compiled = re.compile(pattern.text, pattern.flags)
    found: list[Callable[[str], object]] = []
    if pattern.methods & SCANNING:
        found.append(lambda text: sum(1 for _ in compiled.finditer(text)))
    if "fullmatch" in pattern.methods:
        found.append(compiled.fullmatch)
    if "match" in pattern.methods:
        found.append(compiled.match)
    return found


def slowest(pattern: Pattern) -> tuple[float, str]:
    """The worst time, and the text that took it, as far as it was tried."""
    worst = (0.0, "")
    for run, attack in product(runs(pattern), attacks(pattern)):
        for length in LENGTHS:
            text = attack(length)
            took = seconds(run, text)
            worst = max(worst, (took, text))
            if took > SLOW_SECONDS:
                return worst
    return worst


@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_a_pattern_takes_no_longer_for_a_hostile_text(pattern: Pattern) -> None:
    took, text = slowest(pattern)
    assert took < SLOW_SECONDS, f"{took:.2f} s for {len(text)} characters: {text[:60]!r}"


def test_patterns_made_at_run_time_are_known_and_have_a_reason() -> None:
    assert {found for found in found_patterns() if isinstance(found, str)} == set(MADE_AT_RUN_TIME)


@pytest.mark.parametrize(
    ("text", "method"),
    [
        (r"[(\[]\s*([^)\]]*?)\s*[)\]]", "search"),
        (r"\{\{\s*([^{}]*?)\s*\}\}", "findall"),
        (r"(.*?)[,;]?\s*(\d{2}-\d{3})\s+([^,;]+)[,;]?", "fullmatch"),
        (r"(\\*)\|", "sub"),
        (r"(a|a)*b", "match"),
        (r"\s+$", "search"),
    ],
)
def test_a_pattern_that_takes_the_square_of_a_text_is_found(text: str, method: str) -> None:
    assert slowest(Pattern("", text, 0, frozenset({method})))[0] > SLOW_SECONDS


def test_there_are_patterns_and_nobody_gets_at_them_under_another_name() -> None:
    assert len(PATTERNS) > MANY
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "re":
                pytest.fail(f"{path}: import re, and use it by its name")
            if isinstance(node, ast.Import):
                assert not any(name.name == "re" and name.asname for name in node.names), path
