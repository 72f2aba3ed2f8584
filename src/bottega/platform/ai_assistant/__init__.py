"""AI assistant: a chat and an MCP server whose tools call operations with the caller's rights.

Other modules may use ``tool`` to add a tool, with ``Caller`` for whom it runs.
"""

from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.tool_registry import tool

__all__ = ["Caller", "tool"]
