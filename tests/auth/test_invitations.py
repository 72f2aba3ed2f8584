"""Invitations: who is added without a password sets their first one by a link, which works once and tells nothing."""

import re
from email import message_from_bytes, policy

import pytest
from people import PASSWORD

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant
from working import work_off

USERS = "/auth/users"
INVITE = "/auth/users/invite"
ACCEPT = "/auth/invitations/accept"
EXPIRED = {"ok": False, "error": "Invalid or expired token"}


def an_address():
    return f"{new_id().hex[-12:]}@example.com"


@pytest.fixture
async def boss(caller):
    return await caller("auth.*", "audit_logs.*", "warehouse.*")


@pytest.fixture
def inbox(app, settings):
    """Work off the queue and read the mails for an address that came of it, the oldest first."""

    async def read(email):
        await work_off(app)
        paths = sorted(
            (one for one in (settings.data_folder / "outbox").glob("*") if one.is_file()),
            key=lambda path: path.stat().st_mtime_ns,
        )
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
        return [mail for mail in mails if mail["To"] == email]

    return read


@pytest.fixture
def token_of(inbox):
    """The token of the newest link that was sent to an address."""

    async def read(email):
        text = (await inbox(email))[-1].get_body(("plain",)).get_content()
        return re.search(r"http://testserver/invitation/([0-9a-f]{64})", text)[1]

    return read


async def invited(boss, email=None, **more):
    email = email or an_address()
    made = await boss.post(USERS, {"email": email, "name": "Nowa Osoba", **more})
    assert made.status_code == 201, made.text
    return made.json()["id"], email


async def state(boss, user):
    (item,) = (await boss.get(USERS, params={"id": user})).json()["items"]
    return item["invitation"]


async def accept(visitor, token, password=PASSWORD):
    return await visitor.post(ACCEPT, data={"token": token, "password": password})


async def expire(app, tenant, user):
    async with app.database.tenant(tenant.tenant_id) as connection:
        await connection.execute(
            "UPDATE auth_invitations SET expires_at = now() - interval '1 minute' WHERE user_id = $1", user
        )


async def test_somebody_added_without_a_password_sets_one_by_the_link_and_signs_in(
    boss, token_of, browser, visitor, events_of
):
    user, email = await invited(boss)
    assert await state(boss, user) == "invited"
    assert (await browser().log_in(email, "")).status_code == 400
    assert (await browser().log_in(email, "Correct-Horse-1")).status_code == 401
    token = await token_of(email)
    answer = await accept(visitor, token)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "redirect": "/login"})
    assert await state(boss, user) == "accepted"
    assert (await browser().log_in(email)).status_code == 200
    again = await accept(visitor, token, "Another-Horse-2")
    assert (again.status_code, again.json()) == (400, EXPIRED)
    assert (await browser().log_in(email)).status_code == 200
    assert "auth.invitation.accepted" in await events_of(boss.tenant_id)


