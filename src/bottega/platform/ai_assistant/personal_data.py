"""Personal data in conversations with the assistant: export and erasure of what they say about a person."""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.tables import Conversation

WORDS: Final = ("messages",)


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """Conversations that name a person."""
    await redaction.collect(ctx, collected, Conversation, WORDS)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Take a person out of conversations."""
    await redaction.blacken(ctx, erasure, Conversation, WORDS)
