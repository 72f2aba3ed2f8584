"""Reading: what readers find in their inbox, and how its statuses change."""

import asyncio
from typing import Any

import pytest
from inboxes import NOTIFICATIONS, ids, listed, put, send, sent, unread
from test_notifying import SAID, TYPE

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http import metrics
from bottega.platform.auth import found_tenant
from bottega.platform.notifications import notify
from callers import Caller, Client, Invite

KEYS = {
    "id",
    "type",
    "title",
    "body",
    "titleKey",
    "bodyKey",
    "titleVariables",
    "bodyVariables",
    "icon",
    "severity",
    "status",
    "actions",
    "primaryActionId",
    "sourceModule",
    "sourceEntityType",
    "sourceEntityId",
    "linkHref",
    "createdAt",
    "readAt",
    "actionTaken",
}
ROUTES = (
    "GET {}, POST {}, POST {}/batch, POST {}/role, POST {}/feature, PUT {}/mark-all-read, GET {}/unread-count,"
    " PUT {}/7/read, PUT {}/7/dismiss, PUT {}/7/restore, POST {}/7/action, GET {}/settings, POST {}/settings,"
    " GET {}/preferences, PUT {}/preferences"
)


@pytest.fixture
async def reader(caller: Invite) -> Caller:
    """Somebody with no feature at all: their own notifications need none."""
    return await caller()


async def test_a_notification_lives_from_unread_to_read_to_dismissed_and_back(admin: Caller, reader: Caller) -> None:
    one = await sent(admin, reader)
    assert await ids(reader, status="unread") == [one]
    assert await unread(reader) == 1
    assert (await put(reader, one, "read"))["status"] == "read"
    assert await ids(reader, status="unread") == []
    [item] = await listed(reader, status="read")
    assert item.keys() == KEYS
    assert item["readAt"] is not None
    await put(reader, one, "dismiss")
    assert await ids(reader) == []
    assert await ids(reader, status="dismissed") == [one]
    item = await put(reader, one, "restore", status="unread")
    assert (item["status"], item["readAt"]) == ("unread", None)
    await put(reader, one, "dismiss")
    item = await put(reader, one, "restore")
    assert item["status"] == "read"
    assert item["readAt"] is not None
    again = await put(reader, one, "restore", status="unread")
    assert again["status"] == "read", "it was not dismissed"


async def test_mark_all_read_reads_ones_own_and_says_how_many(admin: Caller, reader: Caller, app: Application) -> None:
    for _ in range(3):
        await sent(admin, reader)
    other = await sent(admin, admin)
    answer = await reader.put(f"{NOTIFICATIONS}/mark-all-read")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "count": 3})
    assert (await reader.put(f"{NOTIFICATIONS}/mark-all-read")).json()["count"] == 0
    assert await unread(reader) == 0
    assert await ids(admin, status="unread") == [other]
    async with app.database.tenant(admin.tenant_id) as connection:
        events = await connection.fetch("SELECT payload FROM event_outbox WHERE name = 'notifications.read'")
    assert [one["payload"]["userId"] for one in events] == [str(reader.user_id)] * 3


async def test_another_users_notifications_are_not_there(admin: Caller, reader: Caller, caller: Invite) -> None:
    one = await sent(admin, reader, actions=[{"id": "go", "label": "Go"}])
    for stranger in (admin, await caller(), await caller(within=None, super_admin=True)):
        assert await ids(stranger) == []
        for what in ("read", "dismiss", "restore"):
            answer = await stranger.put(f"{NOTIFICATIONS}/{one}/{what}", {})
            assert (answer.status_code, answer.json()["error"]) == (404, "Notification not found")
        acted = await stranger.post(f"{NOTIFICATIONS}/{one}/action", {"actionId": "go"})
        assert (acted.status_code, acted.json()["error"]) == (404, "Notification not found")
    [item] = await listed(reader)
    assert item["status"] == "unread"


async def test_two_tenants_see_their_own(app: Application, admin: Caller, caller: Invite) -> None:
    other = await caller(super_admin=True, within=await found_tenant(app, f"Other {new_id()}"))
    mine, theirs = await sent(admin, admin), await sent(other, other)
    assert (await ids(admin), await ids(other)) == ([mine], [theirs])


async def test_filters_find_what_they_say_and_wrong_ones_are_named(admin: Caller, reader: Caller) -> None:
    record = str(new_id())
    plain = await sent(admin, reader)
    other = await sent(
        admin, reader, type="shop.paid", severity="success", sourceEntityType="shop:order", sourceEntityId=record
    )
    for query in (
        {"type": "shop.paid"},
        {"severity": "success"},
        {"sourceEntityType": "shop:order"},
        {"sourceEntityId": record},
        {"since": (await listed(reader, type="shop.order.late"))[0]["createdAt"]},
    ):
        assert await ids(reader, **query) == [other], query
    assert await ids(reader) == [other, plain]
    assert await ids(reader, since="2200-01-01T00:00:00Z") == []
    for name, value in (
        ("status", "open"),
        ("severity", "bad"),
        ("sourceEntityId", "7"),
        ("since", "yesterday"),
        ("page", "0"),
        ("pageSize", "101"),
        ("pageSize", "0"),
    ):
        answer = await reader.get(NOTIFICATIONS, params={name: value})
        assert answer.status_code == 400, name
        assert [one["path"] for one in answer.json()["details"]] == [[name]]


