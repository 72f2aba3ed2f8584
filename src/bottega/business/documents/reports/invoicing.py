"""Report of invoicing work: payments to invoice, refunds, corrections to issue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business import contracts
from bottega.business.contracts import CorrectionDue
from bottega.business.customers import Party, parties
from bottega.business.documents.compose.history import History, earlier_of
from bottega.business.documents.compose.invoice_chains import closing, invoiced
from bottega.business.documents.content.kinds import CANCELLED
from bottega.business.documents.content.vat_gross_method import ZERO, gross_of
from bottega.business.documents.module import module
from bottega.business.documents.reports.invoice_differences import (
    corrections_due,
    due_after,
    is_business,
    owed,
    uninvoiced_payments,
    works_due_after,
)
from bottega.kernel.context import Context
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.schemas import Schema, today

MOST: Final = 100
_CORRECTED: Final = (
    "SELECT DISTINCT contract_id FROM documents_documents WHERE tenant_id = $1 AND rodzaj = 'KOR'"
    f" AND stan <> '{CANCELLED}' AND contract_id IS NOT NULL AND deleted_at IS NULL"
)


class OfContract(Schema):
    """Which contract, and whose."""

    contract_id: UUID
    numer: str
    customer_id: UUID
    klient: str | None


class Uninvoiced(OfContract):
    """What a business paid, or was built for it, and no invoice charges; PLN gross."""

    co: Literal["wplata", "sprzedaz"] = Field(description="A payment, or finished works.")
    rodzaj: Literal["FV", "FZ", "FK"] = Field(description="The invoice that is due.")
    payment_id: UUID | None
    data: date = Field(description="Of the payment, or of the end of the works.")
    kwota: str
    termin: date = Field(description="When the invoice is due (VAT act art. 106i).")
    dni_po_terminie: int


class Owed(OfContract):
    """What a customer is owed, PLN gross: taken off invoices, or paid beyond the price, and not paid back."""

    kwota: str
    korekta: str | None = Field(description="The last correction of the contract.")


class DueOfContract(OfContract):
    """Corrections that are due because the contract is dissolved."""

    korekty: list[CorrectionDue]


class InvoicingState(Schema):
    """Where money and invoices disagree; of each list the 100 that are due the longest, or the most."""

    niezafakturowane: list[Uninvoiced]
    kwota_niezafakturowana: str = Field(description="Of all of them.")
    do_zwrotu: list[Owed]
    kwota_do_zwrotu: str = Field(description="Of all of them.")
    do_korekty: list[DueOfContract]


@dataclass(frozen=True)
class _Case:
    """A contract with its money and its invoices."""

    contract: Mapping[str, Any]
    customer: Party | None
    history: History
    balance: contracts.Balance

    @property
    def named(self) -> dict[str, Any]:
        return {
            "contract_id": self.contract["id"],
            "numer": self.contract["numer"],
            "customer_id": self.contract["customer_id"],
            "klient": self.customer.display_name if self.customer else None,
        }


@module.get("/documents/invoicing", "contracts.drukuj_faktura", name="documents.invoicing", amounts="refused")
async def show_invoicing(ctx: Context) -> InvoicingState:
    """Show what is to be invoiced, paid back and corrected.

    Payments and finished works of businesses that no invoice charges, with the day the invoice is due; what customers
    are owed until a refund is confirmed; and corrections of the advance invoices of dissolved contracts, each with the
    request that issues it. Consumers get an invoice when they ask for one (art. 106b ust. 3), so they are not listed.
    """
    cases = await _cases(ctx)
    waiting = sorted((one for case in cases for one in _uninvoiced(case)), key=lambda one: one.termin)
    debts = sorted((one for case in cases for one in _owed(case)), key=lambda one: -Decimal(one.kwota))
    due = [(case, list(corrections_due(case.contract, case.history))) for case in cases]
    return InvoicingState(
        niezafakturowane=waiting[:MOST],
        kwota_niezafakturowana=_total(waiting),
        do_zwrotu=debts[:MOST],
        kwota_do_zwrotu=_total(debts),
        do_korekty=[DueOfContract(**case.named, korekty=found) for case, found in due if found][:MOST],
    )


async def _cases(ctx: Context) -> list[_Case]:
    """The contracts in view where money and invoices may disagree: of businesses, corrected, dissolved, or overpaid."""
    if ctx.scope.closed:
        return []
    payments = await contracts.payments_in_view(ctx)
    facts = await contracts.contract_facts(ctx, payments)
    balances = await contracts.balances(ctx, payments)
    buyers = await parties(ctx, [row["customer_id"] for row in facts.values()])
    corrected = {row["contract_id"] for row in await ctx.query(_CORRECTED, ctx.tenant_id)}
    wanted = [
        one
        for one, row in facts.items()
        if one in corrected or row["rozwiazana"] or balances[one].overpaid or _of_business(row, buyers)
    ]
    issued = await earlier_of(ctx, wanted)
    return [
        _Case(facts[one], buyers.get(facts[one]["customer_id"]), History(payments[one], issued[one]), balances[one])
        for one in wanted
    ]


def _of_business(contract: Mapping[str, Any], buyers: Mapping[UUID, Party]) -> bool:
    buyer = buyers.get(contract["customer_id"])
    return buyer is not None and is_business(buyer)


def _uninvoiced(case: _Case) -> Iterator[Uninvoiced]:
    contract, history = case.contract, case.history
    if case.customer is None or not is_business(case.customer) or contract["rozwiazana"]:
        return
    if contract["zakonczona"] and not closing(history):
        advances = history.standing("FZ")
        rest = case.balance.suma - sum((gross_of(invoiced(history, one)) for one in advances), ZERO)
        if rest > 0:
            day = (contract["zakonczona_at"] or contract["updated_at"]).astimezone(LOCAL_ZONE).date()
            due = works_due_after(day, installed=contract["montaz_trwaly"] is not False)
            kind = "FK" if advances else "FV"
            yield _row(case, kwota=rest, termin=due, co="sprzedaz", rodzaj=kind, data=day, payment_id=None)
        return
    for one in uninvoiced_payments(history):
        yield _row(
            case,
            kwota=one["cena"],
            termin=due_after(one["data"]),
            co="wplata",
            rodzaj="FZ",
            data=one["data"],
            payment_id=one["id"],
        )


def _row(case: _Case, *, kwota: Decimal, termin: date, **values: Any) -> Uninvoiced:
    late = max((today() - termin).days, 0)
    return Uninvoiced(**case.named, **values, kwota=str(kwota), termin=termin, dni_po_terminie=late)


def _owed(case: _Case) -> Iterator[Owed]:
    of_invoices = ZERO if case.contract["rozwiazana"] else owed(case.history)
    amount = max(case.balance.overpaid, of_invoices)
    if amount:
        last = next((one.numer for one in reversed(case.history.in_force("KOR"))), None)
        yield Owed(**case.named, kwota=str(amount), korekta=last)


def _total(rows: list[Any]) -> str:
    return str(sum((Decimal(one.kwota) for one in rows), ZERO))
