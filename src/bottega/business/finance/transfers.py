"""Cash transfers between colleagues, pending until accepted (BR-13).

The money is promised until then: two entries wait in the ledger, and what is promised cannot be spent. The row of the
transfer is locked while it is decided on, so it is decided once.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.finance.cash_boxes import hold_box
from bottega.business.finance.entry_sources import require_parts
from bottega.business.finance.ledger import (
    CASH,
    EXPENSE,
    INCOME,
    INTERNAL,
    MEANS,
    PENDING,
    TRANSFER,
    UNKNOWN,
    ZERO,
    Means,
    Transaction,
)
from bottega.business.finance.module import module
from bottega.business.finance.transactions import Amount
from bottega.kernel.context import Context
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference, sql_table
from bottega.kernel.errors import Forbidden, InvalidInput, NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Moment, Schema, Scoped
from bottega.kernel.screens import Act, Group, Nav, Preset, Screen
from bottega.kernel.writes import changes
from bottega.platform.auth import colleagues, holds
from bottega.platform.navigation_groups import MONEY

Status = Literal["oczekuje", "zaakceptowany", "odrzucony"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
OPEN, ACCEPTED, DECLINED = STATUSES

TO_SELF: Final = T(en="A transfer must go to another person", pl="Pieniądze można przekazać tylko innej osobie")
INACTIVE: Final = T(en="This person's account is not active", pl="Konto tej osoby jest nieaktywne")
NOBODY: Final = T(en="Only a person can hand money over", pl="Pieniądze może przekazać tylko osoba")
TRANSFER_BACK: Final = T(
    en="Accept or reject the transfer; accepted money is transferred back",
    pl="Przyjmij lub odrzuć przekazanie; przyjęte pieniądze przekaż z powrotem",
)


class Transfer(TenantTable):
    """Money on its way from one person to another."""

    __tablename__ = "finance_transfers"
    entity = "finance:transfer"
    participants = ("nadawca_id", "odbiorca_id")
    counted_by = ("status",)
    rules = (
        check("kwota", "kwota > 0", ZERO, field="kwota"),
        check("people", "nadawca_id <> odbiorca_id", TO_SELF, field="odbiorcaId"),
        among("rodzaj", MEANS, UNKNOWN, field="rodzaj"),
        among("status", STATUSES, UNKNOWN),
    )

    nadawca_id: Mapped[UUID] = reference("auth_users")
    odbiorca_id: Mapped[UUID] = reference("auth_users")
    kwota: Mapped[Decimal]
    rodzaj: Mapped[str]
    data: Mapped[datetime]
    nazwa: Mapped[str]
    komentarz: Mapped[str | None]
    contract_id: Mapped[UUID | None] = reference("contracts_contracts")
    status: Mapped[str] = mapped_column(server_default=OPEN)
    decyzja_at: Mapped[datetime | None]
    decydent_id: Mapped[UUID | None] = loose_reference("auth:user")
    decyzja_komentarz: Mapped[str | None]
    rozchod_id: Mapped[UUID] = reference("finance_transactions", blocks=False)
    przychod_id: Mapped[UUID] = reference("finance_transactions", blocks=False)


class TransferInput(Scoped):
    """What is handed to whom; the sender is the caller."""

    odbiorca_id: Annotated[UUID, Of("auth:user")] = Field(description="Who is to accept it.")
    kwota: Amount
    rodzaj: Means = "gotowka"
    data: Moment | None = Field(default=None, description="Now, if left out; it is booked when it is accepted.")
    nazwa: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    komentarz: Annotated[str, Field(max_length=2000)] | None = None
    contract_id: Annotated[UUID | None, Of("contracts:contract")] = None


class Sent(Schema):
    """A transfer that waits for its recipient."""

    id: UUID
    status: Status = OPEN
    transaction_ids: list[UUID] = Field(description="The entry that goes out, and the one that comes in.")


def only_mine(ctx: Context) -> ColumnElement[bool] | None:
    """Whoever may not look at the ledger sees what they sent or are to receive."""
    if ctx.may("finance.view"):
        return None
    mine = sql_table(Transfer).c
    person = ctx.actor.user_id or ctx.actor.id
    return or_(mine.nadawca_id == person, mine.odbiorca_id == person)


async def with_names(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say what the people of a page are called."""
    known = await colleagues(ctx, [item[key] for item in items for key in ("nadawca_id", "odbiorca_id")])
    for item in items:
        for who in ("nadawca", "odbiorca"):
            person = known.get(item[f"{who}_id"])
            item[who] = person.shown if person else None
    return items


