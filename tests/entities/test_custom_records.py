"""Custom entities and their records: as good as built-in ones, and nobody else's."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.directory.tables import Organization
from callers import Caller, Client, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
ALL = ("entities.*", "audit_logs.*")
TOOL = "shop:tool"


@pytest.fixture
async def editor(caller: Invite) -> Caller:
    """Somebody in an organization that knows tools: a name, an amount, whether it works, and tags."""
    who = await caller(*ALL)
    await know_tools(who)
    return who


async def know_tools(who: Caller) -> None:
    saved = await who.post("/entities/entities", {"entityId": TOOL, "label": "Tools", "labelField": "name"})
    assert saved.status_code == 200, saved.text
    fields = [
        {"key": "name", "kind": "text"},
        {"key": "amount", "kind": "integer"},
        {"key": "works", "kind": "boolean"},
        {"key": "tags", "kind": "select", "configJson": {"multi": True}},
    ]
    body = {"entityId": TOOL, "definitions": fields}
    assert (await who.post("/entities/definitions.batch", body)).status_code == 200


async def add(who: Caller, record: str | None = None, /, **values: Any) -> str:
    body = {"entityId": TOOL, "recordId": record, "values": values}
    answer = await who.post("/entities/records", body)
    assert answer.status_code == 200, answer.text
    return answer.json()["item"]["recordId"]


async def page(who: Any, **query: Any) -> dict[str, Any]:
    answer = await who.get("/entities/records", params={"entityId": TOOL, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def names(who: Any, **query: Any) -> list[str]:
    return [item.get("name") for item in (await page(who, **query))["items"]]


def operation(response: Any) -> dict[str, Any]:
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))


async def undo(who: Caller, response: Any) -> Any:
    answer = await who.post(UNDO, {"undoToken": operation(response)["undoToken"]})
    assert answer.status_code == 200, answer.text
    return answer.json()["logId"]


async def test_records_come_back_with_bare_keys_and_the_kinds_of_their_fields(editor: Caller):
    record = await add(editor, cf_name="Saw", amount="3", works="yes", tags=["a"], id="x", created_at="x")
    item = (await page(editor))["items"][0]
    assert {**item, "created_at": 0, "updated_at": 0} == {
        "id": record,
        "name": "Saw",
        "amount": 3,
        "works": True,
        "tags": ["a"],
        "created_at": 0,
        "updated_at": 0,
    }


async def test_pages_are_clamped_and_totals_true(editor: Caller):
    for number in range(5):
        await add(editor, name=f"T{number}")
    answer = await page(editor, page=2, pageSize=2)
    assert (answer["total"], answer["page"], answer["pageSize"], answer["totalPages"]) == (5, 2, 2, 3)
    assert [item["name"] for item in answer["items"]] == ["T2", "T3"]
    answer = await page(editor, page="x", pageSize=1000)
    assert (answer["page"], answer["pageSize"]) == (1, 100)
    assert (await page(editor, pageSize=0))["pageSize"] == 1
    assert (await page(editor, page=9, pageSize=2))["total"] == 5
    deep = await page(editor, page=10**9)
    assert (deep["items"], deep["total"]) == ([], 5)
    whole = await page(editor, all="true", pageSize=2)
    assert (len(whole["items"]), whole["pageSize"]) == (5, 1000)


async def test_any_field_filters_sorts_and_is_searched(editor: Caller):
    await add(editor, name="Łopata", amount=10, works=True, tags=["garden"])
    await add(editor, name="lupa", amount=9, works=False, tags=["garden", "desk"])
    await add(editor, name="yes", amount=100)
    for query, expected in (
        ({"amount": "9"}, ["lupa"]),
        ({"cf_amount": "9"}, ["lupa"]),
        ({"works": "no"}, ["lupa"]),
        ({"name": "yes"}, ["yes"]),
        ({"name": "true"}, []),
        ({"tags": "garden"}, ["Łopata", "lupa"]),
        ({"amount": "9,10"}, ["Łopata", "lupa"]),
        ({"cf_amountIn": "10,100"}, ["Łopata", "yes"]),
        ({"amount": "many"}, []),
        ({"nothing": "1"}, ["Łopata", "lupa", "yes"]),
        ({"sortField": "name"}, ["lupa", "Łopata", "yes"]),
        ({"sortField": "cf_amount", "sortDir": "desc"}, ["yes", "Łopata", "lupa"]),
        ({"sortField": "password"}, ["Łopata", "lupa", "yes"]),
        ({"search": "LOPA"}, ["Łopata"]),
        ({"search": "desk"}, ["lupa"]),
        ({"search": "tools"}, ["Łopata", "lupa", "yes"]),
        ({"search": "zzz"}, []),
    ):
        assert await names(editor, **query) == expected, query
    first = (await page(editor))["items"][0]["id"]
    assert await names(editor, id=first) == ["Łopata"]


async def test_a_list_is_one_statement(app: Application, editor: Caller):
    await add(editor, name="x")
    from bottega.kernel.context import Context  # noqa: PLC0415 - only to watch what requests ask

    asked: list[int] = []
    close = Context.close

    async def watched(self: Context) -> None:
        asked.append(self.asked)
        await close(self)

    await names(editor, amount="1", sortField="name")
    Context.close = watched
    try:
        await names(editor, amount="1", sortField="name", search="x")
    finally:
        Context.close = close
    assert asked == [1]


async def test_broken_rules_and_unknown_keys_are_named(editor: Caller):
    rule = {"rule": "required", "message": "priority required"}
    await editor.post(
        "/entities/definitions",
        {"entityId": TOOL, "key": "priority", "kind": "integer", "configJson": {"validation": [rule]}},
    )
    refused = await editor.post("/entities/records", {"entityId": TOOL, "values": {"name": "x"}})
    assert (refused.status_code, refused.json()) == (
        400,
        {
            "error": "Validation failed",
            "fields": {"cf_priority": "priority required"},
            "fieldLabels": {"cf_priority": "priority"},
        },
    )
    record = await add(editor, name="x", priority=1)
    body = {"entityId": TOOL, "recordId": record, "values": {"name": "y"}}
    assert (await editor.put("/entities/records", body)).status_code == 200
    refused = await editor.post("/entities/records", {"entityId": TOOL, "values": {"priority": 1, "colour": "red"}})
    assert refused.json()["fields"] == {"cf_colour": "Unknown custom field"}
    many = {f"k{i}": 1 for i in range(129)}
    refused = await editor.post("/entities/records", {"entityId": TOOL, "values": many})
    assert refused.json()["error"] == "Too many custom fields"


async def test_a_put_merges_and_a_post_overwrites(editor: Caller):
    record = await add(editor, name="Saw", amount=3)
    body = {"entityId": TOOL, "recordId": record, "values": {"amount": None, "works": True}}
    put = await editor.put("/entities/records", body)
    assert put.json() == {"ok": True, "item": {"entityId": TOOL, "recordId": record}}
    item = (await page(editor))["items"][0]
    assert (item["name"], item["works"], "amount" in item) == ("Saw", True, False)
    assert await add(editor, record, amount=1) == record
    item = (await page(editor))["items"][0]
    assert (item["amount"], "name" in item, "works" in item) == (1, False, False)
    assert await names(editor, search="saw") == []


async def test_an_id_that_is_none_makes_a_record(editor: Caller):
    for sent in ("create", "new", "null", "undefined", ""):
        assert UUID(await add(editor, sent, name=sent or "blank"))
    body = {"entityId": TOOL, "recordId": "create", "values": {"name": "put"}}
    assert (await editor.put("/entities/records", body)).status_code == 200
    wanted = str(new_id())
    body = {"entityId": TOOL, "recordId": wanted, "values": {"name": "mine"}}
    assert (await editor.put("/entities/records", body)).json()["item"]["recordId"] == wanted
    assert len(await names(editor)) == 7


async def test_a_deleted_record_is_hidden_and_brought_back_by_saving_it(editor: Caller):
    record = await add(editor, name="Saw", amount=3)
    gone = await editor.client.delete("/entities/records", params={"entityId": TOOL, "recordId": record})
    assert gone.json() == {"ok": True}
    assert (await page(editor))["total"] == 0
    assert (await page(editor, withDeleted="1"))["items"][0]["deleted_at"]
    again = await editor.delete("/entities/records", {"entityId": TOOL, "recordId": record})
    assert again.status_code == 404
    body = {"entityId": TOOL, "recordId": record, "values": {"amount": 4}}
    back = await editor.put("/entities/records", body)
    assert back.status_code == 200
    assert [(i["name"], i["amount"]) for i in (await page(editor))["items"]] == [("Saw", 4)]
    assert (await page(editor))["total"] == 1
    assert await names(editor, search="saw") == ["Saw"]
    await undo(editor, back)
    assert (await page(editor))["total"] == 0
    assert await names(editor, search="saw") == []


async def test_writes_are_audited_heard_of_undone_and_redone(app: Application, editor: Caller):
    created = await editor.post("/entities/records", {"entityId": TOOL, "values": {"name": "Saw"}})
    record = created.json()["item"]["recordId"]
    said = operation(created)
    assert (said["commandId"], said["actionLabel"], said["resourceKind"], said["resourceId"]) == (
        "entities.records.create",
        "Create record",
        "shop.tool",
        record,
    )
    body = {"entityId": TOOL, "recordId": record, "values": {"name": "Axe"}}
    updated = await editor.put("/entities/records", body)
    deleted = await editor.delete("/entities/records", {"entityId": TOOL, "recordId": record})
    async with app.database.tenant(editor.tenant_id) as connection:
        rows = await connection.fetch("SELECT name FROM event_outbox WHERE record_id = $1 ORDER BY id", UUID(record))
    assert [row["name"] for row in rows] == [f"entities.record.{verb}" for verb in ("created", "updated", "deleted")]
    await undo(editor, deleted)
    assert await names(editor) == ["Axe"]
    log = await undo(editor, updated)
    assert await names(editor) == ["Saw"]
    assert await names(editor, search="saw") == ["Saw"]
    assert (await editor.post(REDO, {"logId": log})).status_code == 200
    assert await names(editor) == ["Axe"]


async def test_reading_is_noted_in_the_access_log(app: Application, editor: Caller):
    record = await add(editor, name="Saw")
    await page(editor)
    await app.access.flush()
    async with app.database.tenant(editor.tenant_id) as connection:
        rows = await connection.fetch("SELECT resource_ids FROM access_logs WHERE resource_kind = 'shop.tool'")
    assert [str(i) for row in rows for i in row["resource_ids"]] == [record]


async def test_exports_have_a_column_a_field_and_full_ones_every_row(editor: Caller):
    await add(editor, name="=Saw", amount=-3, tags=["a", "b"])
    await add(editor, name="Axe")
    answer = await editor.get(
        "/entities/records", params={"entityId": TOOL, "format": "csv", "name": "=Saw", "pageSize": 1}
    )
    assert answer.headers["content-disposition"] == 'attachment; filename="shop_tool.csv"'
    head, *rows = answer.text.splitlines()
    assert head == "Id,Name,Amount,Works,Tags,Created At,Updated At"
    assert len(rows) == 1
    assert ",'=Saw,-3,," in rows[0]
    full = await editor.get(
        "/entities/records", params={"entityId": TOOL, "format": "json", "export_scope": "full", "name": "=Saw"}
    )
    assert 'filename="shop_tool_full.json"' in full.headers["content-disposition"]
    assert [row["Name"] for row in full.json()] == ["=Saw", "Axe"]
    bad = await editor.get("/entities/records", params={"entityId": TOOL, "format": "exe"})
    assert bad.status_code == 400


async def test_encrypted_fields_of_records_are_neither_stored_nor_searched_in_the_clear(
    app: Application, editor: Caller
):
    body = {"entityId": TOOL, "key": "pin", "kind": "text", "configJson": {"encrypted": True}}
    await editor.post("/entities/definitions", body)
    record = await add(editor, pin="tajne-1234")
    assert (await page(editor))["items"][0]["pin"] == "tajne-1234"
    assert (await page(editor, search="tajne"))["items"] == []
    async with app.database.tenant(editor.tenant_id) as connection:
        row = await connection.fetchval("SELECT to_jsonb(r)::text FROM entities_records r WHERE id = $1", UUID(record))
        found = await connection.fetchval("SELECT string_agg(words || title, ' ') FROM search_rows")
    assert "tajne" not in row
    assert "tajne" not in (found or "")


async def test_system_entities_are_not_records_and_unknown_ones_are_not_there(editor: Caller):
    for name in ("auth:user", "warehouse:material", "entities:record"):
        body = {"entityId": name, "recordId": str(new_id()), "values": {}}
        for answer in (
            await editor.get("/entities/records", params={"entityId": name}),
            await editor.post("/entities/records", body),
            await editor.put("/entities/records", body),
            await editor.delete("/entities/records", body),
            await editor.get("/entities/relations/options", params={"entityId": name, "labelField": "password"}),
        ):
            assert (answer.status_code, answer.json()["error"], answer.json()["entityId"]) == (
                400,
                "Records are available for custom entities only",
                name,
            )
    assert (await editor.get("/entities/records", params={"entityId": "no:such"})).status_code == 404
    missing = await editor.get("/entities/records")
    assert (missing.status_code, missing.json()["error"]) == (400, "Entity is required")
    refused = await editor.post("/entities/entities", {"entityId": "auth:user", "label": "x"})
    assert refused.json()["error"] == "System entities cannot be registered as custom entities"
    assert refused.json()["code"] == "system_entity_records_blocked"


async def organization(app: Application, tenant_id: UUID, parent: UUID, name: str) -> UUID:
    made = new_id()
    async with app.acting(tenant_id, made) as ctx:
        values = {"id": made, "organization_id": made, "name": name, "parent_id": parent}
        await changes.insert(ctx, Organization, values)
    return made


async def test_other_organizations_and_tenants_have_records_of_their_own(
    app: Application, tenant: Founded, editor: Caller, caller: Invite
):
    record = await add(editor, name="Saw")
    beside = await organization(app, tenant.tenant_id, tenant.organization_id, "beside")
    neighbour = await caller(*ALL, organization_id=beside, organizations=[beside])
    stranger = await caller(*ALL, within=await found_tenant(app, "Elsewhere"))
    key = {"entityId": TOOL, "recordId": record}
    for other in (neighbour, stranger):
        assert (await other.get("/entities/records", params={"entityId": TOOL})).status_code == 404
        await know_tools(other)
        assert await names(other) == []
        assert (await other.delete("/entities/records", key)).status_code == 404
    for verb in (neighbour.put, neighbour.post):
        assert (await verb("/entities/records", {**key, "values": {"name": "Mine"}})).status_code == 404
    # The same id in another tenant is another record.
    assert await add(stranger, record, name="Theirs") == record
    assert (await names(editor), await names(stranger), await names(neighbour)) == (["Saw"], ["Theirs"], [])


async def test_the_same_new_id_from_several_at_once_is_one_record(editor: Caller):
    record = str(new_id())
    body = {"entityId": TOOL, "recordId": record, "values": {"name": "x"}}
    answers = await asyncio.gather(*(editor.post("/entities/records", body) for _ in range(5)))
    assert {a.status_code for a in answers} <= {200, 409}
    assert 200 in {a.status_code for a in answers}
    assert (await page(editor))["total"] == 1


async def test_entities_are_listed_put_into_the_navigation_deleted_and_revived(editor: Caller):
    items = (await editor.get("/entities/entities")).json()["items"]
    tool = next(item for item in items if item["entityId"] == TOOL)
    assert tool == {
        "entityId": TOOL,
        "source": "custom",
        "label": "Tools",
        "labelField": "name",
        "showInSidebar": False,
        "isRestricted": False,
        "count": 4,
    }
    code = next(item for item in items if item["entityId"] == "warehouse:material")
    assert (code["source"], code["label"], code["count"]) == ("code", "Material", 0)
    assert not [item for item in items if item["entityId"].startswith("entities:")]
    shown = {"entityId": TOOL, "label": "Tools", "showInSidebar": True, "description": "All of them"}
    saved = await editor.post("/entities/entities", shown)
    assert saved.json()["item"]["description"] == "All of them"
    renamed = await editor.post("/entities/entities", {"entityId": TOOL, "label": "Gear"})
    sidebar = {"items": [{"entityId": TOOL, "label": "Gear", "href": "/backend/entities/user/shop%3Atool/records"}]}
    assert (await editor.get("/entities/sidebar-entities")).json() == sidebar
    await undo(editor, renamed)
    assert (await editor.get("/entities/sidebar-entities")).json()["items"][0]["label"] == "Tools"

    await add(editor, name="Saw")
    assert (await editor.delete("/entities/entities", {"entityId": TOOL})).json() == {"ok": True}
    assert (await editor.delete("/entities/entities", {"entityId": TOOL})).status_code == 404
    assert (await editor.delete("/entities/entities", {})).json()["error"] == "Entity is required"
    assert (await editor.get("/entities/records", params={"entityId": TOOL})).status_code == 404
    assert (await editor.get("/entities/sidebar-entities")).json() == {"items": []}
    await editor.post("/entities/entities", {"entityId": TOOL, "label": "Tools"})
    assert await names(editor) == ["Saw"]


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"entityId": "Tools"}, "entityId"),
        ({"label": ""}, "label"),
        ({"label": "x" * 201}, "label"),
        ({"description": "x" * 2001}, "description"),
        ({"labelField": "a b"}, "labelField"),
        ({"defaultEditor": "word"}, "defaultEditor"),
    ],
)
async def test_a_bad_entity_is_a_400_that_names_the_field(caller: Invite, changed: dict[str, Any], path: str):
    who = await caller(*ALL)
    refused = await who.post("/entities/entities", {"entityId": TOOL, "label": "Tools", **changed})
    assert refused.status_code == 400
    assert path in [issue["path"][0] for issue in refused.json()["details"]]


async def test_relation_options_are_called_by_a_declared_field(editor: Caller):
    for name in ("Łopata", "Saw", "100% wool"):
        await add(editor, name=name, amount=5)
    await add(editor, amount=7)

    async def options(**query: Any) -> list[str]:
        answer = await editor.get("/entities/relations/options", params={"entityId": TOOL, **query})
        assert answer.status_code == 200, answer.text
        return [item["label"] for item in answer.json()["items"]]

    assert [label for label in await options() if "-" not in label] == ["100% wool", "Łopata", "Saw"]
    assert await options(q="lopa") == ["Łopata"]
    assert await options(q="%") == ["100% wool"]
    assert await options(labelField="amount", q="7") == ["7"]
    assert len(await options(labelField="password_hash")) == 4
    assert (await editor.get("/entities/relations/options")).json() == {"items": []}


async def test_each_operation_asks_for_its_feature(nobody: Client, caller: Invite, editor: Caller):
    record = await add(editor, name="x")
    viewer = await caller("entities.records.view")
    key = {"entityId": TOOL, "recordId": record}
    assert (await nobody.get("/entities/records", params=key)).status_code == 401
    assert await names(viewer) == ["x"]
    assert (await viewer.delete("/entities/records", key)).status_code == 403
    someone = await caller()
    assert (await someone.get("/entities/records", params=key)).status_code == 403
    assert (await someone.get("/entities/entities")).status_code == 200
    assert (await someone.get("/entities/sidebar-entities")).status_code == 200
    assert (await someone.get("/entities/relations/options", params=key)).status_code == 403


async def test_a_caller_without_organizations_sees_and_writes_nothing(caller: Invite, editor: Caller):
    await add(editor, name="x")
    closed = await caller(*ALL, organizations=[])
    assert (await closed.get("/entities/entities")).status_code == 401
    answer = await closed.get("/entities/records", params={"entityId": TOOL})
    assert (answer.status_code, answer.json()["items"], answer.json()["total"]) == (200, [], 0)
    assert (await closed.post("/entities/records", {"entityId": TOOL, "values": {}})).status_code == 403


async def test_options_with_encrypted_labels_are_found_and_ordered_by_what_the_labels_say(editor: Caller):
    body = {"entityId": TOOL, "key": "code", "kind": "text", "configJson": {"encrypted": True}}
    assert (await editor.post("/entities/definitions", body)).status_code == 200
    for code in ("żuraw", "Łom", "lina"):
        await add(editor, code=code)
    unnamed = await add(editor, amount=1)

    async def options(**query: Any) -> list[str]:
        query = {"entityId": TOOL, "labelField": "code", **query}
        answer = await editor.get("/entities/relations/options", params=query)
        assert answer.status_code == 200, answer.text
        return [item["label"] for item in answer.json()["items"]]

    assert await options() == ["lina", "Łom", "żuraw", unnamed]
    assert await options(q="lom") == ["Łom"]
    assert await options(q="%") == []


async def test_an_upsert_of_an_entity_changes_only_what_is_sent(editor: Caller):
    """What is left out of a known entity stays; a field that was not declared labels nothing."""
    full = {
        "entityId": TOOL,
        "label": "Tools",
        "description": "All",
        "labelField": "name",
        "showInSidebar": True,
        "defaultEditor": "htmlRichText",
    }
    await editor.post("/entities/entities", full)
    saved = await editor.post("/entities/entities", {"entityId": TOOL, "label": "Gear"})
    assert saved.json()["item"] == {**saved.json()["item"], "label": "Gear", "description": "All"}
    items = (await editor.get("/entities/entities")).json()["items"]
    tool = next(item for item in items if item["entityId"] == TOOL)
    assert (tool["showInSidebar"], tool["defaultEditor"], tool["labelField"]) == (True, "htmlRichText", "name")
    await editor.post("/entities/definitions", {"entityId": TOOL, "key": "about", "kind": "multiline"})
    listed = (await editor.get("/entities/definitions", params={"entityId": TOOL})).json()["items"]
    assert {one["key"]: one.get("editor") for one in listed}["about"] == "htmlRichText"
    refused = await editor.post("/entities/entities", {"entityId": "Tools", "label": "x"})
    assert refused.json()["details"][0]["message"] == (
        "Enter the entity in the format module_name:entity_id, with your preferred entity and module names"
    )


async def test_rich_text_of_a_record_is_cleaned_and_reserved_keys_change_nothing(editor: Caller):
    config = {"editor": "htmlRichText"}
    body = {"entityId": TOOL, "key": "about", "kind": "multiline", "configJson": config}
    await editor.post("/entities/definitions", body)
    reserved = {"organization_id": str(new_id()), "tenant_id": str(new_id()), "deleted_at": "2020-01-01"}
    record = await add(editor, about="<b>x</b><script>alert(1)</script>", **reserved, updated_at="x")
    [item] = (await page(editor))["items"]
    assert (item["id"], item["about"]) == (record, "<b>x</b>")
    assert not {"organization_id", "tenant_id", "deleted_at"} & set(item)
