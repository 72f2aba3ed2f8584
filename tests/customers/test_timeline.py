"""Activities and notes: whom they are about, who wrote them, how they look, and that undo restores them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from crm import FEATURES, Crm, neighbour, unstamped

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant

WRITER = (
    "customers.people.*",
    "customers.companies.*",
    "customers.deals.*",
    "customers.activities.*",
    "audit_logs.undo_self",
    "audit_logs.redo_self",
)
KINDS = [("activities", {"activityType": "call", "subject": "Pomiar"}), ("comments", {"body": "Oddzwonić"})]


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


async def test_an_activity_shows_its_author_its_deal_and_the_look_of_its_type(crm: Crm):
    ewa = await crm.person()
    deal = await crm.deal(personIds=[ewa])
    made = await crm.made(
        "activities",
        {
            "entityId": ewa,
            "dealId": deal,
            "activityType": "Pomiar",
            "subject": "Kuchnia",
            "body": "Z kolegą",
            "occurredAt": "2026-02-03T10:00:00Z",
            "appearanceIcon": "lucide:ruler",
            "appearanceColor": "#AABBCC",
            "customValues": {"mood": "good"},
        },
    )
    item = await crm.item("activities", made["id"])
    assert (item["entityId"], item["dealId"], item["dealTitle"]) == (ewa, deal, "Kuchnia dębowa")
    assert (item["subject"], item["body"]) == ("Kuchnia", "Z kolegą")
    assert item["occurredAt"] == "2026-02-03T10:00:00.000Z"
    assert (item["authorUserId"], item["authorEmail"]) == (str(crm.me.user_id), crm.me.email)
    assert (item["appearanceIcon"], item["appearanceColor"]) == ("lucide:ruler", "#aabbcc")
    assert (item["activityTypeLabel"], item["customValues"]) == ("Pomiar", {"mood": "good"})
    assert item["cf_mood"] == "good"
    # The next of that type looks the same.
    other = await crm.made("activities", {"entityId": ewa, "activityType": "pomiar"})
    item = await crm.item("activities", other["id"])
    assert (item["appearanceIcon"], item["activityTypeLabel"]) == ("lucide:ruler", "Pomiar")
    words = await crm.items("dictionaries/activity-types")
    assert [word["value"] for word in words] == ["Pomiar"]


async def test_another_type_brings_its_look_unless_one_is_sent(crm: Crm):
    ewa = await crm.person()
    for value, icon in (("call", "lucide:phone"), ("meeting", "lucide:users")):
        await crm.made("dictionaries/activity-types", {"value": value, "icon": icon, "color": "#112233"})
    made = await crm.made("activities", {"entityId": ewa, "activityType": "call"})
    await crm.put("activities", id=made["id"], activityType="meeting")
    assert (await crm.item("activities", made["id"]))["appearanceIcon"] == "lucide:users"
    await crm.put("activities", id=made["id"], activityType="call", appearanceIcon="lucide:star")
    assert (await crm.item("activities", made["id"]))["appearanceIcon"] == "lucide:star"


async def test_activities_are_filtered_by_customer_deal_and_type_and_sorted_by_when_they_happened(crm: Crm):
    ewa, jan = await crm.person("Ewa Nowak"), await crm.person("Jan Kos")
    deal = await crm.deal()
    for day, person, kind in ((3, ewa, "call"), (1, ewa, "email"), (2, jan, "call")):
        body = {"entityId": person, "activityType": kind, "occurredAt": f"2026-01-0{day}", "subject": str(day)}
        await crm.made("activities", body | ({"dealId": deal} if day == 2 else {}))

    async def subjects(**query: Any) -> list[str]:
        return [i["subject"] for i in await crm.items("activities", sortField="occurredAt", **query)]

    assert await subjects() == ["1", "2", "3"]
    assert await subjects(entityId=ewa, sortDir="desc") == ["3", "1"]
    assert await subjects(activityType="call") == ["2", "3"]
    assert await subjects(dealId=deal) == ["2"]
    assert (await crm.me.get("/customers/activities", params={"entityId": "x"})).status_code == 400


@pytest.mark.parametrize("path", ["comments", "addresses", "activities", "tags", "deals"])
async def test_lists_are_sorted_by_when_a_record_was_made_or_changed(crm: Crm, path: str):
    ewa = await crm.person()
    about = {"body": "x", "addressLine1": "x", "activityType": "call", "title": "x", "label": "x", "entityId": ewa}
    made = [(await crm.made(path, {**about, "slug": f"s{n}"}))["id"] for n in range(3)]
    changed = {"tags": {"color": "red"}, "addresses": {"city": "y"}, "deals": {"source": "y"}}
    await crm.put(path, id=made[0], **changed.get(path, {"body": "y"}))

    async def ids(**query: Any) -> list[str]:
        return [item["id"] for item in await crm.items(path, **query)]

    assert await ids(sortField="createdAt") == made
    assert await ids(sortField="createdAt", sortDir="desc") == made[::-1]
    assert await ids(sortField="updatedAt") == [made[1], made[2], made[0]]
    assert await ids(sortField="no_such_column") == made
    assert await ids(sortField="createdAt", pageSize=2, page=2) == made[2:]


async def test_comments_honour_the_customer_and_name_the_deal(crm: Crm):
    ewa, jan = await crm.person("Ewa Nowak"), await crm.person("Jan Kos")
    deal = await crm.deal()
    made = await crm.made("comments", {"entityId": ewa, "dealId": deal, "body": "=SUMA()"})
    assert made["authorUserId"] == str(crm.me.user_id)
    await crm.made("comments", {"entityId": jan, "body": "Inna"})
    [item] = await crm.items("comments", entityId=ewa)
    assert (item["body"], item["deal_title"], item["dealTitle"]) == ("=SUMA()",) + ("Kuchnia dębowa",) * 2
    assert [i["id"] for i in await crm.items("comments", dealId=deal)] == [made["id"]]
    [other] = await crm.items("comments", entityId=jan)
    assert "dealTitle" not in other
    exported = await crm.me.get("/customers/comments", params={"format": "csv"})
    assert "'=SUMA()" in exported.text


@pytest.mark.parametrize(("path", "body"), KINDS)
async def test_customer_and_deal_are_checked(crm: Crm, caller: Any, app: Any, path: str, body: dict[str, Any]):
    ewa = await crm.person()
    for stranger in (await caller(*FEATURES, within=await found_tenant(app, "Elsewhere")), await neighbour(caller)):
        other = Crm(stranger)
        refused = await stranger.post(f"/customers/{path}", {"entityId": ewa, **body})
        assert (refused.status_code, refused.json()["error"]) == (404, "Customer not found")
        theirs = await other.deal("Obca")
        linked = await crm.me.post(f"/customers/{path}", {"entityId": ewa, "dealId": theirs, **body})
        assert (linked.status_code, linked.json()["error"]) == (400, "Deal not found")
    nobody = await crm.me.post(f"/customers/{path}", {"entityId": str(uuid4()), **body})
    assert (nobody.status_code, nobody.json()["error"]) == (404, "Customer not found")
    assert await crm.items(path) == []


@pytest.mark.parametrize(("path", "body"), KINDS)
async def test_strangers_neither_see_nor_change_what_was_written(
    crm: Crm, caller: Any, app: Any, path: str, body: dict[str, Any]
):
    made = await crm.made(path, {"entityId": await crm.person(), **body})
    before = await crm.item(path, made["id"])
    for stranger in (await caller(*FEATURES, within=await found_tenant(app, "Elsewhere")), await neighbour(caller)):
        assert (await stranger.get(f"/customers/{path}")).json()["total"] == 0
        changed = await stranger.put(f"/customers/{path}", {"id": made["id"], **body})
        assert changed.status_code == 404
        gone = await stranger.delete(f"/customers/{path}", {"id": made["id"]})
        assert gone.status_code == 404
        assert gone.json()["error"].endswith("not found")
    assert await crm.item(path, made["id"]) == before


@pytest.mark.parametrize(("path", "body"), KINDS)
async def test_the_author_is_the_caller_and_only_super_admins_name_another(
    crm: Crm, caller: Any, app: Any, path: str, body: dict[str, Any]
):
    ewa = await crm.person()
    # Who manages the customers' settings, as the default role of employees does, is no exception.
    plain, boss = await caller("customers.*"), await caller(super_admin=True)
    signed = await Crm(plain).made(path, {"entityId": ewa, **body})
    own = await Crm(plain).made(path, {"entityId": ewa, "authorUserId": str(plain.user_id), **body})
    others = {"authorUserId": str(boss.user_id)}
    forged = await plain.post(f"/customers/{path}", {"entityId": ewa, **others, **body})
    assert forged.status_code == 403, forged.text
    assert forged.json()["error"] == "Only super administrators may name another author"
    for named in (others, {"authorUserId": None}):
        assert (await plain.put(f"/customers/{path}", {"id": signed["id"], **named})).status_code == 403
    filed = await Crm(boss).made(path, {"entityId": ewa, "authorUserId": str(plain.user_id), **body})
    name = "authorUserId" if path == "activities" else "author_user_id"
    for record in (signed, own, filed):
        assert (await crm.item(path, record["id"]))[name] == str(plain.user_id)
    log = await boss.get("/audit_logs/audit-logs/actions", params={"limit": 1})
    entry = log.json()["items"][0]
    assert (entry["resourceId"], entry["actorUserId"]) == (filed["id"], str(boss.user_id))
    elsewhere = await caller(*FEATURES, within=await found_tenant(app, "Elsewhere"))
    for nobody_here in (elsewhere.user_id, new_id()):
        foreign = await boss.post(f"/customers/{path}", {"entityId": ewa, "authorUserId": str(nobody_here), **body})
        assert foreign.status_code == 400
        assert foreign.json()["details"][0]["path"] == ["authorUserId"]


@pytest.mark.parametrize(("path", "body"), KINDS)
async def test_undo_and_redo_restore_what_was_written(crm: Crm, path: str, body: dict[str, Any]):
    ewa = await crm.person()
    word = "body" if path == "comments" else "subject"
    made = await crm.me.post(f"/customers/{path}", {"entityId": ewa, **body})
    record = made.json()["id"]
    before = await crm.item(path, record)
    changed = await crm.put(path, id=record, **{word: "Inaczej"})
    undone = await crm.undone(changed)
    assert unstamped(await crm.item(path, record)) == unstamped(before)
    await crm.redone(undone)
    assert (await crm.item(path, record))[word] == "Inaczej"
    gone = await crm.drop(path, record)
    await crm.undone(gone)
    back = await crm.item(path, record)
    created = "createdAt" if path == "activities" else "created_at"
    assert (back[word], back[created]) == ("Inaczej", before[created])


async def test_undo_of_an_activity_resets_custom_fields_and_drops_those_added_since(crm: Crm):
    made = await crm.made("activities", {"entityId": await crm.person(), "activityType": "call", "cf_a": 1})
    changed = await crm.put("activities", id=made["id"], cf_a=2, cf_b=3)
    item = await crm.item("activities", made["id"])
    assert (item["cf_a"], item["cf_b"]) == (2, 3)
    await crm.undone(changed)
    item = await crm.item("activities", made["id"])
    assert (item["cf_a"], item.get("cf_b")) == (1, None)


async def test_a_new_type_stays_when_the_activity_is_undone(crm: Crm):
    ewa = await crm.person()
    made = await crm.me.post("/customers/activities", {"entityId": ewa, "activityType": "Wizyta"})
    await crm.made("activities", {"entityId": ewa, "activityType": "wizyta"})
    undone = await crm.undone(made)
    [left] = await crm.items("activities")
    assert left["activityTypeLabel"] == "Wizyta"
    await crm.redone(undone)
    assert len(await crm.items("activities")) == 2


@pytest.mark.parametrize(("path", "body"), KINDS)
async def test_the_audit_entry_names_the_customer_as_parent(crm: Crm, app: Any, path: str, body: dict[str, Any]):
    oak = await crm.company()
    made = await crm.made(path, {"entityId": oak, **body})
    await crm.drop(path, made["id"])
    async with app.database.tenant(crm.me.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT action_label, resource_kind, parent_resource_kind, parent_resource_id, organization_id"
            " FROM action_logs WHERE resource_id = $1 ORDER BY id",
            made["id"],
        )
    kind, noun = ("customers.activity", "activity") if path == "activities" else ("customers.comment", "note")
    assert [row["action_label"] for row in rows] == [f"Create {noun}", f"Delete {noun}"]
    for row in rows:
        assert (row["resource_kind"], row["parent_resource_kind"]) == (kind, "customers.company")
        assert (row["parent_resource_id"], row["organization_id"]) == (oak, crm.me.organization_id)


async def test_what_was_written_is_encrypted_in_the_database(crm: Crm, app: Any):
    ewa = await crm.person()
    await crm.made("activities", {"entityId": ewa, "activityType": "call", "subject": "Sekret", "body": "Sekret"})
    await crm.made("comments", {"entityId": ewa, "body": "Sekret"})
    async with app.database.tenant(crm.me.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT subject AS text FROM customers_activities UNION ALL SELECT body FROM customers_activities"
            " UNION ALL SELECT body FROM customers_comments"
        )
    assert len(rows) == 3
    assert all(row["text"].endswith(":v1") for row in rows)


async def test_all_organizations_may_be_selected_by_an_administrator(crm: Crm, caller: Any):
    ewa = await crm.person()
    boss = await caller(super_admin=True)
    boss.client.cookies.set("om_selected_org", "__all__")
    made = await boss.post("/customers/comments", {"entityId": ewa, "body": "Z góry"})
    assert made.status_code == 201, made.text
    listed = await boss.get("/customers/comments")
    assert UUID(listed.json()["items"][0]["organization_id"]) == crm.me.organization_id
    for path in ("activities", "addresses", "deals"):
        assert (await boss.get(f"/customers/{path}")).status_code == 200


@pytest.mark.parametrize("path", ["activities", "comments", "addresses"])
async def test_delete_wants_an_id(crm: Crm, path: str):
    answer = await crm.me.delete(f"/customers/{path}", {})
    noun = {"activities": "Activity", "comments": "Comment", "addresses": "Address"}[path]
    assert (answer.status_code, answer.json()["error"]) == (400, f"{noun} id is required")
