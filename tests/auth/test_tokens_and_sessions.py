"""Tokens prove nothing by themselves: forged, foreign or revoked ones are worth nothing, and at once."""

import asyncio
import base64
import json
import re
import time
from typing import Any
from uuid import UUID

import jwt
import pytest
from people import PASSWORD, cookies_set

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.sessions import SessionUser, open_session
from bottega.platform.auth.tenant_setup import found_tenant
from bottega.platform.auth.tokens import Tokens, tokens


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def works(browser):
    async def try_out(token: str) -> bool:
        answer = await browser().get("/auth/profile", headers=bearer(token))
        assert answer.status_code in (200, 401)
        return answer.status_code == 200

    return try_out


async def test_the_claims_are_those_of_the_contract(admin):
    claims = claims_of(admin.token)
    assert claims["sub"] == str(admin.user_id)
    assert claims["tenantId"] == str(admin.tenant_id)
    assert claims["orgId"] == str(admin.organization_id)
    assert claims["email"] == admin.email
    assert (claims["aud"], claims["iss"]) == ("staff", "bottega")
    assert claims["exp"] - claims["iat"] == 28_800
    assert UUID(claims["sid"])
    assert isinstance(claims["roles"], list)


async def test_an_expired_token_is_worth_nothing(app, admin, works):
    assert await works(admin.token)
    key = tokens(app)._key
    late = {**claims_of(admin.token), "iat": int(time.time()) - 100, "exp": int(time.time()) - 1}
    assert not await works(jwt.encode(late, key, algorithm="HS256"))


async def test_a_token_signed_with_another_key_is_worth_nothing(app, admin, works):
    claims = claims_of(admin.token)
    assert not await works(jwt.encode(claims, b"x" * 32, algorithm="HS256"))
    # The installation's secret itself signs for no audience.
    assert not await works(jwt.encode(claims, app.secrets.jwt, algorithm="HS256"))
    tampered = admin.token.rsplit(".", 1)[0] + "." + base64.urlsafe_b64encode(b"0" * 32).decode().rstrip("=")
    assert not await works(tampered)


async def test_a_token_without_a_signature_is_worth_nothing(admin, works):
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = claims_of(admin.token)
    for algorithm in ("none", "None", "NONE"):
        head = part({"alg": algorithm, "typ": "JWT"})
        assert not await works(f"{head}.{part(claims)}.")
        assert not await works(f"{head}.{part(claims)}.{admin.token.rsplit('.', 1)[1]}")


@pytest.mark.parametrize("change", [{"aud": "portal"}, {"iss": "somebody"}, {"aud": None}, {"sid": None}])
async def test_a_token_for_another_audience_or_without_a_session_is_worth_nothing(app, admin, works, change):
    claims = {name: value for name, value in {**claims_of(admin.token), **change}.items() if value is not None}
    assert not await works(jwt.encode(claims, tokens(app)._key, algorithm="HS256"))


async def test_a_signer_for_another_audience_has_another_key(app, admin):
    assert Tokens(app.secrets.jwt, 60).read(admin.token) is not None
    assert Tokens(b"another secret" * 3, 60).read(admin.token) is None


async def test_a_session_counts_only_in_its_own_tenant_and_for_its_own_user(app, admin, caller, works):
    other = await found_tenant(app, f"Studio {new_id()}")
    colleague = await caller()
    key, claims = tokens(app)._key, claims_of(admin.token)
    for change in (
        {"tenantId": str(other.tenant_id)},
        {"sub": str(colleague.user_id)},
        {"sid": str(new_id())},
        {"tenantId": "null"},
    ):
        assert not await works(jwt.encode({**claims, **change}, key, algorithm="HS256"))


async def test_garbage_is_nobody_and_a_dead_cookie_is_cleared(browser):
    visitor = browser()
    for header in ("Bearer", "Bearer x", "Bearer a.b.c", "Basic eDp5", f"Bearer {'x' * 9000}"):
        assert (await visitor.get("/auth/profile", headers={"authorization": header})).status_code == 401
    visitor.cookies.set("auth_token", "stale")
    answer = await visitor.get("/auth/profile")
    assert answer.status_code == 401
    assert all("Max-Age=0" in cookie for cookie in cookies_set(answer).values())
    assert set(cookies_set(answer)) == {"auth_token", "session_token"}


async def test_the_bearer_token_goes_before_the_cookie(browser, caller, admin):
    colleague = await caller()
    visitor = browser()
    visitor.cookies.set("auth_token", colleague.token)
    assert (await visitor.get("/auth/profile", headers=bearer(admin.token))).json()["email"] == admin.email


async def test_signing_out_ends_the_session_wherever_its_token_went(visitor, enrol, works):
    person = await enrol()
    token = (await visitor.log_in(person.email, remember="on")).json()["token"]
    assert await works(token)
    answer = await visitor.post("/auth/logout")
    assert answer.status_code == 302
    assert answer.headers["location"] == "http://testserver/login"
    assert all("Max-Age=0" in cookie for cookie in cookies_set(answer).values())
    assert not visitor.cookies
    assert not await works(token)


