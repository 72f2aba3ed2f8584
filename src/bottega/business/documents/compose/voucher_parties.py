"""The other party and the purpose of a cash voucher, from the ledger.

A payment of a contract, and a measuring fee, is the customer's; money that changes hands is the other cash box's, or
the bank's; pay is the worker's. What nobody knows is written on the paper by hand, or named when it is issued.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from bottega.business import contracts
from bottega.business.customers import Party, PostalAddress, addresses, addresses_of, parties
from bottega.business.documents.compose.contract_data import BUYER_ADDRESS, BUYER_NAME, CASH, buyer_of, chosen_addresses
from bottega.business.documents.content.models import Buyer, Contract
from bottega.business.documents.content.polish_terms import SUBJECT
from bottega.business.finance import CashEntry, cash_entries
from bottega.business.measurements import MeasurementFacts, measurement_facts
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.platform.auth import Colleague, colleagues

_TITLES: Final = {
    "Zadatek": "Zadatek do umowy",
    "Zaliczka": "Zaliczka do umowy",
    "Rata": "Rata do umowy",
    "Dopłata": "Dopłata do umowy",
    "Wpłata końcowa": "Wpłata końcowa do umowy",
    "Zwrot": "Zwrot wpłaty do umowy",
}
_BANK: Final = {"rozchod": "Wpłata gotówki na rachunek bankowy", "przychod": "Podjęcie gotówki z rachunku bankowego"}
_BOX: Final = {"rozchod": "Przekazanie gotówki do kasy", "przychod": "Przyjęcie gotówki z kasy"}


@dataclass(frozen=True)
class Side:
    """Whom a voucher names, None for whom nobody knows; what it is for; and the rows it belongs to."""

    strona: Buyer | None
    za_co: str
    umowa: Contract | None = None
    contract_id: UUID | None = None
    customer_id: UUID | None = None
    payment_id: UUID | None = None

    @property
    def gaps(self) -> list[tuple[str, T]]:
        """What is missing of a customer who pays for a contract."""
        if self.payment_id is None or self.strona is None:
            return []
        known = (("nabywca.nazwa", BUYER_NAME, self.strona.nazwa), ("nabywca.adres", BUYER_ADDRESS, self.strona.adres))
        return [(name, text) for name, text, value in known if not value]


@dataclass(frozen=True)
class _Known:
    """Everything that sides of some entries are made from."""

    payments: Mapping[UUID, Mapping[str, Any]]
    fees: Mapping[UUID, MeasurementFacts]
    workers: Mapping[UUID, UUID]
    contracts: Mapping[UUID, Mapping[str, Any]]
    parties: Mapping[UUID, Party]
    named: Mapping[UUID, PostalAddress]
    every: Mapping[UUID, list[PostalAddress]]
    people: Mapping[UUID, Colleague]


async def sides_of(ctx: Context, entries: Iterable[CashEntry]) -> dict[UUID, Side]:
    """The sides of some entries by their ids, in the same number of statements however many they are."""
    given = list(entries)
    reversals = [one for one in given if one.linked_entity_type == "transaction"]
    originals = await cash_entries(ctx, _linked(reversals, "transaction")) if reversals else {}
    known = await _read(ctx, [*given, *originals.values()])
    found = {one.transaction_id: _side(known, one) for one in given}
    for one in reversals:
        original = originals.get(one.linked_entity_id) if one.linked_entity_id else None
        if original is not None:
            # The cash goes back to whom it came from.
            found[one.transaction_id] = replace(_side(known, original), za_co=one.nazwa, payment_id=None)
    return found


async def _read(ctx: Context, entries: Sequence[CashEntry]) -> _Known:
    payments = await contracts.payments_for(ctx, [one.transaction_id for one in entries])
    fees = await measurement_facts(ctx, _linked(entries, "measurement"))
    workers = await contracts.rated_workers(ctx, [one.transaction_id for one in entries])
    ids = {one["contract_id"] for one in payments.values()} | {one.contract_id for one in entries if one.contract_id}
    facts = await contracts.contract_facts(ctx, ids) if ids else {}
    customers = {one["customer_id"] for one in facts.values()} | {one.customer_id for one in fees.values()}
    places = [one[f"adres_{name}_id"] for one in facts.values() for name in ("zamieszkania", "montazu", "faktury")]
    places += [one.adres_id for one in fees.values()]
    people = {*(one.other_keeper_id for one in entries), *workers.values()}
    return _Known(
        payments,
        fees,
        workers,
        facts,
        await parties(ctx, customers),
        await addresses(ctx, places),
        await addresses_of(ctx, customers),
        await colleagues(ctx, people),
    )


def _linked(entries: Iterable[CashEntry], kind: str) -> list[UUID]:
    return [one.linked_entity_id for one in entries if one.linked_entity_type == kind and one.linked_entity_id]


def _side(known: _Known, entry: CashEntry) -> Side:
    payment = known.payments.get(entry.transaction_id)
    if payment is not None:
        return _of_payment(known, payment)
    if entry.other_means is not None:
        return _of_move(known, entry)
    fee = known.fees.get(entry.linked_entity_id) if entry.linked_entity_id else None
    if fee is not None:
        return _of_fee(known, entry, fee)
    worker = known.workers.get(entry.transaction_id)
    person = known.people.get(worker) if worker else None
    named = person.shown if person else entry.dotyczy
    strona = Buyer(named) if named else None
    contract = known.contracts.get(entry.contract_id) if entry.contract_id else None
    return Side(strona, entry.nazwa, _contract(known, contract), entry.contract_id if contract else None)


def _of_payment(known: _Known, payment: Mapping[str, Any]) -> Side:
    contract = known.contracts[payment["contract_id"]]
    customer: UUID = contract["customer_id"]
    home, _site = chosen_addresses(contract, known.parties[customer], known.named, known.every[customer])
    return Side(
        buyer_of(known.parties[customer], home),
        f"{_TITLES[payment['typ']]} {contract['numer']}",
        _contract(known, contract),
        contract["id"],
        customer,
        payment["id"],
    )


def _contract(known: _Known, contract: Mapping[str, Any] | None) -> Contract | None:
    if contract is None:
        return None
    customer: UUID = contract["customer_id"]
    _home, site = chosen_addresses(contract, known.parties[customer], known.named, known.every[customer])
    return Contract(
        contract["numer"], contract["data_podpisania"], site.lines if site else (), SUBJECT.get(contract["typ"])
    )


def _of_fee(known: _Known, entry: CashEntry, fee: MeasurementFacts) -> Side:
    visited = known.named.get(fee.adres_id) if fee.adres_id else None
    home = visited or next(iter(known.every[fee.customer_id]), None)
    return Side(buyer_of(known.parties[fee.customer_id], home), entry.nazwa, customer_id=fee.customer_id)


def _of_move(known: _Known, entry: CashEntry) -> Side:
    """Another cash box, by its keeper; or the studio itself, whose money goes to the bank or comes from there."""
    if entry.other_means != CASH:
        return Side(None, _BANK[entry.typ] if entry.other_means == "przelew" else entry.nazwa)
    keeper = known.people.get(entry.other_keeper_id) if entry.other_keeper_id else None
    box = entry.other_box or ""
    return Side(Buyer(keeper.shown if keeper else box), f"{_BOX[entry.typ]} {box}".strip())
