"""Days off as an obstacle to the day of an installation."""

from datetime import date
from typing import Final
from uuid import UUID

from bottega.business.calendar.module import module
from bottega.business.calendar.public_holidays import days_between, is_public_holiday
from bottega.business.contracts import ASKED, Obstacle, require_contract
from bottega.kernel.context import Context
from bottega.kernel.i18n import T

DAY: Final = T(en="Day of installation", pl="Dzień montażu")
BLOCKED: Final = T(en="{dzien} is blocked", pl="{dzien} jest zablokowany")
HOLIDAY: Final = T(en="{dzien} is a public holiday", pl="{dzien} to święto")
_BLOCKED: Final = (
    "SELECT dzien FROM calendar_blocked_days WHERE tenant_id = $1 AND organization_id = $2 AND deleted_at IS NULL"
    " AND dzien BETWEEN $3 AND $4 ORDER BY dzien"
)


@module.within(ASKED)
async def speak_against(ctx: Context, *, contract_id: UUID, days: tuple[date, date], obstacles: list[Obstacle]) -> None:
    """Add blocked days and public holidays of Poland; Sundays are not said, because some studios install on them."""
    contract = await require_contract(ctx, contract_id)
    blocked = await blocked_days(ctx, contract["organization_id"], days)
    missing = [
        (BLOCKED if day in blocked else HOLIDAY).given(dzien=day)
        for day in days_between(*days)
        if day in blocked or is_public_holiday(day)
    ]
    if missing:
        obstacles.append(Obstacle("dzien", DAY, missing, "dzien_wolny"))


async def blocked_days(ctx: Context, organization_id: UUID, days: tuple[date, date]) -> set[date]:
    """The days that an organization has blocked among these, both included."""
    return {row["dzien"] for row in await ctx.query(_BLOCKED, ctx.tenant_id, organization_id, *days)}
