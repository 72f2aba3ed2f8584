"""What every list owes for ``totals``: sums of all rows that match, of amounts alone, and to nobody who sees none."""

from decimal import Decimal
from typing import Any

import pytest
from installed import NOBODYS, OPERATIONS, Mounted, resources
from rows import make
from test_query_counts import Counting
from test_resources import ROWS, entity

from bottega.business.contracts.access import RESTRICTED
from bottega.kernel.database.tables import sql_table
from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_query import MOST_TOTALS, ListQuery
from bottega.kernel.resources.list_totals import amounts_of
from callers import Caller, Invite

LISTS = [one for one in OPERATIONS if isinstance(one.query, type) and issubclass(one.query, ListQuery)]
WITH_AMOUNTS = [one for one in resources("GET", "POST") if amounts_of(one.resource.source)]


async def page(me: Caller, path: str, **query: Any) -> dict[str, Any]:
    """A page of a list."""
    answer = await me.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def added(items: list[dict[str, Any]], names: tuple[str, ...]) -> dict[str, str]:
    """The sums of what items show."""
    return {name: str(sum((Decimal(item[name] or 0) for item in items), Decimal("0.00"))) for name in names}


@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.key)
async def test_only_amounts_can_be_added_up(operation: Operation, caller: Invite) -> None:
    me = await caller("*")
    for sent, blamed in (
        ("id", [0]),
        ("nothing_of_the_kind,created_at", [0, 1]),
        (" , ", []),
        ("kwota'; DROP", [0]),
        (",".join(f"name{n}" for n in range(MOST_TOTALS + 1)), []),
        (",".join("x" * 10_000), []),
        ("\x00", []),
    ):
        answer = await me.get(operation.path, params={"totals": sent})
        assert answer.status_code == 400, f"{sent[:40]}: {answer.text}"
        issues = answer.json()["details"]
        assert {one["path"][0] for one in issues} == {"totals"}
        assert all(one["label"] == "Sums" and one["message"][0].isupper() for one in issues), issues
        if blamed:
            assert [one["path"] for one in issues] == [["totals", place] for place in blamed]
    assert "totals" not in await page(me, operation.path)


def test_what_can_be_added_up_is_money_that_items_show() -> None:
    known = {one.entity: amounts_of(one.resource.source) for one in WITH_AMOUNTS}
    assert known["finance:transaction"] == ("kwota",)
    assert known["contracts:appliance"] == ("cena",), "a discount in per cent is no amount"
    for mounted in WITH_AMOUNTS:
        columns = sql_table(mounted.resource.table).columns
        assert all(columns[name].type.python_type is Decimal for name in known[mounted.entity])


@pytest.mark.parametrize("mounted", WITH_AMOUNTS, ids=entity)
async def test_sums_are_those_of_all_rows_that_match(mounted: Mounted, caller: Invite) -> None:
    me, names = await caller("*"), amounts_of(mounted.resource.source)
    asked = ",".join(names)
    made = [(await make(me, mounted, n))[0] for n in range(ROWS)]
    everything = await page(me, mounted.path, pageSize=100)
    sums = added(everything["items"], names)
    assert (await page(me, mounted.path, totals=asked, pageSize=1, page=2))["totals"] == sums
    assert (await page(me, mounted.path, totals=asked, sortField="created_at", sortDir="desc"))["totals"] == sums
    assert (await page(me, mounted.path, totals=asked, page=1_000_000))["totals"] == sums
    some = [item for item in everything["items"] if item["id"] in made[:2]]
    found = await page(me, mounted.path, totals=asked, ids=",".join(made[:2]))
    assert found["totals"] == added(some, names)
    nothing = await page(me, mounted.path, totals=asked, ids=NOBODYS)
    assert nothing["totals"] == dict.fromkeys(names, "0.00")
    counting = Counting(mounted.operations["GET"].key)
    await page(me, mounted.path)
    plain = counting.since()
    await page(me, mounted.path, totals=asked)
    assert counting.since() == plain + 1
    file = await me.get(mounted.path, params={"format": "csv", "totals": asked})
    assert file.text == (await me.get(mounted.path, params={"format": "csv"})).text


@pytest.mark.parametrize("mounted", WITH_AMOUNTS, ids=entity)
async def test_sums_are_for_who_sees_amounts(mounted: Mounted, caller: Invite) -> None:
    me = await caller(*mounted.operations["GET"].features, RESTRICTED)
    for more in ({}, {"ids": NOBODYS}, {"format": "csv"}):
        answer = await me.get(mounted.path, params={"totals": amounts_of(mounted.resource.source)[0], **more})
        assert answer.status_code == 403, answer.text
