"""Custom fields of days, moments and telephone numbers: written in any way, kept in one, compared, found, exported."""

import csv
import io
from typing import Any

import pytest
from boards import MATERIAL, MATERIALS, define, found, made, make, save

from bottega.kernel.application import Application
from callers import Caller, Invite


@pytest.fixture
async def editor(caller: Invite) -> Caller:
    return await caller("entities.*", "warehouse.*", "audit_logs.*", "customers.*")


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("date", "2026-11-30", "2026-11-30"),
        ("date", "30.11.2026", "2026-11-30"),
        ("date", "1.2.2026", "2026-02-01"),
        ("date", "01-02-2026", "2026-02-01"),
        # Midnight in Warsaw is the day before in UTC.
        ("date", "2026-11-29T23:00:00.000Z", "2026-11-30"),
        ("datetime", "2026-11-30T14:30", "2026-11-30T13:30:00.000Z"),
        ("datetime", "2026-07-01 14:30", "2026-07-01T12:30:00.000Z"),
        ("datetime", "30.11.2026 9:05", "2026-11-30T08:05:00.000Z"),
        ("datetime", "30.11.2026, 9:05:30", "2026-11-30T08:05:30.000Z"),
        ("datetime", "2026-11-30T13:30:00Z", "2026-11-30T13:30:00.000Z"),
        ("datetime", "2026-11-30", "2026-11-29T23:00:00.000Z"),
        ("phone", "600 100 200", "+48600100200"),
        ("phone", "0048 600-100-200", "+48600100200"),
        ("phone", "+44 (0)20 7946 0958", "+442079460958"),
    ],
)
async def test_a_value_is_kept_in_one_way_however_it_is_written(
    editor: Caller, kind: str, written: str, kept: str
) -> None:
    await define(editor, "v", kind, filterable=True)
    row = await made(editor, cf_v=written)
    assert (await found(editor, id=row))[0]["cf_v"] == kept
    await made(editor, cf_v=None)
    assert [item["id"] for item in await found(editor, cf_v=written)] == [row]
    assert [item["id"] for item in await found(editor, cf_v=kept)] == [row]
    assert await found(editor, cf_v="nonsense") == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "2026-02-30"),
        ("date", "tomorrow"),
        ("date", 20261130),
        ("date", "20261130"),
        ("date", "1.1.1812"),
        ("date", True),
        ("datetime", "2026-11-30T25:00"),
        ("datetime", "1764509400"),
        ("datetime", "9999-12-31"),
        ("phone", "12"),
        ("phone", "22 555 10 21 wew. 12"),
        ("phone", "600100200 / 600100201"),
        ("phone", "call me"),
        ("phone", 600100200.5),
        ("phone", "6" * 200),
    ],
)
async def test_what_is_none_is_refused_in_a_sentence(editor: Caller, kind: str, value: Any) -> None:
    await define(editor, "v", kind)
    refused = await make(editor, cf_v=value)
    assert refused.status_code == 400, refused.text
    assert "such as" in refused.json()["fields"]["cf_v"]


async def test_they_sort_by_time(editor: Caller) -> None:
    await define(editor, "day", "date")
    await define(editor, "at", "datetime")
    for day, at in (("2.10.2026", "2026-10-25T02:30+02:00"), ("1.10.2026", "2026-10-25T02:10+01:00")):
        await made(editor, cf_day=day, cf_at=at)
    assert [one["cf_day"] for one in await found(editor, sortField="cf_day")] == ["2026-10-01", "2026-10-02"]
    # The clocks went back between them.
    assert [one["cf_at"][11:16] for one in await found(editor, sortField="cf_at")] == ["00:30", "01:10"]


async def test_a_default_is_kept_as_the_field_keeps_it_and_a_wrong_one_is_refused(editor: Caller) -> None:
    await define(editor, "day", "date", defaultValue="1.2.2026")
    await define(editor, "at", "datetime", defaultValue="2026-02-01T12:00")
    await define(editor, "tel", "phone", defaultValue="600 100 200")
    item = (await found(editor, id=await made(editor)))[0]
    assert (item["cf_day"], item["cf_at"], item["cf_tel"]) == ("2026-02-01", "2026-02-01T11:00:00.000Z", "+48600100200")
    listed = (await editor.get("/entities/definitions", params={"entityId": MATERIAL})).json()["items"]
    assert {one["key"]: one["defaultValue"] for one in listed}["tel"] == "+48600100200"
    for kind in ("date", "datetime", "phone"):
        refused = await save(editor, "x", kind, defaultValue="nonsense")
        assert refused.status_code == 400, refused.text
        assert refused.json()["details"][0]["path"] == ["configJson", "defaultValue"]


