"""What contracts bring in without VAT, for whoever counts profit: the rates are those invoices have, or would have."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.business import contracts
from bottega.business.documents.dossier import vat_facts
from bottega.business.documents.seller import profiles_of
from bottega.business.documents.vat import ZERO, by_rate, whole
from bottega.business.documents.vat_decision import Price, decide
from bottega.kernel.context import Context

_ISLANDS: Final = (
    "SELECT DISTINCT ON (contract_id) contract_id, wyspa FROM documents_documents WHERE tenant_id = $1"
    " AND contract_id = ANY($2) AND wyspa IS NOT NULL AND stan <> 'anulowany' ORDER BY contract_id, id DESC"
)


async def net_revenue(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """The price of each contract less its VAT, PLN, by the rates that are decided for it (BR-24).

    A dissolved contract brings what the studio keeps of it, which is no price of goods and not taxed here.
    """
    wanted = list(contract_ids)
    facts = await contracts.contract_facts(ctx, wanted)
    quotes = await contracts.valuations(ctx, wanted)
    islands = {row["contract_id"]: row["wyspa"] for row in await ctx.query(_ISLANDS, ctx.tenant_id, wanted)}
    profiles = await profiles_of(ctx, {row["organization_id"] for row in facts.values()})
    found: dict[UUID, Decimal] = {}
    for contract_id in wanted:
        contract, quote = facts.get(contract_id), quotes[contract_id]
        if contract is None:
            found[contract_id] = ZERO
        elif contract["rozwiazana"]:
            found[contract_id] = contract["kwota_rozwiazania"] or ZERO
        else:
            island = min(islands.get(contract_id, ZERO), quote.meble)
            price = Price(quote.meble, quote.dodatki, quote.sprzet, island)
            shares = decide(vat_facts(contract, profiles[contract["organization_id"]]), price).pozycje
            found[contract_id] = whole(by_rate([(one.stawka, one.brutto) for one in shares])).netto
    return found
