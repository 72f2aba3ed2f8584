"""Number series of documents: gap-free, the next number taken in the transaction that uses it.

The row of a series stays locked until that transaction ends: whoever else wants a number waits, and a transaction
that fails gives its number back.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table

Taken = Callable[[str], Awaitable[bool]]

_COUNTER: Final = "{NNN}"
_SHAPES: Final = {r"\{YYYY\}": r"\d{4}", r"\{MM\}": r"\d{2}"}


class NumberSeries(Table):
    """The last number of a series of an organization; ``series`` is the number without its counter, in lower case."""

    __tablename__ = "number_series"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


@dataclass(frozen=True)
class Series:
    """How the documents of one kind are numbered: ``WZ/{YYYY}/{MM}/{NNN}`` begins anew each month.

    A pattern ends with the counter ``{NNN}``, which has three digits or more; besides year and month it may name parts
    of its own, such as ``{KASA}``, which callers then give.
    """

    pattern: str

    def __post_init__(self) -> None:
        """Refuse a pattern that would give the same number twice."""
        assert self.pattern.endswith(_COUNTER)
        assert self.pattern.count(_COUNTER) == 1

    async def next(
        self, ctx: Context, organization_id: UUID, day: date, *, taken: Taken | None = None, **parts: str
    ) -> str:
        """The next number of the series a day falls into; passes over those given by hand, which ``taken`` knows."""
        await ctx.begin()
        series = self._series(day, parts)
        while True:
            number = f"{series}{await _advance(ctx, organization_id, series, 1):03d}"
            if taken is None or not await taken(number):
                return number

    async def hold(self, ctx: Context, organization_id: UUID, number: str) -> None:
        """Wait for others who take numbers of the series that a number given by hand would belong to."""
        if self._shape.fullmatch(number):
            await ctx.begin()
            await _advance(ctx, organization_id, number[: -len(re.split(r"\D", number)[-1])], 0)

    def _series(self, day: date, parts: dict[str, str]) -> str:
        stem = self.pattern.removesuffix(_COUNTER)
        return stem.format(YYYY=f"{day:%Y}", MM=f"{day:%m}", **parts)

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        shape = re.escape(self.pattern.removesuffix(_COUNTER))
        for placeholder, digits in _SHAPES.items():
            shape = shape.replace(placeholder, digits)
        return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", shape) + r"\d{3,9}", re.IGNORECASE)


async def _advance(ctx: Context, organization_id: UUID, series: str, by: int) -> int:
    """Lock a series and move it on; answers where it stands."""
    return await ctx.query_value(
        "INSERT INTO number_series AS s (tenant_id, organization_id, series, last) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (tenant_id, organization_id, series) DO UPDATE SET last = s.last + excluded.last RETURNING last",
        ctx.tenant_id,
        organization_id,
        series.lower(),
        by,
    )
