"""Follow-ups of a finished contract, derived from missing documents and ratings (BR-23)."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from bottega.business.contracts.money.balances import balances
from bottega.business.customers import parties
from bottega.kernel.context import Context
from bottega.kernel.i18n import T

Proposal = Literal["faktura_koncowa", "karta_gwarancyjna", "oceny_pracy", "sms_do_klienta"]

INVOICE: Final = "faktura_koncowa"
WARRANTY: Final = "karta_gwarancyjna"
RATINGS: Final = "oceny_pracy"
MESSAGE: Final = "sms_do_klienta"
# What people read for each.
PROPOSALS: Final[Mapping[str, T]] = {
    INVOICE: T(en="Issue the final invoice", pl="Wystaw fakturę końcową"),
    WARRANTY: T(en="Print the warranty card", pl="Wydrukuj kartę gwarancyjną"),
    RATINGS: T(en="Rate the work", pl="Oceń pracę"),
    MESSAGE: T(en="Write to the customer", pl="Napisz SMS do klienta"),
}

_UNRATED: Final = (
    "SELECT EXISTS (SELECT FROM contracts_worker_assignments AS a WHERE a.tenant_id = $1 AND a.contract_id = $2"
    " AND a.deleted_at IS NULL AND NOT EXISTS (SELECT FROM contracts_work_ratings AS r WHERE r.tenant_id = a.tenant_id"
    " AND r.contract_id = a.contract_id AND r.uzytkownik_id = a.uzytkownik_id AND r.deleted_at IS NULL))"
)


async def proposals(ctx: Context, contract: dict[str, Any]) -> list[Proposal]:
    """A final invoice for what has a price, the warranty card, ratings of who is not rated, word to who has a phone."""
    found: list[Proposal] = [INVOICE] if (await balances(ctx, [contract["id"]]))[contract["id"]].suma else []
    found.append(WARRANTY)
    if await ctx.query_value(_UNRATED, ctx.tenant_id, contract["id"]):
        found.append(RATINGS)
    customer = (await parties(ctx, [contract["customer_id"]])).get(contract["customer_id"])
    if customer is not None and customer.phone:
        found.append(MESSAGE)
    return found
