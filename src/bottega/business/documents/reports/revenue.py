"""Net revenue of contracts by their invoices, or by their expected VAT."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from bottega.business import contracts
from bottega.business.documents.compose.contract_data import vat_facts
from bottega.business.documents.content.kinds import CANCELLED
from bottega.business.documents.content.vat_gross_method import ZERO, by_rate, whole
from bottega.business.documents.content.vat_rates import Price, decide
from bottega.business.documents.seller import profiles_of
from bottega.kernel.context import Context

# Once an invoice of the whole contract stands: what all of them charge, corrections counted in.
_INVOICED: Final = f"""
SELECT contract_id, sum(netto) FILTER (WHERE rodzaj IN ('FV', 'FZ', 'FK', 'KOR')) AS netto,
    bool_or(rodzaj IN ('FV', 'FK') AND NOT do_zera) AS zamkniete
FROM documents_documents
WHERE tenant_id = $1 AND contract_id = ANY($2) AND stan <> '{CANCELLED}' AND deleted_at IS NULL GROUP BY 1
"""


class Revenue(NamedTuple):
    """What a contract brings in, PLN without VAT."""

    netto: Decimal
    # Whether invoices say so; otherwise it is the price of the contract, at the rates decided for it.
    zafakturowane: bool = False
    # Whether the studio is an active VAT payer, and so deducts the VAT in what it buys.
    czynny: bool = True


async def net_revenue(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Revenue]:
    """What each contract brings in without VAT (BR-24).

    A dissolved contract brings what the studio keeps of it, which is no price of goods and not taxed here. A contract
    whose last invoice is issued brings what its invoices charge, corrections counted in; any other its price.
    """
    wanted = list(contract_ids)
    facts = await contracts.contract_facts(ctx, wanted)
    quotes = await contracts.valuations(ctx, wanted)
    invoiced = {row["contract_id"]: row for row in await ctx.query(_INVOICED, ctx.tenant_id, wanted)}
    profiles = await profiles_of(ctx, {row["organization_id"] for row in facts.values()})
    found: dict[UUID, Revenue] = {}
    for contract_id in wanted:
        contract, papers = facts.get(contract_id), invoiced.get(contract_id)
        if contract is None:
            found[contract_id] = Revenue(ZERO)
            continue
        profile = profiles[contract["organization_id"]]
        active: bool = profile["czynny_podatnik"]
        if contract["rozwiazana"]:
            found[contract_id] = Revenue(contract["kwota_rozwiazania"] or ZERO, czynny=active)
        elif papers is not None and papers["zamkniete"]:
            found[contract_id] = Revenue(papers["netto"], zafakturowane=True, czynny=active)
        else:
            price = _price(quotes[contract_id], contract["wyspa_brutto"])
            shares = decide(vat_facts(contract, profile), price).pozycje
            netto = whole(by_rate([(one.stawka, one.brutto) for one in shares])).netto
            found[contract_id] = Revenue(netto, czynny=active)
    return found


def _price(quote: contracts.Quote, island: Decimal | None) -> Price:
    return Price(quote.meble, quote.dodatki, quote.sprzet, min(island or ZERO, quote.meble))
