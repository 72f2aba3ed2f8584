"""The manifest of the AI assistant."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="ai_assistant",
    title=T(en="AI assistant", pl="Asystent AI"),
    section="AI Assistant",
    description="A chat that works with the application's operations, and the same tools for MCP clients.",
    requires=("auth", "api_keys", "audit_logs"),
    features={
        "ai_assistant.view": T(en="View AI Assistant Settings", pl="Korzystanie z asystenta AI"),
        "ai_assistant.settings.manage": T(en="Manage AI Assistant Settings", pl="Zarządzanie ustawieniami asystenta"),
        "ai_assistant.mcp.serve": T(en="Start MCP Server", pl="Uruchamianie serwera MCP"),
        "ai_assistant.tools.list": T(en="List MCP Tools", pl="Lista narzędzi MCP"),
        "ai_assistant.mcp_servers.view": T(en="View MCP Server Configurations", pl="Podgląd konfiguracji serwerów MCP"),
        "ai_assistant.mcp_servers.manage": T(
            en="Manage MCP Server Configurations", pl="Zarządzanie konfiguracją serwerów MCP"
        ),
    },
    grants={
        "admin": (
            "ai_assistant.view",
            "ai_assistant.settings.manage",
            "ai_assistant.mcp.serve",
            "ai_assistant.tools.list",
            "ai_assistant.mcp_servers.view",
            "ai_assistant.mcp_servers.manage",
        ),
        "employee": ("ai_assistant.view",),
    },
)
