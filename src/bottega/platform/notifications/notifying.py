"""Notifications by modules: recipients, texts and content, in the transaction of what they are about."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.i18n import DEFAULT_LOCALE, LOCALES
from bottega.kernel.notification_types import NotificationType
from bottega.platform.auth import reachable_users
from bottega.platform.notifications.fan_out import Content, fan_out
from bottega.platform.notifications.variables import stored


async def notify(  # noqa: PLR0913 - who is told, and what: each by its name
    ctx: Context,
    declared: NotificationType,
    *,
    to: Collection[UUID | None] | None = None,
    holders_of: str | None = None,
    role: UUID | None = None,
    record: tuple[str, UUID] | None = None,
    variables: Mapping[str, object] | None = None,
    group: str | None = None,
    once: bool = False,
    within: UUID | None = None,
    but: Collection[UUID | None] = (),
) -> list[UUID]:
    """Tell users of something, each in their language; answers the ids of the notifications.

    ``to`` are the users, or else those who hold the feature ``holders_of``, or have a ``role``; of both ``to`` and
    ``holders_of`` the holders among them. All of them only if they are active and reach the organization ``within``,
    which is the selected one unless it is named. Of holders and of a role whoever acts is left out: they know.
    ``record`` is what it is about, its entity and id. ``variables`` fill the texts' placeholders: texts, numbers, days,
    moments; no amounts, for not everybody may see them. Who is told again in a ``group`` keeps one notification, or
    with ``once`` hears of it a single time. Whoever is named by ``but`` is left out.

    Raises:
        KeyError: A placeholder of the texts has no variable.
        TypeError: A variable is of a kind that texts do not hold.
    """
    if to is None and holders_of is None and role is None:
        message = "say who is told"
        raise TypeError(message)
    organization_id = within or ctx.scope.organization_id
    ids = None if to is None else {one for one in to if one is not None}
    found = await reachable_users(ctx, organization_id, ids=ids, feature=holders_of, role_id=role)
    acting = ctx.actor.user_id if to is None else None
    recipients = [one for one in found if one != acting and one not in but]
    content = _content(declared, record, dict(variables or {}), group)
    return await fan_out(ctx, content, recipients, organization_id, once=once)


def _content(
    declared: NotificationType, record: tuple[str, UUID] | None, variables: Mapping[str, object], group: str | None
) -> Content:
    """What is stored of a declared type; its texts in the default language stand in once the type is gone."""
    texts = [text for text in (declared.title, declared.body) if text is not None]
    # What a text lacks in any language must not be found out by its reader.
    [title, *body] = [[text(each, **variables) for each in LOCALES][LOCALES.index(DEFAULT_LOCALE)] for text in texts]
    entity, record_id = record or (None, None)
    lifetime = timedelta(hours=declared.hours) if declared.hours else None
    kept = stored(variables) or None
    return Content(
        type=declared.name,
        declared=True,
        title=title,
        body=body[0] if body else None,
        title_key=f"{declared.name}.title",
        body_key=f"{declared.name}.body" if body else None,
        title_variables=kept,
        body_variables=kept if body else None,
        icon=declared.icon,
        severity=declared.severity,
        source_module=declared.name.partition(".")[0],
        source_entity_type=entity,
        source_entity_id=record_id,
        link_href=declared.href or None,
        group_key=group,
        expires_at=datetime.now(UTC) + lifetime if lifetime else None,
    )
