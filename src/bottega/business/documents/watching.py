"""What invoices say to changes of a contract: a price they do not have, a dissolution that leaves them charging."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business import contracts
from bottega.business.contracts import WARNED
from bottega.business.documents.dossier import vat_facts
from bottega.business.documents.kinds import CANCELLED
from bottega.business.documents.module import module
from bottega.business.documents.seller import profile_of
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

OTHER_PRICE: Final = "wycena_rozni_sie_od_faktur"
ADVANCES_STAND: Final = "zaliczki_do_korekty"
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
# The order as the closing invoice, or its last correction, has it, and what all invoices charge; PLN gross.
_CHARGED: Final = f"""
WITH invoices AS (SELECT d.* FROM documents_documents AS d WHERE {_IN_FORCE}), closing AS (
    SELECT p.zamowienie FROM invoices AS c JOIN invoices AS p ON p.id = c.id OR p.koryguje_id = c.id
    WHERE c.rodzaj IN ('FV', 'FK') AND NOT c.do_zera ORDER BY p.id DESC LIMIT 1
)
SELECT (SELECT coalesce(sum(s.brutto), 0) FROM jsonb_to_recordset(closing.zamowienie) AS s (brutto numeric)) AS ordered,
    closing.zamowienie IS NOT NULL AS closed,
    (SELECT coalesce(sum(brutto), 0) FROM invoices) AS charged
FROM (SELECT) AS one LEFT JOIN closing ON closing.zamowienie IS NOT NULL
"""
_CLOSING: Final = (
    f"SELECT d.id, d.numer FROM documents_documents AS d WHERE {_IN_FORCE} AND d.rodzaj IN ('FV', 'FK')"
    " AND NOT d.do_zera"
)


@module.within(WARNED)
async def warn(
    ctx: Context, *, contract_id: UUID, about: str, suma: Decimal | None, warnings: list[str]
) -> None:
    """Say that a rate is a guess, that invoices are for another amount, or that advances outlive their contract."""
    if about == "contract":
        warnings += await _about_rate(ctx, contract_id)
        return
    row = await ctx.query_one(_CHARGED, ctx.tenant_id, contract_id)
    assert row is not None
    if about == "valuation" and row["closed"] and row["ordered"] != suma:
        warnings.append(OTHER_PRICE)
    if about == "dissolution" and row["charged"] > 0:
        warnings.append(ADVANCES_STAND)


async def _about_rate(ctx: Context, contract_id: UUID) -> list[str]:
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
            INVOICED.given(numer=row["numer"]),
            code="zafakturowana",
            numer=row["numer"],
            dokumentId=str(row["id"]),
        )


@module.within("contracts.contract.renumbered")
async def refuse_renumbering(ctx: Context, *, contract_id: UUID) -> None:
    """409 while a paper in force names the contract by its number."""
    row = await ctx.query_one(_NAMING, ctx.tenant_id, contract_id)
    if row is not None:
        raise Conflict(
            NAMED.given(numer=row["numer"]),
            code="numer_na_dokumencie",
            numer=row["numer"],
            dokumentId=str(row["id"]),
        )
