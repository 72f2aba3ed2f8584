"""Signing up: off unless it is allowed, a mail in one's language, a tenant that is founded once, whatever happens."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from bottega.kernel.application import Application
from bottega.kernel.mail import Mailer
from bottega.platform.onboarding import provisioning, sign_up
from bottega.platform.onboarding.requests import purge
from bottega.settings import Settings
from callers import Caller, Client
from working import work_off

SIGN_UP, VERIFY = "/onboarding/onboarding", "/onboarding/onboarding/verify"
PASSWORD = "Correct-Horse-1"
NEEDS = "At least 6 characters, One number, One uppercase letter, One special character"
Visit = Callable[[], Client]


@pytest.fixture(autouse=True)
def _allowed(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"self_service_onboarding_enabled": True}))


@pytest.fixture
async def visitor(asgi: Any) -> AsyncIterator[Client]:
    async with Client(asgi) as client:
        yield client


def applicant(**more: Any) -> dict[str, Any]:
    return {
        "email": f"{uuid4().hex}@example.com",
        "firstName": "Ewa",
        "lastName": "Żak",
        "organizationName": "Meble Żak",
        "password": PASSWORD,
        "confirmPassword": PASSWORD,
        "termsAccepted": True,
        "locale": "pl",
        **more,
    }


def mails_to(settings: Settings, address: str) -> list[EmailMessage]:
    paths = sorted((settings.data_folder / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [mail for mail in mails if mail["To"] == address]


def token_in(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://testserver/api/onboarding/onboarding/verify\?token=([0-9a-f]{64})", body.get_content())
    assert found, body.get_content()
    return found[1]


async def asked(visitor: Client, settings: Settings, **more: Any) -> tuple[dict[str, Any], str]:
    """Somebody who has asked for a tenant: what they said, and the token they were sent."""
    said = applicant(**more)
    answer = await visitor.post(SIGN_UP, json=said)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"ok": True, "email": said["email"]}
    return said, token_in(mails_to(settings, said["email"])[-1])


async def follow(visitor: Client, token: str) -> httpx.Response:
    answer = await visitor.get(VERIFY, params={"token": token})
    assert answer.status_code == 307, answer.text
    return answer


async def tenants_named(app: Application, name: str) -> int:
    async with app.database.across_tenants("a test counts tenants") as connection:
        return await connection.fetchval("SELECT count(*) FROM directory_tenants WHERE name = $1", f"{name} Tenant")


async def change(app: Application, token: str, what: str) -> None:
    async with app.database.across_tenants("a test turns the clock") as connection:
        done = await connection.execute(
            f"UPDATE onboarding_requests SET {what} WHERE token_hash = $1", sign_up.hash_opaque(app, token)
        )
    assert done == "UPDATE 1"


async def test_who_follows_the_link_has_a_tenant_of_their_own_and_signs_in(
    visitor: Client, app: Application, settings: Settings
) -> None:
    name = f"Meble {uuid4().hex}"
    said, token = await asked(visitor, settings, organizationName=name)
    answer = await follow(visitor, token)
    tenant = re.fullmatch(r"http://testserver/login\?tenant=([0-9a-f-]{36})", answer.headers["location"])
    assert tenant
    cookies = answer.headers.get_list("set-cookie")
    [kept] = [one for one in cookies if one.startswith("om_login_tenant=")]
    assert kept.startswith(f"om_login_tenant={tenant[1]};")
    assert "HttpOnly" not in kept
    signed_in = await visitor.post("/auth/login", data={"email": said["email"], "password": PASSWORD})
    assert signed_in.status_code == 200, signed_in.text
    me = {"authorization": f"Bearer {signed_in.json()['token']}"}
    users = (await visitor.get("/auth/users", headers=me)).json()["items"]
    assert [(one["name"], one["email"]) for one in users] == [("Ewa Żak", said["email"])]
    roles = (await visitor.get("/auth/roles", headers=me)).json()["items"]
    assert [one["name"] for one in roles] == ["admin", "employee"]
    # What modules bring along for a new tenant comes by the event.
    await work_off(app)
    # However often: it is done.
    assert (await follow(visitor, token)).headers["location"] == answer.headers["location"]
    assert await tenants_named(app, name) == 1


@pytest.mark.parametrize(
    ("locale", "subject"),
    [
        ("pl", "Potwierdź adres e-mail, aby dokończyć zakładanie konta"),
        ("en", "Confirm your email to finish onboarding"),
        ("xx", "Confirm your email to finish onboarding"),
    ],
)
async def test_the_mail_is_in_the_language_of_the_request(
    visitor: Client, settings: Settings, locale: str, subject: str
) -> None:
    said, _token = await asked(visitor, settings, locale=locale)
    [letter] = mails_to(settings, said["email"])
    assert letter["Subject"] == subject
    html = letter.get_body(("html",))
    assert html is not None
    assert "Meble Żak" in html.get_content()


async def test_nothing_that_names_somebody_is_stored_readably_and_nothing_is_left_when_it_is_done(
    visitor: Client, app: Application, settings: Settings
) -> None:
    said, token = await asked(visitor, settings)

    async def stored() -> dict[str, Any]:
        async with app.database.across_tenants("a test reads what is stored") as connection:
            row = await connection.fetchrow(
                "SELECT to_jsonb(r) AS row FROM onboarding_requests AS r WHERE token_hash = $1",
                sign_up.hash_opaque(app, token),
            )
        assert row is not None
        return row["row"]

    text = str(await stored())
    assert not [one for one in (said["email"], "Ewa", "Żak", PASSWORD, token) if one in text]
    await follow(visitor, token)
    assert (await stored())["applicant"] is None


async def test_two_clicks_at_once_found_one_tenant(visitor: Client, app: Application, settings: Settings) -> None:
    name = f"Meble {uuid4().hex}"
    _said, token = await asked(visitor, settings, organizationName=name)
    both = await asyncio.gather(*(follow(visitor, token) for _ in range(4)))
    assert len({one.headers["location"] for one in both}) == 1
    assert await tenants_named(app, name) == 1


async def test_an_attempt_that_died_after_founding_is_taken_up(
    visitor: Client, app: Application, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"Meble {uuid4().hex}"
    said, token = await asked(visitor, settings, organizationName=name)

    async def killed(*_args: Any) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(provisioning, "complete", killed)
        with pytest.raises(asyncio.CancelledError):
            await visitor.get(VERIFY, params={"token": token})
    # Meanwhile somebody seems to be at it.
    location = (await follow(visitor, token)).headers["location"]
    assert location.startswith("http://testserver/login?tenant=")
    await change(app, token, "processing_started_at = now() - interval '16 minutes'")
    assert (await follow(visitor, token)).headers["location"] == location
    assert await tenants_named(app, name) == 1
    signed_in = await visitor.post("/auth/login", data={"email": said["email"], "password": PASSWORD})
    assert signed_in.status_code == 200, signed_in.text


async def test_a_failure_leaves_the_link_working_and_no_half_of_a_tenant(
    visitor: Client, app: Application, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"Meble {uuid4().hex}"
    _said, token = await asked(visitor, settings, organizationName=name)

    async def fails(*_args: Any, **_more: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(provisioning, "add_user", fails)
        answer = await follow(visitor, token)
    assert answer.headers["location"] == "http://testserver/onboarding?status=error"
    assert "set-cookie" not in answer.headers
    assert await tenants_named(app, name) == 0
    assert "/login?tenant=" in (await follow(visitor, token)).headers["location"]


async def test_links_that_are_wrong_or_expired_go_back_and_touch_no_cookie(
    visitor: Client, app: Application, settings: Settings
) -> None:
    _said, expired = await asked(visitor, settings)
    await change(app, expired, "expires_at = now() - interval '1 minute'")
    for token in ("", "short", "0" * 64, expired, "x" * 500):
        answer = await follow(visitor, token)
        assert answer.headers["location"] == "http://testserver/onboarding?status=invalid"
        assert "set-cookie" not in answer.headers
    await purge(app, {})
    async with app.database.across_tenants("a test looks whether it is gone") as connection:
        left = await connection.fetchval(
            "SELECT count(*) FROM onboarding_requests WHERE token_hash = $1", sign_up.hash_opaque(app, expired)
        )
    assert left == 0


async def test_an_address_that_was_taken_meanwhile_is_said_so(
    visitor: Client, admin: Caller, settings: Settings
) -> None:
    said, token = await asked(visitor, settings)
    made = await admin.post(
        "/auth/users",
        {"email": said["email"], "password": PASSWORD, "organizationId": str(admin.organization_id), "roles": []},
    )
    assert made.status_code == 201, made.text
    answer = await follow(visitor, token)
    assert answer.headers["location"] == "http://testserver/onboarding?status=already_exists"
    again = await visitor.post(SIGN_UP, json=applicant(email=said["email"], locale="en"))
    assert again.status_code == 409
    assert again.json()["error"].startswith("We already have an account")
    assert again.json()["fieldErrors"] == {"email": again.json()["error"]}


async def test_another_mail_is_sent_after_ten_minutes_and_its_link_replaces_the_first(
    visitor: Client, app: Application, settings: Settings
) -> None:
    said, token = await asked(visitor, settings)
    soon = await visitor.post(SIGN_UP, json=applicant(email=said["email"].upper(), locale="en"))
    assert soon.status_code == 409, soon.text
    assert "about 10 minutes" in soon.json()["error"]
    await change(app, token, "last_email_sent_at = now() - interval '11 minutes'")
    _again, newer = await asked(visitor, settings, email=said["email"])
    assert newer != token
    assert (await follow(visitor, token)).headers["location"].endswith("status=invalid")
    assert "/login?tenant=" in (await follow(visitor, newer)).headers["location"]


async def test_a_mail_that_cannot_be_sent_is_said_so_and_may_be_asked_for_at_once(
    visitor: Client, app: Application, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = applicant()
    with monkeypatch.context() as patch:
        patch.setattr(app, "mailer", Mailer(Settings(smtp_url="smtp://127.0.0.1:1")))
        answer = await visitor.post(SIGN_UP, json=said)
    assert answer.status_code == 502, answer.text
    assert answer.json()["ok"] is False
    await asked(visitor, settings, email=said["email"])


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"email": "no address"}, "email", "Enter a valid work email."),
        ({"firstName": " "}, "firstName", "First name is required."),
        ({"lastName": None}, "lastName", "Last name is required."),
        ({"organizationName": "Buy at https://example.com"}, "organizationName", "Organization name is required."),
        (
            {"password": "short", "confirmPassword": "short"},
            "password",
            f"Password must meet the requirements: {NEEDS}.",
        ),
        ({"confirmPassword": "Other-Horse-1"}, "confirmPassword", "Passwords must match."),
        ({"termsAccepted": False}, "termsAccepted", "Please accept the terms to continue."),
    ],
)
async def test_every_wrong_field_is_named_in_a_sentence(
    visitor: Client, settings: Settings, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    said = applicant(locale="en", **wrong)
    answer = await visitor.post(SIGN_UP, json=said)
    assert answer.status_code == 400, answer.text
    assert answer.json()["fieldErrors"] == {field: sentence}
    assert mails_to(settings, str(said["email"])) == []


async def test_a_body_that_is_nothing_is_refused_in_whole(visitor: Client) -> None:
    answer = await visitor.post(SIGN_UP, content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert len(answer.json()["fieldErrors"]) == 7


async def test_the_operator_is_told_where_they_want_to_be(
    visitor: Client, app: Application, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = f"{uuid4().hex}@example.com"
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"admin_email": operator}))
    said, _token = await asked(visitor, settings)
    [letter] = mails_to(settings, operator)
    body = letter.get_body(("plain",))
    assert body is not None
    assert said["email"] in body.get_content()


async def test_where_it_is_not_allowed_both_are_404(
    visitor: Client, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"self_service_onboarding_enabled": False}))
    assert Settings().self_service_onboarding_enabled is False
    answer = await visitor.post(SIGN_UP, json=applicant(locale="en"))
    assert (answer.status_code, answer.json()) == (404, {"ok": False, "error": "Self-service onboarding is disabled."})
    assert (await visitor.get(VERIFY, params={"token": "0" * 64})).status_code == 404


async def test_ten_a_minute_from_one_address(visitor: Client) -> None:
    answers = [await visitor.post(SIGN_UP, json={}) for _ in range(11)]
    assert [one.status_code for one in answers] == [400] * 10 + [429]
    assert answers[-1].headers["x-ratelimit-limit"] == "10"


def test_every_mail_has_both_languages() -> None:
    folder = Path(sign_up.__file__).parent / "mails"
    names = {path.name for path in folder.iterdir()}
    assert {name.replace(".en.", ".pl.") for name in names if ".en." in name} == {n for n in names if ".pl." in n}
