"""The manifest of the notifications."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="notifications",
    title=T(en="Notifications", pl="Powiadomienia"),
    section="Notifications",
    description="What people of the studio are told: in the application, and by e-mail.",
    requires=("auth", "ui"),
    features={
        "notifications.view": T(en="View own notifications", pl="Przeglądanie własnych powiadomień"),
        "notifications.create": T(en="Create notifications for others", pl="Wysyłanie powiadomień innym"),
        "notifications.manage": T(en="Manage all notifications", pl="Zarządzanie powiadomieniami"),
    },
    needs={"notifications.create": (), "notifications.manage": ()},
    grants={"admin": ("notifications.*",), "employee": ("notifications.view",)},
)
