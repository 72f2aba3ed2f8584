"""Sources of ledger entries: which entries belong to a payment, transfer or measurement."""

from collections.abc import Mapping
from typing import Any, Final

from bottega.business.contracts import hold
from bottega.business.finance.ledger import ENTRY, MEASUREMENT, MOVE, PAYMENT, SOURCES, TRANSFER
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.platform.auth import require_colleague

NO_CONTRACT: Final = T(en="There is no such contract", pl="Nie ma takiej umowy")
_WHERE: Final = {
    PAYMENT: T(
        en="This entry belongs to a payment of a contract: change the payment, or add a Zwrot",
        pl="Ta pozycja należy do wpłaty z umowy: zmień wpłatę albo dodaj Zwrot",
    ),
    MEASUREMENT: T(
        en="This entry belongs to a measurement: reverse it with a storno, and approve the measurement again",
        pl="Ta pozycja należy do pomiaru: wystaw storno i zatwierdź pomiar ponownie",
    ),
    TRANSFER: T(
        en="This entry belongs to a transfer: accept or reject the transfer, or transfer the money back",
        pl="Ta pozycja należy do przekazania: przyjmij je lub odrzuć albo przekaż pieniądze z powrotem",
    ),
    MOVE: T(
        en="This entry belongs to a move between cash boxes: move the money back",
        pl="Ta pozycja należy do przesunięcia międzykasowego: przesuń pieniądze z powrotem",
    ),
    ENTRY: T(
        en="This entry reverses another one: enter the correct amount anew",
        pl="Ta pozycja jest stornem innej: wprowadź prawidłową kwotę od nowa",
    ),
}


def source_of(row: Mapping[str, Any]) -> str | None:
    """What an entry belongs to, where that is what must be changed instead of it."""
    kind: str | None = row["linked_entity_type"]
    return kind if kind in SOURCES else None


def refuse_sourced(row: Mapping[str, Any], *, but: frozenset[str] = frozenset()) -> None:
    """409 ``powiazana`` for an entry that is changed where it comes from, except of the kinds in ``but``."""
    kind = source_of(row)
    if kind is not None and kind not in but:
        raise Conflict(
            _WHERE[kind], code="powiazana", linkedEntityType=kind, linkedEntityId=str(row["linked_entity_id"])
        )


async def require_parts(ctx: Context, values: Mapping[str, Any]) -> None:
    """400 on the field unless contract and person are there and in view; the contract is kept meanwhile."""
    if values.get("uzytkownik_id"):
        await require_colleague(ctx, values["uzytkownik_id"], field="uzytkownikId")
    if values.get("contract_id"):
        try:
            await hold(ctx, values["contract_id"])
        except NotFound:
            raise InvalidInput.field("contractId", NO_CONTRACT, code="not_found") from None
