"""Notifications as their readers see them: texts of declared types in the reader's language, links with their ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from bottega.kernel.i18n import T
from bottega.kernel.notification_types import RECORD_ID, NotificationAction, NotificationType
from bottega.platform.notifications.variables import opened

# What a declared type with a link and no actions offers.
VIEW: Final = T(en="Open", pl="Otwórz")


@dataclass(frozen=True)
class OfferedAction:
    """An action as it is offered: ``command`` is set only where the notification's declared type has it."""

    id: str
    label: str
    label_key: str | None = None
    variant: str | None = None
    icon: str | None = None
    command: str | None = None
    href: str | None = None


@dataclass(frozen=True)
class Rendered:
    """The texts, the link and the actions of one notification."""

    title: str
    body: str | None
    href: str | None
    actions: Sequence[OfferedAction]
    primary: str | None


def rendered(row: Mapping[str, Any], types: Mapping[str, NotificationType], locale: str) -> Rendered:
    """A stored notification in a language."""
    declared = types.get(row["type"])
    record_id: UUID | None = row["source_entity_id"]
    href = filled(row["link_href"], record_id)
    if row["declared"] and declared is not None:
        actions = [replace(one, href=filled(one.href, record_id)) for one in _declared_actions(declared, locale)]
        said = opened(row["title_variables"])
        body = declared.body(locale, **said) if declared.body else None
        primary = declared.primary or (actions[0].id if actions else None)
        return Rendered(declared.title(locale, **said), body, href, actions, primary)
    data: dict[str, Any] = row["action_data"] or {}
    actions = [_stored_action(one, declared, record_id) for one in data.get("actions", ())]
    return Rendered(row["title"], row["body"], href, actions, data.get("primaryActionId"))


def filled(href: str | None, record_id: UUID | None) -> str | None:
    """A link with the record's id where it has a place for one."""
    return href.replace(RECORD_ID, str(record_id)) if href and record_id else href


def _declared_actions(declared: NotificationType, locale: str) -> list[OfferedAction]:
    actions = declared.actions
    if not actions and declared.href:
        actions = (NotificationAction("view", VIEW, icon="arrow-right", variant="outline", href=declared.href),)
    return [
        OfferedAction(
            one.id,
            one.label(locale),
            f"{declared.name}.actions.{one.id}",
            one.variant,
            one.icon or None,
            one.command or None,
            one.href or None,
        )
        for one in actions
    ]


def _stored_action(
    action: Mapping[str, Any], declared: NotificationType | None, record_id: UUID | None
) -> OfferedAction:
    """An action that a client made; it runs a command only if the declared type of this name has it still."""
    allowed = {(one.id, one.command) for one in declared.actions} if declared else set[tuple[str, str]]()
    command = action.get("commandId")
    return OfferedAction(
        action["id"],
        action["label"],
        action.get("labelKey"),
        action.get("variant"),
        action.get("icon"),
        command if (action["id"], command) in allowed else None,
        filled(action.get("href"), record_id),
    )
