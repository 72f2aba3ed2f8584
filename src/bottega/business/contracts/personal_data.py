"""What contracts hold on a customer, handed out whole; and nobody is forgotten before their contracts are settled.

A contract that is signed and not settled has to be performed, paid and guaranteed, which needs to know for whom (RODO
art. 6 ust. 1 lit. b, art. 17 ust. 3). A settled one is kept as long as accounting and tax law want its papers.
"""

from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.module import module
from bottega.business.contracts.tables_money import Payment, PlannedPayment, Valuation
from bottega.business.contracts.tables_work import AssemblyNote, InstallationDate, TextAttachment
from bottega.kernel.context import Context
from bottega.kernel.database import Record
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.personal_data import COLLECTING, ERASING, Collected, Erasure, plain
from bottega.kernel.tables import TenantTable

OPEN: Final = T(
    en="Contracts of this customer are not settled yet: {numbers}",
    pl="Umowy tego klienta nie są jeszcze rozliczone: {numbers}",
)
CONTRACTS: Final = T(en="Contracts with their payments", pl="Umowy z wpłatami")
ACCOUNTING: Final = T(
    en="Accounting and tax law: five years from the end of the year of payment",
    pl="Ustawa o rachunkowości i Ordynacja podatkowa: pięć lat od końca roku płatności",
)
# Lists of equipment name nobody; these say what was agreed, paid and done.
PARTS: Final[tuple[type[TenantTable], ...]] = (
    Valuation, Payment, PlannedPayment, TextAttachment, AssemblyNote, InstallationDate,
)  # fmt: skip


async def _contracts(ctx: Context, customer_id: UUID, *, lock: bool) -> list[Record]:
    """The contracts with a customer, withdrawn ones too; with ``lock`` nobody changes them meanwhile."""
    return await ctx.query(
        "SELECT * FROM contracts_contracts WHERE tenant_id = $1 AND customer_id = $2 ORDER BY id"
        + (" FOR SHARE" if lock else ""),
        ctx.tenant_id, customer_id,
    )  # fmt: skip


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """The contracts of a customer with what was agreed, paid and written."""
    rows = await _contracts(ctx, subject_id, lock=False)
    if not rows:
        return
    ids = [row["id"] for row in rows]
    held: dict[str, Any] = {"contracts": [plain(dict(row)) for row in rows]}
    for table in PARTS:
        found = await ctx.query(
            f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND contract_id = ANY($2) ORDER BY id",
            ctx.tenant_id, ids,
        )  # fmt: skip
        held[table.__tablename__.removeprefix("contracts_")] = [plain(dict(row)) for row in found]
    collected.add("contracts", held)


@module.within(ERASING)
async def keep(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Refuse while a contract is signed and neither settled nor dissolved; keep the others."""
    rows = await _contracts(ctx, subject_id, lock=True)
    signed = [row for row in rows if row["data_podpisania"] is not None and row["deleted_at"] is None]
    running = [row["numer"] for row in signed if not (row["rozliczona"] or row["rozwiazana"])]
    if running:
        raise Conflict(
            OPEN.given(numbers=", ".join(running)), code="contracts_not_settled", contracts=running
        )
    erasure.keep(CONTRACTS, len(rows), ACCOUNTING)
