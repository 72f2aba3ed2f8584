"""Signing in: the right password opens the door, every wrong one gets the same answer, and guessing is slow work."""

import bcrypt
import pytest
from people import PASSWORD, cookies_set

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import add_user, found_tenant

WRONG = {"ok": False, "error": "Invalid email or password"}


async def test_the_right_password_gives_a_token_and_a_cookie(visitor, enrol, events_of):
    person = await enrol()
    answer = await visitor.log_in(person.email)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["ok"], body["redirect"]) == (True, "/backend")
    cookies = cookies_set(answer)
    assert set(cookies) == {"auth_token"}
    assert body["token"] in cookies["auth_token"]
    for attribute in ("HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=28800"):
        assert attribute in cookies["auth_token"]
    assert "Secure" not in cookies["auth_token"]
    bearer = {"authorization": f"Bearer {body['token']}"}
    assert (await visitor.get("/auth/profile", headers=bearer)).json() == {"email": person.email}
    assert (await visitor.get("/auth/profile")).json() == {"email": person.email}
    assert (await events_of(person.tenant.tenant_id))[-1] == "auth.login.success"


async def test_a_remembered_sign_in_sets_both_cookies(visitor, enrol):
    answer = await visitor.log_in((await enrol()).email, remember="on")
    cookies = cookies_set(answer)
    assert set(cookies) == {"auth_token", "session_token"}
    assert "HttpOnly" in cookies["session_token"]
    assert f"Max-Age={30 * 86400}" in cookies["session_token"]
    assert len(visitor.cookies["session_token"]) == 64


async def test_a_sign_in_that_is_not_remembered_forgets_who_was_remembered_before(visitor, enrol):
    await visitor.log_in((await enrol()).email, remember="1")
    answer = await visitor.log_in((await enrol()).email)
    assert "Max-Age=0" in cookies_set(answer)["session_token"]


async def test_a_form_may_come_as_multipart(visitor, enrol):
    person = await enrol()
    parts = {"email": (None, person.email), "password": (None, PASSWORD), "tenantId": (None, "")}
    answer = await visitor.post("/auth/login", files=parts)
    assert answer.status_code == 200, answer.text


async def test_the_address_is_compared_without_regard_to_case(visitor, enrol):
    person = await enrol()
    assert (await visitor.log_in(f"  {person.email.upper()} ")).status_code == 200


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor, enrol, events_of):
    person = await enrol()
    wrong = await visitor.log_in(person.email, "Wrong-Horse-1")
    unknown = await visitor.log_in(f"{new_id()}@example.com")
    without = await visitor.log_in((await enrol(password=None)).email)
    assert [answer.status_code for answer in (wrong, unknown, without)] == [401] * 3
    assert wrong.json() == unknown.json() == without.json() == WRONG
    assert wrong.content == unknown.content
    assert not wrong.headers.get_list("set-cookie")
    assert "auth.login.failed" in await events_of(person.tenant.tenant_id)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"email": "nobody"},
        {"email": "a@b.pl"},
        {"email": "a@b.pl", "password": "12345"},
        {"password": "123456"},
        {"email": "a@b.pl", "password": "123456", "tenantId": "no uuid"},
    ],
)
async def test_a_form_that_makes_no_sense_gets_the_text_of_a_wrong_password(visitor, form):
    answer = await visitor.post("/auth/login", data=form)
    assert (answer.status_code, answer.json()) == (400, WRONG)


async def test_a_password_is_taken_as_it_is_typed_spaces_included(visitor, enrol):
    person = await enrol(password=" Spaces-1 ")
    assert (await visitor.log_in(person.email, "Spaces-1")).status_code == 401
    assert (await visitor.log_in(person.email, " Spaces-1 ")).status_code == 200


async def test_whoever_lacks_the_required_role_is_refused_and_not_signed_in(app, visitor, enrol):
    person = await enrol(role="Stolarz")
    refused = await visitor.log_in(person.email, requireRole="admin, superadmin")
    assert refused.status_code == 403
    assert refused.json() == {
        "ok": False,
        "error": "You do not have permission to access this area. Please contact your administrator.",
    }
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        last, sessions = await connection.fetchrow(
            "SELECT last_login_at, (SELECT count(*) FROM auth_sessions WHERE user_id = $1) FROM auth_users"
            " WHERE id = $1",
            person.id,
        )
    assert (last, sessions) == (None, 0)
    assert (await visitor.log_in(person.email, role="admin,stolarz")).status_code == 200


async def test_an_address_in_two_tenants_signs_in_where_the_password_fits(app, browser, enrol):
    other = await found_tenant(app, f"Studio {new_id()}")
    here = await enrol()
    there = await enrol(email=here.email, within=other, password="Another-Horse-2")
    answer = await browser().log_in(here.email, "Another-Horse-2")
    assert answer.status_code == 200
    bearer = {"authorization": f"Bearer {answer.json()['token']}"}
    checked = await browser().post("/auth/feature-check", json={}, headers=bearer)
    assert checked.json()["userId"] == str(there.id)


