"""Profit reports: one contract, a list with the worst first, sums by kind or designer."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import Kind, Progress, progress, zloty
from bottega.business.controlling.module import module
from bottega.business.controlling.profit import Profit, profits_of
from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import cut
from bottega.kernel.errors import NotFound
from bottega.kernel.field_markers import Amount, Of, Unit
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import Page, PageSize, Period
from bottega.kernel.resources.list_sql import PAGE_SIZE
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.schemas import Schema

FEATURES: Final = ("controlling.profit", "contracts.view")
Zloty = Annotated[float, Amount]
ESTIMATED: Final = T(
    en="Of costs without a net amount, VAT was taken out at 23 %: {kwota}",
    pl="Od kosztów bez podanej kwoty netto odliczono VAT według stawki 23%: {kwota}",
)


class ProfitQuery(Period):
    """Contracts signed in a period; all signed ones without."""

    page: Page = Field(default=1, description="Page, from 1.")
    page_size: PageSize = Field(default=PAGE_SIZE, description="Rows a page, 1 to 100.")


class GroupQuery(Period):
    """Contracts signed in a period, by what they are added up."""

    wedlug: Literal["typ", "projektant"] = Field(
        default="typ", description="typ: kind of contract; projektant: its designer."
    )


class Figures(Schema):
    """PLN without VAT: revenue less the VAT that is paid on it, costs less the VAT that is deducted."""

    przychod_netto: Zloty = Field(
        description="Revenue without VAT: what invoices and their corrections charge once the contract is invoiced as a"
        " whole, its price until then."
    )
    wydatki: Zloty = Field(
        description="Booked expenses of the contract, less the VAT in them. Wages of rated work are not among them."
    )
    wydatki_brutto: Zloty = Field(description="The same as booked.")
    material: Zloty = Field(
        description="Value of its goods issues (WZ) and of the boards cut for it, less the VAT in it."
    )
    material_brutto: Zloty = Field(description="The same as issued and cut.")
    robocizna: Zloty = Field(description="Rated work: what was paid for it, or else what was agreed.")
    wynik: Zloty
    marza: Annotated[float, Unit("%")] | None = Field(
        description="Per cent of the net revenue that is left; null unless there is revenue."
    )
    niska_marza: bool = Field(description="A loss, or less than 20 per cent.")
    vat_szacowany: Zloty = Field(
        description="VAT that was taken out of costs at 23 %, because nobody gave their net amounts."
    )
    uwagi: list[str] = Field(description="What the figures rest on that nobody entered.")


class ContractProfit(Figures):
    """The result of a contract."""

    id: Annotated[UUID, Of("contracts:contract")]
    numer: str
    typ: Kind
    customer_id: Annotated[UUID, Of("customers:customer_entity")]
    uzytkownik_id: Annotated[UUID | None, Of("auth:user")]


class ProfitPage(Schema):
    """A page of contracts, the lowest margin first."""

    items: list[ContractProfit]
    total: int
    page: int
    page_size: int
    total_pages: int


class GroupProfit(Figures):
    """The result of several contracts together."""

    grupa: Kind | str | None = Field(description="The kind, or the designer's id; null: contracts without one.")
    umowy: int


class GroupProfits(Schema):
    """Groups, the largest revenue first."""

    items: list[GroupProfit]


@module.get("/contracts/{id}/profit", *FEATURES, name="profit.read", amounts="refused")
async def read_profit(ctx: Context, id: UUID) -> ContractProfit:
    """Show the profit of a contract.

    Net revenue less booked expenses, goods issues, cut boards and work (BR-24), with the margin in per cent. Of costs
    whose net amount nobody gave, an active VAT payer deducts 23 %, and `uwagi` says so.
    """
    found = await progress(ctx, [id])
    if not found:
        raise NotFound
    return _item(ctx, found[0], (await profits_of(ctx, [id]))[id])


@module.get("/profit", *FEATURES, name="profit.list", amounts="refused")
async def list_profits(ctx: Context, query: ProfitQuery) -> ProfitPage:
    """List the profit of contracts.

    Signed contracts with their results, the lowest margin first: the ten worst are the first ten. Losses without any
    revenue come before all others.
    """
    found = await _results(ctx, query)
    found.sort(key=lambda pair: (pair[1].rank, pair[0].numer))
    items = [_item(ctx, *pair) for pair in cut(found, query)]
    return ProfitPage(**page_of(items, len(found), page=query.page, size=query.page_size))


@module.get("/profit/groups", *FEATURES, name="profit.groups", amounts="refused")
async def group_profits(ctx: Context, query: GroupQuery) -> GroupProfits:
    """Add profits up.

    The results of signed contracts by kind, or by designer.
    """
    groups: dict[str | None, list[Profit]] = defaultdict(list)
    for contract, profit in await _results(ctx, query):
        groups[_group(contract, query.wedlug)].append(profit)
    items = [
        GroupProfit(grupa=name, umowy=len(each), **_figures(ctx, sum(each, Profit()))) for name, each in groups.items()
    ]
    return GroupProfits(items=sorted(items, key=lambda one: -one.przychod_netto))


def _group(contract: Progress, wedlug: str) -> str | None:
    if wedlug == "typ":
        return contract.typ
    return str(contract.uzytkownik_id) if contract.uzytkownik_id else None


async def _results(ctx: Context, period: Period) -> list[tuple[Progress, Profit]]:
    """The signed contracts of a period with their results."""
    signed = [
        one for one in await progress(ctx) if one.data_podpisania is not None and _within(one.data_podpisania, period)
    ]
    profits = await profits_of(ctx, [one.id for one in signed])
    return [(one, profits[one.id]) for one in signed]


def _within(day: date, period: Period) -> bool:
    return (period.date_from or date.min) <= day <= (period.date_to or date.max)


def _figures(ctx: Context, profit: Profit) -> dict[str, Any]:
    estimated = ESTIMATED.given(kwota=zloty(profit.estimated))(ctx.locale)
    return {
        "przychod_netto": float(profit.revenue),
        "wydatki": float(profit.spent.netto),
        "wydatki_brutto": float(profit.spent.brutto),
        "material": float(profit.material.netto),
        "material_brutto": float(profit.material.brutto),
        "robocizna": float(profit.work.netto),
        "wynik": float(profit.result),
        "marza": None if profit.margin is None else float(profit.margin),
        "niska_marza": profit.low,
        "vat_szacowany": float(profit.estimated),
        "uwagi": [estimated] if profit.estimated else [],
    }


def _item(ctx: Context, contract: Progress, profit: Profit) -> ContractProfit:
    return ContractProfit(
        id=contract.id,
        numer=contract.numer,
        typ=contract.typ,
        customer_id=contract.customer_id,
        uzytkownik_id=contract.uzytkownik_id,
        **_figures(ctx, profit),
    )
