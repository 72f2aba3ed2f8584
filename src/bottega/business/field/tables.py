"""Tables of checklists: the list of each kind, and items done at a job."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.calendar import KINDS
from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, reference, unique
from bottega.kernel.i18n import T

LIVE: Final = "deleted_at IS NULL"


class ChecklistItem(TenantTable):
    """Something to be done at every job of a kind; a kind without items has those of ``checklists.USUAL``."""

    __tablename__ = "field_checklist_items"
    entity = "field:checklist_item"
    counted_by = ()
    rules = (
        unique(
            "nazwa",
            "organization_id, typ, lower(nazwa)",
            T(en="The list for this kind of job already has this item", pl="Lista dla tego rodzaju już to zawiera"),
            field="nazwa",
            where=LIVE,
        ),
    )

    typ: Mapped[str] = closed(KINDS)
    nazwa: Mapped[str]
    kolejnosc: Mapped[int] = mapped_column(server_default="0")


class Check(TenantTable):
    """A position of a job's checklist that somebody has ticked, taken a tick from, or added.

    ``pozycja`` is the id of a ``ChecklistItem``, the code of a usual position, or of an added one its own id;
    ``nazwa`` is what it said then, in Polish.
    """

    __tablename__ = "field_checks"
    entity = "field:check"
    counted_by = ()
    rules = (
        unique(
            "pozycja",
            "event_id, pozycja",
            T(en="The job already has this item", pl="To zlecenie ma już tę pozycję"),
            field="pozycja",
            where=LIVE,
        ),
    )

    event_id: Mapped[UUID] = reference("calendar_events", blocks=False)
    pozycja: Mapped[str]
    nazwa: Mapped[str]
    zrobione: Mapped[bool]
    zrobione_at: Mapped[datetime | None]
    zrobil_id: Mapped[UUID | None] = loose_reference("auth:user")
