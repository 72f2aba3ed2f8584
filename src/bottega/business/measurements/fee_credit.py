"""Crediting of a measurement fee as an advance, within 90 days (BR-11).

The payment of the contract points at the entry that the measurement has in the ledger; there is no second one. So that
entry is not reversed any more.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import NewPayment, add_payment, require_contract
from bottega.business.finance import Entry, entries_of
from bottega.business.measurements.measurements import KIND, Measurement
from bottega.business.measurements.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import MISSING_TARGET
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day, local_day_sql
from bottega.kernel.schemas import Input, Query, Schema, Stamp
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

DAYS: Final = timedelta(days=90)
ADVANCE: Final = "Zaliczka"
WHAT_FOR: Final = "opłata pomiarowa"
BOOKED: Final = "zaksiegowana"

OTHER_CUSTOMER: Final = T(en="The contract is with another customer", pl="Umowa jest zawarta z innym klientem")
NOT_BOOKED: Final = T(
    en="Only the fee of an approved measurement can be credited",
    pl="Zaliczyć można tylko opłatę za zatwierdzony pomiar",
)
NOTHING: Final = T(en="There is no fee to credit", pl="Nie ma opłaty do zaliczenia")
CREDITED: Final = T(en="The fee was credited already", pl="Opłata została już zaliczona")
TOO_LATE: Final = T(
    en="A fee can be credited within 90 days of the approval of the measurement",
    pl="Opłatę zalicza się w ciągu 90 dni od zatwierdzenia pomiaru",
)
REFUND: Final = T(en="Enter a refund (Zwrot) among the payments of the contract", pl="Dodaj Zwrot wśród wpłat umowy")
HOLDS_A_PAYMENT: Final = T(
    en="The fee was credited to a contract, so its entry cannot be reversed",
    pl="Opłata została zaliczona na poczet umowy, więc nie można wystawić storna",
)


ContractId = Annotated[UUID, Of("contracts:contract")]


class Credit(Input):
    """What the fee is credited to."""

    contract_id: ContractId = Field(description="A contract of the same customer, made within 90 days.")


class Credited(Schema):
    """The payment the fee has become."""

    payment_id: UUID
    transaction_id: UUID = Field(description="The entry of the measurement, which is that of the payment too.")


class CreditsQuery(Query):
    """For which contract."""

    contract_id: ContractId


class Creditable(Schema):
    """A fee that may be credited."""

    measurement_id: Annotated[UUID, Of("measurements:measurement")]
    kwota: Decimal
    zatwierdzony_at: Stamp


class CreditableFees(Schema):
    """The fees that may be credited to a contract, newest first."""

    items: list[Creditable]


@module.get(
    "/credits", "measurements.view", name="credits.list", amounts="refused", answers={404: "There is no such contract"}
)
async def list_credits(ctx: Context, query: CreditsQuery) -> CreditableFees:
    """List fees to credit.

    The fees of the contract's customer that were approved within 90 days before it and are not credited yet.
    """
    contract = await require_contract(ctx, query.contract_id)
    day = _day_of(contract)
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    rows = await ctx.query(
        "SELECT id, zatwierdzony_at FROM measurements_measurements WHERE tenant_id = $1 AND customer_id = $2"
        " AND deleted_at IS NULL AND platnosc_id IS NULL AND kwota > 0"
        f" AND {local_day_sql('zatwierdzony_at')} >= $3"
        " AND ($4::uuid[] IS NULL OR organization_id = ANY($4)) ORDER BY zatwierdzony_at DESC, id DESC LIMIT 100",
        ctx.tenant_id,
        contract["customer_id"],
        day - DAYS,
        visible,
    )
    entries = await entries_of(ctx, KIND, [row["id"] for row in rows])
    return CreditableFees(
        items=[
            Creditable(measurement_id=row["id"], kwota=entries[row["id"]].kwota, zatwierdzony_at=row["zatwierdzony_at"])
            for row in rows
            if row["id"] in entries and entries[row["id"]].stan == BOOKED
        ]
    )


@module.post(
    "/measurements/{id}/credit",
    "measurements.approve",
    name="measurements.credit",
    amounts="refused",
    undoable=False,
    instead=REFUND,
    act=Act(T(en="Credit to a contract…", pl="Zalicz na umowę…"), "hand-coins", when={"contract_id": None}),
    label=T(en="Credit measurement fee", pl="Zaliczenie opłaty pomiarowej"),
    answers={404: "Measurement not found", 409: "Not approved, credited already, or too late"},
)
async def credit_fee(ctx: Context, id: UUID, data: Credit) -> Credited:
    """Credit the fee to a contract.

    Adds the fee to the payments of a contract of the same customer as a confirmed advance (`Zaliczka`). It is the entry
    of the measurement that stands behind it: nothing new is booked.
    """
    ctx.refuse_closed()
    row = await changes.one(ctx, Measurement, id, lock=True)
    entry = await _entry_to_credit(ctx, row)
    await _check_contract(ctx, row, data.contract_id)
    assert entry.data is not None, "what is booked has a date"
    payment = await add_payment(
        ctx,
        data.contract_id,
        NewPayment(typ=ADVANCE, rodzaj=entry.rodzaj, cena=entry.kwota, data=local_day(entry.data), opis=WHAT_FOR),
        transaction_id=entry.id,
    )
    await changes.update(ctx, Measurement, id, {"contract_id": data.contract_id, "platnosc_id": payment})
    ctx.describe("measurements.measurement", id, organization_id=row["organization_id"])
    return Credited(payment_id=payment, transaction_id=entry.id)


async def _entry_to_credit(ctx: Context, row: Mapping[str, Any]) -> Entry:
    """The booked entry of a fee that is not credited yet; 409 otherwise."""
    if row["platnosc_id"] is not None:
        raise Conflict(CREDITED, code="already_credited", paymentId=str(row["platnosc_id"]))
    entry = (await entries_of(ctx, KIND, [row["id"]])).get(row["id"])
    if entry is None or entry.stan != BOOKED or row["zatwierdzony_at"] is None:
        raise Conflict(NOT_BOOKED, code="not_approved")
    if not entry.kwota:
        raise Conflict(NOTHING, code="no_fee")
    return entry


async def _check_contract(ctx: Context, row: Mapping[str, Any], contract_id: UUID) -> None:
    """400 on ``contractId`` for a contract of somebody else, 409 for one that came too late."""
    try:
        contract = await require_contract(ctx, contract_id)
    except NotFound:
        raise InvalidInput.field("contractId", MISSING_TARGET, code="not_found") from None
    if contract["customer_id"] != row["customer_id"]:
        raise InvalidInput.field("contractId", OTHER_CUSTOMER, code="inny_klient")
    approved: date = local_day(row["zatwierdzony_at"])
    if _day_of(contract) > approved + DAYS:
        raise Conflict(TOO_LATE, code="too_late", zatwierdzono=approved.isoformat())


def _day_of(contract: Mapping[str, Any]) -> date:
    """The day a contract was made: signed, or entered as long as it is a draft."""
    return contract["data_podpisania"] or local_day(contract["created_at"])


@module.within("finance.transaction.booked")
async def keep_credited(ctx: Context, *, transaction: Mapping[str, Any]) -> None:
    """409 for the reversal of an entry that stands behind a payment of a contract."""
    if transaction.get("charakter") != "storno":
        return
    # Whoever credits the fee at this moment holds the measurement, and is waited for.
    credited = await ctx.query(
        "SELECT platnosc_id FROM measurements_measurements WHERE tenant_id = $1 AND transaction_id = $2 FOR UPDATE",
        ctx.tenant_id,
        transaction["linked_entity_id"],
    )
    if any(row["platnosc_id"] is not None for row in credited):
        raise Conflict(HOLDS_A_PAYMENT, code="oplata_zaliczona")
