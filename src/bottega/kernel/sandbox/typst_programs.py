"""Typst jobs of the sandbox: document rendering and checking of pictures.

Nothing else may call typst: with what people typed and drew, any call may take as long as it likes.
"""

import re
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal
from xml.parsers import expat

import typst

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T

# A picture is drawn again on every document.
LONGEST_DRAWING: Final = 1.0
DEEPEST: Final = 100
MOST_ELEMENTS: Final = 20_000
MOST_LETTERS: Final = 5_000

TOO_SLOW: Final = T(
    en="The picture takes more than {seconds:g} s to draw; simplify it",
    pl="Rysowanie obrazu trwa ponad {seconds:g} s; uprość go",
)
TOO_WORDY: Final = T(
    en="The SVG has more than {most} letters of text; turn them into shapes",
    pl="SVG ma ponad {most} liter tekstu; zamień je na kształty",
)
TOO_NESTED: Final = T(
    en="The SVG has more than {deep} groups in each other or more than {most} elements; simplify it",
    pl="SVG ma ponad {deep} zagnieżdżonych grup albo ponad {most} elementów; uprość go",
)
NOT_PLAIN: Final = T(
    en="The SVG has <{name}>; save it as plain shapes, without filters, scripts and pages in it",
    pl="SVG zawiera <{name}>; zapisz go jako zwykłe kształty, bez filtrów, skryptów i stron w środku",
)
FROM_ELSEWHERE: Final = T(
    en="The SVG refers to something outside of the file; embed it",
    pl="SVG odwołuje się do czegoś spoza pliku; osadź to w nim",
)
HAS_ENTITIES: Final = T(
    en="The SVG declares a document type; save it without", pl="SVG deklaruje typ dokumentu; zapisz bez niego"
)
NOTHING_SEEN: Final = T(en="Nothing is drawn in the picture", pl="Na obrazie nic nie narysowano")
NO_PICTURE: Final = T(en="The picture cannot be drawn", pl="Obrazu nie da się narysować")

Format = Literal["pdf", "png", "svg"]

# As typst words it, with letters that are not seen written as in Rust; it names the letters alone, not all of a text.
_SHAPELESS: Final = re.compile(r"the text `\"(.{1,200}?)\"` could not be displayed")
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_NOT_PLAIN: Final = frozenset({"filter", "script", "foreignObject", "handler", "iframe", "set"})
_EMBEDDED: Final = ("#", "data:image/png;", "data:image/jpeg;", "data:image/jpg;", "data:image/gif;")
_AS_PRINTED: Final = b'#set page(width: auto, height: auto)\n#image(bytes(sys.inputs.svg), format: "svg", height: 17mm)'

_SHEET: Final = b"#set page(width: 90mm, height: 25mm, margin: 0pt, fill: white)\n"


@cache
def _fonts() -> typst.Fonts:
    """The fonts of typst, looked for once; those of a server would make documents differ between servers."""
    return typst.Fonts(include_system_fonts=False)


@cache
def _compiler(template: str) -> typst.Compiler:
    """It keeps what it has understood of its template."""
    root = Path(template).parent
    return typst.Compiler(template, root=root, font_paths=_fonts(), ignore_system_fonts=True)


def set_type(  # noqa: PLR0917 - arguments of a program are a list
    template: str,
    inputs: Mapping[str, str],
    timestamp: int,
    format: Format = "pdf",
    ppi: float | None = None,
    complete: bool = False,  # noqa: FBT001, FBT002 - likewise
) -> Iterator[bytes | str]:
    """A document as a file, or as a picture of each page: the same inputs at the same moment give the same bytes.

    A complete one is PDF/A-2b, which is made to be kept: it has no letter without a shape. What no font has is yielded
    as a text instead of the file. (A picture that PDF/A does not take makes it an ordinary PDF.)

    Args:
        template: Its path; nothing outside of its folder is read.
        inputs: What the template finds in ``sys.inputs``.
        timestamp: The moment the file says it was made, in seconds since 1970.
        format: ``pdf``, ``png`` or ``svg``.
        ppi: Pixels an inch, of a PNG.
        complete: Whether every letter has to have a shape, of a PDF.
    """
    compiler = _compiler(template)
    made: Any = None
    if complete:
        try:
            made = compiler.compile(format="pdf", sys_inputs=dict(inputs), timestamp=timestamp, pdf_standards="a-2b")
        except typst.TypstError as error:
            if shapeless := _shapeless(str(error.diagnostic)):
                yield shapeless
                return
    made = made or compiler.compile(format=format, sys_inputs=dict(inputs), timestamp=timestamp, ppi=ppi)
    assert made
    yield from [made] if isinstance(made, bytes) else made