async def test_signing_out_sends_to_the_configured_address_whatever_the_host_header_says(visitor, enrol):
    await visitor.log_in((await enrol()).email)
    answer = await visitor.post("/auth/logout", headers={"host": "evil.example"})
    assert answer.headers["location"] == "http://testserver/login"


async def test_a_get_to_the_logout_page_signs_nobody_out(visitor, enrol, works):
    token = (await visitor.log_in((await enrol()).email)).json()["token"]
    answer = await visitor.get("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (302, "http://testserver/login")
    assert not answer.headers.get_list("set-cookie")
    assert await works(token)


async def test_strangers_cannot_sign_out(visitor):
    assert (await visitor.post("/auth/logout")).status_code == 401
    assert (await visitor.get("/auth/logout")).status_code == 401


async def test_a_new_password_ends_every_session_but_the_one_it_was_set_in(browser, enrol, works):
    person = await enrol()
    here, elsewhere = browser(), browser()
    mine = (await here.log_in(person.email)).json()["token"]
    other = (await elsewhere.log_in(person.email, remember="on")).json()["token"]
    body = {"password": "New-Horse-22", "currentPassword": PASSWORD}
    assert (await here.put("/auth/profile", json=body)).status_code == 200
    assert await works(mine)
    assert not await works(other)
    refreshed = await elsewhere.get("/auth/session/refresh")
    assert refreshed.headers["location"].startswith("http://testserver/login")


async def test_a_session_opened_with_a_password_that_was_replaced_meanwhile_never_counts(app, enrol, admin, works):
    person = await enrol()
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        checked = await connection.fetchval("SELECT credential_id FROM auth_users WHERE id = $1", person.id)
    assert (await admin.put("/auth/users", {"id": str(person.id), "password": "New-Horse-22"})).status_code == 200
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        late = await open_session(
            app,
            connection,
            SessionUser(
                tenant_id=person.tenant.tenant_id,
                user_id=person.id,
                roles=[],
                email=person.email,
                organization_id=person.tenant.organization_id,
            ),
            credential_id=checked,
        )
    assert not await works(late.token)


async def test_a_tenant_that_is_switched_off_is_signed_out(app, enrol, visitor, eventually):
    person = await enrol()
    await visitor.log_in(person.email)
    assert (await visitor.get("/auth/profile")).status_code == 200
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        await connection.execute(
            "UPDATE directory_tenants SET is_active = false WHERE id = $1", person.tenant.tenant_id
        )

    async def is_out() -> bool:
        return (await visitor.get("/auth/profile")).status_code == 401

    await eventually(is_out)


async def test_a_remembered_browser_gets_a_fresh_token(visitor, enrol):
    person = await enrol()
    await visitor.log_in(person.email, remember="true")
    visitor.cookies.delete("auth_token")
    answer = await visitor.get("/auth/session/refresh", params={"redirect": "/backend/users?page=2"})
    assert answer.status_code == 302, answer.text
    assert answer.headers["location"] == "http://testserver/backend/users?page=2"
    assert set(cookies_set(answer)) == {"auth_token", "session_token"}
    assert (await visitor.get("/auth/profile")).json() == {"email": person.email}
    default = await visitor.get("/auth/session/refresh")
    assert default.headers["location"] == "http://testserver/"


@pytest.fixture
async def remembered(enrol, browser):
    """Somebody whose browser is to remember them, its token, and how to come back with a token in another browser."""
    person = await enrol()
    owner = browser()
    await owner.log_in(person.email, remember="on")

    async def comes_back(token):
        headers = {"cookie": f"session_token={token}"}
        answer = await browser().get("/auth/session/refresh", headers=headers)
        assert answer.status_code == 302
        cookie = cookies_set(answer).get("session_token", f"session_token={token}")
        let_in = not answer.headers["location"].startswith("http://testserver/login")
        return cookie.partition(";")[0].partition("=")[2], let_in

    return person, owner.cookies["session_token"], comes_back


async def exchanged_long_ago(app, person):
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        await connection.execute(
            "UPDATE auth_sessions SET exchanged_at = exchanged_at - interval '31 seconds' WHERE user_id = $1", person.id
        )


async def test_a_session_token_is_exchanged_whenever_it_is_used(remembered):
    _person, token, comes_back = remembered
    seen = [token]
    for _ in range(3):
        following, let_in = await comes_back(seen[-1])
        assert let_in
        seen.append(following)
    assert len(set(seen)) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in seen)


async def test_several_tabs_may_use_the_same_token_at_once(remembered):
    _person, token, comes_back = remembered
    answers = await asyncio.gather(*(comes_back(token) for _ in range(4)))
    assert all(let_in for _next, let_in in answers)
    following = {one for one, _let_in in answers} - {token}
    assert len(following) == 1, "only one of them exchanges it"
    assert (await comes_back(following.pop()))[1]


async def test_a_token_that_comes_back_late_ends_the_session_for_owner_and_thief(app, remembered):
    person, token, comes_back = remembered
    following, _ = await comes_back(token)
    await exchanged_long_ago(app, person)
    assert not (await comes_back(token))[1]
    assert not (await comes_back(following))[1]
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM auth_sessions WHERE user_id = $1", person.id) == 0
        told = await connection.fetchval(
            "SELECT count(*) FROM event_outbox WHERE name = 'auth.session.reused' AND record_id = $1", person.id
        )
    assert told == 1