transfers = module.mount(
    "/transfers",
    Resource(
        table=Transfer,
        input=TransferInput,
        label=T(en="Transfer", pl="Przekazanie"),
        plural=T(en="Transfers", pl="Przekazania"),
        title="{nazwa}",
        subtitle="{data}",
        unlisted=(Transfer.decydent_id,),
        search=(Transfer.nazwa, Transfer.komentarz),
        filters={"status": Transfer.status, "nadawcaId": Transfer.nadawca_id, "odbiorcaId": Transfer.odbiorca_id},
        between=Transfer.data,
        present=with_names,
        narrow=only_mine,
        access=Access(view="finance.transfer"),
        screen=Screen(
            icon="hand-coins",
            nav=Nav(MONEY, 40),
            columns="data nadawca_id odbiorca_id kwota rodzaj nazwa contract_id status",
            groups=(
                Group(
                    T(en="Money", pl="Pieniądze"),
                    "nadawca_id odbiorca_id kwota rodzaj data nazwa contract_id komentarz",
                ),
                Group(T(en="Decision", pl="Decyzja"), "status decyzja_at decyzja_komentarz"),
                Group(T(en="Ledger entries", pl="Pozycje księgi"), "rozchod_id przychod_id"),
            ),
            presets=(
                Preset(T(en="Awaiting acceptance", pl="Czekają na przyjęcie"), status=OPEN),
                Preset(T(en="Accepted", pl="Przyjęte"), status=ACCEPTED),
            ),
            tones={"status": {OPEN: "warn", ACCEPTED: "good", DECLINED: "danger"}},
            empty=T(en="Nobody handed over money yet", pl="Nikt jeszcze nie przekazał pieniędzy"),
        ),
    ),
)


@transfers.replaces("list")
async def list_transfers(ctx: Context, query: ListQuery) -> Any:
    """List transfers.

    A page of transfers with the names of the people: one's own, and with `finance.view` those of the organizations in
    view.
    """
    return await transfers.page(ctx, query)


@module.post(
    "/transfer",
    "finance.transfer",
    name="transfers.send",
    undoable=False,
    instead=TRANSFER_BACK,
    label=T(en="Hand over money", pl="Przekazanie pieniędzy"),
    act=Act(T(en="Hand over money…", pl="Przekaż pieniądze…"), "hand-coins"),
)
async def send_transfer(ctx: Context, data: TransferInput) -> Sent:
    """Hand money to a colleague.

    The money is promised until the recipient accepts it or somebody of the two takes it back. 409 `brak_srodkow` for
    more cash than the caller holds; 404 for somebody of another organization.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    sender = ctx.actor.user_id
    if sender is None:
        raise Forbidden(NOBODY)
    await _require_recipient(ctx, sender, data.odbiorca_id)
    await require_parts(ctx, {"contract_id": data.contract_id})
    transfer_id = new_id()
    values = _stored(data, organization_id, sender)
    legs = [_leg(ctx, transfer_id, values, typ) for typ in (EXPENSE, INCOME)]
    if data.rodzaj == CASH:
        box = await hold_box(ctx, organization_id, sender)
        box.refuse_short(data.kwota)
    await changes.insert_many(ctx, Transaction, legs)
    await changes.insert(
        ctx, Transfer, {**values, "id": transfer_id, "rozchod_id": legs[0]["id"], "przychod_id": legs[1]["id"]}
    )
    ctx.describe(transfers.kind, transfer_id, organization_id=organization_id)
    await ctx.emit(
        "finance.transfer.sent", record_id=transfer_id, within=organization_id, odbiorcaId=str(data.odbiorca_id)
    )
    return Sent(id=transfer_id, transaction_ids=[leg["id"] for leg in legs])


async def _require_recipient(ctx: Context, sender: UUID, recipient: UUID) -> None:
    """Somebody else of the organization, whose account is active."""
    if recipient == sender:
        raise InvalidInput.field("odbiorcaId", TO_SELF)
    person = (await colleagues(ctx, [recipient])).get(recipient)
    if person is None or not (ctx.scope.sees(person.organization_id) or await holds(ctx, recipient)):
        raise NotFound
    if not person.active:
        raise InvalidInput.field("odbiorcaId", INACTIVE)


def _stored(data: TransferInput, organization_id: UUID, sender: UUID) -> dict[str, Any]:
    return {
        "organization_id": organization_id,
        "nadawca_id": sender,
        "odbiorca_id": data.odbiorca_id,
        "kwota": data.kwota,
        "rodzaj": data.rodzaj,
        "data": data.data or datetime.now(UTC),
        "nazwa": data.nazwa or "Przekazanie",
        "komentarz": data.komentarz,
        "contract_id": data.contract_id,
    }


def _leg(ctx: Context, transfer_id: UUID, values: dict[str, Any], typ: str) -> dict[str, Any]:
    """One of the two entries, waiting; its day will be that of the acceptance."""
    shared = ("organization_id", "kwota", "rodzaj", "data", "nazwa", "komentarz", "contract_id")
    return {
        **{name: values[name] for name in shared},
        "id": new_id(),
        "typ": typ,
        "kategoria": TRANSFER,
        "uzytkownik_id": values["nadawca_id"] if typ == EXPENSE else values["odbiorca_id"],
        "charakter": INTERNAL,
        "linked_entity_type": TRANSFER,
        "linked_entity_id": transfer_id,
        "autor_id": ctx.actor.user_id,
        "stan": PENDING,
    }
