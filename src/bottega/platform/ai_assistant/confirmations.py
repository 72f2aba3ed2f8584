"""Tokens of agreement: a person agreed to one call with these values, a few minutes ago, and to nothing else."""

import hmac
import time
from typing import Final

from bottega.platform.ai_assistant.callers import Caller, Proposal
from bottega.platform.ai_assistant.module import module

GOOD_SECONDS: Final = 600
_PURPOSE: Final = f"{module.name} confirmations"


def token_for(caller: Caller, proposal: Proposal) -> str:
    """The token that a client sends back once the person has agreed."""
    until = int(time.time()) + GOOD_SECONDS
    return f"{until}.{_signature(caller, proposal, until)}"


def is_good(caller: Caller, proposal: Proposal, token: str) -> bool:
    """Whether a token is one for this call, by this caller, and not too old."""
    until, _, signature = token.partition(".")
    if not until.isascii() or not until.isdigit() or len(until) > 12 or int(until) < time.time():  # noqa: PLR2004 - seconds since 1970
        return False
    return hmac.compare_digest(signature.encode(), _signature(caller, proposal, int(until)).encode())


def _signature(caller: Caller, proposal: Proposal, until: int) -> str:
    key: bytes = caller.app.once("ai_assistant.confirmations", lambda: caller.app.secrets.derive(_PURPOSE))
    said = (
        f"{until}\n{caller.actor.subject}\n{caller.scope.tenant_id}\n{caller.scope.organization_id}\n{proposal.digest}"
    )
    return hmac.digest(key, said.encode(), "sha256").hex()
