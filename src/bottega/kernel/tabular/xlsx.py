"""Excel export: rows streamed to a temporary file, with typed numbers and dates."""

import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from bottega.kernel.tabular.cell_values import Column, guarded_again, text_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK_BYTES: Final = 65_536

_MOST_ROWS: Final = 1_048_575
_MOST_CHARACTERS: Final = 32_767
_MOST_DIGITS: Final = 15
_MOST_DECIMALS: Final = 6
_MEASURED_ROWS: Final = 200
_WIDTHS: Final = (8, 60)
# Excel believes that 1900 was a leap year, so earlier days do not mean the same day to every reader.
_FIRST_DAY: Final = date(1900, 3, 1)


class Spreadsheet:
    """Writes one workbook; when a sheet is full the next one begins."""

    def __init__(self, columns: Sequence[Column], most_rows: int = _MOST_ROWS) -> None:
        """Open a workbook in a folder of its own; ``most_rows`` of a sheet do not count the header."""
        self._columns = columns
        self._most_rows = most_rows
        self._folder = Path(tempfile.mkdtemp(prefix="export-"))
        self._lock = Lock()
        self._closed = False
        self._file = self._folder / "export.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": str(self._folder),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        # The library is annotated only in part.
        from xlsxwriter import Workbook  # noqa: PLC0415 - no start should wait for it

        self._workbook: Any = Workbook(str(self._file), options)
        self._bold: Format = self._workbook.add_format({"bold": True})
        self._plain: Format = self._workbook.add_format()
        self._day: Format = self._workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._moment: Format = self._workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._decimals: dict[int, Format] = {}
        self._widths: list[int] | None = None
        self._sheet, self._row = self._next_sheet(), 1

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """Write a batch of rows to the temporary file; a workbook cannot be read before it is complete."""
        with self._lock:
            if self._closed:
                return b""
            if self._widths is None:
                self._widths = self._measure(rows[:_MEASURED_ROWS])
                self._widen(self._sheet)
            for row in rows:
                if self._row > self._most_rows:
                    self._sheet, self._row = self._next_sheet(), 1
                for index, column in enumerate(self._columns):
                    self._write(index, row.get(column.key))
                self._row += 1
        return b""

    def tail(self) -> Iterator[bytes]:
        """Complete the workbook and read it back in pieces."""
        with self._lock:
            if self._closed:
                return
            self._workbook.close()
        with self._file.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    def close(self) -> None:
        """Delete the temporary files; an export that was broken off may still be writing them in a thread."""
        with self._lock:
            self._closed = True
            for sheet in self._workbook.worksheets():
                if sheet.row_data_fh:
                    sheet.row_data_fh.close()
            shutil.rmtree(self._folder)

    def _next_sheet(self) -> "Worksheet":
        sheet: Worksheet = self._workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(self._columns):
            sheet.write_string(0, index, column.title, self._bold)
        self._widen(sheet)
        return sheet

    def _measure(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """The widest text of each column, within reason, in characters."""
        least, most = _WIDTHS
        widths: list[int] = []
        for column in self._columns:
            longest = max([len(column.title), *(len(text_of(row.get(column.key))) for row in rows)])
            widths.append(min(max(longest + 2, least), most))
        return widths

    def _widen(self, sheet: "Worksheet") -> None:
        for index, width in enumerate(self._widths or []):
            sheet.set_column(index, index, width)

    def _write(self, index: int, value: object) -> None:
        sheet, row = self._sheet, self._row
        match value:
            case None | "":
                return
            case bool():
                sheet.write_boolean(row, index, value)
            case int() if abs(value) < 10**_MOST_DIGITS:
                sheet.write_number(row, index, value)
            case float() if math.isfinite(value):
                sheet.write_number(row, index, value)
            case Decimal() if _is_exact(value):
                sheet.write_number(row, index, float(value), self._decimal(value))
            case datetime() if value.date() >= _FIRST_DAY:
                moment = value.astimezone(UTC) if value.tzinfo else value
                sheet.write_datetime(row, index, moment.replace(tzinfo=None), self._moment)
            case date() if value >= _FIRST_DAY:
                sheet.write_datetime(row, index, datetime.combine(value, time()), self._day)
            case _:
                self._write_text(index, _fitting(guarded_again(text_of(value))))

    def _write_text(self, index: int, text: str) -> None:
        # The library takes text with these ends for markup of its own and would copy it unescaped.
        if text.startswith("<r>") and text.endswith("</r>"):
            self._sheet.write_rich_string(self._row, index, text[0], self._plain, text[1:])
        else:
            self._sheet.write_string(self._row, index, text)

    def _decimal(self, value: Decimal) -> "Format":
        """A format that shows as many decimals as were stored: 12.50 stays 12.50."""
        exponent = value.as_tuple().exponent
        places = min(max(-exponent, 0), _MOST_DECIMALS) if isinstance(exponent, int) else 0
        if places not in self._decimals:
            shown = "0." + "0" * places if places else "0"
            self._decimals[places] = self._workbook.add_format({"num_format": shown})
        return self._decimals[places]


def _is_exact(value: Decimal) -> bool:
    """Whether a spreadsheet, which counts in 15 digits, can hold the number."""
    return value.is_finite() and len(value.as_tuple().digits) <= _MOST_DIGITS and Decimal(str(float(value))) == value


def _fitting(text: str) -> str:
    """Cut a text to what a cell holds, counted in UTF-16 units."""
    if len(text) * 2 <= _MOST_CHARACTERS:
        return text
    return text.encode("utf-16-le", "replace")[: _MOST_CHARACTERS * 2].decode("utf-16-le", "ignore")
