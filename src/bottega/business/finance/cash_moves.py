"""Moves between cash boxes (przesunięcie międzykasowe): immediate and privileged (BR-14).

Two booked entries of the same amount, each linked to the other; cash goes to the bank, or from one person to another
without asking them.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.finance.booking import pass_through, refuse_too_early, tell_booked
from bottega.business.finance.cash_boxes import Box, hold_boxes
from bottega.business.finance.ledger import BOOKED, CASH, EXPENSE, INCOME, INTERNAL, MOVE, Means, Transaction
from bottega.business.finance.module import module
from bottega.business.finance.transactions import Amount
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import InvalidInput
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Moment, Schema, Scoped
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes
from bottega.platform.auth import require_colleague

SAME: Final = T(
    en="Source and target of a move must differ in person or means of payment",
    pl="Źródło i cel przesunięcia muszą się różnić osobą lub rodzajem",
)
MOVE_BACK: Final = T(
    en="Move the money back, by a move in the other direction",
    pl="Przesuń pieniądze z powrotem przesunięciem w drugą stronę",
)
CATEGORY: Final = "przesuniecie"


class MoveInput(Scoped):
    """From where to where; a person left out is the main cash box."""

    z_uzytkownik_id: Annotated[UUID | None, Of("auth:user")] = Field(
        default=None, description="Whose money; null: the main cash box."
    )
    do_uzytkownik_id: Annotated[UUID | None, Of("auth:user")] = Field(
        default=None, description="Whose it becomes; null: the main cash box."
    )
    z_rodzaju: Means
    do_rodzaju: Means
    kwota: Amount
    data: Moment
    nazwa: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    komentarz: Annotated[str, Field(max_length=2000)] | None = None


class Moved(Schema):
    """A move that is booked."""

    id: UUID = Field(description="The move, by the entry that goes out.")
    transaction_ids: list[UUID] = Field(description="The entry that goes out, and the one that comes in.")


@module.post(
    "/inter_cash_transfer",
    "finance.inter_cash_transfer",
    name="moves.create",
    amounts="refused",
    undoable=False,
    instead=MOVE_BACK,
    label=T(en="Move money between cash boxes", pl="Przesunięcie międzykasowe"),
    act=Act(T(en="Move between cash boxes…", pl="Przesuń między kasami…"), "arrow-left-right", on="transactions"),
)
async def move_money(ctx: Context, data: MoveInput) -> Moved:
    """Move money between cash boxes.

    Books both sides at once: between people, or between cash and bank. 400 when source and target are the same; 409
    `brak_srodkow` for more cash than there is, `okres_zamkniety` in a closed cash report.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    if (data.z_uzytkownik_id, data.z_rodzaju) == (data.do_uzytkownik_id, data.do_rodzaju):
        raise InvalidInput.field("doRodzaju", SAME)
    refuse_too_early(CASH if CASH in (data.z_rodzaju, data.do_rodzaju) else data.z_rodzaju, data.data)
    await _require_people(ctx, data)
    ids = [new_id(), new_id()]
    legs = [
        _leg(data, EXPENSE, data.z_rodzaju, data.z_uzytkownik_id, own=ids[0], other=ids[1]),
        _leg(data, INCOME, data.do_rodzaju, data.do_uzytkownik_id, own=ids[1], other=ids[0]),
    ]
    users = {leg["uzytkownik_id"] for leg in legs if leg["rodzaj"] == CASH}
    boxes = await hold_boxes(ctx, organization_id, users)
    rows = [
        {**leg, "organization_id": organization_id, "autor_id": ctx.actor.user_id, **_place(boxes, leg)} for leg in legs
    ]
    await changes.insert_many(ctx, Transaction, rows)
    ctx.describe("finance.transaction", ids[0], organization_id=organization_id)
    for row in rows:
        await tell_booked(ctx, row)
    return Moved(id=ids[0], transaction_ids=ids)


async def _require_people(ctx: Context, data: MoveInput) -> None:
    for field, user in (("zUzytkownikId", data.z_uzytkownik_id), ("doUzytkownikId", data.do_uzytkownik_id)):
        if user is not None:
            await require_colleague(ctx, user, field=field)


def _place(boxes: dict[UUID | None, Box], leg: dict[str, Any]) -> dict[str, Any]:
    if leg["rodzaj"] != CASH:
        return {"cash_box_id": None, "lp_kasowe": None}
    return pass_through(boxes[leg["uzytkownik_id"]], leg)


def _leg(data: MoveInput, typ: str, rodzaj: str, user: UUID | None, *, own: UUID, other: UUID) -> dict[str, Any]:
    return {
        "id": own,
        "nazwa": data.nazwa or "Przesunięcie międzykasowe",
        "kwota": data.kwota,
        "typ": typ,
        "rodzaj": rodzaj,
        "data": data.data,
        "kategoria": CATEGORY,
        "uzytkownik_id": user,
        "komentarz": data.komentarz,
        "linked_entity_type": MOVE,
        "linked_entity_id": other,
        "charakter": INTERNAL,
        "stan": BOOKED,
    }
