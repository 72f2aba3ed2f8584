"""From a model to a file: the templates beside this file lay documents out, and typst sets them in type.

A template is a readable ``.typ`` file. It gets the document as JSON, so nothing a customer typed is ever taken for
markup. The same document set at the same moment has the same bytes. The fonts travel with typst, and those that are
used travel in the file.
"""

import asyncio
import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec
import typst

from bottega.business.documents.papers import (
    CashReport,
    CashVoucher,
    GoodsNote,
    Invoice,
    Letter,
    Paper,
    text_of,
)

TEMPLATES: Final = Path(__file__).parent / "templates"
_TEMPLATE_OF: Final = {
    Invoice: "invoice", CashVoucher: "cash_voucher", CashReport: "cash_report", GoodsNote: "goods_note",
    Letter: "letter",
}  # fmt: skip

Format = Literal["pdf", "png", "svg"]


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


class _Desk(threading.local):
    """The compilers of one thread: each keeps what it has understood of its template."""

    def __init__(self) -> None:
        self.compilers: dict[str, typst.Compiler] = {}

    def compiler(self, template: str) -> typst.Compiler:
        if template not in self.compilers:
            self.compilers[template] = typst.Compiler(
                TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True
            )
        return self.compilers[template]


_desk: Final = _Desk()
_known_fonts: list[typst.Fonts] = []


def _fonts() -> typst.Fonts:
    """The fonts of typst, looked for once a process; those of a server would make documents differ between servers."""
    if not _known_fonts:
        _known_fonts.append(typst.Fonts(include_system_fonts=False))
    return _known_fonts[0]


def typeset(
    paper: Paper,
    moment: datetime,
    *,
    marks: Marks = CLEAN,
    logo: str | None = None,
    format: Format = "pdf",
    ppi: float = 144,
) -> bytes:
    """A document as a file made at a moment; ``logo`` is a drawing in SVG.

    A PNG or SVG shows the first page.
    """
    inputs = {"doc": text_of(paper), "marks": msgspec.json.encode(marks).decode()}
    if logo is not None:
        inputs["logo"] = logo
    compiler = _desk.compiler(_TEMPLATE_OF[type(paper)])
    made = compiler.compile(
        format=format, sys_inputs=inputs, timestamp=int(moment.timestamp()), ppi=ppi if format == "png" else None
    )  # fmt: skip
    assert made
    return made if isinstance(made, bytes) else made[0]


def pages(paper: Paper, moment: datetime, *, marks: Marks = CLEAN, ppi: float = 110) -> list[bytes]:
    """Every page as a picture."""
    inputs = {"doc": text_of(paper), "marks": json.dumps(msgspec.to_builtins(marks))}
    compiler = _desk.compiler(_TEMPLATE_OF[type(paper)])
    made = compiler.compile(format="png", sys_inputs=inputs, timestamp=int(moment.timestamp()), ppi=ppi)
    assert made
    return [made] if isinstance(made, bytes) else made


async def printed(paper: Paper, moment: datetime, *, marks: Marks = CLEAN, logo: str | None = None) -> bytes:
    """A document as PDF, set in a thread: other requests do not wait for it."""
    return await asyncio.to_thread(typeset, paper, moment, marks=marks, logo=logo)
