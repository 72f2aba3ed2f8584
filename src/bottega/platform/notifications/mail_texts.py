"""Mails about notifications: one at once, or the summary of a day, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.i18n import T, complete
from bottega.kernel.mail import Mail, render
from bottega.platform.notifications.delivery_settings import Delivery
from bottega.platform.notifications.preferences import OTHERS
from bottega.platform.notifications.rendering import rendered
from bottega.platform.notifications.unsubscribing import SUMMARY, link

PACKAGE: Final = "bottega.platform.notifications"
MOST_ACTIONS: Final = 5
# A summary names so many; the rest is in the application.
MOST_IN_A_SUMMARY: Final = 50
OPEN: Final = T(en="Open", pl="Otwórz")
_SUMMARY: Final = T(en="Your notifications", pl="Twoje powiadomienia")


@dataclass(frozen=True)
class Reader:
    """Who is written to, and in which language."""

    tenant_id: UUID
    user_id: UUID
    address: str
    locale: str


def letter(app: Application, delivery: Delivery, reader: Reader, row: Mapping[str, Any]) -> Mail:
    """The mail about one notification."""
    # A whole mail is in one language, so it is one in which every text is there.
    locale = complete(reader.locale)
    shown = rendered(row, app.notification_types, locale)
    declared = app.notification_types.get(row["type"], OTHERS)
    page = _page(delivery, row["id"])
    actions = [
        {"label": one.label, "url": f"{delivery.base_url}{one.href}" if one.href else page}
        for one in shown.actions[:MOST_ACTIONS]
    ]
    unsubscribe = link(app, reader.tenant_id, reader.user_id, declared.name)
    return _sent_by(
        delivery,
        render(
            PACKAGE,
            "notification",
            locale,
            to=reader.address,
            subject_line=_subject(delivery, shown.title),
            title=shown.title,
            body=shown.body,
            actions=actions
            or [{"label": OPEN(locale), "url": f"{delivery.base_url}{shown.href}" if shown.href else page}],
            panel=page,
            kind=declared.label(locale),
            unsubscribe=unsubscribe,
        ),
        unsubscribe,
    )


def summary(app: Application, delivery: Delivery, reader: Reader, rows: Sequence[Mapping[str, Any]]) -> Mail:
    """The mail about all notifications of a day, the oldest first."""
    locale = complete(reader.locale)
    told: list[dict[str, Any]] = []
    for row in rows[:MOST_IN_A_SUMMARY]:
        shown = rendered(row, app.notification_types, locale)
        url = f"{delivery.base_url}{shown.href}" if shown.href else _page(delivery, row["id"])
        told.append({"title": shown.title, "body": shown.body, "url": url})
    unsubscribe = link(app, reader.tenant_id, reader.user_id, SUMMARY)
    title = f"{_SUMMARY(locale)}: {len(rows)}"
    return _sent_by(
        delivery,
        render(
            PACKAGE,
            "digest",
            locale,
            to=reader.address,
            subject_line=_subject(delivery, title),
            told=told,
            panel=delivery.panel_url,
            unsubscribe=unsubscribe,
        ),
        unsubscribe,
    )


def _page(delivery: Delivery, notification_id: UUID) -> str:
    """The page of notifications, at this one."""
    separator = "&" if "?" in delivery.panel_path else "?"
    return f"{delivery.panel_url}{separator}notificationId={quote(str(notification_id))}"


def _subject(delivery: Delivery, title: str) -> str:
    """One line, whatever the title holds."""
    return " ".join(f"{delivery.prefix} {title}".split())


def _sent_by(delivery: Delivery, mail: Mail, unsubscribe: str) -> Mail:
    """The mail with its sender, and the way out of it (RFC 2369, RFC 8058)."""
    headers = {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return replace(mail, sender=delivery.sender, reply_to=delivery.reply_to, headers=headers)
