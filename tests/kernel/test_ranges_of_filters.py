"""Variants of filters: ranges of numbers, amounts, days and moments, what is empty, and what hashes tell."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from pydantic import ValidationError
from sqlalchemy import Column

from bottega.business.calendar.blocked_days import BlockedDay
from bottega.business.customers.lists.pages import LISTS
from bottega.business.customers.tables_activity import Address
from bottega.business.warehouse.materials import Material
from bottega.kernel.application import Application
from bottega.kernel.database.tables import sql_table
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_filters import Filter, declared
from bottega.kernel.resources.list_query import list_query, with_variants
from bottega.kernel.resources.list_sources import ListSource
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import Founded
from callers import Caller

MATERIAL: Final = sql_table(Material).c
# Filters that have no index, so that the tables of the house keep theirs.
BOARDS: Final = ListSource(
    Material,
    "warehouse.material",
    ("id", "symbol"),
    {
        "symbol": Filter(MATERIAL.symbol),
        "ilosc": Filter(MATERIAL.ilosc),
        "grubosc": Filter(MATERIAL.grubosc),
        "cenaZakupu": Filter(MATERIAL.cena_zakupu),
        "createdAt": Filter(MATERIAL.created_at),
    },
)
DAYS: Final = ListSource(
    BlockedDay, "calendar.blocked_day", ("id", "dzien"), {"dzien": Filter(sql_table(BlockedDay).c.dzien)}
)
BOARD: Final[dict[str, Any]] = {"typ": "mdf", "producent": "Egger", "dlugosc": 2800, "szerokosc": 2070, "cala": True}
# By symbol: pieces, thickness, price, and when the board came. The third came on 1 March in Warsaw, not in Greenwich.
STOCK: Final[dict[str, tuple[int, str | None, str | None, datetime]]] = {
    "a": (0, None, None, datetime(2026, 1, 31, 12, tzinfo=UTC)),
    "b": (5, "18.0", "99.99", datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC)),
    "c": (10, "18.5", "100.00", datetime(2026, 2, 28, 23, 0, tzinfo=UTC)),
    "d": (11, "19.0", "250.50", datetime(2026, 3, 1, 22, 59, tzinfo=UTC)),
    'e, "f"': (12, "36.0", "1000.00", datetime(2026, 3, 1, 23, 0, tzinfo=UTC)),
}


@pytest.fixture
async def stock(app: Application, tenant: Founded) -> Founded:
    """A tenant with the boards of ``STOCK`` and three blocked days."""
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        for symbol, (pieces, thick, price, came) in STOCK.items():
            more = {
                "symbol": symbol,
                "ilosc": pieces,
                "grubosc": None if thick is None else Decimal(thick),
                "cena_zakupu": None if price is None else Decimal(price),
                "created_at": came,
                "organization_id": tenant.organization_id,
            }
            await changes.insert(ctx, Material, BOARD | more)
        for day in (1, 2, 3):
            row = {"dzien": date(2026, 5, day), "organization_id": tenant.organization_id}
            await changes.insert(ctx, BlockedDay, row)
    return tenant


async def found(app: Application, home: Founded, source: ListSource, **query: Any) -> list[Any]:
    """What a list shows besides ids, in the order of its rows."""
    asked = list_query("Probe", source.filters).model_validate(query)
    async with app.acting(home.tenant_id, home.organization_id) as ctx:
        page = await pages.page(source, ctx, asked)
    assert page["total"] == len(page["items"])
    return sorted(item[source.shown[1]] for item in page["items"])


@pytest.mark.parametrize(
    ("query", "symbols"),
    [
        ({"iloscFrom": "5", "iloscTo": "11"}, "bcd"),
        ({"iloscTo": "0"}, "a"),
        ({"iloscIn": "0,11"}, "ad"),
        ({"gruboscFrom": "18.5"}, "cde"),
        ({"gruboscTo": "18.5"}, "bc"),
        ({"gruboscNot": "18.0"}, "acde"),
        ({"gruboscNot": "18", "gruboscEmpty": "false"}, "cde"),
        ({"gruboscIn": "18,36.00"}, "be"),
        ({"cenaZakupuFrom": "99.99", "cenaZakupuTo": "100"}, "bc"),
        ({"cenaZakupuFrom": "100", "cenaZakupuTo": "100"}, "c"),
        ({"cenaZakupuEmpty": "true"}, "a"),
        ({"cenaZakupuEmpty": "false", "iloscTo": "10"}, "bc"),
        ({"createdAtFrom": "2026-03-01"}, "cde"),
        ({"createdAtTo": "2026-02-28"}, "ab"),
        ({"createdAtFrom": "2026-03-01", "createdAtTo": "2026-03-01"}, "cd"),
        ({"symbolIn": 'a,"e, ""f""",none'}, "ae"),
        ({"symbolIn": ["a", "b,c"]}, "abc"),
        ({"symbolNot": "a", "iloscTo": "10"}, "bc"),
        ({"symbolIn": "a,b,c", "symbolNot": "b"}, "ac"),
    ],
)
async def test_a_board_is_found_by_what_is_asked(app: Application, stock: Founded, query: Any, symbols: str) -> None:
    assert [one[0] for one in await found(app, stock, BOARDS, **query)] == [*symbols]