async def test_a_thief_who_used_it_often_is_noticed_all_the_same(remembered):
    """The owner's token is more than one exchange old, so no grace counts."""
    _person, token, comes_back = remembered
    stolen, _ = await comes_back(token)
    stolen, _ = await comes_back(stolen)
    assert not (await comes_back(token))[1]
    assert not (await comes_back(stolen))[1]


async def test_a_guessed_second_half_is_worth_nothing(remembered):
    _person, token, comes_back = remembered
    assert not (await comes_back("0" * 32 + token[32:]))[1]
    assert (await comes_back(token))[1]


async def test_exchanging_does_not_prolong_a_session(app, remembered, browser):
    person, token, _comes_back = remembered
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        await connection.execute(
            "UPDATE auth_sessions SET expires_at = now() + interval '100 seconds' WHERE user_id = $1", person.id
        )
    other = browser()
    other.cookies.set("session_token", token)
    answer = await other.get("/auth/session/refresh")
    lasting = int(re.search(r"Max-Age=(\d+)", cookies_set(answer)["session_token"])[1])
    assert 90 <= lasting <= 100


async def test_signing_out_with_an_exchanged_token_ends_its_session(visitor, enrol, app):
    person = await enrol()
    await visitor.log_in(person.email, remember="on")
    await visitor.get("/auth/session/refresh")
    assert (await visitor.post("/auth/logout")).status_code == 302
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM auth_sessions WHERE user_id = $1", person.id) == 0


async def test_without_a_remembered_session_the_way_leads_to_the_login_page_and_back(visitor):
    visitor.cookies.set("session_token", "0" * 64)
    answer = await visitor.get("/auth/session/refresh", params={"redirect": "/backend/users"})
    assert answer.status_code == 302
    assert answer.headers["location"] == "http://testserver/login?redirect=%2Fbackend%2Fusers"
    assert all("Max-Age=0" in cookie for cookie in cookies_set(answer).values())
    assert (await visitor.get("/auth/session/refresh")).headers["location"].startswith("http://testserver/login")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/x",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a//b",
        "\t//evil.example",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "backend",
        "https:evil.example",
        "///x",
        "/x\r\nset-cookie: a=b",
        "http:///evil.example",
    ],
)
async def test_a_redirect_never_leaves_the_site(visitor, enrol, target):
    await visitor.log_in((await enrol()).email, remember="true")
    answer = await visitor.get("/auth/session/refresh", params={"redirect": target})
    assert answer.headers["location"] == "http://testserver/"
    chosen = await visitor.get("/auth/locale", params={"locale": "pl", "redirect": target})
    assert chosen.headers["location"] == "http://testserver/"


async def test_an_address_of_our_own_site_is_a_fine_place_to_go(visitor, enrol):
    await visitor.log_in((await enrol()).email, remember="true")
    target = "http://testserver/backend/zamówienia?x=1#top"
    answer = await visitor.get("/auth/session/refresh", params={"redirect": target})
    assert answer.headers["location"] == "http://testserver/backend/zam%C3%B3wienia?x=1#top"


async def test_refreshing_is_limited_by_token(visitor, enrol):
    await visitor.log_in((await enrol()).email, remember="true")
    tries = [(await visitor.get("/auth/session/refresh")).status_code for _ in range(16)]
    assert tries == [302] * 15 + [429]


async def test_the_session_token_is_stored_only_as_a_hash(app, visitor, enrol):
    person = await enrol()
    await visitor.log_in(person.email, remember="on")
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        kept = await connection.fetchval(
            "SELECT to_jsonb(s)::text FROM auth_sessions AS s WHERE user_id = $1", person.id
        )
    token = visitor.cookies["session_token"]
    assert token[:32] not in kept
    assert token[32:] not in kept


async def test_the_language_is_kept_in_a_cookie(visitor):
    answer = await visitor.post("/auth/locale", json={"locale": "pl"})
    assert (answer.status_code, answer.json()) == (201, {"ok": True})
    cookie = cookies_set(answer)["locale"]
    assert cookie.startswith("locale=pl")
    assert "HttpOnly" not in cookie
    assert f"Max-Age={365 * 86400}" in cookie
    assert (await visitor.get("/auth/profile")).json() == {"error": "Wymagane logowanie"}
    followed = await visitor.get("/auth/locale", params={"locale": "en"})
    assert (followed.status_code, followed.json()) == (200, {"ok": True})
    assert cookies_set(followed)["locale"].startswith("locale=en")


@pytest.mark.parametrize("body", [{}, {"locale": "fr"}, {"locale": None}, {"locale": ["pl"]}, [], "pl"])
async def test_a_language_we_do_not_speak_is_refused(visitor, body):
    answer = await visitor.post("/auth/locale", json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid locale")
    assert [one["path"] for one in answer.json()["details"]] == [["locale"]]
    assert (await visitor.get("/auth/locale", params={"locale": "xx"})).status_code == 400
