"""Statuses of own notifications: read, dismissed, restored, all read at once."""

from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Act
from bottega.platform.notifications.inbox import reader_of
from bottega.platform.notifications.module import module

NOT_FOUND: Final = T(en="Notification not found", pl="Nie znaleziono powiadomienia")
_OWN: Final = "tenant_id = $1 AND recipient_user_id = $2"
_KNOWN: Final = f"SELECT EXISTS (SELECT FROM notifications_notifications WHERE {_OWN} AND id = $3)"
_READ: Final = f"""
UPDATE notifications_notifications SET status = 'read', read_at = now(), updated_at = now()
WHERE {_OWN} AND ($3::uuid IS NULL OR id = $3) AND status = 'unread' RETURNING id, organization_id
"""
_DISMISS: Final = f"""
UPDATE notifications_notifications SET status = 'dismissed', dismissed_at = now(), updated_at = now()
WHERE {_OWN} AND id = $3 AND status <> 'dismissed' RETURNING id, organization_id
"""
# What was acted on stays so, or its action could run again. A newer one of its group keeps the group to itself, and
# what is out of date was wanted all the same.
_RESTORE: Final = f"""
UPDATE notifications_notifications AS n SET
    status = CASE WHEN actioned_at IS NOT NULL THEN 'actioned' ELSE $4 END,
    read_at = CASE WHEN actioned_at IS NULL AND $4 = 'unread' THEN NULL ELSE coalesce(read_at, now()) END,
    dismissed_at = NULL, updated_at = now(),
    expires_at = CASE WHEN expires_at > now() THEN expires_at END,
    group_key = CASE WHEN NOT EXISTS (SELECT FROM notifications_notifications AS newer
        WHERE newer.tenant_id = n.tenant_id AND newer.recipient_user_id = n.recipient_user_id AND newer.type = n.type
          AND newer.organization_id IS NOT DISTINCT FROM n.organization_id AND newer.group_key = n.group_key
          AND newer.status <> 'dismissed') THEN group_key END
WHERE {_OWN} AND id = $3 AND status = 'dismissed' RETURNING id, organization_id, status
"""


class RestoreInput(Input):
    """As what it is to come back."""

    status: Literal["read", "unread"] = Field(default="read", description="What was acted on stays acted on.")


class AllRead(Schema):
    """How many were unread."""

    ok: bool = True
    count: int


@module.put(
    "/mark-all-read",
    name="notifications.mark_all_read",
    undoable=False,
    answers={200: "All notifications are read"},
    act=Act(T(en="Mark all as read", pl="Oznacz wszystko jako przeczytane"), "check-check", form="none"),
)
async def mark_all_read(ctx: Context) -> AllRead:
    """Mark all notifications as read.

    All unread ones of the caller.
    """
    await ctx.begin()
    rows = await ctx.query(_READ, ctx.tenant_id, reader_of(ctx), None)
    await ctx.emit_all(
        "notifications.read", [(row["id"], row["organization_id"], _payload(ctx, row["id"])) for row in rows]
    )
    return AllRead(count=len(rows))


@module.put(
    "/{id}/read",
    name="notifications.read",
    undoable=False,
    answers={200: "Notification is read", 404: "Notification not found"},
    act=Act(T(en="Mark as read", pl="Oznacz jako przeczytane"), "check", when={"status": "unread"}),
)
async def mark_read(ctx: Context, id: UUID) -> Done:
    """Mark notification as read.

    One of the caller's; one that is not unread stays as it is.
    """
    return await _change(ctx, id, _READ, "notifications.read")


@module.put(
    "/{id}/dismiss",
    name="notifications.dismiss",
    undoable=False,
    answers={200: "Notification dismissed", 404: "Notification not found"},
    act=Act(T(en="Dismiss", pl="Odrzuć"), "x"),
)
async def dismiss(ctx: Context, id: UUID) -> Done:
    """Dismiss notification.

    Takes one of the caller's out of their list; it can be restored.
    """
    return await _change(ctx, id, _DISMISS, "notifications.dismissed")


@module.put(
    "/{id}/restore",
    name="notifications.restore",
    lenient=True,
    undoable=False,
    answers={200: "Notification restored", 404: "Notification not found"},
    act=Act(T(en="Restore", pl="Przywróć"), "rotate-ccw", when={"status": "dismissed"}),
)
async def restore(ctx: Context, id: UUID, data: RestoreInput) -> Done:
    """Restore notification.

    Brings a dismissed one back, as read unless told otherwise; one that was not dismissed stays as it is.
    """
    return await _change(ctx, id, _RESTORE, "notifications.restored", data.status)


async def _change(ctx: Context, notification_id: UUID, sql: str, event: str, *status: str) -> Done:
    """Change a status, and announce it if it differed.

    Raises:
        NotFound: The caller has no such notification.
    """
    await ctx.begin()
    reader = reader_of(ctx)
    row = await ctx.query_one(sql, ctx.tenant_id, reader, notification_id, *status)
    if row is not None:
        more = {"status": row["status"]} if status else {}
        payload = _payload(ctx, notification_id, **more)
        await ctx.emit(event, record_id=notification_id, within=row["organization_id"], **payload)
    elif not await ctx.query_value(_KNOWN, ctx.tenant_id, reader, notification_id):
        raise NotFound(NOT_FOUND)
    return Done()


def _payload(ctx: Context, notification_id: UUID, **more: str) -> Mapping[str, Any]:
    return {"notificationId": notification_id, "userId": reader_of(ctx), "tenantId": ctx.tenant_id, **more}
