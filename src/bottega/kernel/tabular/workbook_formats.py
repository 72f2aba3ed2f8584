"""Excel number formats: leading zeros, dashes, per cents and units that are displayed, not stored.

The library that reads workbooks gives the numbers alone. The formats are in the parts ``xl/styles.xml`` and the sheet
of an Office Open XML file (ECMA-376-1, 18.8.30); older kinds of workbook are read without them.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from xml.parsers import expat

from bottega.kernel.tabular.import_numbers import KNOWN_UNITS, unit_key

_CHUNK_BYTES: Final = 65_536
# Formats that every workbook has, by their numbers: per cents.
_BUILT_IN: Final = {9: "0%", 10: "0.00%"}
# Amounts of this country are nothing that needs to be told.
_HOME: Final = frozenset({unit_key("zł"), unit_key("PLN")})

# A currency, what only takes or fills space, colours and conditions, a literal in quotes or after a backslash.
_TOKEN: Final = re.compile(r'\[\$([^\[\]-]{0,9})(?:-[^\[\]]{0,9})?\]|[_*].|\[[^\[\]]{0,9}\]|"([^"]{0,40})"|\\(.)')
_CODE: Final = re.compile(r"[0\-\s/()]+")
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Attributes = Mapping[str, str]
# The format of a cell, by row and column from 0.
Formats = Mapping[tuple[int, int], str]


def formats_of(content: bytes) -> Formats:
    """The formats of cells of the first sheet that show more than a number, in their own notation."""
    if content[:2] != b"PK":
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            styles = _Styles()
            _read(packed, "xl/styles.xml", styles.start)
            telling = {str(i): code for i, code in enumerate(styles.codes()) if is_telling(code)}
            if not telling:
                return {}
            cells = _Cells(telling)
            _read(packed, _first_sheet(packed), cells.start)
            return cells.found
    except (KeyError, ValueError, expat.ExpatError):
        # What can be read at all is read without formats.
        return {}


def is_telling(code: str) -> bool:
    """Whether a format shows more than the number, or less: zeros in front, dashes, a per cent, a foreign unit."""
    plain, literal = _plain(code)
    return _is_code(plain) or plain.endswith("%") or _unit(literal) != ""


def shown(value: float, code: str, number: Callable[[float], str]) -> str:
    """A number as its format shows it, apart from rounding; ``number`` writes one without a format."""
    plain, literal = _plain(code)
    if _is_code(plain) and value >= 0 and float(value).is_integer():
        digits = list(str(int(value)).zfill(plain.count("0")))
        signs = [sign if sign != "0" else digits.pop() for sign in reversed(plain)]
        return "".join([*digits, *reversed(signs)]).strip()
    if plain.endswith("%"):
        return f"{number(float(Decimal(f'{value:.15g}') * 100))}%"
    return f"{number(value)} {_unit(literal)}".strip()


def _plain(code: str) -> tuple[str, str]:
    """The format of positive numbers with its literals in place, and these literals alone."""
    literals: list[str] = []

    def literal(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or found[3] or "")
        return literals[-1]

    plain = _TOKEN.sub(literal, code.partition(";")[0])
    return plain, "".join(literals)


def _is_code(plain: str) -> bool:
    """Whether a format is that of a code: several zeros and signs between them, no decimals."""
    return _CODE.fullmatch(plain) is not None and plain.count("0") > 1


def _unit(literal: str) -> str:
    unit = literal.strip()
    return unit if unit_key(unit) in KNOWN_UNITS - _HOME else ""


def _read(packed: zipfile.ZipFile, name: str, start: Callable[[str, Attributes], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
    with packed.open(name) as part:
        while chunk := part.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)  # noqa: FBT003 - not the last one
        parser.Parse(b"", True)  # noqa: FBT003 - the last one


@dataclass
class _Styles:
    """The formats of a workbook by their ids, and the ids by the number of a cell's style."""

    formats: dict[int, str] = field(default_factory=lambda: dict(_BUILT_IN))
    ids: list[int] = field(default_factory=list[int])
    _of_cells: bool = False

    def start(self, tag: str, given: Attributes) -> None:
        if tag == "numFmt":
            self.formats[int(given["numFmtId"])] = given["formatCode"]
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles"):
            self._of_cells = tag == "cellXfs"
        elif tag == "xf" and self._of_cells:
            self.ids.append(int(given.get("numFmtId", "0")))

    def codes(self) -> list[str]:
        return [self.formats.get(one, "") for one in self.ids]


@dataclass
class _Cells:
    """The cells of a sheet that hold numbers of telling styles."""

    telling: Mapping[str, str]
    found: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])

    def start(self, tag: str, given: Attributes) -> None:
        if tag != "c" or given.get("t", "n") != "n" or given.get("s") not in self.telling:
            return
        if place := _CELL.fullmatch(given.get("r", "")):
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            self.found[int(place[2]) - 1, column - 1] = self.telling[given["s"]]


def _first_sheet(packed: zipfile.ZipFile) -> str:
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, given: Attributes) -> None:
        if tag == "sheet":
            sheets.extend(value for name, value in given.items() if name.rpartition(":")[2] == "id")

    def target(tag: str, given: Attributes) -> None:
        if tag == "Relationship":
            targets[given["Id"]] = given["Target"]

    _read(packed, "xl/workbook.xml", sheet)
    _read(packed, "xl/_rels/workbook.xml.rels", target)
    path = targets[sheets[0]] if sheets else ""
    return path[1:] if path.startswith("/") else f"xl/{path}"
