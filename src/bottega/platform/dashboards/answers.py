"""Shapes of the answers about dashboards."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from bottega.kernel.field_markers import Of
from bottega.kernel.schemas import Schema
from bottega.kernel.widgets import Size
from bottega.platform.dashboards.catalog import WidgetItem

Mode = Literal["inherit", "override"]
Direction = Literal["up", "down", "unchanged"]


class LayoutItem(Schema):
    """A widget in its place."""

    id: UUID
    widget_id: str
    order: int
    priority: int
    size: Size
    settings: dict[str, Any] | None = None


class Layout(Schema):
    """The widgets of a dashboard in their order."""

    items: list[LayoutItem]


class Viewer(Schema):
    """Whose dashboard it is, and where."""

    user_id: Annotated[UUID, Of("auth:user")]
    tenant_id: UUID | None
    organization_id: UUID | None
    user_name: str | None
    user_email: str | None
    user_label: str


class Dashboard(Schema):
    """A dashboard, and what may be placed on it."""

    layout: Layout
    allowed_widget_ids: list[str]
    can_configure: bool
    context: Viewer
    widgets: list[WidgetItem]


class Place(Schema):
    """Where an assignment holds; without an organization in all of the tenant's."""

    tenant_id: UUID | None
    organization_id: UUID | None


class RoleAssignment(Schema):
    """The widgets of a role."""

    widget_ids: list[str]
    has_custom: bool = Field(description="Whether anybody decided for the role.")
    scope: Place


class UserAssignment(Schema):
    """The widgets of a user."""

    mode: Mode
    widget_ids: list[str]
    has_custom: bool = Field(description="Whether anybody decided for the user.")
    effective_widget_ids: list[str] = Field(description="What they may have on their dashboard.")
    scope: Place


class RoleAssigned(Schema):
    """What is kept of what was sent."""

    ok: bool = True
    widget_ids: list[str]


class UserAssigned(Schema):
    """What is kept of what was sent."""

    ok: bool = True
    mode: Mode
    widget_ids: list[str]
