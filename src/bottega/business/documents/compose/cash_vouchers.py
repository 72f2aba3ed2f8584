"""Cash vouchers: KP for receipts, KW for payments, one per entry (accounting act art. 21).

A voucher stands on an entry of the ledger: on its cash box, whose keeper signs it, and on its amount. Whoever keeps the
box issues the KP when they take the cash, before anybody confirms it; a KP whose entry is refused later is cancelled
(docs/decisions/0099-a-voucher-for-every-cash-entry.md).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from bottega.business import contracts, finance
from bottega.business.contracts import slownie
from bottega.business.documents.compose.contract_data import CASH, INCOMPLETE, refuse
from bottega.business.documents.compose.history import REFUND
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.voucher_parties import Side, sides_of
from bottega.business.documents.content.kinds import CANCELLED, KINDS
from bottega.business.documents.content.models import Buyer, CashVoucher
from bottega.business.documents.issuer import Desk, read_desk, seller_gaps
from bottega.business.documents.module import module
from bottega.business.documents.seller import place_of, seller_of
from bottega.business.documents.tables import Document
from bottega.business.finance import CashEntry
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes
from bottega.platform.auth import colleagues

OF_DIRECTION: Final = {"przychod": "KP", "rozchod": "KW"}
NO_CASH: Final = T(
    en="There is no confirmed cash payment without a receipt", pl="Nie ma potwierdzonej wpłaty gotówką bez dowodu KP"
)
NO_CASH_BACK: Final = T(
    en="There is no confirmed cash refund without a voucher", pl="Nie ma potwierdzonego zwrotu gotówką bez dowodu KW"
)
OTHER_KIND: Final = T(
    en="Cash that came in has a KP, cash that went out a KW: this entry needs a {rodzaj}",
    pl="Wpływ gotówki dokumentuje KP, wypłatę KW: do tej pozycji wystaw {rodzaj}",
)
WAITS: Final = T(
    en="The entry waits for approval: until then only the keeper of the cash box issues a KP for cash they have taken",
    pl="Pozycja czeka na zatwierdzenie: do tego czasu KP wystawia tylko osoba prowadząca kasę, która przyjęła gotówkę",
)
OVER: Final = T(
    en="A rejected or cancelled entry has no voucher", pl="Do odrzuconej lub anulowanej pozycji nie wystawia się dowodu"
)
NOTHING: Final = T(en="No cash moved: there is no voucher for 0.00", pl="Na kwotę 0,00 nie wystawia się dowodu")
KNOWN: Final = T(
    en="The ledger already names the other party: leave this field out",
    pl="Księga wie, kto jest drugą stroną: nie podawaj tego pola",
)
REPORTED: Final = T(
    en="The closed cash report {numer} names this voucher: reverse its entry with a storno",
    pl="Ten dowód jest w zamkniętym raporcie kasowym {numer}: wystaw storno jego pozycji",
)
REJECTED: Final = T(en="The entry was rejected during approval", pl="Pozycję odrzucono przy zatwierdzaniu")


def takes_now(ctx: Context, entry: CashEntry) -> bool:
    """Whether it is cash that waits for approval and lies with the caller."""
    person = ctx.actor.user_id
    ours = person is not None and entry.keeper_id == person
    return ours and entry.at_receipt and entry.data is not None and local_day(entry.data) <= today()


async def entries_due(ctx: Context, kind: str, payments: Sequence[Mapping[str, Any]]) -> list[CashEntry]:
    """The entries of payments of a contract that can have a voucher now and have none, in the order of the payments."""
    entries = await _of_payments(ctx, kind, payments)
    return [one for one in entries if one.dokument_id is None and (one.booked or takes_now(ctx, one))]


async def _of_payments(ctx: Context, kind: str, payments: Sequence[Mapping[str, Any]]) -> list[CashEntry]:
    """The entries of cash payments, or of refunds; a credited measuring fee has that of the fee."""
    wanted = [
        one["transaction_id"]
        for one in payments
        if one["rodzaj"] == CASH and (one["typ"] == REFUND) == (kind == "KW") and one["transaction_id"]
    ]
    entries = await finance.cash_entries(ctx, wanted)
    return [entries[one] for one in wanted if one in entries]


async def entry_of_contract(ctx: Context, kind: str, contract_id: UUID, payment_id: UUID | None) -> UUID:
    """The entry a voucher of a contract is for: that of the named payment, else the newest without one.

    Raises:
        Conflict: 409 ``brak_wplaty_gotowka``: there is none.
    """
    payments = await contracts.payments_of(ctx, contract_id)
    if payment_id is not None:
        payments = [one for one in payments if one["id"] == payment_id]
        vouched = [one for one in await _of_payments(ctx, kind, payments) if one.dokument_id is not None]
        if vouched:
            return vouched[0].transaction_id
    due = await entries_due(ctx, kind, payments)
    if not due:
        raise Conflict(NO_CASH if kind == "KP" else NO_CASH_BACK, code="brak_wplaty_gotowka")
    return due[-1].transaction_id


async def receipt_to_print(ctx: Context, contract_id: UUID, payment_id: UUID | None) -> UUID | None:
    """The newest issued KP of a contract, or that of a payment; None if one is due, or there is none."""
    payments = await contracts.payments_of(ctx, contract_id)
    chosen = [one for one in payments if payment_id in (None, one["id"])]
    if await entries_due(ctx, "KP", chosen):
        return None
    issued = [one.dokument_id for one in await _of_payments(ctx, "KP", chosen) if one.dokument_id is not None]
    return max(issued, default=None)


async def entry_for_voucher(ctx: Context, kind: str, transaction_id: UUID, *, lock: bool) -> CashEntry:
    """The entry a voucher is for, of one's own cash box or for those who see the ledger.

    Raises:
        NotFound: There is no such entry in view.
        Invalid: 400 ``rodzaj``: it needs a voucher of the other kind.
        Conflict: 409 with the reason why it has no voucher.
    """
    find = finance.hold_cash_entry if lock else finance.cash_entry
    entry = await find(ctx, transaction_id)
    fitting = OF_DIRECTION[entry.typ]
    if kind != fitting:
        raise InvalidInput.field("rodzaj", OTHER_KIND.given(rodzaj=fitting), code="inny_dowod")
    if entry.dokument_id is not None or takes_now(ctx, entry):
        return entry
    if not entry.booked:
        waits = entry.stan == "oczekuje"
        raise Conflict(WAITS if waits else OVER, code=entry.stan)
    if not entry.kwota:
        raise Conflict(NOTHING, code="zero_kwota")
    return entry


def refuse_strangers(ctx: Context, entry: CashEntry) -> None:
    """404 for an entry of a cash box that is not the caller's, unless they see the ledger."""
    if not ctx.may("finance.view") and entry.keeper_id != ctx.actor.user_id:
        raise NotFound


