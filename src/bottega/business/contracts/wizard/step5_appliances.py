"""Step 5 of the wizard, appliances: catalogue price gross, and a discount in per cent."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.tables.configuration import Appliance
from bottega.business.contracts.tables.field_types import NotNegative, Text100
from bottega.business.contracts.wizard.list_items import AppliancePage
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Suggest, Unit
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Exact, Scoped
from bottega.kernel.screens import Screen

GROSZ: Final = Decimal("0.01")


def after_discount(cena: Decimal, rabat: Decimal | None) -> Decimal:
    """What an appliance costs, to the grosz, half a grosz upwards."""
    return (cena * (100 - (rabat or 0)) / 100).quantize(GROSZ, ROUND_HALF_UP)


class ApplianceInput(Scoped):
    """An appliance; one the customer brings costs 0."""

    contract_id: UUID
    rodzaj: Annotated[Text100, Suggest("contracts:appliance.rodzaj")] = Field(
        default=None, description="For example lodówka, płyta indukcyjna, okap."
    )
    firma: Annotated[Text100, Suggest("contracts:appliance.firma")] = Field(default=None, description="The maker.")
    model: Text100 = None
    cena: NotNegative
    rabat: (
        Annotated[Exact, Field(ge=0, le=100, decimal_places=2, description="Discount in per cent."), Unit("%")] | None
    ) = None


async def _present(_ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for item in items:
        # Who sees no prices sees none after the discount, either.
        priced = item["cena"] is not None
        item["cena_po_rabacie"] = str(after_discount(Decimal(item["cena"]), _rate(item["rabat"]))) if priced else None
    return items


def _rate(rabat: Any) -> Decimal | None:
    return None if rabat is None else Decimal(rabat)


appliances = module.mount(
    "/appliances",
    Resource(
        table=Appliance,
        input=ApplianceInput,
        label=T(en="Appliance", pl="Sprzęt AGD"),
        plural=T(en="Appliances", pl="Sprzęt AGD"),
        title="{rodzaj} {firma} {model}",
        search=(Appliance.rodzaj, Appliance.firma, Appliance.model),
        filters={"contractId": Appliance.contract_id},
        parent=of_contract(),
        present=_present,
        access=Access(view="contracts.view", manage="contracts.change_krok5"),
        screen=Screen(
            icon="refrigerator",
            columns="rodzaj firma model cena rabat cena_po_rabacie",
            empty=T(en="No appliances in the contract yet", pl="Umowa nie ma jeszcze sprzętu AGD"),
        ),
    ),
)


@appliances.replaces("list", answer=AppliancePage)
async def list_appliances(ctx: Context, query: ListQuery) -> Any:
    """List appliances.

    A page of the appliances of the caller's organizations, filtered, sorted and searched, each with its price after
    the discount; with `format` a file of all of them.
    """
    return await appliances.page(ctx, query)
