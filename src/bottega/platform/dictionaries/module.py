"""The manifest of the dictionaries."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="dictionaries",
    title=T(en="Dictionaries", pl="Słowniki"),
    section="Dictionaries",
    description="Reusable lists of values that belong to an organization and are read by those below it.",
    requires=("directory",),
    features={
        "dictionaries.view": T(en="View shared dictionaries", pl="Podgląd słowników"),
        "dictionaries.manage": T(en="Manage shared dictionaries", pl="Zarządzanie słownikami"),
    },
    grants={"admin": ("dictionaries.*",), "employee": ("dictionaries.view",)},
)
