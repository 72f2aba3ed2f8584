"""API keys: credentials of programs, displayed once and revocable.

Other modules may use ``key_names``, and, to give a job or an assistant a key of its own for a while, ``issue`` with a
``Wanted`` of the kind ``session`` or ``once``, and ``revoke``; ``principal_of_key`` to act as a key outside a request.
"""

from bottega.platform.api_keys.display_names import key_names
from bottega.platform.api_keys.identity import principal_of_key
from bottega.platform.api_keys.issuing import Issued, Wanted, issue, revoke

__all__ = ["Issued", "Wanted", "issue", "key_names", "principal_of_key", "revoke"]
