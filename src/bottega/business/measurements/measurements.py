"""Measurements: create, list, and change until the fee is booked."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import Index, func, literal
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped

from bottega.business.customers import check_addresses, check_customer, find_contacts
from bottega.business.finance import entries_of
from bottega.business.measurements.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id, Money, Scoped, wire_name
from bottega.kernel.screens import Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.platform.auth import require_colleague
from bottega.platform.navigation_groups import SALES

# What its entry in the ledger is linked to.
KIND: Final = "measurement"
# What the ledger holds fast.
LOCKED: Final = ("kwota", "customer_id")

NEGATIVE: Final = T(en="A fee cannot be negative", pl="Opłata nie może być ujemna")
BOOKED: Final = T(
    en="The fee is in the ledger; reverse its entry first", pl="Opłata jest już w księdze; najpierw wystaw storno"
)
KEPT: Final = T(en="An approved measurement cannot be deleted", pl="Zatwierdzonego pomiaru nie można usunąć")


class Measurement(TenantTable):
    """A visit to measure, and its fee in PLN gross.

    Once approved it has an entry in the ledger; ``platnosc_id`` is the payment of a contract the fee was credited as.
    """

    __tablename__ = "measurements_measurements"
    entity = "measurements:measurement"
    counted_by = ("customer_id",)
    # Who measures takes the fee.
    participants = ("uzytkownik_id",)
    __table_args__ = (Index("ix_measurements_measurements_of_person", "tenant_id", "uzytkownik_id", "id"),)
    rules = (check("kwota", "kwota >= 0", NEGATIVE, field="kwota"),)

    customer_id: Mapped[UUID] = reference("customers_entities")
    # Somebody who has left the studio stays named, so this is no reference.
    uzytkownik_id: Mapped[UUID | None] = loose_reference("auth:user")
    adres_id: Mapped[UUID | None] = reference("customers_addresses")
    kwota: Mapped[Decimal]
    zatwierdzony_at: Mapped[datetime | None]
    zatwierdzil_id: Mapped[UUID | None] = loose_reference("auth:user")
    transaction_id: Mapped[UUID | None] = reference("finance_transactions", blocks=False)
    contract_id: Mapped[UUID | None] = reference("contracts_contracts", blocks=False)
    platnosc_id: Mapped[UUID | None] = loose_reference("contracts:payment_method")


class MeasurementInput(Scoped):
    """A visit to measure."""

    customer_id: UUID
    uzytkownik_id: UUID | None = Field(default=None, description="Who measures, and takes the fee.")
    adres_id: UUID | None = Field(default=None, description="Where; one of the customer's addresses.")
    kwota: Annotated[Money, Field(ge=0)] = Field(description="The fee, gross.")


async def prepare(ctx: Context, values: dict[str, Any], measurement_id: UUID | None) -> dict[str, Any]:
    """Check who and where, and that nothing changes that the ledger holds fast."""
    before: dict[str, Any] = {}
    if measurement_id is not None:
        before = await changes.one(ctx, Measurement, measurement_id, lock=True)
        await _refuse_locked(ctx, before, values)
    customer_id: UUID = values["customer_id"] if "customer_id" in values else before["customer_id"]
    if customer_id != before.get("customer_id"):
        await check_customer(ctx, customer_id)
    address_id: UUID | None = values.get("adres_id", before.get("adres_id"))
    if (customer_id, address_id) != (before.get("customer_id"), before.get("adres_id")):
        await check_addresses(ctx, customer_id, {"adresId": address_id})
    person: UUID | None = values.get("uzytkownik_id")
    if person is not None and person != before.get("uzytkownik_id"):
        await require_colleague(ctx, person, field="uzytkownikId")
    return values


async def _refuse_locked(ctx: Context, before: dict[str, Any], values: dict[str, Any]) -> None:
    """409 for another fee or customer while the fee is in the ledger; a reversed entry holds nothing."""
    changed = [name for name in LOCKED if name in values and values[name] != before[name]]
    if changed and before["id"] in await entries_of(ctx, KIND, [before["id"]]):
        raise Conflict(BOOKED, code="measurement_approved", fieldErrors={wire_name(name): BOOKED for name in changed})


measurements = module.mount(
    "/measurements",
    Resource(
        table=Measurement,
        input=MeasurementInput,
        label=T(en="Measurement", pl="Pomiar"),
        plural=T(en="Measurements", pl="Pomiary"),
        title="{customer_id}",
        subtitle="{uzytkownik_id}",
        unlisted=(Measurement.platnosc_id,),
        filters={"customerId": Measurement.customer_id},
        prepare=prepare,
        access=Access(
            view="measurements.view",
            create="measurements.create",
            edit="measurements.edit",
            delete="measurements.delete",
        ),
        screen=Screen(
            icon="ruler",
            nav=Nav(SALES, 40),
            sort="-created_at",
            columns="customer_id adres_id uzytkownik_id kwota zatwierdzony_at contract_id created_at",
            groups=(Group(T(en="Visit", pl="Wizyta"), "customer_id adres_id uzytkownik_id kwota"),),
            quick="customer_id adres_id uzytkownik_id kwota",
            page="measurement",
            empty=T(en="No measurements yet", pl="Nie ma jeszcze pomiarów"),
        ),
    ),
)


@measurements.replaces("list")
async def list_measurements(ctx: Context, query: ListQuery) -> Any:
    """List measurements.

    A page of measurements, filtered and sorted; `search` finds those of customers with such a name or address. With
    `format` a file of all of them.
    """
    if not query.search or query.full:
        return await measurements.page(ctx, query)
    found = literal(await find_contacts(ctx, query.search), pg.ARRAY(pg.UUID(as_uuid=True)))
    return await measurements.page(ctx, query, Measurement.customer_id == func.any(found))


@measurements.replaces(
    "delete",
    label=T(en="Delete measurement", pl="Usunięcie pomiaru"),
    answers={200: "Measurement deleted", 409: "The measurement was approved"},
)
async def delete_measurement(ctx: Context, data: Id) -> Done:
    """Delete measurement.

    By id in the body or in the query. One that was approved stays: its fee is, or was, in the ledger.
    """
    ctx.refuse_closed()
    row = await changes.one(ctx, Measurement, data.id, lock=True)
    if row["transaction_id"] is not None:
        raise Conflict(KEPT, code="measurement_approved")
    await ctx.tell("measurements.measurement.deleting", measurement=row)
    return await measurements.delete(ctx, data)
