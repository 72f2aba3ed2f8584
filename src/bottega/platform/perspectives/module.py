"""The manifest of saved views."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="perspectives",
    title=T(en="Table views", pl="Widoki tabel"),
    section="Perspectives",
    description="Saved views of tables: columns, filters and order, for oneself or shared with roles.",
    requires=("auth",),
    features={
        "perspectives.use": T(en="Use table perspectives", pl="Korzystanie z widoków tabel"),
        "perspectives.role_defaults": T(en="Manage role default perspectives", pl="Zarządzanie widokami tabel dla ról"),
    },
    needs={"perspectives.role_defaults": ("perspectives.use",)},
    grants={"admin": ("perspectives.*",), "employee": ("perspectives.use",)},
)
