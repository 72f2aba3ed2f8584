"""Screens and actions: every list has one, what they name exists, and their texts read like labels."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

import bottega.business
import bottega.platform
from bottega.kernel.discovery import discover
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.openapi.document import document
from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.schemas import snake_name
from bottega.kernel.screens import Board, Screen
from bottega.platform.ui.icons import ICONS
from bottega.platform.ui.screen_fields import Described, fields_of, is_sorted

MODULES = discover(bottega.platform, bottega.business)
SCREENS = [(module, name, screen) for module in MODULES for name, screen in module.screens.items()]
LONGEST = 32
OF_SCREENS = {"list", "create", "update", "delete", "bulk", "import"}

# Lists that no screen shows, and why.
WITHOUT_SCREEN = {
    "attachments.files.list": "On the page of a record, among its files",
    "auth.features.list": "Chosen from on the page of roles",
    "auth.roles.offers.list": "A notice on the page of roles",
    "contacts.list": "People and companies in one list for programs; screens have one each",
    "controlling.stages.list": "Counts above the pipeline, one a stage",
    "customers.dictionaries.list": "Edited in the dictionary's own dialog",
    "entities.definitions.list": "Edited on the page of custom fields",
    "entities.entities.list": "Edited on the page of custom fields",
    "entities.records.list": "Of custom entities, each with fields of its own: drawn from their definitions",
    "jobs.list": "A page for administrators",
    "measurements.credits.list": "Offered among the payments of a contract",
    "scheduler.executions.list": "On the page of a schedule",
    "scheduler.targets.list": "Chosen from on the page of a schedule",
    "ui.choices.list": "What a field offers, not a list of its own",
    "ui.suggestions.list": "Values for a field, shown by the control",
}
# Changing operations that are offered by no action, and why.
WITHOUT_ACT = {
    "ai_assistant.chat.send": "In the chat",
    "ai_assistant.route.decide": "Asked by programs",
    "ai_assistant.sessions.create": "Asked by programs",
    "ai_assistant.sessions.end": "Asked by programs",
    "ai_assistant.settings.update": "On the page of settings",
    "ai_assistant.tools.execute": "In the chat",
    "attachments.files.create": "On the page of a record, among its files",
    "attachments.files.delete": "On the page of a record, among its files",
    "attachments.files.transfer": "By a form that saves a record whose files were sent before",
    "audit_logs.actions.redo": "Every screen has it: Ctrl+Shift+Z",
    "audit_logs.actions.undo": "Every screen has it: Ctrl+Z",
    "auth.features.check": "Asked by programs",
    "auth.locale.choose": "In the menu of the person",
    "auth.logout": "In the menu of the person",
    "auth.profile.update": "On the page of the profile",
    "auth.roles.acl.update": "On the page of roles",
    "auth.roles.offers.accept": "A notice on the page of roles",
    "auth.roles.offers.decline": "A notice on the page of roles",
    "auth.sidebar.update": "By dragging the menu's entries",
    "auth.users.acl.update": "On the page of a user",
    "customers.dictionaries.create": "In the dictionary's own dialog",
    "customers.dictionaries.delete": "In the dictionary's own dialog",
    "customers.dictionaries.update": "In the dictionary's own dialog",
    "customers.settings.update_address_format": "On the page of settings",
    "customers.tags.assign": "Beside the name of a person or company",
    "customers.tags.unassign": "Beside the name of a person or company",
    "configs.cache.purge": "On the page of the cache",
    "configs.system_status.clear": "On the page of the system status",
    "configs.upgrade_actions.run": "A notice to administrators after an upgrade",
    "contracts.settings.update": "On the page of settings",
    "controlling.commissions.pay": "On the page of commissions, beside what is to be paid",
    "documents.batches.create": "On the page of documents, which follows it until the file is there",
    "documents.cash_reports.vouchers": "On the cash desk, before a report is closed",
    "documents.seller.update": "On the page of settings",
    "documents.terms.update": "On the page of a contract, beside its invoices",
    "entities.definitions.batch": "On the page of custom fields",
    "entities.definitions.delete": "On the page of custom fields",
    "entities.definitions.restore": "On the page of custom fields",
    "entities.definitions.save": "On the page of custom fields",
    "entities.encryption.save": "On the page of custom fields",
    "entities.entities.delete": "On the page of custom fields",
    "entities.entities.save": "On the page of custom fields",
    "entities.records.create": "Of custom entities, drawn from their definitions",
    "entities.records.delete": "Of custom entities, drawn from their definitions",
    "entities.records.update": "Of custom entities, drawn from their definitions",
    "feature_toggles.overrides.changeState": "In the list of toggles of a tenant",
    "field.checks.tick": "On a telephone at the customer's",
    "field.jobs.accept": "On a telephone at the customer's",
    "field.jobs.cash": "On a telephone at the customer's",
    "field.jobs.progress": "On a telephone at the customer's",
    "field.measurements.protocol": "On a telephone at the customer's",
    "finance.settings.update": "On the page of settings",
    "jobs.drop": "A page for administrators",
    "dashboards.layout.set": "On the home page",
    "dashboards.layout.update": "On the home page",
    "dashboards.roles.widgets.update": "On the page of roles",
    "dashboards.users.widgets.update": "On the page of users",
    "dashboards.widgets.data": "Asked by widgets",
    "dashboards.widgets.show": "Asked by the home page",
    "jobs.retry": "A page for administrators",
    "notifications.preferences.update": "On the page of the profile",
    "notifications.settings.update": "On the page of settings",
    "perspectives.views.clear_role": "In the menu of views above a list",
    "perspectives.views.delete": "In the menu of views above a list",
    "perspectives.views.save": "In the menu of views above a list",
    "staff.leave-settings.update": "On the page of settings",
    "query_index.purge": "On the page of the search index",
    "query_index.reindex": "On the page of the search index",
    "search.embeddings.cancel": "On the page of the search settings",
    "search.embeddings.reindex": "On the page of the search settings",
    "search.embeddings.update": "On the page of the search settings",
    "search.global.update": "On the page of the search settings",
    "search.index.purge": "On the page of the search settings",
    "search.reindex": "On the page of the search settings",
    "search.reindex.cancel": "On the page of the search settings",
    "privacy.erase": "On the page of a customer, whose module it does not know",
    "scheduler.test.echo": "Run by schedules, to try them",
    "ui.record_names.read": "Asked by screens",
}
# The same in both languages.
SAME = {"Front", "KSeF", "SMS", "Status"}


@cache
def _described(locale: str) -> Described:
    return Described(document(MODULES, "http://localhost", locale))


def _names(module: Module, name: str) -> set[str]:
    """The fields of a screen, as columns are named."""
    listed = module.by_name.get(f"{name}.list")
    assert listed is not None, f"{module.name}.{name} has no list"
    fields, _ = fields_of(
        _described("en"), listed, module.by_name.get(f"{name}.create"), module.by_name.get(f"{name}.update")
    )
    return {snake_name(field["name"]) for field in fields}


def _filters(module: Module, name: str) -> set[str]:
    listed = module.by_name.get(f"{name}.list")
    assert listed is not None, f"{module.name}.{name} has no list"
    return {one["name"] for one in _described("en").parameters(listed)}


def _named(screen: Screen) -> Iterator[str]:
    """The fields a screen names."""
    yield from screen.columns.split()
    yield from screen.quick.split()
    yield from screen.tones
    for group in screen.groups:
        yield from group.fields.split()
    for view in screen.views:
        yield from filter(None, (view.by, view.sum) if isinstance(view, Board) else (view.day, view.until))
    yield from re.findall(r"{(\w+)}", screen.title + screen.subtitle)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_list_has_a_screen_or_a_reason_to_have_none(module: Module) -> None:
    lists = [one for one in module.operations if one.method == "GET" and one.name.rpartition(".")[2] == "list"]
    screenless = {one.command for one in lists if one.screen not in module.screens}
    assert screenless == {one.command for one in lists} & set(WITHOUT_SCREEN)


@pytest.mark.parametrize(("module", "name", "screen"), SCREENS, ids=[f"{m.name}.{n}" for m, n, _ in SCREENS])
def test_a_screen_names_fields_and_filters_that_exist(module: Module, name: str, screen: Screen) -> None:
    own = module.resources and next((r for r in module.resources if r.table.entity == screen.entity), None)
    columns = {column.name for column in own.table.__table__.columns} if own else set[str]()
    known = _names(module, name)
    in_titles = set(re.findall(r"{(\w+)}", screen.title + screen.subtitle))
    assert {one for one in _named(screen) if one not in known} - (in_titles & columns) == set()
    listed = module.by_name[f"{name}.list"]
    assert not screen.sort or is_sorted(listed.source, screen.sort.removeprefix("-"))
    for preset in screen.presets:
        assert set(preset.filters) <= _filters(module, name)
    if screen.groups:
        twice = [one for group in screen.groups for one in group.fields.split()]
        assert len(twice) == len(set(twice))


@pytest.mark.parametrize(("module", "name", "screen"), SCREENS, ids=[f"{m.name}.{n}" for m, n, _ in SCREENS])
def test_children_are_lists_that_know_their_parent(module: Module, name: str, screen: Screen) -> None:
    by_key = {f"{m.name}.{n}": (m, n) for m, n, _ in SCREENS}
    for child in screen.children:
        key = child.screen if "." in child.screen else f"{module.name}.{child.screen}"
        assert key in by_key, f"{module.name}.{name}: {key} is no screen"
        assert child.by in _filters(*by_key[key])


@pytest.mark.parametrize(("module", "name", "screen"), SCREENS, ids=[f"{m.name}.{n}" for m, n, _ in SCREENS])
def test_a_screen_says_what_it_shows_in_both_languages(module: Module, name: str, screen: Screen) -> None:
    assert screen.icon in ICONS, screen.icon
    assert screen.entity, f"{module.name}.{name}"
    assert screen.label is not None
    assert screen.plural is not None
    for text in (screen.label, screen.plural):
        _reads_like_a_label(text, same=True)
    for one in (*screen.groups, *screen.presets):
        _reads_like_a_label(one.title)
    if screen.empty is not None:
        assert screen.empty.pl != screen.empty.en
        assert not screen.empty.pl.endswith(".")


def _reads_like_a_label(text: T, *, same: bool = False) -> None:
    """A word that begins with a capital; ``same`` where it may be one in both languages."""
    for said in (text.en, text.pl):
        assert 0 < len(said) <= LONGEST, said
        assert said == said.strip().rstrip("."), said
        assert said[0].isupper() or not said[0].isalpha(), said
    assert same or text.en != text.pl or text.en in SAME, text.en


def _acts() -> list[Operation]:
    return [one for module in MODULES for one in module.operations if one.act is not None]


@pytest.mark.parametrize("operation", _acts(), ids=lambda one: one.command)
def test_an_action_stands_on_a_screen_and_says_what_it_does(operation: Operation) -> None:
    act, module = operation.act, operation.module
    assert act is not None
    name = act.on or operation.screen
    assert name in module.screens, f"{name} is no screen of {module.name}"
    assert act.icon in ICONS, act.icon
    assert set(act.when) <= _names(module, name)
    _reads_like_a_label(T(en=act.title.en.rstrip("…"), pl=act.title.pl.rstrip("…")))
    # A dialog asks; what happens at once does not promise one.
    assert act.title.en.endswith("…") is act.title.pl.endswith("…")
    if act.confirm is not None:
        assert act.confirm.pl.endswith("?")
        assert act.confirm.en.endswith("?")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_change_can_be_made_from_a_screen(module: Module) -> None:
    """A create, an update or a delete of a screen, an action, or a reason."""
    changes = [one for one in module.operations if one.method in CHANGING and not one.public]
    missing = {one.command for one in changes if one.act is None and not _is_of_screen(one)}
    assert missing == {one.command for one in changes} & set(WITHOUT_ACT)


def _is_of_screen(operation: Operation) -> bool:
    return operation.screen in operation.module.screens and operation.name.rpartition(".")[2] in OF_SCREENS


def test_no_reason_is_left_over() -> None:
    commands = {one.command for module in MODULES for one in module.operations}
    assert set(WITHOUT_SCREEN) <= commands
    assert set(WITHOUT_ACT) <= commands
