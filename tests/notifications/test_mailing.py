"""Mailing: who gets which mail, in which language and how often, and how they get no more of them."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import httpx
import pytest
from inboxes import NOTIFICATIONS, ids, listed, send, sent
from test_notifying import SAID, TYPE

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.events import drain
from bottega.kernel.mail import Mailer, MailNotSent
from bottega.platform.notifications import notify
from bottega.platform.notifications.expiry import cleanup_expired
from bottega.platform.notifications.mailing import begin_summaries, deliver, mail_summaries
from bottega.settings import Settings
from callers import Caller, Client, Invite
from working import work_off

PREFERENCES, SETTINGS = f"{NOTIFICATIONS}/preferences", f"{NOTIFICATIONS}/settings"
Mails = Callable[[Caller], Awaitable[list[EmailMessage]]]


@pytest.fixture(autouse=True)
def declared(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.notification_types, TYPE.name, TYPE)


@pytest.fixture
def mails(app: Application, settings: Settings) -> Mails:
    """Deliver what waits in somebody's tenant; answers the mails that they got so far."""

    async def read(who: Caller) -> list[EmailMessage]:
        await deliver(app, {"tenantId": str(who.tenant_id)})
        return mails_to(settings, who)

    return read


def mails_to(settings: Settings, who: Caller) -> list[EmailMessage]:
    files = sorted((settings.data_folder / "outbox").glob(f"*{who.email}*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


async def tell(app: Application, reader: Caller, **options: Any) -> UUID:
    async with app.acting(reader.tenant_id, reader.organization_id) as ctx:
        [one] = await notify(ctx, TYPE, to=[reader.user_id], variables=SAID, **options)
    return one


async def states(app: Application, who: Caller) -> set[str]:
    async with app.database.tenant(who.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT mail FROM notifications_notifications WHERE recipient_user_id = $1", who.user_id
        )
    return {row["mail"] for row in rows}


async def test_a_mail_says_what_happened_in_the_readers_language_and_where_to_go(
    app: Application, admin: Caller, mails: Mails
) -> None:
    await admin.put(PREFERENCES, {"language": "pl"})
    await admin.post(
        SETTINGS,
        {
            "strategies": {
                "email": {"from": "Studio <no-reply@localhost>", "replyTo": "biuro@example.com", "subjectPrefix": "[S]"}
            }
        },
    )
    record = new_id()
    one = await tell(app, admin, record=("shop:order", record))
    [mail] = await mails(admin)
    assert mail["Subject"] == "[S] Zamówienie 7/2026 spóźnia się od 30.11.2026"
    assert (mail["From"], mail["Reply-To"]) == ("Studio <no-reply@localhost>", "biuro@example.com")
    said = text_of(mail)
    assert f"Otwórz: http://testserver/backend/shop/orders/{record}" in said
    assert f"http://testserver/backend/notifications?notificationId={one}" in said
    assert "{sourceEntityId}" not in said + text_of(mail, "html")
    assert len(await mails(admin)) == 1


async def test_the_language_is_that_of_the_last_sign_in_until_one_is_chosen(
    app: Application, admin: Caller, mails: Mails
) -> None:
    async with app.acting(admin.tenant_id) as ctx:
        await ctx.emit("auth.login.success", record_id=admin.user_id, locale="pl")
    await drain(app)
    await tell(app, admin)
    await admin.put(PREFERENCES, {"language": "en"})
    await tell(app, admin)
    [mail, _] = await mails(admin)
    assert "late since" in mail["Subject"]


async def test_markup_and_line_ends_of_a_title_harm_no_mail(admin: Caller, mails: Mails) -> None:
    await sent(admin, admin, title="<b>Bcc:</b>\r\nBcc: evil@example.com", body="<script>alert(1)</script>")
    [mail] = await mails(admin)
    assert mail["Subject"] == "<b>Bcc:</b> Bcc: evil@example.com"
    assert mail["Bcc"] is None
    assert "<script>" not in text_of(mail, "html")
    assert "&lt;script&gt;" in text_of(mail, "html")


async def test_whoever_wants_none_has_read_it_or_is_gone_gets_none(
    app: Application, admin: Caller, caller: Invite, mails: Mails
) -> None:
    quiet, seen, left, wrong = [await caller() for _ in range(4)]
    await quiet.put(PREFERENCES, {"channels": {TYPE.name: "app", "notifications.other": "app"}})
    for one in (quiet, seen, left, wrong):
        await tell(app, one)
        await sent(admin, one)
    await seen.put(f"{NOTIFICATIONS}/mark-all-read")
    async with app.database.tenant(admin.tenant_id) as connection:
        await connection.execute("DELETE FROM auth_user_roles WHERE user_id = $1", left.user_id)
        await connection.execute("DELETE FROM auth_users WHERE id = $1", left.user_id)
        await connection.execute("UPDATE auth_users SET is_confirmed = false WHERE id = $1", wrong.user_id)
    for one in (quiet, seen, left, wrong):
        assert await mails(one) == []
        assert await states(app, one) == {"none"}


async def test_no_mails_are_sent_where_the_tenant_sends_none(app: Application, admin: Caller, mails: Mails) -> None:
    await admin.post(SETTINGS, {"strategies": {"email": {"enabled": False}}})
    await tell(app, admin)
    assert await mails(admin) == []
    assert await states(app, admin) == {"none"}


async def test_a_summary_has_all_of_a_day_once(
    app: Application, asgi: Any, caller: Invite, settings: Settings, mails: Mails
) -> None:
    reader = await caller()
    await reader.put(PREFERENCES, {"language": "pl", "channels": {TYPE.name: "daily"}})
    for number in ("1", "2"):
        await tell(app, reader, group=number)
    read = await tell(app, reader)
    await reader.put(f"{NOTIFICATIONS}/{read}/read")
    assert await mails(reader) == []
    assert await states(app, reader) >= {"daily"}
    await begin_summaries(app, {})
    await work_off(app)
    [mail] = mails_to(settings, reader)
    assert mail["Subject"] == "Twoje powiadomienia: 2"
    assert text_of(mail).count("spóźnia się") == 2
    await mail_summaries(app, {"tenantId": str(reader.tenant_id)})
    assert len(mails_to(settings, reader)) == 1
    await followed(asgi, mail, "POST")
    async with app.database.tenant(reader.tenant_id) as connection:
        channels = await connection.fetchval(
            "SELECT channels FROM notifications_preferences WHERE user_id = $1", reader.user_id
        )
    assert channels == {TYPE.name: "app"}


async def followed(asgi: Any, mail: EmailMessage, method: str) -> httpx.Response:
    """The answer to the address in ``List-Unsubscribe``, asked as a mail program does."""
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(mail["List-Unsubscribe"]).strip("<>").replace(" ", "")
    async with Client(asgi) as client:
        return await client.request(
            method, address, data={"List-Unsubscribe": "One-Click"} if method == "POST" else None
        )


async def test_the_link_in_a_mail_ends_mails_of_its_kind_and_looking_at_it_does_not(
    app: Application, asgi: Any, admin: Caller, mails: Mails
) -> None:
    await tell(app, admin)
    [mail] = await mails(admin)
    looked = await followed(asgi, mail, "GET")
    assert looked.status_code == 200
    assert "<form" in looked.text
    chosen = {one["type"]: one["channel"] for one in (await admin.get(PREFERENCES)).json()["channels"]}
    assert chosen[TYPE.name] == "mail"
    assert (await followed(asgi, mail, "POST")).status_code == 200
    chosen = {one["type"]: one["channel"] for one in (await admin.get(PREFERENCES)).json()["channels"]}
    assert (chosen[TYPE.name], chosen["notifications.other"]) == ("app", "mail")
    await tell(app, admin)
    assert len(await mails(admin)) == 1
    assert len(await ids(admin)) == 2


async def test_a_link_that_was_changed_does_nothing(app: Application, asgi: Any, admin: Caller, mails: Mails) -> None:
    await tell(app, admin)
    [mail] = await mails(admin)
    right = str(mail["List-Unsubscribe"])
    for wrong in (right[:40] + "A" + right[41:], right[:-3] + ">", "<http://testserver/unsubscribe/%C5%82>"):
        del mail["List-Unsubscribe"]
        mail["List-Unsubscribe"] = wrong
        assert (await followed(asgi, mail, "POST")).status_code == 404
    chosen = {one["type"]: one["channel"] for one in (await admin.get(PREFERENCES)).json()["channels"]}
    assert chosen[TYPE.name] == "mail"


async def test_what_a_mail_server_does_not_take_for_now_is_sent_later(
    app: Application, admin: Caller, settings: Settings, mails: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tell(app, admin)
    await tell(app, admin)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with monkeypatch.context() as away:
        away.setattr(app, "mailer", Mailer(settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})))
        with pytest.raises(MailNotSent):
            await deliver(app, {"tenantId": str(admin.tenant_id)})
    assert await states(app, admin) == {"waiting"}
    assert len(await mails(admin)) == 2
    assert await states(app, admin) == {"sent"}


async def test_two_deliveries_at_once_send_each_mail_once(
    app: Application, admin: Caller, settings: Settings, mails: Mails
) -> None:
    for _ in range(6):
        await tell(app, admin)
    await asyncio.gather(*(deliver(app, {"tenantId": str(admin.tenant_id)}) for _ in range(3)))
    assert len(mails_to(settings, admin)) == 6


async def test_creating_queues_the_mail_and_does_not_wait_for_it(
    app: Application, admin: Caller, settings: Settings
) -> None:
    assert (await send(admin, admin)).status_code == 201
    assert mails_to(settings, admin) == []
    await work_off(app)
    assert len(mails_to(settings, admin)) == 1


async def test_what_is_out_of_date_is_dismissed_unless_it_was_acted_on(app: Application, admin: Caller) -> None:
    past = "2026-01-01T00:00:00Z"
    done = await sent(admin, admin, expiresAt=past, actions=[{"id": "go", "label": "Go"}])
    await admin.post(f"{NOTIFICATIONS}/{done}/action", {"actionId": "go"})
    old = await sent(admin, admin, expiresAt=past)
    fresh = await sent(admin, admin, expiresAt="2199-01-01T00:00:00Z")
    assert await cleanup_expired(app, {}) >= 1
    assert set(await ids(admin)) == {done, fresh}
    async with app.database.tenant(admin.tenant_id) as connection:
        told = await connection.fetch("SELECT payload FROM event_outbox WHERE name = 'notifications.expired'")
    assert [one["payload"]["notificationIds"] for one in told] == [[old]]
    await admin.put(f"{NOTIFICATIONS}/{old}/restore", {"status": "unread"})
    await cleanup_expired(app, {})
    assert old in [one["id"] for one in await listed(admin, status="unread")]
