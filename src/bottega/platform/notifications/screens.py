"""The screen of own notifications."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Preset, Screen
from bottega.platform.navigation_groups import MESSAGES
from bottega.platform.notifications.module import module

module.screen(
    "notifications",
    Screen(
        icon="bell",
        nav=Nav(MESSAGES, 20, href="/backend/notifications"),
        label=T(en="Notification", pl="Powiadomienie"),
        plural=T(en="Notifications", pl="Powiadomienia"),
        entity="notifications:notification",
        title="{title}",
        subtitle="{type}",
        columns="severity title body status created_at",
        presets=(
            Preset(T(en="Unread", pl="Nieprzeczytane"), status="unread"),
            Preset(T(en="Dismissed", pl="Odrzucone"), status="dismissed"),
        ),
        tones={"severity": {"info": "info", "success": "good", "warning": "warn", "error": "danger"}},
        quick="recipient_user_id type title body",
        empty=T(en="No notifications yet", pl="Nie ma jeszcze powiadomień"),
    ),
)
