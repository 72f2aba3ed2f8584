"""Screens of the logs: of changes, and of who read what."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.audit_logs.module import module
from bottega.platform.navigation_groups import SETTINGS

module.screen(
    "actions",
    Screen(
        icon="history",
        nav=Nav(SETTINGS, 50, href="/backend/audit-logs"),
        label=T(en="Change", pl="Zmiana"),
        plural=T(en="Change log", pl="Dziennik zmian"),
        entity="audit_logs:action_log",
        columns="created_at actor_user_name action_label resource_kind execution_state undo_hint",
        page="audit",
    ),
)
module.screen(
    "access",
    Screen(
        icon="eye",
        nav=Nav(SETTINGS, 60),
        label=T(en="Read access", pl="Odczyt"),
        plural=T(en="Read access log", pl="Dziennik odczytów"),
        entity="audit_logs:access_log",
        columns="created_at actor_user_name access_type resource_kind",
    ),
)
