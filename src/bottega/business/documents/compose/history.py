"""Payments and issued documents of a contract."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

from bottega.business.documents.content.kinds import CANCELLED
from bottega.business.documents.content.vat_gross_method import ZERO, RateTotal
from bottega.kernel.context import Context

REFUND: Final = "Zwrot"

_ISSUED: Final = (
    "SELECT d.contract_id, d.id, d.rodzaj, d.numer, d.data_wystawienia, d.payment_id, d.koryguje_id, d.stan,"
    " d.numer_ksef, d.stawki, d.do_zera, d.dla_ksef FROM documents_documents AS d WHERE d.tenant_id = $1"
    " AND d.contract_id = ANY($2) AND d.deleted_at IS NULL ORDER BY d.id"
)


@dataclass(frozen=True)
class Earlier:
    """A document that was issued for the contract before."""

    id: UUID
    rodzaj: str
    numer: str
    data: date
    payment_id: UUID | None
    koryguje_id: UUID | None
    stan: str
    numer_ksef: str | None
    stawki: tuple[RateTotal, ...]
    do_zera: bool = False
    dla_ksef: bool = False

    @property
    def stands(self) -> bool:
        """Whether it is neither cancelled nor corrected to nothing."""
        return self.stan != CANCELLED and not self.do_zera


@dataclass(frozen=True)
class History:
    """Payments of a contract, and its documents in the order in which they were issued."""

    payments: Sequence[Mapping[str, Any]]
    earlier: Sequence[Earlier]

    @property
    def received(self) -> list[Mapping[str, Any]]:
        """Confirmed payments, refunds not among them."""
        return [one for one in self.payments if one["potwierdzona"] and one["typ"] != REFUND]

    @property
    def refunds(self) -> list[Mapping[str, Any]]:
        """Confirmed payments to the customer."""
        return [one for one in self.payments if one["potwierdzona"] and one["typ"] == REFUND]

    @property
    def paid(self) -> Decimal:
        """BR-2."""
        return sum((one["cena"] for one in self.received), ZERO) - sum((one["cena"] for one in self.refunds), ZERO)

    def in_force(self, *kinds: str) -> list[Earlier]:
        """Documents of these kinds that are not cancelled."""
        return [one for one in self.earlier if one.rodzaj in kinds and one.stan != CANCELLED]

    def standing(self, *kinds: str) -> list[Earlier]:
        """Documents of these kinds that are in force and not corrected to nothing."""
        return [one for one in self.earlier if one.rodzaj in kinds and one.stands]


async def earlier_of(ctx: Context, contract_ids: Iterable[UUID]) -> dict[UUID, list[Earlier]]:
    """Every document that was issued for each of some contracts, in order."""
    found: dict[UUID, list[Earlier]] = {contract_id: [] for contract_id in contract_ids}
    for row in await ctx.query(_ISSUED, ctx.tenant_id, list(found)):
        found[row["contract_id"]].append(
            Earlier(
                row["id"],
                row["rodzaj"],
                row["numer"],
                row["data_wystawienia"],
                row["payment_id"],
                row["koryguje_id"],
                row["stan"],
                row["numer_ksef"],
                msgspec.convert(row["stawki"], tuple[RateTotal, ...]),
                row["do_zera"],
                row["dla_ksef"],
            )
        )
    return found
