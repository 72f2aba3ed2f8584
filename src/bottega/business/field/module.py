"""The manifest of the work at customers'."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="field",
    title=T(en="Work at customers'", pl="Praca w terenie"),
    section="Field work",
    description="What fitters and measurers need at customers': their jobs, checklists, cash, and signatures.",
    requires=("auth", "calendar", "contracts", "customers", "documents", "measurements"),
    features={
        "field.view": T(en="See one's own jobs at customers'", pl="Podgląd własnych zleceń w terenie"),
        "field.work": T(
            en="Report from one's own jobs: checklist, progress, protocols, cash",
            pl="Praca na własnych zleceniach: lista kontrolna, postęp, protokoły, gotówka",
        ),
        "field.checklists.manage": T(
            en="Manage checklists of jobs", pl="Zarządzanie listami kontrolnymi zleceń"
        ),
    },
    grants={"admin": ("field.*",), "employee": ("field.view", "field.work")},
)
