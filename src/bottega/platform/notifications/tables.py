"""Tables of notifications, of what each reader chose, and of a tenant's delivery settings."""

from datetime import datetime
from typing import Any, ClassVar, Final, Literal, get_args
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, unique
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import Severity

Status = Literal["unread", "read", "actioned", "dismissed"]
SEVERITIES: Final[tuple[str, ...]] = get_args(Severity)
STATUSES: Final[tuple[str, ...]] = get_args(Status)
# What becomes of the copy by e-mail: none is sent, it waits for the job, for the daily mail, it left, it was refused.
MAILS: Final = ("none", "waiting", "daily", "sent", "refused")

# One notification of a group is in front of its reader at a time; whoever adds another one refreshes it.
GROUP: Final = (
    "coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid), recipient_user_id, type, group_key"
)
IN_A_GROUP: Final = "group_key IS NOT NULL AND status <> 'dismissed'"


class Notification(TenantChild):
    """Something one user is told; ``declared`` says that its texts are those of its type, in the reader's language.

    It is about the reader alone, so that no history and no undo knows of it.
    """

    __tablename__ = "notifications_notifications"
    entity: ClassVar[str] = "notifications:notification"
    called = T(en="Notification", pl="Powiadomienie")
    rules = (
        among("severity", SEVERITIES, T(en="Unknown severity", pl="Nieznana ważność")),
        among("status", STATUSES, T(en="Unknown status", pl="Nieznany stan")),
        among("mail", MAILS, T(en="Unknown state of the mail", pl="Nieznany stan wysyłki")),
        unique(
            "group",
            GROUP,
            T(en="There is a newer notification of this kind", pl="Jest już nowsze powiadomienie tego rodzaju"),
            where=IN_A_GROUP,
        ),
    )
    __table_args__ = (
        Index("ix_notifications_notifications_inbox", "tenant_id", "recipient_user_id", "status", "created_at"),
        # For the live stream, which asks for what is new in all tenants that listen.
        Index("ix_notifications_notifications_created", "created_at"),
        Index("ix_notifications_notifications_source", "tenant_id", "source_entity_type", "source_entity_id"),
        Index(
            "ix_notifications_notifications_expiry", "expires_at", postgresql_where=text("status IN ('unread', 'read')")
        ),
        Index(
            "ix_notifications_notifications_mail",
            "tenant_id",
            "mail",
            "recipient_user_id",
            postgresql_where=text("mail IN ('waiting', 'daily')"),
        ),
    )

    organization_id: Mapped[UUID | None]
    recipient_user_id: Mapped[UUID] = loose_reference("auth:user")
    type: Mapped[str]
    declared: Mapped[bool] = mapped_column(server_default=text("false"))
    title_key: Mapped[str | None]
    body_key: Mapped[str | None]
    title_variables: Mapped[dict[str, Any] | None]
    body_variables: Mapped[dict[str, Any] | None]
    title: Mapped[str]
    body: Mapped[str | None]
    icon: Mapped[str | None]
    severity: Mapped[str] = mapped_column(server_default=text("'info'"))
    status: Mapped[str] = mapped_column(server_default=text("'unread'"))
    action_data: Mapped[dict[str, Any] | None]
    action_result: Mapped[Any | None] = mapped_column(pg.JSONB())
    action_taken: Mapped[str | None]
    source_module: Mapped[str | None]
    source_entity_type: Mapped[str | None]
    source_entity_id: Mapped[UUID | None]
    link_href: Mapped[str | None]
    group_key: Mapped[str | None]
    mail: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    read_at: Mapped[datetime | None]
    actioned_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class ReaderPreferences(TenantChild):
    """What one user chose: the language of mails, and by what way they are told of each type (``channels``).

    ``spoken`` is the language they last signed in with, in which mails are while they chose none.
    """

    __tablename__ = "notifications_preferences"
    entity: ClassVar[str] = "notifications:preferences"
    called = T(en="Notification preferences", pl="Preferencje powiadomień")
    rules = (unique("user", "user_id", T(en="Chosen already", pl="Preferencje już zapisano")),)

    user_id: Mapped[UUID] = loose_reference("auth:user")
    language: Mapped[str | None]
    spoken: Mapped[str | None]
    channels: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class DeliverySettings(TenantChild):
    """How a tenant's notifications leave the application; its one row has the tenant's id.

    ``language`` is that of mails to people of whom none is known.
    """

    __tablename__ = "notifications_settings"
    entity: ClassVar[str] = "notifications:settings"
    called = T(en="Notification settings", pl="Ustawienia powiadomień")

    app_url: Mapped[str | None]
    panel_path: Mapped[str | None]
    email_enabled: Mapped[bool | None]
    email_from: Mapped[str | None]
    email_reply_to: Mapped[str | None]
    email_subject_prefix: Mapped[str | None]
    language: Mapped[str | None]
