"""Conversations: what was said, kept sealed for the person it belongs to, and the question that waits for them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.i18n import T
from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.tables import Conversation

Json = dict[str, Any]
KEPT: Final = timedelta(days=1)
# Of what was said the last so many messages count.
MOST_MESSAGES: Final = 40
NOT_AVAILABLE: Final = T(en="Session not available", pl="Sesja niedostępna")
NO_QUESTION: Final = T(en="Question {id} not found", pl="Nie ma pytania {id}")

_OWN: Final = "tenant_id = $1 AND id = $2 AND user_id = $3 AND organization_id IS NOT DISTINCT FROM $4"
_FIND: Final = f"SELECT * FROM ai_assistant_conversations WHERE {_OWN} AND expires_at > now()"
_KEEP: Final = """
INSERT INTO ai_assistant_conversations (tenant_id, id, user_id, organization_id, messages, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, id) DO UPDATE SET messages = excluded.messages, expires_at = excluded.expires_at,
    question_id = NULL, answer = NULL, updated_at = now()
"""
_ASK: Final = f"UPDATE ai_assistant_conversations SET question_id = $5, answer = NULL WHERE {_OWN}"
_HEARD: Final = f"SELECT answer FROM ai_assistant_conversations WHERE {_OWN} AND question_id = $5"
_CLOSE: Final = f"""
UPDATE ai_assistant_conversations SET question_id = NULL, answer = NULL WHERE {_OWN} AND question_id = $5
"""
_ANSWER: Final = f"""
UPDATE ai_assistant_conversations SET answer = $6
WHERE {_OWN} AND question_id = $5 AND answer IS NULL AND expires_at > now() RETURNING id
"""


@dataclass
class Memory:
    """What is remembered of a conversation: its messages, a command that is being filled in, what can be undone."""

    id: UUID
    messages: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    draft: Json | None = None
    undo_tokens: list[str] = field(default_factory=list[str])

    def add(self, role: str, content: str) -> None:
        """Remember a message."""
        self.messages = [*self.messages, {"role": role, "content": content}][-MOST_MESSAGES:]


async def recall(ctx: Context, session_id: str | None) -> Memory:
    """The caller's own conversation, or a new one.

    Raises:
        Forbidden: It is somebody else's, of another organization, or over; which of these is not told.
    """
    if not session_id:
        return Memory(new_id())
    row = await ctx.query_one(_FIND, *_own(ctx, session_id))
    if row is None:
        raise Forbidden(NOT_AVAILABLE)
    opened = await sealing.opened(ctx, Conversation, row)
    kept: Json = msgspec.json.decode(opened["messages"]) if opened["messages"] else {}
    return Memory(row["id"], kept.get("messages", []), kept.get("draft"), kept.get("undo", []))


async def remember(caller: Caller, memory: Memory) -> None:
    """Keep a conversation for another day."""
    said = {"messages": memory.messages, "draft": memory.draft, "undo": memory.undo_tokens}
    ctx = caller.context()
    try:
        row = await sealing.sealed(ctx, Conversation, {"messages": msgspec.json.encode(said).decode()})
        until = datetime.now(UTC) + KEPT
        await ctx.query(
            _KEEP, ctx.tenant_id, memory.id, ctx.actor.id, ctx.scope.organization_id, row["messages"], until
        )
        await ctx.commit()
    finally:
        await ctx.close()


async def open_question(caller: Caller, memory: Memory) -> UUID:
    """Let a question wait for its answer; the one that waited before waits no more."""
    question_id = new_id()
    await _run(caller, _ASK, memory, question_id)
    return question_id


async def answer_to(caller: Caller, memory: Memory, question_id: UUID) -> int | None:
    """The option that was chosen, if it was."""
    rows = await _run(caller, _HEARD, memory, question_id)
    return rows[0]["answer"] if rows else None


async def close_question(caller: Caller, memory: Memory, question_id: UUID) -> None:
    """Let a question wait no more."""
    await _run(caller, _CLOSE, memory, question_id)


async def answer_question(ctx: Context, session_id: str, question_id: str, answer: int) -> None:
    """Answer a question of the caller's own conversation, once.

    Raises:
        Forbidden: The conversation is not the caller's.
        NotFound: No such question waits.
    """
    own = _own(ctx, session_id)
    if await ctx.query_one(_FIND, *own) is None:
        raise Forbidden(NOT_AVAILABLE)
    try:
        asked = UUID(question_id)
    except ValueError:
        raise NotFound(NO_QUESTION.given(id=question_id[:100])) from None
    if await ctx.query_one(_ANSWER, *own, asked, answer) is None:
        raise NotFound(NO_QUESTION.given(id=question_id[:100]))


def _own(ctx: Context, session_id: str) -> tuple[UUID, UUID, UUID, UUID | None]:
    """What a conversation of the caller's is found by."""
    try:
        return ctx.tenant_id, UUID(session_id), ctx.actor.id, ctx.scope.organization_id
    except ValueError:
        raise Forbidden(NOT_AVAILABLE) from None


async def _run(caller: Caller, sql: str, memory: Memory, question_id: UUID) -> list[Any]:
    ctx = caller.context()
    try:
        rows = await ctx.query(sql, *_own(ctx, str(memory.id)), question_id)
        await ctx.commit()
    finally:
        await ctx.close()
    return list(rows)
