"""A forgotten password: one answer for everybody, one link for who has an account, and the link works once."""

import asyncio
import re
from email import message_from_bytes, policy

import pytest
from people import PASSWORD

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant
from working import work_off

NEW = "New-Horse-22"
EXPIRED = {"ok": False, "error": "Invalid or expired token"}
LACKS = "At least 6 characters, One number, One uppercase letter, One special character"
INVALID = {"ok": False, "error": "Invalid request"}


@pytest.fixture
def queued(app):
    """The links that were asked for and not sent yet, for an address: as the payloads of jobs, taken from the queue."""

    async def take(email: str) -> list[dict]:
        wanted = app.vault.digest(email)
        async with app.database.across_tenants("a test works off its own jobs") as connection:
            rows = await connection.fetch(
                "SELECT id, convert_from(payload, 'UTF8')::jsonb AS payload FROM pgqueuer"
                " WHERE entrypoint = 'auth.send_reset'"
            )
            mine = [row for row in rows if row["payload"]["emailHash"] == wanted]
            await connection.execute("DELETE FROM pgqueuer WHERE id = ANY($1)", [row["id"] for row in mine])
        return [row["payload"] for row in mine]

    return take


@pytest.fixture
def inbox(app, settings):
    """Work off the queue and read the mails for an address that came of it."""

    async def read(email: str) -> list:
        await work_off(app)
        found = []
        for path in sorted((settings.data_folder / "outbox").glob("*")):
            if path.is_file():
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                if mail["To"] == email:
                    found.append(mail)
        return found

    return read


@pytest.fixture
def link(visitor, inbox):
    """Ask for a link and read its token from the mail."""
    seen: set[str] = set()

    async def ask(email: str) -> str:
        assert (await visitor.post("/auth/reset", data={"email": email})).json() == {"ok": True}
        texts = [mail.get_body(("plain",)).get_content() for mail in await inbox(email)]
        tokens = {re.search(r"http://testserver/reset/([0-9a-f]{64})", text)[1] for text in texts}
        (token,) = tokens - seen
        seen.add(token)
        return token

    return ask


async def confirm(visitor, token, password=NEW):
    return await visitor.post("/auth/reset/confirm", data={"token": token, "password": password})


async def test_a_link_sets_a_new_password_and_signs_everybody_out(browser, visitor, enrol, link, events_of):
    person = await enrol()
    elsewhere = browser()
    await elsewhere.log_in(person.email, remember="on")
    answer = await confirm(visitor, await link(person.email))
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "redirect": "/login"})
    assert "x-om-operation" not in answer.headers
    assert (await elsewhere.get("/auth/profile")).status_code == 401
    assert (await browser().log_in(person.email)).status_code == 401
    assert (await browser().log_in(person.email, NEW)).status_code == 200
    happened = await events_of(person.tenant.tenant_id)
    assert {"auth.password.reset.requested", "auth.password.reset.completed", "auth.password.changed"} <= {*happened}


async def test_the_mail_speaks_the_language_of_who_asked(visitor, enrol, inbox):
    person = await enrol()
    await visitor.post("/auth/reset", data={"email": person.email}, headers={"accept-language": "pl"})
    await visitor.post("/auth/reset", data={"email": person.email})
    mails = {mail["Subject"]: mail for mail in await inbox(person.email)}
    assert set(mails) == {"Ustaw nowe hasło", "Reset your password"}
    assert "Ustaw nowe hasło" in mails["Ustaw nowe hasło"].get_body(("html",)).get_content()
    english = mails["Reset your password"]
    assert "60" in english.get_body(("plain",)).get_content()
    assert "Set a new password" in english.get_body(("html",)).get_content()


async def test_the_link_leads_to_the_configured_address_whatever_the_host_header_says(visitor, enrol, inbox):
    person = await enrol()
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    await visitor.post("/auth/reset", data={"email": person.email}, headers=headers)
    (mail,) = await inbox(person.email)
    assert b"evil.example" not in mail.as_bytes()


@pytest.mark.parametrize("form", [{}, {"email": "nobody"}, {"email": ""}, {"mail": "x@example.com"}])
async def test_nonsense_gets_the_answer_everybody_gets(visitor, form):
    answer = await visitor.post("/auth/reset", data=form)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


async def test_an_unknown_address_makes_the_same_answer_and_the_same_job_and_no_mail(visitor, enrol, queued, inbox):
    person, stranger = await enrol(), f"{new_id().hex}@example.com"
    known = await visitor.post("/auth/reset", data={"email": person.email})
    unknown = await visitor.post("/auth/reset", data={"email": stranger})
    assert known.content == unknown.content
    assert len(await queued(person.email)) == 1
    (job,) = await queued(stranger)
    assert stranger not in str(job)
    await visitor.post("/auth/reset", data={"email": stranger})
    assert await inbox(stranger) == []


