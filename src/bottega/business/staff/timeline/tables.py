"""Tables of what belongs to a member: activities, notes, addresses and jobs; words about the person are encrypted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T


class Activity(TenantTable):
    """Something that happened with a member: a training, a review."""

    __tablename__ = "staff_team_member_activities"
    entity = "staff:staff_team_member_activity"
    known_as = "staff.team_member_activity"
    __table_args__ = (Index("ix_staff_activities_occurred", "tenant_id", "entity_id", "occurred_at", "id"),)

    # The member; lists show it as ``member_id``, too.
    entity_id: Mapped[UUID] = reference("staff_team_members", blocks=False)
    activity_type: Mapped[str]
    subject: Mapped[str | None] = sealed_column()
    body: Mapped[str | None] = sealed_column()
    occurred_at: Mapped[datetime | None]
    author_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    appearance_icon: Mapped[str | None]
    appearance_color: Mapped[str | None]


class Comment(TenantTable):
    """A note about a member."""

    __tablename__ = "staff_team_member_comments"
    entity = "staff:staff_team_member_comment"
    known_as = "staff.team_member_comment"

    # The member; lists show it as ``member_id``, too.
    entity_id: Mapped[UUID] = reference("staff_team_members", blocks=False)
    body: Mapped[str] = sealed_column()
    author_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    appearance_icon: Mapped[str | None]
    appearance_color: Mapped[str | None]


class Address(TenantTable):
    """Where a member lives or wants post."""

    __tablename__ = "staff_team_member_addresses"
    entity = "staff:staff_team_member_address"
    known_as = "staff.team_member_address"

    # The member; lists show it as ``member_id``, too.
    entity_id: Mapped[UUID] = reference("staff_team_members", blocks=False)
    name: Mapped[str | None] = sealed_column()
    purpose: Mapped[str | None]
    company_name: Mapped[str | None] = sealed_column()
    address_line1: Mapped[str] = sealed_column()
    address_line2: Mapped[str | None] = sealed_column()
    building_number: Mapped[str | None] = sealed_column()
    flat_number: Mapped[str | None] = sealed_column()
    city: Mapped[str | None] = sealed_column()
    region: Mapped[str | None] = sealed_column()
    postal_code: Mapped[str | None] = sealed_column()
    country: Mapped[str | None]
    latitude: Mapped[float | None] = mapped_column(Double())
    longitude: Mapped[float | None] = mapped_column(Double())
    is_primary: Mapped[bool] = mapped_column(server_default=text("false"))


class JobHistory(TenantTable):
    """A job somebody has or had, here or elsewhere."""

    __tablename__ = "staff_team_member_job_histories"
    entity = "staff:staff_team_member_job_history"
    known_as = "staff.team_member_job_history"
    rules = (
        check(
            "dates",
            "end_date >= start_date",
            T(en="The job ends before it begins", pl="Zatrudnienie kończy się przed rozpoczęciem"),
            field="endDate",
        ),
    )

    # The member; lists show it as ``member_id``, too.
    entity_id: Mapped[UUID] = reference("staff_team_members", blocks=False)
    name: Mapped[str]
    company_name: Mapped[str | None]
    description: Mapped[str | None] = sealed_column()
    start_date: Mapped[datetime]
    end_date: Mapped[datetime | None]
