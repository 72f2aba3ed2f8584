"""Tables of leave: requests, and what an organization says about leave."""

from datetime import date, datetime
from typing import Final, Literal, get_args
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.staff.tables import LIVE
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference, unique
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T

Status = Literal["pending", "approved", "rejected"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
# What becomes of a request that overlaps another one or overdraws the balance.
Strictness = Literal["refuse", "flag", "allow"]
STRICTNESS: Final[tuple[Strictness, ...]] = get_args(Strictness)
END_BEFORE_START: Final = T(
    en="End date must be after start date.", pl="Data końca nie może być wcześniejsza niż data początku."
)
_UNKNOWN: Final = T(en="Unknown way to deal with it", pl="Nieznany sposób postępowania")


class LeaveRequest(TenantTable):
    """Somebody wants to be away.

    The first and the last day are those that both ends stand for in the time zone of the request; ``working_days`` are
    those between them that are no weekend and no public holiday of Poland.
    """

    __tablename__ = "staff_leave_requests"
    entity = "staff:staff_leave_request"
    known_as = "staff.leave_request"
    history_of = ("member_id",)
    rules = (
        among("status", STATUSES, T(en="Unknown status", pl="Nieznany status"), field="status"),
        check("days", "last_day >= first_day AND end_date >= start_date", END_BEFORE_START, field="endDate"),
    )
    __table_args__ = (
        Index(
            "ix_staff_leave_requests_of_member",
            "tenant_id",
            "member_id",
            "first_day",
            "last_day",
            postgresql_where=text(LIVE),
        ),
    )

    member_id: Mapped[UUID] = reference("staff_team_members", blocks=False)
    start_date: Mapped[datetime]
    end_date: Mapped[datetime]
    timezone: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=text("'pending'"))
    unavailability_reason_entry_id: Mapped[UUID | None] = loose_reference("dictionaries:entry")
    unavailability_reason_value: Mapped[str | None] = sealed_column()
    note: Mapped[str | None] = sealed_column()
    decision_comment: Mapped[str | None] = sealed_column()
    submitted_by_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    decided_by_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    decided_at: Mapped[datetime | None]
    first_day: Mapped[date]
    last_day: Mapped[date]
    working_days: Mapped[int]


class LeaveSettings(TenantTable):
    """What one organization says about leave."""

    __tablename__ = "staff_leave_settings"
    entity = "staff:leave_settings"
    rules = (
        unique(
            "organization",
            "organization_id",
            T(en="The organization already has settings", pl="Organizacja ma już swoje ustawienia"),
            where=LIVE,
        ),
        among("overlapping", STRICTNESS, _UNKNOWN, field="overlapping"),
        among("overdrawn", STRICTNESS, _UNKNOWN, field="overdrawn"),
        check(
            "yearly_days",
            "yearly_days BETWEEN 0 AND 366",
            T(en="Days of leave a year: 0 to 366", pl="Dni urlopu w roku: od 0 do 366"),
            field="yearlyDays",
        ),
    )

    yearly_days: Mapped[int] = mapped_column(server_default=text("26"))
    overlapping: Mapped[str] = mapped_column(server_default=text("'flag'"))
    overdrawn: Mapped[str] = mapped_column(server_default=text("'flag'"))
    own_decisions: Mapped[bool] = mapped_column(server_default=text("true"))
    # Reasons of leave that draw on no balance.
    uncounted_reasons: Mapped[list[str]] = mapped_column(
        server_default=text('\'{"Sick off","Work from home"}\'::text[]')
    )
