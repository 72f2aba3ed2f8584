"""Creation of notifications by clients: for a user, a list of users, a role, or the holders of a feature."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Created
from bottega.kernel.schemas import Schema
from bottega.kernel.screens import Act
from bottega.platform.auth import reachable_users
from bottega.platform.notifications.content_input import ContentInput, content_of
from bottega.platform.notifications.fan_out import fan_out
from bottega.platform.notifications.module import module

MOST_RECIPIENTS: Final = 1000
NO_RECIPIENT: Final = T(en="Notification recipient not found", pl="Nie znaleziono odbiorcy powiadomienia")
STAYS_SENT: Final = T(
    en="What people have been told cannot be taken back; tell them of the mistake",
    pl="Wysłanego powiadomienia nie można cofnąć; powiadom odbiorców o pomyłce",
)
UNKNOWN: Final = "Notification recipient not found"


class UserNotificationInput(ContentInput):
    """A notification for one user."""

    recipient_user_id: Annotated[UUID, Of("auth:user")]


class UsersNotificationInput(ContentInput):
    """A notification for each of these users."""

    recipient_user_ids: list[Annotated[UUID, Of("auth:user")]] = Field(min_length=1, max_length=MOST_RECIPIENTS)


class RoleNotificationInput(ContentInput):
    """A notification for each user with a role."""

    role_id: Annotated[UUID, Of("auth:role")]


class FeatureNotificationInput(ContentInput):
    """A notification for each user who holds a feature."""

    required_feature: str = Field(min_length=1, max_length=100, description="A feature, such as `contracts.edit`.")


class Told(Schema):
    """Who was told."""

    ok: bool = True
    count: int = Field(description="How many notifications there are, one a recipient.")
    ids: list[UUID]


@module.post(
    "",
    "notifications.create",
    name="notifications.create",
    lenient=True,
    undoable=False,
    instead=STAYS_SENT,
    label=T(en="Notify user", pl="Powiadomienie użytkownika"),
    answers={201: "Notification created", 404: UNKNOWN},
)
async def notify_user(ctx: Context, data: UserNotificationInput) -> Created:
    """Create notification.

    For an active user of the selected organization. Another one with the same `groupKey`, type and recipient that was
    not dismissed is refreshed instead, and unread again.
    """
    [made] = await _tell_users(ctx, data, [data.recipient_user_id])
    return Created(id=made)


@module.post(
    "/batch",
    "notifications.create",
    name="notifications.batch",
    lenient=True,
    undoable=False,
    instead=STAYS_SENT,
    label=T(en="Notify users", pl="Powiadomienie użytkowników"),
    answers={201: "Notifications created", 404: UNKNOWN},
    act=Act(T(en="Notify people…", pl="Powiadom osoby…"), "users"),
)
async def notify_users(ctx: Context, data: UsersNotificationInput) -> Told:
    """Notify several users.

    Each of up to 1000 active users of the selected organization, once; all of them or, if one is not known, none.
    """
    ids = await _tell_users(ctx, data, data.recipient_user_ids)
    return Told(count=len(ids), ids=ids)


@module.post(
    "/role",
    "notifications.create",
    name="notifications.role",
    lenient=True,
    undoable=False,
    instead=STAYS_SENT,
    label=T(en="Notify users of a role", pl="Powiadomienie użytkowników roli"),
    answers={201: "Notifications created"},
    act=Act(T(en="Notify a role…", pl="Powiadom rolę…"), "user-cog"),
)
async def notify_role(ctx: Context, data: RoleNotificationInput) -> Told:
    """Notify users of a role.

    Every active user with the role who reaches the selected organization; none is no error.
    """
    ctx.refuse_closed()
    place = ctx.scope.organization_id
    return await _tell(ctx, data, await reachable_users(ctx, place, role_id=data.role_id))


@module.post(
    "/feature",
    "notifications.create",
    name="notifications.feature",
    lenient=True,
    undoable=False,
    instead=STAYS_SENT,
    label=T(en="Notify holders of a permission", pl="Powiadomienie osób z uprawnieniem"),
    answers={201: "Notifications created"},
    act=Act(T(en="Notify by permission…", pl="Powiadom z uprawnieniem…"), "shield"),
)
async def notify_holders(ctx: Context, data: FeatureNotificationInput) -> Told:
    """Notify holders of a feature.

    Every active user who holds the feature in the selected organization, by a role or by permissions of their own;
    none is no error.
    """
    ctx.refuse_closed()
    place = ctx.scope.organization_id
    return await _tell(ctx, data, await reachable_users(ctx, place, feature=data.required_feature))


async def _tell_users(ctx: Context, data: ContentInput, wanted: list[UUID]) -> list[UUID]:
    """Tell users by their ids, or none of them when one is not there."""
    ctx.refuse_closed()
    content = content_of(ctx, data)
    found = await reachable_users(ctx, ctx.scope.organization_id, ids=wanted)
    if len(found) < len(set(wanted)):
        raise NotFound(NO_RECIPIENT)
    return await fan_out(ctx, content, found, ctx.scope.organization_id)


async def _tell(ctx: Context, data: ContentInput, recipients: list[UUID]) -> Told:
    ids = await fan_out(ctx, content_of(ctx, data), recipients, ctx.scope.organization_id)
    return Told(count=len(ids), ids=ids)
