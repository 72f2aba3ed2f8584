"""Streaming export of lists as CSV, JSON, XML, Markdown and Excel, in constant memory.

Content types, names and escaping are those of the API this one is compatible with; spreadsheets are an addition to it.
"""

import asyncio
import csv
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Protocol
from xml.sax.saxutils import escape

import msgspec

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.tabular.cell_values import (
    JSON,
    Called,
    Column,
    columns_of,
    plain_of,
    tags_of,
    text_of,
    without_formula,
)
from bottega.kernel.tabular.xlsx import CONTENT_TYPE, Spreadsheet

UNKNOWN_FORMAT = T(en="Unknown export format", pl="Nieznany format eksportu")

_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")
# The whole run, or every backslash of a long one would be tried as its beginning.
_BEFORE_PIPE: Final = re.compile(r"(?<!\\)(\\*)\|")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Writer(Protocol):
    """Turns columns and rows into the bytes of one file; its methods are called in threads, one at a time."""

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """A batch of rows."""
        ...

    def tail(self) -> Iterator[bytes]:
        """What is left once the last row is known."""
        ...

    def close(self) -> None:
        """Free what the writer holds, finished or not."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    name: str
    content_type: str
    extension: str
    aliases: tuple[str, ...]
    writer: Callable[[Sequence[Column]], Writer]


@dataclass(frozen=True, slots=True)
class ExportStream:
    """A file on its way: iterate ``chunks`` once."""

    content_type: str
    filename: str
    chunks: AsyncIterator[bytes]

    @property
    def disposition(self) -> str:
        """The value of Content-Disposition."""
        return f'attachment; filename="{self.filename}"'


def export(
    format_name: str,
    base_name: str,
    columns: Sequence[str],
    batches: AsyncIterator[Sequence[Mapping[str, Any]]],
    *,
    full: bool = False,
    called: Called | None = None,
) -> ExportStream:
    """Make a file of rows; a column's title is what it is ``called``, else made of its key.

    Without ``columns`` they are the keys of the first batch; when there is none either, ``ID`` stands alone.

    Raises:
        Invalid: The format is not one of ``FORMATS``.
    """
    chosen = FORMATS.get(format_name.strip().lower())
    if chosen is None:
        raise Invalid.of_field("format", UNKNOWN_FORMAT, formats=formats())
    base = re.sub(r"[^a-z0-9_-]+", "_", base_name.lower()).strip("_-") or "export"
    filename = f"{base}{'_full' if full else ''}.{chosen.extension}"
    return ExportStream(chosen.content_type, filename, _chunks(chosen, columns, batches, called))


def formats() -> list[str]:
    """The name of every format, without aliases."""
    return [each.name for each in _FORMATS]


async def _chunks(
    chosen: Format, keys: Sequence[str], batches: AsyncIterator[Sequence[Mapping[str, Any]]], called: Called | None
) -> AsyncIterator[bytes]:
    writer = chosen.writer(columns_of(keys, called)) if keys else None
    try:
        async for batch in batches:
            if not batch:
                continue
            writer = writer or chosen.writer(columns_of(dict.fromkeys(key for row in batch for key in row), called))
            if chunk := await asyncio.to_thread(writer.rows, batch):
                yield chunk
        writer = writer or chosen.writer([Column("id", "ID")])
        rest = writer.tail()
        while chunk := await asyncio.to_thread(next, rest, b""):
            yield chunk
    finally:
        if writer:
            writer.close()


class _Text(ABC):
    """What the text formats share: a head before the first row, an end after the last, nothing to free."""

    end = b""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.started = False

    @abstractmethod
    def head(self) -> bytes: ...

    @abstractmethod
    def body(self, rows: Sequence[Mapping[str, Any]]) -> bytes: ...

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        chunk = self.body(rows) if self.started else self.head() + self.body(rows)
        self.started = True
        return chunk

    def tail(self) -> Iterator[bytes]:
        yield self.end if self.started else self.head() + self.end

    def close(self) -> None:
        return


class _Csv(_Text):
    def head(self) -> bytes:
        return self._lines([[without_formula(column.title) for column in self.columns]])

    def body(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        keys = [column.key for column in self.columns]
        return self._lines([_csv_cell(row.get(key)) for key in keys] for row in rows)

    @staticmethod
    def _lines(rows: Iterable[list[str]]) -> bytes:
        """Quote as the csv module does when both CR and LF end a line, then end lines with LF alone."""
        sink = _Lines()
        csv.writer(sink, lineterminator="\r\n").writerows(rows)
        return "".join(sink.lines).encode("utf-8", "replace")


class _Lines:
    """A file for the csv writer, which writes one line at a time."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str, /) -> None:
        self.lines.append(line[:-2] + "\n")


def _csv_cell(value: object) -> str:
    text = text_of(value)
    return text if isinstance(value, int | float | Decimal) else without_formula(text)


class _Json(_Text):
    end = b"]\n"

    def head(self) -> bytes:
        return b"["

    def body(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        records = [{column.title: plain_of(row.get(column.key)) for column in self.columns} for row in rows]
        listed = msgspec.json.format(JSON.encode(records), indent=2).removeprefix(b"[").removesuffix(b"\n]")
        return b"," + listed if self.started else listed

    def tail(self) -> Iterator[bytes]:
        # An empty array stays on its line.
        if self.started:
            yield b"\n"
        yield from super().tail()


class _Xml(_Text):
    end = b"</records>\n"

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(columns)
        self._tags = tags_of(column.key for column in columns)

    def head(self) -> bytes:
        return b'<?xml version="1.0" encoding="UTF-8"?>\n<records>'

    def body(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        return "".join(f"<record>{self._fields(row)}</record>\n" for row in rows).encode()

    def _fields(self, row: Mapping[str, Any]) -> str:
        cells = zip(self._tags, self.columns, strict=True)
        return "".join(f"<{tag}>{_xml_text(row.get(column.key))}</{tag}>" for tag, column in cells)


def _xml_text(value: object) -> str:
    # A bare carriage return would be read back as a line feed.
    return escape(_NOT_IN_XML.sub("\ufffd", text_of(value)), {"\r": "&#13;"})


class _Markdown(_Text):
    def head(self) -> bytes:
        titles = [column.title for column in self.columns]
        return self._lines([titles, ["---"] * len(titles)])

    def body(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        return self._lines([text_of(row.get(column.key)) for column in self.columns] for row in rows)

    @staticmethod
    def _lines(rows: Iterable[list[str]]) -> bytes:
        lines = (f"| {' | '.join(map(_markdown_cell, cells))} |\n" for cells in rows)
        return "".join(lines).encode("utf-8", "replace")


def _markdown_cell(text: str) -> str:
    """Keep text in its cell: no pipe ends it, and no HTML but our own line break gets out of it."""
    escaped = _BEFORE_PIPE.sub(r"\1\1\\|", text.replace("<", "&lt;"))
    return _LINE_ENDS.sub("<br />", escaped)


_FORMATS: Final = (
    Format("csv", "text/csv; charset=utf-8", "csv", (), _Csv),
    Format("json", "application/json; charset=utf-8", "json", ("application/json",), _Json),
    Format("xml", "application/xml; charset=utf-8", "xml", ("application/xml",), _Xml),
    Format("markdown", "text/markdown; charset=utf-8", "md", ("md", "text/markdown"), _Markdown),
    Format("xlsx", CONTENT_TYPE, "xlsx", (CONTENT_TYPE,), Spreadsheet),
)
FORMATS: Final[Mapping[str, Format]] = {alias: each for each in _FORMATS for alias in (each.name, *each.aliases)}
