"""What the yardstick runs on the studio: the statements of the product itself, taken from where it keeps them."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.contracts import contracts
from bottega.business.contracts.money import balances, panel, settlement
from bottega.business.contracts.money.schedule_coverage import BUCKETS
from bottega.business.finance.transactions import transactions
from bottega.demo.texts.stories import PERFECT, contract_of
from bottega.kernel.resources.list_sql import Listing, Shape
from bottega.kernel.schemas import today

CONTRACT: Final = contract_of(PERFECT)
Asked = list[tuple[str, list[Any]]]

_SUMS: Final = (
    "SELECT facets, sum(amount) AS amount, sum(n)::bigint AS n FROM row_sums WHERE tenant_id = $1"
    " AND entity = 'finance:transaction' AND organization_id = $2 AND grain = 'e' GROUP BY facets"
)
_WAITING: Final = (
    "SELECT coalesce(sum(n), 0)::bigint AS n FROM row_counts WHERE tenant_id = $1 AND organization_id = $2"
    " AND entity = 'finance:transaction' AND facets[3] = 'true'"
)


def asked(name: str, tenant: UUID, organization: UUID) -> Asked:
    """The statements behind an answer, with their values."""
    return STATEMENTS[name](tenant, organization)


def _page(listing: Listing, shape: Shape, **values: Any) -> Callable[[UUID, UUID], Asked]:
    statement = cache(lambda: listing.statement(shape))

    def page(tenant: UUID, organization: UUID) -> Asked:
        given = {"tenant_id": tenant, "organizations": [organization], "limit": 50, "offset": 0, **values}
        return [(statement().sql, statement().args(given))]

    return page


def _money(tenant: UUID, organization: UUID) -> Asked:
    return [(panel.PANEL, [tenant, None, [organization], today(), BUCKETS])]


STATEMENTS: Final[dict[str, Callable[[UUID, UUID], Asked]]] = {
    "contracts": _page(contracts.source.listing, Shape()),
    "kitchens": _page(contracts.source.listing, Shape(filters=("typ",), sort="numer"), filter_typ="kuchnia"),
    "transactions": _page(transactions.source.listing, Shape(sort="data", descending=True)),
    "balance": lambda tenant, _: [(balances.BALANCES, [tenant, [CONTRACT]])],
    "valuation": lambda tenant, _: [(balances.QUOTES, [tenant, [CONTRACT]])],
    "stats": lambda tenant, organization: [(settlement.COUNTED, [tenant, [organization]])],
    "finance": lambda tenant, organization: [(_SUMS, [tenant, organization]), (_WAITING, [tenant, organization])],
    "money": _money,
}
