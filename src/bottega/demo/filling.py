"""Filling an empty organization with a drawn studio, part by part, so that whoever waits sees how far it is."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from bottega.demo.contract_rows import store_contracts
from bottega.demo.customer_rows import store_customers
from bottega.demo.people import PEOPLE, STOREKEEPER, add_people, add_roles
from bottega.demo.storing import Destination
from bottega.demo.studio import Studio
from bottega.demo.warehouse import store_stock
from bottega.demo.words import store_words
from bottega.kernel.context import Context
from bottega.kernel.schemas import WARSAW

Report = Callable[[str], None]
Part = Callable[[Destination, Studio], Awaitable[None]]

BAR: Final = 20


async def fill_studio(ctx: Context, organization_id: UUID, studio: Studio, report: Report) -> None:
    """Write the people, and everything they have done."""
    report(progress("people", 0))
    users = await add_people(ctx, organization_id, await add_roles(ctx, organization_id), PEOPLE)
    into = Destination(ctx, organization_id, users)
    for place, (name, part) in enumerate(PARTS.items(), 1):
        report(progress(name, place))
        await part(into, studio)


def progress(part: str, done: int) -> str:
    """How far it is, with what comes next."""
    filled = BAR * done // (len(PARTS) + 1)
    return f"Setting up the demo studio {'━' * filled}{'╌' * (BAR - filled)} {part}"


async def _words(into: Destination, studio: Studio) -> None:
    founded = datetime.combine(studio.today - timedelta(days=800), time(9), WARSAW)
    await store_words(into, founded.astimezone(UTC))


async def _customers(into: Destination, studio: Studio) -> None:
    await store_customers(into, studio.customers, studio.timeline)


async def _contracts(into: Destination, studio: Studio) -> None:
    await store_contracts(into, studio.contracts)


async def _warehouse(into: Destination, studio: Studio) -> None:
    await store_stock(into, studio.stock, into.users[STOREKEEPER])


PARTS: Final[dict[str, Part]] = {
    "words": _words, "customers": _customers, "contracts": _contracts, "warehouse": _warehouse,
}  # fmt: skip
