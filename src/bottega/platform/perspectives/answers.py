"""Shapes of the answers about saved views."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from bottega.kernel.field_markers import Of
from bottega.kernel.schemas import Schema, Stamp
from bottega.platform.perspectives.view_settings import ViewSettings

RoleId = Annotated[UUID, Of("auth:role")]


class View(Schema):
    """A saved view."""

    id: UUID
    name: str
    table_id: str
    settings: ViewSettings
    is_default: bool
    created_at: Stamp
    updated_at: Stamp | None


class RoleView(View):
    """A saved view that is shared with a role."""

    role_id: RoleId
    tenant_id: UUID | None
    organization_id: UUID | None
    role_name: str | None


class RoleOfViews(Schema):
    """A role, and whether it has views of the table."""

    id: UUID
    name: str
    has_perspective: bool
    has_default: bool


class Views(Schema):
    """What there is of a table: the caller's own views, those of their roles, and the roles they may give views."""

    table_id: str
    perspectives: list[View]
    default_perspective_id: UUID | None
    role_perspectives: list[RoleView]
    manageable_role_perspectives: list[RoleView] = Field(
        description="Those of all roles, for whoever may decide for roles."
    )
    roles: list[RoleOfViews]
    can_apply_to_roles: bool


class ViewSaved(Schema):
    """What was saved, for the caller and for roles."""

    perspective: View
    role_perspectives: list[RoleView]
    cleared_role_ids: list[RoleId]


class ViewsCleared(Schema):
    """It is done."""

    success: bool = True
