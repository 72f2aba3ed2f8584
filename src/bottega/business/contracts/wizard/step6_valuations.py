"""Step 6 of the wizard, valuations: the newest is in force, older ones are its history."""

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.money.warnings import CreatedWarned, DoneWarned, about_valuation
from bottega.business.contracts.tables.field_types import NotNegative
from bottega.business.contracts.tables.money import Valuation
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id, Input, Scoped
from bottega.kernel.screens import Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.undo_rules import Putting, permits

NOTHING: Final = Decimal("0.00")
ONLY_ONE: Final = T(
    en="The only valuation of a contract with confirmed payments cannot be deleted",
    pl="Nie można usunąć jedynej wyceny umowy, która ma potwierdzone wpłaty",
)

_PAID_WITHOUT_PRICE: Final = (
    "SELECT EXISTS (SELECT FROM contracts_payments AS p WHERE p.tenant_id = $1 AND p.contract_id = ANY($2)"
    " AND p.potwierdzona AND p.deleted_at IS NULL AND NOT EXISTS (SELECT FROM contracts_valuations AS v"
    " WHERE v.tenant_id = $1 AND v.contract_id = p.contract_id AND v.deleted_at IS NULL))"
)
_NEEDED: Final = (
    "SELECT (SELECT count(*) FROM contracts_valuations WHERE tenant_id = $1 AND contract_id = $2"
    " AND deleted_at IS NULL) = 1 AND EXISTS (SELECT FROM contracts_payments WHERE tenant_id = $1"
    " AND contract_id = $2 AND potwierdzona AND deleted_at IS NULL)"
)


class ValuationInput(Scoped):
    """A quote, PLN gross."""

    contract_id: UUID
    meble: NotNegative = NOTHING
    dodatki: NotNegative = NOTHING
    sprzet: NotNegative = NOTHING


async def _keep_needed(ctx: Context, contract: dict[str, Any], _valuation_id: UUID) -> None:
    if await ctx.query_value(_NEEDED, ctx.tenant_id, contract["id"]):
        raise Conflict(ONLY_ONE, code="only_valuation")


valuation_rows = module.mount(
    "/valuations",
    Resource(
        table=Valuation,
        input=ValuationInput,
        label=T(en="Valuation", pl="Wycena"),
        plural=T(en="Valuations", pl="Wyceny"),
        filters={"contractId": Valuation.contract_id},
        parent=of_contract(alone=True, may_delete=_keep_needed),
        access=Access(view="contracts.view", manage="contracts.change_krok6"),
        screen=Screen(
            icon="circle-dollar-sign",
            columns="meble dodatki sprzet created_at",
            empty=T(en="The contract has no valuation yet", pl="Umowa nie ma jeszcze wyceny"),
        ),
    ),
)


@valuation_rows.replaces("create", label=T(en="Create valuation", pl="Dodanie wyceny"))
async def quote(ctx: Context, data: ValuationInput) -> CreatedWarned:
    """Create valuation.

    From now on this valuation counts. Warns `nadplata` when more is paid already, `sprzet_rozni_sie_od_agd` when
    the appliances of step 5 cost something else, and `wycena_rozni_sie_od_faktur` when the contract is invoiced already
    for another amount.
    """
    made = await valuation_rows.create(ctx, data)
    return CreatedWarned(id=made.id, warnings=await about_valuation(ctx, data.contract_id))


@valuation_rows.replaces("update", label=T(en="Update valuation", pl="Zmiana wyceny"))
async def requote(ctx: Context, data: Input) -> DoneWarned:
    """Update valuation.

    Changes the amounts that are sent, with the warnings of a new one.
    """
    record_id: UUID = data.given()["id"]
    row = await changes.one(ctx, Valuation, record_id)
    await valuation_rows.update(ctx, data)
    return DoneWarned(warnings=await about_valuation(ctx, row["contract_id"]))


@valuation_rows.replaces("delete", label=T(en="Delete valuation", pl="Usunięcie wyceny"))
async def drop_quote(ctx: Context, data: Id) -> Done:
    """Delete valuation.

    The one before it counts again. The only valuation of a contract with confirmed payments cannot be deleted: 409.
    """
    return await valuation_rows.delete(ctx, data)


@permits(Valuation)
async def paid_contracts_keep_a_price(ctx: Context, putting: Putting) -> None:
    """Undo takes the only valuation of a contract with confirmed payments as little as a deletion does."""
    priceless = putting.done and await ctx.query_value(
        _PAID_WITHOUT_PRICE, ctx.tenant_id, list(putting.of("contract_id"))
    )
    if priceless:
        raise Conflict(ONLY_ONE, code="only_valuation")
