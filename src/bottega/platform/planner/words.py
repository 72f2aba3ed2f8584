"""Words of the planner: what its fields and the values of its closed sets are called."""

from bottega.kernel.i18n import T
from bottega.platform.planner.module import module

module.calls(
    name=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
    timezone=T(en="Time zone", pl="Strefa czasowa"),
)
