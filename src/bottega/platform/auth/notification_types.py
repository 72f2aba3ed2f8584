"""Notification types of accounts: password resets, and roles that are assigned or revoked."""

from typing import Final

from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationType
from bottega.platform.auth.module import module

PROFILE: Final = "/backend/auth/profile"

# All of them in the application only: what must reach somebody who cannot sign in has a mail of its own.
RESET_REQUESTED: Final = module.notifies(
    NotificationType(
        "auth.password_reset.requested",
        label=T(en="Requests for a new password", pl="Prośby o nowe hasło"),
        title=T(en="Somebody asked for a new password for your account", pl="Poproszono o nowe hasło do Twojego konta"),
        body=T(en="If it was not you, change your password.", pl="Jeśli to nie Ty, zmień hasło."),
        icon="key",
        href=PROFILE,
        hours=24,
        usually="app",
    )
)
RESET_COMPLETED: Final = module.notifies(
    NotificationType(
        "auth.password_reset.completed",
        label=T(en="New passwords", pl="Nowe hasła"),
        title=T(en="Your password was set anew", pl="Ustawiono Twoje nowe hasło"),
        severity="success",
        icon="circle-check",
        hours=72,
        usually="app",
    )
)
ROLE_ASSIGNED: Final = module.notifies(
    NotificationType(
        "auth.role.assigned",
        label=T(en="New roles", pl="Nowe role"),
        title=T(en="You have a new role: {role}", pl="Masz nową rolę: {role}"),
        severity="success",
        icon="user-plus",
        href=PROFILE,
        hours=168,
        usually="app",
    )
)
ROLE_REVOKED: Final = module.notifies(
    NotificationType(
        "auth.role.revoked",
        label=T(en="Roles taken away", pl="Odebrane role"),
        title=T(en="You no longer have the role: {role}", pl="Nie masz już roli: {role}"),
        severity="warning",
        icon="user-minus",
        href=PROFILE,
        hours=168,
        usually="app",
    )
)
