"""Uniqueness of documents: kinds with one in force per contract, payment, order or report.

Asked for again, the one that is in force is named: it is printed again, or cancelled before another is issued. So no
two warranty cards promise two things, and nobody learns it from an index of numbers.
"""

from bottega.business.documents.compose.already_issued import issued_already
from bottega.business.documents.compose.drafts import Draft
from bottega.business.documents.content.kinds import CANCELLED, KINDS
from bottega.kernel.context import Context


async def refuse_second(ctx: Context, made: Draft) -> None:
    """409 for a second paper about the same thing, in a transaction that keeps others from issuing one meanwhile."""
    column = KINDS[made.kind].one_of_each
    about = made.desk.contract_id if column == "contract_id" else made.references.get(column or "")
    if column is None or about is None:
        return
    if made.desk.contract_id is None:
        # What is about a contract is issued while that is locked.
        await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"documents.{made.kind}:{about}")
    row = await ctx.query_one(
        f"SELECT id, numer FROM documents_documents WHERE tenant_id = $1 AND rodzaj = $2 AND {column} = $3"
        f" AND stan <> '{CANCELLED}' AND NOT do_zera AND deleted_at IS NULL ORDER BY id DESC LIMIT 1",
        ctx.tenant_id,
        made.kind,
        about,
    )
    if row is not None:
        raise issued_already(row["id"], row["numer"])
