"""The library, partitions, transfer, and the rights of the records that files belong to."""

from typing import Any
from uuid import uuid4

from files import MANAGER, PNG, listed, token_of, undo, upload, uploaded

from callers import Caller, Invite

OF_PEOPLE = ("customers.people.view", "customers.people.manage")
PERSON = "customers:customer_entity"


async def person(me: Caller, name: str = "Anna") -> str:
    made = await me.post("/customers/people", {"firstName": name, "lastName": "Nowak", "displayName": f"{name} Nowak"})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def library(me: Caller, **query: Any) -> dict[str, Any]:
    answer = await me.get("/attachments/library", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_library_is_searched_filtered_sorted_and_paged(caller: Invite) -> None:
    me = await caller(*MANAGER)
    for name, tags in (("Łazienka.txt", "a,b"), ("Kuchnia.txt", "a"), ("Garderoba.txt", "")):
        await uploaded(me, name.encode(), name, tags=tags)
    everything = await library(me)
    assert [one["fileName"] for one in everything["items"]] == ["Garderoba.txt", "Kuchnia.txt", "Łazienka.txt"]
    assert (everything["total"], everything["totalPages"], everything["availableTags"]) == (3, 1, ["a", "b"])
    assert {one["code"]: one["isPublic"] for one in everything["partitions"]} == {
        "privateAttachments": False,
        "productsMedia": True,
    }
    assert [one["fileName"] for one in (await library(me, tags="a,b"))["items"]] == ["Łazienka.txt"]
    assert [one["fileName"] for one in (await library(me, search="lazien"))["items"]] == ["Łazienka.txt"]
    named = await library(me, sortField="fileName", sortDir="asc", pageSize=2, page=2)
    assert ([one["fileName"] for one in named["items"]], named["totalPages"]) == (["Łazienka.txt"], 2)
    assert (await library(me, partition="productsMedia"))["total"] == 0
    assert (await library(await caller("attachments.view")))["total"] == 3
    for bad in ({"page": 0}, {"pageSize": 101}, {"sortField": "content"}, {"sortDir": "up"}):
        assert (await me.get("/attachments/library", params=bad)).status_code == 400, bad


async def test_what_is_said_of_a_file_changes_and_changes_back(caller: Invite) -> None:
    me = await caller(*MANAGER, *OF_PEOPLE)
    item = await uploaded(me, tags="a")
    anna = await person(me)
    body = {"tags": ["b", " b ", "c"], "assignments": [{"type": PERSON, "id": anna}], "cf_room": "bath"}
    answer = await me.client.patch(f"/attachments/library/{item['id']}", json=body)
    assert answer.status_code == 200, answer.text
    said = answer.json()["item"]
    assert (said["tags"], said["customFields"]) == (["b", "c"], {"room": "bath"})
    [shown] = said["assignments"]
    assert (shown["label"], shown["href"].endswith(f"/{anna}")) == ("Anna Nowak", True)
    assert [one["id"] for one in await listed(me, PERSON, anna)] == [item["id"]]
    read = (await me.get(f"/attachments/library/{item['id']}")).json()["item"]
    assert (read["customFields"], read["partitionTitle"]) == ({"room": "bath"}, "Private attachments")
    assert (await undo(me, token_of(answer))).status_code == 200
    assert (await me.get(f"/attachments/library/{item['id']}")).json()["item"]["tags"] == ["a"]
    nowhere = {"assignments": [{"type": PERSON, "id": str(uuid4())}]}
    refused = await me.client.patch(f"/attachments/library/{item['id']}", json=nowhere)
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["assignments", 0])
    assert (await me.client.patch(f"/attachments/library/{uuid4()}", json={})).status_code == 404


async def test_files_of_a_record_have_the_rights_of_the_record(caller: Invite) -> None:
    owner = await caller(*MANAGER, *OF_PEOPLE)
    anna = await person(owner)
    item = await uploaded(owner, entity=PERSON, record=anna)
    assert item["assignments"][0]["id"] == anna
    reader = await caller("customers.people.view", "attachments.*")
    stranger = await caller("attachments.*", "audit_logs.*")
    assert [one["id"] for one in await listed(reader, PERSON, anna)] == [item["id"]]
    assert (await reader.get(f"/attachments/file/{item['id']}")).status_code == 200
    assert (await (await caller("customers.people.view")).get(f"/attachments/file/{item['id']}")).status_code == 200
    assert (await library(reader))["total"] == 1
    assert (await reader.delete("/attachments", params={"id": item["id"]})).status_code == 403
    assert (await upload(reader, entity=PERSON, record=anna)).status_code == 403
    assert (await library(stranger))["total"] == 0
    assert (await stranger.get("/attachments", params={"entityId": PERSON, "recordId": anna})).status_code == 403
    for path in (f"/attachments/file/{item['id']}", f"/attachments/library/{item['id']}"):
        assert (await stranger.get(path)).status_code == 404
    assert (await stranger.delete("/attachments", params={"id": item["id"]})).status_code == 404
    assert (await undo(stranger, item["token"])).status_code == 400
    assert (await upload(owner, entity=PERSON, record=str(uuid4()))).status_code == 404
    assert (await upload(owner, entity="no:such", record=anna)).json()["details"][0]["path"] == ["entityId"]
    deleted = await owner.delete("/customers/people", params={"id": anna})
    assert deleted.status_code == 200, deleted.text
    assert (await owner.get(f"/attachments/file/{item['id']}")).status_code == 404
    assert (await library(owner))["total"] == 0
    owner_can_undo = await undo(owner, token_of(deleted))
    assert owner_can_undo.status_code == 200, owner_can_undo.text
    assert (await owner.get(f"/attachments/file/{item['id']}")).content == PNG


