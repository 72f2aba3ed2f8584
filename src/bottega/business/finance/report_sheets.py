"""Print data of a cash report: period, totals and entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from bottega.business.finance.booking import day_of
from bottega.business.finance.cash_boxes import CashBox
from bottega.business.finance.cash_reports import CLOSED, CashReport
from bottega.business.finance.closing_reports import figures_of
from bottega.kernel.context import Context
from bottega.kernel.writes import changes


@dataclass(frozen=True)
class SheetEntry:
    """One entry; ``pozycja`` is its place in the cash box as vouchers name it; a cancelled one does not count.

    ``dowod`` is the number of its voucher, None if it has none.
    """

    pozycja: int
    data: date
    nazwa: str
    typ: str
    kwota: Decimal
    liczy_sie: bool
    dowod: str | None


@dataclass(frozen=True)
class ReportSheet:
    """A cash report; amounts in PLN. Entries run by day, and within a day as they went through the box.

    ``bez_dowodu`` are those that count and have no voucher.
    """

    id: UUID
    organization_id: UUID
    numer: str
    kod: str
    kasa: str
    dzien_od: date
    dzien_do: date
    zamkniety: date | None
    saldo_poczatkowe: Decimal
    przychody: Decimal
    rozchody: Decimal
    saldo_koncowe: Decimal
    liczba_dowodow: int
    bez_dowodu: tuple[UUID, ...]
    pozycje: tuple[SheetEntry, ...]


async def report_sheet(ctx: Context, report_id: UUID) -> ReportSheet:
    """A cash report in view with its entries; 404 without one. Of an open one the figures are those of now."""
    report = await changes.one(ctx, CashReport, report_id)
    box = await changes.one(ctx, CashBox, report["cash_box_id"])
    figures = await figures_of(ctx, report["cash_box_id"], report["dzien_od"], report["dzien_do"])
    return ReportSheet(
        id=report_id,
        organization_id=report["organization_id"],
        numer=report["numer"],
        kod=box["kod"],
        kasa=box["nazwa"],
        dzien_od=report["dzien_od"],
        dzien_do=report["dzien_do"],
        zamkniety=day_of(report["zamkniety_at"]) if report["stan"] == CLOSED else None,
        saldo_poczatkowe=figures.opening,
        przychody=figures.income,
        rozchody=figures.expense,
        saldo_koncowe=figures.closing,
        liczba_dowodow=figures.vouchers,
        bez_dowodu=tuple(figures.unvouched),
        pozycje=_entries(figures.lines),
    )


def _entries(lines: Iterable[Any]) -> tuple[SheetEntry, ...]:
    return tuple(
        SheetEntry(
            line["lp_kasowe"],
            day_of(line["data"]),
            line["nazwa"],
            line["typ"],
            line["kwota"],
            line["counts"],
            line["dowod"],
        )
        for line in lines
    )
