"""Rows of measurements, with their ledger entries."""

from collections.abc import Sequence

from bottega.business.measurements.measurements import Measurement
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.ledger_entries import OFFICE
from bottega.demo.draw.payments import Payment
from bottega.demo.draw.visits import Visit


async def store_visits(into: Destination, visits: Sequence[Visit], payments: Sequence[Payment]) -> None:
    """Write them; of some the fee was credited as one of the payments."""
    credited = {one.transaction_id: one for one in payments if one.credited}
    await into.store(Measurement, [_row(into, visit, credited.get(visit.transaction_id)) for visit in visits])


def _row(into: Destination, visit: Visit, credited: Payment | None) -> Row:
    return {
        "id": visit.id,
        "customer_id": visit.customer.id,
        "uzytkownik_id": into.users[visit.who],
        "adres_id": visit.customer.site.id,
        "kwota": visit.fee,
        "zatwierdzony_at": visit.at if visit.approved else None,
        "zatwierdzil_id": into.users[OFFICE] if visit.approved else None,
        "contract_id": credited.contract_id if credited else None,
        "platnosc_id": credited.id if credited else None,
        "transaction_id": visit.transaction_id if visit.approved else None,
        "created_at": visit.at,
    }
