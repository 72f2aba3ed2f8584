"""API keys: credentials of programs, shown once, revoked at once.

Other modules may use ``key_names``.
"""

from bottega.platform.api_keys.names import key_names

__all__ = ["key_names"]
