"""Text jobs of the sandbox: text extraction from untrusted files, and detection of archive bombs."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Final
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T

MOST_LETTERS: Final = 50_000
MOST_PAGES: Final = 200
MOST_UNPACKED: Final = 1 << 30
MOST_RATIO: Final = 200
MOST_ENTRIES: Final = 10_000
# Small archives may be packed as tightly as they like.
_HARMLESS: Final = 64 << 20
_MOST_XML: Final = 64 << 20
_TESSERACT_SECONDS: Final = 60

BOMB: Final = T(
    en="The archive unpacks to more than is reasonable", pl="Archiwum rozpakowuje się do nadmiernego rozmiaru"
)
NO_ARCHIVE: Final = T(en="The archive cannot be read", pl="Archiwum nie da się odczytać")

_BLANKS: Final = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES: Final = re.compile(r"\n\s*\n+")


def check_archive(tail: bytes) -> Iterator[bool]:
    """Refuse an archive that unpacks to too much, by its directory, which stands at the end of its file.

    Raises:
        Invalid: It does, or has no directory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(tail)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Invalid(NO_ARCHIVE, code="bad_archive") from None
    unpacked = sum(one.file_size for one in entries)
    packed = sum(one.compress_size for one in entries)
    tight = unpacked > _HARMLESS and unpacked > MOST_RATIO * max(packed, 1)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or tight:
        raise Invalid(BOMB, code="archive_bomb")
    yield True


def read_text(content: bytes, kind: str, tesseract: str) -> Iterator[str]:
    """The text of a file, as far as it has any, at most ``MOST_LETTERS``.

    Args:
        content: The file.
        kind: ``pdf``, ``docx``, ``sheet``, ``text`` or ``picture``.
        tesseract: Where the program that reads pictures is; empty without it.
    """
    text = _READERS[kind](content, tesseract)
    yield _LINES.sub("\n\n", _BLANKS.sub(" ", text.replace("\x00", ""))).strip()[:MOST_LETTERS]


def _plain(content: bytes, _tesseract: str) -> str:
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content[: 4 * MOST_LETTERS].decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig" and error.reason == "unexpected end of data":
                return content[: error.start].decode(encoding)
    return ""


def _of_pdf(content: bytes, _tesseract: str) -> str:
    # It takes a moment to import, which other kinds need not wait for.
    from pypdf import PdfReader  # noqa: PLC0415

    parts: list[str] = []
    size = 0
    for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
        parts.append(page.extract_text())
        size += len(parts[-1])
        if size > MOST_LETTERS:
            break
    return "\n\n".join(parts)


def _of_docx(content: bytes, _tesseract: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("word/document.xml") as document:
        return _Words().read(document)


class _Words:
    """The text of WordprocessingML: runs, and what ends a line."""

    _ENDS: Final = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t", "tc": "\t"}

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._in_text = False

    def read(self, document: IO[bytes]) -> str:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._letters
        parser.EntityDeclHandler = _refuse_entities
        size = 0
        while piece := document.read(1 << 16):
            size += len(piece)
            if size > _MOST_XML:
                break
            parser.Parse(piece)
        return "".join(self._parts)

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._in_text = self._in_text or name.rpartition(":")[2] == "t"

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self._in_text = self._in_text and local != "t"
        self._parts.append(self._ENDS.get(local, ""))

    def _letters(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


def _refuse_entities(*_: object) -> None:
    message = "a document that declares entities"
    raise ValueError(message)


def _of_sheets(content: bytes, _tesseract: str) -> str:
    lines: list[str] = []
    size = 0
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in workbook.sheet_names:
        lines.append(name)
        for row in workbook.get_sheet_by_name(name).iter_rows():
            line = "\t".join(str(cell) for cell in row if cell not in ("", None))
            lines.append(line)
            size += len(line)
            if size > MOST_LETTERS:
                return "\n".join(lines)
    return "\n".join(lines)


def _of_picture(content: bytes, tesseract: str) -> str:
    if not tesseract:
        return ""
    for languages in ("pol+eng", "eng"):
        command = [tesseract, "stdin", "stdout", "-l", languages]
        done = subprocess.run(command, input=content, capture_output=True, timeout=_TESSERACT_SECONDS, check=False)
        if done.returncode == 0:
            return done.stdout.decode("utf-8", "replace")
    return ""


_READERS: Final[Mapping[str, Callable[[bytes, str], str]]] = {
    "pdf": _of_pdf,
    "docx": _of_docx,
    "sheet": _of_sheets,
    "text": _plain,
    "picture": _of_picture,
}
