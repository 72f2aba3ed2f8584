"""Tables of teams, their roles and their members.

Notes about people are encrypted; names are not, like those of users.
"""

from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference, unique
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T

LIVE = "deleted_at IS NULL"


class Team(TenantTable):
    """People who work together."""

    __tablename__ = "staff_teams"
    entity = "staff:staff_team"
    known_as = "staff.team"

    name: Mapped[str]
    description: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))


class TeamRole(TenantTable):
    """What somebody does in a team, or in any; a role stays when its team goes."""

    __tablename__ = "staff_team_roles"
    entity = "staff:staff_team_role"
    known_as = "staff.teamRole"

    team_id: Mapped[UUID | None] = reference("staff_teams", blocks=False)
    name: Mapped[str]
    description: Mapped[str | None]
    appearance_icon: Mapped[str | None]
    appearance_color: Mapped[str | None]


class TeamMember(TenantTable):
    """Somebody who works here, with or without an account."""

    __tablename__ = "staff_team_members"
    entity = "staff:staff_team_member"
    known_as = "staff.teamMember"
    rules = (
        unique(
            "user",
            "organization_id, user_id",
            T(en="This user is another team member already", pl="Ten użytkownik jest już innym pracownikiem"),
            field="userId",
            where=f"{LIVE} AND user_id IS NOT NULL",
        ),
        check(
            "leave_days",
            "leave_days BETWEEN 0 AND 366",
            T(en="Days of leave a year: 0 to 366", pl="Dni urlopu w roku: od 0 do 366"),
            field="leaveDays",
        ),
    )
    __table_args__ = (Index("ix_staff_team_members_role_ids", "role_ids", postgresql_using="gin"),)

    team_id: Mapped[UUID | None] = reference("staff_teams")
    display_name: Mapped[str]
    description: Mapped[str | None] = sealed_column()
    user_id: Mapped[UUID | None] = loose_reference("auth:user")
    role_ids: Mapped[list[UUID]] = mapped_column(server_default=text("'{}'::uuid[]"))
    tags: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    availability_rule_set_id: Mapped[UUID | None] = reference("planner_availability_rule_sets")
    # Working days of leave a year; where there is none, those of the organization.
    leave_days: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
