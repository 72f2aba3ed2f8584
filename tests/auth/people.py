"""Who comes to the door in these tests, and what they carry away: browsers, accounts, cookies, undo tokens."""

import json
import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx

from bottega.platform.auth.tenant_setup import Founded

PASSWORD = "Correct-Horse-1"


class Visitor(httpx.AsyncClient):
    """A browser without a session, from a random address."""

    def __init__(self, asgi: Any) -> None:
        """Come from somewhere."""
        address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"  # noqa: S311 - no secret
        transport = httpx.ASGITransport(asgi, raise_app_exceptions=True, client=(address, 4711))
        super().__init__(transport=transport, base_url="http://testserver/api")

    async def log_in(self, email: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        """Sign in; the cookies stay in the browser."""
        return await self.post("/auth/login", data={"email": email, "password": password, **more})


@dataclass
class Person:
    """Somebody with an account and a password."""

    id: UUID
    email: str
    role_id: UUID
    role: str
    tenant: Founded


def operation(response: httpx.Response) -> dict[str, Any]:
    """What the operation header says."""
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))


def cookies_set(response: httpx.Response) -> dict[str, str]:
    """The cookies a response sets, with their attributes."""
    return {header.partition("=")[0]: header for header in response.headers.get_list("set-cookie")}
