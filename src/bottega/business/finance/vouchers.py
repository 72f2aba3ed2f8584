"""Data of cash vouchers (KP, KW) for entries of the ledger (UoR art. 21).

A voucher is of one entry of cash: it stands on the cash box the money went through and on the amount of the entry, and
the keeper of the box signs it. Which document that is the module above says with ``note_voucher``; from then on amount,
day, means and box of the entry do not change, until the voucher is cancelled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.finance.cash_boxes import hold_box
from bottega.business.finance.ledger import BOOKED, CASH, INCOME, PENDING, TRANSFER, Transaction
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day_sql
from bottega.kernel.writes import changes

VOUCHED: Final = T(
    en="The cash voucher {numer} was issued for this entry: cancel the voucher first, or reject or reverse the entry",
    pl="Do tej pozycji wystawiono dowód {numer}: najpierw anuluj dowód albo odrzuć pozycję lub wystaw storno",
)
NOT_CASH: Final = T(
    en="Only cash has a voucher: this entry was paid in another way",
    pl="Dowód kasowy dotyczy tylko gotówki: tę pozycję zapłacono inaczej",
)
# What of an entry stands on its voucher.
ON_VOUCHER: Final = frozenset({"kwota", "typ", "rodzaj", "data", "uzytkownik_id", "nazwa"})

# Cash that waits lies with the box it will go through; that box is opened by the first cash, so there may be none yet.
# The other side of money that changes hands is the person of the other entry, and how the money went on.
_ENTRIES: Final = f"""
SELECT t.id AS transaction_id, t.organization_id, t.linked_entity_type, t.linked_entity_id, t.typ, t.rodzaj, t.kwota,
       t.data, t.nazwa, t.dotyczy, t.kategoria, t.contract_id, t.stan, t.charakter, t.uzytkownik_id, t.lp_kasowe,
       t.dokument_id, t.dowod, b.id AS cash_box_id, b.nazwa AS kasa, b.kod,
       coalesce(t.uzytkownik_id, b.kasjer_id) AS keeper_id,
       r.numer AS report_number, coalesce(r.stan = 'zamkniety', false) AS report_closed, o.rodzaj AS other_means,
       ob.kod || ' – ' || ob.nazwa AS other_box, coalesce(o.uzytkownik_id, ob.kasjer_id) AS other_keeper_id
FROM finance_transactions AS t
LEFT JOIN finance_cash_boxes AS b ON b.tenant_id = t.tenant_id AND CASE WHEN t.cash_box_id IS NOT NULL
    THEN b.id = t.cash_box_id ELSE b.organization_id = t.organization_id AND b.deleted_at IS NULL
    AND b.uzytkownik_id IS NOT DISTINCT FROM t.uzytkownik_id END
LEFT JOIN finance_cash_reports AS r ON r.tenant_id = t.tenant_id AND r.cash_box_id = t.cash_box_id
    AND r.deleted_at IS NULL AND {local_day_sql("t.data")} BETWEEN r.dzien_od AND r.dzien_do
LEFT JOIN finance_transfers AS f ON t.linked_entity_type = 'transfer' AND f.tenant_id = t.tenant_id
    AND f.id = t.linked_entity_id
LEFT JOIN finance_transactions AS o ON o.tenant_id = t.tenant_id AND o.id = CASE t.linked_entity_type
    WHEN 'inter_cash_transfer' THEN t.linked_entity_id
    WHEN 'transfer' THEN CASE t.id WHEN f.rozchod_id THEN f.przychod_id ELSE f.rozchod_id END END
