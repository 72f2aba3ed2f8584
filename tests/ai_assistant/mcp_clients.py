"""MCP clients of the official SDK that speak to the application in this process."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ElicitRequestParams, ElicitResult


@asynccontextmanager
async def connected(asgi: Any, agrees: bool | None = None, **headers: str) -> AsyncIterator[Client]:
    """A client at ``/mcp``; one with an opinion answers questions with it and keeps what it was asked in ``asked``."""
    asked: list[str] = []

    async def answer(_ctx: Any, params: ElicitRequestParams) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action="accept" if agrees else "decline", content={} if agrees else None)

    transport = httpx2.ASGITransport(asgi)
    async with (
        httpx2.AsyncClient(transport=transport, base_url="http://testserver", headers=headers) as http,
        Client(
            streamable_http_client("http://testserver/mcp", http_client=http),
            elicitation_callback=None if agrees is None else answer,
            mode="auto",
        ) as client,
    ):
        client.asked = asked  # type: ignore[attr-defined]
        yield client


def answer_of(result: CallToolResult) -> Any:
    """What a tool answered."""
    return json.loads(result.content[0].text)  # type: ignore[union-attr]
