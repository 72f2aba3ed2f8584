"""Whose page a browser sends a request for: what the browser says decides, and who sends a token is not asked."""

from typing import Any

import pytest

from callers import Caller, Client

EVIL = "https://evil.example"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
        {"sec-fetch-site": "none"},
        {"origin": "http://testserver"},
        {"origin": "http://TESTSERVER"},
        {"referer": "http://testserver/backend/customers?page=2"},
        # Another name of the installation, as a proxy that rewrites Host makes of it: the page is where it belongs.
        {"host": "10.0.0.7:8000", "origin": "http://testserver"},
        {"host": "10.0.0.7:8000", "origin": "http://testserver", "sec-fetch-site": "same-site"},
        {"host": "10.0.0.7:8000", "sec-fetch-site": "same-origin", "origin": "https://studio.example"},
        {"host": "10.0.0.7:8000", "origin": "http://10.0.0.7:8000"},
        {"authorization": "Bearer something", "origin": EVIL, "sec-fetch-site": "cross-site"},
        {"authorization": "ApiKey something", "origin": EVIL, "sec-fetch-site": "cross-site"},
        {"x-api-key": "something", "origin": EVIL, "sec-fetch-site": "cross-site"},
    ],
)
async def test_pages_of_our_own_and_programs_are_let_in(nobody: Client, headers: dict[str, str]) -> None:
    answer = await nobody.post("/auth/locale", json={"locale": "pl"}, headers=headers)
    assert answer.status_code == 201, answer.text
    assert "locale=pl" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://other.testserver"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"sec-fetch-site": "nonsense"},
        {"sec-fetch-site": "same-origin, same-origin", "origin": EVIL},
        {"origin": EVIL},
        {"origin": "null"},
        {"origin": "null", "host": ""},
        {"origin": "http://testserver:8080"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://evil.example/testserver"},
        {"origin": "http://[nonsense"},
        {"referer": f"{EVIL}/http://testserver/"},
        # What a browser sends by itself to a site that once asked for a password says nothing.
        {"authorization": "Basic dGVzdDp0ZXN0", "origin": EVIL},
        # A page cannot forge this; whoever can has other ways.
        {"x-forwarded-host": "evil.example", "origin": EVIL},
    ],
)
async def test_pages_of_others_are_refused(nobody: Client, headers: dict[str, str]) -> None:
    answer = await nobody.post("/auth/locale", json={"locale": "pl"}, headers=headers)
    assert answer.status_code == 403, answer.text
    assert answer.json() == {"error": "This request comes from another site and was refused.", "code": "foreign_site"}
    assert "set-cookie" not in answer.headers


async def test_the_refusal_is_in_the_language_of_the_reader(nobody: Client) -> None:
    headers = {"origin": EVIL, "accept-language": "pl"}
    answer = await nobody.post("/auth/locale", json={"locale": "pl"}, headers=headers)
    assert "innej witryny" in answer.json()["error"]


async def test_nobody_is_signed_in_by_a_page_of_another_site(admin: Caller, nobody: Client) -> None:
    form = {"email": admin.email, "password": admin.password}
    answer = await nobody.post("/auth/login", data=form, headers={"origin": EVIL})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_reading_is_not_acting(admin: Caller, asgi: Any) -> None:
    """A page of another site cannot read the answer anyway: nothing here allows it to."""
    async with Client(asgi, {"cookie": f"auth_token={admin.token}", "origin": EVIL}) as client:
        answer = await client.get("/auth/profile")
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


async def test_a_refused_write_changes_nothing(admin: Caller, asgi: Any) -> None:
    async with Client(asgi, {"cookie": f"auth_token={admin.token}", "sec-fetch-site": "same-site"}) as client:
        refused = await client.post("/auth/roles", json={"name": "Obcy"})
        await client.post("/auth/logout")
    assert refused.status_code == 403
    assert (await admin.get("/auth/roles", params={"search": "Obcy"})).json()["total"] == 0


async def test_a_link_brings_people_back_but_nothing_unseen_renews_a_session(nobody: Client) -> None:
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    unseen = {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    assert (await nobody.get("/auth/session/refresh", headers=followed)).status_code == 302
    assert (await nobody.get("/auth/session/refresh", headers=unseen)).status_code == 403
    # A language is not chosen by others, link or not.
    assert (await nobody.get("/auth/locale", params={"locale": "de"}, headers=followed)).status_code == 403


@pytest.mark.parametrize(
    "media", ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json", " application/json"]
)
async def test_json_may_be_called_by_any_of_its_names(nobody: Client, media: str) -> None:
    answer = await nobody.post("/auth/locale", content=b'{"locale":"pl"}', headers={"content-type": media})
    assert answer.status_code == 201, answer.text


async def test_a_form_may_come_in_both_encodings(nobody: Client) -> None:
    for body in ({"data": {"email": "x@example.com"}}, {"files": {"email": (None, "x@example.com")}}):
        assert (await nobody.post("/auth/reset", **body)).json() == {"ok": True}


async def test_an_empty_body_is_nothing_of_any_type(admin: Caller) -> None:
    for headers in ({}, {"content-type": "text/plain"}):
        answer = await admin.client.request(
            "DELETE", "/auth/roles", params={"id": str(admin.role_id)}, content=b"", headers=headers
        )
        assert answer.json() == {"error": "Role has assigned users"}


async def test_leniency_is_about_content_and_not_about_its_type(admin: Caller) -> None:
    path, query = "/auth/roles", {"id": str(admin.role_id)}
    for media, status in (("application/json", 400), ("text/plain", 415)):
        answer = await admin.client.request("DELETE", path, params=query, content=b"{", headers={"content-type": media})
        assert answer.status_code == status, answer.text


async def test_every_answer_tells_browsers_to_be_careful(nobody: Client) -> None:
    for path in ("/auth/profile", "/no/such/path", "http://testserver/", "http://testserver/docs"):
        headers = (await nobody.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["referrer-policy"] == "same-origin", path
        if headers["content-type"].startswith("text/html"):
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path
