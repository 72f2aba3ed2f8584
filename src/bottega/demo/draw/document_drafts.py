"""Composition of documents as of a past day."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from bottega.business import contracts, finance, warehouse
from bottega.business.documents.compose import cash_vouchers, goods_notes, invoices, letters
from bottega.business.documents.compose.cash_reports import cash_report
from bottega.business.documents.compose.contract_data import Dossier, read_dossier
from bottega.business.documents.compose.corrections import Standing, compose_correction
from bottega.business.documents.compose.drafts import Draft
from bottega.business.documents.compose.history import Earlier
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.measurement_protocols import protocol, read_visit
from bottega.business.documents.compose.voucher_parties import Side, sides_of
from bottega.business.documents.compose.warranty import warranty
from bottega.business.documents.content.kinds import CORRECTED, INVOICES, VOUCHERS
from bottega.business.documents.content.models import Invoice
from bottega.business.documents.issue.issuing import Numbered
from bottega.business.documents.issuer import Desk
from bottega.demo.bulk_insert import Destination
from bottega.demo.draw.documents import Paper
from bottega.kernel.local_time import local_day

LETTERS: Final[dict[str, Callable[[Dossier, Wishes], Any]]] = {
    "GW": warranty,
    "PRO": letters.acceptance,
    "OSW": letters.vat_statement,
}


@dataclass
class Clerk:
    """Composes one document after the other; what a contract has been issued before is remembered here."""

    into: Destination
    desk: Desk
    done: list[Numbered] = field(default_factory=list[Numbered])
    dossiers: dict[UUID, Dossier] = field(default_factory=dict[UUID, Dossier])
    issued: defaultdict[UUID, list[Numbered]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[UUID, finance.CashEntry] = field(default_factory=dict[UUID, finance.CashEntry])
    sides: dict[UUID, Side] = field(default_factory=dict[UUID, Side])
    orders: dict[UUID, dict[str, Any]] = field(default_factory=dict[UUID, dict[str, Any]])

    async def prepare(self, papers: Sequence[Paper]) -> None:
        """Read what several of the documents are about at once."""
        entries = [one.about for one in papers if one.kind in VOUCHERS and one.about]
        self.entries = await finance.cash_entries(self.into.ctx, entries)
        self.sides = await sides_of(self.into.ctx, self.entries.values())
        ordered = [one.about for one in papers if one.kind == "PO" and one.about]
        self.orders = await contracts.purchase_orders(self.into.ctx, ordered)

    def note(self, numbered: Numbered) -> None:
        """Remember what was issued."""
        self.done.append(numbered)
        if contract := numbered.made.desk.contract_id:
            self.issued[contract].append(numbered)

    async def draft(self, paper: Paper) -> Draft:
        """The document without its number."""
        made = await self._composed(paper)
        signed = msgspec.structs.replace(made.paper, wystawil=paper.who)
        return replace(made, paper=signed, desk=replace(made.desk, author=paper.who, today=paper.day))

    async def _composed(self, paper: Paper) -> Draft:
        ctx = self.into.ctx
        wishes = Wishes(day=paper.day, payment_id=paper.payment_id, sale_day=paper.sale_day)
        if paper.kind in VOUCHERS:
            return self._voucher(paper, wishes)
        if paper.kind == "RK":
            assert paper.about is not None
            sheet = await finance.report_sheet(ctx, paper.about)
            return Draft("RK", cash_report(sheet, self.desk, wishes), self.desk, {"cash_report_id": paper.about})
        if paper.kind == "PRP":
            assert paper.about is not None
            visit = await read_visit(ctx, paper.about)
            return Draft("PRP", protocol(visit, wishes), visit.desk, {"measurement_id": paper.about})
        assert paper.contract_id is not None
        return await self._of_contract(paper, await self._dossier(paper.contract_id, paper.day), wishes)

    def _voucher(self, paper: Paper, wishes: Wishes) -> Draft:
        assert paper.about is not None
        entry, side = self.entries[paper.about], self.sides[paper.about]
        desk = replace(self.desk, customer_id=side.customer_id, contract_id=side.contract_id, today=paper.day)
        voucher = cash_vouchers.compose(entry, side, desk, wishes, paper.who)
        return Draft(paper.kind, voucher, desk, cash_vouchers.references(entry, side))

    async def _of_contract(self, paper: Paper, dossier: Dossier, wishes: Wishes) -> Draft:
        match paper.kind:
            case "WZ":
                assert paper.about is not None
                issue, lines, place = await warehouse.goods_issue_with_lines(self.into.ctx, paper.about)
                note = goods_notes.goods_issue(dossier, issue, lines, place, paper.who)
                return Draft("WZ", note, dossier.desk, {"goods_issue_id": paper.about})
            case "PO":
                assert paper.about is not None
                note = goods_notes.purchase_order(dossier, [self.orders[paper.about]], wishes)
                return Draft("PO", note, dossier.desk, {"purchase_order_id": paper.about})
            case "UM":
                return await self._agreement(dossier, wishes)
            case "KOR":
                return self._correction(paper, dossier)
            case kind if kind in LETTERS:
                return Draft(kind, LETTERS[kind](dossier, wishes), dossier.desk)
            case _:
                return await self._invoice(paper, dossier, wishes)

    async def _agreement(self, dossier: Dossier, wishes: Wishes) -> Draft:
        contract: UUID = dossier.contract["id"]
        planned = (await contracts.planned_payments(self.into.ctx, [contract], dossier.today)).get(contract, [])
        texts = [(one["nazwa"], one["tresc"]) for one in await contracts.contract_texts(self.into.ctx, contract)]
        return Draft("UM", letters.contract(dossier, wishes, planned, texts), dossier.desk)

    async def _invoice(self, paper: Paper, dossier: Dossier, wishes: Wishes) -> Draft:
        references: dict[str, Any] = {}
        if paper.kind == "FZ":
            references["payment_id"] = paper.payment_id
        numbers: tuple[str, ...] = ()
        if paper.kind in ("FV", "FK"):
            assert paper.contract_id is not None
            numbers = tuple(await warehouse.goods_issue_numbers(self.into.ctx, paper.contract_id))
        return Draft(paper.kind, invoices.compose(paper.kind, dossier, wishes, numbers), dossier.desk, references)

    def _correction(self, paper: Paper, dossier: Dossier) -> Draft:
        """A correction of the last invoice of the contract, which is then one that was corrected."""
        assert paper.contract_id is not None
        assert paper.correct is not None
        issued = self.issued[paper.contract_id]
        corrected = next(one for one in reversed(issued) if one.made.kind in INVOICES)
        assert isinstance(corrected.paper, Invoice)
        document = next(one for one in dossier.earlier if one.id == corrected.row["id"])
        standing = Standing(document, dossier.contract["customer_id"], corrected.paper, None)
        made, emptied = compose_correction(dossier, standing, paper.correct)
        now = replace(corrected, row={**corrected.row, "stan": CORRECTED, "do_zera": emptied})
        for place in (self.done, issued):
            place[place.index(corrected)] = now
        references = {"koryguje_id": document.id, "przyczyna": paper.correct.przyczyna}
        return Draft("KOR", made, dossier.desk, references)

    async def _dossier(self, contract_id: UUID, day: date) -> Dossier:
        if contract_id not in self.dossiers:
            self.dossiers[contract_id] = await read_dossier(self.into.ctx, contract_id)
        earlier = [_earlier(one) for one in self.issued[contract_id]]
        return _as_of(replace(self.dossiers[contract_id], earlier=earlier), day)


def _earlier(numbered: Numbered) -> Earlier:
    row = numbered.row
    rates = numbered.paper.stawki if isinstance(numbered.paper, Invoice) else ()
    return Earlier(
        row["id"],
        row["rodzaj"],
        row["numer"],
        row["data_wystawienia"],
        row.get("payment_id"),
        row.get("koryguje_id"),
        row.get("stan", "wystawiony"),
        row.get("numer_ksef"),
        rates,
        row.get("do_zera", False),
        row["dla_ksef"],
    )


def _as_of(dossier: Dossier, day: date) -> Dossier:
    """What was known on a day: later payments had not come, and what ended later was going on."""
    finished = dossier.completed is not None and dossier.completed <= day
    given_up: datetime | None = dossier.contract["rozwiazana_at"]
    dissolved = given_up is not None and local_day(given_up) < day
    contract = {**dossier.contract, "zakonczona": finished, "rozwiazana": dissolved}
    payments = [one for one in dossier.payments if one["data"] is None or one["data"] <= day]
    return replace(dossier, contract=contract, payments=payments, today=day)
