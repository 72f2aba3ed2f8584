"""Cells of an exported file: column headings, and values as text or JSON."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final, cast

import msgspec

CUSTOM_PREFIX: Final = "cf_"
JSON: Final = msgspec.json.Encoder(decimal_format="number")

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Each sign of a formula, then its full-width and small forms, which spreadsheets of East Asian systems take for it.
_RUNS: Final = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\ufe66",
    "\ufe62",
    "\ufe63",
    "\ufe6b",
)
_BREAKS: Final = re.compile(r"[\W_]+")


# What the column of a key is called by people; None where nobody says.
Called = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: the key in the rows, and its title."""

    key: str
    title: str


def columns_of(keys: Iterable[str], called: Called | None = None) -> list[Column]:
    """Give each key a title: what it is ``called``, else its own words.

    A title that is taken gets a number, because JSON is keyed by titles.
    """
    columns: list[Column] = []
    taken: set[str] = set()
    for key in keys:
        words = _BREAKS.split(_CAMEL.sub(" ", key.removeprefix(CUSTOM_PREFIX)))
        own = " ".join(word[0].upper() + word[1:] for word in words if word) or key
        plain = title = (called(key) if called else None) or own
        number = 2
        while title in taken:
            title, number = f"{plain} {number}", number + 1
        taken.add(title)
        columns.append(Column(key, title))
    return columns


def text_of(value: object) -> str:
    """A value as the text of a cell: dates in ISO 8601, arrays joined with a comma, objects as JSON."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case Decimal():
            text = format(value, "f")
        case datetime():
            text = timestamp(value)
        case date():
            text = value.isoformat()
        case list() | tuple():
            text = ", ".join(text_of(item) for item in cast("Sequence[object]", value))
        case dict():
            text = JSON.encode(plain_of(cast("object", value))).decode()
        case _:
            text = str(value)
    return text


def timestamp(moment: datetime) -> str:
    """A moment in UTC with milliseconds, ``2025-01-01T00:00:00.000Z``; without a zone it is UTC already."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def without_formula(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run, and before one that looks as if that were done."""
    return f"'{text}" if text.lstrip("'").startswith(_RUNS) else text


def without_guard(text: str) -> str:
    """Take off the apostrophe that ``without_formula`` put before text."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RUNS) else text


def guarded_again(text: str) -> str:
    """Text for a file that runs no formulas of it, which ``without_guard`` gives back as it is."""
    return without_formula(text) if text.startswith("'") else text


def plain_of(value: object) -> object:
    """A value as JSON has it; what JSON has no number for becomes null."""
    match value:
        case Decimal() | float():
            return value if math.isfinite(value) else None
        case datetime():
            return timestamp(value)
        case list() | tuple():
            return [plain_of(item) for item in cast("Sequence[object]", value)]
        case dict():
            return {str(key): plain_of(item) for key, item in cast("dict[object, object]", value).items()}
        case _:
            return value


def tags_of(keys: Iterable[str]) -> list[str]:
    """Give each key an element name of its own, without the colon that would need a namespace."""
    tags: list[str] = []
    for key in keys:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", key.removeprefix(CUSTOM_PREFIX))
        tag = plain = plain if plain[:1].isalpha() or plain[:1] == "_" else f"_{plain}"
        number = 2
        while tag in tags:
            tag, number = f"{plain}_{number}", number + 1
        tags.append(tag)
    return tags
