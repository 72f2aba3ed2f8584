"""Cash holdings by person and means of payment at any date, from the database's running totals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, cast
from uuid import UUID

from pydantic import Field

from bottega.business.finance.cash_boxes import MAIN_NAME
from bottega.business.finance.ledger import CASH, INCOME, Means, Transaction
from bottega.business.finance.module import module
from bottega.kernel.context import Context
from bottega.kernel.database import running_totals
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Day, Query, Schema
from bottega.platform.auth import Colleague, colleagues

NOBODY: Final = T(en="Only a person can have a cash box", pl="Kasę może mieć tylko osoba")
_BOXES: Final = (
    "SELECT id, uzytkownik_id, nazwa, kod FROM finance_cash_boxes WHERE tenant_id = $1"
    " AND organization_id = $2 AND deleted_at IS NULL"
)
_PROMISED: Final = (
    "SELECT nadawca_id, odbiorca_id, kwota FROM finance_transfers WHERE tenant_id = $1"
    " AND organization_id = $2 AND status = 'oczekuje' AND rodzaj = 'gotowka'"
    " AND deleted_at IS NULL"
)


@dataclass(frozen=True)
class Holding:
    """What somebody holds by one means of payment; ``uzytkownik_id`` None is the organization itself."""

    uzytkownik_id: UUID | None
    rodzaj: Means
    saldo: Decimal


class OnDay(Query):
    """A day."""

    date: Day | None = Field(
        default=None, description="As it was at the end of this day in Warsaw; everything booked, if left out."
    )


class Balance(Schema):
    """An amount by one means of payment."""

    rodzaj: Means
    saldo: float


class CashOf(Schema):
    """What one person holds, or the main cash box and the bank."""

    uzytkownik_id: UUID | None = Field(description="null: the main cash box and the bank.")
    osoba: str | None
    cash_box_id: UUID | None
    kasa: str | None
    kod: str | None
    gotowka: float
    zarezerwowane: float = Field(description="Promised to others who have not accepted it yet.")
    dostepne: float
    nadchodzi: float = Field(description="Promised by others.")
    salda: list[Balance] = Field(description="By means of payment, cash among them.")


class Cash(Schema):
    """Who holds how much."""

    data: date | None
    items: list[CashOf]
    razem: list[Balance]


async def cash_held(
    ctx: Context, day: date | None = None, *, organizations: Sequence[UUID] | None = None
) -> list[Holding]:
    """What everybody holds at the end of a day in Warsaw, by means of payment; without a day, of all that is booked."""
    held: defaultdict[tuple[UUID | None, Means], Decimal] = defaultdict(Decimal)
    for (typ, rodzaj, user, _charakter), amount, _n in await running_totals.sums(
        ctx, Transaction, organizations=organizations, last=day
    ):
        held[UUID(user) if user else None, cast("Means", rodzaj)] += amount if typ == INCOME else -amount
    return [Holding(user, rodzaj, saldo) for (user, rodzaj), saldo in held.items()]


@module.get("/cash", "finance.view", name="cash.read", amounts="refused", whole=True)
async def read_cash(ctx: Context, query: OnDay) -> Cash:
    """Get who holds how much.

    Balances of every person, of the main cash box and of the bank in the selected organization, by means of payment:
    what the ledger adds up to at the end of a day. What is promised is that of now.
    """
    organization_id = ctx.organization_for_new()
    held = await cash_held(ctx, query.date, organizations=[organization_id])
    totals: defaultdict[Means, Decimal] = defaultdict(Decimal)
    for one in held:
        totals[one.rodzaj] += one.saldo
    return Cash(data=query.date, items=await _people(ctx, organization_id, held), razem=_balances(totals))


@module.get("/cash/own", "finance.transfer", name="cash.own", amounts="own")
async def read_own_cash(ctx: Context) -> CashOf:
    """Get one's own cash.

    What the caller holds in the selected organization, has promised to others, and has been promised.
    """
    person = ctx.actor.user_id
    if person is None:
        raise Forbidden(NOBODY)
    organization_id = ctx.organization_for_new()
    held = await cash_held(ctx, organizations=[organization_id])
    [own] = await _people(ctx, organization_id, held, only=[person])
    return own


async def _people(
    ctx: Context, organization_id: UUID, held: Sequence[Holding], *, only: Sequence[UUID] = ()
) -> list[CashOf]:
    """Everybody who holds something, is promised something or has a cash box; the main cash box comes first."""
    boxes = {row["uzytkownik_id"]: row for row in await ctx.query(_BOXES, ctx.tenant_id, organization_id)}
    going: defaultdict[UUID | None, Decimal] = defaultdict(Decimal)
    coming: defaultdict[UUID | None, Decimal] = defaultdict(Decimal)
    for row in await ctx.query(_PROMISED, ctx.tenant_id, organization_id):
        going[row["nadawca_id"]] += row["kwota"]
        coming[row["odbiorca_id"]] += row["kwota"]
    by_person: defaultdict[UUID | None, dict[Means, Decimal]] = defaultdict(dict)
    for one in held:
        by_person[one.uzytkownik_id][one.rodzaj] = one.saldo
    people = only or sorted({None, *boxes, *by_person, *coming}, key=lambda user: (user is not None, str(user)))
    known = await colleagues(ctx, people)
    return [
        _row(user, known.get(user) if user else None, boxes.get(user), by_person[user], going[user], coming[user])
        for user in people
    ]


def _row(  # noqa: PLR0917 - what is known of one person
    user: UUID | None,
    person: Colleague | None,
    box: Record | None,
    amounts: Mapping[Means, Decimal],
    reserved: Decimal,
    coming: Decimal,
) -> CashOf:
    cash = amounts.get(CASH, Decimal(0))
    return CashOf(
        uzytkownik_id=user,
        osoba=person.shown if person else None,
        cash_box_id=box["id"] if box else None,
        kasa=box["nazwa"] if box else None if user else MAIN_NAME,
        kod=box["kod"] if box else None,
        gotowka=float(cash),
        zarezerwowane=float(reserved),
        dostepne=float(cash - reserved),
        nadchodzi=float(coming),
        salda=_balances(amounts),
    )


def _balances(amounts: Mapping[Means, Decimal]) -> list[Balance]:
    return [Balance(rodzaj=rodzaj, saldo=float(saldo)) for rodzaj, saldo in sorted(amounts.items())]
