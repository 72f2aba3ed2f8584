"""Who lives next door, to prove that nothing leaks: a tiny second organization, and a tenant of its own."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from bottega.demo.chance import Chance, working_day
from bottega.demo.founding import add_organization
from bottega.demo.jobs import Job
from bottega.demo.people import EVERYBODY, ROLES, Person, add_people
from bottega.demo.storing import Destination
from bottega.demo.warehouse import Size, Stock, draw_stock, store_stock
from bottega.kernel.context import Context
from bottega.kernel.identifiers import new_id
from bottega.platform.auth import add_role, grants_of

WORKSHOP: Final = "Pracownia Dąbrowa"
WORKSHOP_KEEPER: Final = Person("Ewa Klon", "ewa@example.com", "Magazynier Dąbrowa")
NEIGHBOUR: Final = "Meble Kasztan"
NEIGHBOUR_OWNER: Final = Person("Jan Kasztan", "jan@example.com", "Właściciel")
SMALL: Final = Size(decors=8, variants=False, offcuts=3, reserved_boards=0, reserved_offcuts=0, issues=5)


async def add_second_organization(ctx: Context, seed: int, today: date) -> None:
    """Five contracts, a few boards, and somebody who sees nothing but these."""
    organization_id = new_id()
    await add_organization(ctx, organization_id, WORKSHOP)
    features = sorted({*ROLES["Magazynier"], *EVERYBODY})
    role = await add_role(ctx, WORKSHOP_KEEPER.role, features, organizations=[organization_id])
    people = await add_people(ctx, organization_id, {WORKSHOP_KEEPER.role: role}, (WORKSHOP_KEEPER,))
    into = Destination(ctx, organization_id, people)
    await store_stock(into, small_stock(seed, today, WORKSHOP), people[WORKSHOP_KEEPER.name])


async def fill_neighbour(ctx: Context, organization_id: UUID, today: date) -> None:
    """The other tenant: its owner and a corner of a warehouse."""
    role = await add_role(ctx, NEIGHBOUR_OWNER.role, grants_of(ctx.app, "admin"))
    people = await add_people(ctx, organization_id, {NEIGHBOUR_OWNER.role: role}, (NEIGHBOUR_OWNER,))
    into = Destination(ctx, organization_id, people)
    await store_stock(into, small_stock(1, today, NEIGHBOUR), people[NEIGHBOUR_OWNER.name])


def small_stock(seed: int, today: date, part: str) -> Stock:
    """A few boards, and a goods issue for each of five contracts."""
    chance = Chance(seed, part)
    jobs: list[Job] = []
    for number in range(1, SMALL.issues + 1):
        begun = working_day(today - timedelta(days=200 - 30 * number))
        installed = working_day(begun + timedelta(days=35))
        contract_id = chance.new_id(chance.moment(begun))
        jobs.append(
            Job(contract_id, f"U/{begun.year}/{number:03d}", "szafa", begun, begun, min(installed, today))
        )
    return draw_stock(seed, today, jobs, SMALL, part)