LEFT JOIN finance_cash_boxes AS ob ON ob.tenant_id = o.tenant_id AND ob.id = o.cash_box_id
WHERE t.tenant_id = $1 AND t.id = ANY($2) AND t.rodzaj = 'gotowka' AND t.deleted_at IS NULL
"""
# In one order, so that two who issue the vouchers of the same entries do not wait in a circle.
_LOCK: Final = (
    "SELECT id FROM finance_transactions WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
    " ORDER BY id FOR NO KEY UPDATE"
)


@dataclass(frozen=True)
class CashEntry:
    """An entry of cash as its voucher shows it: KP for ``przychod``, KW for ``rozchod``; amounts in PLN gross.

    ``lp_kasowe`` is its place in the cash box, None while it waits; ``report_number`` is None as long as no cash report
    covers its day; ``dokument_id`` and ``dowod`` are the voucher in force. ``other_means`` is None unless the money
    only changed hands: then it says how it went on, and if that was cash into which box, and who keeps that.
    """

    transaction_id: UUID
    organization_id: UUID
    linked_entity_type: str | None
    linked_entity_id: UUID | None
    typ: str
    rodzaj: str
    kwota: Decimal
    data: datetime | None
    nazwa: str
    dotyczy: str | None
    kategoria: str | None
    contract_id: UUID | None
    stan: str
    charakter: str
    uzytkownik_id: UUID | None
    lp_kasowe: int | None
    dokument_id: UUID | None
    dowod: str | None
    cash_box_id: UUID | None
    kasa: str | None
    kod: str | None
    keeper_id: UUID | None
    report_number: str | None
    report_closed: bool
    other_means: str | None
    other_box: str | None
    other_keeper_id: UUID | None

    @property
    def booked(self) -> bool:
        """Whether it counts."""
        return self.stan == BOOKED

    @property
    def at_receipt(self) -> bool:
        """Whether it is cash that came in and waits: only who holds the box can say that it is there."""
        waits = self.stan == PENDING and self.linked_entity_type != TRANSFER
        return waits and self.typ == INCOME and self.data is not None


async def cash_entries(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, CashEntry]:
    """The entries of cash among the ids; whoever calls has seen to it that they are in view."""
    rows: list[Any] = await ctx.query(_ENTRIES, ctx.tenant_id, list(ids))
    keys, place = await sealing.keys_of(ctx), sealing.place(Transaction, "dotyczy")
    found: dict[UUID, CashEntry] = {}
    for row in rows:
        about = None if row["dotyczy"] is None else keys.open(row["dotyczy"], place)
        values: dict[str, Any] = {**row, "dotyczy": about}
        found[row["transaction_id"]] = CashEntry(**values)
    return found


async def hold_cash_entry(ctx: Context, transaction_id: UUID) -> CashEntry:
    """An entry in view, locked for its voucher; its cash box is opened if it is the first cash of somebody.

    Raises:
        NotFound: There is no such entry in view.
        Conflict: 409 ``nie_gotowka``: it is not cash.
    """
    row = await changes.one(ctx, Transaction, transaction_id, lock=True)
    if row["rodzaj"] != CASH:
        raise Conflict(NOT_CASH, code="nie_gotowka")
    if row["cash_box_id"] is None and row["stan"] == PENDING:
        await hold_box(ctx, row["organization_id"], row["uzytkownik_id"])
    return (await cash_entries(ctx, [transaction_id]))[transaction_id]


async def hold_cash_entries(ctx: Context, ids: Sequence[UUID]) -> list[CashEntry]:
    """Many entries of cash, locked for their vouchers, in the order given; whoever calls saw that they are in view."""
    await ctx.begin()
    await ctx.query(_LOCK, ctx.tenant_id, list(ids))
    found = await cash_entries(ctx, ids)
    return [found[one] for one in ids if one in found]


async def cash_entry(ctx: Context, transaction_id: UUID) -> CashEntry:
    """The same without a lock, to look at: it may be of a cash box that is not there yet."""
    row = await changes.one(ctx, Transaction, transaction_id)
    if row["rodzaj"] != CASH:
        raise Conflict(NOT_CASH, code="nie_gotowka")
    return (await cash_entries(ctx, [transaction_id]))[transaction_id]


async def note_voucher(ctx: Context, transaction_id: UUID, document_id: UUID | None, number: str | None) -> None:
    """Note which voucher in force an entry has; None, None: none any more."""
    await changes.update(ctx, Transaction, transaction_id, {"dokument_id": document_id, "dowod": number})


async def note_vouchers(ctx: Context, issued: Mapping[UUID, tuple[UUID, str]]) -> None:
    """Note which vouchers entries have, by entry: each with its number."""
    await changes.update_many(
        ctx,
        Transaction,
        [{"id": entry, "dokument_id": document_id, "dowod": number} for entry, (document_id, number) in issued.items()],
    )


def refuse_vouched(row: Mapping[str, Any], changed: Iterable[str] = ON_VOUCHER) -> None:
    """409 ``ma_dowod_kasowy`` for changing what stands on the voucher of an entry, or for removing the entry."""
    if row["dokument_id"] is not None and not ON_VOUCHER.isdisjoint(changed):
        raise Conflict(
            VOUCHED.given(numer=row["dowod"]),
            code="ma_dowod_kasowy",
            numer=row["dowod"],
            dokumentId=str(row["dokument_id"]),
        )
