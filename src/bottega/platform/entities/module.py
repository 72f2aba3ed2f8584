"""The manifest of the entities."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="entities",
    title=T(en="Entities", pl="Encje"),
    section="Entities",
    description="Custom fields of every record, and whole kinds of records that a tenant invents.",
    requires=("auth", "dictionaries"),
    features={
        "entities.definitions.view": T(en="View custom field definitions", pl="Podgląd definicji pól"),
        "entities.definitions.manage": T(en="Manage custom field definitions", pl="Zarządzanie definicjami pól"),
        "entities.records.view": T(en="View records", pl="Podgląd rekordów"),
        "entities.records.manage": T(en="Manage records", pl="Zarządzanie rekordami"),
    },
    grants={"admin": ("entities.*",)},
)
