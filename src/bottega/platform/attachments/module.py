"""The manifest of attachments."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="attachments",
    title=T(en="Files", pl="Pliki"),
    section="Attachments",
    description="Files of records and of a library: kept in partitions, shown as small pictures, read for their text.",
    requires=("entities",),
    features={
        "attachments.view": T(en="View attachments", pl="Podgląd załączników"),
        "attachments.manage": T(en="Manage attachments", pl="Zarządzanie załącznikami"),
    },
    grants={"admin": ("attachments.*", "attachments.view", "attachments.manage")},
)
