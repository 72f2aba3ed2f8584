"""Whoever is refused because of a field is told which: every 400 names its path, or stands among the others.

The source says it: where a refusal is made, it names a field, or ``fieldless`` gives the reason why there is none.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from fieldless import FIELDLESS

import bottega

ROOT: Final = Path(bottega.__file__).parent
SOURCES: Final = sorted(path for part in ("kernel", "platform", "business") for path in (ROOT / part).rglob("*.py"))
# Keys of a body under which fields are named.
NAMED: Final = frozenset({"details", "issues", "fields", "fieldErrors"})
EXPLAINED: Final = {
    (where, said) for refusals in FIELDLESS.values() for where, texts in refusals.items() for said in texts
}


Refused = tuple[str, str]


def refusals(node: ast.AST, where: str, *, all_fields: bool = False) -> Iterator[Refused]:
    """Refusals below a node that name no field: the functions that make them, and what they say.

    ``all_fields`` says that this is a validator of a whole model, whose errors have no path of their own.
    """
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        where = f"{where}.{node.name}"
        all_fields = any(ast.unparse(one) == "model_validator(mode='after')" for one in node.decorator_list)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "blaming":
            return
        said = unnamed_by(node, all_fields=all_fields)
        if said is not None:
            yield where, said
    for child in ast.iter_child_nodes(node):
        yield from refusals(child, where, all_fields=all_fields)


def unnamed_by(call: ast.Call, *, all_fields: bool) -> str | None:
    """What a call refuses without naming a field; None if it names one, or refuses nothing."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    first = ast.unparse(call.args[0]) if call.args else ""
    if name == "Invalid" and not NAMED & {one.arg for one in call.keywords}:
        return first
    if name == "refusal" and isinstance(call.args[0], ast.Constant) and not call.args[2:]:
        return ast.unparse(call.args[1])
    if name == "InvalidInput" and "'path': []" in first:
        return first
    if name == "PydanticCustomError" and all_fields:
        context = ast.unparse(call.args[-1])
        return None if "'field':" in context else context
    return None


def unnamed() -> Iterator[tuple[str, str]]:
    """Every refusal of ours that names no field."""
    for path in SOURCES:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield from refusals(ast.parse(path.read_text(encoding="utf-8")), module)


def test_a_refusal_of_a_field_names_it() -> None:
    missing = set(unnamed()) - EXPLAINED
    assert not missing, (
        "name the field (Invalid.of_field, InvalidInput.field, blaming, or `field` beside the text of a validator), or"
        f" say in fieldless.py why there is none: {sorted(missing)}"
    )


def test_no_reason_is_left_of_a_refusal_that_is_gone() -> None:
    assert set(unnamed()) >= EXPLAINED, sorted(EXPLAINED - set(unnamed()))


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("raise Invalid(TEXT)", 1),
        ("raise Invalid(TEXT, code='x')", 1),
        ("raise Invalid(TEXT, fields={'a': TEXT})", 0),
        ("raise Invalid(TEXT).blaming('a')", 0),
        ("raise Invalid.of_field('a', TEXT)", 0),
        ("raise refusal('code', TEXT)", 1),
        ("raise refusal('code', TEXT, 'a')", 0),
        ("raise InvalidInput([{'path': [], 'message': TEXT}])", 1),
        ("@model_validator(mode='after')\ndef f(self): raise PydanticCustomError('a', 'b', {'text': TEXT})", 1),
        ("@model_validator(mode='after')\ndef f(x): raise PydanticCustomError('a', 'b', {'text': T, 'field': 'c'})", 0),
        ("@field_validator('c')\ndef f(self): raise PydanticCustomError('a', 'b', {'text': TEXT})", 0),
    ],
)
def test_what_names_a_field_is_told_from_what_does_not(source: str, count: int) -> None:
    assert len(list(refusals(ast.parse(source), "here"))) == count
