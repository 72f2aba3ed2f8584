"""Tables of the search index: work on it, what went wrong, what was done, and embeddings of records.

What a record is found by itself is a row of ``search_rows``, written with the record.
"""

from datetime import datetime
from typing import Any, ClassVar, Final, Literal, get_args
from uuid import UUID

from sqlalchemy import REAL, BigInteger, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import Table, TenantChild, unique
from bottega.kernel.i18n import T

# What is worked on: the index of one entity, the full-text index, or the embeddings.
Subject = Literal["index", "fulltext", "vector"]
Action = Literal["reindexing", "purging"]
Source = Literal["query_index", "fulltext", "vector"]
Level = Literal["info", "warn"]

_NOWHERE: Final = "coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"


class IndexJob(TenantChild):
    """Work on the index; while it is unfinished its row is the lock of subject, entity and organization.

    ``organizations`` are those it is about, all where there are none. It has begun when ``started_at`` is there, and
    says every few seconds that it is alive.
    """

    __tablename__ = "query_index_jobs"
    entity: ClassVar[str] = "query_index:job"
    called = T(en="Work on the search index", pl="Praca nad indeksem wyszukiwania")
    rules = (
        unique(
            "lock",
            f"subject, coalesce(entity_type, ''), {_NOWHERE}",
            T(en="This index is being worked on already", pl="Ten indeks jest już przebudowywany"),
            where="finished_at IS NULL",
        ),
    )

    organization_id: Mapped[UUID | None]
    organizations: Mapped[list[UUID] | None]
    subject: Mapped[str] = closed(get_args(Subject))
    entity_type: Mapped[str | None]
    action: Mapped[str] = closed(get_args(Action))
    force: Mapped[bool] = mapped_column(server_default=text("false"))
    batch_size: Mapped[int] = mapped_column(server_default=text("500"))
    started_by: Mapped[UUID | None] = loose_reference("auth:user")
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancelled: Mapped[bool] = mapped_column(server_default=text("false"))
    processed_count: Mapped[int] = mapped_column(server_default=text("0"))
    total_count: Mapped[int | None]


class IndexerError(Table):
    """Work on the index that failed: where, about which record, and the message, without values of records."""

    __tablename__ = "query_index_errors"
    __table_args__ = (Index("ix_query_index_errors_newest", "tenant_id", "id"),)

    tenant_id: Mapped[UUID]
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    organization_id: Mapped[UUID | None]
    source: Mapped[str] = closed(get_args(Source))
    handler: Mapped[str]
    entity_type: Mapped[str | None]
    record_id: Mapped[UUID | None]
    message: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class IndexerLog(Table):
    """What was done with the index."""

    __tablename__ = "query_index_logs"
    __table_args__ = (Index("ix_query_index_logs_newest", "tenant_id", "id"),)

    tenant_id: Mapped[UUID]
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    organization_id: Mapped[UUID | None]
    source: Mapped[str] = closed(get_args(Source))
    handler: Mapped[str]
    level: Mapped[str] = closed(get_args(Level))
    entity_type: Mapped[str | None]
    message: Mapped[str]
    details: Mapped[dict[str, Any] | None]
    occurred_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class RecordVector(Table):
    """The embedding of what a record is found by, made by one model; it goes when the search row goes.

    Numbers of any count: tenants may have models with different dimensions. ``embedding`` is cast to pgvector's type
    where it is compared, so that the table is there on servers without that extension too.
    """

    __tablename__ = "query_index_vectors"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "entity", "record_id"],
            ["search_rows.tenant_id", "search_rows.entity", "search_rows.record_id"],
            name="fk_query_index_vectors_search_rows",
            ondelete="CASCADE",
        ),
        Index("ix_query_index_vectors_newest", "tenant_id", "updated_at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID | None]
    model: Mapped[str]
    dimension: Mapped[int]
    embedding: Mapped[list[float]] = mapped_column(pg.ARRAY(REAL))
    checksum: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
