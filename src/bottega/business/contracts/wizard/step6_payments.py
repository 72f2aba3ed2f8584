"""Step 6 of the wizard, payments: only confirmed ones count, and those are immutable (BR-2).

Every payment has an entry in the ledger, which a module above keeps: it is told in the same transaction (BR-7) and says
when it has booked one. Who may approve money may confirm a payment without that.
"""

from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, Field

from bottega.business.contracts.access import refuse_settled
from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.money.payment_api import confirm_payment, confirmation, refuse_payment, refuse_undated
from bottega.business.contracts.money.warnings import CreatedWarned, DoneWarned, about_payment, refuse_much_cash
from bottega.business.contracts.tables.field_types import Label, Positive
from bottega.business.contracts.tables.money import REFUND, Means, Payment, PaymentKind
from bottega.kernel.context import Context
from bottega.kernel.errors import FORBIDDEN, Conflict, Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource, version_of
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Day, Id, Input, Scoped
from bottega.kernel.screens import Days, Nav, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.auth import require_colleague
from bottega.platform.navigation_groups import MONEY

APPROVES: Final = "finance.approve"
# What a confirmed payment keeps.
KEPT: Final = ("typ", "rodzaj", "cena", "data", "uzytkownik_id")
_ALIASES: Final = {"Doplata": "Dopłata", "Wplata koncowa": "Wpłata końcowa"}

CONFIRMED: Final = T(
    en="A confirmed payment cannot be changed or deleted; enter a refund (Zwrot) instead",
    pl="Potwierdzonej wpłaty nie można zmienić ani usunąć; użyj typu Zwrot",
)
TOO_MUCH: Final = T(en="A refund cannot exceed what was paid", pl="Zwrot nie może być większy niż suma wpłat")
INSTEAD: Final = T(
    en="Delete the payment while it is not confirmed, or enter a refund (Zwrot)",
    pl="Usuń wpłatę, dopóki nie jest potwierdzona, albo dodaj Zwrot",
)
_REFUNDABLE: Final = (
    f"SELECT coalesce(sum(CASE WHEN typ = '{REFUND}' THEN -cena WHEN potwierdzona THEN cena ELSE 0 END), 0)"
    " FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
    " AND NOT odrzucona AND id IS DISTINCT FROM $3"
)


class PaymentInput(Scoped):
    """A payment."""

    contract_id: UUID
    typ: Annotated[
        PaymentKind, BeforeValidator(lambda value: _ALIASES.get(value, value) if isinstance(value, str) else value)
    ] = Field(
        description="Zadatek is forfeited or returned double (art. 394 KC), Zaliczka is returned; Zwrot goes to the"
        " customer. Doplata and Wplata koncowa are understood."
    )
    rodzaj: Means
    cena: Positive
    data: Day | None = Field(default=None, description="The day it was received; null: not yet.")
    uzytkownik_id: UUID | None = Field(
        default=None, description="Who took the money, into their own cash box; null: the main one."
    )
    potwierdzona: bool = Field(
        default=False, description="Book it at once; asks for the permission to approve money (finance.approve)."
    )
    opis: Label = None


async def _check(
    ctx: Context, contract: dict[str, Any], values: dict[str, Any], record_id: UUID | None
) -> dict[str, Any]:
    """What a payment may be at this moment; the contract is held by nobody else."""
    before = {} if record_id is None else await changes.one(ctx, Payment, record_id, lock=True)
    row = before | values
    refuse_payment(contract, row["typ"], waits=before.get("potwierdzona") is False)
    if values.get("uzytkownik_id"):
        await require_colleague(ctx, values["uzytkownik_id"], field="uzytkownikId")
    if before.get("potwierdzona"):
        touched = {name for name in (*KEPT, "potwierdzona") if name in values and values[name] != before[name]}
        if touched:
            raise Conflict(CONFIRMED, code="payment_confirmed")
        return values
    if row["typ"] == REFUND and any(row[name] != before.get(name) for name in ("typ", "cena")):
        # What was promised when it was entered may be paid.
        await refuse_overrefund(ctx, contract["id"], row["cena"], record_id)
    if values.get("potwierdzona"):
        if not ctx.may(APPROVES):
            raise Forbidden(FORBIDDEN, requiredFeatures=[APPROVES])
        refuse_undated(row.get("data"))
        values = values | confirmation(ctx)
    return values


async def refuse_overrefund(ctx: Context, contract_id: UUID, cena: Decimal, but: UUID | None = None) -> None:
    """409 ``zwrot_ponad_wplaty`` for a refund of more than was paid, less the refunds that are on their way."""
    refundable = await ctx.query_value(_REFUNDABLE, ctx.tenant_id, contract_id, but)
    if cena > refundable:
        raise Conflict(TOO_MUCH, code="zwrot_ponad_wplaty", zaplacono=float(refundable), cena=float(cena))


