"""Saved views of the demo: of tables and columns that there are."""

import pytest

from bottega.app import modules
from bottega.demo.store.saved_views import OF_PEOPLE, OF_ROLES, View
from bottega.kernel.schemas import snake_name
from bottega.platform.perspectives import ViewSettings

VIEWS = [view for views in (*OF_ROLES.values(), *OF_PEOPLE.values()) for view in views]


@pytest.mark.parametrize("view", VIEWS, ids=[view[1] for view in VIEWS])
def test_a_view_names_a_screen_its_filters_and_its_columns(view: View) -> None:
    table, _name, sent = view
    module, _, screen = table.partition(".")
    found = next(one for one in modules() if one.name == module)
    known = set(found.screens[screen].columns.split())
    query = found.by_name[f"{screen}.list"].query
    assert query is not None
    settings = ViewSettings.model_validate(sent)
    assert {f"filter_{name}" for name in settings.filters} <= set(query.model_fields)
    columns = [*settings.column_order, *settings.column_visibility, *(one.id for one in settings.sorting)]
    assert {snake_name(name) for name in columns} <= known
