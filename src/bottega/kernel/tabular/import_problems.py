"""Row errors of an import: line, column as the file names it, and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bottega.kernel.i18n import T
from bottega.kernel.schemas import snake_name
from bottega.kernel.tabular.import_numbers import NoNumber
from bottega.kernel.tabular.imports import Matched


@dataclass(frozen=True)
class Rejection:
    """A row that cannot be imported, the column at fault, and why."""

    line: int
    column: str | None
    reason: str


class WrongCell(Exception):
    """What is wrong with a cell; ``name`` is the column as we call it."""

    def __init__(self, name: str, reason: T) -> None:
        """For whoever reads the row."""
        super().__init__(name)
        self.name = name
        self.reason = reason

    def rejection(self, line: int, matched: Matched, locale: str) -> Rejection:
        """The row it is in, turned away."""
        return Rejection(line, matched.called(self.name, locale), self.reason(locale))


def number_in(matched: Matched, name: str, text: str) -> Decimal:
    """The number of a cell, as its column stores it.

    Raises:
        WrongCell: It is none, or may mean another one.
    """
    try:
        return matched.notations[name].read(text)
    except NoNumber as none:
        raise WrongCell(name, none.reason) from None


def rejection_of(line: int, issue: Mapping[str, Any], matched: Matched, locale: str) -> Rejection:
    """A row turned away because of an issue that the input of a form found."""
    name = snake_name(str(issue["path"][0])) if issue["path"] else ""
    return Rejection(line, matched.called(name, locale), issue["message"])
