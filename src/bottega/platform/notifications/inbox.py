"""Own notifications of a user: the list, and how many are unread."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database import computed_pages
from bottega.kernel.errors import Forbidden
from bottega.kernel.notification_types import Severity
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.resources.schemas import Page
from bottega.kernel.schemas import Moment, Query, Schema, Stamp
from bottega.platform.notifications.module import module
from bottega.platform.notifications.rendering import rendered
from bottega.platform.notifications.tables import Status
from bottega.platform.notifications.variables import written
from bottega.platform.ui import UNREAD

LARGEST_PAGE: Final = 100
LAST_PAGE: Final = 1_000_000

OWN: Final = """
SELECT * FROM notifications_notifications WHERE tenant_id = $1 AND recipient_user_id = $2
  AND CASE WHEN $3::text IS NULL THEN status <> 'dismissed' ELSE status = $3 END
  AND ($4::text IS NULL OR type = $4) AND ($5::text IS NULL OR severity = $5)
  AND ($6::text IS NULL OR source_entity_type = $6) AND ($7::uuid IS NULL OR source_entity_id = $7)
  AND ($8::timestamptz IS NULL OR created_at > $8)
"""
COUNT_UNREAD: Final = """
SELECT count(*) FROM notifications_notifications
WHERE tenant_id = $1 AND recipient_user_id = $2 AND status = 'unread'
"""


class NotificationQuery(Query):
    """Which of the caller's notifications."""

    status: Status | None = Field(default=None, description="Left out: all but those that were dismissed.")
    type: str | None = Field(default=None, max_length=100)
    severity: Severity | None = None
    source_entity_type: str | None = Field(default=None, max_length=100)
    source_entity_id: UUID | None = None
    since: Moment | None = Field(default=None, description="Created after this moment.")
    page: Annotated[int, Field(ge=1, le=LAST_PAGE, description="Page, from 1.")] = 1
    page_size: Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="Rows a page, 1 to 100.")] = 20


class ActionItem(Schema):
    """An action that is offered; what it does stays with the server."""

    id: str
    label: str
    label_key: str | None
    variant: str | None
    icon: str | None


class NotificationItem(Schema):
    """A notification as its reader sees it."""

    id: UUID
    type: str
    title: str
    body: str | None
    title_key: str | None
    body_key: str | None
    title_variables: dict[str, str] | None
    body_variables: dict[str, str] | None
    icon: str | None
    severity: Severity
    status: Status
    actions: list[ActionItem]
    primary_action_id: str | None
    source_module: str | None
    source_entity_type: str | None
    source_entity_id: UUID | None
    link_href: str | None
    created_at: Stamp
    read_at: Stamp | None
    action_taken: str | None


class NotificationPage(Page):
    """A page of the caller's notifications, the newest first."""

    items: list[NotificationItem]


class UnreadCount(Schema):
    """How many are unread."""

    unread_count: int


def reader_of(ctx: Context) -> UUID:
    """The user whose notifications are meant: of an API key the person it acts for.

    Raises:
        Forbidden: The caller is no user, and acts for none.
    """
    if ctx.actor.user_id is None:
        raise Forbidden
    return ctx.actor.user_id


@module.get("", name="notifications.list", answer=NotificationPage, answers={200: "Paginated notifications"})
async def list_notifications(ctx: Context, query: NotificationQuery) -> dict[str, Any]:
    """List notifications.

    Returns a paginated collection of notifications: the caller's own, the newest first, less the dismissed ones unless
    `status` asks for them. Texts of declared types are in the caller's language.
    """
    rows, total = await computed_pages.read(
        ctx.query,
        OWN,
        ctx.tenant_id,
        reader_of(ctx),
        query.status,
        query.type,
        query.severity,
        query.source_entity_type,
        query.source_entity_id,
        query.since,
        order="created_at DESC, id DESC",
        page=query.page,
        size=query.page_size,
    )
    return page_of([_item(ctx, dict(row)) for row in rows], total, page=query.page, size=query.page_size)


def _item(ctx: Context, row: dict[str, Any]) -> NotificationItem:
    shown = rendered(row, ctx.app.notification_types, ctx.locale)
    actions = [
        ActionItem(id=one.id, label=one.label, label_key=one.label_key, variant=one.variant, icon=one.icon)
        for one in shown.actions
    ]
    values: dict[str, Any] = {name: row[name] for name in NotificationItem.model_fields if name in row}
    values |= {name: written(row[name], ctx.locale) for name in ("title_variables", "body_variables")}
    values |= {"title": shown.title, "body": shown.body, "link_href": shown.href}
    return NotificationItem(**values, actions=actions, primary_action_id=shown.primary)


@module.get("/unread-count", name="notifications.unread", answers={200: "Unread notifications"})
async def count_unread(ctx: Context) -> UnreadCount:
    """Count unread notifications.

    Those of the caller that were neither read, acted on nor dismissed.
    """
    return UnreadCount(unread_count=await _waiting(ctx, reader_of(ctx)))


@module.within(UNREAD)
async def count_for_menu(ctx: Context, *, counts: dict[str, int]) -> None:
    """Say how many notifications wait for a user."""
    if ctx.actor.user_id is not None:
        counts["notifications"] = await _waiting(ctx, ctx.actor.user_id)


async def _waiting(ctx: Context, user_id: UUID) -> int:
    return await ctx.query_value(COUNT_UNREAD, ctx.tenant_id, user_id)
