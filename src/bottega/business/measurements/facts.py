"""Data of a measurement for documents: place, person, and state of the fee (BR-10, BR-11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from bottega.business.finance import Entry, entries_of
from bottega.business.measurements.fee_credit import BOOKED, DAYS
from bottega.business.measurements.measurements import KIND
from bottega.kernel.context import Context
from bottega.kernel.local_time import local_day

# Free; not in the ledger; there, and waits for approval; there; has become a payment of a contract.
Fee = Literal["bezplatny", "niezatwierdzona", "oczekuje", "zatwierdzona", "zaliczona"]

_READ: Final = (
    "SELECT id, organization_id, customer_id, uzytkownik_id, adres_id, kwota, zatwierdzony_at, contract_id, platnosc_id"
    " FROM measurements_measurements WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
    " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))"
)


@dataclass(frozen=True)
class MeasurementFacts:
    """A measurement; ``kwota`` is PLN gross, ``zaliczyc_do`` the last day on which an order has the fee credited.

    ``contract_id`` is the contract the fee was credited to.
    """

    id: UUID
    organization_id: UUID
    customer_id: UUID
    uzytkownik_id: UUID | None
    adres_id: UUID | None
    kwota: Decimal
    oplata: Fee
    zatwierdzony: date | None
    zaliczyc_do: date | None
    contract_id: UUID | None


async def measurement_facts(ctx: Context, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, MeasurementFacts]:
    """The measurements in view among the ids; locked, nobody changes, credits or deletes them meanwhile."""
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    if lock:
        await ctx.begin()
    held = f"{_READ} ORDER BY id FOR SHARE" if lock else _READ
    rows = await ctx.query(held, ctx.tenant_id, list(ids), visible)
    entries = await entries_of(ctx, KIND, [row["id"] for row in rows])
    return {row["id"]: _facts(row, entries.get(row["id"])) for row in rows}


def _facts(row: Any, entry: Entry | None) -> MeasurementFacts:
    fee = _fee(row, entry)
    settled = fee in {"zatwierdzona", "zaliczona"} and row["zatwierdzony_at"] is not None
    approved: date | None = local_day(row["zatwierdzony_at"]) if settled else None
    return MeasurementFacts(
        id=row["id"],
        organization_id=row["organization_id"],
        customer_id=row["customer_id"],
        uzytkownik_id=row["uzytkownik_id"],
        adres_id=row["adres_id"],
        kwota=row["kwota"],
        oplata=fee,
        zatwierdzony=approved,
        zaliczyc_do=approved + DAYS if approved else None,
        contract_id=row["contract_id"] if fee == "zaliczona" else None,
    )


def _fee(row: Any, entry: Entry | None) -> Fee:
    if row["platnosc_id"] is not None:
        return "zaliczona"
    if not row["kwota"]:
        return "bezplatny"
    if entry is None:
        return "niezatwierdzona"
    return "zatwierdzona" if entry.stan == BOOKED else "oczekuje"
