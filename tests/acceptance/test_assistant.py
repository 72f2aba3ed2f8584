"""The assistant from outside: MCP clients over HTTP and standard input, the chat, and conversations that are over."""

import asyncio
import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from demo_studio import DESIGNER, OWNER, Colleague, Demo
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from serving import bottega, environment, wait_until

LOCATIONS = "/warehouse/locations"
Work = Callable[[Client], Awaitable[Any]]


def over_http(demo: Demo, work: Work, **headers: str) -> Any:
    """Connect to ``/mcp`` as a client does, and work."""

    async def run() -> Any:
        async with (
            httpx2.AsyncClient(headers=headers, timeout=30) as http,
            Client(streamable_http_client(f"{demo.address}/mcp", http_client=http)) as client,
        ):
            return await work(client)

    return asyncio.run(run())


def over_stdio(demo: Demo, work: Work, key: str) -> Any:
    """Start ``bottega mcp`` as a client does, and work."""
    arguments = ["-P", "-m", "bottega", "--data", str(demo.served.data), "mcp", "--language", "pl"]
    server = StdioServerParameters(command=sys.executable, args=arguments, env=environment(BOTTEGA_MCP_KEY=key))

    async def run() -> Any:
        async with Client(server) as client:
            return await work(client)

    return asyncio.run(run())


def session_of(person: Colleague) -> str:
    """A session key of somebody."""
    return person.did("/ai_assistant/session-key")["sessionToken"]


async def look(client: Client) -> tuple[set[str], str, set[str], dict[str, Any]]:
    """The tools there are, who they act for, what may be done with locations, and what a tool for others answers."""
    tools = {one.name for one in (await client.list_tools()).tools}
    me = await call(client, "context_whoami")
    found = await call(client, "find_api", query="lokalizacja magazynu dodaj")
    may = {one["method"] for one in found["endpoints"] if one["path"] == LOCATIONS}
    return tools, me["userId"], may, await call(client, "system_status")


async def call(client: Client, name: str, **given: Any) -> dict[str, Any]:
    """What a tool answers."""
    return json.loads((await client.call_tool(name, given)).content[0].text)  # type: ignore[union-attr]


def test_an_administrator_and_an_employee_have_the_tools_each_may_use(demo: Demo):
    boss, employee = demo.sign_in(OWNER), demo.sign_in(DESIGNER)
    seen = {}
    for name, person in (("boss", boss), ("employee", employee)):
        by_http = over_http(demo, look, authorization=f"Bearer {session_of(person)}")
        by_stdio = over_stdio(demo, look, session_of(person))
        assert by_http[:3] == by_stdio[:3]
        assert by_http[1] == person.saw("/ui/boot")["user"]["id"]
        seen[name] = by_http
    assert {"find_api", "call_api", "search_query"} <= seen["employee"][0] < seen["boss"][0]
    assert "POST" in seen["boss"][2]
    assert "POST" not in seen["employee"][2]
    assert seen["boss"][3]["success"]
    assert seen["employee"][3]["code"] == "UNAUTHORIZED"


def test_what_a_tool_changes_is_undone_by_its_person(demo: Demo):
    boss, name = demo.sign_in(OWNER), f"Regał {secrets.token_hex(4)}"

    async def work(client: Client) -> tuple[int, int, int]:
        given: dict[str, Any] = {"method": "POST", "path": LOCATIONS, "body": {"nazwa": name}}
        assert (await call(client, "call_api", **given, preview=True))["recordsChanged"] == 1
        previewed = boss.total(LOCATIONS, search=name)
        made = await call(client, "call_api", **given)
        done = boss.total(LOCATIONS, search=name)
        assert (await call(client, "undo_action", undoToken=made["undoToken"]))["success"]
        return previewed, done, boss.total(LOCATIONS, search=name)

    assert over_stdio(demo, work, session_of(boss)) == (0, 1, 0)


def test_nobody_is_let_in_without_a_key_that_is_good(demo: Demo):
    refused = demo.sign_in(OWNER).post(f"{demo.address}/mcp", json={}, headers={"Authorization": ""})
    assert refused.status_code == httpx2.codes.UNAUTHORIZED
    done = bottega(demo.served.data, "mcp", BOTTEGA_MCP_KEY="sess_" + "0" * 32)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Invalid or expired API key" in done.stderr


@pytest.mark.job("ai_assistant.forget")
def test_the_chat_answers_by_rules_and_forgets_after_a_day(demo: Demo):
    me = demo.sign_in(OWNER)
    answer = me.post("/ai_assistant/chat", json={"messages": [{"role": "user", "content": "pokaż lokalizacje"}]})
    events = [json.loads(line[6:]) for line in answer.text.split("\n\n") if line.startswith("data: ")]
    assert "Lokalizacje" in "".join(one.get("content", "") for one in events)
    session = events[-1]["sessionId"]
    demo.sql("UPDATE ai_assistant_conversations SET expires_at = now() - interval '1 minute' WHERE id = $1", session)
    demo.command("jobs", "run", "ai_assistant.forget")
    count = "SELECT count(*) FROM ai_assistant_conversations WHERE id = $1"
    wait_until(lambda: demo.sql(count, session)[0][0] == 0, 30)
