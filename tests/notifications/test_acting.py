"""Acting: an action is done once, as its reader, by a command that the declared type of the notification has."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from inboxes import NOTIFICATIONS, Json, listed, send, sent

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationAction, NotificationType
from bottega.platform.notifications import notify
from callers import Caller, Invite

RENAME = NotificationAction(
    "rename",
    T(en="Rename", pl="Zmień nazwę"),
    command="warehouse.locations.update",
    href="/backend/warehouse/locations/{sourceEntityId}",
)
TYPE = NotificationType(
    "warehouse.location.unnamed",
    label=T(en="Locations without names", pl="Lokalizacje bez nazw"),
    title=T(en="A location has no name", pl="Lokalizacja nie ma nazwy"),
    actions=(RENAME, NotificationAction("later", T(en="Later", pl="Później"))),
)


@pytest.fixture(autouse=True)
def declared(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """The type, as if a module declared it."""
    monkeypatch.setitem(app.notification_types, TYPE.name, TYPE)


@pytest.fixture
async def keeper(caller: Invite) -> Caller:
    return await caller("warehouse.*")


async def location(who: Caller) -> str:
    made = await who.post("/warehouse/locations", {"nazwa": f"Rack {new_id()}"})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def name_of(who: Caller, record: str) -> str:
    return (await who.get("/warehouse/locations", params={"id": record})).json()["items"][0]["nazwa"]


async def told(app: Application, reader: Caller, record: str) -> str:
    async with app.acting(reader.tenant_id, reader.organization_id) as ctx:
        [one] = await notify(ctx, TYPE, to=[reader.user_id], record=("warehouse:location", UUID(record)))
    return str(one)


async def act(who: Caller, one: str, action: str = "rename", **payload: object) -> tuple[int, Json]:
    answer = await who.post(f"{NOTIFICATIONS}/{one}/action", {"actionId": action, "payload": payload or None})
    return answer.status_code, answer.json()


async def test_an_action_without_a_command_is_done_once_and_says_where_to_go(admin: Caller) -> None:
    record = str(new_id())
    one = await sent(
        admin,
        admin,
        sourceEntityId=record,
        actions=[{"id": "go", "label": "Go", "href": "/backend/shop/{sourceEntityId}?tab=1"}],
    )
    assert await act(admin, one, "nothing") == (400, (await act(admin, one, "nothing"))[1])
    assert (await act(admin, one, "nothing"))[1]["error"] == "Action not found"
    assert await act(admin, one, "go") == (200, {"ok": True, "result": None, "href": f"/backend/shop/{record}?tab=1"})
    status, body = await act(admin, one, "go")
    assert (status, body["error"]) == (409, "Notification action already executed")
    [item] = await listed(admin)
    assert (item["status"], item["actionTaken"]) == ("actioned", "go")
    assert item["readAt"] is not None
    await admin.put(f"{NOTIFICATIONS}/{one}/dismiss")
    await admin.put(f"{NOTIFICATIONS}/{one}/restore", {"status": "unread"})
    [item] = await listed(admin)
    assert item["status"] == "actioned"
    assert (await act(admin, one, "go"))[0] == 409


async def test_a_command_runs_as_the_reader_on_the_record_and_can_be_undone(app: Application, keeper: Caller) -> None:
    record = await location(keeper)
    before = await name_of(keeper, record)
    one = await told(app, keeper, record)
    answer = await keeper.post(f"{NOTIFICATIONS}/{one}/action", {"actionId": "rename", "payload": {"nazwa": "Rack A"}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["result"]["ok"] is True
    assert answer.json()["href"] == f"/backend/warehouse/locations/{record}"
    assert await name_of(keeper, record) == "Rack A"
    assert "x-om-operation" in answer.headers
    async with app.database.tenant(keeper.tenant_id) as connection:
        entry = await connection.fetchrow(
            "SELECT command_id, actor_id FROM action_logs WHERE resource_id = $1 ORDER BY id DESC LIMIT 1", record
        )
    assert entry is not None
    assert tuple(entry) == ("warehouse.locations.update", keeper.user_id)
    assert before != "Rack A"


async def test_two_at_once_run_the_command_once(app: Application, keeper: Caller) -> None:
    record = await location(keeper)
    one = await told(app, keeper, record)
    outcomes = await asyncio.gather(*(act(keeper, one, nazwa=f"Rack {n}") for n in range(6)))
    assert sorted(status for status, _ in outcomes) == [200, *[409] * 5]
    async with app.database.tenant(keeper.tenant_id) as connection:
        changes = await connection.fetchval(
            "SELECT count(*) FROM action_logs WHERE command_id = 'warehouse.locations.update' AND resource_id = $1",
            record,
        )
    assert changes == 1


async def test_a_command_that_refuses_leaves_the_notification_as_it_was(app: Application, keeper: Caller) -> None:
    record, other = await location(keeper), await location(keeper)
    one = await told(app, keeper, record)
    status, body = await act(keeper, one, nazwa=await name_of(keeper, other))
    assert status == 400, body
    assert "name" in body["error"].lower()
    status, body = await act(keeper, one, nazwa="")
    assert status == 400
    [item] = await listed(keeper)
    assert (item["status"], item["actionTaken"], item["readAt"]) == ("unread", None, None)
    assert (await act(keeper, one, nazwa="Rack B"))[0] == 200


async def test_whoever_may_not_run_the_command_is_refused(app: Application, keeper: Caller, caller: Invite) -> None:
    looker = await caller("warehouse.view")
    record = await location(keeper)
    before, one = await name_of(keeper, record), await told(app, looker, record)
    status, body = await act(looker, one, nazwa="Mine")
    assert status == 403
    assert body["requiredFeatures"]
    [item] = await listed(looker)
    assert item["status"] == "unread"
    assert await name_of(keeper, record) == before


@pytest.mark.parametrize("name", ["id", "tenantId", "organizationId"])
async def test_the_payload_names_no_other_record_and_no_other_place(
    app: Application, keeper: Caller, name: str
) -> None:
    record, other = await location(keeper), await location(keeper)
    before, one = await name_of(keeper, other), await told(app, keeper, record)
    status, body = await act(keeper, one, **{name: other, "nazwa": "Mine"})
    assert (status, body["details"][0]["path"]) == (400, ["payload", name])
    assert await name_of(keeper, other) == before
    assert (await act(keeper, one, id=record, nazwa="Rack C"))[0] == 200


async def test_only_commands_of_the_declared_type_can_be_planted(
    app: Application, keeper: Caller, admin: Caller
) -> None:
    record = await location(keeper)
    planted = {"id": "rename", "label": "Look", "commandId": "warehouse.locations.delete"}
    about = {"type": TYPE.name, "sourceEntityId": record}
    answer = await send(admin, keeper, **about, actions=[planted])
    assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, ["actions", 0, "commandId"])
    own = {"id": "rename", "label": "Look", "commandId": "warehouse.locations.update"}
    one = await sent(admin, keeper, **about, actions=[own])
    async with app.database.tenant(keeper.tenant_id) as connection:
        # A row that somebody changed past the program.
        await connection.execute(
            "UPDATE notifications_notifications SET action_data = jsonb_set(action_data, '{actions,0,commandId}',"
            " '\"warehouse.locations.delete\"') WHERE id = $1",
            one,
        )
    assert await act(keeper, one) == (200, {"ok": True, "result": None})
    assert await name_of(keeper, record)


async def test_a_command_that_the_type_has_no_longer_is_not_run(
    app: Application, keeper: Caller, admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = await location(keeper)
    own = {"id": "rename", "label": "Look", "commandId": "warehouse.locations.update"}
    one = await sent(admin, keeper, type=TYPE.name, sourceEntityId=record, actions=[own])
    monkeypatch.setitem(app.notification_types, TYPE.name, replace(TYPE, actions=TYPE.actions[1:]))
    before = await name_of(keeper, record)
    assert await act(keeper, one, nazwa="Other") == (200, {"ok": True, "result": None})
    assert await name_of(keeper, record) == before


async def test_a_wrong_request_is_named(admin: Caller) -> None:
    one = await sent(admin, admin, actions=[{"id": "go", "label": "Go"}])
    for body, blamed in (
        ({}, ["actionId"]),
        ({"actionId": ""}, ["actionId"]),
        ({"actionId": "go", "payload": [1]}, ["payload"]),
    ):
        answer = await admin.post(f"{NOTIFICATIONS}/{one}/action", body)
        assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, blamed)
