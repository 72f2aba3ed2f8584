"""Purchase orders to suppliers: draft, sent, received, late.

The state is derived from the two days and never stored. The studio counts to the day the supplier promised, or else 21
days from sending to delivery. Nobody waits for the orders of a contract that is not carried out.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.money.warning_codes import WarningCode
from bottega.business.contracts.money.warnings import CreatedWarned, DoneWarned
from bottega.business.contracts.progress_facts import expected
from bottega.business.contracts.tables.field_types import NotNegative, Text1000, Text2000, refusal
from bottega.business.contracts.tables.work import PurchaseOrder
from bottega.business.contracts.wizard.list_items import PurchaseOrderPage
from bottega.business.customers import Nip
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Kind, Suggest
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Blankable, Day, Exact, Input, Scoped, today
from bottega.kernel.screens import Board, Days, Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.platform.navigation_groups import CONTRACTS

SAME_INVOICE: Final = "nr_faktury_powtorzony"

NOT_SENT: Final = T(
    en="An order that was not sent cannot be received", pl="Nie można odebrać zamówienia, które nie zostało wysłane"
)
TO_COME: Final = T(en="The day of receipt cannot be in the future", pl="Data odbioru nie może być w przyszłości")
PROMISED_TOO_EARLY: Final = T(
    en="The promised day cannot be before the order was sent",
    pl="Obiecany termin nie może być wcześniejszy niż data wysłania",
)
_DISSOLVED: Final = "SELECT id FROM contracts_contracts WHERE tenant_id = $1 AND id = ANY($2) AND rozwiazana"
TOO_EARLY: Final = T(
    en="The day of receipt cannot be before the order was sent",
    pl="Data odbioru nie może być wcześniejsza niż data wysłania",
)
_TWICE: Final = """
SELECT EXISTS (
    SELECT FROM contracts_purchase_orders AS o JOIN contracts_purchase_orders AS other
        ON other.tenant_id = o.tenant_id AND other.organization_id = o.organization_id AND other.id <> o.id
        AND other.deleted_at IS NULL AND lower(other.nr_faktury) = lower(o.nr_faktury)
        AND lower(other.dostawca) IS NOT DISTINCT FROM lower(o.dostawca) AND other.contract_id <> o.contract_id
    WHERE o.tenant_id = $1 AND o.id = $2
)
"""


class PurchaseOrderInput(Scoped):
    """An order to a supplier."""

    contract_id: UUID
    nazwa: Annotated[str, Field(min_length=1, max_length=255)]
    ilosc: Annotated[Exact, Field(gt=0, max_digits=12, decimal_places=3)]
    jednostka: Annotated[str | None, Field(max_length=20), Blankable, Suggest("contracts:purchase_order.jednostka")] = (
        Field(default=None, description="For example szt., kpl., mb, m².")
    )
    dostawca: Annotated[str | None, Field(max_length=160), Blankable, Suggest("contracts:purchase_order.dostawca")] = (
        Field(default=None, description="The supplier.")
    )
    dostawca_nip: Annotated[Nip | None, Blankable, Kind("nip")] = Field(
        default=None, description="The supplier's tax number."
    )
    dostawca_adres: Text1000 = Field(default=None, description="The supplier's address, as it is printed.")
    cena: NotNegative | None = Field(default=None, description="Price of one unit, PLN gross.")
    data_obiecana: Day | None = Field(default=None, description="The day the supplier promised.")
    data_wyslania: Day | None = Field(default=None, description="The day it was sent; null: a draft.")
    data_odbioru: Day | None = Field(default=None, description="The day it was received.")
    nr_faktury: Annotated[str | None, Field(max_length=60), Blankable] = Field(
        default=None, description="The supplier's invoice."
    )
    komentarz: Text2000 = None


async def _check(
    ctx: Context, _contract: dict[str, Any], values: dict[str, Any], record_id: UUID | None
) -> dict[str, Any]:
    before = {} if record_id is None else await changes.one(ctx, PurchaseOrder, record_id, lock=True)
    row = before | values
    sent, received = row.get("data_wyslania"), row.get("data_odbioru")
    if received is not None and sent is None:
        raise refusal("niewyslane", NOT_SENT, "dataOdbioru")
    if received is not None and sent is not None and received < sent:
        raise refusal("odbior_przed_wyslaniem", TOO_EARLY, "dataOdbioru")
    if received is not None and "data_odbioru" in values and received > today():
        raise refusal("odbior_w_przyszlosci", TO_COME, "dataOdbioru")
    promised = row.get("data_obiecana")
    if promised is not None and sent is not None and promised < sent:
        raise refusal("obiecane_przed_wyslaniem", PROMISED_TOO_EARLY, "dataObiecana")
    return values


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The state of each order, and whether it is late."""
    day = today()
    for item in items:
        sent, received = item["data_wyslania"], item["data_odbioru"]
        item["stan"] = "odebrane" if received else "wyslane" if sent else "robocze"
        item["opoznione"] = bool(sent and not received and (until := expected(item)) and until < day)
    late = {item["contract_id"] for item in items if item["opoznione"]}
    over = {row["id"] for row in await ctx.query(_DISSOLVED, ctx.tenant_id, list(late))} if late else set[UUID]()
    for item in items:
        item["opoznione"] = item["opoznione"] and item["contract_id"] not in over
    return items


