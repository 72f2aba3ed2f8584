"""The MCP server over HTTP: the official client lists and calls tools within the rights of its person, and no more."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from mcp.shared.exceptions import MCPError
from mcp_clients import answer_of, connected

from bottega.kernel.application import Application
from bottega.platform.ai_assistant.operation_catalog import may_be_offered
from bottega.platform.api_keys import Wanted, issue
from callers import Client, Invite

LOCATION = {"method": "POST", "path": "/warehouse/locations", "body": {"nazwa": "Rack"}}


async def test_an_employee_and_an_administrator_see_and_do_what_each_may(asgi: Any, caller: Invite) -> None:
    employee = await caller("ai_assistant.view", "warehouse.view", "audit_logs.undo_self")
    boss = await caller("ai_assistant.view", "warehouse.*", "audit_logs.*")
    async with connected(asgi, authorization=f"Bearer {employee.token}") as client:
        tools = {one.name: one for one in (await client.list_tools()).tools}
        assert {"find_api", "call_api", "undo_action"} <= set(tools)
        assert not {"redo_action", "recent_changes"} & set(tools)
        assert (tools["find_api"].annotations.read_only_hint, tools["call_api"].annotations.destructive_hint) == (
            True,
            True,
        )
        unlisted = await client.call_tool("redo_action", {"logId": "x"})
        assert (unlisted.is_error, answer_of(unlisted)["code"]) == (True, "UNAUTHORIZED")
        missing = await client.call_tool("no_such_tool", {})
        assert (missing.is_error, answer_of(missing)["code"]) == (True, "NOT_FOUND")
        wrong = await client.call_tool("find_api", {"query": ""})
        assert (wrong.is_error, answer_of(wrong)["code"]) == (True, "VALIDATION_ERROR")
        found = answer_of(await client.call_tool("find_api", {"query": "dodaj lokalizację magazynu"}))
        assert ("POST", "/warehouse/locations") not in {(one["method"], one["path"]) for one in found["endpoints"]}
        assert ("GET", "/warehouse/locations") in {(one["method"], one["path"]) for one in found["endpoints"]}
        refused = answer_of(await client.call_tool("call_api", LOCATION))
        assert (refused["success"], refused["statusCode"]) == (False, 403)
    async with connected(asgi, authorization=f"Bearer {boss.token}", **{"accept-language": "pl"}) as client:
        tools = {one.name: one for one in (await client.list_tools()).tools}
        assert {"redo_action", "recent_changes"} <= set(tools)
        assert tools["call_api"].title == "Wywołaj operację"
        found = answer_of(await client.call_tool("find_api", {"query": "dodaj lokalizację magazynu"}))
        assert (found["endpoints"][0]["method"], found["endpoints"][0]["path"]) == ("POST", "/warehouse/locations")
        assert found["endpoints"][0]["requestBody"]["properties"] == {"nazwa": {"type": "string", "title": "Nazwa"}}
        told = answer_of(await client.call_tool("describe_api", {"method": "POST", "path": "/warehouse/locations"}))
        assert told["body"]["properties"]["nazwa"]["title"] == "Nazwa"
        seen = answer_of(await client.call_tool("call_api", {**LOCATION, "preview": True}))
        assert (seen["preview"], seen["recordsChanged"], seen["snapshotAfter"]["nazwa"]) == (True, 1, "Rack")
        assert (await boss.get("/warehouse/locations")).json()["total"] == 0
        made = answer_of(await client.call_tool("call_api", LOCATION))
        assert (await boss.get("/warehouse/locations")).json()["total"] == 1
        undone = answer_of(await client.call_tool("undo_action", {"undoToken": made["undoToken"]}))
        assert undone["success"], undone
        assert (await boss.get("/warehouse/locations")).json()["total"] == 0


async def test_a_session_key_acts_for_its_person_until_it_ends(app: Application, asgi: Any, caller: Invite) -> None:
    person, other = await caller("ai_assistant.view", "warehouse.*"), await caller("ai_assistant.view")
    made = (await person.post("/ai_assistant/session-key")).json()
    token = made["sessionToken"]
    assert token.startswith("sess_")
    async with app.database.tenant(person.tenant_id) as connection:
        row = await connection.fetchrow("SELECT * FROM api_keys_keys WHERE user_id = $1", person.user_id)
        hashed = await connection.fetchval("SELECT hash FROM api_keys_secrets WHERE id = $1", row["id"])
    assert token not in f"{row} {hashed}"
    assert 7000 < (row["expires_at"] - row["created_at"]).total_seconds() <= 7201
    # It opens the tools and nothing else.
    assert (await Client(asgi, {"authorization": f"Bearer {token}"}).get("/auth/profile")).status_code == 401
    assert (await Client(asgi, {"x-api-key": token}).get("/auth/profile")).status_code == 401
    async with connected(asgi, authorization=f"Bearer {other.token}") as client:
        mine = answer_of(await client.call_tool("context_whoami", {"_sessionToken": token}))
        assert mine["userId"] == str(person.user_id)
        forged = await client.call_tool("context_whoami", {"_sessionToken": f"sess_{'0' * 32}"})
        assert answer_of(forged)["code"] == "SESSION_EXPIRED"
    async with connected(asgi, authorization=f"Bearer {token}") as client:
        assert answer_of(await client.call_tool("call_api", LOCATION))["success"]
        assert (await person.delete("/ai_assistant/session-key")).json() == {"ok": True, "ended": 1}
        with pytest.raises(MCPError):
            await client.call_tool("context_whoami", {})
    late = (await person.post("/ai_assistant/session-key")).json()["sessionToken"]
    async with app.database.across_tenants("a test lets time pass") as connection:
        await connection.execute(
            "UPDATE api_keys_keys SET expires_at = now() - interval '1 second' WHERE user_id = $1", person.user_id
        )
    assert await status_of(asgi, authorization=f"Bearer {late}") == 401


async def test_an_api_key_acts_for_itself_and_gets_no_session(app: Application, asgi: Any, caller: Invite) -> None:
    person = await caller("ai_assistant.view", "warehouse.view")
    async with app.acting(person.tenant_id, person.organization_id) as ctx:
        issued = await issue(ctx, Wanted("program", person.organization_id, [person.role_id]))
    async with connected(asgi, **{"x-api-key": issued.secret}) as client:
        assert answer_of(await client.call_tool("call_api", {"method": "GET", "path": "/warehouse/locations"}))[
            "success"
        ]
    program = Client(asgi, {"x-api-key": issued.secret})
    assert (await program.post("/ai_assistant/session-key")).status_code == 403


async def test_a_change_that_cannot_be_undone_asks_the_person(asgi: Any, caller: Invite) -> None:
    person = await caller("ai_assistant.view", "api_keys.*")
    keys = [(await person.post("/api_keys/keys", {"name": f"key {n}"})).json()["id"] for n in range(3)]

    def delete(number: int, **more: str) -> dict[str, Any]:
        return {"method": "DELETE", "path": "/api_keys/keys", "query": {"id": keys[number]}, **more}

    async def left() -> int:
        return (await person.get("/api_keys/keys")).json()["total"]

    own = {"authorization": f"Bearer {person.token}"}
    async with connected(asgi, agrees=False, **own) as client:
        declined = answer_of(await client.call_tool("call_api", delete(0)))
        assert (declined["success"], declined["declined"], await left()) == (False, True, 3)
    async with connected(asgi, agrees=True, **own) as client:
        assert answer_of(await client.call_tool("call_api", delete(0)))["success"]
        assert await left() == 2
        assert keys[0] in client.asked[0]
    async with connected(asgi, **own) as client:
        asked = answer_of(await client.call_tool("call_api", delete(1)))
        assert (asked["needsConfirmation"], await left()) == (True, 2)
        token = asked["confirmationToken"]
        # An agreement to one is none to another, and none that somebody made up.
        for wrong in (
            delete(2, confirmation=token),
            delete(1, confirmation=token[:-1] + "x"),
            delete(1, confirmation="1.2"),
        ):
            assert answer_of(await client.call_tool("call_api", wrong))["needsConfirmation"]
        assert answer_of(await client.call_tool("call_api", delete(1, confirmation=token)))["success"]
        assert await left() == 1


async def status_of(asgi: Any, content: bytes = b"{}", **headers: str) -> int:
    """The status of one message to ``/mcp``."""
    transport = httpx.ASGITransport(asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        sent = {"content-type": "application/json", "accept": "application/json, text/event-stream", **headers}
        return (await client.post("/mcp", content=content, headers=sent)).status_code


async def test_strangers_other_sites_cookies_and_large_messages_are_refused(asgi: Any, caller: Invite) -> None:
    person, stranger = await caller("ai_assistant.view"), await caller("warehouse.view")
    own = {"authorization": f"Bearer {person.token}"}
    assert await status_of(asgi) == 401
    assert await status_of(asgi, cookie=f"auth_token={person.token}") == 401
    assert await status_of(asgi, authorization="Bearer sess_nonsense") == 401
    assert await status_of(asgi, authorization=f"Bearer {stranger.token}") == 403
    assert await status_of(asgi, origin="https://evil.example", **own) == 403
    assert await status_of(asgi, content=b"x" * 1_048_577, **own) == 413
    assert await status_of(asgi, content=b"nonsense", **own) == 400
    transport = httpx.ASGITransport(asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        assert (await client.get("/mcp", headers=own)).status_code == 405


PATHS = [
    "/warehouse/../auth/users",
    "/warehouse/%2e%2e/auth/users",
    "/warehouse/locations?search=x",
    "https://evil.example/api",
    "//evil.example/locations",
    "/warehouse\\locations",
    "/warehouse/loc\nations",
    "/auth/profile/password",
    "/ai_assistant/chat",
]


async def test_paths_that_could_be_read_otherwise_name_nothing(caller: Invite) -> None:
    person = await caller(super_admin=True)
    for path in PATHS:
        ran = await person.post(
            "/ai_assistant/tools/execute", {"toolName": "call_api", "args": {"method": "GET", "path": path}}
        )
        assert (ran.status_code, ran.json()["result"]["statusCode"]) == (200, 404), path


async def test_tools_are_listed_and_executed_over_the_api(app: Application, caller: Invite) -> None:
    person = await caller("ai_assistant.view", "warehouse.*")
    tools = (await person.get("/ai_assistant/tools")).json()["tools"]
    assert {one["module"] for one in tools} == {"ai_assistant"}
    assert "undo_action" not in {one["name"] for one in tools}
    elsewhere = {"tenantId": str(UUID(int=1)), "organizationId": str(UUID(int=2)), "__proto__": {}, "nazwa": "Rack"}
    ran = await person.post(
        "/ai_assistant/tools/execute", {"toolName": "call_api", "args": {**LOCATION, "body": elsewhere}}
    )
    assert ran.json()["result"]["success"], ran.text
    async with app.database.tenant(person.tenant_id) as connection:
        rows = await connection.fetch("SELECT organization_id FROM warehouse_locations WHERE nazwa = 'Rack'")
    assert {row["organization_id"] for row in rows} == {person.organization_id}
    for args, status in (({"toolName": "no"}, 400), ({"toolName": "undo_action"}, 403), ({}, 400)):
        refused = await person.post("/ai_assistant/tools/execute", args)
        assert refused.status_code == status, refused.text
    assert refused.json()["details"][0]["path"] == ["toolName"]


@pytest.mark.parametrize("named", ["auth.users.create", "api_keys.keys.create", "auth.profile.update", "auth.login"])
async def test_what_shows_or_takes_a_secret_is_no_tools_business(app: Application, named: str) -> None:
    operation = app.command(named)
    assert operation is not None
    assert not may_be_offered(operation)
