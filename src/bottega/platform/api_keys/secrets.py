"""The secret of an API key: ``omk_``, 8 hexadecimal digits as identifier, a dot, and 48 random ones.

That of a session is a token, ``sess_`` and 32 random ones. A secret is recognized by a keyed hash
(``docs/decisions/0020-api-key-hashes.md``) and stored nowhere.
"""

import hashlib
import hmac
import re
import secrets as randomness
from typing import Final

from bottega.kernel.application import Application
from bottega.platform.api_keys.module import module

SHAPE: Final = re.compile(r"omk_[0-9a-f]{8}\.[0-9a-f]{48}")
SESSION_SHAPE: Final = re.compile(r"sess_[0-9a-f]{32}")
PREFIX_LENGTH: Final = 12
_PURPOSE: Final = module.lasting_key("api keys")


def new_secret(kind: str = "key") -> str:
    """A secret: 192 random bits behind a random name; that of a session is 128 random bits."""
    if kind == "session":
        return f"sess_{randomness.token_hex(16)}"
    return f"omk_{randomness.token_hex(4)}.{randomness.token_hex(24)}"


def hash_secret(app: Application, secret: str) -> str:
    """How a secret is stored and looked up; without the installation's master key the hash is worth nothing."""
    key: bytes = app.once("api_keys.hash_key", lambda: app.secrets.derive(_PURPOSE))
    return hmac.new(key, secret.encode(), hashlib.sha256).hexdigest()
