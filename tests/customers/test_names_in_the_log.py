"""What the log calls the commands of customers, whom it names as their parent, and what others hear."""

from typing import Any
from uuid import UUID

import pytest
from crm import FEATURES, Crm, operation

from bottega.kernel.application import Application


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


async def told(crm: Crm, path: str, body: dict[str, Any], changed: dict[str, Any]) -> list[tuple[str, str]]:
    """The label and kind of a creation, a change and a deletion; each names the record."""
    created = await crm.me.post(f"/customers/{path}", body)
    assert created.status_code == 201, created.text
    record = created.json()["id"]
    if path.startswith("dictionaries"):
        updated = await crm.me.client.patch(f"/customers/{path}/{record}", json=changed)
        deleted = await crm.me.delete(f"/customers/{path}/{record}")
    else:
        updated = await crm.put(path, id=record, **changed)
        deleted = await crm.drop(path, record)
    said = [operation(answer) for answer in (created, updated, deleted)]
    assert {one["resourceId"] for one in said} == {record}
    return [(one["actionLabel"], one["resourceKind"]) for one in said]


@pytest.mark.parametrize(
    ("path", "body", "changed", "noun", "kind"),
    [
        ("people", {"firstName": "A", "lastName": "B", "displayName": "C"}, {"source": "x"}, "person", "person"),
        ("companies", {"displayName": "C"}, {"source": "x"}, "company", "company"),
        ("deals", {"title": "T"}, {"source": "x"}, "deal", "deal"),
        ("activities", {"activityType": "call"}, {"subject": "x"}, "activity", "activity"),
        ("comments", {"body": "x"}, {"body": "y"}, "note", "comment"),
        ("addresses", {"addressLine1": "x"}, {"city": "x"}, "address", "address"),
        ("tags", {"slug": "x", "label": "x"}, {"label": "y"}, "tag", "tag"),
    ],
)
async def test_commands_are_called_as_the_brief_calls_them(
    crm: Crm, path: str, body: dict[str, Any], changed: dict[str, Any], noun: str, kind: str
):
    about = {"entityId": await crm.person()} if path in ("activities", "comments", "addresses") else {}
    assert await told(crm, path, {**body, **about}, changed) == [
        (f"{verb} {noun}", f"customers.{kind}") for verb in ("Create", "Update", "Delete")
    ]


async def test_words_of_dictionaries_are_added_updated_and_deleted(crm: Crm):
    assert await told(crm, "dictionaries/statuses", {"value": "x"}, {"label": "y"}) == [
        (f"{verb} customer dictionary entry", "customers.dictionary_entry") for verb in ("Add", "Update", "Delete")
    ]


@pytest.mark.parametrize("path", ["activities", "comments", "addresses"])
@pytest.mark.parametrize("parent", ["person", "company"])
async def test_what_hangs_on_a_customer_names_them_as_parent(crm: Crm, app: Application, path: str, parent: str):
    entity = await (crm.person if parent == "person" else crm.company)()
    body = {"activityType": "call", "body": "x", "addressLine1": "x", "entityId": entity}
    made = await crm.made(path, body)
    await crm.put(path, id=made["id"], **({"city": "x"} if path == "addresses" else {"body": "y"}))
    await crm.drop(path, made["id"])
    async with app.database.tenant(crm.me.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT parent_resource_kind, parent_resource_id FROM action_logs WHERE resource_id = $1", made["id"]
        )
    assert [tuple(row) for row in rows] == [(f"customers.{parent}", entity)] * 3


async def test_tags_are_put_on_and_taken_off_under_names_of_their_own_and_others_hear_of_it(crm: Crm, app: Application):
    ewa = await crm.person()
    vip = (await crm.made("tags", {"slug": "vip", "label": "VIP"}))["id"]
    pair = {"tagId": vip, "entityId": ewa}
    put_on = await crm.me.post("/customers/tags/assign", pair)
    taken_off = await crm.me.post("/customers/tags/unassign", pair)
    assignment = put_on.json()["id"]
    assert [
        (one["actionLabel"], one["resourceKind"], one["resourceId"]) for one in map(operation, (put_on, taken_off))
    ] == [("Assign tag", "customers.tagAssignment", assignment), ("Unassign tag", "customers.tagAssignment", vip)]
    async with app.database.tenant(crm.me.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT name, record_id, tenant_id, organization_id, payload FROM event_outbox"
            " WHERE name IN ('customers.tag.assigned', 'customers.tag.removed') ORDER BY id"
        )
    scope = (UUID(assignment), crm.me.tenant_id, crm.me.organization_id, pair)
    assert [tuple(row) for row in rows] == [("customers.tag.assigned", *scope), ("customers.tag.removed", *scope)]


async def test_the_format_of_addresses_is_logged_and_changed_back_by_hand(crm: Crm, app: Application):
    """Not undoable; that it was changed, and by whom, is kept all the same (decision 0007)."""
    saved = await crm.me.put("/customers/settings/address-format", {"addressFormat": "street_first"})
    assert "x-om-operation" not in saved.headers
    async with app.database.tenant(crm.me.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT action_label, actor_id, undo_token FROM action_logs WHERE command_id LIKE '%address_format'"
        )
    assert [tuple(row) for row in rows] == [("Change address format", crm.me.user_id, None)]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("people", "person"),
        ("companies", "company"),
        ("deals", "deal"),
        ("activities", "activity"),
        ("comments", "comment"),
        ("addresses", "address"),
        ("tags", "tag"),
    ],
)
async def test_every_record_is_an_event_when_it_is_created_changed_and_deleted(
    crm: Crm, app: Application, path: str, name: str
):
    bodies = {
        "people": {"firstName": "A", "lastName": "B", "displayName": "C"},
        "companies": {"displayName": "C"},
        "deals": {"title": "T"},
        "activities": {"activityType": "call"},
        "comments": {"body": "x"},
        "addresses": {"addressLine1": "x"},
        "tags": {"slug": "x", "label": "x"},
    }
    changes = {"people": "source", "companies": "source", "addresses": "city", "tags": "color", "comments": "body"}
    about = {"entityId": await crm.person("Ktoś Inny")} if path in ("activities", "comments", "addresses") else {}
    record = (await crm.made(path, {**bodies[path], **about}))["id"]
    await crm.put(path, id=record, **{changes.get(path, "status" if path == "deals" else "subject"): "z"})
    await crm.drop(path, record)
    async with app.database.tenant(crm.me.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT name FROM event_outbox WHERE record_id = $1 AND name LIKE $2 ORDER BY id",
            UUID(record),
            f"customers.{name}.%",
        )
    assert [row["name"] for row in rows] == [f"customers.{name}.{verb}" for verb in ("created", "updated", "deleted")]
