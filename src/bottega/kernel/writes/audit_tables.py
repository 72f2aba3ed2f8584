"""Tables of the audit: commands, images of changed records, reads, and undelivered events."""

from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.tables import Table

# What became of a command, and how a record was seen.
ExecutionState = Literal["done", "undone", "redone"]
AccessType = Literal["read", "read:item", "read:list", "export"]


class ActionLog(Table):
    """A command somebody ran: its label, what it was about, and whether it can be, or was, undone.

    Keys are uuidv7, so "newest first" is "highest id first" and needs no index on the time.
    """

    __tablename__ = "action_logs"
    __table_args__ = (
        Index("ix_action_logs_actor", "tenant_id", "actor_id", "id"),
        Index("ix_action_logs_resource", "tenant_id", "resource_kind", "resource_id", "id"),
        Index(
            "ix_action_logs_parent",
            "tenant_id",
            "parent_resource_kind",
            "parent_resource_id",
            "id",
            postgresql_where=text("parent_resource_id IS NOT NULL"),
        ),
        # Those that were undone, and those written long after their command began (``recent_changes``): few.
        Index("ix_action_logs_updated", "tenant_id", "updated_at", postgresql_where=text("updated_at <> created_at")),
        Index("uq_action_logs_undo_token", "undo_token", unique=True, postgresql_where=text("undo_token IS NOT NULL")),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    actor_kind: Mapped[str]
    command_id: Mapped[str]
    action_label: Mapped[str | None]
    resource_kind: Mapped[str | None]
    resource_id: Mapped[str | None]
    parent_resource_kind: Mapped[str | None]
    parent_resource_id: Mapped[str | None]
    execution_state: Mapped[str] = closed(get_args(ExecutionState), server_default="done")
    undo_token: Mapped[UUID | None]
    context: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ActionChange(Table):
    """A record before and after a command, whole, as the database had it; sealed columns stay sealed.

    ``before`` is empty for a new record, ``after`` for one that is gone for good.
    """

    __tablename__ = "action_changes"
    __table_args__ = (Index("ix_action_changes_record", "tenant_id", "record_id"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    action_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    table_name: Mapped[str]
    record_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class AccessLog(Table):
    """A read: one row a request with all the records it showed, spread into one entry a record when somebody looks."""

    __tablename__ = "access_logs"
    __table_args__ = (
        Index("ix_access_logs_actor", "tenant_id", "actor_id", "created_at"),
        Index("ix_access_logs_created", "created_at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    resource_kind: Mapped[str]
    resource_ids: Mapped[list[UUID]]
    access_type: Mapped[str] = closed(get_args(AccessType))
    fields: Mapped[list[str]] = mapped_column(pg.ARRAY(pg.TEXT))
    context: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]


class EventOutbox(Table):
    """An event that happened and has not reached every subscriber yet."""

    __tablename__ = "event_outbox"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    tenant_id: Mapped[UUID]
    organization_id: Mapped[UUID | None]
    name: Mapped[str]
    record_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    attempts: Mapped[int] = mapped_column(server_default="0")
    # Infinity for one that is set aside.
    not_before: Mapped[datetime] = mapped_column(server_default=text("now()"))
    # Why a subscriber failed the last time; without values.
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class SearchRow(Table):
    """What a record can be found by: its words, and every run of three characters in them.

    ``words`` is folded plain text; of encrypted fields only keyed hashes of the grams are kept.
    """

    __tablename__ = "search_rows"
    __table_args__ = (
        Index("ix_search_rows_grams", "grams", postgresql_using="gin"),
        Index("ix_search_rows_lexemes", text("lexemes(words, tenant_id)"), postgresql_using="gin"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(server_default="")
    subtitle: Mapped[str] = mapped_column(server_default="")
    words: Mapped[str]
    grams: Mapped[Any] = mapped_column(pg.TSVECTOR)
    # Which of the tenant's keys the hashes are made with.
    key_generation: Mapped[int] = mapped_column(server_default=text("1"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class SearchChange(Table):
    """A search row that was written or removed, for whoever keeps something beside it, such as embeddings.

    A trigger writes it; whoever has done what follows from it removes it. ``attempts`` have failed so far.
    """

    __tablename__ = "search_changes"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    tenant_id: Mapped[UUID]
    entity: Mapped[str]
    record_id: Mapped[UUID]
    attempts: Mapped[int] = mapped_column(server_default="0")
    not_before: Mapped[datetime] = mapped_column(server_default=text("now()"))
