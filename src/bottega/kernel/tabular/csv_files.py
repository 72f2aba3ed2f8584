"""CSV reader: detects encoding and delimiter, and yields rows of cells."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.tabular.cell_values import without_guard
from bottega.kernel.tabular.headings import heading_key

# Empty ones between the rows, and those within cells, included.
MOST_LINES: Final = 1_000_000
# What Excel lets a cell hold.
MOST_CHARACTERS: Final = 32_767
DELIMITERS: Final = (";", "\t", ",", "|")
MOST_TITLES: Final = 10
_LOOKED_AT: Final = 50
_LOOKED_AT_CHARACTERS: Final = 65_536

UNREADABLE: Final = T(
    en="The file is neither a readable CSV nor an Excel workbook",
    pl="Plik nie jest ani czytelnym CSV, ani skoroszytem Excela",
)
TOO_MANY_LINES: Final = T(
    en="The file has more than {most} lines; remove the empty ones", pl="Plik ma ponad {most} linii; usuń puste"
)
CELL_TOO_LONG: Final = T(
    en="Line {line} has a cell of more than {most} characters",
    pl="W wierszu {line} jest komórka dłuższa niż {most} znaków",
)
OPEN_QUOTE: Final = T(
    en="Line {line} has a cell whose quotation mark is not closed at its end. Close it, and write every quotation mark"
    " within the cell twice",
    pl="W wierszu {line} jest komórka, której cudzysłów nie zamyka się na jej końcu. Zamknij go, a każdy cudzysłów"
    " wewnątrz komórki zapisz podwójnie",
)

Line = tuple[int, list[str]]


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 unless it cannot be, then what Excel writes on a Polish Windows."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1250", "replace"), "cp1250"


def delimiter_of(text: str, known: Collection[str]) -> str:
    """What separates the cells: a line ``sep=;`` says it, else what makes the best table of the first lines.

    Args:
        text: The file.
        known: Headings that are expected, as ``heading_key`` compares them.
    """
    first, _, _ = text.lstrip("\r\n").partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        return first.strip()[-1]
    head = text[:_LOOKED_AT_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: _worth(_first_rows(head, delimiter), known))


def _reader(text: str, delimiter: str, *, strict: bool = False) -> Any:
    # Programs put a blank between delimiter and quotation mark, which would make the mark a part of the text.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=strict)


def _first_rows(head: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for cells in islice(_reader(head, delimiter), _LOOKED_AT):
            if any(cell.strip() for cell in cells):
                rows.append(cells)  # noqa: PERF401 - what was read before a failure counts
    except csv.Error:
        # The rows before it say enough; whoever reads the file names the line.
        return rows
    return rows


def _worth(rows: Sequence[Sequence[str]], known: Collection[str]) -> tuple[float, float, int]:
    """How much of a table the rows are: known headings over rows that fit under them, then how many fit, and width."""
    headings = set(known)
    counts = [len({heading_key(cell) for cell in cells} & headings) for cells in rows[: MOST_TITLES + 1]]
    named = max(counts, default=0)
    if named:
        start = counts.index(named)
    else:
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        if not widths:
            return 0, 0, 0
        usual = max(widths, key=lambda width: (widths[width], width))
        start = next(i for i, cells in enumerate(rows) if len(cells) == usual)
    width = _filled(rows[start])
    below = rows[start + 1 :]
    fitting = sum(_fits(cells, width) for cells in below) / len(below) if below else 1
    return named * fitting, fitting * len(below) if width > 1 or named else 0, width


def _filled(cells: Sequence[str]) -> int:
    """How many cells a row has up to the last that is filled."""
    return max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _fits(cells: Sequence[str], width: int) -> bool:
    """Whether a row has no more cells than the headings, and is separated where they are."""
    return _filled(cells) <= width and (len(cells) > 1 or width <= 1)


def csv_lines(text: str, delimiter: str) -> Iterator[Line]:
    """The rows with the numbers of their first lines, without the marks our own exports put before formulas.

    Raises:
        Invalid: It is no CSV, too much of one, or a quotation mark is not closed.
    """
    if "\x00" in text:
        raise Invalid(UNREADABLE, code="unreadable_file")
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise Invalid(TOO_MANY_LINES.given(most=MOST_LINES), code="too_many_lines")
    reader = _reader(text, delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if not (line == 1 and cells and cells[0].lower().startswith("sep=")):
                yield line, [without_guard(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        # The module's own limit for a field, which is several times ours, unless an open quotation mark reached it.
        if str(error).startswith("field larger") and text.count('"') % 2 == 0:
            raise Invalid(CELL_TOO_LONG.given(line=line, most=MOST_CHARACTERS), code="cell_too_long") from None
        raise Invalid(OPEN_QUOTE.given(line=line), code="open_quote") from None