async def test_files_of_messages_are_for_the_two_who_write_to_each_other(caller: Invite) -> None:
    writing = (*MANAGER, "messaging.*")
    me, you, other = await caller(*writing), await caller(*writing), await caller(*writing)
    sent = await me.post(
        "/messaging/messages",
        {"temat": "Plan", "tresc": "W załączniku", "senderId": str(me.user_id), "recipientId": str(you.user_id)},
    )
    assert sent.status_code == 201, sent.text
    item = await uploaded(me, entity="messaging:message", record=sent.json()["id"])
    assert (await you.get(f"/attachments/file/{item['id']}")).content == PNG
    assert (await library(you))["total"] == 1
    assert (await other.get(f"/attachments/file/{item['id']}")).status_code == 404
    assert (await library(other))["total"] == 0


async def test_files_of_a_record_that_is_not_saved_yet_move_to_it(caller: Invite) -> None:
    me, other = await caller(*MANAGER, *OF_PEOPLE), await caller(*MANAGER, *OF_PEOPLE)
    first, second = [await uploaded(me, entity=PERSON, record="draft-1") for _ in range(2)]
    assert len(await listed(me, PERSON, "draft-1")) == 2
    assert await listed(other, PERSON, "draft-1") == []
    assert (await other.get(f"/attachments/file/{first['id']}")).status_code == 404
    anna = await person(me)
    body = {"entityId": PERSON, "attachmentIds": [first["id"], second["id"], str(uuid4())], "toRecordId": anna}
    assert (await other.post("/attachments/transfer", body)).status_code == 404
    assert (await me.post("/attachments/transfer", {**body, "fromRecordId": "draft-2"})).status_code == 404
    assert (await me.post("/attachments/transfer", {**body, "toRecordId": "draft-3"})).status_code == 400
    assert (await me.post("/attachments/transfer", {**body, "toRecordId": str(uuid4())})).status_code == 404
    moved = await me.post("/attachments/transfer", body)
    assert (moved.status_code, moved.json()) == (201, {"ok": True, "updated": 2})
    found = await listed(other, PERSON, anna)
    assert {one["id"] for one in found} == {first["id"], second["id"]}
    assert {(one["assignments"][0]["id"], len(one["assignments"])) for one in found} == {(anna, 1)}
    assert (await undo(me, token_of(moved))).status_code == 200
    assert len(await listed(me, PERSON, "draft-1")) == 2


async def test_partitions_are_made_changed_and_removed_and_the_built_in_ones_stay(
    caller: Invite, admin: Caller
) -> None:
    me = await caller(*MANAGER)
    before = (await me.get("/attachments/partitions")).json()["items"]
    assert [one["code"] for one in before] == ["productsMedia", "privateAttachments"]
    made = await me.post("/attachments/partitions", {"code": "plans", "title": "Plans", "description": "x"})
    assert (made.status_code, made.json()["item"]["requiresOcr"]) == (201, True)
    plans = made.json()["item"]["id"]
    for code, field in (("plans", 409), ("productsMedia", 409), ("a", 400), ("a b", 400)):
        assert (await me.post("/attachments/partitions", {"code": code, "title": "T"})).status_code == field, code
    changed = {"id": plans, "code": "plans", "title": "Drawings", "requiresOcr": False}
    answer = await me.put("/attachments/partitions", changed)
    item = answer.json()["item"]
    assert (item["title"], item["description"], item["requiresOcr"]) == ("Drawings", None, False)
    assert (await undo(me, token_of(answer))).status_code == 200
    assert (await me.put("/attachments/partitions", {**changed, "code": "other"})).status_code == 400
    assert (await me.put("/attachments/partitions", {**changed, "id": str(uuid4())})).status_code == 404
    await uploaded(me, partitionCode="plans")
    assert (await me.delete("/attachments/partitions", params={"id": plans})).status_code == 409
    assert (await undo(me, token_of(made))).status_code in (400, 409)
    empty = (await me.post("/attachments/partitions", {"code": "empty", "title": "E"})).json()["item"]["id"]
    assert (await me.delete("/attachments/partitions", params={"id": empty})).status_code == 204
    built_in = {"id": before[1]["id"], "code": "privateAttachments", "title": "Ours"}
    assert (await me.put("/attachments/partitions", built_in)).status_code == 403
    assert (await admin.put("/attachments/partitions", built_in)).json()["item"]["title"] == "Ours"
    assert (await admin.delete("/attachments/partitions", params={"id": before[1]["id"]})).status_code == 400
    titles = {one["title"] for one in (await me.get("/attachments/partitions")).json()["items"]}
    assert titles == {"Products media", "Ours", "Plans"}
