"""Settlement of a contract: the balance is computed under a lock and must be zero (BR-4).

Whoever writes a payment or a valuation holds the same row, so it comes before and counts, or after and is refused.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.access import hold, own_only, require_contract, visible
from bottega.business.contracts.module import module
from bottega.business.contracts.money.amounts_in_words import slownie
from bottega.business.contracts.money.balances import balances, require_balance, valuations
from bottega.business.contracts.money.warnings import DoneWarned, notice_about, owed_back
from bottega.business.contracts.settings import contract_rules
from bottega.business.contracts.tables.contract import Contract
from bottega.business.contracts.tables.field_types import refusal
from bottega.kernel.context import Context
from bottega.kernel.database.row_counts import counts_sql
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

ALREADY: Final = T(en="The contract is already settled", pl="Umowa jest już rozliczona")
NOT_ZERO: Final = T(en="The balance is not zero", pl="Saldo umowy nie jest zerowe")
NOT_COMPLETED: Final = T(
    en="The contract is not completed yet: complete it first",
    pl="Umowa nie jest jeszcze zakończona: najpierw ją zakończ",
)
NOT_SETTLED: Final = T(en="The contract is not settled", pl="Umowa nie jest rozliczona")
REFUSED: Final = "Balance not zero or already settled"


class BalanceFigures(Schema):
    """What is owed and paid, PLN gross."""

    suma: float
    zaplacono: float
    do_zaplaty: float = Field(description="Negative when too much was paid.")
    do_zwrotu: float = Field(
        default=0, description="What the customer is owed: paid too much, or taken off invoices by corrections."
    )


class ValuationFigures(Schema):
    """The effective valuation, PLN gross."""

    meble: float
    dodatki: float
    sprzet: float
    suma: float
    slownie: str


class Stats(Schema):
    """How many contracts there are."""

    total: int
    active: int
    completed: int
    settled: int


class Reason(Input):
    """Why a settlement is taken back."""

    powod: str = Field(min_length=3, max_length=500, description="Why; kept in the history.")


def _figure(amount: Decimal) -> float:
    """An amount as a JSON number: two decimals survive a double far beyond the largest amount."""
    return float(amount)


@module.get("/contracts/{id}/balance", "contracts.view", name="contracts.balance", amounts="refused")
async def show_balance(ctx: Context, id: UUID) -> BalanceFigures:
    """Get contract balance.

    What the effective valuation asks for, what confirmed payments brought less refunds, and what is left (BR-1 to
    BR-3). Of a dissolved contract `suma` is what the studio keeps. `doZwrotu` is owed to the customer until a refund of
    it is confirmed.
    """
    found = await require_balance(ctx, id)
    return BalanceFigures(
        suma=_figure(found.suma),
        zaplacono=_figure(found.zaplacono),
        do_zaplaty=_figure(found.do_zaplaty),
        do_zwrotu=_figure(await owed_back(ctx, id, found)),
    )


@module.get("/contracts/{id}/valuation", "contracts.view", name="contracts.valuation", amounts="refused")
async def show_valuation(ctx: Context, id: UUID) -> ValuationFigures:
    """Get contract valuation.

    The newest valuation, its sum, and the sum in words; all zeros while there is none (BR-1).
    """
    await require_contract(ctx, id)
    quote = (await valuations(ctx, [id]))[id]
    return ValuationFigures(
        meble=_figure(quote.meble),
        dodatki=_figure(quote.dodatki),
        sprzet=_figure(quote.sprzet),
        suma=_figure(quote.suma),
        slownie=slownie(quote.suma),
    )


@module.post(
    "/contracts/{id}/settle",
    "contracts.rozlicz_umowa",
    name="contracts.settle",
    amounts="refused",
    status=200,
    table=Contract,
    label=T(en="Settle contract", pl="Rozliczenie umowy"),
    undoable=False,
    instead=T(en="Undo the settlement of the contract, and say why", pl="Cofnij rozliczenie umowy, podając powód"),
    act=Act(
        T(en="Settle", pl="Rozlicz"),
        "badge-check",
        when={"rozliczona": False},
        confirm=T(
            en="What was agreed and paid will not change any more. Settle the contract?",
            pl="Ustaleń i wpłat nie będzie już można zmienić. Rozliczyć umowę?",
        ),
        tone="good",
    ),
    answers={400: REFUSED, 404: "Contract not found"},
)
async def settle(ctx: Context, id: UUID) -> DoneWarned:
    """Settle contract.

    Closes a contract whose balance is zero, to the grosz: 400 `already_settled`, or `balance_not_zero` with the
    figures, for a contract that is not paid or overpaid; `not_completed` where the organization settles completed
    contracts only. Afterwards what was agreed and paid does not change any more.
    Warns `niezafakturowane` when a business has paid what no invoice charges, `zwrot_do_wyplaty` and
    `wycena_rozni_sie_od_faktur` when corrections took something off, and `zaliczki_do_korekty` when the advance
    invoices of a dissolved contract stand.
    """
    contract = await hold(ctx, id, alone=True)
    if contract["rozliczona"]:
        raise refusal("already_settled", ALREADY)
    if not (contract["zakonczona"] or contract["rozwiazana"]):
        rules = await contract_rules(ctx, contract["organization_id"])
        if rules.wymagaj_zakonczenia:
            raise refusal("not_completed", NOT_COMPLETED)
    found = (await balances(ctx, [id]))[id]
    if found.do_zaplaty:
        raise refusal(
            "balance_not_zero",
            NOT_ZERO,
            suma=_figure(found.suma),
            zaplacono=_figure(found.zaplacono),
            doZaplaty=_figure(found.do_zaplaty),
        )
    await _stamp(ctx, contract, settled=True)
    await ctx.emit(
        "contracts.contract.settled",
        record_id=id,
        within=contract["organization_id"],
        rozliczylId=str(ctx.actor.user_id or ""),
    )
    return DoneWarned(warnings=(await notice_about(ctx, id, "settlement", found.suma)).warnings)


@module.post(
    "/contracts/{id}/unsettle",
    "contracts.unsettle",
    name="contracts.unsettle",
    amounts="refused",
    status=200,
    table=Contract,
    label=T(en="Undo settlement", pl="Cofnięcie rozliczenia"),
    undoable=False,
    instead=T(en="Settle the contract again", pl="Rozlicz umowę ponownie"),
    act=Act(T(en="Undo settlement…", pl="Cofnij rozliczenie…"), "rotate-ccw", when={"rozliczona": True}, tone="warn"),
    answers={404: "Contract not found", 409: "The contract is not settled"},
)
async def unsettle(ctx: Context, id: UUID, data: Reason) -> Done:
    """Take a settlement back.

    Opens a settled contract again. The reason stays in the history; it asks for a permission of its own, which the
    owner has.
    """
    contract = await hold(ctx, id, alone=True)
    if not contract["rozliczona"]:
        raise Conflict(NOT_SETTLED, code="not_settled")
    ctx.describe(
        "contracts.contract",
        id,
        organization_id=contract["organization_id"],
        label=T(en=f"Settlement undone: {data.powod}", pl=f"Cofnięcie rozliczenia: {data.powod}"),
    )
    await _stamp(ctx, contract, settled=False)
    await ctx.emit("contracts.contract.unsettled", record_id=id, within=contract["organization_id"], powod=data.powod)
    return Done()


async def _stamp(ctx: Context, contract: dict[str, Any], *, settled: bool) -> None:
    stamp = {
        "rozliczona": settled,
        "rozliczona_at": datetime.now(UTC) if settled else None,
        "rozliczona_przez": ctx.actor.user_id if settled else None,
    }
    await changes.update(ctx, Contract, contract["id"], stamp)


# The kept counts: a sum over a few rows, however many contracts there are (docs/decisions/0052).
COUNTED: Final = f"""
SELECT coalesce(sum(n), 0)::bigint AS total,
    coalesce(sum(n) FILTER (WHERE rozliczona = 'false' AND zakonczona = 'false' AND rozwiazana = 'false'), 0)::bigint
        AS active,
    coalesce(sum(n) FILTER (WHERE zakonczona = 'true'), 0)::bigint AS completed,
    coalesce(sum(n) FILTER (WHERE rozliczona = 'true'), 0)::bigint AS settled
