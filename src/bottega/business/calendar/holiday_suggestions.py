"""Suggestions of days to block: Polish public holidays and Sundays (BR-19)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import holidays
from pydantic import Field

from bottega.business.calendar.module import module
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Query, Schema, Whole, today

SUNDAY: Final = T(en="Sunday", pl="Niedziela")
_LANGUAGES: Final = {"pl": "pl", "de": "de"}
_SUNDAY: Final = 6


class YearQuery(Query):
    """Which year."""

    year: Annotated[Whole, Field(ge=1990, le=2100)] | None = Field(
        default=None, description="The year; left out, this one."
    )


class Suggestion(Schema):
    """A day that may be blocked."""

    dzien: date
    nazwa: str
    rodzaj: Literal["swieto", "niedziela"]
    blocked_day_id: UUID | None = Field(description="The blocked day, where it is blocked already.")


class Suggestions(Schema):
    """The days of a year that may be blocked, in order."""

    year: int
    items: list[Suggestion]


@module.get("/suggestions", "calendar.view", name="suggestions", answer=Suggestions)
async def suggest_days(ctx: Context, query: YearQuery) -> dict[str, Any]:
    """Suggest days to block.

    Public holidays of Poland, the 24th of December since 2025 included, and Sundays of a year; each says whether the
    selected organization has blocked it.
    """
    year = query.year or today().year
    rows = await ctx.query(
        "SELECT id, dzien FROM calendar_blocked_days WHERE tenant_id = $1 AND organization_id = $2"
        " AND deleted_at IS NULL AND dzien BETWEEN $3 AND $4",
        ctx.tenant_id,
        ctx.scope.organization_id,
        date(year, 1, 1),
        date(year, 12, 31),
    )
    blocked = {row["dzien"]: row["id"] for row in rows}
    items = [
        {"dzien": day, "nazwa": name, "rodzaj": kind, "blockedDayId": blocked.get(day)}
        for day, name, kind in suggested(year, ctx.locale)
    ]
    return {"year": year, "items": items}


def suggested(year: int, locale: str) -> Iterator[tuple[date, str, str]]:
    """Holidays and Sundays of a year: day, name and kind; a holiday on a Sunday is a holiday."""
    known = holidays.country_holidays("PL", years=year, language=_LANGUAGES.get(locale, "en_US"))
    day = date(year, 1, 1)
    while day.year == year:
        name = known.get(day)
        if name:
            yield day, name, "swieto"
        elif day.weekday() == _SUNDAY:
            yield day, SUNDAY(locale), "niedziela"
        day += timedelta(days=1)
