"""Closed sets of columns: the constraint holds what the schemas of lists say."""

from pydantic import TypeAdapter
from sqlalchemy import Column, Text

from bottega.kernel.database.closed_sets import among, members_of, one_of
from bottega.kernel.database.tables import MEMBERS
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import item_field

STATES = ("open", "closed")


def test_a_rule_of_a_closed_set_is_a_check_of_its_members() -> None:
    rule = among("state", STATES, T(en="Unknown state", pl="Nieznany stan"), field="state")
    assert (rule.name, rule.sql, rule.status) == ("state", "state IN ('open', 'closed')", 400)
    assert rule.members == STATES


def test_the_items_of_a_list_say_what_a_column_may_hold() -> None:
    column = Column("state", Text, nullable=True, info={MEMBERS: STATES})
    assert members_of(column) == STATES
    annotation, _default = item_field(column)
    said = TypeAdapter(annotation).json_schema()["anyOf"]
    assert said == [{"enum": ["open", "closed"], "type": "string"}, {"type": "null"}]


def test_a_column_of_free_text_has_no_members() -> None:
    column = Column("name", Text, nullable=False)
    assert members_of(column) == ()
    assert item_field(column) == (str, ...)


def test_one_of_is_a_condition_for_other_rules_too() -> None:
    assert f"NOT {one_of('state', ('open',))}" == "NOT state IN ('open')"
