"""Schemas of lists whose rows say more than their columns: what is worked out of them, or of payments."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.business.contracts.money.schedule_coverage import Span
from bottega.kernel.field_markers import Amount, Kind, Unit
from bottega.kernel.resources.schemas import Page
from bottega.kernel.schemas import Schema, Stamp

Zloty = Annotated[str, Amount]
OrderState = Literal["robocze", "wyslane", "odebrane"]


class _Part(Schema):
    """A row of something that belongs to a contract."""

    model_config = ConfigDict(alias_generator=None, extra="allow")

    id: UUID
    contract_id: UUID


class ApplianceItem(_Part):
    """An appliance in a list."""

    rodzaj: str | None
    firma: str | None
    model: str | None
    cena: Zloty | None
    rabat: Annotated[str, Kind("decimal"), Unit("%")] | None
    cena_po_rabacie: Zloty | None = Field(description="PLN gross.")
    created_at: Stamp
    updated_at: Stamp


class AppliancePage(Page):
    """A page of appliances."""

    items: list[ApplianceItem]


class PlannedPaymentItem(_Part):
    """A line of the payment schedule in a list, with what confirmed payments cover of it; PLN gross."""

    typ: str
    rodzaj: str
    cena: Zloty
    data: date | None
    pokryto: Zloty | None
    reszta: Zloty | None = Field(description="What is still to be paid.")
    przedzial: Span | None = Field(description="Days since it was due; null when nothing is lacking.")
    created_at: Stamp
    updated_at: Stamp


class PlannedPaymentPage(Page):
    """A page of planned payments."""

    items: list[PlannedPaymentItem]


class PurchaseOrderItem(_Part):
    """An order to a supplier in a list, with its state."""

    nazwa: str
    ilosc: float
    jednostka: str | None
    dostawca: str | None
    dostawca_nip: str | None
    dostawca_adres: str | None
    cena: Zloty | None = Field(description="Price of one unit, PLN gross.")
    data_obiecana: date | None
    data_wyslania: date | None
    data_odbioru: date | None
    nr_faktury: str | None
    komentarz: str | None
    stan: OrderState
    opoznione: bool = Field(description="It was sent, should be there by now, and was not received.")
    created_at: Stamp
    updated_at: Stamp


class PurchaseOrderPage(Page):
    """A page of purchase orders."""

    items: list[PurchaseOrderItem]
