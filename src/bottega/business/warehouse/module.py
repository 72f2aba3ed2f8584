"""The manifest of the warehouse."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="warehouse",
    title=T(en="Warehouse", pl="Magazyn"),
    section="Warehouse",
    description="Boards, worktops and offcuts, storage locations, and goods issues (WZ).",
    requires=("auth", "contracts", "directory"),
    features={
        "warehouse.view": T(en="View the warehouse", pl="Podgląd magazynu"),
        "warehouse.create": T(en="Add locations and goods issues", pl="Dodawanie lokalizacji i WZ"),
        "warehouse.edit": T(en="Edit locations and goods issues", pl="Edycja lokalizacji i WZ"),
        "warehouse.delete": T(en="Delete in the warehouse", pl="Usuwanie w magazynie"),
        "warehouse.materials.manage": T(en="Manage materials", pl="Zarządzanie materiałami"),
    },
    grants={"admin": ("warehouse.*",), "employee": ("warehouse.view",)},
)
