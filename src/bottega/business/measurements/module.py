"""The manifest of the measurements."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="measurements",
    title=T(en="Measurements", pl="Pomiary"),
    section="Measurements",
    description="Measuring at the homes of customers: who measures where, the fee, and what becomes of it.",
    requires=("auth", "contracts", "customers", "finance", "notifications"),
    features={
        "measurements.view": T(en="View measurements", pl="Podgląd pomiarów"),
        "measurements.create": T(en="Add measurements", pl="Dodawanie pomiarów"),
        "measurements.edit": T(en="Edit measurements", pl="Edycja pomiarów"),
        "measurements.delete": T(en="Delete measurements", pl="Usuwanie pomiarów"),
        "measurements.approve": T(
            en="Approve measurements and credit their fees", pl="Zatwierdzanie pomiarów i zaliczanie opłat"
        ),
    },
    grants={"admin": ("measurements.*",), "employee": ("measurements.view", "measurements.create")},
)
