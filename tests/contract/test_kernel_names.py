"""The kernel knows no module: imports are import-linter's, and this is about names in its texts."""

import ast
import re

import pytest
from installed import MODULES
from test_modules import ROOT, TREES, owner_of

from bottega.app import metadata
from bottega.platform.auth.cookies import ACCESS, REMEMBERED

KERNEL = {path: tree for path, tree in TREES.items() if path.relative_to(ROOT).parts[0] == "kernel"}


def of_modules() -> re.Pattern[str]:
    """Names that only modules have: tables, features, and the cookies of a session."""
    tables = {name for name in metadata().tables if owner_of(name) is not None}
    features = {re.escape(feature) for module in MODULES for feature in module.features}
    names = sorted(tables | features | {ACCESS, REMEMBERED}, key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(names)})(?![\w.])")


def texts(tree: ast.AST) -> list[str]:
    """The texts of a file but its docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@pytest.mark.parametrize("path", KERNEL, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_of_the_kernel_names_what_belongs_to_a_module(path) -> None:
    named = of_modules()
    assert [text for text in texts(KERNEL[path]) if named.search(text)] == []


def test_a_name_of_a_module_would_be_seen() -> None:
    named = of_modules()
    for line in (f"cookies.get({ACCESS!r})", "may('audit_logs.undo_tenant')", "x = f'SELECT {a} FROM auth_users AS u'"):
        assert any(named.search(text) for text in texts(ast.parse(line))), line