async def test_an_address_with_one_password_in_two_tenants_must_say_which_is_meant(app, browser, enrol):
    other = await found_tenant(app, f"Studio {new_id()}")
    here = await enrol()
    await enrol(email=here.email, within=other)
    ambiguous = await browser().log_in(here.email)
    assert (ambiguous.status_code, ambiguous.json()) == (401, WRONG)
    assert (await browser().log_in(here.email, tenantId=str(other.tenant_id))).status_code == 200
    assert (await browser().log_in(here.email, tenant=str(here.tenant.tenant_id))).status_code == 200
    assert (await browser().log_in(here.email, tenantId=str(new_id()))).status_code == 401


async def test_nobody_signs_in_to_a_tenant_or_an_organization_that_is_switched_off(app, browser, enrol):
    person = await enrol()
    for table, column, id_ in (
        ("directory_tenants", "id", person.tenant.tenant_id),
        ("directory_organizations", "id", person.tenant.organization_id),
    ):
        async with app.database.tenant(person.tenant.tenant_id) as connection:
            await connection.execute(f"UPDATE {table} SET is_active = false WHERE {column} = $1", id_)
        assert (await browser().log_in(person.email)).status_code == 401
        async with app.database.tenant(person.tenant.tenant_id) as connection:
            await connection.execute(f"UPDATE {table} SET is_active = true WHERE {column} = $1", id_)
        assert (await browser().log_in(person.email)).status_code == 200


async def test_an_old_bcrypt_hash_opens_the_door_once_and_is_made_anew(app, browser, enrol):
    person = await enrol()
    old = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        await connection.execute("UPDATE auth_credentials SET password_hash = $2 WHERE user_id = $1", person.id, old)
    assert (await browser().log_in(person.email)).status_code == 200
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        now = await connection.fetchval("SELECT password_hash FROM auth_credentials WHERE user_id = $1", person.id)
    assert now.startswith("$argon2id$")
    assert (await browser().log_in(person.email)).status_code == 200


async def test_signing_in_leaves_no_audit_entry_and_no_secret_in_the_events(app, visitor, enrol):
    person = await enrol()
    await visitor.log_in(person.email)
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        logged = await connection.fetchval("SELECT count(*) FROM action_logs WHERE actor_id = $1", person.id)
        payloads = await connection.fetch("SELECT payload::text FROM event_outbox")
        kept = await connection.fetch("SELECT * FROM auth_sessions WHERE user_id = $1", person.id)
    assert logged == 0
    assert not any(person.email in row["payload"] for row in payloads)
    assert kept[0]["token_hash"] is None


async def test_the_sixth_wrong_password_within_a_minute_is_not_even_looked_at(visitor, enrol):
    person, other = await enrol(), await enrol()
    answers = [await visitor.log_in(person.email, "Wrong-Horse-1") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    limited = answers[-1]
    assert limited.json() == {"error": "Too many requests. Please try again later."}
    assert limited.headers["x-ratelimit-limit"] == "5"
    assert limited.headers["x-ratelimit-remaining"] == "0"
    assert int(limited.headers["retry-after"]) > 0
    assert "retry-after" not in answers[0].headers
    assert (await visitor.log_in(person.email)).status_code == 429
    assert (await visitor.log_in(other.email)).status_code == 200


async def test_a_good_sign_in_after_four_bad_ones_starts_the_count_anew(visitor, enrol):
    person = await enrol()
    for _ in range(2):
        for _ in range(4):
            assert (await visitor.log_in(person.email, "Wrong-Horse-1")).status_code == 401
        assert (await visitor.log_in(person.email)).status_code == 200


async def test_attempts_count_before_anything_is_validated(visitor):
    tries = [await visitor.post("/auth/login", data={"email": "x@example.com", "password": "1"}) for _ in range(6)]
    assert [answer.status_code for answer in tries] == [400] * 5 + [429]


async def test_one_address_on_the_network_may_try_twenty_times_a_minute(visitor):
    tries = [await visitor.log_in(f"{new_id()}@example.com", "12") for _ in range(21)]
    assert [answer.status_code for answer in tries] == [400] * 20 + [429]
    assert tries[-1].headers["x-ratelimit-limit"] == "20"


async def test_a_deleted_user_is_a_stranger(browser, enrol, admin):
    person = await enrol()
    assert (await admin.delete("/auth/users", params={"id": str(person.id)})).status_code == 200
    answer = await browser().log_in(person.email)
    assert (answer.status_code, answer.json()) == (401, WRONG)


async def test_two_accounts_of_one_tenant_cannot_have_one_address(app, enrol):
    person = await enrol()
    with pytest.raises(Exception, match="Email already in use"):
        async with app.acting(person.tenant.tenant_id, person.tenant.organization_id) as ctx:
            await add_user(ctx, person.email.upper(), PASSWORD, [], organization_id=person.tenant.organization_id)