async def test_an_address_in_two_tenants_gets_a_link_for_each_account(app, visitor, enrol, inbox):
    other = await found_tenant(app, f"Studio {new_id()}")
    person = await enrol()
    await enrol(email=person.email, within=other)
    await visitor.post("/auth/reset", data={"email": person.email})
    assert len(await inbox(person.email)) == 2


async def test_a_link_works_once(visitor, enrol, link):
    token = await link((await enrol()).email)
    assert (await confirm(visitor, token)).status_code == 200
    again = await confirm(visitor, token, "Third-Horse-3")
    assert (again.status_code, again.json()) == (400, EXPIRED)


async def test_of_two_who_use_a_link_at_the_same_moment_one_wins(browser, enrol, link):
    person = await enrol()
    token = await link(person.email)
    passwords = [f"Racing-Horse-{number}" for number in range(4)]
    answers = await asyncio.gather(*(confirm(browser(), token, password) for password in passwords))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
    winner = passwords[[answer.status_code for answer in answers].index(200)]
    signed_in = [(await browser().log_in(person.email, password)).status_code for password in passwords]
    assert [password for password, status in zip(passwords, signed_in, strict=True) if status == 200] == [winner]


async def test_using_one_link_makes_the_others_worthless(visitor, enrol, link):
    person = await enrol()
    first, second = await link(person.email), await link(person.email)
    assert (await confirm(visitor, second)).status_code == 200
    assert (await confirm(visitor, first)).json() == EXPIRED


async def test_a_new_password_by_other_means_makes_links_worthless(visitor, enrol, link, admin):
    person = await enrol()
    token = await link(person.email)
    assert (await admin.put("/auth/users", {"id": str(person.id), "password": NEW})).status_code == 200
    assert (await confirm(visitor, token, "Third-Horse-3")).json() == EXPIRED


async def test_a_link_dies_after_an_hour(app, visitor, enrol, link):
    person = await enrol()
    token = await link(person.email)
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        left = await connection.fetchval(
            "SELECT expires_at - now() FROM auth_password_resets WHERE user_id = $1", person.id
        )
        assert 3500 < left.total_seconds() <= 3600
        await connection.execute("UPDATE auth_password_resets SET expires_at = now() WHERE user_id = $1", person.id)
    assert (await confirm(visitor, token)).json() == EXPIRED


async def test_a_link_of_a_deleted_user_is_worthless(visitor, enrol, link, admin):
    person = await enrol()
    token = await link(person.email)
    await admin.delete("/auth/users", params={"id": str(person.id)})
    assert (await confirm(visitor, token)).json() == EXPIRED


async def test_a_weak_password_does_not_use_the_link_up(visitor, enrol, link):
    token = await link((await enrol()).email)
    weak = await confirm(visitor, token, "weak")
    assert (weak.status_code, weak.json()) == (400, INVALID | {"requirements": LACKS})
    assert (await confirm(visitor, token)).status_code == 200


@pytest.mark.parametrize("form", [{}, {"token": "short", "password": NEW}, {"token": "x" * 64}])
async def test_a_confirmation_that_makes_no_sense_is_refused(visitor, form):
    answer = await visitor.post("/auth/reset/confirm", data=form)
    assert (answer.status_code, answer.json()) == (400, INVALID)


async def test_an_invented_token_is_refused(visitor):
    answer = await confirm(visitor, "0" * 64)
    assert (answer.status_code, answer.json()) == (400, EXPIRED)


async def test_the_token_is_stored_only_as_a_hash_and_the_change_is_on_record(app, visitor, enrol, link):
    person = await enrol()
    token = await link(person.email)
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        kept = await connection.fetchval(
            "SELECT to_jsonb(r)::text FROM auth_password_resets AS r WHERE user_id = $1", person.id
        )
    assert token not in kept
    await confirm(visitor, token)
    async with app.database.tenant(person.tenant.tenant_id) as connection:
        entry = await connection.fetchrow("SELECT * FROM action_logs WHERE command_id = 'auth.reset.confirm'")
    assert (entry["actor_id"], entry["resource_id"], entry["undo_token"]) == (person.id, str(person.id), None)


async def test_the_fourth_request_for_a_link_within_a_minute_is_refused(visitor, enrol):
    person = await enrol()
    tries = [await visitor.post("/auth/reset", data={"email": person.email}) for _ in range(4)]
    assert [answer.status_code for answer in tries] == [200] * 3 + [429]
    assert tries[-1].headers["x-ratelimit-limit"] == "3"
    assert (await visitor.post("/auth/reset", data={"email": (await enrol()).email})).status_code == 200


async def test_guessing_tokens_is_limited(visitor):
    assert [(await confirm(visitor, "0" * 64)).status_code for _ in range(6)] == [400] * 5 + [429]


async def test_the_policy_is_asked_before_the_hash_is_made(visitor, enrol, link, browser):
    person = await enrol()
    token = await link(person.email)
    assert (await confirm(visitor, token, "x" * 257)).json() == INVALID
    assert (await browser().log_in(person.email, PASSWORD)).status_code == 200
