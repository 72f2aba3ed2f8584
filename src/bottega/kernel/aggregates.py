"""Aggregates: what is worked out of the rows of a list instead of showing them."""

from typing import Literal

from msgspec import Struct

Period = Literal["day", "week", "month", "quarter", "year"]
Grain = Literal[Period, ""]
Function = Literal["count", "sum", "avg", "min", "max"]


class Aggregate(Struct, frozen=True):
    """What is worked out of the rows of a list: a function of a column, of all of them and of each group.

    ``count`` of the id is the number of rows, of another column that of its values. Groups have one value of the column
    ``by``, or days in one ``grain`` of local time; those with the greatest values come first.
    """

    function: Function = "count"
    column: str = "id"
    by: str = ""
    grain: Grain = ""

    @property
    def is_total(self) -> bool:
        """Whether it is the number of rows, which lists know anyway."""
        return self == Aggregate()