FROM ({counts_sql(Contract)}) AS kept WHERE $2::uuid[] IS NULL OR organization_id = ANY($2)
"""
_OWN: Final = """
SELECT count(*) AS total, count(*) FILTER (WHERE NOT (c.zakonczona OR c.rozliczona OR c.rozwiazana)) AS active,
    count(*) FILTER (WHERE c.zakonczona) AS completed, count(*) FILTER (WHERE c.rozliczona) AS settled
FROM contracts_contracts AS c JOIN contracts_worker_assignments AS a
    ON a.tenant_id = c.tenant_id AND a.contract_id = c.id AND a.deleted_at IS NULL AND a.uzytkownik_id = $3
WHERE c.tenant_id = $1 AND c.deleted_at IS NULL AND ($2::uuid[] IS NULL OR c.organization_id = ANY($2))
"""


@module.get("/stats", "contracts.view", name="contracts.stats")
async def show_stats(ctx: Context) -> Stats:
    """Get contract statistics.

    All contracts in view, those that are neither finished nor settled nor dissolved (`active`), those whose works are
    finished (`completed`), and those that are settled; the last two overlap (BR-6).
    """
    if ctx.scope.closed:
        return Stats(total=0, active=0, completed=0, settled=0)
    person = own_only(ctx)
    if person is None:
        [row] = await ctx.query(COUNTED, ctx.tenant_id, visible(ctx))
    else:
        [row] = await ctx.query(_OWN, ctx.tenant_id, visible(ctx), person)
    return Stats(**dict(row))
