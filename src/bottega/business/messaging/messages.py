"""Messages: table, sending and listing; encrypted, and excluded from history, search and logs.

Why and how says docs/decisions/0056-messages-are-private.md.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import ColumnElement, Index, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.messaging.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery, with_variants
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Created, ListPage
from bottega.kernel.schemas import Flag, Schema, Scoped, Stamp
from bottega.kernel.writes import changes
from bottega.platform.auth import require_colleague

FOREIGN_SENDER: Final = T(
    en="You cannot send messages in another person's name", pl="Nie można wysłać wiadomości w imieniu innej osoby"
)
NO_UNSENDING: Final = T(
    en="A sent message cannot be recalled; you can delete it from your own mailbox",
    pl="Wysłanej wiadomości nie można cofnąć; można ją usunąć po swojej stronie",
)


class Message(TenantTable):
    """A message; each side may hide it, and when both have it is gone."""

    __tablename__ = "messaging_messages"
    entity = "messaging:message"
    counted_by = None
    tells: ClassVar[Mapping[str, str]] = {"senderId": "sender_id", "recipientId": "recipient_id"}
    __table_args__ = (
        *(
            Index(f"ix_messaging_messages_by_{column}", "tenant_id", column, "id")
            for column in ("sender_id", "recipient_id")
        ),
        Index(
            "ix_messaging_messages_unread",
            "tenant_id",
            "recipient_id",
            postgresql_where=text("NOT przeczytana AND usunieta_odbiorca_at IS NULL"),
        ),
    )

    sender_id: Mapped[UUID] = loose_reference("auth:user")
    recipient_id: Mapped[UUID] = loose_reference("auth:user")
    temat: Mapped[str] = sealed_column()
    tresc: Mapped[str] = sealed_column()
    przeczytana: Mapped[bool] = mapped_column(server_default=text("false"))
    przeczytana_at: Mapped[datetime | None]
    usunieta_nadawca_at: Mapped[datetime | None]
    usunieta_odbiorca_at: Mapped[datetime | None]


class MessageInput(Scoped):
    """A message to somebody of the studio."""

    sender_id: UUID = Field(description="The caller.")
    recipient_id: UUID = Field(description="An active user of the organization.")
    temat: str = Field(min_length=1, max_length=200)
    tresc: str = Field(min_length=1, max_length=20_000)


class MessageItem(Schema):
    """A message in a list."""

    model_config = ConfigDict(alias_generator=None)

    id: UUID
    sender_id: UUID
    recipient_id: UUID
    temat: str
    przeczytana: bool
    przeczytana_at: Stamp | None
    created_at: Stamp
    updated_at: Stamp
    tresc: str | None = Field(default=None, description="Only where one message is asked for by id.")


class MessagePage(ListPage):
    """A page of the caller's messages."""

    items: list[MessageItem]


def only_mine(ctx: Context) -> ColumnElement[bool]:
    """The messages the caller has on one of the two sides and has not deleted there; nobody else sees them."""
    person = ctx.actor.user_id
    return or_(
        and_(Message.sender_id == person, Message.usunieta_nadawca_at.is_(None)),
        and_(Message.recipient_id == person, Message.usunieta_odbiorca_at.is_(None)),
    )


messages = module.mount(
    "/messages",
    Resource(
        table=Message,
        input=MessageInput,
        label=T(en="Message", pl="Wiadomość"),
        plural=T(en="Messages", pl="Wiadomości"),
        unlisted=(Message.tresc,),
        # Neither side learns whether the other has deleted a message.
        private=(Message.usunieta_nadawca_at, Message.usunieta_odbiorca_at),
        narrow=only_mine,
        access=Access(view="messaging.view", create="messaging.create", delete="messaging.delete"),
    ),
)


@with_variants(messages.source.filters)
class MessageQuery(ListQuery):
    """Which of the caller's messages."""

    sender_id: UUID | None = Field(default=None, description="Only from this person.")
    recipient_id: UUID | None = Field(default=None, description="Only to this person.")
    przeczytana: Flag | None = Field(default=None, description="Only those that were read, or were not.")


@messages.replaces(
    "create",
    undoable=False,
    instead=NO_UNSENDING,
    label=T(en="Send message", pl="Wysłanie wiadomości"),
    answers={201: "Message created"},
)
async def send_message(ctx: Context, data: MessageInput) -> Created:
    """Create message.

    Sends a message to an active user of the organization. It cannot be unsent; each side may delete it for itself.
    """
    if data.sender_id != ctx.actor.user_id:
        raise Forbidden(FOREIGN_SENDER, code="foreign_sender")
    organization_id = ctx.organization_for_new(data.organization_id)
    await require_colleague(ctx, data.recipient_id, field="recipientId")
    values: dict[str, Any] = {
        "organization_id": organization_id,
        "sender_id": data.sender_id,
        "recipient_id": data.recipient_id,
        "temat": data.temat,
        "tresc": data.tresc,
    }
    # A lasting row leaves no image: the action log says that somebody sent something, and not a word of it.
    return Created(id=await changes.insert(ctx, Message, values, lasting=True))
