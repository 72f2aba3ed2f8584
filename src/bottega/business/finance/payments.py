"""Ledger entries of contract payments, written and booked with the payment (BR-7).

``contracts`` tells what happened to a payment; the ledger follows, or refuses. What is booked it tells back, and the
payment is confirmed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from bottega.business.contracts import link_payment, require_contract
from bottega.business.finance.approvals import Approval
from bottega.business.finance.booking import enter, let_count, refuse_closed_day
from bottega.business.finance.ledger import BOOKED, EXPENSE, INCOME, PAYMENT, PENDING, REJECTED, Transaction
from bottega.business.finance.module import module
from bottega.business.finance.settings import house_rules
from bottega.business.finance.vouchers import refuse_vouched
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.schemas import midnight
from bottega.kernel.writes import changes
from bottega.platform.auth import holds

REFUND: Final = "Zwrot"
CATEGORY: Final = "wplata_klienta"
FORFEITED: Final = "zadatek_zatrzymany"
BOOKED_STAYS: Final = T(
    en="The payment is booked: correct it with a Zwrot", pl="Wpłata jest zaksięgowana: skoryguj ją przez Zwrot"
)
_ENTRY: Final = (
    "SELECT * FROM finance_transactions WHERE tenant_id = $1 AND linked_entity_type = 'payment_method'"
    " AND linked_entity_id = $2 AND storno_id IS NULL AND deleted_at IS NULL AND stan <> 'anulowana'"
    " ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE"
)


@module.within("contracts.payment.recorded")
async def enter_payment(ctx: Context, *, payment: Mapping[str, Any], confirmed: bool) -> None:
    """Write the entry of a new payment: booked at once if it is confirmed, else waiting for the default reviewer."""
    row = await enter(ctx, await _entry(ctx, payment), pending=not confirmed)
    await link_payment(ctx, payment["id"], row["id"])
    if not confirmed:
        await _ask(ctx, row)


@module.within("contracts.payment.changed")
async def follow_payment(ctx: Context, *, payment: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Let the waiting entry say what the payment says now; a confirmed one is booked, a rejected one waits again."""
    confirmed = payment["potwierdzona"] and not before["potwierdzona"]
    row = await ctx.query_one(_ENTRY, ctx.tenant_id, payment["id"])
    if row is None:
        await enter_payment(ctx, payment=payment, confirmed=confirmed)
        return
    wanted = await _entry(ctx, payment)
    changed = {name: value for name, value in wanted.items() if row[name] != value}
    if row["stan"] == BOOKED:
        if set(changed) - {"nazwa", "komentarz"}:
            raise Conflict(BOOKED_STAYS, code="wplata_zaksiegowana")
        return
    refuse_vouched(dict(row), changed)
    if row["stan"] == REJECTED:
        changed["stan"] = PENDING
    after = {**row, **changed}
    await refuse_closed_day(ctx, after)
    await changes.update(ctx, Transaction, row["id"], changed)
    if confirmed:
        await let_count(ctx, after)


@module.within("contracts.contract.dissolved")
async def keep_earnest_money(
    ctx: Context, *, contract: Mapping[str, Any], forfeited: Sequence[Mapping[str, Any]]
) -> None:
    """Earnest money that the customer forfeits is income of a kind of its own from now on (BR-8)."""
    del contract
    rows = await ctx.query(
        "SELECT id FROM finance_transactions WHERE tenant_id = $1 AND linked_entity_type = 'payment_method'"
        " AND linked_entity_id = ANY($2) AND storno_id IS NULL AND deleted_at IS NULL AND stan = 'zaksiegowana'",
        ctx.tenant_id,
        [payment["id"] for payment in forfeited],
    )
    await changes.update_many(ctx, Transaction, [{"id": row["id"], "kategoria": FORFEITED} for row in rows])


@module.within("contracts.payment.removed")
async def forget_payment(ctx: Context, *, payment: Mapping[str, Any]) -> None:
    """Remove the waiting entry of a payment that is deleted."""
    row = await ctx.query_one(_ENTRY, ctx.tenant_id, payment["id"])
    if row is None:
        return
    if row["stan"] == BOOKED:
        raise Conflict(BOOKED_STAYS, code="wplata_zaksiegowana")
    asked = await ctx.query(
        "SELECT id FROM finance_approvals WHERE tenant_id = $1 AND transaction_id = $2 AND deleted_at IS NULL",
        ctx.tenant_id,
        row["id"],
    )
    for approval in asked:
        await changes.delete(ctx, Approval, approval["id"])
    await changes.delete(ctx, Transaction, row["id"])


async def _entry(ctx: Context, payment: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger says of a payment."""
    contract = await require_contract(ctx, payment["contract_id"])
    return {
        "organization_id": payment["organization_id"],
        "nazwa": f"{payment['typ']} – umowa {contract['numer']}"[:255],
        "kwota": payment["cena"],
        "typ": EXPENSE if payment["typ"] == REFUND else INCOME,
        "rodzaj": payment["rodzaj"],
        "data": _moment(payment["data"]),
        "kategoria": CATEGORY,
        "contract_id": payment["contract_id"],
        "uzytkownik_id": payment["uzytkownik_id"],
        "komentarz": payment["opis"],
        "linked_entity_type": PAYMENT,
        "linked_entity_id": payment["id"],
    }


def _moment(day: date | datetime | None) -> datetime | None:
    """The moment in the ledger of a day: when it begins in Warsaw."""
    return day if day is None or isinstance(day, datetime) else midnight(day)


async def _ask(ctx: Context, row: Mapping[str, Any]) -> None:
    """Ask the default reviewer, if the house has one who may still approve."""
    rules = await house_rules(ctx, row["organization_id"])
    if rules.reviewer_id is not None and await holds(ctx, rules.reviewer_id, "finance.approve"):
        values = {
            "organization_id": row["organization_id"],
            "transaction_id": row["id"],
            "reviewer_id": rules.reviewer_id,
            "transakcja": row["nazwa"],
        }
        await changes.insert(ctx, Approval, values)
