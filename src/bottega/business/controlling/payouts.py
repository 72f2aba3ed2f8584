"""Payout of rated work for a month: one entry of the ledger, and a voucher (KW) if in cash."""

from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from bottega.business import documents, finance
from bottega.business.contracts import MONTH, Means, hold_unpaid, note_paid
from bottega.business.controlling.module import module
from bottega.business.documents import Subject, Wishes
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Moment, Schema, Scoped
from bottega.platform.auth import require_colleague

CASH: Final = "gotowka"
CATEGORY: Final = "wynagrodzenia"
RECEIPTS: Final = "contracts.drukuj_kp"
OWN: Final = T(en="You cannot pay out your own commission", pl="Nie można wypłacić prowizji samemu sobie")
NOTHING: Final = T(
    en="There is nothing to pay to this person for the month", pl="Za ten miesiąc nie ma tej osobie nic do wypłaty"
)
INSTEAD: Final = T(
    en="Reverse the entry; the ratings will then be payable again",
    pl="Wystaw storno pozycji; oceny wrócą wtedy do wypłaty",
)


class PayoutInput(Scoped):
    """Whom to pay, for which month, and how."""

    month: str = Field(pattern=MONTH, examples=["2026-11"], description="Month of the ratings: YYYY-MM.")
    uzytkownik_id: Annotated[UUID, Of("auth:user")] = Field(description="Who is paid.")
    rodzaj: Means = Field(default="przelew", description="gotowka: cash, with its voucher (KW).")
    kasa_uzytkownik_id: Annotated[UUID | None, Of("auth:user")] = Field(
        default=None, description="Whose cash box it comes from; null: the main one."
    )
    data: Moment | None = Field(default=None, description="Now, if left out.")
    komentarz: Annotated[str, Field(max_length=2000)] | None = None


class PayoutVoucher(Schema):
    """The KW of a payout in cash."""

    id: UUID
    numer: str


class Payout(Schema):
    """What was paid, PLN gross, for how many ratings, and the one entry that says so."""

    transaction_id: UUID
    uzytkownik_id: UUID
    month: str
    kwota: str
    liczba: int
    dowod: PayoutVoucher | None = Field(
        description="In cash, for those who issue cash vouchers; others have it issued with `transactionId`."
    )


@module.post(
    "/commissions/payouts",
    "finance.create",
    "finance.view",
    "contracts.view",
    name="commissions.pay",
    amounts="refused",
    whole=True,
    undoable=False,
    instead=INSTEAD,
    label=T(en="Pay commission of a month", pl="Wypłata prowizji za miesiąc"),
    answers={409: "There is nothing to pay, not the cash for it, or its voucher cannot be issued."},
)
async def pay_commission(ctx: Context, data: PayoutInput) -> Payout:
    """Pay the commission of a month.

    Everything somebody earned by ratings given in the month and was not paid yet, as one entry of the ledger; the
    ratings are paid from then on. In cash its voucher (KW) is issued with it. A storno of the entry makes them unpaid.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    if data.uzytkownik_id == ctx.actor.user_id:
        raise Forbidden(OWN)
    worker = await require_colleague(ctx, data.uzytkownik_id, field="uzytkownikId")
    if data.kasa_uzytkownik_id is not None:
        await require_colleague(ctx, data.kasa_uzytkownik_id, field="kasaUzytkownikId")
    earned = await hold_unpaid(ctx, organization_id, data.uzytkownik_id, data.month)
    if not earned:
        raise Conflict(NOTHING, code="nic_do_wyplaty")
    total = sum(earned.values(), Decimal("0.00"))
    entry = await finance.book(ctx, _entry(organization_id, data, total, worker.shown))
    await note_paid(ctx, earned, entry)
    voucher = await _voucher(ctx, entry) if data.rodzaj == CASH else None
    ctx.describe("finance.transaction", entry, organization_id=organization_id)
    return Payout(
        transaction_id=entry,
        uzytkownik_id=data.uzytkownik_id,
        month=data.month,
        kwota=str(total),
        liczba=len(earned),
        dowod=voucher,
    )


def _entry(organization_id: UUID, data: PayoutInput, total: Decimal, worker: str) -> finance.NewEntry:
    return finance.NewEntry(
        organization_id=organization_id,
        nazwa=f"Prowizja za {data.month[5:]}.{data.month[:4]}",
        kwota=total,
        typ="rozchod",
        rodzaj=data.rodzaj,
        data=data.data,
        kategoria=CATEGORY,
        uzytkownik_id=data.kasa_uzytkownik_id,
        komentarz=data.komentarz,
        dotyczy=worker,
    )


async def _voucher(ctx: Context, entry: UUID) -> PayoutVoucher | None:
    if not ctx.may(RECEIPTS):
        return None
    made = await documents.issue_document(ctx, "KW", Subject(transaction_id=entry), Wishes())
    return PayoutVoucher(id=made.id, numer=made.numer)