async def test_a_password_given_by_the_office_sends_nothing(boss, inbox, visitor):
    email = an_address()
    made = await boss.post(USERS, {"email": email, "password": PASSWORD})
    assert await inbox(email) == []
    assert await state(boss, made.json()["id"]) is None
    refused = await boss.post(INVITE, {"id": made.json()["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "has_password")
    assert await inbox(email) == []
    assert (await visitor.log_in(email)).status_code == 200


async def test_sending_it_again_replaces_the_link(boss, token_of, visitor):
    user, email = await invited(boss)
    first = await token_of(email)
    assert (await boss.post(INVITE, {"id": user})).status_code == 200
    second = await token_of(email)
    assert first != second
    assert (await accept(visitor, first)).json() == EXPIRED
    assert (await accept(visitor, second)).status_code == 200
    logged = (await boss.get("/audit_logs/audit-logs/actions", params={"resourceId": user})).json()["items"]
    assert "auth.users.invite" in [one["commandId"] for one in logged]


async def test_a_link_expires_and_may_be_sent_anew(boss, app, tenant, token_of, visitor):
    user, email = await invited(boss)
    token = await token_of(email)
    await expire(app, tenant, user)
    assert await state(boss, user) == "expired"
    assert (await accept(visitor, token)).json() == EXPIRED
    assert (await boss.post(INVITE, {"id": user})).status_code == 200
    assert await state(boss, user) == "invited"
    assert (await accept(visitor, await token_of(email))).status_code == 200


async def test_a_link_dies_with_whatever_makes_it_wrong(boss, token_of, visitor, undo):
    """Another address, a password from elsewhere, the end of the account, an undone creation."""
    for spoil in ("address", "password", "delete", "undo"):
        email = an_address()
        made = await boss.post(USERS, {"email": email})
        user = made.json()["id"]
        token = await token_of(email)
        if spoil == "address":
            answer = await boss.put(USERS, {"id": user, "email": an_address()})
        elif spoil == "password":
            answer = await boss.put(USERS, {"id": user, "password": "Another-Horse-2"})
        elif spoil == "delete":
            answer = await boss.delete(USERS, params={"id": user})
        else:
            answer = await undo(boss, made)
        assert answer.status_code == 200, (spoil, answer.text)
        refused = await accept(visitor, token)
        # The one who accepts comes from one address, which may try five times.
        assert (refused.status_code, refused.json()) == (400, EXPIRED), spoil


async def test_no_token_is_stored_as_it_is_or_waits_in_the_queue(boss, app, tenant, token_of):
    user, email = await invited(boss)
    async with app.database.across_tenants("a test looks into the queue") as connection:
        waiting = await connection.fetch(
            "SELECT convert_from(payload, 'UTF8') AS payload FROM pgqueuer WHERE entrypoint = 'auth.send_invitation'"
        )
    assert not any(email in row["payload"] for row in waiting)
    token = await token_of(email)
    async with app.database.tenant(tenant.tenant_id) as connection:
        rows = await connection.fetch("SELECT to_jsonb(i)::text AS row FROM auth_invitations AS i")
        logged = await connection.fetch("SELECT to_jsonb(c)::text AS row FROM action_changes AS c")
    assert len(rows) == 1
    assert not any(token in row["row"] for row in (*rows, *logged))
    assert user in rows[0]["row"]


@pytest.mark.parametrize("form", [{}, {"token": "x"}, {"token": "0" * 64, "password": "weak"}])
async def test_nonsense_is_refused_in_the_words_of_a_reset(visitor, form):
    answer = await visitor.post(ACCEPT, data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid request")


async def test_a_link_of_a_reset_is_no_invitation_and_the_other_way_round(boss, token_of, visitor):
    _user, email = await invited(boss)
    token = await token_of(email)
    answer = await visitor.post("/auth/reset/confirm", data={"token": token, "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (400, EXPIRED)
    assert (await accept(visitor, token)).status_code == 200


async def test_an_address_gets_three_an_hour_however_they_are_asked_for(boss, inbox, tenant, app):
    user, email = await invited(boss)
    for _ in range(2):
        assert (await boss.post(INVITE, {"id": user})).status_code == 200
    refused = await boss.post(INVITE, {"id": user})
    assert (refused.status_code, refused.headers["x-ratelimit-limit"]) == (429, "3")
    assert (await boss.delete(USERS, params={"id": user})).status_code == 200
    anew = await boss.post(USERS, {"email": email.upper()})
    assert anew.status_code == 429
    assert (await boss.get(USERS, params={"search": email})).json()["items"] == []
    # With a password nothing is sent, so nothing is counted.
    assert (await boss.post(USERS, {"email": email, "password": PASSWORD})).status_code == 201


async def test_inviting_asks_who_it_is_and_whose_user_it_is(boss, caller, nobody, app, asgi, enrol):
    user, _email = await invited(boss)
    assert (await nobody.post(INVITE)).status_code == 401
    stranger = await caller("auth.users.list", "auth.users.edit")
    refused = await stranger.post(INVITE, {"id": user})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["auth.users.create"])
    assert (await boss.post(INVITE, {"id": "x"})).status_code == 400
    foreign = await found_tenant(app, f"Foreign {new_id()}")
    theirs = await enrol(password=None, within=foreign)
    for unknown in (str(theirs.id), str(new_id())):
        answer = await boss.post(INVITE, {"id": unknown})
        assert (answer.status_code, answer.json()) == (404, {"error": "User not found"})
    special = await enrol(password=None, super_admin=True)
    assert (await boss.post(INVITE, {"id": str(special.id)})).status_code == 403


async def test_whoever_creates_users_invites_nobody_above_themselves(caller, enrol):
    clerk = await caller("auth.users.create", "auth.users.list")
    mighty = await enrol("warehouse.*", role="Kierownik")
    refused = await clerk.post(USERS, {"email": an_address(), "roles": [mighty.role]})
    assert refused.status_code == 403


async def test_an_address_of_another_tenant_makes_no_difference(boss, enrol, app, inbox):
    known = await enrol(within=await found_tenant(app, f"Foreign {new_id()}"))
    answers = [await boss.post(USERS, {"email": email}) for email in (known.email, an_address())]
    assert [one.status_code for one in answers] == [201, 201]
    assert [set(one.json()) for one in answers] == [{"id"}, {"id"}]
    assert len(await inbox(known.email)) == 1


async def test_the_mail_and_the_page_speak_both_languages(caller, app, inbox, browser):
    boss = await caller("auth.*")
    email = an_address()
    polish = await boss.client.post(USERS, json={"email": email}, headers={"accept-language": "pl"})
    assert polish.status_code == 201
    (mail,) = await inbox(email)
    assert mail["Subject"].startswith("Zaproszenie do ")
    assert "7 dni" in mail.get_body(("plain",)).get_content()
    assert "Ustaw hasło" in mail.get_body(("html",)).get_content()
    for locale, title in (("pl", "Witamy: ustaw swoje hasło"), ("en", "Welcome: choose your password")):
        page = await browser().get("http://testserver/invitation/abc", headers={"accept-language": locale})
        assert page.status_code == 200
        assert f"<title>{title}</title>" in page.text
        assert 'data-confirm="/api/auth/invitations/accept"' in page.text
        assert "no-referrer" in page.headers["referrer-policy"]
