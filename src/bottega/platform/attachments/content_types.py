"""Content types: what a file is by its first bytes, never by what its sender calls it.

A table of magic numbers and no library: what matters is which few types a browser may show, and that nothing else is
ever shown; libraries that know hundreds answer with types that browsers run (``text/html``, ``image/svg+xml``).
"""

import re
from typing import Final

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.platform.attachments.file_names import extension_of

HEAD_BYTES: Final = 4_096
BINARY: Final = "application/octet-stream"
PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
TEXT: Final = "text/plain"
# What a browser shows without running anything of it.
PICTURES: Final = frozenset(f"image/{one}" for one in ("avif", "bmp", "gif", "jpeg", "png", "webp"))
INLINE: Final = PICTURES | {PDF}
# What small pictures are drawn of.
DRAWN: Final = PICTURES | {"image/tiff"}

NOT_ACTIVE: Final = T(
    en="Active content uploads are not allowed.", pl="Nie można dołączać stron, rysunków SVG, XML ani skryptów."
)

_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"{\\rtf", "application/rtf"),
)
# ISO base media files say in their brand what they are.
_BRANDS: Final = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"qt  ": "video/quicktime",
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_IN_ZIP: Final = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_IN_OLE: Final = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
_OF_TEXT: Final = {"csv": "text/csv", "md": "text/markdown", "json": "application/json"}
# What begins a page, a drawing or a script, as browsers look for it (https://mimesniff.spec.whatwg.org/), and more.
_ACTIVE: Final = re.compile(
    r"<\?|#!|<(?:!doctype|!entity|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math|link|meta"
    r"|object|embed|form|img)(?![a-z])",
    re.IGNORECASE,
)
_ACTIVE_NAMES: Final = frozenset(
    {"htm", "html", "xhtml", "xht", "shtml", "mht", "mhtml"}
    | {"svg", "svgz", "xml", "xsl", "xslt", "xsd", "rss", "atom", "swf"}
    | {"mjs", "php", "phtml", "asp", "aspx", "jsp"}
)


def type_of(head: bytes, name: str) -> str:
    """The content type of a file that begins with ``head``; its name only tells kinds of one container apart.

    Raises:
        Invalid: A browser could run it.
    """
    extension = extension_of(name)
    if extension in _ACTIVE_NAMES or _is_active(head):
        raise Invalid.of_field("file", NOT_ACTIVE)
    found = _by_magic(head)
    if found == ZIP:
        return _IN_ZIP.get(extension, ZIP)
    if found == "application/x-ole-storage":
        return _IN_OLE.get(extension, BINARY)
    if found is not None:
        return found
    return _OF_TEXT.get(extension, TEXT) if _is_text(head) else BINARY


def _by_magic(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], BINARY)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _is_active(head: bytes) -> bool:
    """Whether a browser would take it for a page, a drawing or a script: blanks and comments may stand before that."""
    text = _as_text(head).lstrip()
    while text.startswith("<!--"):
        text = text.partition("-->")[2].lstrip()
    return _ACTIVE.match(text) is not None


def _as_text(head: bytes) -> str:
    """What a browser would read, whatever alphabet the file says it has."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    # Wide letters without a mark, as some browsers guess them.
    return head.replace(b"\x00", b"").decode("latin-1")


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # A letter may be cut off at the end.
        return error.reason == "unexpected end of data" and error.start > len(head) - 4
    return True
