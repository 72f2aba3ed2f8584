"""Reservations of stock for contracts, and overrides with a reason.

A reservation lasts as long as its contract: what is reserved for one that is settled, dissolved or deleted is free.
"""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts import contract_facts
from bottega.business.warehouse.stocked import Stocked
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

# Whoever may change a reservation may also pass it by.
FORCING: Final = "warehouse.materials.manage"
CODE: Final = "zarezerwowana_dla"
RESERVED: Final = T(
    en="{nazwa} is reserved for contract {numer}; to take it despite the reservation, confirm that and give a reason",
    pl="{nazwa}: zarezerwowane dla umowy {numer}; aby mimo rezerwacji pobrać, potwierdź to i podaj powód",
)


async def holders(ctx: Context, contract_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The numbers of those among the contracts for which something can be reserved: the ones that go on."""
    ids = {one for one in contract_ids if one is not None}
    if not ids:
        return {}
    return {
        id: row["numer"]
        for id, row in (await contract_facts(ctx, ids)).items()
        if not row["rozliczona"] and not row["rozwiazana"]
    }


async def refuse_reserved(
    ctx: Context, taken: Iterable[Stocked], *, contract_id: UUID | None, reason: str | None
) -> str | None:
    """409 ``zarezerwowana_dla`` for what is reserved for another contract than this one, unless there is a reason.

    The first contract is named and all are listed. Answers the reason where one was needed.
    """
    materials = [(one, one.contract_id) for one in taken if one.contract_id != contract_id]
    numbers = await holders(ctx, (holder for _, holder in materials))
    found: list[dict[str, Any]] = [
        {"materialId": str(one.id), "nazwa": one.nazwa, "contractId": str(holder), "numer": numbers[holder]}
        for one, holder in materials
        if holder in numbers
    ]
    if not found:
        return None
    if reason is None:
        details: dict[str, Any] = {"code": CODE, **found[0], "rezerwacje": found}
        sentence = RESERVED.given(nazwa=found[0]["nazwa"], numer=found[0]["numer"])
        raise Conflict(sentence, **details)
    return reason
