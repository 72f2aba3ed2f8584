"""Settings of a tenant, preferences of a reader: what is sent is what is read, and wrong values are named."""

from typing import Any

import pytest
from inboxes import NOTIFICATIONS, Json, ids, sent
from test_notifying import SAID, TYPE

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth import found_tenant
from bottega.platform.notifications import notify
from callers import Caller, Invite

SETTINGS, PREFERENCES = f"{NOTIFICATIONS}/settings", f"{NOTIFICATIONS}/preferences"


async def saved(who: Caller, **settings: Any) -> Json:
    answer = await who.post(SETTINGS, settings)
    assert answer.status_code == 200, answer.text
    assert answer.json()["ok"] is True
    return answer.json()["settings"]


async def read(who: Caller) -> Json:
    return (await who.get(SETTINGS)).json()["settings"]


async def test_settings_are_read_as_they_were_saved_and_can_be_put_back(admin: Caller) -> None:
    original = await read(admin)
    assert original == {
        "appUrl": None,
        "panelPath": "/backend/notifications",
        "language": "en",
        "strategies": {
            "database": {"enabled": True},
            "email": {"enabled": True, "from": None, "replyTo": None, "subjectPrefix": None},
            "custom": {},
        },
    }
    email = {"enabled": False, "from": "Studio Dąb <no-reply@localhost>", "replyTo": "biuro@example.com"}
    changed = await saved(
        admin,
        appUrl="https://studio.example.com/app/",
        panelPath="/moje/powiadomienia",
        language="pl",
        strategies={"database": {"enabled": False}, "email": {**email, "subjectPrefix": " [Dąb] "}, "custom": {}},
    )
    assert changed == await read(admin)
    assert changed["appUrl"] == "https://studio.example.com/app"
    assert changed["strategies"]["database"] == {"enabled": True}
    assert changed["strategies"]["email"] == {**email, "subjectPrefix": "[Dąb]"}
    assert (await saved(admin, **original)) == original == await read(admin)


async def test_settings_are_replaced_as_a_whole_and_are_the_tenants_own(
    app: Application, admin: Caller, caller: Invite
) -> None:
    other = await caller(super_admin=True, within=await found_tenant(app, f"Other {new_id()}"))
    await saved(admin, strategies={"email": {"subjectPrefix": "[A]"}})
    assert (await read(other))["strategies"]["email"]["subjectPrefix"] is None
    assert (await saved(admin, language="pl"))["strategies"]["email"]["subjectPrefix"] is None


@pytest.mark.parametrize(
    ("sent", "blamed"),
    [
        ({"appUrl": "ftp://example.com"}, ["appUrl"]),
        ({"appUrl": "https://user:secret@example.com"}, ["appUrl"]),
        ({"appUrl": "https://example.com:99999"}, ["appUrl"]),
        ({"panelPath": "//evil.example"}, ["panelPath"]),
        ({"language": "fr"}, ["language"]),
        ({"strategies": {"email": {"from": "ceo@bank.example"}}}, ["strategies", "email", "from"]),
        ({"strategies": {"email": {"from": "A <no-reply@localhost>, b@c.d"}}}, ["strategies", "email", "from"]),
        ({"strategies": {"email": {"from": "A\r\nBcc: b@c.d <no-reply@localhost>"}}}, ["strategies", "email", "from"]),
        ({"strategies": {"email": {"replyTo": "nobody"}}}, ["strategies", "email", "replyTo"]),
        ({"strategies": {"email": {"subjectPrefix": " "}}}, ["strategies", "email", "subjectPrefix"]),
        (
            {"strategies": {"custom": {"webhook": {"config": {"url": "http://169.254.169.254/"}}}}},
            ["strategies", "custom", "webhook"],
        ),
    ],
)
async def test_wrong_settings_are_named_and_change_nothing(admin: Caller, sent: Json, blamed: list[str]) -> None:
    before = await read(admin)
    answer = await admin.post(SETTINGS, sent)
    assert answer.status_code == 400, answer.text
    assert [one["path"] for one in answer.json()["details"]] == [blamed]
    assert await read(admin) == before


async def test_a_body_that_is_no_json_is_refused(admin: Caller) -> None:
    answer = await admin.client.post(SETTINGS, content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 400


@pytest.fixture
def declared(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.notification_types, TYPE.name, TYPE)


@pytest.mark.usefixtures("declared")
async def test_a_reader_chooses_by_what_way_they_are_told(app: Application, admin: Caller, caller: Invite) -> None:
    reader = await caller()
    shown = (await reader.get(PREFERENCES, headers={"accept-language": "pl"})).json()
    assert shown["language"] is None
    assert {"type": TYPE.name, "label": "Spóźnione zamówienia", "channel": "mail", "usual": "mail"} in shown["channels"]
    answer = await reader.put(PREFERENCES, {"language": "pl", "channels": {TYPE.name: "off"}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["language"] == "pl"
    async with app.acting(admin.tenant_id, admin.organization_id) as ctx:
        assert await notify(ctx, TYPE, to=[reader.user_id], variables=SAID) == []
        assert len(await notify(ctx, TYPE, to=[admin.user_id], variables=SAID)) == 1
    # What somebody writes by hand is theirs to read all the same.
    one = await sent(admin, reader, type=TYPE.name)
    assert await ids(reader) == [one]
    answer = await reader.put(PREFERENCES, {"channels": {TYPE.name: None, "notifications.other": "daily"}})
    chosen = {one["type"]: one["channel"] for one in answer.json()["channels"]}
    assert (chosen[TYPE.name], chosen["notifications.other"], answer.json()["language"]) == ("mail", "daily", "pl")
    theirs = (await admin.get(PREFERENCES)).json()
    assert {one["channel"] for one in theirs["channels"] if one["type"] == "notifications.other"} == {"mail"}


async def test_wrong_preferences_are_named(admin: Caller) -> None:
    for body, blamed in (
        ({"language": "fr"}, ["language"]),
        ({"channels": {"no.such.type": "mail"}}, ["channels", "no.such.type"]),
        ({"channels": {"notifications.other": "pigeon"}}, ["channels", "notifications.other"]),
    ):
        answer = await admin.put(PREFERENCES, body)
        assert (answer.status_code, [one["path"] for one in answer.json()["details"]]) == (400, [blamed])
