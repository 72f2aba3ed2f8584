"""Data subject requests in documents: export and retention.

Issued documents are accounting evidence. They are kept until the tax is out of time: five years from the end of the
year in which it was due (tax ordinance art. 70 § 1 and 86 § 1; accounting act art. 74). A protocol of a measurement
that cost nothing yet is no such evidence: it is kept as long as somebody can claim something because of it. Cash
reports name nobody but in the words of the ledger, which stays. What is kept is sealed.
"""

import json
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from bottega.business.documents import document_files
from bottega.business.documents.module import module
from bottega.business.documents.render import downloads
from bottega.business.documents.signatures import SIGNATURE
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.i18n import T
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure, Known, plain

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

NAMED: Final = ("id", "rodzaj", "numer", "data_wystawienia")


async def _documents(
    ctx: Context, customer_id: UUID, known: Known, naming: Collection[UUID] = ()
) -> list[dict[str, Any]]:
    """Their documents, those of their contracts, and those of others that are known to name them."""
    rows = await ctx.query(
        "SELECT * FROM documents_documents WHERE tenant_id = $1"
        " AND (customer_id = $2 OR contract_id = ANY($3) OR id = ANY($4)) ORDER BY id",
        ctx.tenant_id,
        customer_id,
        list(known.records),
        list(naming),
    )
    return [await sealing.opened(ctx, Document, row) for row in rows]


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """The documents of a customer, as data and as they were printed."""
    rows = await _documents(ctx, subject_id, collected.known)
    known = collected.known
    known.records.update(row["id"] for row in rows)
    if naming := [one for one in await redaction.of(ctx, Document, known.traces) if one not in known.records]:
        # Which they are, and nothing of what they say about others.
        others = await _documents(ctx, subject_id, Known(), naming)
        said = [{name: row[name] for name in NAMED} for row in others if row["id"] in naming]
        collected.add("documents_of_others", said)
    if not rows:
        return
    collected.add("documents", [{**plain(row), "tresc": json.loads(row["tresc"])} for row in rows])
    files = await document_files.kept_of(ctx, [row["id"] for row in rows], "pdf")
    signatures = await document_files.kept_of(ctx, [row["id"] for row in rows], SIGNATURE)
    for row in rows:
        name = downloads.safe_name(row["rodzaj"], row["numer"])
        if row["id"] in files:
            # Two contracts may have been printed under one number.
            collected.add_file(f"documents/{name}-{row['id'].hex[-6:]}.pdf", files[row["id"]])
        if row["id"] in signatures:
            collected.add_file(f"documents/{name}-{row['id'].hex[-6:]}-podpis.png", signatures[row["id"]])


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Issued documents stay."""
    naming = await redaction.of(ctx, Document, erasure.known.traces)
    rows = await _documents(ctx, subject_id, erasure.known, naming)
    protocols = sum(row["rodzaj"] == "PRP" and row["contract_id"] is None for row in rows)
    erasure.keep(DOCUMENTS, len(rows) - protocols, BY_LAW, Document)
    erasure.keep(PROTOCOLS, protocols, CLAIMS, Document)
