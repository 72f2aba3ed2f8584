"""Personal data law and documents: those of a person are handed out, and kept when the person is forgotten.

Issued documents are accounting evidence. They are kept until the tax is out of time: five years from the end of the
year in which it was due (tax ordinance art. 70 § 1 and 86 § 1; accounting act art. 74). A protocol of a measurement
that cost nothing yet is no such evidence: it is kept as long as somebody can claim something because of it. Cash
reports name nobody but in the words of the ledger, which stays. What is kept is sealed.
"""

import json
from typing import Any, Final
from uuid import UUID

from bottega.business.documents import filing, giving
from bottega.business.documents.module import module
from bottega.business.documents.tables import Document
from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.personal_data import COLLECTING, ERASING, Collected, Erasure, plain

DOCUMENTS: Final = T(en="Issued documents", pl="Wystawione dokumenty")
BY_LAW: Final = T(
    en="Tax and accounting law: five years from the end of the year in which the tax was due",
    pl="Ordynacja podatkowa (art. 70 § 1 i 86 § 1) i ustawa o rachunkowości (art. 74): pięć lat od końca roku,"
    " w którym upłynął termin płatności podatku",
)

PROTOCOLS: Final = T(en="Measurement protocols without a contract", pl="Protokoły pomiaru bez umowy")
CLAIMS: Final = T(
    en="Establishing and defending claims: GDPR art. 17(3)(e), six years, or three between businesses",
    pl="Ustalenie i obrona roszczeń: art. 17 ust. 3 lit. e RODO i art. 118 KC, sześć lat, między przedsiębiorcami trzy",
)


async def _documents(ctx: Context, customer_id: UUID) -> list[dict[str, Any]]:
    rows = await ctx.query(
        "SELECT * FROM documents_documents WHERE tenant_id = $1 AND customer_id = $2 ORDER BY id",
        ctx.tenant_id, customer_id,
    )  # fmt: skip
    return [await sealing.opened(ctx, Document, row) for row in rows]


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """The documents of a customer, as data and as they were printed."""
    rows = await _documents(ctx, subject_id)
    if not rows:
        return
    collected.add("documents", [{**plain(row), "tresc": json.loads(row["tresc"])} for row in rows])
    files = await filing.kept_of(ctx, [row["id"] for row in rows], "pdf")
    for row in rows:
        name = giving.safe_name(row["rodzaj"], row["numer"])
        if row["id"] in files:
            # Two contracts may have been printed under one number.
            collected.add_file(f"documents/{name}-{row['id'].hex[-6:]}.pdf", files[row["id"]])


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Issued documents stay."""
    rows = await _documents(ctx, subject_id)
    protocols = sum(row["rodzaj"] == "PRP" and row["contract_id"] is None for row in rows)
    erasure.keep(DOCUMENTS, len(rows) - protocols, BY_LAW)
    erasure.keep(PROTOCOLS, protocols, CLAIMS)
