"""A module may take part in what another one does: in its transaction, in its history, and with the right to refuse."""

from collections.abc import Iterator
from typing import Any

import pytest

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.modules import Participant
from callers import Invite

TOLD = "warehouse.location.tested"


@pytest.fixture
def taking_part(app: Application) -> Iterator[list[Participant]]:
    """The participants of a module, as long as the test lasts."""
    module = next(module for module in app.modules if module.name == "warehouse")
    before = list(module.participants)
    yield module.participants
    module.participants[:] = before


async def test_participants_hear_the_facts_in_the_transaction_that_tells(
    app: Application, caller: Invite, taking_part: list[Participant]
) -> None:
    me = await caller("warehouse.*")
    heard: list[Any] = []

    async def write(ctx: Context, *, place: str) -> None:
        heard.append((place, ctx.in_transaction))

    taking_part.append(Participant(TOLD, write))
    taking_part.append(Participant("warehouse.location.else", write))
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await ctx.begin()
        await ctx.tell(TOLD, place="Rampa")
    assert heard == [("Rampa", True)]


async def test_a_participant_that_refuses_undoes_what_was_told(
    app: Application, caller: Invite, taking_part: list[Participant]
) -> None:
    me = await caller("warehouse.*")

    async def refuse(ctx: Context, *, place: str) -> None:
        raise Conflict(place)

    taking_part.append(Participant(TOLD, refuse))

    async def act() -> None:
        async with app.acting(me.tenant_id, me.organization_id) as ctx:
            await ctx.emit("warehouse.location.told")
            await ctx.tell(TOLD, place="Rampa")

    with pytest.raises(Conflict, match="Rampa"):
        await act()
    async with app.database.across_tenants("the test looks into the outbox") as connection:
        left = await connection.fetchval(
            "SELECT count(*) FROM event_outbox WHERE tenant_id = $1 AND name = 'warehouse.location.told'", me.tenant_id
        )
    assert left == 0
