"""Operations on ledger entries: create, list, change while pending.

A booked entry keeps its amount, direction, means, date and person; what came from elsewhere is changed there.
"""

from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from bottega.business.finance.booking import complete, refuse_closed_day, refuse_too_early, tell_booked
from bottega.business.finance.entry_sources import refuse_sourced, require_parts
from bottega.business.finance.ledger import (
    BOOKED,
    BOTH_OR_NEITHER,
    EXPENSE,
    NEGATIVE,
    PENDING,
    SOURCES,
    ZERO,
    Direction,
    Means,
    Transaction,
)
from bottega.business.finance.module import module
from bottega.business.finance.vouchers import refuse_vouched
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.field_markers import Suggest
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Flag, Input, Moment, Money, Scoped, wire_name
from bottega.kernel.screens import Child, Group, Nav, Preset, Screen
from bottega.kernel.writes import changes
from bottega.platform.navigation_groups import MONEY

REVERSE: Final = T(en="Reverse the entry of the ledger", pl="Wystaw storno pozycji księgi")
CHANGE_BACK: Final = T(en="Change the transaction back", pl="Zmień transakcję z powrotem")
BOOKED_STAYS: Final = T(
    en="A booked entry keeps its amount, kind, means, date and person: reverse it with a storno",
    pl="Zaksięgowana pozycja zachowuje kwotę, typ, rodzaj, datę i osobę: wystaw storno",
)
OVER: Final = T(
    en="A rejected or cancelled transaction cannot be changed",
    pl="Odrzuconej lub anulowanej transakcji nie można zmienić",
)
OURS: Final = T(
    en="Links to payments, transfers and reversals are created by those operations and cannot be set here",
    pl="Powiązania z wpłatami, przekazaniami i stornami tworzą te operacje; nie można ich tu podać",
)
# What may still be said about an entry that is booked.
OPEN: Final = frozenset({"kategoria", "komentarz", "nazwa", "contract_id", "kwota_netto"})
# A link to a measurement may be brought along from elsewhere; the database lets it have one.
_NOT_BY_HAND: Final = SOURCES - {"measurement"}


def _amount(value: Decimal) -> Decimal:
    if value < 0:
        raise PydanticCustomError("amount", "negative", {"code": "kwota_ujemna", "text": NEGATIVE})
    return value


def _more_than_zero(value: Decimal) -> Decimal:
    if _amount(value) == 0:
        raise PydanticCustomError("amount", "zero", {"code": "too_small", "text": ZERO})
    return value


def _direction(value: Any) -> Any:
    return EXPENSE if value == "wydatek" else value


Amount = Annotated[Money, AfterValidator(_more_than_zero)]


class TransactionInput(Scoped):
    """An amount that came in or went out."""

    nazwa: str = Field(min_length=1, max_length=255)
    kwota: Amount = Field(description="PLN gross, more than zero; the direction is `typ`.")
    kwota_netto: Annotated[Money, Field(ge=0)] | None = Field(
        default=None,
        description="Less the VAT that is deducted, as the invoice says; null: not known. Counts for profit only.",
    )
    typ: Annotated[Direction, BeforeValidator(_direction)]
    rodzaj: Means
    data: Moment
    kategoria: Annotated[str, Field(max_length=60), Suggest("finance:transaction.kategoria")] | None = Field(
        default=None, description="Open: wplata_klienta, materialy, okucia, robocizna, paliwo, czynsz, …"
    )
    contract_id: UUID | None = None
    uzytkownik_id: UUID | None = Field(default=None, description="Whose cash box; null: the main one.")
    komentarz: Annotated[str, Field(max_length=2000)] | None = None
    linked_entity_type: Annotated[str, Field(max_length=60)] | None = Field(
        default=None, description="What it belongs to; given together with the id."
    )
    linked_entity_id: UUID | None = None


class NewTransaction(TransactionInput):
    """A transaction, booked at once unless it waits for approval."""

    oczekuje: Flag = Field(default=False, description="Waits for approval and counts nowhere until then.")


async def prepare(ctx: Context, values: dict[str, Any], transaction_id: UUID | None) -> dict[str, Any]:
    """Check a transaction that is about to be written, and let it through the cash box if it counts."""
    if transaction_id is not None:
        return await _prepare_change(ctx, values, transaction_id)
    _check_link(values)
    await require_parts(ctx, values)
    return await complete(ctx, values, pending=values.pop("oczekuje", False))


async def _prepare_change(ctx: Context, values: dict[str, Any], transaction_id: UUID) -> dict[str, Any]:
    row = await changes.one(ctx, Transaction, transaction_id, lock=True)
    changed = {name: value for name, value in values.items() if row.get(name) != value}
    if not changed:
        return {}
    refuse_sourced(row)
    if row["stan"] == BOOKED or row["lp_kasowe"] is not None:
        locked = sorted(set(changed) - OPEN)
        if locked:
            fields = {wire_name(name): BOOKED_STAYS for name in locked}
            raise Conflict(BOOKED_STAYS, code="storno", fieldErrors=fields)
    elif row["stan"] != PENDING:
        raise Conflict(OVER, code=row["stan"])
    refuse_vouched(row, set(changed) - {"nazwa"})
    _check_link({**row, **changed} if _links(changed) else {})
    await require_parts(ctx, changed)
    if row["stan"] == PENDING:
        after = {**row, **changed}
        refuse_too_early(after["rodzaj"], after["data"])
        await refuse_closed_day(ctx, after)
    return changed


