"""Files of documents the caller issued in field work."""

from uuid import UUID

from bottega.business.documents import give_own
from bottega.business.field.module import module
from bottega.kernel.context import Context
from bottega.kernel.http.responses import Reply


@module.get(
    "/documents/{documentId}",
    "field.view",
    name="documents.file",
    answer=bytes,
    media="application/pdf",
    amounts="own",
    answers={404: "It is nothing the caller has issued"},
)
async def read_paper(ctx: Context, documentId: UUID) -> Reply:  # noqa: N803 - the path's own name
    """Get the file of one's own document.

    The PDF, as it was issued, of an acceptance or measurement protocol that the caller has issued, or of a receipt
    (KP) of the caller's own cash box.
    """
    return await give_own(ctx, documentId)
