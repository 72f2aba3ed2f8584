"""Warnings on changes of a contract that its invoices contradict."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business import contracts
from bottega.business.contracts import OWED, WARNED
from bottega.business.customers import parties
from bottega.business.documents.compose.contract_data import vat_facts
from bottega.business.documents.compose.history import History, earlier_of
from bottega.business.documents.content.kinds import CANCELLED
from bottega.business.documents.module import module
from bottega.business.documents.reports.invoice_differences import (
    corrections_due,
    is_business,
    owed,
    uninvoiced_payments,
)
from bottega.business.documents.seller import profile_of
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

# Codes of warnings about the invoices of a contract.
OTHER_PRICE: Final = "wycena_rozni_sie_od_faktur"
ADVANCES_STAND: Final = "zaliczki_do_korekty"
REFUND_DUE: Final = "zwrot_do_wyplaty"
UNINVOICED: Final = "niezafakturowane"
# Codes of warnings about its VAT rate.
UNSURE_RATE: Final = "stawka_vat_niepewna"
UNEXPLAINED_RATE: Final = "stawka_23_bez_powodu"
# A seller like most: what the rate rests on is asked first, and who sells only where that matters.
NO_PROFILE: Final[Mapping[str, Any]] = {"agd_w_usludze": False, "czynny_podatnik": True, "zwolnienie": None}
INVOICED: Final = T(
    en="The contract is invoiced ({numer}): correct that invoice to nothing first",
    pl="Umowa jest zafakturowana ({numer}): najpierw skoryguj tę fakturę do zera",
)
NAMED: Final = T(
    en="The document {numer} names the contract by its number: cancel it before the number changes",
    pl="Numer umowy jest na dokumencie {numer}: anuluj go, zanim zmienisz numer",
)
_NAMING: Final = (
    "SELECT d.id, d.numer FROM documents_documents AS d WHERE d.tenant_id = $1 AND d.contract_id = $2"
    f" AND d.stan <> '{CANCELLED}' AND d.deleted_at IS NULL ORDER BY d.id DESC LIMIT 1"
)
_IN_FORCE: Final = (
    "d.tenant_id = $1 AND d.contract_id = $2 AND d.rodzaj IN ('FV', 'FZ', 'FK', 'KOR')"
    f" AND d.stan <> '{CANCELLED}' AND d.deleted_at IS NULL"
)
# The order as the closing invoice, or its last correction, has it; PLN gross.
_ORDERED: Final = f"""
WITH invoices AS (SELECT d.* FROM documents_documents AS d WHERE {_IN_FORCE})
SELECT (SELECT coalesce(sum(s.brutto), 0) FROM jsonb_to_recordset(p.zamowienie) AS s (brutto numeric)) AS ordered
FROM invoices AS c JOIN invoices AS p ON p.id = c.id OR p.koryguje_id = c.id
WHERE c.rodzaj IN ('FV', 'FK') AND NOT c.do_zera AND p.zamowienie IS NOT NULL ORDER BY p.id DESC LIMIT 1
"""
# What the invoices that stand charge, their corrections counted in, PLN gross; no row without an invoice.
_CHARGED: Final = f"""
WITH invoices AS (SELECT d.id, d.rodzaj, d.koryguje_id, d.do_zera, d.brutto FROM documents_documents AS d
    WHERE {_IN_FORCE})
