"""Custom fields on a resource that knows nothing of them: created, changed, filtered, sorted, exported, checked."""

import json
import time
from base64 import b64encode
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import asyncpg
import pytest
from boards import MATERIAL, MATERIALS, define, found, made, make

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.modules import Module
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.directory.tables import Organization
from bottega.platform.entities import DECLARING, FieldInput
from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"


@pytest.fixture
async def editor(caller: Invite) -> Caller:
    return await caller("entities.*", "warehouse.*", "audit_logs.*", "dictionaries.*")


def wrong(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "Validation failed"
    return answer.json()["fields"]


async def test_fields_that_a_module_declares_are_there_in_every_tenant(caller: Invite, other: Module):
    @other.within(DECLARING)
    async def declare(_ctx: Context, *, fields: dict[str, list[FieldInput]]) -> None:
        fields.setdefault(MATERIAL, []).append(FieldInput(key="storey", kind="integer"))

    for me in (await caller("warehouse.*"), await caller("warehouse.*")):
        board = await made(me, cf_storey="3")
        assert (await found(me, id=board))[0]["cf_storey"] == 3
        assert "cf_storey" in wrong(await make(me, cf_storey="upstairs"))


async def test_values_take_the_kind_of_their_field_however_they_are_sent(editor: Caller):
    for key, kind in (("n", "integer"), ("f", "float"), ("b", "boolean"), ("t", "text")):
        await define(editor, key, kind)
    await define(editor, "many", "text", multi=True)
    first = await made(editor, cf_n="5", customFields={"f": "2.5", "b": "yes"}, customValues={"t": 7, "many": "a"})
    item = (await found(editor, id=first))[0]
    assert {key: item[key] for key in item if key.startswith("cf_")} == {
        "cf_n": 5,
        "cf_f": 2.5,
        "cf_b": True,
        "cf_t": "7",
        "cf_many": ["a"],
    }
    await editor.put(MATERIALS, {"id": first, "cf_n": None, "cf_many": ["b", "c"]})
    item = (await found(editor, id=first))[0]
    assert "cf_n" not in item
    assert item["cf_many"] == ["b", "c"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "five"),
        ("integer", 2.5),
        ("integer", True),
        ("integer", 2**63),
        ("float", "x"),
        ("float", "nan"),
        ("float", True),
        ("boolean", "perhaps"),
        ("boolean", 3),
        ("text", True),
        ("text", ["a"]),
        ("text", {"a": 1}),
        ("text", "a\x00b"),
        ("text", "a\ud800b"),
        ("text", "x" * 100_001),
    ],
)
async def test_a_value_of_another_kind_is_refused(editor: Caller, kind: str, value: Any):
    await define(editor, "x", kind)
    board = {
        "typ": "mdf",
        "producent": "E",
        "symbol": "H",
        "dlugosc": 1,
        "szerokosc": 1,
        "cala": True,
        "ilosc": 1,
        "cf_x": value,
    }
    answer = await editor.client.post(
        MATERIALS, content=json.dumps(board), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400, answer.text
    assert await found(editor) == []


async def test_the_first_broken_rule_of_each_field_speaks(editor: Caller):
    await define(
        editor,
        "n",
        "integer",
        validation=[
            {"rule": "required", "message": "n required"},
            {"rule": "gte", "param": 10, "message": "n too small"},
            {"rule": "lt", "param": "20", "message": "n too big"},
            {"rule": "ne", "param": 13, "message": "unlucky"},
        ],
    )
    await define(editor, "code", validation=[{"rule": "regex", "param": r"^[A-Z]{2}-\d+$", "message": "bad code"}])
    await define(editor, "day", validation=[{"rule": "date", "message": "no date"}])
    await define(editor, "must", required=True)
    assert wrong(await make(editor, cf_code="x", cf_day="soon")) == {
        "cf_n": "n required",
        "cf_code": "bad code",
        "cf_day": "no date",
        "cf_must": "This field is required",
    }
    for n, message in ((9, "n too small"), (20, "n too big"), (13, "unlucky")):
        assert wrong(await make(editor, cf_n=n, cf_must="x")) == {"cf_n": message}
    record = await made(editor, cf_n=12, cf_code="AB-7", cf_day="2025-02-28", cf_must="x")
    assert (await editor.put(MATERIALS, {"id": record, "cf_code": "CD-8"})).status_code == 200
    assert wrong(await editor.put(MATERIALS, {"id": record, "cf_must": " "})) == {"cf_must": "This field is required"}


async def test_a_pattern_that_would_take_for_ever_elsewhere_takes_no_time(editor: Caller):
    await define(editor, "x", validation=[{"rule": "regex", "param": "^(a+)+$", "message": "bad"}])
    started = time.perf_counter()
    assert wrong(await make(editor, cf_x="a" * 9_990 + "!")) == {"cf_x": "bad"}
    assert wrong(await make(editor, cf_x="a" * 10_001)) == {"cf_x": "bad"}
    assert time.perf_counter() - started < 2


async def test_options_dictionaries_and_relations_name_what_exists(editor: Caller):
    dictionary = (await editor.post("/dictionaries", {"key": "decor", "name": "Decor"})).json()["id"]
    await editor.post(f"/dictionaries/{dictionary}/entries", {"value": "oak"})
    await define(editor, "s", "select", options=["matt", "gloss"], multi=True)
    await define(editor, "d", "dictionary", dictionaryId=dictionary)
    await define(editor, "r", "relation", relatedEntityId=MATERIAL)
    assert wrong(await make(editor, cf_s=["matt", "silk"], cf_d="ash", cf_r=str(new_id()))) == {
        "cf_s": "Choose one of the options",
        "cf_d": "The dictionary has no such value",
        "cf_r": "There is no such record",
    }
    assert wrong(await make(editor, cf_r="no id")) == {"cf_r": "There is no such record"}
    record = await made(editor, cf_s=["gloss"], cf_d="Oak")
    assert await made(editor, cf_r=record)


async def test_a_relation_does_not_reach_another_tenant(app: Application, editor: Caller, caller: Invite):
    stranger = await caller("warehouse.*", "entities.*", within=await found_tenant(app, "Elsewhere"))
    theirs = await made(stranger)
    await define(editor, "r", "relation", relatedEntityId=MATERIAL)
    assert wrong(await make(editor, cf_r=theirs)) == {"cf_r": "There is no such record"}


async def test_rich_text_loses_its_scripts_and_defaults_fill_in(editor: Caller):
    await define(editor, "note", "multiline", editor="htmlRichText")
    await define(editor, "grade", "integer", defaultValue=3)
    record = await made(editor, cf_note='<b>x</b><script>alert(1)</script><a href="javascript:x">y</a>')
    item = (await found(editor, id=record))[0]
    assert "script" not in item["cf_note"]
    assert "<b>x</b>" in item["cf_note"]
    assert item["cf_grade"] == 3
    await editor.put(MATERIALS, {"id": record, "cf_grade": None})
    assert "cf_grade" not in (await found(editor, id=record))[0]


@pytest.mark.parametrize("filterable", [False, True])
async def test_filters_compare_as_the_field_does(editor: Caller, caller: Invite, app: Application, filterable: bool):
    for key, kind in (("n", "integer"), ("b", "boolean"), ("t", "text")):
        await define(editor, key, kind, filterable=filterable)
    await define(editor, "many", "select", multi=True, filterable=filterable)
    stranger = await caller("warehouse.*", within=await found_tenant(app, "Elsewhere"))
    await made(stranger, cf_n=5, cf_b=True, cf_t="yes", cf_many=["a", "b"])
    one = await made(editor, cf_n=5, cf_b=True, cf_t="yes", cf_many=["a", "b"])
    two = await made(editor, cf_n=50, cf_b=False, cf_t="true", cf_many=["b"])
    for query, expected in (
        ({"cf_n": "5"}, [one]),
        ({"cf_n": "5.0"}, [one]),
        ({"cf_n": "five"}, []),
        ({"cf_nIn": "5, 50"}, [one, two]),
        ({"cf_b": "1"}, [one]),
        ({"cf_b": "off"}, [two]),
        ({"cf_t": "yes"}, [one]),
        ({"cf_t": "true"}, [two]),
        ({"cf_t": "1"}, []),
        ({"cf_many": "a"}, [one]),
        ({"cf_many": "b"}, [one, two]),
        ({"cf_manyIn": "a,c"}, [one]),
        ({"cf_many": "b", "cf_n": "50"}, [two]),
        ({"cf_unknown": "1"}, []),
    ):
        assert [item["id"] for item in await found(editor, **query)] == expected, query


async def test_looking_into_the_index_finds_only_the_own_tenants_records(
    app: Application, editor: Caller, caller: Invite
):
    stranger = await caller("warehouse.*", within=await found_tenant(app, "Elsewhere"))
    mine, theirs = await made(editor, cf_n=5), await made(stranger, cf_n=5)
    look = "SELECT found FROM custom_ids($1, $2::jsonb[]) AS found"
    for who, expected in ((editor, mine), (stranger, theirs)):
        async with app.database.tenant(who.tenant_id) as connection:
            rows = await connection.fetch(look, "warehouse_materials", [{"n": 5}, {"n": [5]}])
            assert [str(row["found"]) for row in rows] == [expected]
            assert await connection.fetch(look, "warehouse_materials", []) == []
            with pytest.raises(asyncpg.UndefinedTableError):
                await connection.fetch(look, "warehouse_materials; DROP TABLE warehouse_materials", [{}])


async def test_values_without_a_definition_are_kept_and_found(editor: Caller):
    one = await made(editor, cf_free=5, cf_list=["x"], cf_flag=True)
    for query in ({"cf_free": "5"}, {"cf_list": "x"}, {"cf_flag": "true"}):
        assert [item["id"] for item in await found(editor, **query)] == [one], query


async def test_lists_sort_text_by_the_polish_alphabet_and_numbers_by_size(editor: Caller):
    await define(editor, "t")
    await define(editor, "n", "integer")
    for text, n in (("łoś", 10), ("Lis", 9), ("ćma", 100), ("cis", 2)):
        await made(editor, cf_t=text, cf_n=n)
    order = [item["cf_t"] for item in await found(editor, sortField="cf_t")]
    assert order == ["cis", "ćma", "Lis", "łoś"]
    order = [item["cf_n"] for item in await found(editor, sortField="cf:n", sortDir="desc")]
    assert order == [100, 10, 9, 2]


async def test_exports_have_a_column_a_field(editor: Caller):
    await define(editor, "finish", priority=2)
    await define(editor, "n", "integer", priority=1)
    await made(editor)
    await made(editor, cf_finish="=matt", cf_n=-5)
    head, *rows = (await editor.get(MATERIALS, params={"format": "csv"})).text.splitlines()
    assert head.split(",")[-2:] == ["N", "Finish"]
    assert rows[1].split(",")[-2:] == ["-5", "'=matt"]
    full = json.loads((await editor.get(MATERIALS, params={"format": "json", "exportScope": "full"})).text)
    assert [row["Finish"] for row in full] == [None, "=matt"]


async def test_values_of_a_deleted_field_are_hidden_not_lost(editor: Caller):
    await define(editor, "x", "integer")
    record = await made(editor, cf_x=5)
    body = {"entityId": MATERIAL, "key": "x"}
    await editor.delete("/entities/definitions", body)
    assert "cf_x" not in (await found(editor, id=record))[0]
    assert "X" not in (await editor.get(MATERIALS, params={"format": "csv"})).text.splitlines()[0].split(",")
    await editor.put(MATERIALS, {"id": record, "cf_x": "not a number", "ilosc": 4})
    await editor.post("/entities/definitions.restore", body)
    assert (await found(editor, id=record))[0]["cf_x"] == 5


async def test_encrypted_values_are_read_but_stand_nowhere_in_the_clear(app: Application, editor: Caller):
    await define(editor, "pin", encrypted=True)
    await define(editor, "codes", "integer", encrypted=True, multi=True)
    record = await made(editor, cf_pin="tajne-1234", cf_codes=[7, 8])
    item = (await found(editor, id=record))[0]
    assert (item["cf_pin"], item["cf_codes"]) == ("tajne-1234", [7, 8])
    changed = await editor.put(MATERIALS, {"id": record, "cf_pin": "other-999"})
    async with app.database.tenant(editor.tenant_id) as connection:
        stored = await connection.fetchval("SELECT custom::text FROM warehouse_materials WHERE id = $1", UUID(record))
        images = await connection.fetchval(
            "SELECT string_agg(coalesce(before::text,'') || after::text, '') FROM action_changes"
        )
    for text in (stored, images):
        assert "tajne" not in text
        assert "other-999" not in text
        assert '"cf_pin"' not in text
    token = json.loads(unquote(changed.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    assert (await editor.post(UNDO, {"undoToken": token})).status_code == 200
    assert (await found(editor, id=record))[0]["cf_pin"] == "tajne-1234"
    assert "tajne-1234" in (await editor.get(MATERIALS, params={"format": "csv"})).text


async def test_sealed_looking_text_sent_by_a_client_is_sealed_like_any_other(editor: Caller):
    await define(editor, "pin", encrypted=True)
    forged = "AAAAAAAAAAAAAAAA:AAAA:AAAAAAAAAAAAAAAAAAAAAA==:v1"
    record = await made(editor, cf_pin=forged)
    assert (await found(editor, id=record))[0]["cf_pin"] == forged
    plain = await made(editor, cf_other=forged)
    assert (await found(editor, id=plain))[0]["cf_other"] == forged


@pytest.mark.parametrize("value", ["1e999", "-1e999", "[1, 1e999]", "[[1]]", "9223372036854775808"])
async def test_what_cannot_be_kept_is_refused_although_nobody_defined_the_field(editor: Caller, value: str):
    board = '{"typ":"mdf","producent":"E","symbol":"H","dlugosc":1,"szerokosc":1,"cala":true,"ilosc":1,"cf_x":'
    answer = await editor.client.post(
        MATERIALS, content=f"{board}{value}}}", headers={"content-type": "application/json"}
    )
    assert wrong(answer) == {"cf_x": "Invalid value"}
    assert await found(editor) == []


async def test_too_many_custom_fields_are_refused(editor: Caller):
    answer = await make(editor, **{f"cf_k{i}": 1 for i in range(129)})
    assert (answer.status_code, answer.json()["error"]) == (400, "Too many custom fields")


def forged() -> str:
    """A text of the shape of an encrypted one."""
    parts = (b64encode(b"x" * length).decode() for length in (12, 20, 16))
    return ":".join([*parts, "v1"])


async def test_what_only_looks_encrypted_never_breaks_a_list_nor_is_it_shown_as_a_value(
    app: Application, editor: Caller, caller: Invite, tenant: Founded
):
    """Sent where nobody defined the field, read where somebody defined it as encrypted."""
    below = new_id()
    async with app.acting(tenant.tenant_id, below) as ctx:
        parent = tenant.organization_id
        await changes.insert(
            ctx, Organization, {"id": below, "organization_id": below, "name": "x", "parent_id": parent}
        )
    await define(editor, "pin", encrypted=True)
    own = await made(editor, cf_pin="tajne")
    branch = await caller("warehouse.*", organizations=[below], organization_id=below)
    theirs = await made(branch, cf_pin=forged())
    assert (await found(branch))[0]["cf_pin"] == forged()
    items = {item["id"]: item.get("cf_pin") for item in await found(editor)}
    assert items == {own: "tajne", theirs: None}
    for query in ({"sortField": "cf:pin"}, {"format": "json"}, {"format": "csv", "exportScope": "full"}):
        assert (await editor.get(MATERIALS, params=query)).status_code == 200


async def test_values_that_nobody_defined_are_not_encrypted_by_a_definition(editor: Caller):
    record = await made(editor, cf_pin=forged())
    refused = await editor.post(
        "/entities/definitions", {"entityId": MATERIAL, "key": "pin", "kind": "text", "configJson": {"encrypted": True}}
    )
    assert (refused.status_code, refused.json()["values"]) == (409, 1)
    await define(editor, "pin")
    assert (await found(editor))[0]["cf_pin"] == forged()
    await editor.put(MATERIALS, {"id": record, "cf_pin": None})
    await define(editor, "pin", encrypted=True)
