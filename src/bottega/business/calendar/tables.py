"""Tables of the calendar: events with their time slots, blocked days, reschedules, feeds."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.calendar.kinds import KINDS
from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, TenantTable, check, reference, unique
from bottega.kernel.i18n import T

LIVE = "deleted_at IS NULL"


class Event(TenantTable):
    """Somebody is somewhere on some days.

    The last columns say when, worked out from ``data``, ``typ`` and ``opcje``; ``konflikt`` marks an event that stands
    against a rule, ``powod`` why somebody wanted it all the same. A customer may be erased while what happened in the
    calendar stays, and so may a person who left: these are no references.
    """

    __tablename__ = "calendar_events"
    entity = "calendar:event"
    counted_by = ()
    # Who is sent somewhere sees where, whoever else works on the contract.
    participants = ("pracownik_id",)
    __table_args__ = (
        Index(
            "ix_calendar_events_of_person",
            "tenant_id",
            "pracownik_id",
            "pierwszy_dzien",
            "ostatni_dzien",
            postgresql_where=text(LIVE),
        ),
        Index("ix_calendar_events_by_days", "tenant_id", "pierwszy_dzien", "ostatni_dzien"),
        Index("ix_calendar_events_by_customer", "tenant_id", "customer_id", "id"),
        Index("ix_calendar_events_in_conflict", "tenant_id", "id", postgresql_where=text(f"konflikt AND {LIVE}")),
    )
    rules = (
        check(
            "dni",
            "ostatni_dzien >= pierwszy_dzien",
            T(en="The event ends before it begins", pl="Wydarzenie kończy się przed rozpoczęciem"),
            field="opcje",
        ),
        check(
            "godziny",
            "od_minuty >= 0 AND do_minuty <= 1440 AND od_minuty < do_minuty",
            T(en="The event ends before it begins", pl="Wydarzenie kończy się przed rozpoczęciem"),
            field="opcje",
        ),
    )

    pracownik_id: Mapped[UUID] = loose_reference("auth:user")
    data: Mapped[datetime]
    typ: Mapped[str] = closed(KINDS)
    opis: Mapped[str | None]
    opcje: Mapped[dict[str, Any] | None]
    contract_id: Mapped[UUID | None] = reference("contracts_contracts", blocks=False)
    customer_id: Mapped[UUID | None] = loose_reference("customers:customer_entity")
    konflikt: Mapped[bool] = mapped_column(server_default=text("false"))
    powod: Mapped[str | None]
    pierwszy_dzien: Mapped[date]
    ostatni_dzien: Mapped[date]
    od_minuty: Mapped[int]
    do_minuty: Mapped[int]
    odwolane: Mapped[bool] = mapped_column(server_default=text("false"))


class BlockedDay(TenantTable):
    """A day on which an organization plans nothing."""

    __tablename__ = "calendar_blocked_days"
    entity = "calendar:blocked_day"
    counted_by = ()
    rules = (
        unique(
            "dzien",
            "organization_id, dzien",
            T(en="This day is blocked already", pl="Ten dzień jest już zablokowany"),
            field="dzien",
            where=LIVE,
        ),
    )

    dzien: Mapped[date]
    nazwa: Mapped[str | None]


class Reschedule(TenantTable):
    """One event was replaced by another one, once."""

    __tablename__ = "calendar_reschedules"
    entity = "calendar:reschedule"
    counted_by = ()
    rules = (
        unique(
            "already_rescheduled",
            "from_event_id",
            T(en="This event was rescheduled already", pl="To wydarzenie zostało już przełożone"),
            field="fromEventId",
            where=LIVE,
        ),
        check(
            "itself",
            "from_event_id <> to_event_id",
            T(en="An event cannot replace itself", pl="Wydarzenie nie może zastąpić samego siebie"),
            field="toEventId",
        ),
    )

    from_event_id: Mapped[UUID] = reference("calendar_events")
    to_event_id: Mapped[UUID] = reference("calendar_events")
    powod: Mapped[str | None]


class Feed(TenantChild):
    """A secret address under which a telephone reads the events of somebody; only the hash of its token is kept."""

    __tablename__ = "calendar_feeds"
    entity: ClassVar[str] = "calendar:feed"
    quiet = frozenset({"last_used_at"})

    organization_id: Mapped[UUID]
    # Whose permission the feed lives by, and whose events it shows.
    owner_id: Mapped[UUID] = loose_reference("auth:user", index=True)
    pracownik_id: Mapped[UUID] = loose_reference("auth:user")
    nazwa: Mapped[str | None]
    token_hash: Mapped[str] = mapped_column(index=True, unique=True)
    last_used_at: Mapped[datetime | None]