async def test_pages_are_counted(admin: Caller, reader: Caller) -> None:
    empty = (await reader.get(NOTIFICATIONS)).json()
    assert empty == {"items": [], "total": 0, "page": 1, "pageSize": 20, "totalPages": 0}
    made = [await sent(admin, reader) for _ in range(3)]
    second = (await reader.get(NOTIFICATIONS, params={"page": 2, "pageSize": 2})).json()
    assert (second["total"], second["totalPages"], [one["id"] for one in second["items"]]) == (3, 2, made[:1])


async def test_texts_of_declared_types_are_in_the_readers_language(
    app: Application, admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = new_id()
    async with app.acting(admin.tenant_id, admin.organization_id) as ctx:
        await notify(ctx, TYPE, to=[admin.user_id], variables=SAID, record=("shop:order", record))
    [fallen_back] = await listed(admin)
    assert fallen_back["title"] == "Order 7/2026 is late since 2026-11-30"
    assert fallen_back["actions"] == []
    monkeypatch.setitem(app.notification_types, TYPE.name, TYPE)
    answer = await admin.get(NOTIFICATIONS, headers={"accept-language": "pl"})
    [item] = answer.json()["items"]
    assert item["title"] == "Zamówienie 7/2026 spóźnia się od 30.11.2026"
    assert item["titleVariables"] == {"number": "7/2026", "day": "30.11.2026"}
    assert (item["titleKey"], item["body"], item["sourceModule"]) == ("shop.order.late.title", None, "shop")
    assert item["linkHref"] == f"/backend/shop/orders/{record}"
    assert [(one["id"], one["label"], one["variant"]) for one in item["actions"]] == [("view", "Otwórz", "outline")]
    assert all(one.keys() == {"id", "label", "labelKey", "variant", "icon"} for one in item["actions"])


async def test_counting_takes_one_statement(admin: Caller, reader: Caller) -> None:
    await sent(admin, reader)
    await unread(reader)
    before = metrics.statements(f"GET {NOTIFICATIONS}/unread-count")
    assert await unread(reader) == 1
    assert metrics.statements(f"GET {NOTIFICATIONS}/unread-count") - before == 1


async def test_the_application_is_opened_with_the_number_of_unread(admin: Caller, reader: Caller) -> None:
    for _ in range(2):
        await sent(admin, reader)
    assert (await reader.get("/ui/boot")).json()["unread"]["notifications"] == 2


async def test_strangers_are_refused_everywhere(nobody: Client) -> None:
    for route in ROUTES.replace("{}", NOTIFICATIONS).split(", "):
        answer = await nobody.request(*route.split())
        assert (answer.status_code, answer.json()["error"]) == (401, "Unauthorized"), route


async def test_a_group_keeps_one_which_is_refreshed(admin: Caller, reader: Caller) -> None:
    first = await sent(admin, reader, groupKey="order 7", body="One day")
    await put(reader, first, "read")
    assert await sent(admin, reader, groupKey="order 7", title="Order 7 is very late", severity="error") == first
    [item] = await listed(reader)
    assert (item["status"], item["title"], item["body"], item["severity"], item["readAt"]) == (
        "unread",
        "Order 7 is very late",
        None,
        "error",
        None,
    )
    for other in ({"type": "shop.paid"}, {"groupKey": "order 8"}, {"groupKey": " "}, {}):
        assert await sent(admin, reader, **{"groupKey": "order 7", **other} if other else {}) != first
    assert await sent(admin, admin, groupKey="order 7") != first


async def test_what_was_dismissed_is_not_refreshed_and_comes_back_beside_the_newer_one(
    admin: Caller, reader: Caller
) -> None:
    first = await sent(admin, reader, groupKey="order 7")
    await put(reader, first, "dismiss")
    second = await sent(admin, reader, groupKey="order 7")
    assert second != first
    await put(reader, first, "restore")
    assert set(await ids(reader)) == {first, second}
    assert await sent(admin, reader, groupKey="order 7") == second


async def test_a_group_is_one_under_races(admin: Caller, reader: Caller) -> None:
    answers = await asyncio.gather(*(send(admin, reader, groupKey="order 7") for _ in range(10)))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["id"] for one in answers}) == 1
    assert len(await ids(reader)) == 1


async def test_an_api_key_reads_what_its_user_is_told(admin: Caller, asgi: Any) -> None:
    body = {"name": f"key {new_id()}", "roles": [str(admin.role_id)]}
    made = await admin.post("/api_keys/keys", body)
    assert made.status_code == 201, made.text
    one = await sent(admin, admin)
    async with Client(asgi) as client:
        key = {"x-api-key": made.json()["secret"]}
        found = await client.get(NOTIFICATIONS, headers=key)
        assert [item["id"] for item in found.json()["items"]] == [one]
        assert (await client.put(f"{NOTIFICATIONS}/{one}/read", headers=key)).status_code == 200


async def test_expired_notifications_are_listed_until_they_are_cleaned_up(admin: Caller, reader: Caller) -> None:
    one = await sent(admin, reader, expiresAt="2026-01-01T00:00:00Z")
    assert await ids(reader) == [one]
