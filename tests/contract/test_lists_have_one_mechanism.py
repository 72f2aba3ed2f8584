"""What lists owe whatever the table: no work that grows with hits times ids, and one way to do each thing."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest
from installed import OPERATIONS
from test_modules import ROOT, TREES

from bottega.app import metadata
from bottega.kernel.database.tables import sql_table
from bottega.kernel.resources.list_query import ListQuery

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
COLLECTED = frozenset({"set", "frozenset", "list", "tuple", "sorted", "dict"})
# Tables whose rows are listed with the custom fields of another one.
FIELDS_KEPT_IN = {"customers_entities": ("customers_people", "customers_companies")}
# Who makes the file of a list.
FILES_OF_LISTS = {"kernel/resources/pages.py"}
# Where pages are counted.
PAGES_COUNTED_IN = {"kernel/resources/page_envelope.py"}
PAGES = frozenset({"totalPages", "total_pages"})
# Where rows before a page are left out in SQL: the list engine, and statements that are no table's.
ROWS_SKIPPED_IN = {
    "kernel/resources/list_sql.py",
    "kernel/database/computed_pages.py",
    # The end of a log beyond which it is forgotten, and entries of an index, asked for by offset in the reference.
    "platform/query_index/trail.py",
    "platform/query_index/vectors.py",
}
# Which rows come before a page: queries that say it themselves, and the page of rows in memory or of a statement.
PAGES_BEGUN_IN = {
    "kernel/resources/list_query.py",
    "kernel/database/computed_pages.py",
    # Queries that repair what was sent or find nothing instead of refusing it, and so are no ``ListQuery``.
    "platform/auth/listing.py",
    "platform/entities/records.py",
}
# Who goes through all rows of a statement piece by piece: files of lists, and a search that opens what it found.
CURSORS_OPENED_IN = {"kernel/resources/pages.py", "kernel/resources/search_verification.py"}


def filtered_by_custom_fields() -> list[str]:
    """The tables whose lists take ``cf_<key>=…``: those with custom values among the tables of lists."""
    listed = {
        sql_table(one.table).name
        for one in OPERATIONS
        if one.table is not None and isinstance(one.query, type) and issubclass(one.query, ListQuery)
    }
    tables = metadata().tables
    kept = {name for table in listed for name in FIELDS_KEPT_IN.get(table, (table,))}
    return sorted(name for name in kept if "custom" in tables[name].columns)


def names_in(node: ast.AST) -> set[str]:
    """The names a piece of code mentions."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def repeated(comprehension: ast.AST) -> Iterator[ast.AST]:
    """What a comprehension works out for every element: all but what it goes through first."""
    assert isinstance(comprehension, COMPREHENSIONS)
    first, *others = comprehension.generators
    yield from first.ifs
    for one in others:
        yield one.iter
        yield from one.ifs
    if isinstance(comprehension, ast.DictComp):
        yield from (comprehension.key, comprehension.value)
    else:
        yield comprehension.elt


def collected_again(tree: ast.AST) -> Iterator[ast.Call]:
    """Collections that a comprehension makes anew for every element, though they are the same each time."""
    for node in ast.walk(tree):
        if not isinstance(node, COMPREHENSIONS):
            continue
        bound = set[str]().union(*(names_in(one.target) for one in node.generators))
        for part in repeated(node):
            for call in ast.walk(part):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in COLLECTED:
                    asked = set[str]().union(*map(names_in, call.args))
                    if asked and not asked & bound:
                        yield call


def test_the_accidental_square_is_recognised() -> None:
    slow = "[i for i in ids if i in set(found)]"
    fast = "[i for i in ids if i in known(set(i.found))] + [i for i in set(found)]"
    assert [ast.unparse(call) for call in collected_again(ast.parse(slow))] == ["set(found)"]
    assert list(collected_again(ast.parse(fast))) == []


def test_no_comprehension_collects_the_same_values_for_each_of_its_elements() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call)}"
        for path, tree in TREES.items()
        for call in collected_again(tree)
    ]
    assert found == []


@pytest.mark.parametrize("table", filtered_by_custom_fields())
def test_filterable_custom_fields_of_every_list_have_an_index(table: str) -> None:
    [index] = [one for one in metadata().tables[table].indexes if one.name == f"ix_{table}_custom"]
    assert index.dialect_options["postgresql"]["using"] == "gin"


def test_no_other_list_engine_makes_files_of_its_own() -> None:
    engines = {
        str(path.relative_to(ROOT))
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "exports.export"
    }
    assert engines == FILES_OF_LISTS


def counts_pages(tree: ast.AST) -> bool:
    """Whether code gives an answer its number of pages, as a key or as an argument; what that is called is a ``T``."""
    given: list[tuple[object, ast.expr]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            given += [(key.value, value) for key, value in pairs if isinstance(key, ast.Constant)]
        elif isinstance(node, ast.keyword):
            given.append((node.arg, node.value))
    return any(name in PAGES and not ast.unparse(value).startswith("T(") for name, value in given)


def test_a_second_envelope_is_recognised() -> None:
    for code in (
        '{"items": [], "totalPages": max(1, -(-total // size))}',
        "JobPage(items=[], total_pages=pages)",
        "dict(items=[], totalPages=1)",
    ):
        assert counts_pages(ast.parse(code))
    assert not counts_pages(ast.parse("page_of(items, total, page=1, size=50)"))
    assert not counts_pages(ast.parse('{"total_pages": T(en="Pages", pl="Stron")}'))


def test_the_envelope_of_a_page_is_computed_in_one_place() -> None:
    assert where(counts_pages) == PAGES_COUNTED_IN


def skips_rows(tree: ast.AST) -> bool:
    """Whether code leaves out the rows before a page in SQL, as text or by SQLAlchemy."""
    return any(
        (isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\bOFFSET\b", node.value))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "offset")
        for node in ast.walk(tree)
    )


def begins_pages(tree: ast.AST) -> bool:
    """Whether code works out how many rows come before a page: ``(page - 1) * size``."""
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and isinstance(node.left, ast.BinOp)
        and isinstance(node.left.op, ast.Sub)
        and ast.unparse(node.left.left).rpartition(".")[2].endswith("page")
        for node in ast.walk(tree)
    )


def opens_cursors(tree: ast.AST) -> bool:
    """Whether code reads rows piece by piece from a cursor."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cursor"
        for node in ast.walk(tree)
    )


def where(told: Callable[[ast.AST], bool]) -> set[str]:
    """The files of the program of which something is told."""
    return {str(path.relative_to(ROOT)) for path, tree in TREES.items() if told(tree)}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (skips_rows, 'f"SELECT * FROM t LIMIT {size} OFFSET {first}"'),
        (skips_rows, "select(table).limit(size).offset(first)"),
        (begins_pages, "first = (query.page - 1) * query.page_size"),
        (begins_pages, "(page - 1) * size"),
        (opens_cursors, "await connection.cursor(sql)"),
    ],
)
def test_a_second_engine_is_recognised(told: Callable[[ast.AST], bool], code: str) -> None:
    assert told(ast.parse(code))
    assert not told(ast.parse("read(listing, ctx, offset=query.offset, size=query.page_size)"))


@pytest.mark.parametrize(
    ("told", "known"),
    [(skips_rows, ROWS_SKIPPED_IN), (begins_pages, PAGES_BEGUN_IN), (opens_cursors, CURSORS_OPENED_IN)],
)
def test_no_list_cuts_its_pages_itself(told: Callable[[ast.AST], bool], known: set[str]) -> None:
    assert where(told) == known
