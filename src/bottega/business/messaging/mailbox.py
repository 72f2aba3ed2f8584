"""The mailbox of a user: search, read and hide messages (BR-22).

Reading and hiding are single statements on the message and not changes that remember: an image of the row in the action
log would show the message to those who read the log.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, func, literal
from sqlalchemy.dialects import postgresql as pg

from bottega.business.messaging.messages import Message, MessagePage, MessageQuery, messages
from bottega.business.messaging.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id, Schema
from bottega.kernel.screens import Act
from bottega.kernel.text.folding import fold
from bottega.platform.ui import UNREAD

NOT_THE_RECIPIENT: Final = T(
    en="Only the recipient can mark a message as read", pl="Tylko odbiorca może oznaczyć wiadomość jako przeczytaną"
)
STAYS_DELETED: Final = T(
    en="A deleted message cannot be restored; ask the other person for it",
    pl="Usuniętej wiadomości nie można przywrócić; poproś o nią drugą stronę",
)
# Search opens this many of somebody's newest messages.
MOST_OPENED: Final = 20_000
# Opening more than this would keep other requests waiting.
_IN_A_THREAD: Final = 500

_MINE: Final = (
    "tenant_id = $1 AND (sender_id = $2 AND usunieta_nadawca_at IS NULL"
    " OR recipient_id = $2 AND usunieta_odbiorca_at IS NULL)"
)
_MARK_READ: Final = (
    "UPDATE messaging_messages SET przeczytana = true, przeczytana_at = now()"
    " WHERE tenant_id = $1 AND recipient_id = $2 AND id = $3 AND usunieta_odbiorca_at IS NULL AND NOT przeczytana"
    " AND ($4::uuid[] IS NULL OR organization_id = ANY($4))"
)


class Unread(Schema):
    """How many messages wait."""

    unread: int = Field(description="Messages to the caller that were neither read nor deleted.")


def _visible(ctx: Context) -> list[UUID] | None:
    return None if ctx.scope.visible is None else list(ctx.scope.visible)


@messages.replaces("list", answer=MessagePage)
async def list_messages(ctx: Context, query: MessageQuery) -> Any:
    """List messages.

    A page of what the caller has sent and received, filtered, sorted and searched; with `format` a file of it. With
    `id` the message comes with its text, and a recipient has read it then. Nobody else sees a message, administrators
    included.
    """
    conditions = [] if query.full else await _wanted(ctx, query)
    if query.id is not None and not query.format:
        await _mark_read(ctx, query.id)
    return await messages.page(ctx, query, *conditions)


async def _wanted(ctx: Context, query: MessageQuery) -> list[ColumnElement[bool]]:
    """What the query asks for besides paging."""
    wanted: list[ColumnElement[bool]] = []
    if query.sender_id is not None:
        wanted.append(Message.sender_id == query.sender_id)
    if query.recipient_id is not None:
        wanted.append(Message.recipient_id == query.recipient_id)
    if query.przeczytana is not None:
        wanted.append(Message.przeczytana.is_(query.przeczytana))
    if query.search:
        found = literal(await _found(ctx, query.search), pg.ARRAY(pg.UUID(as_uuid=True)))
        wanted.append(Message.id == func.any(found))
    return wanted


async def _found(ctx: Context, typed: str) -> list[UUID]:
    """The caller's messages with all the words in subject or text; they are opened here, no index knows them."""
    rows = await ctx.query(
        f"SELECT id, temat, tresc FROM messaging_messages WHERE {_MINE} ORDER BY id DESC LIMIT {MOST_OPENED}",
        ctx.tenant_id,
        ctx.actor.user_id,
    )
    keys, words = await sealing.keys_of(ctx), fold(typed).split()
    if len(rows) > _IN_A_THREAD:
        return await asyncio.to_thread(_with_words, keys, rows, words)
    return _with_words(keys, rows, words)


