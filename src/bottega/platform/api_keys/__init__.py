"""API keys: credentials of programs, displayed once and revocable.

Other modules may use ``key_names``, and, to give a job or an assistant a key of its own for a while, ``issue`` with a
``Wanted`` of the kind ``session`` or ``once``, ``revoke`` and ``revoke_sessions_of``; ``principal_of_key`` to act as a
key outside a request, ``principal_of_session`` as the person whose session key a token is of.
"""

from bottega.platform.api_keys.display_names import key_names
from bottega.platform.api_keys.identity import principal_of_key, principal_of_session
from bottega.platform.api_keys.issuing import Issued, Wanted, issue, revoke, revoke_sessions_of

__all__ = [
    "Issued",
    "Wanted",
    "issue",
    "key_names",
    "principal_of_key",
    "principal_of_session",
    "revoke",
    "revoke_sessions_of",
]
