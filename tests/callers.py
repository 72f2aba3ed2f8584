"""Callers: clients of the application in this process, signed in as somebody with exactly the features a test names."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.sessions import SessionUser, open_session
from bottega.platform.auth.tenant_setup import Founded, add_role, add_user


class Client(httpx.AsyncClient):
    """An HTTP client that speaks to the application in this process."""

    def __init__(self, asgi: Any, headers: dict[str, str] | None = None) -> None:
        """Speak as somebody with these headers, from an address of their own: what one may do at most is theirs."""
        address = ".".join(["127", *(str(part) for part in os.urandom(3))])
        transport = httpx.ASGITransport(asgi, raise_app_exceptions=True, client=(address, 123))
        super().__init__(transport=transport, base_url="http://testserver/api", headers=headers or {})


@dataclass
class Caller:
    """Somebody who is signed in: their client, and who and where they are."""

    client: Client
    tenant_id: UUID
    organization_id: UUID
    user_id: UUID
    role_id: UUID
    email: str
    password: str
    token: str

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """GET."""
        return await self.client.get(path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """POST."""
        return await self.client.post(path, json=json, **options)

    async def put(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """PUT."""
        return await self.client.put(path, json=json, **options)

    async def delete(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """DELETE."""
        return await self.client.request("DELETE", path, json=json, **options)


Invite = Callable[..., Awaitable[Caller]]
PASSWORD = "Correct-Horse-1"


async def introduce(
    app: Application,
    asgi: Any,
    home: Founded,
    *features: str,
    super_admin: bool = False,
    organizations: list[UUID] | None = None,
    organization_id: UUID | None = None,
    headers: dict[str, str] | None = None,
    role_id: UUID | None = None,
) -> Caller:
    """A new user with exactly the named features in a tenant, signed in; their client wants closing.

    With ``role_id`` they have that role as well.
    """
    organization = organization_id or home.organization_id
    email = f"{new_id().hex[-12:]}@example.com"
    async with app.acting(home.tenant_id, organization) as ctx:
        role = await add_role(ctx, f"role {new_id()}", features, super_admin=super_admin, organizations=organizations)
        roles = [role] if role_id is None else [role, role_id]
        user = await add_user(ctx, email, None, roles, organization_id=organization)
    async with app.database.tenant(home.tenant_id) as connection:
        opened = await open_session(
            app,
            connection,
            SessionUser(
                tenant_id=home.tenant_id, user_id=user, organization_id=organization, email=email, roles=["role"]
            ),
        )
    client = Client(asgi, {"authorization": f"Bearer {opened.token}", **(headers or {})})
    return Caller(client, home.tenant_id, organization, user, role, email, PASSWORD, opened.token)
