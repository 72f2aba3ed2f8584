"""Tables of encryption: data keys of tenants, and progress of re-encryption."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.tables import Instant, Table

_NONE = text("'{}'::text[]")
_ZERO = text("0")


class TenantKey(Table):
    """The data key of a tenant, wrapped by the installation's master key, and which columns it encrypts.

    ``coming`` is the key that follows while keys are exchanged; new text is sealed with it from ``coming_from`` on.
    ``left_open`` and ``also_sealed`` are the places where the tenant differs from the descriptions of the tables.
    """

    __tablename__ = "tenant_keys"
    announces = "update"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(pg.BYTEA)
    created_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))
    generation: Mapped[int] = mapped_column(server_default=text("1"))
    coming: Mapped[bytes | None] = mapped_column(pg.BYTEA)
    coming_from: Mapped[datetime | None] = mapped_column(Instant)
    left_open: Mapped[list[str]] = mapped_column(server_default=_NONE)
    also_sealed: Mapped[list[str]] = mapped_column(server_default=_NONE)


class Resealing(Table):
    """How far a tenant's stored texts have been looked through, to be sealed anew or opened.

    ``stage`` and ``after`` say where the next batch begins; ``changed`` and ``missed`` are about this pass, ``barrier``
    is the transaction that must have ended before the next one.
    """

    __tablename__ = "resealing"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    stage: Mapped[str]
    after: Mapped[str]
    passes: Mapped[int] = mapped_column(server_default=_ZERO)
    changed: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    missed: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    broken: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    done: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    total: Mapped[int] = mapped_column(BigInteger, server_default=_ZERO)
    pass_from: Mapped[datetime | None] = mapped_column(Instant)
    not_before: Mapped[datetime] = mapped_column(Instant)
    barrier: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(Instant, server_default=text("now()"))
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
