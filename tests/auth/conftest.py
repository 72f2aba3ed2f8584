"""People who come to the door: each from an address of their own, so that their attempts are counted apart."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from people import PASSWORD, Person, Visitor, operation

from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import Founded, add_role, add_user


@pytest.fixture
async def browser(asgi) -> AsyncIterator[Callable[[], Visitor]]:
    """Browsers, each from an address of its own."""
    opened: list[Visitor] = []

    def open_one() -> Visitor:
        opened.append(Visitor(asgi))
        return opened[-1]

    yield open_one
    for one in opened:
        await one.aclose()


@pytest.fixture
async def visitor(browser) -> Visitor:
    return browser()


Enrol = Callable[..., Awaitable[Person]]


@pytest.fixture
def enrol(app, tenant) -> Enrol:
    """Give somebody an account with a password in the test's tenant, or in another one."""

    async def add(
        *features: str,
        email: str | None = None,
        password: str | None = PASSWORD,
        within: Founded | None = None,
        super_admin: bool = False,
        organizations: list[UUID] | None = None,
        role: str | None = None,
        organization_id: UUID | None = None,
    ) -> Person:
        home = within or tenant
        address = email or f"{new_id().hex[-12:]}@example.com"
        name = role or f"role {new_id().hex[-12:]}"
        async with app.acting(home.tenant_id, home.organization_id) as ctx:
            role_id = await add_role(ctx, name, features, super_admin=super_admin, organizations=organizations)
            user_id = await add_user(
                ctx, address, password, [role_id], organization_id=organization_id or home.organization_id
            )
        return Person(user_id, address, role_id, name, home)

    return add


@pytest.fixture
def undo() -> Callable[..., Awaitable[httpx.Response]]:
    async def reverse(who: Any, response: httpx.Response) -> httpx.Response:
        body = {"undoToken": operation(response)["undoToken"]}
        return await who.post("/audit_logs/audit-logs/actions/undo", body)

    return reverse


@pytest.fixture
def redo() -> Callable[..., Awaitable[httpx.Response]]:
    async def repeat(who: Any, undone: httpx.Response) -> httpx.Response:
        return await who.post("/audit_logs/audit-logs/actions/redo", {"logId": undone.json()["logId"]})

    return repeat


@pytest.fixture
def events_of(app) -> Callable[[UUID], Awaitable[list[str]]]:
    """The names of the events a tenant has had."""

    async def names(tenant_id: UUID) -> list[str]:
        async with app.database.tenant(tenant_id) as connection:
            rows = await connection.fetch("SELECT name FROM event_outbox WHERE tenant_id = $1 ORDER BY id", tenant_id)
        return [row["name"] for row in rows]

    return names


@pytest.fixture
def eventually() -> Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]:
    """Wait until something is so, for five seconds at most."""

    async def wait(is_so: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(5):
            while not await is_so():  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.01)

    return wait
