"""Gates as obstacles to the day of an installation."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from bottega.business.contracts import ASKED, Obstacle, progress
from bottega.business.controlling.gate_facts import facts_of
from bottega.business.controlling.gates import GATES
from bottega.business.controlling.module import module
from bottega.kernel.context import Context


@module.within(ASKED)
async def speak_against(ctx: Context, *, contract_id: UUID, days: tuple[date, date], obstacles: list[Obstacle]) -> None:
    """Add what is overdue, and what was ordered and will not be there on the first day."""
    found = await progress(ctx, [contract_id])
    for facts in await facts_of(ctx, found):
        asked = replace(facts, asked=days[0])
        obstacles += [
            Obstacle(gate.code, gate.title, missing, gate.warning, holds_up=gate.holds_up(asked))
            for gate in GATES
            if gate.against is not None and gate.warning is not None and (missing := gate.against(asked))
        ]
