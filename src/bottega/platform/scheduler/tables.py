"""Tables of the scheduler: schedules, and how each of their runs went."""

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, TenantTable, reference
from bottega.kernel.i18n import T

SCOPES: Final = ("system", "tenant", "organization")
KINDS: Final = ("cron", "interval")
TARGETS: Final = ("queue", "command")
SOURCES: Final = ("user", "module")
STATUSES: Final = ("waiting", "running", "completed", "failed")
TRIGGERS: Final = ("scheduled", "manual")


class Schedule(TenantTable):
    """A recurring job or command.

    One of the system belongs to everybody; its row, with its history and undo, is kept in the tenant it was made in.
    ``runs_as_*`` is whoever answers for what it does: the person or API key that said last what it runs, in the tenant
    where they are at home; nobody for schedules that modules register.
    """

    __tablename__ = "scheduler_jobs"
    __table_args__ = (
        Index("ix_scheduler_jobs_due", "next_run_at", postgresql_where=text("is_enabled AND deleted_at IS NULL")),
        Index("ix_scheduler_jobs_system", "id", postgresql_where=text("scope_type = 'system'")),
    )
    entity: ClassVar[str] = "scheduler:job"
    called = T(en="Schedule", pl="Harmonogram")
    # What every run moves: a change that nobody made.
    quiet = frozenset({"last_run_at", "next_run_at"})
    # Its runs point at it.
    withdrawal = "deleted_at = now()"

    scope_type: Mapped[str] = closed(SCOPES, server_default=text("'tenant'"))
    name: Mapped[str]
    description: Mapped[str | None]
    schedule_type: Mapped[str] = closed(KINDS)
    schedule_value: Mapped[str]
    timezone: Mapped[str] = mapped_column(server_default=text("'UTC'"))
    target_type: Mapped[str] = closed(TARGETS)
    target_queue: Mapped[str | None]
    target_command: Mapped[str | None]
    target_payload: Mapped[dict[str, Any] | None]
    require_feature: Mapped[str | None]
    is_enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    last_run_at: Mapped[datetime | None]
    next_run_at: Mapped[datetime | None]
    source_type: Mapped[str] = closed(SOURCES, server_default=text("'user'"))
    source_module: Mapped[str | None]
    created_by_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    updated_by_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    runs_as_kind: Mapped[str | None]
    runs_as_id: Mapped[UUID | None]
    runs_as_tenant_id: Mapped[UUID | None]


class Execution(TenantChild):
    """A run of a schedule; ``error`` is a sentence by language, ``error_stack`` where in the program it happened."""

    __tablename__ = "scheduler_executions"
    __table_args__ = (Index("ix_scheduler_executions_newest", "tenant_id", "schedule_id", "created_at", "id"),)
    entity: ClassVar[str] = "scheduler:execution"

    schedule_id: Mapped[UUID] = reference("scheduler_jobs", blocks=False)
    queue_job_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    trigger_type: Mapped[str] = closed(TRIGGERS, server_default=text("'scheduled'"))
    triggered_by: Mapped[UUID | None] = loose_reference("auth:user")
    status: Mapped[str] = closed(STATUSES, server_default=text("'waiting'"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    error: Mapped[dict[str, Any] | None]
    error_stack: Mapped[str | None]
    result: Mapped[dict[str, Any] | None]
