"""The manifest of the planner."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="planner",
    title=T(en="Planner", pl="Planer dostępności"),
    section="Planner",
    description="When people and resources are available: weekly hours, single days, absences, shared schedules.",
    requires=("dictionaries",),
    features={
        "planner.view": T(en="View schedules", pl="Podgląd grafików"),
        "planner.manage_availability": T(en="Manage availability", pl="Zarządzanie dostępnością"),
    },
    grants={"admin": ("planner.*",), "employee": ("planner.view",)},
)