async def test_a_range_of_days_has_both_its_ends(app: Application, stock: Founded) -> None:
    one, two, three = (date(2026, 5, day) for day in (1, 2, 3))
    assert await found(app, stock, DAYS, dzienFrom="2026-05-02") == [two, three]
    assert await found(app, stock, DAYS, dzienTo="2026-05-02") == [one, two]
    assert await found(app, stock, DAYS, dzienIn="2026-05-01,2026-05-03") == [one, three]
    assert await found(app, stock, DAYS, dzienFrom="2026-05-02", dzienTo="2026-05-02") == [two]


@pytest.mark.parametrize(
    ("query", "blamed"),
    [
        ({"iloscFrom": "6", "iloscTo": "5"}, ["iloscTo"]),
        ({"cenaZakupuFrom": "0.02", "cenaZakupuTo": "0.01"}, ["cenaZakupuTo"]),
        ({"createdAtFrom": "2026-03-02", "createdAtTo": "2026-03-01"}, ["createdAtTo"]),
        ({"grubosc": "18", "gruboscIn": "18"}, ["gruboscIn"]),
        ({"grubosc": "18", "gruboscNot": "19"}, ["gruboscNot"]),
        ({"gruboscNot": "18", "gruboscEmpty": "true"}, ["gruboscEmpty"]),
        ({"gruboscFrom": "18", "gruboscEmpty": "true"}, ["gruboscEmpty"]),
        (
            {"iloscFrom": "99999999999", "gruboscTo": "1e400000", "symbolIn": ","},
            ["symbolIn", "iloscFrom", "gruboscTo"],
        ),
        ({"iloscIn": "1,two,3,4.5"}, ["iloscIn", "iloscIn"]),
        ({"gruboscFrom": "NaN", "createdAtFrom": "0001-01-01"}, ["gruboscFrom", "createdAtFrom"]),
        ({"symbolIn": 'a\n"b'}, ["symbolIn"]),
    ],
)
def test_what_contradicts_itself_or_fits_no_column_is_refused(query: Any, blamed: list[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        list_query("Probe", BOARDS.filters).model_validate(query)
    assert sorted(str(one["loc"][0]) for one in refused.value.errors()) == sorted(blamed)


def test_what_can_be_asked_follows_from_the_column() -> None:
    assert BOARDS.variants == {
        "symbol": ("eq", "in", "not"),
        "ilosc": ("eq", "in", "not", "range"),
        "grubosc": ("eq", "in", "not", "empty", "range"),
        "cenaZakupu": ("eq", "in", "not", "empty", "range"),
        "createdAt": ("range",),
    }
    people = LISTS["person"].variants
    assert people["nip"] == people["email"] == ("eq", "in", "not", "empty")
    assert people["created_from"] == people["tag_ids"] == people["with_phone"] == ("eq",)
    assert Filter(sql_table(Address).c.city).variants == ("eq",), "sealed, and no hash says what it is"
    assert Filter(sql_table(Address).c.latitude).variants == ("eq", "in", "not", "empty", "range")


def test_a_parameter_that_is_there_keeps_its_meaning() -> None:
    columns: dict[str, Column[Any]] = {"typ": MATERIAL.typ, "typIn": MATERIAL.symbol, "date": MATERIAL.ilosc}
    query = list_query("Probe", columns, days=True)
    asked = query.model_validate({"typIn": "a,b", "dateFrom": "2026-05-01"})
    assert asked.filters(declared(columns)) == {"typIn": "a,b"}
    assert asked.days == {"date_from": date(2026, 5, 1)}
    assert with_variants(columns)(query).model_fields.keys() == query.model_fields.keys()


PERSON: Final = {"firstName": "Anna", "lastName": "Nowak"}


async def test_encrypted_columns_are_asked_by_what_is_equal_to_them(admin: Caller) -> None:
    for name, nip in (("anna", "1234563218"), ("ewa", "7811767696"), ("ola", None)):
        more = {"primaryEmail": f"{name}@example.com", "nip": nip} if nip else {}
        made = await admin.post("/customers/people", PERSON | {"displayName": name} | more)
        assert made.status_code == 201, made.text

    async def names(**query: str) -> list[str]:
        answer = await admin.get("/customers/people", params={"sortField": "displayName", **query})
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] == len(answer.json()["items"])
        return [item["display_name"] for item in answer.json()["items"]]

    assert await names(emailIn="anna@example.com,nobody@example.com") == ["anna"]
    assert await names(emailIn="anna@example.com,ewa@example.com", search="ewa") == ["ewa"]
    assert await names(emailNot="anna@example.com") == ["ewa", "ola"]
    assert await names(emailEmpty="true") == ["ola"]
    assert await names(emailEmpty="false", emailNot="ewa@example.com") == ["anna"]
    assert await names(nipIn="123-456-32-18,PL 781 176 76 96") == ["anna", "ewa"]
    assert await names(nipIn="none at all") == []
    assert await names(nipNot="PL1234563218") == ["ewa", "ola"]
    assert await names(nipEmpty="true", statusEmpty="true") == ["ola"]
