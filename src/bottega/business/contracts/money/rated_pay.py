"""Pay from work ratings of a month, and its payment status."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.business.contracts.tables.work import WorkRating
from bottega.kernel.context import Context
from bottega.kernel.local_time import TIME_ZONE
from bottega.kernel.writes import changes

# How a month is written: YYYY-MM.
MONTH: Final = r"^20\d\d-(0[1-9]|1[0-2])$"
IN_MONTH: Final = (
    f"created_at >= {{first}}::date::timestamp AT TIME ZONE '{TIME_ZONE}'"
    f" AND created_at < {{following}}::date::timestamp AT TIME ZONE '{TIME_ZONE}'"
)
_UNPAID: Final = (
    "SELECT id, kwota FROM contracts_work_ratings WHERE tenant_id = $1 AND organization_id = $2 AND uzytkownik_id = $3"
    f" AND {IN_MONTH.format(first='$4', following='$5')} AND wyplacona_at IS NULL AND kwota > 0"
    " AND deleted_at IS NULL ORDER BY id FOR UPDATE"
)


def days_of(month: str) -> tuple[date, date]:
    """The first days of a month, given as ``YYYY-MM``, and of the one after it."""
    year, number = map(int, month.split("-"))
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


async def hold_unpaid(ctx: Context, organization_id: UUID, user_id: UUID, month: str) -> dict[UUID, Decimal]:
    """What somebody earned by ratings given in a month (``YYYY-MM``) and was not paid, locked: PLN gross by rating."""
    await ctx.begin()
    rows = await ctx.query(_UNPAID, ctx.tenant_id, organization_id, user_id, *days_of(month))
    return {row["id"]: row["kwota"] for row in rows}


async def note_paid(ctx: Context, rating_ids: Iterable[UUID], transaction_id: UUID) -> None:
    """Note which entry of the ledger paid some ratings out, all together."""
    paid = {"wyplacona_at": datetime.now(UTC), "transaction_id": transaction_id}
    await changes.update_many(ctx, WorkRating, [{"id": one, **paid} for one in rating_ids])
