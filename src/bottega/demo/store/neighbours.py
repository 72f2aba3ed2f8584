"""A second small organization and another tenant, for tests of isolation."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from bottega.business.contracts.tables.contract import Contract
from bottega.business.contracts.tables.money import Valuation
from bottega.business.customers.tables import Entity
from bottega.business.customers.tables import Person as PersonRow
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.pricing import furniture_price
from bottega.demo.draw.random_source import Chance, working_day
from bottega.demo.draw.warehouse import Size, Stock, draw_stock, store_stock
from bottega.demo.founding import add_organization
from bottega.demo.people import EVERYBODY, OWNER, ROLES, Person, add_people
from bottega.demo.store.homes import HOMES
from bottega.demo.texts.names import MEN, SURNAMES, WOMEN
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth import add_role, grants_of
from bottega.platform.dashboards import give_role

WORKSHOP: Final = "Pracownia Dąbrowa"
WORKSHOP_KEEPER: Final = Person("Ewa Klon", "ewa@example.com", "Magazynier Dąbrowa")
NEIGHBOUR: Final = "Meble Kasztan"
NEIGHBOUR_OWNER: Final = Person("Jan Kasztan", "jan@example.com", "Właściciel")
# Who sees something else than the studio.
OTHERS: Final = {
    WORKSHOP_KEEPER: f"{WORKSHOP}, a second organization of the studio, and nothing else",
    NEIGHBOUR_OWNER: f"{NEIGHBOUR}, another tenant, and nothing else",
}
SMALL: Final = Size(decors=8, variants=False, offcuts=3, reserved_boards=0, reserved_offcuts=0, issues=5)


async def add_second_organization(ctx: Context, seed: int, today: date) -> None:
    """Five contracts, a few boards, and somebody who sees nothing but these."""
    organization_id = new_id()
    await add_organization(ctx, organization_id, WORKSHOP)
    features = sorted({*ROLES["Magazynier"], *EVERYBODY})
    role = await add_role(ctx, WORKSHOP_KEEPER.role, features, organizations=[organization_id])
    await give_role(ctx, role, HOMES["Magazynier"], organization_id)
    people = await add_people(ctx, organization_id, {WORKSHOP_KEEPER.role: role}, (WORKSHOP_KEEPER,))
    await _fill(Destination(ctx, organization_id, people), seed, today, WORKSHOP, WORKSHOP_KEEPER)


async def fill_neighbour(ctx: Context, organization_id: UUID, today: date) -> None:
    """The other tenant: its owner, five contracts and a corner of a warehouse."""
    role = await add_role(ctx, NEIGHBOUR_OWNER.role, grants_of(ctx.app, "admin"))
    await give_role(ctx, role, HOMES[OWNER], organization_id)
    people = await add_people(ctx, organization_id, {NEIGHBOUR_OWNER.role: role}, (NEIGHBOUR_OWNER,))
    await _fill(Destination(ctx, organization_id, people), 1, today, NEIGHBOUR, NEIGHBOUR_OWNER)


async def _fill(into: Destination, seed: int, today: date, part: str, who: Person) -> None:
    jobs = small_jobs(seed, today, part)
    await _store_contracts(into, Chance(seed, f"{part} contracts"), jobs)
    await store_stock(into, small_stock(seed, today, part), into.users[who.name])


async def _store_contracts(into: Destination, chance: Chance, jobs: Sequence[Job]) -> None:
    """A customer each, with a price and nothing else."""
    entities: list[Row] = []
    people: list[Row] = []
    contracts: list[Row] = []
    valuations: list[Row] = []
    for job, (man, woman) in zip(jobs, chance.some(SURNAMES, len(jobs)), strict=True):
        at = chance.moment(job.begun)
        first, last = (chance.pick(WOMEN), woman) if chance.happens(0.5) else (chance.pick(MEN), man)
        person = {"id": chance.new_id(at), "created_at": at}
        entities.append({**person, "kind": "person", "display_name": f"{first} {last}", "status": "customer"})
        people.append({**person, "first_name": first, "last_name": last})
        contracts.append(
            {
                "id": job.contract_id,
                "numer": job.numer,
                "typ": job.typ,
                "customer_id": person["id"],
                "data_podpisania": job.signed,
                "created_at": at,
            }
        )
        meble, dodatki = furniture_price(chance, job.typ, 1)
        valuations.append(
            {
                "id": chance.new_id(at),
                "contract_id": job.contract_id,
                "meble": meble,
                "dodatki": dodatki,
                "created_at": at,
            }
        )
    for table, rows in ((Entity, entities), (PersonRow, people), (Contract, contracts), (Valuation, valuations)):
        await into.store(table, rows)


def small_jobs(seed: int, today: date, part: str) -> list[Job]:
    """Five wardrobes, one a month."""
    chance = Chance(seed, part)
    jobs: list[Job] = []
    for number in range(1, SMALL.issues + 1):
        begun = working_day(today - timedelta(days=200 - 30 * number))
        installed = working_day(begun + timedelta(days=35))
        contract_id = chance.new_id(chance.moment(begun))
        jobs.append(Job(contract_id, f"U/{begun.year}/{number:03d}", "szafa", begun, begun, min(installed, today)))
    return jobs


def small_stock(seed: int, today: date, part: str) -> Stock:
    """A few boards, and a goods issue for each of five contracts."""
    return draw_stock(seed, today, small_jobs(seed, today, part), SMALL, part)
