"""Of every operation: pages of other sites cannot use a browser's cookies, and a body must say what it is."""

from typing import Any

import httpx
import pytest
from installed import GUARDED, MODULES, OPERATIONS, concrete

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http.media import JSON, URLENCODED, accepts
from bottega.kernel.openapi.document import document
from bottega.kernel.operation import CHANGING, Operation
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from callers import Caller, Client, introduce

FOREIGN = {"origin": "https://evil.example", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
ACTING = [one for one in OPERATIONS if one.method in CHANGING or one.sets_cookies]
ACTING_GUARDED = [one for one in GUARDED if one.method in CHANGING]
READING = [one for one in OPERATIONS if one.body is not None]
DOCUMENT = document(MODULES, "http://testserver")


def key(operation: Operation) -> str:
    """How a parametrised test is called."""
    return operation.key


@pytest.fixture(scope="module")
async def home(app: Application) -> Founded:
    """A tenant for these tests."""
    return await found_tenant(app, f"Targets {new_id()}")


@pytest.fixture(scope="module")
async def almighty(app: Application, asgi: Any, home: Founded) -> Caller:
    """Somebody who may do everything, and whom no request of these tests signs out."""
    found = await introduce(app, asgi, home, super_admin=True)
    await found.client.aclose()
    return found


async def sent(asgi: Any, who: Caller | None, operation: Operation, headers: dict[str, str]) -> httpx.Response:
    """A request by a browser that keeps somebody's cookie."""
    cookie = {"cookie": f"auth_token={who.token}"} if who else {}
    async with Client(asgi, cookie | headers) as client:
        return await client.request(operation.method, concrete(operation))


@pytest.mark.parametrize("operation", ACTING, ids=key)
async def test_another_site_cannot_act_with_the_cookies_of_a_browser(
    operation: Operation, asgi: Any, almighty: Caller
) -> None:
    answer = await sent(asgi, almighty, operation, FOREIGN)
    assert answer.status_code == 403, answer.text
    assert answer.json()["code"] == "foreign_site"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("operation", ACTING_GUARDED, ids=key)
async def test_who_is_not_signed_in_is_told_that_first(operation: Operation, asgi: Any) -> None:
    assert (await sent(asgi, None, operation, FOREIGN)).status_code == 401


@pytest.mark.parametrize("operation", ACTING_GUARDED, ids=key)
async def test_a_token_that_was_sent_on_purpose_acts_from_anywhere(
    operation: Operation, app: Application, asgi: Any, home: Founded
) -> None:
    somebody = await introduce(app, asgi, home, headers=FOREIGN)
    async with somebody.client as client:
        answer = await client.request(operation.method, concrete(operation))
    assert answer.status_code != 401
    assert "foreign_site" not in answer.text


@pytest.mark.parametrize("operation", READING, ids=key)
async def test_a_body_of_an_undocumented_type_is_refused(operation: Operation, asgi: Any, almighty: Caller) -> None:
    other = URLENCODED if JSON in accepts(operation) else JSON
    for media in ("text/plain;charset=UTF-8", "application/octet-stream", "nonsense", other, None):
        headers = {"authorization": f"Bearer {almighty.token}"} | ({"content-type": media} if media else {})
        async with Client(asgi, headers) as client:
            answer = await client.request(operation.method, concrete(operation), content=b"{}")
        assert answer.status_code == 415, (media, answer.text)
        assert accepts(operation)[0] in answer.json()["error"]
        assert answer.headers["accept"] == ", ".join(accepts(operation))


@pytest.mark.parametrize("operation", READING, ids=key)
async def test_no_body_needs_no_type(operation: Operation, app: Application, asgi: Any, home: Founded) -> None:
    somebody = await introduce(app, asgi, home, *operation.features, super_admin=bool(operation.roles))
    async with somebody.client as client:
        answer = await client.request(operation.method, concrete(operation))
    assert answer.status_code not in (401, 403, 415), answer.text


@pytest.mark.parametrize("operation", OPERATIONS, ids=key)
def test_both_refusals_are_documented(operation: Operation) -> None:
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    if operation in ACTING:
        assert "403" in described["responses"]
    assert ("415" in described["responses"]) == (operation.body is not None)
    if operation.body is not None:
        assert list(described["requestBody"]["content"]) == list(accepts(operation))
