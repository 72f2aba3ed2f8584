"""Tables of the assistant: a tenant's provider of language models, and conversations that are not over."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T


class Provider(TenantChild):
    """Which language model a tenant uses, and its own key there; its one row has the tenant's id."""

    __tablename__ = "ai_assistant_providers"
    entity: ClassVar[str] = "ai_assistant:provider"
    called = T(en="AI assistant settings", pl="Ustawienia asystenta AI")

    provider_id: Mapped[str]
    model: Mapped[str | None]
    api_key: Mapped[str | None] = sealed_column(secret=True)


class Conversation(TenantChild):
    """What was said so far between one person and the assistant, sealed; deleted a day after the last word.

    It belongs to the person, in one organization, and to nobody else. ``question`` waits for the person's answer:
    ``answer`` is the option they chose, or None.
    """

    __tablename__ = "ai_assistant_conversations"
    entity: ClassVar[str] = "ai_assistant:conversation"
    called = T(en="Conversation with the assistant", pl="Rozmowa z asystentem")
    __table_args__ = (Index("ix_ai_assistant_conversations_expiry", "expires_at"),)

    user_id: Mapped[UUID] = loose_reference("auth:user")
    organization_id: Mapped[UUID | None]
    messages: Mapped[str | None] = sealed_column()
    question_id: Mapped[UUID | None]
    answer: Mapped[int | None]
    expires_at: Mapped[datetime]
