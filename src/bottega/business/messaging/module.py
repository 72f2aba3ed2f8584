"""The manifest of the messages."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="messaging",
    title=T(en="Messages", pl="Wiadomości"),
    section="Messaging",
    description="Messages from one person of the studio to another, seen by these two only.",
    requires=("auth", "ui"),
    features={
        "messaging.view": T(en="Read own messages", pl="Czytanie własnych wiadomości"),
        "messaging.create": T(en="Send messages", pl="Wysyłanie wiadomości"),
        "messaging.delete": T(en="Delete own messages", pl="Usuwanie własnych wiadomości"),
    },
    grants={"admin": ("messaging.*",), "employee": ("messaging.*",)},
)
