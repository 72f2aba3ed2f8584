"""Extension points: every one is on the page about them, and nothing fills a hidden list while files are imported."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from installed import MODULES
from test_modules import ROOT, TREES

from bottega.kernel.application import Application
from bottega.kernel.database.tables import CLASSES
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.writes import undo_rules
from bottega.kernel.writes.deleted_records import DELETED

PAGE = (Path(__file__).parents[2] / "docs" / "extension-points.md").read_text(encoding="utf-8")
# What is said in code marks in the first column of a table.
LISTED = {
    name
    for line in PAGE.splitlines()
    if line.startswith("| `")
    for name in re.findall(r"`([^`]+)`", line.split("|")[1])
}
# What is declared about a table, and is kept in its description.
ABOUT_TABLES = {
    "search_rows.make_searchable",
    "stored_files.keeps",
    "undo_rules.permits",
    "undo_rules.verifies",
    "visibility.closes",
    "visibility.limit",
}
EMPTY_CALLS = frozenset({"dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque"})
# Lists that are filled while files are imported and may be: the descriptions of tables, as SQLAlchemy's metadata.
FILLED = {"kernel/database/tables.py": {"CLASSES", "RULES", "REFERENCES"}}
# Constants that happen to be empty, and what a process counts while it runs.
EMPTY = {"demo/checks/texts.py": {"ALWAYS", "VOLUMES"}, "kernel/http/metrics.py": {"_counted"}}


def containers(tree: ast.Module) -> set[str]:
    """The names of empty lists, sets and mappings that a file keeps for as long as the process lives."""
    found: set[str] = set()
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        value = node.value
        made = isinstance(value, ast.Call) and ast.unparse(value.func).partition("[")[0] in EMPTY_CALLS
        # What has values is a table of them; ``dict(…)`` of values likewise, but what begins a ``defaultdict`` is none.
        full = isinstance(value, ast.Call) and value.args and "defaultdict" not in ast.unparse(value.func)
        empty = (isinstance(value, ast.List) and not value.elts) or (isinstance(value, ast.Dict) and not value.keys)
        if empty or (made and not full):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {ast.unparse(target) for target in targets}
    return found


@pytest.mark.parametrize(
    "code", ["A = []", "A: Final[dict[str, int]] = {}", "A = set[str]()", "A: Final = defaultdict(list)", "A = list()"]
)
def test_a_hidden_list_is_recognised(code: str) -> None:
    assert containers(ast.parse(code)) == {"A"}
    assert containers(ast.parse("A = [1]\nB = {'a': 1}\nC = frozenset()\nD = set(A)")) == set()


def test_no_file_keeps_a_list_that_others_fill_while_they_are_imported() -> None:
    found = {str(path.relative_to(ROOT)): names for path, tree in TREES.items() if (names := containers(tree))}
    assert found == FILLED | EMPTY


def constants(tree: ast.Module) -> dict[str, str]:
    """The texts a file gives names to."""
    found: dict[str, str] = {}
    for node in tree.body:
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            found[ast.unparse(node.target)] = node.value.value
    return found


def names_in_calls(attribute: str) -> set[str]:
    """The names that ``ctx.tell`` or ``module.within`` is called with, wherever that is, constants looked up."""
    texts = [constants(tree) for tree in TREES.values()]
    found: set[str] = set()
    for path, tree in TREES.items():
        own = constants(tree)
        for node in ast.walk(tree):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute
            ):
                continue
            if "processes" in path.parts or not node.args:
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant):
                found.add(str(name.value))
            else:
                said = ast.unparse(name)
                known = {own[said]} if said in own else {one[said] for one in texts if said in one}
                assert known, f"{path}: {said}"
                found |= known
    return found


def test_the_page_lists_every_way_to_add_to_the_manifest() -> None:
    offered = {name for name, one in vars(Module).items() if inspect.isfunction(one) and not name.startswith("_")}
    assert offered <= LISTED, sorted(offered - LISTED)


def test_the_page_lists_everything_that_is_told_and_nothing_else() -> None:
    named = {name for name in LISTED if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name)}
    assert named - ABOUT_TABLES == names_in_calls("tell")


def test_whoever_takes_part_hears_something_that_is_told() -> None:
    told = names_in_calls("tell")
    assert {one.name for module in MODULES for one in module.participants} <= told


def declarations() -> set[str]:
    """The functions that write into the description of a table, as ``file.function``."""
    return {
        f"{path.stem}.{function.name}"
        for path, tree in TREES.items()
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store)
            and ast.unparse(node.value).endswith(".info")
        )
        or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".info.setdefault"))
    }


def test_the_page_lists_everything_that_is_declared_about_a_table() -> None:
    assert declarations() == ABOUT_TABLES
    assert LISTED >= ABOUT_TABLES


def folder_of(place: str) -> str:
    """The module a piece of code belongs to: ``bottega.platform.auth``."""
    return ".".join(place.split(".")[:3])


def test_rules_about_a_table_belong_to_the_module_of_the_table() -> None:
    for name, table in CLASSES.items():
        for rule in (*undo_rules.permits_of(name), *undo_rules.verifiers_of(name)):
            place = folder_of(rule.__module__)
            assert place in {folder_of(table.__module__), "bottega.kernel.resources"}, f"{name}: {rule}"


def without(app: Application, name: str) -> Application:
    """The same installation without a module."""
    return Application(app.settings, "", app.secrets, [one for one in app.modules if one.name != name])


def test_an_installation_without_a_module_has_nothing_of_what_it_declares(app: Application) -> None:
    assert app.field_definitions is not None
    assert without(app, "entities").field_definitions is None
    assert app.amount_mask is not None
    assert without(app, "contracts").amount_mask is None
    assert app.participants(DELETED)
    assert not without(app, "audit_logs").participants(DELETED)
    kept = [purpose for one in app.modules for purpose in one.lasting_keys]
    assert sorted(kept) == ["api keys", "auth tokens", "onboarding applicants", "unsubscribing"]


def test_two_modules_cannot_both_keep_the_definitions_of_fields(app: Application) -> None:
    other = Module("other", T(en="Other", pl="Inny"), "Other", "Another module.")
    other.defines_fields(app.field_definitions)
    with pytest.raises(AssertionError, match="one module at most"):
        Application(app.settings, "", app.secrets, [*app.modules, other])
