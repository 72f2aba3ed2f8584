"""Widgets of dashboards: a figure, groups of it or the first rows of one list, and the view of the list they open.

A widget is data, declared by the module whose list it is about (``module.widget``). It asks what the list would be
asked, so that what it shows is what the list shows. One about a page that the list engine does not read says what is
made of its answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T

Size = Literal["sm", "md", "lg"]
# What is drawn: the figure alone, or its groups as bars beside their names, columns along time, parts of one line.
Chart = Literal["figure", "bars", "columns", "parts"]
Unit = Literal["count", "money"]
Tone = Literal["plain", "good", "warn", "danger"]

# Among the filters of a widget: the id of whoever looks.
ME: Final = "@me"
COUNT: Final = Aggregate()


@dataclass(frozen=True)
class Part:
    """A group of a figure: what it is called, its value and its rows, and the filters that open these."""

    key: Any
    value: Any
    n: int | None = None
    label: str | None = None
    filters: Mapping[str, Any] | None = None
    tone: Tone = "plain"


@dataclass(frozen=True)
class Reading:
    """What a widget shows: a figure, how many rows the list it opens has, groups and first rows."""

    value: Any
    total: int
    parts: Sequence[Part] = ()
    items: Sequence[Mapping[str, Any]] = ()


# What is made of the answer of a page that the list engine does not read, in a language.
Made = Callable[[Any, str], Reading]


@dataclass(frozen=True)
class Widget:
    """A widget of a dashboard about a ``screen``: ``finance.transactions``.

    ``filters`` are those of its list's query, ``sort`` the column it is sorted by, with ``-`` from the last to the
    first. ``period`` is the filter whose days are those of ``dates``, the name of a range such as ``this_month``;
    ``compared`` says that the figure of the period before stands beside it. ``rows`` is how many rows are shown, with
    these ``columns``. It is for whoever may see the list and holds what it ``needs`` besides; one that is not
    ``enabled`` is placed only by whoever wants it.
    """

    title: T
    icon: str
    screen: str
    description: T | None = None
    filters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    sort: str = ""
    period: str = ""
    dates: str = ""
    compared: bool = False
    figure: Aggregate = COUNT
    chart: Chart = "figure"
    rows: int = 0
    columns: str = ""
    size: Size = "sm"
    needs: tuple[str, ...] = ()
    enabled: bool = True
    # What is so many rows is no good news: its figure is red unless it is none.
    alarm: bool = False
    # The command it reads instead of the screen's list, and what is made of its answer.
    reads: str = ""
    made: Made | None = None

    @property
    def list_command(self) -> str:
        """The list it opens."""
        return f"{self.screen}.list"

    @property
    def unit(self) -> Unit:
        """What its figure is: a number of rows or values, or złoty."""
        return "count" if self.figure.function == "count" else "money"