def _links(values: dict[str, Any]) -> bool:
    return "linked_entity_type" in values or "linked_entity_id" in values


def _check_link(values: dict[str, Any]) -> None:
    """Kind and id together, and no link that only the system makes (400)."""
    kind, linked = values.get("linked_entity_type"), values.get("linked_entity_id")
    if (kind is None) != (linked is None):
        raise InvalidInput.field("linkedEntityType" if kind is None else "linkedEntityId", BOTH_OR_NEITHER)
    if kind in _NOT_BY_HAND:
        raise InvalidInput.field("linkedEntityType", OURS)


async def name_people(_ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say behind the name of an entry whom it is about."""
    for item in items:
        about = item["dotyczy"]
        if about and not item["nazwa"].endswith(about):
            item["nazwa"] = f"{item['nazwa']} – {about}"
    return items


transactions = module.mount(
    "/transactions",
    Resource(
        table=Transaction,
        input=TransactionInput,
        label=T(en="Transaction", pl="Transakcja"),
        plural=T(en="Transactions", pl="Transakcje"),
        title="{nazwa}",
        subtitle="{data}",
        unlisted=(
            Transaction.kwota_netto,
            Transaction.komentarz,
            Transaction.linked_entity_type,
            Transaction.linked_entity_id,
            Transaction.charakter,
            Transaction.autor_id,
            Transaction.zatwierdzil_id,
            Transaction.zatwierdzona_at,
            Transaction.storno_id,
            Transaction.cash_box_id,
            Transaction.lp_kasowe,
            Transaction.dokument_id,
            Transaction.dowod,
        ),
        search=(Transaction.nazwa, Transaction.kategoria, Transaction.komentarz, Transaction.dotyczy),
        filters={
            "typ": Transaction.typ,
            "rodzaj": Transaction.rodzaj,
            "kategoria": Transaction.kategoria,
            "oczekuje": Transaction.oczekuje,
            "contractId": Transaction.contract_id,
            "uzytkownikId": Transaction.uzytkownik_id,
        },
        between=Transaction.data,
        indexed=(Transaction.kwota,),
        prepare=prepare,
        present=name_people,
        access=Access(view="finance.view", create="finance.create", edit="finance.edit", delete="finance.delete"),
        screen=Screen(
            icon="receipt",
            nav=Nav(MONEY, 30),
            columns="data nazwa typ kwota rodzaj kategoria contract_id uzytkownik_id stan",
            groups=(
                Group(T(en="Operation", pl="Operacja"), "typ kwota rodzaj data nazwa oczekuje"),
                Group(
                    T(en="What it belongs to", pl="Czego dotyczy"),
                    "kategoria contract_id uzytkownik_id kwota_netto komentarz",
                ),
            ),
            quick="typ kwota rodzaj data nazwa kategoria contract_id",
            presets=(
                Preset(T(en="To approve", pl="Do zatwierdzenia"), oczekuje=True),
                Preset(T(en="Income", pl="Przychody"), typ="przychod"),
                Preset(T(en="Expenses", pl="Rozchody"), typ="rozchod"),
                Preset(T(en="Cash", pl="Gotówka"), rodzaj="gotowka"),
            ),
            tones={"stan": {"oczekuje": "warn", "odrzucona": "danger"}, "typ": {"przychod": "good"}},
            children=(Child("approvals", by="transactionId"), Child("documents.issued", by="transactionId")),
            empty=T(en="Nothing came in or went out yet", pl="Nic jeszcze nie wpłynęło ani nie wyszło"),
        ),
    ),
)


@transactions.replaces("list")
async def list_transactions(ctx: Context, query: ListQuery) -> Any:
    """List transactions.

    A page of transactions of the caller's organizations, filtered, sorted and searched, between two days in Warsaw;
    with `format` a file of all of them. With `id` the transaction comes with everything known of it.
    """
    return await transactions.page(ctx, query)


@transactions.replaces(
    "create", undoable=False, instead=REVERSE, label=T(en="Enter transaction", pl="Dodanie transakcji")
)
async def enter_transaction(ctx: Context, data: NewTransaction) -> Created:
    """Create transaction.

    Books an amount, or with `oczekuje` lets it wait for approval. Cash that is not there cannot be spent: 409
    `brak_srodkow`; a closed cash report takes no more entries: 409 `okres_zamkniety`.
    """
    made = await transactions.create(ctx, data)
    if not data.oczekuje:
        await tell_booked(ctx, await changes.one(ctx, Transaction, made.id))
    return made


@transactions.replaces(
    "update", undoable=False, instead=CHANGE_BACK, label=T(en="Change transaction", pl="Zmiana transakcji")
)
async def change_transaction(ctx: Context, data: Input) -> Done:
    """Update transaction.

    Changes the fields that are sent. Of a booked one only `nazwa`, `kategoria`, `komentarz`, `contractId` and
    `kwotaNetto`: 409 for anything else, which a storno corrects. One that belongs to a payment, transfer or measurement
    is changed there.
    """
    return await transactions.update(ctx, data)
