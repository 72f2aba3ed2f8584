"""MCP over standard input and output, for one key whose permissions are asked for at every call."""

from io import TextIOWrapper
from typing import TextIO

import anyio

from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.http.pipeline import NOBODY
from bottega.kernel.startup_errors import StartError
from bottega.platform.ai_assistant.mcp_server import server_of
from bottega.platform.api_keys import principal_of_session


async def serve_stdio(app: Application, key: str, locale: str, wire: TextIO) -> None:
    """Answer messages until standard input ends.

    Raises:
        StartError: The key has not the shape of one, is invalid or expired, or may not use the assistant.
    """
    from mcp.server.stdio import stdio_server  # noqa: PLC0415 - see ``mcp_server``

    if not key.startswith(("omk_", "sess_")):
        raise StartError("Invalid API key format.")

    async def identify() -> tuple[Actor, Scope] | None:
        if key.startswith("sess_"):
            return await principal_of_session(app, key)
        return await app.identify(Context(app, *NOBODY, headers={"x-api-key": key}))

    found = await identify()
    if found is None:
        raise StartError("Invalid or expired API key.")
    if not found[0].acl.allows_all(("ai_assistant.view",), found[1].organization_id):
        raise StartError("The key may not use the assistant: it lacks ai_assistant.view.")
    server = server_of(app, identify, locale)
    app.access.start()
    try:
        out = anyio.wrap_file(TextIOWrapper(wire.buffer, encoding="utf-8"))
        async with stdio_server(stdout=out) as (read, write):
            await server.run(read, write, server.create_initialization_options())
    finally:
        await app.access.stop()
