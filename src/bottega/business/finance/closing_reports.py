"""Closing of a cash report: its figures are stored, and verified every night."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.finance.booking import day_of
from bottega.business.finance.cash_boxes import Box, CashBox, hold_box
from bottega.business.finance.cash_reports import (
    BELOW_ZERO,
    CLOSE,
    CLOSED,
    IS_CLOSED,
    NO_VOUCHERS,
    STAYS_CLOSED,
    STILL_WAITING,
    TOO_LONG,
    UNVOUCHED,
    CashReport,
    Closed,
    CloseInput,
    ReportState,
)
from bottega.business.finance.ledger import State
from bottega.business.finance.module import module
from bottega.business.finance.settings import house_rules
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day_sql
from bottega.kernel.schemas import Schema, Stamp, midnight, today
from bottega.kernel.writes import changes

_WAITING: Final = """
SELECT id FROM finance_transactions WHERE tenant_id = $1 AND organization_id = $2 AND rodzaj = 'gotowka'
  AND oczekuje AND deleted_at IS NULL AND (uzytkownik_id = $3 OR $3::uuid IS NULL AND uzytkownik_id IS NULL)
  AND coalesce(linked_entity_type, '') <> 'transfer' AND data < $4
ORDER BY data, id LIMIT 100
"""
# Cash of a box by day, and within a day as it went through; what is booked counts, what was cancelled keeps its place.
_LINES: Final = f"""
SELECT id AS transaction_id, lp_kasowe, data, nazwa, typ, kwota, kategoria, contract_id, stan, dokument_id, dowod,
       stan = 'zaksiegowana' AND deleted_at IS NULL AS counts
