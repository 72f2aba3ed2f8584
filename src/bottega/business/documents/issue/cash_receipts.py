"""Receipt of cash from a customer: an unconfirmed payment and its receipt (KP).

It lies in the cash box of whoever took it, who signs the receipt as its keeper. The office books it later, or refuses
it and with it cancels the receipt (docs/decisions/0099-a-voucher-for-every-cash-entry.md).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from bottega.business import contracts, finance
from bottega.business.contracts import PaymentKind, PaymentWarning
from bottega.business.documents.compose.contract_data import CASH
from bottega.business.documents.compose.drafts import Subject
from bottega.business.documents.compose.history import REFUND
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.kinds import VOUCHERS
from bottega.business.documents.issue.issuing import issue_document
from bottega.business.documents.issue.reissue import reply_of
from bottega.business.documents.render.downloads import Format
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes


@dataclass(frozen=True)
class CashTaken:
    """Cash that was taken: its payment and entry, which wait, and its receipt, which is issued; ``kwota`` in PLN.

    ``warnings`` are the codes that recording a payment warns with.
    """

    payment_id: UUID
    transaction_id: UUID
    dokument_id: UUID
    numer: str
    kwota: Decimal
    warnings: list[PaymentWarning]


async def take_cash(
    ctx: Context,
    contract_id: UUID,
    *,
    kwota: Decimal,
    typ: PaymentKind = "Wpłata końcowa",
    data: date | None = None,
    opis: str | None = None,
    nr_paragonu: str | None = None,
) -> CashTaken:
    """Take cash for a contract into the caller's own cash box, with its receipt; whoever calls asked whether they may.

    ``kwota`` is PLN gross, more than zero; ``data`` is the day it was taken, today if left out.

    Raises:
        ValueError: A refund is not taken.
        NotFound: The contract is not in view.
        Invalid: 400 ``brak_daty_wplaty`` for a day that lies ahead.
        Conflict: 409 ``contract_settled``, ``contract_dissolved``, ``okres_zamkniety``, or ``brak_danych`` with what of
            the studio or the customer the receipt needs and nobody has entered.
    """
    if typ == REFUND:
        raise ValueError(typ)
    taken = await contracts.receive_payment(
        ctx,
        contract_id,
        contracts.NewPayment(typ=typ, rodzaj=CASH, cena=kwota, data=data or today(), opis=opis),
        uzytkownik_id=ctx.actor.user_id,
    )
    subject, wishes = Subject(transaction_id=taken.transaction_id), Wishes(nr_paragonu=nr_paragonu)
    issued = await issue_document(ctx, "KP", subject, wishes)
    return CashTaken(taken.id, taken.transaction_id, issued.id, issued.numer, kwota, taken.warnings)


async def give_voucher(ctx: Context, document_id: UUID, wanted: Format | None = None) -> Reply:
    """A cash voucher of the caller's own cash box, as it was issued; 404 for any other document."""
    row = await changes.one(ctx, Document, document_id)
    if row["rodzaj"] not in VOUCHERS or row["transaction_id"] is None:
        raise NotFound
    entry = (await finance.cash_entries(ctx, [row["transaction_id"]])).get(row["transaction_id"])
    if entry is None or ctx.actor.user_id is None or entry.keeper_id != ctx.actor.user_id:
        raise NotFound
    return await reply_of(ctx, row, wanted)
