"""The audit of the ledger: nightly job, operation and command.

What is off is logged and kept, and the event ``finance.ledger.off`` tells whoever wants to know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy.orm import Mapped

from bottega.business.contracts import confirmed_payments
from bottega.business.finance.ledger_checks import BOOKED, CHECKS, ENTRY_WITHOUT_PAYMENT, PAYMENT_WITHOUT_ENTRY, Check
from bottega.business.finance.module import module
from bottega.kernel.application import Application
from bottega.kernel.context import Context, system_context
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Nav, Screen
from bottega.kernel.writes import changes
from bottega.platform.navigation_groups import MONEY

log = structlog.get_logger()

# Told to whoever keeps something of money elsewhere: ``checks`` is the list of what is asked, to be added to.
AUDITED: Final = "finance.audit"
_TENANTS: Final = "SELECT DISTINCT tenant_id FROM finance_transactions ORDER BY 1"


class LedgerFinding(TenantTable):
    """Something a nightly audit found to be off; ``jest`` and ``powinno_byc`` are the two figures."""

    __tablename__ = "finance_ledger_findings"
    entity = "finance:ledger_finding"
    is_about_amounts = True
    counted_by = ()

    kod: Mapped[str]
    opis: Mapped[str]
    record_id: Mapped[UUID | None]
    jest: Mapped[Decimal]
    powinno_byc: Mapped[Decimal]


@dataclass(frozen=True)
class Finding:
    """Two figures that should be equal and are not."""

    code: str
    organization_id: UUID | None
    record_id: UUID | None
    found: Decimal
    expected: Decimal
    meaning: T = field(compare=False)


class FindingShown(Schema):
    """Something that is off."""

    kod: str
    opis: str
    organization_id: UUID | None
    record_id: UUID | None
    jest: float
    powinno_byc: float


class Audit(Schema):
    """Whether the ledger is consistent, and where it is not."""

    zgodna: bool
    niezgodnosci: list[FindingShown]


findings = module.mount(
    "/ledger_findings",
    Resource(
        table=LedgerFinding,
        input=Input,
        label=T(en="Ledger finding", pl="Niezgodność w księdze"),
        plural=T(en="Ledger findings", pl="Niezgodności w księdze"),
        title="{opis}",
        search=(LedgerFinding.opis,),
        filters={"kod": LedgerFinding.kod},
        whole=True,
        access=Access(view="finance.approve"),
        screen=Screen(
            icon="scale",
            nav=Nav(MONEY, 90),
            columns="created_at opis jest powinno_byc",
            empty=T(en="The ledger agrees with everything", pl="Księga zgadza się co do grosza"),
        ),
    ),
)


@module.get("/ledger/audit", "finance.approve", name="ledger.audit", amounts="refused", whole=True)
async def read_audit(ctx: Context) -> Audit:
    """Audit the ledger now.

    Adds everything up again: confirmed payments and their entries, transfers and moves, cash boxes and closed reports,
    the sums that are kept, and the invoices of each contract. What the nightly audit found is in the list of ledger
    findings.
    """
    off = [one for one in await audit(ctx) if ctx.scope.sees(one.organization_id)]
    shown = [
        FindingShown(
            kod=one.code,
            opis=one.meaning(ctx.locale),
            organization_id=one.organization_id,
            record_id=one.record_id,
            jest=float(one.found),
            powinno_byc=float(one.expected),
        )
        for one in off
    ]
    return Audit(zgodna=not off, niezgodnosci=shown)


async def audit(ctx: Context) -> list[Finding]:
    """What is off in the ledger of a tenant; looked at twice, so that what is being written meanwhile is not."""
    first = await _look(ctx)
    if not first:
        return []
    again = set(await _look(ctx))
    return [one for one in first if one in again]


async def _look(ctx: Context) -> list[Finding]:
    found: list[Finding] = []
    checks: list[Check] = [*CHECKS]
    await ctx.tell(AUDITED, checks=checks)
    for check in checks:
        found += [
            Finding(check.code, row["organization_id"], row["record_id"], row["found"], row["expected"], check.meaning)
            for row in await ctx.query(check.sql, ctx.tenant_id)
        ]
    return found + await _payments(ctx)


async def _payments(ctx: Context) -> list[Finding]:
    """The sum of a contract's confirmed payments is that of its booked entries, payment by payment."""
    payments = {row["id"]: row for row in await confirmed_payments(ctx)}
    linked = [row["transaction_id"] for row in payments.values() if row["transaction_id"]]
    entries = {row["id"]: dict(row) for row in await ctx.query(BOOKED, ctx.tenant_id, linked)}
    booked = {row["id"]: _amount_of(entries.get(row["transaction_id"]), row) for row in payments.values()}
    found = [
        Finding("wplata", row["organization_id"], row["id"], booked[row["id"]], row["kwota"], PAYMENT_WITHOUT_ENTRY)
        for row in payments.values()
        if booked[row["id"]] != row["kwota"]
    ]
    return found + [
        Finding("pozycja_wplaty", row["organization_id"], row["id"], row["kwota"], Decimal(0), ENTRY_WITHOUT_PAYMENT)
        for row in entries.values()
        if row["linked_entity_type"] == "payment_method" and row["linked_entity_id"] not in payments
    ]


def _amount_of(entry: Mapping[str, Any] | None, payment: Mapping[str, Any]) -> Decimal:
    """What the ledger has for a payment: nothing, if its entry is of another contract."""
    if entry is None or entry["contract_id"] not in (None, payment["contract_id"]):
        return Decimal(0)
    return entry["kwota"]


async def tenants_with_ledgers(app: Application) -> list[UUID]:
    """Every tenant that has a ledger."""
    async with app.database.across_tenants("the ledgers of all tenants are audited by one worker") as connection:
        return [row["tenant_id"] for row in await connection.fetch(_TENANTS)]


async def audit_tenant(app: Application, tenant_id: UUID) -> list[Finding]:
    """What is off in the ledger of a tenant."""
    ctx = system_context(app, tenant_id)
    try:
        return await audit(ctx)
    finally:
        await ctx.close()


@module.job("audit_ledger", T(en="Check the ledger", pl="Kontrola księgi"), every="40 2 * * *")
async def audit_ledger(app: Application, _payload: dict[str, Any]) -> None:
    """Look at every ledger; log and keep what is off."""
    for tenant_id in await tenants_with_ledgers(app):
        off = await audit_tenant(app, tenant_id)
        if not off:
            log.info("ledger.audited", tenant=str(tenant_id))
            continue
        log.error("ledger.off", tenant=str(tenant_id), findings=len(off), first=off[0].meaning.en)
        async with app.acting(tenant_id) as ctx:
            rows = [
                {
                    "organization_id": one.organization_id,
                    "kod": one.code,
                    "opis": one.meaning.pl,
                    "record_id": one.record_id,
                    "jest": one.found,
                    "powinno_byc": one.expected,
                }
                for one in off
            ]
            await changes.insert_many(ctx, LedgerFinding, rows)
            await ctx.emit("finance.ledger.off", findings=len(off))
