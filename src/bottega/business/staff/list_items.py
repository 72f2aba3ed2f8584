"""Schemas of lists of the staff whose items say more than the columns of their rows."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.kernel.field_markers import Colour, Icon, Of, Unit, WholeDay
from bottega.kernel.resources.schemas import ListPage
from bottega.kernel.schemas import Schema, Stamp

MEMBER: Final = Of("staff:staff_team_member")


class Item(Schema):
    """A row in a list: its columns in snake_case, and custom fields as ``cf_<key>``."""

    model_config = ConfigDict(alias_generator=None, extra="allow")

    id: UUID
    organization_id: UUID | None
    tenant_id: UUID
    created_at: Stamp
    updated_at: Stamp


class TeamName(Schema):
    """A team, by its name."""

    id: UUID
    name: str


class MemberUser(Schema):
    """The account of a member."""

    id: UUID
    email: str


class TeamItem(Item):
    """A team in a list."""

    name: str
    description: str | None
    is_active: bool
    memberCount: int = Field(description="Members of the team.")  # noqa: N815 - as the reference has it


class TeamPage(ListPage):
    """A page of teams."""

    items: list[TeamItem]


class TeamRoleItem(Item):
    """A role in a list."""

    team_id: UUID | None
    name: str
    description: str | None
    appearance_icon: Annotated[str, Icon] | None
    appearance_color: Annotated[str, Colour] | None
    team: TeamName | None
    memberCount: int = Field(description="Members who have the role.")  # noqa: N815 - as the reference has it


class TeamRolePage(ListPage):
    """A page of roles."""

    items: list[TeamRoleItem]


class TeamMemberItem(Item):
    """A member in a list."""

    team_id: UUID | None
    display_name: str
    description: str | None
    user_id: Annotated[UUID, Of("auth:user")] | None
    role_ids: list[Annotated[UUID, Of("staff:staff_team_role")]]
    tags: list[str]
    availability_rule_set_id: Annotated[UUID, Of("planner:planner_availability_rule_set")] | None
    leave_days: int | None
    is_active: bool
    roleNames: list[str]  # noqa: N815 - as the reference has it
    user: MemberUser | None
    team: TeamName | None


class TeamMemberPage(ListPage):
    """A page of members."""

    items: list[TeamMemberItem]


class OfMember(Item):
    """Something that belongs to a member; lists name them in two ways, for clients of either."""

    entity_id: UUID
    member_id: Annotated[UUID, MEMBER]


class ActivityItem(OfMember):
    """An activity in a list; every name in either style, for clients of both."""

    activity_type: str
    subject: str | None
    body: str | None
    occurred_at: Stamp | None
    author_user_id: UUID | None
    appearance_icon: Annotated[str, Icon] | None
    appearance_color: Annotated[str, Colour] | None
    author_name: str | None
    author_email: str | None
    entityId: UUID  # noqa: N815 - the other style, as the rest of this class
    memberId: Annotated[UUID, MEMBER]  # noqa: N815
    activityType: str  # noqa: N815
    occurredAt: Stamp | None  # noqa: N815
    createdAt: Stamp  # noqa: N815
    updatedAt: Stamp  # noqa: N815
    authorUserId: UUID | None  # noqa: N815
    authorName: str | None  # noqa: N815
    authorEmail: str | None  # noqa: N815
    organizationId: UUID | None  # noqa: N815
    tenantId: UUID  # noqa: N815
    appearanceIcon: Annotated[str, Icon] | None  # noqa: N815
    appearanceColor: Annotated[str, Colour] | None  # noqa: N815


class ActivityPage(ListPage):
    """A page of activities."""

    items: list[ActivityItem]


class CommentItem(OfMember):
    """A note in a list."""

    body: str
    author_user_id: UUID | None
    appearance_icon: Annotated[str, Icon] | None
    appearance_color: Annotated[str, Colour] | None
    author_name: str | None
    author_email: str | None
    authorName: str | None  # noqa: N815 - the other style, for clients of both
    authorEmail: str | None  # noqa: N815 - likewise


class CommentPage(ListPage):
    """A page of notes."""

    items: list[CommentItem]


class AddressItem(OfMember):
    """An address in a list."""

    name: str | None
    purpose: str | None
    company_name: str | None
    address_line1: str
    address_line2: str | None
    building_number: str | None
    flat_number: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str | None
    latitude: Annotated[float, Unit("°")] | None
    longitude: Annotated[float, Unit("°")] | None
    is_primary: bool


class AddressPage(ListPage):
    """A page of addresses."""

    items: list[AddressItem]


class JobHistoryItem(OfMember):
    """A job in a list."""

    name: str
    company_name: str | None
    description: str | None
    start_date: Annotated[Stamp, WholeDay]
    end_date: Annotated[Stamp | None, WholeDay]


class JobHistoryPage(ListPage):
    """A page of jobs."""

    items: list[JobHistoryItem]