_parent: Final = of_contract(open_only=False, check=_check, alone=True)
payment_rows = module.mount(
    "/payment_methods",
    Resource(
        table=Payment,
        input=PaymentInput,
        label=T(en="Payment", pl="Wpłata"),
        plural=T(en="Payments", pl="Wpłaty"),
        title="{typ} {data}",
        unlisted=(Payment.uzytkownik_id, Payment.potwierdzona_at, Payment.potwierdzil_id, Payment.dokument_id),
        filters={"contractId": Payment.contract_id},
        indexed=(Payment.data,),
        parent=_parent,
        access=Access(view="contracts.view", manage="contracts.change_krok6"),
        screen=Screen(
            icon="banknote",
            nav=Nav(MONEY, 10),
            columns="data contract_id typ rodzaj cena potwierdzona odrzucona opis",
            views=(Days(day="data"),),
            tones={"potwierdzona": {True: "good", False: "warn"}, "odrzucona": {True: "danger"}},
            quick="contract_id typ cena rodzaj data",
            empty=T(en="No payments yet", pl="Nie ma jeszcze żadnych wpłat"),
        ),
    ),
)


@payment_rows.replaces("create", label=T(en="Record payment", pl="Dodanie wpłaty"), undoable=False, instead=INSTEAD)
async def record_payment(ctx: Context, data: PaymentInput) -> CreatedWarned:
    """Create payment method.

    Records a payment; it counts once it is confirmed. Warns `nadplata` and `suma_wplat_ponad_wycene` when more is paid
    than the contract costs, and `limit_gotowki_b2b` when a business pays more in cash than the organization takes:
    15 000 PLN unless it says otherwise; 409 with the same code where it insists.
    """
    made = await payment_rows.create(ctx, data)
    contract = await _parent.hold_of(ctx, Payment, made.id)
    payment = await changes.one(ctx, Payment, made.id)
    await refuse_much_cash(ctx, contract, payment)
    await ctx.tell("contracts.payment.recorded", payment=payment, confirmed=payment["potwierdzona"])
    return CreatedWarned(id=made.id, warnings=[*await about_payment(ctx, contract)])


@payment_rows.replaces("update", label=T(en="Change payment", pl="Zmiana wpłaty"), undoable=False, instead=INSTEAD)
async def change_payment(ctx: Context, data: Input) -> DoneWarned:
    """Update payment method.

    Changes a payment that is not confirmed, or confirms it. A confirmed one keeps its kind, means, amount and day: 409.
    """
    record_id: UUID = data.given()["id"]
    contract = await _parent.hold_of(ctx, Payment, record_id)
    before = await changes.one(ctx, Payment, record_id, lock=True)
    await payment_rows.update(ctx, data)
    payment = await changes.one(ctx, Payment, record_id)
    if any(payment[name] != before[name] for name in ("cena", "rodzaj", "typ")):
        await refuse_much_cash(ctx, contract, payment)
    if any(payment[name] != before[name] for name in (*KEPT, "potwierdzona", "opis")):
        if before["odrzucona"]:
            await changes.update(ctx, Payment, record_id, {"odrzucona": False})
        await ctx.tell("contracts.payment.changed", payment=payment, before=before)
    return DoneWarned(warnings=[*await about_payment(ctx, contract)])


@payment_rows.replaces(
    "delete",
    label=T(en="Delete payment", pl="Usunięcie wpłaty"),
    undoable=False,
    instead=T(en="Record the payment again", pl="Dodaj wpłatę ponownie"),
)
async def drop_payment(ctx: Context, data: Id) -> Done:
    """Delete payment method.

    Deletes a payment that is not confirmed, and its entry that waits for approval; it never counted, so a settled
    contract loses it, too. 409 for a confirmed one.
    """
    contract = await _parent.before_delete(ctx, Payment, data.id)
    payment = await changes.one(ctx, Payment, data.id, lock=True)
    if payment["potwierdzona"]:
        refuse_settled(contract)
        raise Conflict(CONFIRMED, code="payment_confirmed")
    await changes.delete(ctx, Payment, data.id, where=Where.visible(ctx, version_of(ctx)), final=True)
    await ctx.tell("contracts.payment.removed", payment=payment)
    return Done()


@module.within("finance.transaction.booked")
async def follow_booking(ctx: Context, *, transaction: dict[str, Any]) -> None:
    """A payment counts as soon as its entry in the ledger is booked (BR-7)."""
    if transaction.get("linked_entity_type") == "payment_method":
        await confirm_payment(ctx, transaction["linked_entity_id"])


@module.within("finance.transaction.rejected")
async def follow_rejection(ctx: Context, *, transaction: dict[str, Any]) -> None:
    """A payment whose entry is refused is not expected any more; it waits again once it is changed."""
    if transaction.get("linked_entity_type") == "payment_method":
        await changes.update(ctx, Payment, transaction["linked_entity_id"], {"odrzucona": True})
