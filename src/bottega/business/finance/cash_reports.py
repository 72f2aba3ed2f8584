"""Cash reports (raport kasowy): consecutive periods of a cash box, and their closing.

Opening balance, turnover and closing balance are the ledger's. A closed report keeps its figures, and the cash box
takes no entry dated in it or before. The box is locked while a report is opened or closed, as it is for every entry: an
entry comes before the closing and is in the report, or after and is refused.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.finance.cash_boxes import Box, CashBox, hold_box
from bottega.business.finance.ledger import UNKNOWN
from bottega.business.finance.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference, unique
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day_sql
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Created
from bottega.kernel.schemas import Day, Input, Schema, today
from bottega.kernel.screens import Act, Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.platform.navigation_groups import MONEY

ReportState = Literal["otwarty", "zamkniety"]
REPORT_STATES: Final[tuple[ReportState, ...]] = get_args(ReportState)
OPEN, CLOSED = REPORT_STATES

NO_BOX: Final = T(en="There is no such cash box", pl="Nie ma takiej kasy")
ONE_OPEN: Final = T(en="Close the open report of this cash box first", pl="Najpierw zamknij otwarty raport tej kasy")
NOT_CONTINUOUS: Final = T(
    en="Reports follow each other without a gap: this one begins on {dzienOd}",
    pl="Raporty następują po sobie bez przerw: ten zaczyna się {dzienOd}",
)
TOO_LONG: Final = T(
    en="A cash report covers at most a month, and does not end before it begins",
    pl="Raport kasowy obejmuje najwyżej miesiąc i nie kończy się przed początkiem",
)
IN_FUTURE: Final = T(en="A report cannot begin in the future", pl="Raport nie może zaczynać się w przyszłości")
IS_CLOSED: Final = T(en="The report is closed", pl="Raport jest już zamknięty")
STILL_WAITING: Final = T(
    en="Cash entries of the period still wait for approval: approve, reject or redate them",
    pl="W okresie raportu są pozycje gotówkowe bez akceptacji: zatwierdź je, odrzuć albo zmień ich datę",
)
BELOW_ZERO: Final = T(
    en="On {dzien} the balance of the cash box would be negative", pl="W dniu {dzien} stan kasy byłby ujemny"
)
# A warning; a set of one is a constant to JSON Schema unless it is said to be a set.
Warned = Annotated[Literal["pozycje_bez_dowodu"], Field(json_schema_extra={"enum": ["pozycje_bez_dowodu"]})]
UNVOUCHED: Final = "pozycje_bez_dowodu"
NO_VOUCHERS: Final = T(
    en="Entries without a voucher: {liczba}. Issue their KP and KW before the report is closed",
    pl="Pozycje bez dowodu: {liczba}. Przed zamknięciem raportu wystaw do nich KP i KW",
)
STAYS_CLOSED: Final = T(
    en="A closed report stays closed: reverse its entries with a storno dated today",
    pl="Zamknięty raport pozostaje zamknięty: jego pozycje odwraca storno z bieżącą datą",
)
NUMBER_TAKEN: Final = T(en="This report number is already used", pl="Ten numer raportu jest już użyty")

_LAST: Final = (
    "SELECT id, dzien_do, stan FROM finance_cash_reports WHERE tenant_id = $1 AND cash_box_id = $2"
    " AND deleted_at IS NULL ORDER BY dzien_od DESC LIMIT 1"
)
_FIRST_ENTRY: Final = (
    f"SELECT min({local_day_sql('data')}) FROM finance_transactions WHERE tenant_id = $1"
    " AND cash_box_id = $2 AND stan = 'zaksiegowana' AND deleted_at IS NULL"
)
_SAME_MONTH: Final = (
    "SELECT count(*) FROM finance_cash_reports WHERE tenant_id = $1 AND cash_box_id = $2"
    " AND date_trunc('month', dzien_od) = date_trunc('month', $3::date)"
)


class CashReport(TenantTable):
    """A cash report; its figures are kept when it is closed. ``dzien_od`` and ``dzien_do`` belong to it."""

    __tablename__ = "finance_cash_reports"
    entity = "finance:cash_report"
    is_about_amounts = True
    counted_by = ()
    rules = (
        unique("numer", "organization_id, numer", NUMBER_TAKEN),
        unique("open", "cash_box_id", ONE_OPEN, where=f"stan = '{OPEN}' AND deleted_at IS NULL"),
        unique("begin", "cash_box_id, dzien_od", ONE_OPEN, field="dzienOd", where="deleted_at IS NULL"),
        among("stan", REPORT_STATES, UNKNOWN),
        check("period", "dzien_do >= dzien_od AND dzien_do < dzien_od + interval '1 month'", TOO_LONG, field="dzienDo"),
    )

    cash_box_id: Mapped[UUID] = reference("finance_cash_boxes")
    numer: Mapped[str]
    dzien_od: Mapped[date]
    dzien_do: Mapped[date]
    stan: Mapped[str] = mapped_column(server_default=OPEN)
    saldo_poczatkowe: Mapped[Decimal | None]
    przychody: Mapped[Decimal | None]
    rozchody: Mapped[Decimal | None]
    saldo_koncowe: Mapped[Decimal | None]
    liczba_dokumentow: Mapped[int | None]
    zamkniety_at: Mapped[datetime | None]
    zamknal_id: Mapped[UUID | None] = loose_reference("auth:user")


class CashReportInput(Input):
    """Which cash box, and which days."""

    cash_box_id: UUID
    dzien_od: Day | None = Field(
        default=None,
        description="The day after the last report; of the first one, that of the first cash, if left out.",
    )
    dzien_do: Day | None = Field(default=None, description="The end of the month, if left out.")


cash_reports = module.mount(
    "/cash_reports",
    Resource(
        table=CashReport,
        input=CashReportInput,
        label=T(en="Cash report", pl="Raport kasowy"),
        plural=T(en="Cash reports", pl="Raporty kasowe"),
        title="{numer}",
        subtitle="{cash_box_id}",
        filters={"cashBoxId": CashReport.cash_box_id},
        between=CashReport.dzien_od,
        access=Access(view="finance.view", create="finance.create"),
        screen=Screen(
            icon="notebook-pen",
            nav=Nav(MONEY, 60),
            columns="numer cash_box_id dzien_od dzien_do stan saldo_poczatkowe przychody rozchody saldo_koncowe",
            groups=(
                Group(T(en="Period", pl="Okres"), "cash_box_id dzien_od dzien_do"),
                Group(
                    T(en="Figures", pl="Podsumowanie"),
                    "saldo_poczatkowe przychody rozchody saldo_koncowe liczba_dokumentow",
                ),
                Group(T(en="Closing", pl="Zamknięcie"), "stan zamkniety_at zamknal_id"),
            ),
            quick="cash_box_id dzien_od dzien_do",
            tones={"stan": {OPEN: "info", CLOSED: "good"}},
            empty=T(en="Open the first cash report of a cash box", pl="Otwórz pierwszy raport kasowy"),
        ),
    ),
)


@cash_reports.replaces("list", whole=True)
async def list_cash_reports(ctx: Context, query: ListQuery) -> Any:
    """List cash reports.

    A page of cash reports. Figures of an open one are in its details.
    """
    return await cash_reports.page(ctx, query)


@cash_reports.replaces(
    "create",
    whole=True,
    undoable=False,
    instead=T(en="Close the report instead of undoing it", pl="Zamiast cofać, zamknij raport"),
    label=T(en="Open cash report", pl="Otwarcie raportu kasowego"),
)
async def open_report(ctx: Context, data: CashReportInput) -> Created:
    """Open a cash report.

    Begins the next period of a cash box, right after the last one, of a month at most. 409 while another one is open.
    """
    box = await _hold_named(ctx, data.cash_box_id)
    first, last = await _period(ctx, box, data)
    values = {
        "organization_id": box.organization_id,
        "cash_box_id": box.id,
        "dzien_od": first,
        "dzien_do": last,
        "numer": await _number(ctx, box, first),
    }
    return Created(id=await changes.insert(ctx, CashReport, values))


async def _hold_named(ctx: Context, box_id: UUID) -> Box:
    ctx.refuse_closed()
    try:
        box = await changes.one(ctx, CashBox, box_id)
    except NotFound:
        raise InvalidInput.field("cashBoxId", NO_BOX, code="not_found") from None
    return await hold_box(ctx, box["organization_id"], box["uzytkownik_id"])


async def _period(ctx: Context, box: Box, data: CashReportInput) -> tuple[date, date]:
    """The days of the next report of a locked box."""
    last = await ctx.query_one(_LAST, ctx.tenant_id, box.id)
    if last is not None and last["stan"] == OPEN:
        raise Conflict(ONE_OPEN, code="raport_otwarty", reportId=str(last["id"]))
    if last is not None:
        begin = last["dzien_do"] + timedelta(days=1)
        if data.dzien_od not in (None, begin):
            told = NOT_CONTINUOUS.given(dzienOd=begin)
            raise InvalidInput.field("dzienOd", told, code="brak_ciaglosci")
    else:
        begin = data.dzien_od or await ctx.query_value(_FIRST_ENTRY, ctx.tenant_id, box.id) or today()
    if begin > today():
        raise InvalidInput.field("dzienOd", IN_FUTURE)
    end = data.dzien_do or begin.replace(day=monthrange(begin.year, begin.month)[1])
    if not begin <= end < _a_month_after(begin):
        raise InvalidInput.field("dzienDo", TOO_LONG)
    return begin, end


def _a_month_after(day: date) -> date:
    """The same day of the next month, or its last one."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)  # noqa: PLR2004 - December
    return date(year, month, min(day.day, monthrange(year, month)[1]))


