"""Drafts of documents of every kind: composed, not yet numbered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from bottega.business import contracts, finance, warehouse
from bottega.business.documents.compose import cash_vouchers, goods_notes, invoices, letters
from bottega.business.documents.compose.cash_reports import cash_report
from bottega.business.documents.compose.contract_data import Dossier, read_dossier
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.measurement_protocols import protocol, read_visit
from bottega.business.documents.compose.warranty import warranty
from bottega.business.documents.content.kinds import CANCELLED
from bottega.business.documents.content.models import CashVoucher, Paper, paper_of
from bottega.business.documents.issuer import Desk, read_desk
from bottega.business.documents.tables import Document
from bottega.business.finance import CashEntry
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.writes import changes
from bottega.platform.auth import colleagues

NO_ORDER: Final = T(en="There is no such order of this contract", pl="Umowa nie ma takiego zamówienia")
NO_SUPPLIER: Final = T(en="The order names no supplier", pl="Zamówienie nie ma dostawcy")
ORDERED: Final = T(
    en="It is already on order {numer}; cancel that one to order again",
    pl="Jest już na zamówieniu {numer}; anuluj je, aby zamówić od nowa",
)
_SHEET: Final = (
    "SELECT id, numer FROM documents_documents WHERE tenant_id = $1 AND purchase_order_id = ANY($2) AND rodzaj = 'PO'"
    f" AND stan <> '{CANCELLED}' AND deleted_at IS NULL ORDER BY id LIMIT 1"
)
OPEN: Final = T(
    en="Close the cash report first: its figures can still change",
    pl="Najpierw zamknij raport kasowy: jego kwoty mogą się jeszcze zmienić",
)
# By what of it was not said.
NEEDED: Final = {
    "contractId": T(en="Choose the contract the document is about", pl="Wskaż umowę, której dotyczy dokument"),
    "purchaseOrderId": T(en="Choose the purchase order to print", pl="Wskaż zamówienie do wydrukowania"),
    "goodsIssueId": T(en="Choose the goods issue to print", pl="Wskaż wydanie (WZ) do wydrukowania"),
    "measurementId": T(en="Choose the measurement to print", pl="Wskaż pomiar do wydrukowania"),
    "transactionId": T(
        en="Choose the entry of the ledger the voucher is for, or the contract",
        pl="Wskaż pozycję księgi, do której wystawić dowód, albo umowę",
    ),
    "cashReportId": T(en="Choose the cash report to print", pl="Wskaż raport kasowy do wydrukowania"),
}


@dataclass(frozen=True)
class Subject:
    """What a document is about, as it was asked for: a contract or a part of it, a measurement, or a cash report."""

    contract_id: UUID | None = None
    purchase_order_id: UUID | None = None
    goods_issue_id: UUID | None = None
    measurement_id: UUID | None = None
    cash_report_id: UUID | None = None
    transaction_id: UUID | None = None


@dataclass(frozen=True)
class Draft:
    """A document that has everything but a number, and the rows it stands on.

    ``issued`` is the document in force that makes another one unnecessary: it is given back.
    """

    kind: str
    paper: Paper
    desk: Desk
    references: Mapping[str, Any] = field(default_factory=dict[str, Any])
    issued: UUID | None = None


async def draft(ctx: Context, kind: str, subject: Subject, wishes: Wishes, *, lock: bool = False) -> Draft:
    """Compose a document.

    Raises:
        NotFound: What it is about is not there, or not in view.
        Conflict: 409 with the reason why it cannot be made.
    """
    match kind:
        case "WZ":
            return await _goods_issue(ctx, subject, lock=lock)
        case "PRP":
            return await _measurement(ctx, subject, wishes, lock=lock)
        case "PO":
            return await _purchase_order(ctx, subject, wishes, lock=lock)
        case "RK":
            return await _cash_report(ctx, subject, wishes, lock=lock)
        case "KP" | "KW":
            return await _voucher(ctx, kind, subject, wishes, lock=lock)
        case _:
            return await _of_contract(ctx, kind, subject, wishes, lock=lock)


async def _of_contract(ctx: Context, kind: str, subject: Subject, wishes: Wishes, *, lock: bool) -> Draft:
    if subject.contract_id is None:
        raise InvalidInput.field("contractId", NEEDED["contractId"])
    dossier = await read_dossier(ctx, subject.contract_id, lock=lock)
    match kind:
        case "GW":
            return Draft(kind, warranty(dossier, wishes), dossier.desk)
        case "PRO":
            return Draft(kind, letters.acceptance(dossier, wishes), dossier.desk)
        case "OSW":
            letters.refuse_statement(dossier)
            return Draft(kind, letters.vat_statement(dossier, wishes), dossier.desk)
        case "UM":
            return await _contract(ctx, dossier, wishes, lock=lock)
        case _:
            return await _invoice(ctx, kind, dossier, wishes, lock=lock)


async def _invoice(ctx: Context, kind: str, dossier: Dossier, wishes: Wishes, *, lock: bool) -> Draft:
    numbers = tuple(await warehouse.goods_issue_numbers(ctx, dossier.contract["id"]))
    paper = invoices.compose(kind, dossier, wishes, numbers)
    references: dict[str, Any] = {}
    if kind == "FZ":
        references["payment_id"] = invoices.payment_of(dossier, wishes)
    if lock and wishes.wyspa is not None and dossier.contract["wyspa_brutto"] is None:
        # What one invoice says of the island holds for all of them.
        await contracts.note_island(ctx, dossier.contract["id"], wishes.wyspa)
    return Draft(kind, paper, dossier.desk, references)


async def _voucher(ctx: Context, kind: str, subject: Subject, wishes: Wishes, *, lock: bool) -> Draft:
    """The voucher of an entry: of the one that is named, or of a payment of the contract."""
    wanted = subject.transaction_id
    if wanted is None:
        if subject.contract_id is None:
            raise InvalidInput.field("transactionId", NEEDED["transactionId"])
        await (contracts.hold if lock else contracts.require_contract)(ctx, subject.contract_id)
        wanted = await cash_vouchers.entry_of_contract(ctx, kind, subject.contract_id, wishes.payment_id)
    entry = await cash_vouchers.entry_for_voucher(ctx, kind, wanted, lock=lock)
    if subject.contract_id is None:
        cash_vouchers.refuse_strangers(ctx, entry)
    return await voucher_of(ctx, entry, wishes, subject.contract_id)


async def voucher_of(ctx: Context, entry: CashEntry, wishes: Wishes, contract_id: UUID | None = None) -> Draft:
    """The voucher of an entry that can have one, or the one in force; 404 for an entry of another contract."""
    kind = cash_vouchers.OF_DIRECTION[entry.typ]
    if entry.dokument_id is not None:
        row = await changes.one(ctx, Document, entry.dokument_id)
        desk = await read_desk(ctx, entry.organization_id)
        return Draft(kind, paper_of(row["tresc"], CashVoucher), desk, issued=entry.dokument_id)
    side = await cash_vouchers.side_of(ctx, entry, wishes)
    if contract_id not in (None, side.contract_id) or wishes.payment_id not in (None, side.payment_id):
        raise NotFound
    desk, cashier = await cash_vouchers.desk_of(ctx, entry, side), await cash_vouchers.keeper_of(ctx, entry)
    paper = cash_vouchers.compose(entry, side, desk, wishes, cashier)
    return Draft(kind, paper, desk, cash_vouchers.references(entry, side))


async def _contract(ctx: Context, dossier: Dossier, wishes: Wishes, *, lock: bool) -> Draft:
    contract_id: UUID = dossier.contract["id"]
    planned = (await contracts.planned_payments(ctx, [contract_id], dossier.today)).get(contract_id, [])
    if lock:
        # What is printed for good keeps its texts, as a signed contract does.
        await contracts.freeze_texts(ctx, contract_id)
    texts = [(one["nazwa"], one["tresc"]) for one in await contracts.contract_texts(ctx, contract_id)]
    return Draft("UM", letters.contract(dossier, wishes, planned, texts), dossier.desk)


async def _purchase_order(ctx: Context, subject: Subject, wishes: Wishes, *, lock: bool) -> Draft:
    wanted, contract_id = subject.purchase_order_id, subject.contract_id
    if wanted is None:
        raise InvalidInput.field("purchaseOrderId", NEEDED["purchaseOrderId"])
    order = (await contracts.purchase_orders(ctx, [wanted])).get(wanted)
    if contract_id is None:
        # An order names its contract itself; one that is not there is not found, like one out of view.
        if order is None:
            raise NotFound
        contract_id = order["contract_id"]
    dossier = await read_dossier(ctx, contract_id, lock=lock)
    if order is None or order["contract_id"] != contract_id:
        raise InvalidInput.field("purchaseOrderId", NO_ORDER, code="not_found")
    if not order["dostawca"]:
        raise Conflict(NO_SUPPLIER, code="brak_dostawcy")
    # One sheet for everything that goes to the supplier at once; it is filed under the first of it.
    orders = await contracts.orders_together(ctx, order)
    if lock:
        await _refuse_ordered(ctx, [one["id"] for one in orders])
    paper = goods_notes.purchase_order(dossier, orders, wishes)
    return Draft("PO", paper, dossier.desk, {"purchase_order_id": orders[0]["id"]})


async def _refuse_ordered(ctx: Context, ids: Sequence[UUID]) -> None:
    """409 ``juz_zamowione`` with the sheet when one of the orders is on one that is in force."""
    sheet = await ctx.query_one(_SHEET, ctx.tenant_id, list(ids))
    if sheet is not None:
        sentence = ORDERED.given(numer=sheet["numer"])
        raise Conflict(sentence, code="juz_zamowione", numer=sheet["numer"], dokumentId=str(sheet["id"]))


async def _goods_issue(ctx: Context, subject: Subject, *, lock: bool) -> Draft:
    if subject.goods_issue_id is None:
        raise InvalidInput.field("goodsIssueId", NEEDED["goodsIssueId"])
    issue, lines, place = await warehouse.goods_issue_with_lines(ctx, subject.goods_issue_id)
    if subject.contract_id not in (None, issue["contract_id"]):
        raise NotFound
    dossier = await read_dossier(ctx, issue["contract_id"], lock=lock)
    handed = issue["wystawil_id"]
    person = (await colleagues(ctx, [handed])).get(handed) if handed else None
    paper = goods_notes.goods_issue(dossier, issue, lines, place, person.shown if person else None)
    return Draft("WZ", paper, dossier.desk, {"goods_issue_id": subject.goods_issue_id})


async def _measurement(ctx: Context, subject: Subject, wishes: Wishes, *, lock: bool) -> Draft:
    if subject.measurement_id is None:
        raise InvalidInput.field("measurementId", NEEDED["measurementId"])
    visit = await read_visit(ctx, subject.measurement_id, lock=lock)
    if subject.contract_id not in (None, visit.facts.contract_id):
        raise NotFound
    return Draft("PRP", protocol(visit, wishes), visit.desk, {"measurement_id": subject.measurement_id})


async def _cash_report(ctx: Context, subject: Subject, wishes: Wishes, *, lock: bool) -> Draft:
    """A report that is to be issued, and not only looked at, is closed."""
    if subject.cash_report_id is None:
        raise InvalidInput.field("cashReportId", NEEDED["cashReportId"])
    sheet = await finance.report_sheet(ctx, subject.cash_report_id)
    if lock and sheet.zamkniety is None:
        raise Conflict(OPEN, code="raport_otwarty")
    desk = await read_desk(ctx, sheet.organization_id)
    paper = cash_report(sheet, desk, wishes)
    return Draft("RK", paper, desk, {"cash_report_id": subject.cash_report_id})