def _with_words(keys: TenantKeys, rows: Sequence[Record], words: list[str]) -> list[UUID]:
    found: list[UUID] = []
    for row in rows:
        opened = dict(row)
        sealing.open_row(keys, Message, opened)
        said = fold(f"{opened['temat']} {opened['tresc']}")
        if all(word in said for word in words):
            found.append(row["id"])
    return found


async def _mark_read(ctx: Context, message_id: UUID) -> None:
    """Once, and by the recipient; for anybody else nothing happens."""
    await ctx.query(_MARK_READ, ctx.tenant_id, ctx.actor.user_id, message_id, _visible(ctx))


@module.post(
    "/messages/{id}/read",
    "messaging.view",
    name="messages.read",
    status=200,
    undoable=False,
    act=Act(T(en="Mark as read", pl="Oznacz jako przeczytaną"), "check-check", when={"przeczytana": False}),
    answers={403: "The caller is the sender", 404: "Message not found"},
)
async def read_message(ctx: Context, id: UUID) -> Done:
    """Mark message as read.

    By its recipient, once and for all; a second time changes nothing. The sender is answered 403.
    """
    ctx.refuse_closed()
    row = await ctx.require(
        f"SELECT recipient_id FROM messaging_messages WHERE {_MINE} AND id = $3"
        " AND ($4::uuid[] IS NULL OR organization_id = ANY($4))",
        ctx.tenant_id,
        ctx.actor.user_id,
        id,
        _visible(ctx),
    )
    if row["recipient_id"] != ctx.actor.user_id:
        raise Forbidden(NOT_THE_RECIPIENT, code="not_the_recipient")
    await _mark_read(ctx, id)
    return Done()


@module.get("/unread", "messaging.view", name="unread")
async def count_unread(ctx: Context) -> Unread:
    """Count unread messages.

    How many messages to the caller were neither read nor deleted.
    """
    return Unread(unread=await _waiting(ctx))


@module.within(UNREAD)
async def count_for_menu(ctx: Context, *, counts: dict[str, int]) -> None:
    """Say how many messages wait for whoever may read theirs."""
    if ctx.may("messaging.view"):
        counts["messages"] = await _waiting(ctx)


async def _waiting(ctx: Context) -> int:
    return await ctx.query_value(
        "SELECT count(*) FROM messaging_messages WHERE tenant_id = $1 AND recipient_id = $2 AND NOT przeczytana"
        " AND usunieta_odbiorca_at IS NULL AND ($3::uuid[] IS NULL OR organization_id = ANY($3))",
        ctx.tenant_id,
        ctx.actor.user_id,
        _visible(ctx),
    )


@messages.replaces(
    "delete",
    undoable=False,
    instead=STAYS_DELETED,
    label=T(en="Delete message", pl="Usunięcie wiadomości"),
    answers={200: "Message deleted"},
)
async def delete_message(ctx: Context, data: Id) -> Done:
    """Delete message.

    For the caller's side only, by id in the body or in the query; when both sides have deleted a message it is gone.
    """
    ctx.refuse_closed()
    await ctx.begin()
    # Whoever comes second waits for the row, and sees what the first has written.
    row = await ctx.require(
        "UPDATE messaging_messages SET"
        " usunieta_nadawca_at = CASE WHEN sender_id = $2 THEN now() ELSE usunieta_nadawca_at END,"
        " usunieta_odbiorca_at = CASE WHEN recipient_id = $2 THEN now() ELSE usunieta_odbiorca_at END"
        f" WHERE {_MINE} AND id = $3 AND ($4::uuid[] IS NULL OR organization_id = ANY($4))"
        " RETURNING usunieta_nadawca_at IS NOT NULL AND usunieta_odbiorca_at IS NOT NULL AS by_both",
        ctx.tenant_id,
        ctx.actor.user_id,
        data.id,
        _visible(ctx),
    )
    if row["by_both"]:
        await ctx.query("DELETE FROM messaging_messages WHERE tenant_id = $1 AND id = $2", ctx.tenant_id, data.id)
    return Done()
