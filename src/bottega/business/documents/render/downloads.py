"""Download of a document as PDF, JSON, HTML or KSeF XML.

PDF unless something else is asked for, by ``format`` or by an ``Accept`` that names it first: a browser that follows a
link accepts pages, and gets the document.
"""

from typing import Any, Final, Literal
from urllib.parse import quote

import msgspec
from pydantic import ConfigDict

from bottega.business.documents.content.kinds import Kind
from bottega.business.documents.content.models import Paper, plain
from bottega.business.documents.render.html import web_page
from bottega.business.documents.render.pdf import Marks
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema

Format = Literal["pdf", "json", "html", "xml"]
PDF: Final = "application/pdf"
JSON: Final = "application/json"
HTML: Final = "text/html"
XML: Final = "application/xml"
# What operations that print answer with besides JSON.
OTHERS: Final = (PDF, HTML, XML)
NO_XML: Final = T(en="Only issued invoices have an XML file", pl="Plik XML mają tylko wystawione faktury")

_BY_MEDIA: Final[dict[str, Format]] = {JSON: "json", XML: "xml", "text/xml": "xml", PDF: "pdf"}
_SAFE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


class PrintedDocument(Schema):
    """A document as data, with `format=json` or `Accept: application/json`; otherwise a PDF, a page, or XML."""

    model_config = ConfigDict(extra="allow", alias_generator=None)

    rodzaj: Kind
    tytul: str
    numer: str | None
    data_wystawienia: str


def format_of(ctx: Context, wanted: Format | None) -> Format:
    """The format that is asked for."""
    if wanted is not None:
        return wanted
    first = ctx.headers.get("accept", "").partition(",")[0].partition(";")[0].strip().lower()
    return _BY_MEDIA.get(first, "pdf")


def file_name(paper: Paper, format: str) -> str:
    """What a document is called on a disk: ``FV_2026_11_003.pdf``; a preview by its kind and contract."""
    name = paper.numer or "_".join(("podglad", *((paper.umowa.numer,) if paper.umowa else ())))
    return f"{safe_name(paper.rodzaj, name)}.{format}"


def safe_name(rodzaj: str, numer: str) -> str:
    """A number as part of a file's name, its kind in front."""
    name = numer if numer.startswith(rodzaj) else f"{rodzaj}_{numer}"
    return "".join(letter if letter in _SAFE else "_" for letter in name)


def as_file(content: bytes, media: str, name: str) -> Reply:
    """A file that browsers show, under its name."""
    return Reply(content, media=media, headers={"content-disposition": f'inline; filename="{quote(name)}"'})


def as_json(paper: Paper, **more: Any) -> Reply:
    """A document as data."""
    return Reply({**plain(paper), **more})


def as_page(paper: Paper, marks: Marks, logo: str | None) -> Reply:
    """A document as a page."""
    return Reply(web_page(paper, marks, logo), media="text/html; charset=utf-8")


def no_xml() -> Invalid | NotFound:
    """Why there is no XML."""
    return Invalid.of_field("format", NO_XML, code="brak_xml")


def marks_json(marks: Marks) -> dict[str, Any]:
    """Marks as data."""
    return {name: value for name, value in msgspec.to_builtins(marks).items() if value is not None and name != "qr"}
