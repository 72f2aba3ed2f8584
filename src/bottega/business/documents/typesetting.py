"""From a model to a file: the templates beside this file lay documents out, and typst sets them in type.

A template is a readable ``.typ`` file. It gets the document as JSON, so nothing a customer typed is ever taken for
markup. The same document set at the same moment has the same bytes. The fonts travel with typst, and those that are
used travel in the file.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from bottega.business.documents.papers import (
    CashReport,
    CashVoucher,
    GoodsNote,
    Invoice,
    Letter,
    Paper,
    text_of,
)
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.sandbox import Exceeded, Program
from bottega.kernel.typst_programs import Format, set_type

TEMPLATES: Final = Path(__file__).parent / "templates"
_TEMPLATE_OF: Final = {
    Invoice: "invoice", CashVoucher: "cash_voucher", CashReport: "cash_report", GoodsNote: "goods_note",
    Letter: "letter",
}  # fmt: skip

# The templates are ours and the content is plain text, so a process may set one document after the other.
SETTING: Final = Program(set_type, seconds=10, megabytes=1024, calls=100, waiting=32)
TOO_DEMANDING: Final = T(
    en="The document takes more than {seconds} s or {megabytes} MB of memory to print; a simpler logo or shorter texts"
    " will help",
    pl="Wydruk dokumentu wymaga ponad {seconds} s lub {megabytes} MB pamięci; pomoże prostsze logo lub krótsze teksty",
)


class Marks(msgspec.Struct, frozen=True):
    """What is put on a copy that is not the issued document itself: a watermark, DUPLIKAT, the number KSeF gave.

    ``qr`` is the drawing of the code that leads to the invoice in KSeF.
    """

    znak: str | None = None
    duplikat: str | None = None
    ksef: str | None = None
    qr: str | None = None


PREVIEW: Final = Marks(znak="PODGLĄD")
SAMPLE: Final = Marks(znak="WZÓR")
CLEAN: Final = Marks()


def typeset(
    paper: Paper,
    moment: datetime,
    *,
    marks: Marks = CLEAN,
    logo: str | None = None,
    format: Format = "pdf",
    ppi: float = 144,
) -> bytes:
    """A document as a file made at a moment, set in this very process; ``logo`` is a drawing in SVG.

    A PNG or SVG shows the first page. Requests use ``printed``.
    """
    return next(set_type(*_order(paper, moment, marks, logo), format, ppi if format == "png" else None))


async def printed(
    ctx: Context,
    paper: Paper,
    moment: datetime,
    *,
    marks: Marks = CLEAN,
    logo: str | None = None,
    signature: str | None = None,
    patient: bool = False,
) -> bytes:
    """A document as PDF, set in the sandbox: a logo or a text that takes too long costs nobody else anything.

    ``logo`` and ``signature`` are drawings in SVG.

    Raises:
        Conflict: It takes more time or memory than a document may.
        TooMany: Too many documents of the tenant wait already; not if one is ``patient``.
    """
    try:
        made = await ctx.app.sandbox.run(
            SETTING, ctx.tenant_id, *_order(paper, moment, marks, logo, signature), patient=patient
        )
    except Exceeded as exceeded:
        if exceeded.reason == "failure":
            raise
        raise Conflict(
            TOO_DEMANDING.given(seconds=SETTING.seconds, megabytes=SETTING.megabytes), code="sklad_przerwany"
        ) from None
    return b"".join(made)


def _order(
    paper: Paper, moment: datetime, marks: Marks, logo: str | None, signature: str | None = None
) -> tuple[str, dict[str, str], int]:
    inputs = {"doc": text_of(paper), "marks": msgspec.json.encode(marks).decode()}
    drawings = {"logo": logo, "signature": signature}
    inputs |= {name: drawn for name, drawn in drawings.items() if drawn is not None}
    return str(TEMPLATES / f"{_TEMPLATE_OF[type(paper)]}.typ"), inputs, int(moment.timestamp())
