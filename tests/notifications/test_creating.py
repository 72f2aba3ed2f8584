"""Creating: who may tell whom, how many, and what a notification may say."""

from typing import Any

import pytest
from inboxes import NOTIFICATIONS, Json, content, ids, listed, send, sent

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth import found_tenant
from callers import Caller, Invite

BATCH, ROLE, FEATURE = (f"{NOTIFICATIONS}/{name}" for name in ("batch", "role", "feature"))


@pytest.fixture
async def teller(caller: Invite) -> Caller:
    return await caller("notifications.create")


async def test_a_list_of_users_is_told_each_once(teller: Caller, caller: Invite) -> None:
    first, second = await caller(), await caller()
    wanted = [str(one.user_id) for one in (first, second, first)]
    answer = await teller.post(BATCH, content(recipientUserIds=wanted))
    assert answer.status_code == 201, answer.text
    assert (answer.json()["ok"], answer.json()["count"]) == (True, 2)
    assert sorted(answer.json()["ids"]) == sorted([*(await ids(first)), *(await ids(second))])


async def test_a_role_and_a_feature_tell_whoever_has_them(teller: Caller, caller: Invite) -> None:
    fitter = await caller("shop.orders.*")
    for path, who in ((ROLE, {"roleId": str(fitter.role_id)}), (FEATURE, {"requiredFeature": "shop.orders.view"})):
        answer = await teller.post(path, content(**who))
        assert answer.status_code == 201, answer.text
        assert answer.json()["count"] == len(answer.json()["ids"]) == 1
        assert answer.json()["ids"][0] in await ids(fitter)
    for path, nobody in ((ROLE, {"roleId": str(new_id())}), (FEATURE, {"requiredFeature": "no.such.feature"})):
        answer = await teller.post(path, content(**nobody))
        assert (answer.status_code, answer.json()) == (201, {"ok": True, "count": 0, "ids": []})


async def test_unknown_and_foreign_recipients_are_404_and_nobody_is_told(
    teller: Caller, caller: Invite, app: Application
) -> None:
    colleague = await caller()
    elsewhere = await caller(super_admin=True, within=await found_tenant(app, f"Other {new_id()}"))
    async with app.database.tenant(teller.tenant_id) as connection:
        left = await caller()
        await connection.execute("UPDATE auth_users SET is_confirmed = false WHERE id = $1", left.user_id)
    for unknown in (new_id(), elsewhere.user_id, left.user_id):
        for path, who in (
            (NOTIFICATIONS, {"recipientUserId": str(unknown)}),
            (BATCH, {"recipientUserIds": [str(colleague.user_id), str(unknown)]}),
        ):
            answer = await teller.post(path, content(**who))
            assert (answer.status_code, answer.json()["error"]) == (404, "Notification recipient not found")
    answer = await teller.post(ROLE, content(roleId=str(elsewhere.role_id)))
    assert answer.json()["count"] == 0
    assert await ids(colleague) == await ids(elsewhere) == []


async def test_who_cannot_reach_the_selected_organization_is_no_recipient(
    app: Application, admin: Caller, caller: Invite
) -> None:
    made = await admin.post("/directory/organizations", {"name": f"Branch {new_id()}", "tenantId": None})
    assert made.status_code == 201, made.text
    branch = made.json()["id"]
    near, far = await caller("shop.*"), await caller("shop.*", organizations=[admin.organization_id])
    admin.client.cookies.set("om_selected_org", branch)
    assert (await send(admin, near)).status_code == 201
    assert (await send(admin, far)).status_code == 404
    told = await admin.post(FEATURE, content(requiredFeature="shop.view"))
    assert told.json()["count"] == 2
    async with app.database.tenant(admin.tenant_id) as connection:
        places = await connection.fetch("SELECT DISTINCT organization_id::text FROM notifications_notifications")
    assert [row[0] for row in places] == [branch]


async def test_creating_and_settings_need_their_features(caller: Invite, admin: Caller) -> None:
    plain, teller = await caller("notifications.view"), await caller("notifications.create")
    for path in (NOTIFICATIONS, BATCH, ROLE, FEATURE):
        answer = await plain.post(path, {})
        assert (answer.status_code, answer.json()["requiredFeatures"]) == (403, ["notifications.create"])
    for answer in (await teller.get(f"{NOTIFICATIONS}/settings"), await teller.post(f"{NOTIFICATIONS}/settings", {})):
        assert (answer.status_code, answer.json()["requiredFeatures"]) == (403, ["notifications.manage"])
    assert await ids(admin) == []


