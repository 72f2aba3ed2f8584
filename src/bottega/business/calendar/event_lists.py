"""The list of events, filtered by days, kinds, people and contracts, with the number of reschedules."""

from collections.abc import Iterable
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.dialects import postgresql as pg

from bottega.business.calendar.events import events
from bottega.business.calendar.kinds import KINDS, Kind
from bottega.business.calendar.tables import Event, Reschedule
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import PeriodQuery, Text, with_variants
from bottega.kernel.resources.schemas import ListPage
from bottega.kernel.schemas import Flag, Schema, Stamp

UNKNOWN_KIND: Final = T(
    en="Kinds of events are {kinds}", pl="Rodzaje wydarzeń: {kinds}", params={"kinds": ", ".join(KINDS)}
)


def _kinds(value: str) -> str:
    named = {one.strip() for one in value.split(",")} - {""}
    if not named or not named <= set(KINDS):
        raise PydanticCustomError("kinds", "unknown kind", {"text": UNKNOWN_KIND})
    return value


@with_variants(events.source.filters)
class EventQuery(PeriodQuery):
    """Which events."""

    typ: Annotated[Text, AfterValidator(_kinds)] | None = Field(
        default=None, description="Only of this kind, or of these, separated by commas."
    )
    pracownik_id: UUID | None = Field(default=None, description="Only of this person.")
    contract_id: UUID | None = Field(default=None, description="Only of this contract.")
    customer_id: UUID | None = Field(default=None, description="Only with this customer.")
    konflikt: Flag | None = Field(
        default=None, description="Only those that stand against a rule and were not moved yet, or all others."
    )

    @property
    def days(self) -> dict[str, Any]:
        """An event may take several days: which of them lie in the period is a condition of its own."""
        return {}


class EventItem(Schema):
    """An event in a list."""

    model_config = ConfigDict(alias_generator=None, extra="allow")

    id: UUID
    pracownik_id: UUID
    data: Stamp
    typ: Kind
    opis: str | None
    opcje: dict[str, Any] | None
    contract_id: UUID | None
    customer_id: UUID | None
    konflikt: bool = Field(description="It stands against a rule: forced, or on a day that was blocked later.")
    powod: str | None = Field(description="Why it was forced.")
    przelozone_na: Annotated[UUID | None, Of("calendar:event")] = Field(description="The event that replaced it.")
    przelozono: int = Field(description="How many times the visit was moved before it came to this.")
    created_at: Stamp
    updated_at: Stamp


class EventPage(ListPage):
    """A page of events."""

    items: list[EventItem]


@events.replaces("list", answer=EventPage)
async def list_events(ctx: Context, query: EventQuery) -> Any:
    """List calendar events.

    A page of the events of the caller's organizations, filtered, sorted and searched; an event of several days belongs
    to a period when one of its days does. With `format` a file of all of them.
    """
    return await events.page(ctx, query, *(() if query.full else _conditions(query)))


def _conditions(query: EventQuery) -> Iterable[ColumnElement[bool]]:
    if query.typ is not None:
        wanted = sorted({one.strip() for one in query.typ.split(",")})
        yield Event.typ == func.any(literal(wanted, pg.ARRAY(pg.TEXT)))
    if query.pracownik_id is not None:
        yield Event.pracownik_id == query.pracownik_id
    if query.contract_id is not None:
        yield Event.contract_id == query.contract_id
    if query.customer_id is not None:
        yield Event.customer_id == query.customer_id
    if query.date_from is not None:
        yield Event.ostatni_dzien >= query.date_from
    if query.date_to is not None:
        yield Event.pierwszy_dzien <= query.date_to
    if query.konflikt is not None:
        stands = Event.konflikt & ~Event.odwolane & ~_replaced()
        yield stands if query.konflikt else ~stands


def _replaced() -> ColumnElement[bool]:
    r = sql_table(Reschedule)
    return (
        select(r.c.id)
        .where(r.c.tenant_id == Event.tenant_id, r.c.from_event_id == Event.id, r.c.deleted_at.is_(None))
        .exists()
    )