async def _number(ctx: Context, box: Box, first: date) -> str:
    """``RK/KG/2026/11``; further reports of a month have a number behind it (BR-16)."""
    before: int = await ctx.query_value(_SAME_MONTH, ctx.tenant_id, box.id, first)
    return f"RK/{box.kod}/{first:%Y/%m}" + (f"/{before + 1}" if before else "")


CLOSE: Final = Act(
    T(en="Close…", pl="Zamknij…"),
    "lock",
    when={"stan": OPEN},
    confirm=T(
        en="A closed report cannot be opened again. Close it?", pl="Zamkniętego raportu nie da się otworzyć. Zamknąć?"
    ),
)


class CloseInput(Input):
    """The last day, where it is not the one that was planned."""

    dzien_do: Day | None = Field(default=None, description="Not after today; today at the latest, if left out.")


class Closed(Schema):
    """The figures a report was closed with, in PLN."""

    id: UUID
    numer: str
    dzien_od: date
    dzien_do: date
    stan: ReportState = CLOSED
    saldo_poczatkowe: float
    przychody: float
    rozchody: float
    saldo_koncowe: float
    liczba_dokumentow: int = Field(description="Entries that count.")
    liczba_dowodow: int = Field(description="How many of them have a voucher (KP or KW).")
    bez_dowodu: list[UUID] = Field(description="The entries that have none.")
    warnings: list[Warned] = Field(default=[], description="Codes of warnings.")