def _shapeless(diagnostic: str) -> str:
    """The letters that typst says it has no font for, each once; empty if it complains of something else."""
    texts = "".join(_SHAPELESS.findall(diagnostic))
    return "".join(dict.fromkeys(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), texts)))


def try_picture(svg: str, raster: bytes | None) -> Iterator[bool]:
    """Draw a picture as documents do.

    Args:
        svg: The picture as templates take it.
        raster: The PNG or JPEG in it, if that is what it is made of.

    Raises:
        Invalid: It cannot be drawn, or is not plain, or takes too long.
    """
    began = time.process_time()
    try:
        if raster is None:
            _require_plain(svg)
        else:
            # A broken one inside a drawing would be left out without a word.
            typst.compile(f"#image(bytes(({','.join(map(str, raster))},)), width: 2cm)".encode(), format="svg")
        typst.compile(_AS_PRINTED, format="pdf", sys_inputs={"svg": svg}, font_paths=_fonts(), ignore_system_fonts=True)
    except (expat.ExpatError, typst.TypstError, ValueError):
        raise Invalid(NO_PICTURE, code="bad_picture") from None
    if time.process_time() - began > LONGEST_DRAWING:
        raise Invalid(TOO_SLOW.given(seconds=LONGEST_DRAWING), code="too_slow")
    yield True


def try_visible_picture(svg: str, raster: bytes) -> Iterator[bool]:
    """Draw a PNG or JPEG as documents do, and refuse one of which nothing is seen on white paper.

    Raises:
        Invalid: As ``try_picture``, or nothing is seen of it.
    """
    yield from try_picture(svg, raster)
    empty, drawn = (
        typst.compile(_SHEET + image, format="png", ppi=96, sys_inputs={"svg": svg}, ignore_system_fonts=True)
        for image in (b"", b'#image(bytes(sys.inputs.svg), format: "svg", height: 25mm)')
    )
    if empty == drawn:
        raise Invalid(NOTHING_SEEN, code="blank_picture")


class _Plain:
    """What is seen of a drawing while it is read."""

    def __init__(self) -> None:
        self.depth = self.elements = self.letters = 0
        # How deep it is in elements of text.
        self._texts = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth, self.elements = self.depth + 1, self.elements + 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise Invalid(TOO_NESTED.given(deep=DEEPEST, most=MOST_ELEMENTS), code="too_nested")
        if (local := _local(name)) in _NOT_PLAIN:
            raise Invalid(NOT_PLAIN.given(name=local), code="not_plain")
        self._texts += local == "text"
        for attribute, value in attributes.items():
            embedded = value.strip().lower().startswith(_EMBEDDED)
            if _local(attribute) == "href" and local != "a" and not embedded:
                raise Invalid(FROM_ELSEWHERE, code="from_elsewhere")

    def end(self, name: str) -> None:
        self.depth -= 1
        self._texts -= _local(name) == "text"

    def text(self, text: str) -> None:
        self.letters += len(text) if self._texts else 0
        if self.letters > MOST_LETTERS:
            raise Invalid(TOO_WORDY.given(most=MOST_LETTERS), code="too_wordy")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_entities(*_: object) -> None:
    raise Invalid(HAS_ENTITIES, code="has_entities")


def _require_plain(svg: str) -> None:
    """Refuse what makes drawing expensive, or reaches beyond the file."""
    seen = _Plain()
    parser = expat.ParserCreate()
    parser.StartElementHandler = seen.start
    parser.EndElementHandler = seen.end
    parser.CharacterDataHandler = seen.text
    parser.EntityDeclHandler = _refuse_entities
    parser.Parse(svg, True)  # noqa: FBT003 - the library's own parameter for the last piece
