"""The manifest of the contacts."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="contacts",
    title=T(en="Contacts", pl="Kontakty"),
    section="Contacts",
    description="Everybody the studio deals with, people and companies in one list.",
    requires=("customers",),
    features={"contacts.view": T(en="View contacts", pl="Podgląd kontaktów")},
    grants={"admin": ("contacts.*",), "employee": ("contacts.view",)},
)
