"""Where the letters of a PDF stand: what is outside of the sheet's margins, and what is printed over something else."""

import re
from collections import defaultdict
from collections.abc import Iterator
from ctypes import byref, c_double
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

# The margins of the sheet in points (letterhead.typ: 18 mm at the sides, 15 mm on top); the footer keeps 6 mm below.
LEFT, RIGHT, TOP, BOTTOM = 51.0, 544.3, 842 - 42.5, 14.0
# Side bearings and accents reach out of a letter's box by less.
TOLERANCE: Final = 1.5
FOOTER_SIZE: Final = 7.0
_CELL: Final = 12.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter on a page, its box in points from the lower left corner, and its place among the letters."""

    at: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


@dataclass(frozen=True)
class Page:
    """The letters of a page, blanks left out, and its text."""

    glyphs: list[Glyph]
    text: str

    @property
    def letters(self) -> str:
        """The text without its blanks."""
        return letters_of(self.text)


def letters_of(text: str) -> str:
    """A text without blanks, and without what has no shape."""
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u00ad\ufffe\u0002]+", "", text)


def pages_of(content: bytes) -> list[Page]:
    """The pages of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    text = page.get_textpage()
    count = text.count_chars()
    box = [c_double() for _ in range(4)]
    left, right, bottom, top = box
    references = [byref(one) for one in box]
    found: list[Glyph] = []
    for at in range(count):
        letter = chr(pdfium.FPDFText_GetUnicode(text, at))
        if letter.isspace() or pdfium.FPDFText_IsGenerated(text, at) == 1:
            continue
        pdfium.FPDFText_GetCharBox(text, at, *references)
        if right.value > left.value and top.value > bottom.value:
            size = pdfium.FPDFText_GetFontSize(text, at)
            found.append(Glyph(at, letter, left.value, bottom.value, right.value, top.value, round(size, 1)))
    return Page(found, text.get_text_range())


def outside(page: Page) -> list[Glyph]:
    """Letters beyond the margins."""
    return [
        one
        for one in page.glyphs
        if one.left < LEFT - TOLERANCE
        or one.right > RIGHT + TOLERANCE
        or one.bottom < BOTTOM
        or one.top > TOP + TOLERANCE
    ]


def overprinted(page: Page) -> list[tuple[Glyph, Glyph]]:
    """Pairs of letters of different words that share more than a fifth of the smaller one."""
    cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    found: list[tuple[Glyph, Glyph]] = []
    for one in page.glyphs:
        near = list(_cells(one))
        known = {id(other): other for cell in near for other in cells[cell]}.values()
        found += [(other, one) for other in known if one.at - other.at > 4 and _shared(one, other) > 0.2]
        for cell in near:
            cells[cell].append(one)
    return found


def lowest(page: Page) -> Glyph:
    """The lowest letter above the rule of the footer, which is set in 7 pt."""
    return min((one for one in page.glyphs if one.size != FOOTER_SIZE), key=lambda one: one.bottom)


def bottom_of(page: Page, text: str) -> float:
    """The line that a text stands on, where it is last on a page: the bottom of its first letter without a tail."""
    sought = letters_of(text)
    at = "".join(one.text for one in page.glyphs).rindex(sought)
    return next(one.bottom for one in page.glyphs[at : at + len(sought)] if one.text in "aeim")


def dotted_lines(content: bytes) -> list[float]:
    """Where the lines to write on are, on the last page of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        page: Any = document[len(document) - 1]
        paths: list[Any] = list(page.get_objects([pdfium.FPDF_PAGEOBJ_PATH]))
        return [one.get_bounds()[1] for one in paths if pdfium.FPDFPageObj_GetDashCount(one.raw) > 0]
    finally:
        document.close()


def _cells(one: Glyph) -> Iterator[tuple[int, int]]:
    for column in range(int(one.left // _CELL), int(one.right // _CELL) + 1):
        for row in range(int(one.bottom // _CELL), int(one.top // _CELL) + 1):
            yield column, row


def _shared(one: Glyph, other: Glyph) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.top, other.top) - max(one.bottom, other.bottom)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min(_area(one), _area(other))


def _area(one: Glyph) -> float:
    return (one.right - one.left) * (one.top - one.bottom)
