"""Lead time as an obstacle to the day of an installation, in working days."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from bottega.business.calendar.days_off import blocked_days
from bottega.business.calendar.module import module
from bottega.business.calendar.public_holidays import working_days
from bottega.business.contracts import ASKED, Obstacle, contract_rules, require_contract
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import today

LEAD: Final = T(en="Lead time", pl="Wyprzedzenie")
TOO_SOON: Final = T(
    en="{left} working days are left until {dzien}, {wanted} are needed",
    pl="do {dzien} zostało dni roboczych: {left}, a potrzeba: {wanted}",
)


@module.within(ASKED)
async def ask_for_time(ctx: Context, contract_id: UUID, days: tuple[date, date], obstacles: list[Obstacle]) -> None:
    """Add the days that are missing between today and the installation, where the organization asks for some."""
    contract = await require_contract(ctx, contract_id)
    wanted = (await contract_rules(ctx, contract["organization_id"])).wyprzedzenie_dni
    first = days[0]
    if wanted == 0:
        return
    blocked = await blocked_days(ctx, contract["organization_id"], (today(), first))
    left = days_left(today(), first, blocked)
    if left < wanted:
        missing = [TOO_SOON.given(left=left, dzien=first, wanted=wanted)]
        obstacles.append(Obstacle("wyprzedzenie", LEAD, missing, "za_wczesnie"))


def days_left(day: date, until: date, blocked: Collection[date]) -> int:
    """Working days between two, neither included, less blocked ones."""
    return sum(one not in blocked for one in working_days(day + timedelta(days=1), until - timedelta(days=1)))
