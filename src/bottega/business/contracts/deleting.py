"""Deletion of a contract with all its parts, undoable as one command.

What has happened for good stands in the way: a settlement, confirmed payments, and whatever other modules keep of it
(goods issues, documents, entries of the ledger).
"""

from typing import Final
from uuid import UUID

from bottega.business.contracts.access import SETTLED, hold
from bottega.business.contracts.contracts import contracts
from bottega.business.contracts.tables.configuration import Appliance, Front, Furniture, Handle, Vitrine
from bottega.business.contracts.tables.contract import Contract
from bottega.business.contracts.tables.money import Payment, PlannedPayment, Valuation
from bottega.business.contracts.tables.work import (
    AssemblyNote,
    InstallationDate,
    PurchaseOrder,
    TextAttachment,
    WorkerAssignment,
    WorkRating,
)
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.errors import Conflict, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Id
from bottega.kernel.writes import changes
from bottega.kernel.writes.plans import plan_of
from bottega.kernel.writes.preconditions import IN_USE, Where, must_exist, refuse_use, version_of

PARTS: Final[dict[str, type[TenantTable]]] = {
    table.__tablename__: table
    for table in (
        Furniture,
        Front,
        Handle,
        Vitrine,
        Appliance,
        Valuation,
        Payment,
        PlannedPayment,
        TextAttachment,
        AssemblyNote,
        WorkerAssignment,
        WorkRating,
        PurchaseOrder,
        InstallationDate,
    )
}
_ROWS: Final = " UNION ALL ".join(
    f"SELECT '{name}' AS place, id FROM {name} WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
    for name in PARTS
)


@contracts.replaces("delete", label=T(en="Delete contract", pl="Usunięcie umowy"))
async def delete_contract(ctx: Context, data: Id) -> Done:
    """Delete contract.

    Deletes a contract with everything that is a part of it, by id in the body or in the query. 409 with counts while it
    has confirmed payments, goods issues, documents or entries in the ledger, or is settled.
    """
    contract = await hold(ctx, data.id, alone=True)
    where = Where.visible(ctx, version_of(ctx))
    await must_exist(ctx, Contract, data.id, where)
    ctx.describe("contracts.contract", data.id, organization_id=contract["organization_id"])
    await _refuse_kept(ctx, data.id, settled=contract["rozliczona"])
    await ctx.tell("contracts.contract.deleted", contract=contract)
    rows = await ctx.query(_ROWS, ctx.tenant_id, data.id)
    for place, table in PARTS.items():
        await _delete_parts(ctx, table, [row["id"] for row in rows if row["place"] == place])
    await changes.delete(ctx, Contract, data.id)
    return Done()


async def _delete_parts(ctx: Context, table: type[TenantTable], ids: list[UUID]) -> None:
    """Delete rows of a table; the books hear of payments that go."""
    gone = [await changes.one(ctx, Payment, one, lock=True) for one in ids] if table is Payment else []
    await changes.delete_many(ctx, table, ids)
    for payment in gone:
        await ctx.tell("contracts.payment.removed", payment=payment)


async def _refuse_kept(ctx: Context, contract_id: UUID, *, settled: bool) -> None:
    """409 for a settled contract or one with confirmed payments, with the counts of all that stands in the way."""
    confirmed = await ctx.query_value(
        "SELECT count(*) FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2 AND potwierdzona"
        " AND deleted_at IS NULL",
        ctx.tenant_id,
        contract_id,
    )
    if not (settled or confirmed):
        return
    used: dict[str, int] = {Payment.entity: confirmed} if confirmed else {}
    try:
        await refuse_use(ctx, plan_of(Contract), contract_id)
    except Conflict as conflict:
        used |= conflict.details["used"]
    except NotFound:
        # Nobody else points at it.
        pass
    if settled:
        raise Conflict(SETTLED, code="contract_settled", used=used)
    raise Conflict(IN_USE, code="in_use", used=used)
