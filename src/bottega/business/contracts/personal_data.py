"""Data subject requests in contracts: export of a customer's contracts, and erasure once they are settled.

A contract that is signed and not settled has to be performed, paid and guaranteed, which needs to know for whom (RODO
art. 6 ust. 1 lit. b, art. 17 ust. 3). A settled one is kept as long as accounting and tax law want its papers. One that
was never signed nor paid for is nobody's evidence: its figures stay, its words go. Names in the words of contracts go
everywhere: what was signed is kept by ``documents`` as it was printed.
"""

from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.deleting import PARTS as ALL_PARTS
from bottega.business.contracts.module import module
from bottega.business.contracts.tables.contract import Contract
from bottega.business.contracts.tables.money import Payment, PlannedPayment, Valuation
from bottega.business.contracts.tables.work import (
    AssemblyNote,
    InstallationDate,
    TextAttachment,
    TextTemplate,
    WorkerProfile,
)
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.identifiers import MARK
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, KNOWING, Collected, Erasure, Known
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where

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
    Valuation,
    Payment,
    PlannedPayment,
    TextAttachment,
    AssemblyNote,
    InstallationDate,
)

# Everything people write of contracts.
WORDED: Final[tuple[type[TenantTable], ...]] = (Contract, *ALL_PARTS.values(), TextTemplate, WorkerProfile)
_PAID: Final = (
    "SELECT DISTINCT contract_id FROM contracts_payments WHERE tenant_id = $1 AND contract_id = ANY($2)"
    " AND potwierdzona"
)


async def _contracts(ctx: Context, customer_id: UUID, *, lock: bool) -> list[Record]:
    """The contracts with a customer, withdrawn ones too; with ``lock`` nobody changes them meanwhile."""
    return await ctx.query(
        "SELECT * FROM contracts_contracts WHERE tenant_id = $1 AND customer_id = $2 ORDER BY id"
        + (" FOR SHARE" if lock else ""),
        ctx.tenant_id,
        customer_id,
    )


@module.within(KNOWING)
async def know(ctx: Context, subject_id: UUID, known: Known) -> None:
    """The contracts of a customer, so that other modules find their dependent records."""
    known.records.update(row["id"] for row in await _contracts(ctx, subject_id, lock=False))


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """The contracts of a customer with what was agreed, paid and written."""
    rows = await _contracts(ctx, subject_id, lock=False)
    if rows:
        await _hand_out(ctx, rows, collected)
    for table in WORDED:
        await redaction.collect(ctx, collected, table)


async def _hand_out(ctx: Context, rows: list[Record], collected: Collected) -> None:
    ids = [row["id"] for row in rows]
    held: dict[str, Any] = {"contracts": [await redaction.whole(ctx, Contract, row) for row in rows]}
    for table in PARTS:
        found = await ctx.query(
            f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND contract_id = ANY($2) ORDER BY id",
            ctx.tenant_id,
            ids,
        )
        held[table.__tablename__.removeprefix("contracts_")] = [await redaction.whole(ctx, table, row) for row in found]
        collected.known.records.update(row["id"] for row in found)
    collected.add("contracts", held)


@module.within(ERASING)
async def keep(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Refuse while a contract is signed and neither settled nor dissolved; keep the others, without their words."""
    rows = await _contracts(ctx, subject_id, lock=True)
    signed = [row for row in rows if row["data_podpisania"] is not None and row["deleted_at"] is None]
    running = [row["numer"] for row in signed if not (row["rozliczona"] or row["rozwiazana"])]
    if running:
        raise Conflict(OPEN.given(numbers=", ".join(running)), code="contracts_not_settled", contracts=running)
    paid = {row[0] for row in await ctx.query(_PAID, ctx.tenant_id, [row["id"] for row in rows])}
    offers = [row for row in rows if row["data_podpisania"] is None and row["id"] not in paid]
    await _silence(ctx, offers, erasure)
    erasure.keep(CONTRACTS, len(rows) - len(offers), ACCOUNTING)
    for table in WORDED:
        await redaction.blacken(ctx, erasure, table)


async def _silence(ctx: Context, rows: list[Record], erasure: Erasure) -> None:
    """What was written of contracts that never came about goes; their figures stay for the statistics."""
    for row in rows:
        values = {"opis": None, "uwagi": None, "custom": dict.fromkeys(row["custom"])}
        await changes.update(ctx, Contract, row["id"], values, where=Where(gone=row["deleted_at"] is not None))
    erasure.add(Contract, [row["id"] for row in rows])
    notes = await ctx.query(
        "SELECT id, deleted_at FROM contracts_assembly_notes WHERE tenant_id = $1 AND contract_id = ANY($2)",
        ctx.tenant_id,
        [row["id"] for row in rows],
    )
    for note in notes:
        where = Where(gone=note["deleted_at"] is not None)
        await changes.update(ctx, AssemblyNote, note["id"], {"uwagi": MARK}, where=where)
    erasure.add(AssemblyNote, [note["id"] for note in notes])