FROM finance_transactions WHERE tenant_id = $1 AND cash_box_id = $2 AND data >= $3 AND data < $4
ORDER BY {local_day_sql("data")}, lp_kasowe
"""
_BEFORE: Final = """
SELECT coalesce(sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END), 0) FROM finance_transactions
WHERE tenant_id = $1 AND cash_box_id = $2 AND data < $3 AND stan = 'zaksiegowana' AND deleted_at IS NULL
"""


class ReportLine(Schema):
    """One entry of a cash report."""

    lp: int
    pozycja: int = Field(description="The place among everything that went through the cash box; vouchers name it.")
    transaction_id: UUID
    data: Stamp
    dokument: Literal["KP", "KW"] = Field(description="KP: cash came in; KW: cash went out.")
    dowod: str | None = Field(description="The number of its voucher; null: it has none.")
    dokument_id: UUID | None = Field(description="The voucher.")
    nazwa: str
    przychod: float
    rozchod: float
    saldo: float = Field(description="What the cash box held after it.")
    kategoria: str | None
    contract_id: UUID | None
    stan: State = Field(description="anulowana: it keeps its place and does not count.")


class ReportShown(Schema):
    """A cash report with everything that went through the cash box; amounts in PLN."""

    id: UUID
    cash_box_id: UUID
    kasa: str
    kod: str
    numer: str
    dzien_od: date
    dzien_do: date
    stan: ReportState
    saldo_poczatkowe: float
    przychody: float
    rozchody: float
    saldo_koncowe: float
    liczba_dokumentow: int = Field(description="Entries that count.")
    liczba_dowodow: int = Field(description="How many of them have a voucher (KP or KW).")
    bez_dowodu: list[UUID] = Field(description="Those that have none.")
    zamkniety_at: Stamp | None
    zamknal_id: UUID | None
    pozycje: list[ReportLine]


@dataclass(frozen=True)
class Figures:
    """What a report adds up to."""

    opening: Decimal
    income: Decimal
    expense: Decimal
    lines: list[Any]

    @property
    def closing(self) -> Decimal:
        """What the box holds at the end."""
        return self.opening + self.income - self.expense

    @property
    def documents(self) -> int:
        """How many entries count."""
        return sum(line["counts"] for line in self.lines)

    @property
    def vouchers(self) -> int:
        """How many of those have a voucher."""
        return sum(line["counts"] and line["dokument_id"] is not None for line in self.lines)

    @property
    def unvouched(self) -> list[UUID]:
        """Those that have none, in the order of the report; where no cash moved there is nothing to vouch for."""
        return [
            line["transaction_id"]
            for line in self.lines
            if line["counts"] and line["kwota"] and line["dokument_id"] is None
        ]


async def figures_of(ctx: Context, box_id: UUID, first: date, last: date) -> Figures:
    """The figures of a period of a cash box, both days in Warsaw included; entries by day, then by place."""
    begin, end = midnight(first), midnight(last + timedelta(days=1))
    opening: Decimal = await ctx.query_value(_BEFORE, ctx.tenant_id, box_id, begin)
    lines = await ctx.query(_LINES, ctx.tenant_id, box_id, begin, end)
    income = sum((line["kwota"] for line in lines if line["counts"] and line["typ"] == "przychod"), Decimal(0))
    expense = sum((line["kwota"] for line in lines if line["counts"] and line["typ"] == "rozchod"), Decimal(0))
    return Figures(opening, income, expense, lines)


@module.get("/cash_reports/{id}", "finance.view", name="cash_reports.read", amounts="refused", whole=True)
async def read_report(ctx: Context, id: UUID) -> ReportShown:
    """Get a cash report.

    Opening balance, everything that went through the cash box by day, with its vouchers, turnover and closing balance.
    """
    report = await changes.one(ctx, CashReport, id)
    box = await changes.one(ctx, CashBox, report["cash_box_id"])
    figures = await figures_of(ctx, report["cash_box_id"], report["dzien_od"], report["dzien_do"])
    return ReportShown(
        **{name: report[name] for name in ("id", "cash_box_id", "numer", "dzien_od", "dzien_do", "stan")},
        zamkniety_at=report["zamkniety_at"],
        zamknal_id=report["zamknal_id"],
        kasa=box["nazwa"],
        kod=box["kod"],
        saldo_poczatkowe=float(figures.opening),
        przychody=float(figures.income),
        rozchody=float(figures.expense),
        saldo_koncowe=float(figures.closing),
        liczba_dokumentow=figures.documents,
        liczba_dowodow=figures.vouchers,
        bez_dowodu=figures.unvouched,
        pozycje=_shown(figures),
    )


def _shown(figures: Figures) -> list[ReportLine]:
    held, lines = figures.opening, list[ReportLine]()
    for lp, line in enumerate(figures.lines, 1):
        amount: Decimal = line["kwota"] if line["counts"] else Decimal(0)
        came, went = (amount, Decimal(0)) if line["typ"] == "przychod" else (Decimal(0), amount)
        held += came - went
        lines.append(
            ReportLine(
                lp=lp,
                pozycja=line["lp_kasowe"],
                transaction_id=line["transaction_id"],
                data=line["data"],
                dokument="KP" if line["typ"] == "przychod" else "KW",
                dowod=line["dowod"],
                dokument_id=line["dokument_id"],
                nazwa=line["nazwa"],
                przychod=float(came),
                rozchod=float(went),
                saldo=float(held),
                kategoria=line["kategoria"],
                contract_id=line["contract_id"],
                stan=line["stan"],
            )
        )
    return lines


@module.post(
    "/cash_reports/{id}/close",
    "finance.edit",
    name="cash_reports.close",
    amounts="refused",
    whole=True,
    lenient=True,
    undoable=False,
    instead=STAYS_CLOSED,
    label=T(en="Close cash report", pl="Zamknięcie raportu kasowego"),
    act=CLOSE,
)
async def close_report(ctx: Context, id: UUID, data: CloseInput) -> Closed:
    """Close a cash report.

    Keeps its figures and locks everything dated in it or before. One whose period is not over ends today. 409 while
    cash of the period waits for approval, or if the box would have held less than nothing on some day. Entries without
    a voucher are named, with the warning `pozycje_bez_dowodu`; where the organization asks for vouchers they are
    refused: 409 `brak_dowodow`.
    """
    ctx.refuse_closed()
    named = await changes.one(ctx, CashReport, id)
    owner = await changes.one(ctx, CashBox, named["cash_box_id"])
    box = await hold_box(ctx, owner["organization_id"], owner["uzytkownik_id"])
    report = await changes.one(ctx, CashReport, id, lock=True)
    if report["stan"] == CLOSED:
        raise Conflict(IS_CLOSED, code="raport_zamkniety")
    last = _last_day(report, data)
    await _refuse_waiting(ctx, box, last)
    figures = await figures_of(ctx, box.id, report["dzien_od"], last)
    _refuse_below_zero(figures)
    await _refuse_unvouched(ctx, box, figures)
    kept = {
        "saldo_poczatkowe": figures.opening,
        "przychody": figures.income,
        "rozchody": figures.expense,
        "saldo_koncowe": figures.closing,
        "liczba_dokumentow": figures.documents,
    }
    done = {"stan": CLOSED, "zamkniety_at": datetime.now(UTC), "zamknal_id": ctx.actor.user_id}
    await changes.update(ctx, CashReport, id, {**kept, **done, "dzien_do": last})
    return _closed(report, last, figures)


def _closed(report: dict[str, Any], last: date, figures: Figures) -> Closed:
    """What a report was closed with."""
    missing = figures.unvouched
    return Closed(
        id=report["id"],
        numer=report["numer"],
        dzien_od=report["dzien_od"],
        dzien_do=last,
        saldo_poczatkowe=float(figures.opening),
        przychody=float(figures.income),
        rozchody=float(figures.expense),
        saldo_koncowe=float(figures.closing),
        liczba_dokumentow=figures.documents,
        liczba_dowodow=figures.vouchers,
        bez_dowodu=missing,
        warnings=[UNVOUCHED] if missing else [],
    )


async def _refuse_unvouched(ctx: Context, box: Box, figures: Figures) -> None:
    """409 for entries without a voucher where the organization asks for one of each."""
    missing = figures.unvouched
    if missing and (await house_rules(ctx, box.organization_id)).needs_vouchers:
        raise Conflict(NO_VOUCHERS.given(liczba=len(missing)), code="brak_dowodow", transactionIds=_text(missing))


def _text(ids: list[UUID]) -> list[str]:
    return [str(one) for one in ids]


async def _refuse_waiting(ctx: Context, box: Box, last: date) -> None:
    """409 while cash of a box that is dated up to a day waits for approval; what is on its way has no day yet."""
    waiting = await ctx.query(
        _WAITING, ctx.tenant_id, box.organization_id, box.uzytkownik_id, midnight(last + timedelta(days=1))
    )
    if waiting:
        raise Conflict(STILL_WAITING, code="pozycje_oczekuja", transactionIds=_text([row["id"] for row in waiting]))


def _last_day(report: dict[str, Any], data: CloseInput) -> date:
    last = data.dzien_do or min(report["dzien_do"], today())
    if not report["dzien_od"] <= last <= min(report["dzien_do"], today()):
        raise InvalidInput.field("dzienDo", TOO_LONG)
    return last


def _refuse_below_zero(figures: Figures) -> None:
    """409 if the box would have held less than nothing at the end of a day: an entry bears the wrong date."""
    by_day: dict[date, Decimal] = {}
    for line in figures.lines:
        if line["counts"]:
            day = day_of(line["data"])
            change = line["kwota"] if line["typ"] == "przychod" else -line["kwota"]
            by_day[day] = by_day.get(day, Decimal(0)) + change
    held = figures.opening
    for day, change in sorted(by_day.items()):
        held += change
        if held < 0:
            raise Conflict(BELOW_ZERO.given(dzien=day), code="stan_ujemny", dzien=day.isoformat())
