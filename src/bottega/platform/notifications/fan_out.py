"""Fan-out: one notification a recipient, with its event, in two statements, however many there are.

They are no changes that remember: what somebody is told is about them alone, so neither history nor undo has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from bottega.kernel import jobs
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.platform.notifications.tables import GROUP, IN_A_GROUP, Notification

CREATED: Final = "notifications.created"
DELIVER: Final = "notifications.deliver"


@dataclass(frozen=True)
class Content:
    """What recipients are told, as it is stored; ``declared`` where the texts are those of the type."""

    type: str
    title: str
    body: str | None = None
    declared: bool = False
    title_key: str | None = None
    body_key: str | None = None
    title_variables: Mapping[str, Any] | None = None
    body_variables: Mapping[str, Any] | None = None
    icon: str | None = None
    severity: str = "info"
    action_data: Mapping[str, Any] | None = None
    source_module: str | None = None
    source_entity_type: str | None = None
    source_entity_id: UUID | None = None
    link_href: str | None = None
    group_key: str | None = None
    expires_at: datetime | None = None


_COLUMNS: Final = tuple(Content.__dataclass_fields__)
_CONTENT: Final = ", ".join(_COLUMNS)
# What identifies a group stays; everything else of a notification that is refreshed is new.
_REFRESHED: Final = ", ".join(
    f"{column} = excluded.{column}" for column in _COLUMNS if column not in ("type", "group_key")
)
_INSERT: Final = f"""
INSERT INTO {Notification.__tablename__} AS n (tenant_id, organization_id, recipient_user_id, {_CONTENT})
SELECT $1, $2, r.id, {", ".join(f"c.{column}" for column in _COLUMNS)}
FROM unnest($3::uuid[]) WITH ORDINALITY AS r (id, place),
     jsonb_populate_record(NULL::{Notification.__tablename__}, $4) AS c
WHERE NOT (c.declared AND EXISTS (SELECT FROM notifications_preferences AS p
      WHERE p.tenant_id = $1 AND p.user_id = r.id AND p.channels ->> c.type = 'off'))
"""
_CONFLICT: Final = f"ORDER BY r.place ON CONFLICT (tenant_id, {GROUP}) WHERE {IN_A_GROUP}"
_TOLD: Final = "RETURNING n.id, n.recipient_user_id, n.organization_id"
_REFRESH: Final = f"""{_INSERT} {_CONFLICT} DO UPDATE
SET {_REFRESHED}, status = 'unread', read_at = NULL, dismissed_at = NULL, actioned_at = NULL, action_taken = NULL,
    action_result = NULL, mail = 'waiting', created_at = now(), updated_at = now() {_TOLD}
"""
_ONCE: Final = f"""{_INSERT}
  AND NOT EXISTS (SELECT FROM {Notification.__tablename__} AS before WHERE before.tenant_id = $1
      AND before.recipient_user_id = r.id AND before.type = c.type AND before.group_key = c.group_key)
{_CONFLICT} DO NOTHING {_TOLD}
"""


async def fan_out(
    ctx: Context, content: Content, recipients: Sequence[UUID], organization_id: UUID | None, *, once: bool = False
) -> list[UUID]:
    """Tell each of the recipients, who are in one order for all; answers the ids of the notifications.

    Who has switched a declared type off is left out. With a ``group_key`` the one that is in front of a reader
    already is refreshed instead; with ``once`` whoever was ever told in the group is left out.
    """
    if not recipients:
        return []
    await ctx.begin()
    values = {column: getattr(content, column) for column in _COLUMNS}
    rows = await ctx.query(_ONCE if once else _REFRESH, ctx.tenant_id, organization_id, list(recipients), values)
    if rows:
        await jobs.enqueue(ctx, DELIVER)
    await ctx.emit_all(CREATED, [(row["id"], organization_id, _announced(ctx, content, row)) for row in rows])
    return [row["id"] for row in rows]


def _announced(ctx: Context, content: Content, row: Record) -> dict[str, Any]:
    """What is said about one of them."""
    return {
        "notificationId": row["id"],
        "recipientUserId": row["recipient_user_id"],
        "type": content.type,
        "title": content.title,
        "tenantId": ctx.tenant_id,
        "organizationId": row["organization_id"],
    }
