"""The manifest of dashboards."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="dashboards",
    title=T(en="Dashboards", pl="Pulpity"),
    section="Dashboards",
    description="The home page of each user: widgets of modules, by role and by person, and figures of any list.",
    requires=("auth", "directory"),
    features={
        "dashboards.view": T(en="View dashboard", pl="Podgląd pulpitu"),
        "dashboards.configure": T(en="Customize dashboard layout", pl="Układanie własnego pulpitu"),
        "dashboards.admin.assign-widgets": T(
            en="Manage dashboard widget availability", pl="Zarządzanie dostępnością widżetów"
        ),
        "analytics.view": T(en="View analytics widgets", pl="Podgląd widżetów analitycznych"),
    },
    needs={"dashboards.configure": ("dashboards.view",)},
    grants={
        "admin": ("dashboards.*", "dashboards.admin.assign-widgets", "analytics.view"),
        "employee": ("dashboards.view", "dashboards.configure", "analytics.view"),
    },
)