async def desk_of(ctx: Context, entry: CashEntry, side: Side) -> Desk:
    """The desk a voucher is issued at."""
    return await read_desk(ctx, entry.organization_id, customer_id=side.customer_id, contract_id=side.contract_id)


async def side_of(ctx: Context, entry: CashEntry, wishes: Wishes) -> Side:
    """The other side; 400 on ``strona`` for naming one that is known."""
    side = (await sides_of(ctx, [entry]))[entry.transaction_id]
    if wishes.strona is None:
        return side
    if side.strona is not None:
        raise InvalidInput.field("strona", KNOWN)
    return Side(Buyer(wishes.strona), side.za_co, side.umowa, side.contract_id)


async def keeper_of(ctx: Context, entry: CashEntry) -> str | None:
    """Who signs as the cashier: whoever keeps the box; None where nobody is named for the main one."""
    keeper = (await colleagues(ctx, [entry.keeper_id])).get(entry.keeper_id) if entry.keeper_id else None
    return keeper.shown if keeper else None


def compose(entry: CashEntry, side: Side, desk: Desk, wishes: Wishes, cashier: str | None) -> CashVoucher:
    """A voucher without its number; its amount is the entry's, so it is never changed, only cancelled.

    ``cashier`` is the keeper of the box; where nobody keeps it, whoever issues the voucher signs it.
    """
    refuse(INCOMPLETE, "brak_danych", [*seller_gaps(desk.profile, invoice=False), *side.gaps])
    assert entry.data is not None
    kind = OF_DIRECTION[entry.typ]
    return CashVoucher(
        rodzaj=kind,
        tytul=KINDS[kind].tytul,
        sprzedawca=seller_of(dict(desk.profile)),
        strona=side.strona,
        data_wystawienia=wishes.day or desk.today,
        data_wplywu=local_day(entry.data),
        kasa=f"{entry.kod} – {entry.kasa}" if entry.kod else "",
        kwota=entry.kwota,
        slownie=slownie(entry.kwota),
        raport=entry.report_number,
        pozycja=entry.lp_kasowe,
        za_co=side.za_co,
        miejsce=place_of(dict(desk.profile)),
        umowa=side.umowa,
        nr_paragonu=wishes.nr_paragonu,
        wystawil=cashier or desk.author,
        stopka=desk.profile["stopka"],
    )


def references(entry: CashEntry, side: Side) -> dict[str, Any]:
    """The rows a voucher stands on."""
    return {"transaction_id": entry.transaction_id, "cash_box_id": entry.cash_box_id, "payment_id": side.payment_id}


async def refuse_reported(ctx: Context, row: Mapping[str, Any]) -> None:
    """409 ``raport_zamkniety`` for cancelling a voucher that a closed cash report names."""
    entry_id: UUID | None = row["transaction_id"]
    entry = (await finance.cash_entries(ctx, [entry_id])).get(entry_id) if entry_id else None
    if entry is not None and entry.report_closed:
        raise Conflict(REPORTED.given(numer=entry.report_number), code="raport_zamkniety", numer=entry.report_number)


async def withdraw(ctx: Context, row: Mapping[str, Any]) -> None:
    """Let the entry of a cancelled voucher be without one."""
    if row["transaction_id"] is not None:
        await finance.note_voucher(ctx, row["transaction_id"], None, None)


@module.within("finance.transaction.rejected")
async def cancel_refused(ctx: Context, *, transaction: Mapping[str, Any]) -> None:
    """Cancel the KP of cash whose entry is refused: its number stays used and says why."""
    document_id: UUID | None = transaction.get("dokument_id")
    if document_id is None:
        return
    row = await changes.one(ctx, Document, document_id, lock=True)
    values = {"stan": CANCELLED, "przyczyna": REJECTED(ctx.locale), "anulowany_at": datetime.now(UTC)}
    await changes.update(ctx, Document, document_id, values)
    await withdraw(ctx, row)
    if row["payment_id"] is not None:
        await contracts.note_document(ctx, row["payment_id"], None)
    await ctx.emit(
        "documents.document.cancelled", record_id=document_id, within=row["organization_id"], numer=row["numer"]
    )
