"""Cuts of boards and their cost: the board's price less that of stocked remnants.

So nothing of a price disappears: what is kept carries its share by area; pieces, saw cuts and waste are a cost of the
contract the board was cut for (BR-18, BR-24).
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.warehouse.cut_schemas import Cut
from bottega.business.warehouse.module import module
from bottega.business.warehouse.purchase_prices import NET_ABOVE_GROSS, Value
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, check, number, reference
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.screens import Nav, Screen
from bottega.platform.navigation_groups import STORE

_COSTS: Final = """
SELECT contract_id, sum(koszt) AS brutto, coalesce(sum(koszt - koszt_netto), 0) AS vat,
    coalesce(sum(koszt) FILTER (WHERE koszt_netto IS NULL), 0) AS bez_netto
FROM warehouse_cuts WHERE tenant_id = $1 AND contract_id = ANY($2) AND deleted_at IS NULL AND koszt IS NOT NULL
GROUP BY 1
"""


class MaterialCut(TenantTable):
    """One board, or one offcut, that was cut; ``koszt`` is PLN gross, null where nobody knows what the board cost."""

    __tablename__ = "warehouse_cuts"
    entity = "warehouse:cut"
    counted_by = ()
    rules = (
        check("koszt", "koszt >= 0", T(en="A cost cannot be negative", pl="Koszt nie może być ujemny"), field="koszt"),
        check("koszt_netto", "koszt_netto BETWEEN 0 AND koszt", NET_ABOVE_GROSS, field="kosztNetto"),
    )

    # A board of which nothing is left may be deleted; what was cut of it stays.
    material_id: Mapped[UUID | None] = reference("warehouse_materials", blocks=False)
    contract_id: Mapped[UUID | None] = reference("contracts_contracts")
    data: Mapped[date]
    koszt: Mapped[Decimal | None]
    # The same less the VAT that is deducted; NULL: the net price of the board is not known.
    koszt_netto: Mapped[Decimal | None]
    formatki: Mapped[Any] = mapped_column(pg.JSONB)
    resztki: Mapped[Any] = mapped_column(pg.JSONB)
    rzaz: Mapped[Decimal] = number(6, 2)
    # Where each piece lies; null where no plan was found and somebody said why it was cut all the same.
    plan: Mapped[Any | None] = mapped_column(pg.JSONB)
    powod: Mapped[str | None]


cuts: Final = module.mount(
    "/cuts",
    Resource(
        table=MaterialCut,
        input=Cut,
        label=T(en="Cut", pl="Rozkrój"),
        plural=T(en="Cuts", pl="Rozkroje"),
        title="{material_id}",
        subtitle="{data}",
        filters={"contractId": MaterialCut.contract_id, "materialId": MaterialCut.material_id},
        between=MaterialCut.data,
        unlisted=(
            MaterialCut.koszt_netto,
            MaterialCut.formatki,
            MaterialCut.resztki,
            MaterialCut.rzaz,
            MaterialCut.plan,
        ),
        access=Access(view="warehouse.view"),
        screen=Screen(
            icon="scissors",
            nav=Nav(STORE, 20),
            columns="data material_id contract_id koszt powod",
            empty=T(
                en="Nothing was cut yet: cut a board of the stock", pl="Jeszcze nic nie pocięto: potnij płytę ze stanu"
            ),
        ),
    ),
)


async def cut_costs(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Value]:
    """What the boards that were cut for each contract cost; a contract for which none was is missing."""
    rows = await ctx.query(_COSTS, ctx.tenant_id, list(contract_ids))
    return {row["contract_id"]: Value(row["brutto"], row["vat"], row["bez_netto"]) for row in rows}
