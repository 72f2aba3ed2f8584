"""AI assistant: a chat and an MCP server whose tools call operations with the caller's rights.

Other modules may use ``Caller``, for whom the tools run that they offer with ``@module.tool``.
"""

from bottega.platform.ai_assistant.callers import Caller

__all__ = ["Caller"]
