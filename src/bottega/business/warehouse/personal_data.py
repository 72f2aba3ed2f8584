"""Data subject requests in the warehouse: export and redaction of remarks.

A goods issue (WZ) is accounting evidence: who received the goods is kept (accounting act art. 20 and 21); remarks on it
and on materials are not part of it.
"""

from typing import Final
from uuid import UUID

from bottega.business.warehouse.cuts import MaterialCut
from bottega.business.warehouse.goods_issue_lines import GoodsIssueLine
from bottega.business.warehouse.goods_issues import GoodsIssue
from bottega.business.warehouse.locations import Location
from bottega.business.warehouse.materials import Material
from bottega.business.warehouse.module import module
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure

RECEIVED: Final = T(en="Who received goods (WZ)", pl="Kto odebrał towar (WZ)")
BY_LAW: Final = T(
    en="Accounting law: five years from the beginning of the year after the one the goods were issued in",
    pl="Ustawa o rachunkowości (art. 20, 21 i 74): pięć lat od początku roku następującego po roku wydania",
)
EVIDENCE: Final = ("odebral",)
REMARKS: Final = tuple(name for name in redaction.words_of(GoodsIssue) if name not in EVIDENCE)


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """The goods issued for a customer's contracts, and what was written about them."""
    rows = await ctx.query(
        "SELECT * FROM warehouse_goods_issues WHERE tenant_id = $1 AND contract_id = ANY($2) ORDER BY id",
        ctx.tenant_id,
        list(collected.known.records),
    )
    if rows:
        collected.known.records.update(row["id"] for row in rows)
        collected.add("warehouse", {"goods_issues": [await redaction.whole(ctx, GoodsIssue, row) for row in rows]})
    for table in (GoodsIssue, GoodsIssueLine, Material, MaterialCut, Location):
        await redaction.collect(ctx, collected, table)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Keep who received goods; take the customer out of everything else."""
    received = await redaction.of(ctx, GoodsIssue, erasure.known.traces, EVIDENCE)
    erasure.keep(RECEIVED, len(received), BY_LAW, GoodsIssue)
    await redaction.blacken(ctx, erasure, GoodsIssue, REMARKS)
    for table in (GoodsIssueLine, Material, MaterialCut, Location):
        await redaction.blacken(ctx, erasure, table)
