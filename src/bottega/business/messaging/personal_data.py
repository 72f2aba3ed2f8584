"""Data subject requests in messages: export and redaction of mentions of a customer.

A message is private (docs/decisions/0056-messages-are-private.md), but what it says of somebody is theirs to know (RODO
art. 15). So only the messages that name them are handed out, to those who answer such requests, and what they say of
others has to be looked at before it leaves the house.
"""

from typing import Final
from uuid import UUID

from bottega.business.messaging.messages import Message
from bottega.business.messaging.module import module
from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure

WORDS: Final = ("temat", "tresc")


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """The messages that name a customer."""
    await redaction.collect(ctx, collected, Message, WORDS)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Take a customer out of messages; the rest of what was written stays with those who wrote it."""
    await redaction.blacken(ctx, erasure, Message, WORDS)