orders = module.mount(
    "/purchase_orders",
    Resource(
        table=PurchaseOrder,
        input=PurchaseOrderInput,
        label=T(en="Purchase order", pl="Zamówienie"),
        plural=T(en="Purchase orders", pl="Zamówienia"),
        title="{nazwa}",
        subtitle="{dostawca}",
        search=(PurchaseOrder.nazwa, PurchaseOrder.dostawca, PurchaseOrder.nr_faktury),
        filters={"contractId": PurchaseOrder.contract_id, "dostawca": PurchaseOrder.dostawca},
        # The report of orders that suppliers are late with goes by it too.
        indexed=(PurchaseOrder.data_wyslania,),
        parent=of_contract(open_only=False, check=_check),
        present=_present,
        access=Access(view="contracts.view", manage="contracts.purchase_orders.manage"),
        screen=Screen(
            icon="truck",
            nav=Nav(CONTRACTS, 30),
            columns="nazwa contract_id dostawca ilosc jednostka data_wyslania data_obiecana stan opoznione",
            groups=(
                Group(T(en="Order", pl="Zamówienie"), "contract_id nazwa ilosc jednostka cena komentarz"),
                Group(T(en="Supplier", pl="Dostawca"), "dostawca dostawca_nip dostawca_adres nr_faktury"),
                Group(T(en="Days", pl="Terminy"), "data_wyslania data_obiecana data_odbioru"),
            ),
            views=(Board(by="stan"), Days(day="data_obiecana")),
            tones={"stan": {"wyslane": "info", "odebrane": "good"}, "opoznione": {True: "danger"}},
            quick="contract_id nazwa ilosc jednostka dostawca data_obiecana",
            empty=T(en="Nothing has been ordered yet", pl="Nic jeszcze nie zamówiono"),
        ),
    ),
)


@orders.replaces("list", answer=PurchaseOrderPage)
async def list_orders(ctx: Context, query: ListQuery) -> Any:
    """List purchase orders.

    A page of the orders of the caller's organizations, filtered, sorted and searched, each with its state and whether
    it is late; with `format` a file of all of them.
    """
    return await orders.page(ctx, query)


@orders.replaces("create", label=T(en="Create purchase order", pl="Dodanie zamówienia"))
async def order(ctx: Context, data: PurchaseOrderInput) -> CreatedWarned:
    """Create purchase order.

    Adds an order to a supplier. Warns `nr_faktury_powtorzony` when another contract has the same invoice of them.
    """
    made = await orders.create(ctx, data)
    return CreatedWarned(id=made.id, warnings=await _warnings(ctx, made.id))


@orders.replaces("update", label=T(en="Update purchase order", pl="Zmiana zamówienia"))
async def change_order(ctx: Context, data: Input) -> DoneWarned:
    """Update purchase order.

    Changes the fields that are sent, with the warnings of a new one.
    """
    record_id: UUID = data.given()["id"]
    await orders.update(ctx, data)
    return DoneWarned(warnings=await _warnings(ctx, record_id))


async def _warnings(ctx: Context, order_id: UUID) -> list[WarningCode]:
    return [SAME_INVOICE] if await ctx.query_value(_TWICE, ctx.tenant_id, order_id) else []
