"""Notifications about contracts: settled ones, overdue instalments, and late purchase orders."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.access import limited_users
from bottega.business.contracts.module import module
from bottega.business.contracts.money.schedule_coverage import planned_payments
from bottega.business.contracts.open_contracts import open_contracts_of
from bottega.business.contracts.progress_facts import EXPECTED, LATE
from bottega.business.contracts.queries import assigned_workers, contract_facts
from bottega.business.contracts.tables.contract import Contract
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationType
from bottega.kernel.schemas import today
from bottega.platform.notifications import notify

PAGE: Final = "/backend/contracts/contracts/{sourceEntityId}"
# What has been late for longer was told when it began, or is older than the notifications.
LATE_FOR: Final = timedelta(days=14)

SETTLED: Final = module.notifies(
    NotificationType(
        "contracts.contract.settled",
        label=T(en="Settled contracts", pl="Rozliczone umowy"),
        title=T(en="Contract {numer} is settled", pl="Umowa {numer} jest rozliczona"),
        severity="success",
        icon="badge-check",
        href=PAGE,
        hours=168,
        usually="app",
    )
)
OVERDUE: Final = module.notifies(
    NotificationType(
        "contracts.instalment.overdue",
        label=T(en="Overdue instalments", pl="Zaległe raty"),
        title=T(en="Contract {numer}: an instalment is overdue", pl="Umowa {numer}: rata po terminie"),
        body=T(
            en="{typ} was due on {data} and is not paid in full.",
            pl="{typ} z terminem {data} nie jest zapłacona w całości.",
        ),
        severity="warning",
        icon="banknote",
        href=PAGE,
        hours=720,
        usually="daily",
    )
)
LATE_ORDER: Final = module.notifies(
    NotificationType(
        "contracts.purchase_order.late",
        label=T(en="Late purchase orders", pl="Opóźnione zamówienia"),
        title=T(en="Contract {numer}: an order is late", pl="Umowa {numer}: opóźnione zamówienie"),
        body=T(en="{nazwa} should have been there on {data}.", pl="{nazwa}: dostawa miała być {data}."),
        severity="warning",
        icon="package",
        href=PAGE,
        hours=720,
        usually="daily",
    )
)

_LINES_DUE: Final = """
SELECT DISTINCT p.contract_id FROM contracts_planned_payments AS p JOIN contracts_contracts AS c
    ON c.tenant_id = p.tenant_id AND c.id = p.contract_id AND c.deleted_at IS NULL
WHERE p.tenant_id = $1 AND p.deleted_at IS NULL AND p.data >= $2 AND p.data < $3 AND NOT c.rozliczona
  AND NOT c.rozwiazana
"""
_ORDERS_LATE: Final = f"""
SELECT o.id, o.contract_id, o.nazwa, {EXPECTED} AS oczekiwana FROM contracts_purchase_orders AS o
JOIN contracts_contracts AS c ON c.tenant_id = o.tenant_id AND c.id = o.contract_id AND c.deleted_at IS NULL
WHERE o.tenant_id = $1 AND o.deleted_at IS NULL AND {LATE.format(today="$3::date")} AND {EXPECTED} >= $2
  AND NOT c.rozliczona AND NOT c.rozwiazana ORDER BY o.id
"""


@module.on("contracts.contract.settled")
async def tell_settled(ctx: Context, event: Event) -> None:
    """Tell those who work on a contract that it is settled."""
    assert event.record_id is not None
    facts = (await contract_facts(ctx, [event.record_id])).get(event.record_id)
    if facts is None:
        return
    people = (await assigned_workers(ctx, [event.record_id]))[event.record_id]
    by = event.payload.get("rozliczylId")
    await notify(
        ctx,
        SETTLED,
        to=[facts["uzytkownik_id"], *people],
        but=[UUID(by)] if by else (),
        record=(Contract.entity, event.record_id),
        variables={"numer": facts["numer"]},
        group=str(event.record_id),
    )


@module.job(
    "remind", T(en="Remind of what is late on contracts", pl="Przypomnienia o zaległościach umów"), every="15 5 * * *"
)
async def remind(app: Application, _payload: dict[str, Any]) -> None:
    """Tell who looks after payments and orders what became late, once about each."""
    for tenant_id in await open_contracts_of(app):
        async with app.acting(tenant_id) as ctx:
            day = today()
            await tell_overdue(ctx, day)
            await tell_late_orders(ctx, day)


async def tell_overdue(ctx: Context, day: date) -> None:
    """Tell who looks after payments which instalments became overdue, up to this day."""
    rows = await ctx.query(_LINES_DUE, ctx.tenant_id, day - LATE_FOR, day)
    ids = [row["contract_id"] for row in rows]
    facts, limited = await contract_facts(ctx, ids), await limited_users(ctx)
    for contract_id, lines in (await planned_payments(ctx, ids, day)).items():
        for line in lines:
            if line["reszta"] > 0 and line["data"] is not None and day - LATE_FOR <= line["data"] < day:
                await notify(
                    ctx,
                    OVERDUE,
                    holders_of="contracts.change_krok6",
                    but=limited,
                    within=line["organization_id"],
                    record=(Contract.entity, contract_id),
                    variables={"numer": facts[contract_id]["numer"], "typ": line["typ"], "data": line["data"]},
                    group=str(line["id"]),
                    once=True,
                )


async def tell_late_orders(ctx: Context, day: date) -> None:
    """Tell who looks after orders which of them became late, up to this day."""
    rows = await ctx.query(_ORDERS_LATE, ctx.tenant_id, day - LATE_FOR, day)
    facts, limited = await contract_facts(ctx, {row["contract_id"] for row in rows}), await limited_users(ctx)
    for row in rows:
        contract = facts[row["contract_id"]]
        await notify(
            ctx,
            LATE_ORDER,
            holders_of="contracts.purchase_orders.manage",
            but=limited,
            within=contract["organization_id"],
            record=(Contract.entity, row["contract_id"]),
            variables={"numer": contract["numer"], "nazwa": row["nazwa"], "data": row["oczekiwana"]},
            group=str(row["id"]),
            once=True,
        )
