"""The manifest of the directory."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="directory",
    title=T(en="Directory", pl="Katalog"),
    section="Directory",
    description="Tenants, the organizations of each, and switching between them.",
    features={
        "directory.tenants.view": T(en="View tenants", pl="Podgląd najemców"),
        "directory.tenants.manage": T(en="Manage tenants", pl="Zarządzanie najemcami"),
        "directory.organizations.view": T(en="View organizations", pl="Podgląd organizacji"),
        "directory.organizations.manage": T(en="Manage organizations", pl="Zarządzanie organizacjami"),
    },
    grants={
        "superadmin": ("directory.tenants.*",),
        "admin": ("directory.organizations.view", "directory.organizations.manage"),
    },
)
