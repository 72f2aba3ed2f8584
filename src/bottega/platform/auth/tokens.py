"""Access tokens: short-lived signed claims about a session.

The signing key is derived for staff tokens alone, so that a token made for another audience never passes.
"""

import hashlib
import hmac
import secrets as randomness
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import jwt

from bottega.kernel.application import Application
from bottega.platform.auth.module import module

ISSUER: Final = "bottega"
AUDIENCE: Final = "staff"
ALGORITHM: Final = "HS256"
_PURPOSE: Final = module.lasting_key("auth tokens")
_KEPT: Final = 10_000
_LONGEST: Final = 4096


@dataclass(frozen=True)
class Claims:
    """What a valid token says."""

    session_id: UUID
    user_id: UUID
    tenant_id: UUID
    expires: float


class Tokens:
    """Signs and reads access tokens; remembers those it has verified."""

    def __init__(self, secret: bytes, lifetime: int) -> None:
        """Derive the signing key of the audience."""
        self._key = hmac.digest(secret, f"{ISSUER}:{AUDIENCE}".encode(), "sha256")
        self._lifetime = lifetime
        self._read: OrderedDict[str, Claims] = OrderedDict()

    def sign(
        self,
        *,
        session_id: UUID,
        user_id: UUID,
        tenant_id: UUID,
        organization_id: UUID | None,
        email: str,
        roles: list[str],
    ) -> str:
        """A token for a session."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + self._lifetime,
            "sid": str(session_id),
            "sub": str(user_id),
            "tenantId": str(tenant_id),
            "orgId": str(organization_id) if organization_id else None,
            "email": email,
            "roles": roles,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def read(self, token: str) -> Claims | None:
        """The claims of a valid, unexpired token of ours; None for anything else."""
        known = self._read.get(token)
        if known is None:
            known = self._verify(token)
            if known is None:
                return None
            self._read[token] = known
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return known if known.expires > time.time() else None

    def _verify(self, token: str) -> Claims | None:
        if len(token) > _LONGEST:
            return None
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "iat", "sid", "sub"]},
            )
            return Claims(UUID(claims["sid"]), UUID(claims["sub"]), UUID(claims["tenantId"]), float(claims["exp"]))
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError, KeyError):
            return None


def tokens(app: Application) -> Tokens:
    """The application's signer."""
    return app.once("auth.tokens", lambda: Tokens(app.secrets.jwt, app.settings.access_token_seconds))


def new_opaque() -> str:
    """An unguessable token: 64 hexadecimal characters."""
    return randomness.token_hex(32)


def hash_opaque(app: Application, token: str) -> str:
    """How an opaque token is stored: keyed, so that a stolen table is worth nothing."""
    return hmac.new(app.secrets.derive(_PURPOSE), token.encode(), hashlib.sha256).hexdigest()
