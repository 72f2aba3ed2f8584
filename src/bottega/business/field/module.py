"""The manifest of the work at customers'."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="field",
    title=T(en="Field work", pl="Praca w terenie"),
    section="Field work",
    description="What fitters and measurers need at customers': their jobs, checklists, cash, and signatures.",
    requires=("auth", "calendar", "contracts", "customers", "documents", "measurements"),
    features={
        "field.view": T(en="View own jobs in the field", pl="Podgląd własnych zleceń w terenie"),
        "field.work": T(
            en="Work on own jobs: checklist, progress, protocols, cash",
            pl="Praca na własnych zleceniach: lista kontrolna, postęp, protokoły, gotówka",
        ),
        "field.checklists.manage": T(en="Manage checklists of jobs", pl="Zarządzanie listami kontrolnymi zleceń"),
    },
    grants={"admin": ("field.*",), "employee": ("field.view", "field.work")},
)
