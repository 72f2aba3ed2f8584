"""Figures of lists: functions, groups, days, conditions, labels, refusals, and what is kept of them."""

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from bottega.kernel.schemas import today
from bottega.platform.dashboards.date_ranges import PRESETS, Days, bucket_of, days_before, days_of
from callers import Caller, Invite

DATA = "/dashboards/widgets/data"
MATERIALS = {"entityType": "warehouse:materials"}
COUNT = {"field": "id", "aggregate": "count"}
BOARD: dict[str, Any] = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "U702",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "grubosc": 18,
    "cala": True,
    "ilosc": 2,
}


async def ask(me: Caller, **asked: Any) -> dict[str, Any]:
    answer = await me.post(DATA, {"metric": COUNT, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def add(me: Caller, **more: Any) -> str:
    answer = await me.post("/warehouse/materials", {**BOARD, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def blamed(me: Caller, **asked: Any) -> list[str]:
    answer = await me.post(DATA, {"metric": COUNT, **asked})
    assert answer.status_code == 400, answer.text
    return [".".join(map(str, one["path"])) for one in answer.json()["details"]]


async def test_each_function_and_condition_is_that_of_the_rows_of_the_list(caller: Invite) -> None:
    me = await caller("analytics.view", "warehouse.*")
    for ilosc, typ in ((1, "mdf"), (2, "mdf"), (5, "hdf"), (8, "blat")):
        await add(me, ilosc=ilosc, typ=typ)
    pieces = [(one, {"field": "ilosc", "aggregate": one}) for one in ("sum", "avg", "min", "max", "count")]
    values = {one: (await ask(me, **MATERIALS, metric=metric))["value"] for one, metric in pieces}
    assert values == {"sum": 16, "avg": 4, "min": 1, "max": 8, "count": 4}
    groups = await ask(me, **MATERIALS, metric=pieces[0][1], groupBy={"field": "typ"})
    assert [(one["groupKey"], one["value"]) for one in groups["data"]] == [("blat", 8), ("hdf", 5), ("mdf", 3)]
    assert groups["metadata"]["recordCount"] == 3
    most = await ask(me, **MATERIALS, metric=pieces[0][1], groupBy={"field": "typ", "limit": 1})
    assert (most["value"], len(most["data"])) == (16, 1), "the value is that of all rows"
    for operator, value, expected in (
        ("eq", "mdf", 2),
        ("neq", "mdf", 2),
        ("in", ["mdf", "hdf"], 3),
        ("not_in", ["mdf", "hdf"], 1),
    ):
        found = await ask(me, **MATERIALS, filters=[{"field": "typ", "operator": operator, "value": value}])
        assert found["value"] == expected, operator
    for operator, expected in (("gt", 2), ("gte", 3), ("lt", 1), ("lte", 2)):
        found = await ask(me, **MATERIALS, filters=[{"field": "ilosc", "operator": operator, "value": 2}])
        assert found["value"] == expected, operator
    for operator, expected in (("is_null", 4), ("is_not_null", 0)):
        found = await ask(me, **MATERIALS, filters=[{"field": "contractId", "operator": operator}])
        assert found["value"] == expected, operator
    flags = await ask(me, **MATERIALS, groupBy={"field": "cala", "resolveLabels": True})
    assert flags["data"] == [{"groupKey": True, "groupLabel": "yes", "value": 4}]
    month = await ask(me, **MATERIALS, groupBy={"field": "createdAt", "granularity": "month"})
    assert month["data"][0]["groupKey"] == today().replace(day=1).isoformat()
    days = {"dateRange": {"field": "createdAt", "preset": "today"}, "comparison": {"type": "previous_period"}}
    compared = await ask(me, **MATERIALS, **days)
    assert compared["value"] == 4
    assert compared["comparison"] == {"value": 0, "change": 100.0, "direction": "up"}


async def test_every_wrong_field_is_named_and_the_list_s_own_features_are_asked_for(caller: Invite) -> None:
    me, other = await caller("analytics.view", "warehouse.view", "customers.*"), await caller("analytics.view")
    assert (await other.post(DATA, {**MATERIALS, "metric": COUNT})).status_code == 403
    assert await blamed(me, entityType="warehouse:nothing") == ["entityType"]
    assert await blamed(me, entityType="auth:users") == ["entityType"]
    wrong = {
        "metric": {"field": "typ", "aggregate": "sum"},
        "groupBy": {"field": "cena_zakupu"},
        "filters": [
            {"field": "nothing", "operator": "eq", "value": 1},
            {"field": "typ", "operator": "gt", "value": "a"},
            {"field": "typ", "operator": "eq", "value": None},
            {"field": "page", "operator": "eq", "value": 1},
        ],
        "dateRange": {"field": "typ", "preset": "today"},
    }
    assert await blamed(me, **MATERIALS, **wrong) == [
        "metric.field",
        "groupBy.field",
        "filters.0.field",
        "filters.1.field",
        "filters.2.value",
        "filters.3.field",
        "dateRange.field",
    ]
    not_an_id = [{"field": "contractId", "operator": "eq", "value": "x"}]
    assert await blamed(me, **MATERIALS, filters=not_an_id) == ["filters.0.value"]
    assert await blamed(me, **MATERIALS, comparison={"type": "previous_year"}) == ["comparison"]
    sealed = {"entityType": "customers:people", "groupBy": {"field": "display_name"}}
    assert await blamed(me, **sealed) == ["groupBy.field"]


async def test_amounts_of_another_currency_are_not_added(caller: Invite) -> None:
    me = await caller("analytics.view", "customers.*")
    for amount, currency in ((100, "PLN"), (50, None), (1000, "EUR")):
        body = {"title": "Kuchnia", "valueAmount": amount, "valueCurrency": currency}
        assert (await me.post("/customers/deals", body)).status_code == 201
    deals = {"entityType": "customers:deals"}
    found = await ask(me, **deals, metric={"field": "valueAmount", "aggregate": "sum"})
    assert (found["value"], found["metadata"]["currency"]) == (150, "PLN")
    assert (await ask(me, **deals))["value"] == 3


async def test_what_is_kept_is_forgotten_with_the_next_change_and_is_nobody_elses(caller: Invite) -> None:
    me, you = (
        await caller("analytics.view", "warehouse.*", "audit_logs.*"),
        await caller("analytics.view", "warehouse.*"),
    )
    assert (await ask(me, **MATERIALS))["value"] == 0
    made = await me.post("/warehouse/materials", BOARD)
    first = await ask(me, **MATERIALS)
    assert first["value"] == 1
    assert await ask(me, **MATERIALS) == first, "with the moment it was worked out"
    assert (await ask(you, **MATERIALS))["value"] == 1
    deleted = await you.delete("/warehouse/materials", {"id": made.json()["id"]})
    assert deleted.status_code == 200
    assert (await ask(me, **MATERIALS))["value"] == 0
    operation = json.loads(unquote(deleted.headers["x-om-operation"].removeprefix("omop:")))
    undone = await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": operation["undoToken"]})
    assert undone.status_code == 200, undone.text
    assert (await ask(me, **MATERIALS))["value"] == 1, "undo is a change, too"


@pytest.mark.parametrize(
    ("preset", "found", "before"),
    [
        ("today", ("2026-12-01", "2026-12-01"), ("2026-11-30", "2026-11-30")),
        ("this_week", ("2026-11-30", "2026-12-06"), ("2026-11-23", "2026-11-29")),
        ("last_month", ("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        ("this_quarter", ("2026-10-01", "2026-12-31"), ("2026-07-01", "2026-09-30")),
        ("this_year", ("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        ("last_7_days", ("2026-11-25", "2026-12-01"), ("2026-11-18", "2026-11-24")),
        ("last_12_months", ("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        ("until_yesterday", (None, "2026-11-30"), (None, "2026-11-29")),
    ],
)
def test_ranges_are_the_days_people_mean(preset: str, found: tuple[Any, Any], before: tuple[Any, Any]) -> None:
    day = date(2026, 12, 1)
    assert days_of(preset, day) == Days(*(end and date.fromisoformat(end) for end in found))
    assert days_before(preset, day) == Days(*(end and date.fromisoformat(end) for end in before))


def test_every_range_has_days_on_every_day_and_a_year_before() -> None:
    for preset in PRESETS:
        for day in (date(2024, 2, 29), date(2025, 3, 31), date(2026, 12, 31)):
            first, last = days_of(preset, day)
            assert last is not None
            assert first is None or first <= last
            assert days_before(preset, day, "previous_year").last is not None
    assert bucket_of(date(2026, 12, 31), "quarter") == Days(date(2026, 10, 1), date(2026, 12, 31))
    assert bucket_of(date(2026, 12, 1), "week").last == date(2026, 11, 30) + timedelta(days=6)
