"""Deferred rendering of documents issued in bulk, by the worker.

What such a document says is kept with its number, and the same text set at the moment of its issue has the same bytes
(docs/decisions/0061-documents-in-the-database.md). So whoever asks for its PDF before the worker has come to it gets
the very bytes that will be kept (docs/decisions/0111-documents-set-in-type-later.md).
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from bottega.business import contracts, finance
from bottega.business.documents import document_files
from bottega.business.documents.issue.issuing import Numbered, files_for_ksef
from bottega.business.documents.module import module
from bottega.business.documents.tables import NOT_SET, Document
from bottega.kernel import jobs
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.job_progress import report
from bottega.kernel.writes import changes

# So many are kept in one transaction of the worker: what is set in type is soon of use, and nothing waits long.
AT_ONCE: Final = 20
LOCK: Final = "documents.set_in_type"
_WAITING: Final = (
    "SELECT id, count(*) OVER () AS waiting FROM documents_documents WHERE tenant_id = $1 AND sha256 = $2"
    " ORDER BY id DESC LIMIT $3"
)
_SET: Final = "UPDATE documents_documents SET sha256 = $3 WHERE tenant_id = $1 AND id = $2"


async def keep_many(ctx: Context, documents: Sequence[Numbered]) -> None:
    """Keep numbered documents whose PDFs the worker makes when this transaction ends; nobody is told of them."""
    # What a document has unless its row says otherwise.
    usual: dict[str, Any] = {
        **dict.fromkeys(name for one in documents for name in one.row),
        "stan": "wystawiony",
        "do_zera": False,
    }
    files = [(one.row["id"], content) for one in documents for content in files_for_ksef(one).values()]
    digests = {document_id: sha256(content).hexdigest() for document_id, content in files}
    await changes.insert_many(
        ctx,
        Document,
        [{**usual, **one.row, "sha256": NOT_SET, "xml_sha256": digests.get(one.row["id"])} for one in documents],
    )
    for document_id, content in files:
        await document_files.keep(ctx, document_id, "xml", content, digests[document_id])
    paid = {payment: one.row["id"] for one in documents if (payment := one.made.references.get("payment_id"))}
    await contracts.note_documents(ctx, paid)
    await finance.note_vouchers(
        ctx,
        {
            entry: (one.row["id"], one.row["numer"])
            for one in documents
            if (entry := one.made.references.get("transaction_id"))
        },
    )
    await jobs.enqueue(ctx, "documents.set_in_type")


@module.job("set_in_type", T(en="Set documents in type", pl="Skład dokumentów"))
async def set_in_type(app: Application, payload: Mapping[str, Any]) -> None:
    """Make the PDFs that wait, the newest first."""
    tenant_id, done = UUID(payload["tenantId"]), 0
    while True:
        made, waiting = await _set_some(app, tenant_id)
        if not made:
            return
        done += made
        # More may have been issued meanwhile, or set in type by another job.
        await report(done, done + waiting)


async def _set_some(app: Application, tenant_id: UUID) -> tuple[int, int]:
    """Make some PDFs and keep them; how many, and how many still wait. Of two jobs one waits for the other."""
    async with app.acting(tenant_id) as ctx:
        await ctx.begin()
        await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{LOCK}:{tenant_id}")
        rows = await ctx.query(_WAITING, tenant_id, NOT_SET, AT_ONCE)
        files = await document_files.kept_of(ctx, [row["id"] for row in rows], "pdf")
        for document_id, content in files.items():
            digest = sha256(content).hexdigest()
            # A document that was erased meanwhile takes no file.
            if await ctx.query_value(f"{_SET} RETURNING true", tenant_id, document_id, digest):
                await document_files.keep(ctx, document_id, "pdf", content, digest)
    return len(files), (rows[0]["waiting"] if rows else 0) - len(files)