async def test_days_are_compared_with_days_and_numbers_with_numbers(editor: Caller) -> None:
    late = [{"rule": "gte", "param": "2026-01-01", "message": "Too early"}]
    await define(editor, "day", "date", validation=late)
    assert (await make(editor, cf_day="31.12.2025")).json()["fields"] == {"cf_day": "Too early"}
    assert (await make(editor, cf_day="1.1.2026")).status_code == 201
    for kind, param in (("date", 5), ("integer", "2026-01-01")):
        refused = await save(editor, "x", kind, validation=[{**late[0], "param": param}])
        assert refused.status_code == 400, refused.text
        assert refused.json()["details"][0]["path"] == ["configJson", "validation", 0, "param"]


async def test_several_values_and_none_are_as_in_other_fields(editor: Caller) -> None:
    await define(editor, "tel", "phone", multi=True)
    row = await made(editor, cf_tel=["600 100 200", "22 555 10 21"])
    assert (await found(editor, id=row))[0]["cf_tel"] == ["+48600100200", "+48225551021"]
    assert [one["id"] for one in await found(editor, cf_tel="600-100-200")] == [row]
    await editor.put(MATERIALS, {"id": row, "cf_tel": None})
    assert "cf_tel" not in (await found(editor, id=row))[0]


async def test_encrypted_ones_are_not_legible_in_the_database(editor: Caller, app: Application) -> None:
    await define(editor, "tel", "phone", encrypted=True)
    row = await made(editor, cf_tel="600 100 200")
    assert (await found(editor, id=row))[0]["cf_tel"] == "+48600100200"
    async with app.database.tenant(editor.tenant_id) as connection:
        stored = await connection.fetchval("SELECT custom::text FROM warehouse_materials")
    assert "600100200" not in stored


async def test_exports_are_read_again_as_they_were(editor: Caller) -> None:
    person = "customers:customer_person_profile"
    for key, kind in (("born", "date"), ("called", "datetime"), ("tel", "phone")):
        await define(editor, key, kind, person)
    body = {
        "firstName": "Ewa",
        "lastName": "Lis",
        "primaryEmail": "ewa@example.com",
        "cf_born": "1.2.1980",
        "cf_called": "2026-11-30T14:30",
        "cf_tel": "600 100 200",
    }
    assert (await editor.post("/customers/people", body)).status_code == 201
    exported = (await editor.get("/customers/people", params={"format": "csv"})).text
    [row] = list(csv.DictReader(io.StringIO(exported)))
    # A plus would be run as a formula.
    assert (row["Born"], row["Tel"]) == ("1980-02-01", "'+48600100200")
    changed = exported.replace("1980-02-01", "2.2.1980")
    sent = await editor.client.post(
        "/customers/people/import",
        files={"file": ("people.csv", changed.encode(), "text/csv")},
        data={"duplicates": "update"},
    )
    assert sent.status_code in (200, 201, 202), sent.text
    item = (await editor.get("/customers/people")).json()["items"][0]
    assert (item["cf_born"], item["cf_tel"], item["cf_called"]) == (
        "1980-02-02",
        "+48600100200",
        "2026-11-30T13:30:00.000Z",
    )


async def test_forms_say_what_they_take(editor: Caller) -> None:
    for key, kind in (("a", "date"), ("b", "datetime"), ("c", "phone")):
        await define(editor, key, kind)
    form = (await editor.get(f"/entities/forms/{MATERIAL}")).json()
    said = form["components"]["schemas"]["CustomFields"]["properties"]
    assert {key: (one["format"], one["x-kind"]) for key, one in said.items()} == {
        "cf_a": ("date", "date"),
        "cf_b": ("date-time", "datetime"),
        "cf_c": ("phone", "phone"),
    }
