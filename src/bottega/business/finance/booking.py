"""Write operations of the ledger, for this module and those above.

Cash goes through a locked cash box: it is not booked into a closed report, and not spent twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.finance.cash_boxes import Box, hold_box
from bottega.business.finance.ledger import BOOKED, CASH, EXPENSE, PAYMENT, PENDING, Transaction
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Invalid, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes

AHEAD: Final = timedelta(days=1)
TOO_EARLY: Final = T(
    en="Cash can be dated at most one day ahead", pl="Operację gotówkową można datować najwyżej dzień naprzód"
)
NO_DATE: Final = T(
    en="Money that has not been received cannot be booked: the date is missing or in the future",
    pl="Nie księguje się pieniędzy, których jeszcze nie ma: brakuje daty albo jest późniejsza niż dziś",
)
_ENTRIES: Final = """
SELECT linked_entity_id, id, kwota, typ, rodzaj, data, stan FROM finance_transactions
WHERE tenant_id = $1 AND linked_entity_type = $2 AND linked_entity_id = ANY($3) AND deleted_at IS NULL
  AND stan IN ('oczekuje', 'zaksiegowana') AND storno_id IS NULL
ORDER BY created_at, id
"""


@dataclass(frozen=True)
class Entry:
    """The entry of something in the ledger; ``stan`` says whether it counts."""

    id: UUID
    kwota: Decimal
    typ: str
    rodzaj: str
    data: datetime | None
    stan: str


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What another module books: ``kwota`` in PLN gross, ``data`` now unless it is given.

    ``dotyczy`` is the name of whom it is about: it is stored encrypted and shown behind ``nazwa``, of which 255
    characters are kept. ``linked`` is what it belongs to: a kind and an id. ``uzytkownik_id`` is whose cash it is,
    None the main cash box.
    """

    organization_id: UUID
    nazwa: str
    kwota: Decimal
    typ: str
    rodzaj: str = CASH
    data: datetime | None = None
    kategoria: str | None = None
    contract_id: UUID | None = None
    uzytkownik_id: UUID | None = None
    linked: tuple[str, UUID] | None = None
    komentarz: str | None = None
    dotyczy: str | None = None


def day_of(moment: datetime) -> date:
    """The day a moment falls on in Warsaw."""
    return local_day(moment)


def refuse_too_early(rodzaj: str, data: datetime | None) -> None:
    """400 on ``data`` for cash that nobody can have yet."""
    if rodzaj == CASH and data is not None and day_of(data) > today() + AHEAD:
        raise InvalidInput.field("data", TOO_EARLY)


def pass_through(box: Box, row: Mapping[str, Any], *, promised: Decimal = Decimal(0)) -> dict[str, Any]:
    """The place of a cash entry in its locked box; 409 if its period is closed or the cash is not there."""
    box.refuse_closed(day_of(row["data"]))
    if row["typ"] == EXPENSE:
        box.refuse_short(row["kwota"], promised=promised)
    return {"cash_box_id": box.id, "lp_kasowe": box.last + 1}


def refuse_undated(row: Mapping[str, Any]) -> None:
    """400 ``brak_daty_wplaty`` for money that is not there yet."""
    refuse_too_early(row["rodzaj"], row["data"])
    ahead = row["data"] is not None and day_of(row["data"]) > today()
    if row["data"] is None or (ahead and row.get("linked_entity_type") == PAYMENT):
        raise Invalid.of_field("data", NO_DATE, code="brak_daty_wplaty")


async def admit(ctx: Context, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns an entry gets when it comes to count."""
    refuse_undated(row)
    if row["rodzaj"] != CASH:
        return {}
    if row.get("lp_kasowe") is not None:
        # It was booked once and has waited since: it keeps its place.
        box = await hold_box(ctx, row["organization_id"], row["uzytkownik_id"])
        return {name: row[name] for name in pass_through(box, row)}
    return pass_through(await hold_box(ctx, row["organization_id"], row.get("uzytkownik_id")), row)


async def refuse_closed_day(ctx: Context, row: Mapping[str, Any]) -> None:
    """409 for cash that waits, if it is dated in a report that is closed: it could never be booked."""
    if row["rodzaj"] == CASH and row.get("data") is not None:
        box = await hold_box(ctx, row["organization_id"], row.get("uzytkownik_id"))
        box.refuse_closed(day_of(row["data"]))


async def complete(ctx: Context, values: Mapping[str, Any], *, pending: bool) -> dict[str, Any]:
    """A whole new row out of what is known of it, checked against the cash box."""
    row: dict[str, Any] = {"id": new_id(), "autor_id": ctx.actor.user_id, **values}
    if pending:
        refuse_too_early(row["rodzaj"], row["data"])
        await refuse_closed_day(ctx, row)
        return {**row, "stan": PENDING}
    return {**row, "stan": BOOKED, **await admit(ctx, row)}


async def enter(ctx: Context, values: Mapping[str, Any], *, pending: bool = False) -> dict[str, Any]:
    """Write an entry; answers its row. Whoever takes part hears of one that is booked."""
    row = await complete(ctx, values, pending=pending)
    await changes.insert(ctx, Transaction, row)
    if not pending:
        await tell_booked(ctx, row)
    return row


async def let_count(ctx: Context, row: Mapping[str, Any], **decision: Any) -> None:
    """Book an entry that waits, locked by the caller, with everything that follows from it."""
    booked = {"stan": BOOKED, **decision, **await admit(ctx, row)}
    await changes.update(ctx, Transaction, row["id"], booked)
    await tell_booked(ctx, {**row, **booked})


async def tell_booked(ctx: Context, row: Mapping[str, Any]) -> None:
    """Let other modules take part in a booking."""
    await ctx.tell("finance.transaction.booked", transaction=dict(row))


async def tell_taken_back(ctx: Context, row: Mapping[str, Any]) -> None:
    """Let other modules take part when an entry that counted does so no more."""
    await ctx.tell("finance.transaction.taken_back", transaction=dict(row))


async def book(ctx: Context, entry: NewEntry) -> UUID:
    """Book something of another module at once; answers the id of the entry.

    The database lets a measurement and a payment have one entry that counts; ``entries_of`` finds it.

    Raises:
        Conflict: 409 ``okres_zamkniety`` in a closed cash report, ``brak_srodkow`` without the cash.
    """
    values = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "linked"}
    kind, linked_id = entry.linked or (None, None)
    values |= {"nazwa": entry.nazwa[:255], "data": entry.data or datetime.now(UTC)}
    row = await enter(ctx, {**values, "linked_entity_type": kind, "linked_entity_id": linked_id})
    return row["id"]


async def entries_of(ctx: Context, kind: str, ids: Iterable[UUID]) -> dict[UUID, Entry]:
    """The entries that things of a kind have now, by the ids of the things; what is cancelled or reversed is none."""
    rows = await ctx.query(_ENTRIES, ctx.tenant_id, kind, list(ids))
    return {
        row["linked_entity_id"]: Entry(*(row[name] for name in ("id", "kwota", "typ", "rodzaj", "data", "stan")))
        for row in rows
    }
