"""PDF rendering of document models with typst templates.

A template is a readable ``.typ`` file. It gets the document as JSON, so nothing a customer typed is ever taken for
markup. The same document set at the same moment has the same bytes. The fonts travel with typst, and those that are
used travel in the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from bottega.business.documents.content.models import (
    CashReport,
    CashVoucher,
    GoodsNote,
    Invoice,
    Letter,
    Paper,
    plain,
    text_of,
)
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.pool import Exceeded, Program
from bottega.kernel.sandbox.typst_programs import Format, set_type

TEMPLATES: Final = Path(__file__).parent / "templates"
_TEMPLATE_OF: Final = {
    Invoice: "invoice",
    CashVoucher: "cash_voucher",
    CashReport: "cash_report",
    GoodsNote: "goods_note",
    Letter: "letter",
}

# The templates are ours and the content is plain text, so a process may set one document after the other.
SETTING: Final = Program(set_type, seconds=10, megabytes=1024, calls=1000, waiting=32)
TOO_DEMANDING: Final = T(
    en="The document takes more than {seconds} s or {megabytes} MB of memory to print; a simpler logo or shorter texts"
    " will help",
    pl="Wydruk dokumentu wymaga ponad {seconds} s lub {megabytes} MB pamięci; pomoże prostsze logo lub krótsze teksty",
)
UNPRINTABLE: Final = T(
    en="Some characters cannot be printed ({znaki}): leave them out, or write them in other letters",
    pl="Niektórych znaków nie da się wydrukować ({znaki}): usuń je albo zapisz innymi literami",
)
# So many texts are named in the sentence; all of them are in the list beside it.
MOST_NAMED: Final = 5


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
    made = next(set_type(*arguments_of(paper, moment, marks, logo), format, ppi if format == "png" else None))
    assert isinstance(made, bytes)
    return made


async def printed(
    ctx: Context,
    paper: Paper,
    moment: datetime,
    *,
    marks: Marks = CLEAN,
    logo: str | None = None,
    signature: str | None = None,
    patient: bool = False,
    complete: bool = True,
) -> bytes:
    """A document as PDF, set in the sandbox: a logo or a text that takes too long costs nobody else anything.

    ``logo`` and ``signature`` are drawings in SVG.

    Raises:
        Conflict: It takes more time or memory than a document may; or it is to be ``complete`` and has letters that no
            font has, which are named with the texts they stand in (docs/decisions/0108-letters-without-a-shape.md).
        TooMany: Too many documents of the tenant wait already; not if one is ``patient``.
    """
    order = arguments_of(paper, moment, marks, logo, signature)
    try:
        made = await ctx.app.sandbox.run(SETTING, ctx.tenant_id, *order, "pdf", None, complete, patient=patient)
    except Exceeded as exceeded:
        if exceeded.reason == "failure":
            raise
        raise Conflict(
            TOO_DEMANDING.given(seconds=SETTING.seconds, megabytes=SETTING.megabytes), code="sklad_przerwany"
        ) from None
    if isinstance(made[0], str):
        raise unprintable(paper, made[0])
    return b"".join(made)


def unprintable(paper: Paper, letters: str) -> Conflict:
    """409 that names every text of a paper with letters that cannot be printed; those of no text are in the logo."""
    unknown = set(letters)
    wrong = [
        {"pole": name, "znaki": [_shown(letter) for letter in letters if letter in text]}
        for name, text in _texts(plain(paper), "")
        if not unknown.isdisjoint(text)
    ] or [{"pole": "logo", "znaki": [_shown(letter) for letter in letters]}]
    named = "; ".join(f"{one['pole']}: {' '.join(one['znaki'])}" for one in wrong[:MOST_NAMED])
    return Conflict(UNPRINTABLE.given(znaki=named), code="znaki_nie_do_druku", pola=wrong)


def _texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """The texts of a model with the names of their fields, as in ``pozycje 3, nazwa``."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        for key, inner in fields.items():
            yield from _texts(inner, f"{name}, {key}" if name else key)
    elif isinstance(value, Sequence):
        several = cast("Sequence[Any]", value)
        for number, inner in enumerate(several, 1):
            yield from _texts(inner, f"{name} {number}")


def _shown(letter: str) -> str:
    return letter if letter.isprintable() else f"U+{ord(letter):04X}"


def arguments_of(
    paper: Paper, moment: datetime, marks: Marks, logo: str | None, signature: str | None = None
) -> tuple[str, dict[str, str], int]:
    """What the program that sets type is told: template, inputs and moment."""
    inputs = {"doc": text_of(paper), "marks": msgspec.json.encode(marks).decode()}
    drawings = {"logo": logo, "signature": signature}
    inputs |= {name: drawn for name, drawn in drawings.items() if drawn is not None}
    return str(TEMPLATES / f"{_TEMPLATE_OF[type(paper)]}.typ"), inputs, int(moment.timestamp())
