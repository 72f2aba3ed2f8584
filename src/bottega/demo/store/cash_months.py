"""Generator of cash reports: one closed report of the main cash box per month (BR-16)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from bottega.business.finance.booking import day_of
from bottega.business.finance.cash_boxes import MAIN_CODE
from bottega.business.finance.cash_reports import CLOSED, CashReport
from bottega.business.finance.closing_reports import figures_of
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.ledger_entries import BOOKED, OFFICE, PENDING, Entry
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.workdays import open_day
from bottega.kernel.local_time import LOCAL_ZONE

# She counts the till on a day early in the next month.
AFTER: Final = timedelta(days=4)


async def close_months(into: Destination, box: UUID, entries: Sequence[Entry], today: date) -> None:
    """Close what can be closed: a month is over, and none of its cash waits for approval."""
    chance = Chance(0, "cash reports")
    first = min(day_of(one.at) for one in entries if one.state == BOOKED)
    open_from = min((day_of(one.at) for one in entries if one.state == PENDING), default=today)
    rows: list[Row] = []
    while (last := _end_of_month(first)) < open_from and (closed := open_day(last + AFTER)) < today:
        at = datetime.combine(closed, time(15), LOCAL_ZONE).astimezone(UTC)
        figures = await figures_of(into.ctx, box, first, last)
        rows.append(
            {
                "id": chance.new_id(at),
                "cash_box_id": box,
                "numer": f"RK/{MAIN_CODE}/{first:%Y/%m}",
                "dzien_od": first,
                "dzien_do": last,
                "stan": CLOSED,
                "saldo_poczatkowe": figures.opening,
                "przychody": figures.income,
                "rozchody": figures.expense,
                "saldo_koncowe": figures.closing,
                "liczba_dokumentow": figures.documents,
                "zamkniety_at": at,
                "zamknal_id": into.users[OFFICE],
                "created_at": at,
            }
        )
        first = last + timedelta(days=1)
    await into.store(CashReport, rows)


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
