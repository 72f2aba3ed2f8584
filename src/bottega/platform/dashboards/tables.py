"""Tables of dashboards: layouts of users, and the widgets that roles and users are given."""

from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy.orm import Mapped

from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, unique
from bottega.kernel.i18n import T

_NOWHERE: Final = "coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"
_ONE: Final = T(en="Somebody has just saved the same", pl="Ktoś właśnie zapisał to samo")


class DashboardLayout(TenantChild):
    """The widgets on somebody's dashboard in an organization, as they have arranged them."""

    __tablename__ = "dashboards_layouts"
    entity: ClassVar[str] = "dashboards:layout"
    called = T(en="Dashboard layout", pl="Układ pulpitu")
    rules = (unique("one", f"user_id, {_NOWHERE}", _ONE),)

    organization_id: Mapped[UUID | None]
    user_id: Mapped[UUID] = loose_reference("auth:user")
    # ``{"items": [{"id", "widgetId", "size", "settings"}, …]}`` in their order.
    layout: Mapped[dict[str, Any]]


class RoleWidgets(TenantChild):
    """The widgets of whoever has a role, in an organization or, without one, in all of the tenant's."""

    __tablename__ = "dashboards_role_widgets"
    entity: ClassVar[str] = "dashboards:role_widgets"
    called = T(en="Widgets of a role", pl="Widżety roli")
    rules = (unique("one", f"role_id, {_NOWHERE}", _ONE),)

    organization_id: Mapped[UUID | None]
    role_id: Mapped[UUID] = loose_reference("auth:role")
    widget_ids: Mapped[list[str]]


class UserWidgets(TenantChild):
    """The widgets of one user in an organization, whatever their roles have."""

    __tablename__ = "dashboards_user_widgets"
    entity: ClassVar[str] = "dashboards:user_widgets"
    called = T(en="Widgets of a user", pl="Widżety użytkownika")
    rules = (unique("one", f"user_id, {_NOWHERE}", _ONE),)

    organization_id: Mapped[UUID | None]
    user_id: Mapped[UUID] = loose_reference("auth:user")
    widget_ids: Mapped[list[str]]
