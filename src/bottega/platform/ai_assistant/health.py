"""Health of the assistant: whether a language model is configured, and where MCP clients connect."""

from typing import Any

from pydantic import Field

from bottega import __version__
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema
from bottega.platform.ai_assistant.mcp_server import NAME
from bottega.platform.ai_assistant.mcp_site import PATH
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.operation_catalog import catalog_of
from bottega.platform.ai_assistant.providers import provider_of
from bottega.platform.ai_assistant.search_tools import SEARCH_PATH

WITHOUT_MODEL = T(
    en="No language model is configured: the chat finds operations and fills them in by rules",
    pl="Nie skonfigurowano modelu językowego: czat znajduje operacje i wypełnia je według reguł",
)


class Agent(Schema):
    """What answers the chat, which runs in this process."""

    healthy: bool = Field(description="Whether a language model is configured.")
    version: str


class Connection(Schema):
    """An MCP server."""

    status: str


class SearchState(Schema):
    """What the search tool looks things up in."""

    available: bool
    driver: str | None
    url: str | None


class Health(Schema):
    """State of the assistant."""

    status: str
    opencode: Agent
    mcp: dict[str, Connection]
    search: SearchState
    url: str = Field(description="Public address of the installation.")
    mcp_url: str
    message: str | None = None


@module.get("/health", "ai_assistant.view", name="health.read")
async def read_health(ctx: Context) -> dict[str, Any]:
    """Check assistant.

    Without a language model the chat still answers, by rules; `message` says so. The provider itself is not asked.
    """
    chosen = await provider_of(ctx)
    public = ctx.app.settings.public_url
    has_search = catalog_of(ctx.app).at("GET", SEARCH_PATH) is not None
    return {
        "status": "ok",
        "opencode": {"healthy": chosen.configured, "version": __version__},
        "mcp": {NAME: {"status": "connected"}},
        "search": {"available": True, "driver": "postgresql" if has_search else None, "url": None},
        "url": public,
        "mcpUrl": f"{public}{PATH}",
        "message": None if chosen.configured else WITHOUT_MODEL(ctx.locale),
    }