SELECT coalesce(sum(i.brutto) FILTER (WHERE NOT coalesce(c.do_zera, i.do_zera)), 0)
FROM invoices AS i LEFT JOIN invoices AS c ON c.id = i.koryguje_id HAVING count(*) > 0
"""
_CLOSING: Final = (
    f"SELECT d.id, d.numer FROM documents_documents AS d WHERE {_IN_FORCE} AND d.rodzaj IN ('FV', 'FK')"
    " AND NOT d.do_zera"
)


@module.within(WARNED)
async def warn(ctx: Context, *, contract_id: UUID, about: str, suma: Decimal | None, notice: contracts.Notice) -> None:
    """Say that a rate is a guess, that invoices are for another amount, or that money and invoices disagree."""
    match about:
        case "contract":
            notice.warnings += await _about_rate(ctx, contract_id)
        case "valuation":
            notice.warnings += await _about_price(ctx, contract_id, suma)
        case _:
            contract, history = await _about_money(ctx, contract_id, notice)
            if about == "settlement":
                notice.warnings += await _about_price(ctx, contract_id, suma)
                notice.warnings += await _about_buyer(ctx, contract, history)


@module.within(OWED)
async def owe(ctx: Context, *, contract_id: UUID, zaplacono: Decimal, notice: contracts.Notice) -> None:
    """Say what is to be paid back; nothing is while the invoices that stand charge all that was paid."""
    charged = await ctx.query_value(_CHARGED, ctx.tenant_id, contract_id)
    if charged is not None and charged < zaplacono:
        earlier = (await earlier_of(ctx, [contract_id]))[contract_id]
        notice.do_zwrotu += owed(History(await contracts.payments_of(ctx, contract_id), earlier))


async def _about_money(ctx: Context, contract_id: UUID, notice: contracts.Notice) -> tuple[Mapping[str, Any], History]:
    """What of the invoices is to be corrected and of the money to be paid back; answers what that was read from."""
    contract = (await contracts.contract_facts(ctx, [contract_id]))[contract_id]
    history = History(
        await contracts.payments_of(ctx, contract_id), (await earlier_of(ctx, [contract_id]))[contract_id]
    )
    notice.korekty += corrections_due(contract, history)
    if notice.korekty:
        notice.warnings.append(ADVANCES_STAND)
    if not contract["rozwiazana"] and (debt := owed(history)):
        notice.do_zwrotu = debt
        notice.warnings.append(REFUND_DUE)
    return contract, history


async def _about_buyer(ctx: Context, contract: Mapping[str, Any], history: History) -> list[contracts.WarningCode]:
    """What a business paid needs an invoice without being asked for."""
    if contract["rozwiazana"] or not uninvoiced_payments(history):
        return []
    buyer = (await parties(ctx, [contract["customer_id"]])).get(contract["customer_id"])
    return [UNINVOICED] if buyer is not None and is_business(buyer) else []


async def _about_price(ctx: Context, contract_id: UUID, suma: Decimal | None) -> list[contracts.WarningCode]:
    row = await ctx.query_one(_ORDERED, ctx.tenant_id, contract_id)
    return [OTHER_PRICE] if row is not None and row["ordered"] != suma else []


async def _about_rate(ctx: Context, contract_id: UUID) -> list[contracts.WarningCode]:
    """What the rate of a contract rests on too little for; nothing where the seller is exempt."""
    contract = (await contracts.contract_facts(ctx, [contract_id]))[contract_id]
    facts = vat_facts(contract, NO_PROFILE)
    found = UNSURE_RATE if facts.unsaid else UNEXPLAINED_RATE if facts.insisted else None
    if found is None or not (await profile_of(ctx, contract["organization_id"]))["czynny_podatnik"]:
        return []
    return [found]


@module.within("contracts.contract.dissolved")
async def refuse_dissolving(
    ctx: Context, *, contract: Mapping[str, Any], forfeited: Sequence[Mapping[str, Any]]
) -> None:
    """409 while the whole contract is invoiced: what is sold is not dissolved."""
    del forfeited
    row = await ctx.query_one(_CLOSING, ctx.tenant_id, contract["id"])
    if row is not None:
        raise Conflict(
            INVOICED.given(numer=row["numer"]), code="zafakturowana", numer=row["numer"], dokumentId=str(row["id"])
        )


@module.within("contracts.contract.renumbered")
async def refuse_renumbering(ctx: Context, *, contract_id: UUID) -> None:
    """409 while a paper in force names the contract by its number."""
    row = await ctx.query_one(_NAMING, ctx.tenant_id, contract_id)
    if row is not None:
        raise Conflict(
            NAMED.given(numer=row["numer"]), code="numer_na_dokumencie", numer=row["numer"], dokumentId=str(row["id"])
        )
