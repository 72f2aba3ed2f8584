"""Statements of lists are composed once, whatever the values in them, and not without end."""

from uuid import UUID

import pytest
from sqlalchemy import func, literal, or_
from sqlalchemy.dialects import postgresql as pg

from bottega.business.customers.lists.pages import LISTS
from bottega.business.warehouse.materials import Material, materials
from bottega.kernel.resources import list_sql
from bottega.kernel.resources.list_sql import FIRST_PAGE, LATER_PAGES, Listing, Shape

IDS = pg.ARRAY(pg.UUID(as_uuid=True))


@pytest.fixture
def lists() -> Listing:
    """The list of materials, nothing composed yet."""
    known = materials.source.listing
    return Listing(known.table, known.shown, known.filters)


def test_a_condition_of_the_same_form_brings_its_own_values(lists: Listing) -> None:
    def mine(symbol: str, ids: list[UUID]):
        return or_(Material.symbol == symbol, Material.id == func.any(literal(ids, IDS)))

    first = lists.statement(Shape(), mine("W1000", []))
    second = lists.statement(Shape(), mine("U999", [UUID(int=7), UUID(int=8)]))
    assert second.sql is first.sql
    given = {"tenant_id": UUID(int=1), "organizations": [], "limit": 50, "offset": 0}
    assert {"W1000"} <= {one for one in first.args(given) if isinstance(one, str)}
    assert "U999" in second.args(given)
    assert [UUID(int=7), UUID(int=8)] in second.args(given)
    assert "W1000" not in second.args(given)


def test_another_form_is_another_statement(lists: Listing) -> None:
    plain = lists.statement(Shape())
    equal = lists.statement(Shape(), Material.symbol == "W1000")
    unequal = lists.statement(Shape(), Material.symbol != "W1000")
    total = lists.statement(Shape(), Material.symbol == "W1000", total=True)
    assert len({one.sql for one in (plain, equal, unequal, total)}) == len([plain, equal, unequal, total])
    assert lists.statement(Shape()) is plain


def test_only_pages_of_everything_are_planned_for_all(lists: Listing) -> None:
    first = lists.statement(Shape(reach=FIRST_PAGE)).sql
    assert (" OFFSET " in first, f"LIMIT {FIRST_PAGE})" in first) == (False, True)
    for reach in LATER_PAGES:
        later = lists.statement(Shape(reach=reach)).sql
        assert (" OFFSET " in later, f"LIMIT {reach})" in later) == (True, True)
    for shape in (Shape(), Shape(reach=FIRST_PAGE, filters=("typ",)), Shape(reach=FIRST_PAGE, searched=True)):
        asked = lists.statement(shape).sql
        assert (" OFFSET " in asked, f"LIMIT {FIRST_PAGE})" in asked) == (True, False), shape


def test_one_record_is_asked_for_by_its_id_and_not_as_one_of_many(lists: Listing) -> None:
    one, many = (lists.statement(Shape(by_ids=how)).sql for how in ("one", "many"))
    assert ("materials.id = any(" in one, "materials.id = $" in one) == (False, True)
    assert ("materials.id = any(" in many, "materials.id = $" in many) == (True, False)


def test_statements_that_clients_think_up_do_not_fill_the_memory(
    lists: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_sql, "_MOST_COMPOSED", 3)
    for sort in ("id", "symbol", "typ", "ilosc", "producent"):
        for descending in (False, True):
            assert "ORDER BY" in lists.statement(Shape(sort=sort, descending=descending)).sql
    assert len(lists._composed) <= 3


def test_a_joined_half_is_read_only_where_something_is_asked_of_it() -> None:
    people = LISTS["person"].listing
    joined = "JOIN customers_people"
    page = people.statement(Shape(filters=("status",)))
    assert page.sql.count(joined) == 1, "the page shows custom values; the count asks nothing of them"
    assert people.statement(Shape(filters=("nip",))).sql.count(joined) == 2
    assert people.statement(Shape(custom=("plain",))).sql.count(joined) == 2
    alone = people.showing("id")
    assert joined not in alone.statement(Shape(paged=False)).sql
    for sort in ("updated_at", "cf:", "cf:text"):
        assert joined in alone.statement(Shape(paged=False, sort=sort)).sql, sort


def test_rows_of_a_fixed_kind_are_counted_without_looking_at_them() -> None:
    people = LISTS["person"].listing
    assert "count(*)" not in people.statement(Shape(reach=FIRST_PAGE), total=True).sql
    assert "count(*)" in people.statement(Shape(filters=("status",)), total=True).sql
    values = {"tenant_id": UUID(int=1), "organizations": []}
    assert "person" in people.statement(Shape(), total=True).args(values)
    assert "company" in LISTS["company"].listing.statement(Shape(), total=True).args(values)
    assert " OFFSET " not in people.statement(Shape(reach=FIRST_PAGE)).sql


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("status", "customers_entities.status = "),
        ("email", "customers_entities.primary_email_hash = "),
        ("with_phone", "customers_entities.primary_phone IS NOT NULL"),
        ("without_phone", "customers_entities.primary_phone IS NULL"),
        ("created_from", "customers_entities.created_at >= "),
        ("created_to", "customers_entities.created_at <= "),
        ("tag_ids", "customers_tag_assignments.tag_id = any("),
        ("nip", "customers_people.nip_hash = "),
    ],
)
def test_a_filter_says_how_its_column_is_compared(name: str, condition: str) -> None:
    people = LISTS["person"].listing
    assert condition in people.statement(Shape(filters=(name,))).sql
    assert condition not in people.statement(Shape()).sql
