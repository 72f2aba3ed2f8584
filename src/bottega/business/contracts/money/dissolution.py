"""Dissolution of a contract: refunds and forfeits, depending on who withdraws (BR-8).

A customer who withdraws forfeits the earnest money (zadatek) and gets everything else back; a studio that withdraws
gives the earnest money back double (art. 394 KC). Refunds are payments like any other: they count once confirmed.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.access import hold, refuse_closed
from bottega.business.contracts.module import module
from bottega.business.contracts.money.balances import Balance, balances
from bottega.business.contracts.money.warnings import CorrectionDue, DoneWarned, notice_about
from bottega.business.contracts.tables.contract import Contract, Party
from bottega.business.contracts.tables.money import EARNEST, REFUND, Means, Payment
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, today
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

PENDING: Final = T(
    en="First confirm or delete the payments that are waiting for approval",
    pl="Najpierw potwierdź albo usuń wpłaty czekające na akceptację",
)
FINISHED: Final = T(
    en="The work is finished, and a contract that was carried out cannot be dissolved. If that is"
    " a mistake, mark it unfinished first (zakonczona: false)",
    pl="Prace są zakończone: wykonanej umowy się nie rozwiązuje. Jeśli to pomyłka, najpierw cofnij zakończenie"
    " (zakonczona: false)",
)
RETURNED: Final = "Zwrot wpłat po rozwiązaniu umowy"
DOUBLED: Final = "Drugi zadatek (art. 394 KC) po rozwiązaniu umowy"


class Dissolution(Input):
    """Who withdraws from a contract, and why."""

    strona: Party = Field(description="klient: the earnest money is kept; studio: it is returned double.")
    powod: str = Field(min_length=3, max_length=500)
    rodzaj: Means = Field(default="przelew", description="How the refund is paid.")


class Dissolved(DoneWarned):
    """What the studio keeps, and the refunds to pay."""

    zatrzymano: float = Field(description="Earnest money that is kept; negative: paid on top of it. PLN gross.")
    zwroty: list[UUID] = Field(description="The refunds: payments that wait for confirmation.")
    korekty: list[CorrectionDue] = Field(
        default=[], description="Corrections of advance invoices that are to be issued, each with its request."
    )


@module.post(
    "/contracts/{id}/rozwiaz",
    "contracts.rozlicz_umowa",
    name="contracts.dissolve",
    amounts="refused",
    status=200,
    table=Contract,
    label=T(en="Dissolve contract", pl="Rozwiązanie umowy"),
    undoable=False,
    instead=T(en="Make a new contract with the customer", pl="Zawrzyj z klientem nową umowę"),
    act=Act(
        T(en="Dissolve…", pl="Rozwiąż…"),
        "file-x",
        when={"rozliczona": False},
        confirm=T(
            en="A dissolution cannot be undone. Dissolve the contract?",
            pl="Rozwiązania nie można cofnąć. Rozwiązać umowę?",
        ),
        tone="danger",
    ),
    answers={404: "Contract not found", 409: "Settled, finished, invoiced or dissolved already, or payments wait"},
)
async def dissolve(ctx: Context, id: UUID, data: Dissolution) -> Dissolved:
    """Dissolve contract.

    Ends a contract that is not carried out. Withdrawn by the customer: the studio keeps the earnest money and refunds
    the rest. Withdrawn by the studio: everything is refunded, and the earnest money once more (art. 394 KC). Warns
    `zaliczki_do_korekty` while advance invoices charge something, with the corrections that are due (`korekty`): what
    is forfeited is no price and has no VAT. 409 when the works are finished, or while a final or VAT invoice stands.
    """
    contract = await hold(ctx, id, alone=True)
    refuse_closed(contract)
    if contract["zakonczona"]:
        raise Conflict(FINISHED, code="umowa_zakonczona")
    balance = (await balances(ctx, [id]))[id]
    waiting = await ctx.query_value(
        "SELECT count(*) FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2 AND NOT potwierdzona"
        " AND NOT odrzucona AND deleted_at IS NULL",
        ctx.tenant_id,
        id,
    )
    if waiting:
        raise Conflict(PENDING, code="wplaty_oczekuja", used={Payment.entity: waiting})
    kept, amounts = shares(balance, data.strona)
    ctx.describe(
        "contracts.contract",
        id,
        organization_id=contract["organization_id"],
        label=T(en=f"Contract dissolved: {data.powod}", pl=f"Rozwiązanie umowy: {data.powod}"),
    )
    stamp = {
        "rozwiazana": True,
        "rozwiazana_at": datetime.now(UTC),
        "rozwiazana_przez": ctx.actor.user_id,
        "rozwiazala_strona": data.strona,
        "kwota_rozwiazania": kept,
    }
    await changes.update(ctx, Contract, id, stamp)
    refunds = [await _refund(ctx, contract, data.rodzaj, amount, why) for why, amount in amounts.items()]
    await _tell(ctx, id, data, kept)
    notice = await notice_about(ctx, id, "dissolution", kept)
    return Dissolved(zatrzymano=float(kept), zwroty=refunds, warnings=notice.warnings, korekty=notice.korekty)


def shares(balance: Balance, strona: str) -> tuple[Decimal, dict[str, Decimal]]:
    """What the studio keeps, and what it refunds and why, PLN gross (BR-8)."""
    paid = max(balance.zaplacono, Decimal(0))
    # Refunds made earlier came out of what was no earnest money, as far as there was any.
    earnest = min(balance.zadatki, paid)
    if strona == "klient":
        kept, amounts = earnest, {RETURNED: paid - earnest}
    else:
        kept, amounts = -earnest, {RETURNED: paid, DOUBLED: earnest}
    return kept, {why: amount for why, amount in amounts.items() if amount}


async def _refund(ctx: Context, contract: dict[str, Any], rodzaj: str, cena: Decimal, opis: str) -> UUID:
    day: date = today()
    refund_id = await changes.insert(
        ctx,
        Payment,
        {
            "organization_id": contract["organization_id"],
            "contract_id": contract["id"],
            "typ": REFUND,
            "rodzaj": rodzaj,
            "cena": cena,
            "data": day,
            "opis": opis,
        },
    )
    payment = await changes.one(ctx, Payment, refund_id)
    await ctx.tell("contracts.payment.recorded", payment=payment, confirmed=False)
    return refund_id


async def _tell(ctx: Context, contract_id: UUID, data: Dissolution, kept: Decimal) -> None:
    """Those who keep the books hear which earnest money has become income."""
    forfeited = await ctx.query(
        f"SELECT * FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2 AND typ = '{EARNEST}'"
        " AND potwierdzona AND deleted_at IS NULL ORDER BY id",
        ctx.tenant_id,
        contract_id,
    )
    contract = await changes.one(ctx, Contract, contract_id)
    await ctx.tell(
        "contracts.contract.dissolved",
        contract=contract,
        forfeited=[dict(row) for row in forfeited] if kept > 0 else [],
    )
    await ctx.emit(
        "contracts.contract.dissolved", record_id=contract_id, within=contract["organization_id"], strona=data.strona
    )
