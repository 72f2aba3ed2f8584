"""Data subject requests in the ledger: export; booked entries are retained by law, the rest is erased.

Who an entry is about stands in ``dotyczy`` and in words people wrote. The description of a booked operation belongs to
the books (accounting act art. 23 ust. 2), remarks beside it do not.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.business.finance.approvals import Approval
from bottega.business.finance.auditing import LedgerFinding
from bottega.business.finance.ledger import BOOKED, Transaction
from bottega.business.finance.module import module
from bottega.business.finance.transfers import Transfer
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure, Known
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where

LEDGER: Final = T(en="Booked entries of the ledger", pl="Zaksięgowane pozycje księgi")
BY_LAW: Final = T(
    en="Accounting and tax law: five years from the end of the year in which the tax was due",
    pl="Ustawa o rachunkowości (art. 74) i Ordynacja podatkowa (art. 86 § 1): pięć lat od końca roku,"
    " w którym upłynął termin płatności podatku",
)
# What people say in words about the books, and what of it the law does not ask for.
WORDS: Final = (
    (Approval, ("transakcja", "komentarz", "decyzja_komentarz", "custom")),
    (Transfer, ("nazwa", "komentarz", "decyzja_komentarz", "custom")),
    (LedgerFinding, ("opis",)),
)
# What of a booked entry is no part of the books: everything but these.
EVIDENCE: Final = frozenset({"nazwa", "dotyczy"})
REMARKS: Final = tuple(name for name in redaction.words_of(Transaction) if name not in EVIDENCE)
# With what reverses them.
_THEIRS: Final = (
    "WITH theirs AS (SELECT id FROM finance_transactions WHERE tenant_id = $1"
    "  AND (contract_id = ANY($2) OR linked_entity_id = ANY($2) OR id = ANY($3)))"
    " SELECT * FROM finance_transactions WHERE tenant_id = $1 AND (id IN (SELECT id FROM theirs)"
    " OR linked_entity_id IN (SELECT id FROM theirs)) ORDER BY id"
)


async def _entries(ctx: Context, known: Known) -> list[dict[str, Any]]:
    """The entries for what is theirs, and those whose words name them."""
    naming = await redaction.of(ctx, Transaction, known.traces)
    rows = await ctx.query(_THEIRS, ctx.tenant_id, list(known.records), list(naming))
    return [await redaction.whole(ctx, Transaction, row) for row in rows]


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - signature of the hook
    """The entries of the ledger that are about a customer, and what else was written in the books about them."""
    rows = await _entries(ctx, collected.known)
    if rows:
        collected.add("finance", {"transactions": rows})
    for table, columns in WORDS:
        await redaction.collect(ctx, collected, table, columns)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - signature of the hook
    """Keep what is booked; an entry that waits, or never came to count, no longer says whom it was about."""
    rows = await _entries(ctx, erasure.known)
    booked = [row for row in rows if _is_evidence(row)]
    erasure.keep(LEDGER, len(booked), BY_LAW, Transaction)
    nameless = [row for row in rows if not _is_evidence(row) and row["dotyczy"] is not None]
    for row in nameless:
        where = Where(gone=row["deleted_at"] is not None)
        await changes.update(ctx, Transaction, row["id"], {"dotyczy": None}, where=where)
    await redaction.blacken(ctx, erasure, Transaction, spares=_is_evidence)
    await redaction.blacken(ctx, erasure, Transaction, REMARKS)
    erasure.blacken(Transaction, [row["id"] for row in nameless])
    for table, columns in WORDS:
        await redaction.blacken(ctx, erasure, table, columns)


def _is_evidence(row: Mapping[str, Any]) -> bool:
    return row["stan"] == BOOKED
