"""The manifest of the configuration."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="configs",
    title=T(en="Configuration", pl="Konfiguracja"),
    section="Configuration",
    description="Diagnostics of the installation, what is kept in memory, and upgrade actions.",
    requires=("auth",),
    features={
        "configs.system_status.view": T(en="View system status", pl="Podgląd stanu systemu"),
        "configs.cache.view": T(en="View cache overview", pl="Podgląd pamięci podręcznej"),
        "configs.cache.manage": T(en="Manage cache", pl="Zarządzanie pamięcią podręczną"),
        "configs.manage": T(en="Manage configuration", pl="Zarządzanie konfiguracją"),
    },
    needs={"configs.manage": ("configs.system_status.view",)},
    grants={"admin": ("configs.*",)},
)
