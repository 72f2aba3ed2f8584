"""Refresh tokens of programs: each works once, none outlives what it stands on, and no cookie counts as one."""

import re

import pytest
from people import PASSWORD

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant

REFRESH = "/auth/session/refresh"
WRONG = {"ok": False, "error": "Missing or invalid refresh token"}


def bearer(token):
    return {"authorization": f"Bearer {token}"}


async def renew(program, token):
    return await program.post(REFRESH, json={"refreshToken": token})


@pytest.fixture
async def program(enrol, browser):
    """Somebody's program that is signed in, and what it got; it keeps no cookie."""
    person = await enrol("auth.users.list")
    client = browser()
    answer = await client.log_in(person.email, remember="on")
    client.cookies.clear()
    assert answer.status_code == 200
    return person, client, answer.json()


async def test_only_who_asks_to_be_remembered_gets_one(visitor, enrol, program):
    _person, _client, got = program
    assert re.fullmatch(r"[0-9a-f]{64}", got["refreshToken"])
    answer = await visitor.log_in((await enrol()).email)
    assert set(answer.json()) == {"ok", "token", "redirect"}


async def test_it_is_exchanged_for_a_fresh_access_token_and_the_next_one(program):
    person, client, got = program
    answer = await renew(client, got["refreshToken"])
    assert answer.status_code == 200
    body = answer.json()
    assert (body["ok"], body["expiresIn"], set(body)) == (
        True,
        28_800,
        {"ok", "accessToken", "expiresIn", "refreshToken"},
    )
    assert body["refreshToken"] not in (got["refreshToken"], None)
    assert "set-cookie" not in answer.headers
    assert (await client.get("/auth/profile", headers=bearer(body["accessToken"]))).json() == {"email": person.email}
    assert (await renew(client, body["refreshToken"])).status_code == 200


async def test_a_second_use_at_once_gets_no_token_to_go_on_with_and_a_late_one_ends_the_session(app, program):
    person, client, got = program
    first = (await renew(client, got["refreshToken"])).json()
    again = await renew(client, got["refreshToken"])
    assert (again.status_code, again.json()["refreshToken"]) == (200, None)
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        await connection.execute(
            "UPDATE auth_sessions SET exchanged_at = exchanged_at - interval '31 seconds' WHERE user_id = $1", person.id
        )
    late = await renew(client, got["refreshToken"])
    assert (late.status_code, late.json()) == (400, WRONG)
    assert (await renew(client, first["refreshToken"])).json() == WRONG
    assert (await client.get("/auth/profile", headers=bearer(first["accessToken"]))).status_code == 401


async def _new_password(person, client, admin, app):
    await client.put(
        "/auth/profile",
        json={"password": "Another-Horse-2", "currentPassword": PASSWORD},
        headers=bearer((await client.log_in(person.email)).json()["token"]),
    )


async def _password_by_the_office(person, client, admin, app):
    answer = await admin.put("/auth/users", {"id": str(person.id), "password": "Another-Horse-2"})
    assert answer.status_code == 200, answer.text


async def _account_deleted(person, client, admin, app):
    assert (await admin.delete("/auth/users", params={"id": str(person.id)})).status_code == 200


async def _switched_off(person, client, admin, app):
    async with app.database.across_tenants("a test switches a tenant off") as connection:
        await connection.execute(
            "UPDATE directory_tenants SET is_active = false WHERE id = $1", person.tenant.tenant_id
        )


@pytest.mark.parametrize("spoil", [_new_password, _password_by_the_office, _account_deleted, _switched_off])
async def test_it_dies_with_what_it_stands_on(spoil, enrol, browser, caller, app):
    home = await found_tenant(app, f"Studio {new_id()}")
    person = await enrol("auth.users.list", within=home)
    admin = await caller(super_admin=True, within=home)
    client = browser()
    token = (await client.log_in(person.email, remember="on")).json()["refreshToken"]
    await spoil(person, client, admin, app)
    answer = await renew(browser(), token)
    assert (answer.status_code, answer.json()) == (400, WRONG)


async def test_it_dies_with_signing_out(program):
    _person, client, got = program
    out = await client.post("/auth/logout", headers=bearer(got["token"]))
    assert out.status_code == 302
    assert (await renew(client, got["refreshToken"])).json() == WRONG


async def test_what_the_account_may_do_is_that_of_the_moment(program, admin):
    """A role that loses its features takes them from every token at once, fresh ones too."""
    person, client, got = program
    assert (await admin.put("/auth/roles/acl", {"roleId": str(person.role_id), "features": []})).status_code == 200
    fresh = (await renew(client, got["refreshToken"])).json()["accessToken"]
    for token in (got["token"], fresh):
        assert (await client.get("/auth/users", headers=bearer(token))).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"refreshToken": ""},
        {"refreshToken": None},
        {"refreshToken": 7},
        {"refreshToken": ["x"]},
        {"refreshToken": "x" * 5000},
        {"refreshToken": "0" * 64},
        {"refreshToken": "ż" * 64},
        [],
    ],
)
async def test_nonsense_is_refused_in_one_sentence(visitor, body):
    answer = await visitor.post(REFRESH, json=body)
    assert (answer.status_code, answer.json()) == (400, WRONG)


async def test_a_cookie_is_no_refresh_token_and_an_access_token_neither(browser, enrol):
    owner = browser()
    got = (await owner.log_in((await enrol()).email, remember="on")).json()
    assert "session_token" in owner.cookies
    assert (await owner.post(REFRESH, json={})).json() == WRONG
    assert (await renew(browser(), got["token"])).json() == WRONG


async def test_guessing_is_limited(program):
    _person, client, got = program
    guess = got["refreshToken"][:32] + "0" * 32
    tries = [(await renew(client, guess)).status_code for _ in range(16)]
    assert tries == [400] * 15 + [429]