BAD: list[tuple[Json, list[Any]]] = [
    ({"title": None}, ["title"]),
    ({"title": "", "titleKey": None}, ["title"]),
    ({"type": ""}, ["type"]),
    ({"type": "x" * 101}, ["type"]),
    ({"title": "x" * 501}, ["title"]),
    ({"titleKey": "x" * 201}, ["titleKey"]),
    ({"body": "x" * 2001}, ["body"]),
    ({"icon": "x" * 101}, ["icon"]),
    ({"severity": "bad"}, ["severity"]),
    ({"titleVariables": {"n": 7}}, ["titleVariables", "n"]),
    ({"sourceEntityId": "7"}, ["sourceEntityId"]),
    ({"expiresAt": "tomorrow"}, ["expiresAt"]),
    ({"groupKey": "x" * 201}, ["groupKey"]),
    ({"actions": [{"id": "", "label": "Go"}]}, ["actions", 0, "id"]),
    ({"actions": [{"id": "go"}]}, ["actions", 0, "label"]),
    ({"actions": [{"id": "go", "label": "Go", "variant": "huge"}]}, ["actions", 0, "variant"]),
    ({"actions": [{"id": "go", "label": "Go", "href": "//evil.example"}]}, ["actions", 0, "href"]),
    ({"actions": [{"id": "go", "label": "Go", "commandId": "auth.users.delete"}]}, ["actions", 0, "commandId"]),
    *(
        ({"linkHref": href}, ["linkHref"])
        for href in (
            "https://evil.example",
            "//evil.example",
            "/\\host",
            "\\\\host",
            "/\t/host",
            "/a\x7fb",
            "javascript:1",
        )
    ),
]


@pytest.mark.parametrize(("changed", "blamed"), BAD, ids=[str(path) for _, path in BAD])
async def test_wrong_content_is_named_and_nobody_is_told(teller: Caller, changed: Json, blamed: list[Any]) -> None:
    answer = await send(teller, teller, **changed)
    assert answer.status_code == 400, answer.text
    assert [one["path"] for one in answer.json()["details"]] == [blamed]
    assert await ids(teller) == []


async def test_addresses_are_as_many_as_are_allowed_and_ids(teller: Caller) -> None:
    wrong: list[tuple[str, Json]] = [
        (NOTIFICATIONS, {}),
        (NOTIFICATIONS, {"recipientUserId": "api_key:7"}),
        (BATCH, {"recipientUserIds": []}),
        (BATCH, {"recipientUserIds": [str(new_id()) for _ in range(1001)]}),
        (ROLE, {"roleId": "admin"}),
        (FEATURE, {"requiredFeature": ""}),
        (FEATURE, {"requiredFeature": "x" * 101}),
    ]
    for path, who in wrong:
        answer = await teller.post(path, content(**who))
        assert answer.status_code == 400, (path, who)
        assert len(answer.json()["details"]) == 1


async def test_a_body_that_is_no_json_counts_as_an_empty_one(teller: Caller) -> None:
    for path in (NOTIFICATIONS, BATCH, ROLE, FEATURE):
        answer = await teller.client.post(path, content=b"{", headers={"content-type": "application/json"})
        assert answer.status_code == 400, path
        assert ["type"] in [one["path"] for one in answer.json()["details"]]


async def test_a_missing_title_is_named_in_a_sentence(teller: Caller) -> None:
    answer = await send(teller, teller, title=None)
    [issue] = answer.json()["details"]
    assert issue["message"] == "Either titleKey or title must be provided"
    answer = await teller.post(
        NOTIFICATIONS, content(title=None, titleKey="shop.late", recipientUserId=str(teller.user_id))
    )
    assert answer.status_code == 201
    [item] = await listed(teller)
    assert (item["title"], item["titleKey"]) == ("shop.late", "shop.late")


async def test_markup_stays_text(teller: Caller) -> None:
    said = '<img src=x onerror="alert(1)"> & {0} %s'
    await sent(teller, teller, title=said, body=said)
    [item] = await listed(teller)
    assert (item["title"], item["body"]) == (said, said)


async def test_actions_are_shown_without_what_they_do(teller: Caller) -> None:
    action = {"id": "go", "label": "Go", "labelKey": "k", "icon": "eye", "href": "/backend/shop", "confirmMessage": "?"}
    await sent(teller, teller, actions=[action], primaryActionId="go")
    [item] = await listed(teller)
    assert item["actions"] == [{"id": "go", "label": "Go", "labelKey": "k", "variant": None, "icon": "eye"}]
    assert item["primaryActionId"] == "go"


async def test_no_history_knows_of_a_notification(teller: Caller, admin: Caller, app: Application) -> None:
    answer = await send(teller, admin)
    assert "x-om-operation" not in answer.headers
    async with app.database.tenant(teller.tenant_id) as connection:
        told = await connection.fetch("SELECT payload FROM event_outbox WHERE name = 'notifications.created'")
        assert await connection.fetchval("SELECT count(*) FROM action_logs WHERE command_id LIKE 'notifications%'") == 0
    assert [one["payload"]["recipientUserId"] for one in told] == [str(admin.user_id)]
