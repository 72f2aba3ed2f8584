"""The manifest of the staff."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="staff",
    title=T(en="Staff", pl="Pracownicy"),
    section="Staff",
    description="Members of teams with their roles, timeline and job history, and leave requests with their approval.",
    requires=("auth", "calendar", "dictionaries", "notifications", "planner"),
    features={
        "staff.view": T(en="View employees", pl="Podgląd pracowników"),
        "staff.manage_team": T(en="Manage employees", pl="Zarządzanie pracownikami"),
        "staff.leave_requests.send": T(en="Send leave requests", pl="Składanie wniosków urlopowych"),
        "staff.leave_requests.manage": T(en="Manage leave requests", pl="Rozpatrywanie wniosków urlopowych"),
        "staff.my_availability.view": T(en="View my availability", pl="Podgląd własnej dostępności"),
        "staff.my_availability.manage": T(en="Manage my availability", pl="Zarządzanie własną dostępnością"),
        "staff.my_availability.unavailability": T(
            en="Manage my unavailability", pl="Zarządzanie własną niedostępnością"
        ),
        "staff.my_leave_requests.view": T(en="View my leave requests", pl="Podgląd własnych wniosków urlopowych"),
        "staff.my_leave_requests.send": T(en="Send my leave requests", pl="Składanie własnych wniosków urlopowych"),
    },
    # Whoever may send or decide on requests sees those they may deal with.
    needs={
        "staff.leave_requests.send": (),
        "staff.leave_requests.manage": ("staff.leave_requests.send",),
        "staff.my_availability.unavailability": ("staff.my_availability.manage",),
    },
    grants={
        "admin": ("staff.*", "staff.leave_requests.manage"),
        "employee": (
            "staff.leave_requests.send",
            "staff.my_availability.view",
            "staff.my_availability.manage",
            "staff.my_leave_requests.view",
            "staff.my_leave_requests.send",
        ),
    },
)
