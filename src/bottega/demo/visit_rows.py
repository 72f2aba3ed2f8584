"""Measurements as rows; an approved one points at its entry in the ledger, which is there before it."""

from bottega.business.measurements.measurements import Measurement
from bottega.demo.entries import BOOKKEEPER
from bottega.demo.storing import Destination, Row
from bottega.demo.visits import Visit


async def store_visits(into: Destination, visits: list[Visit]) -> None:
    """Write them."""
    await into.store(Measurement, [_row(into, visit) for visit in visits])


def _row(into: Destination, visit: Visit) -> Row:
    return {
        "id": visit.id, "customer_id": visit.customer.id, "uzytkownik_id": into.users[visit.who],
        "adres_id": visit.customer.site.id, "kwota": visit.fee, "zatwierdzony_at": visit.at if visit.approved else None,
        "zatwierdzil_id": into.users[BOOKKEEPER] if visit.approved else None,
        "transaction_id": visit.transaction_id if visit.approved else None, "created_at": visit.at,
    }  # fmt: skip
