"""Storage of a generated studio in an empty organization, with progress."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from bottega.demo.bulk_insert import Destination
from bottega.demo.draw.dictionaries import store_words
from bottega.demo.draw.documents import draw_papers
from bottega.demo.draw.messages import store_messages
from bottega.demo.draw.warehouse import store_stock
from bottega.demo.people import PEOPLE, STOREKEEPER, add_people, add_roles
from bottega.demo.store.calendar import events_of_days, store_calendar
from bottega.demo.store.contracts import store_contracts
from bottega.demo.store.customers import store_customers
from bottega.demo.store.documents import issue_papers, report_papers, store_seller
from bottega.demo.store.files import store_files
from bottega.demo.store.homes import store_homes
from bottega.demo.store.ledger import store_ledger
from bottega.demo.store.notifications import store_notifications
from bottega.demo.store.planner import store_schedules
from bottega.demo.store.recurring_work import store_schedules as store_recurring_work
from bottega.demo.store.saved_views import store_saved_views
from bottega.demo.store.staff import store_staff
from bottega.demo.store.visits import store_visits
from bottega.demo.studio import Studio
from bottega.kernel.context import Context

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
    await store_words(into, studio.contracts.founded)


async def _customers(into: Destination, studio: Studio) -> None:
    await store_customers(into, studio.customers, studio.timeline)


async def _contracts(into: Destination, studio: Studio) -> None:
    payouts = {rating: entry for entry in studio.ledger.entries for rating in entry.pays}
    await store_contracts(into, studio.contracts, events_of_days(studio.calendar), payouts)


async def _calendar(into: Destination, studio: Studio) -> None:
    await store_calendar(into, studio.calendar, studio.today, studio.contracts.founded)


async def _ledger(into: Destination, studio: Studio) -> None:
    await store_ledger(into, studio.ledger, studio.contracts.founded, studio.today)


async def _measurements(into: Destination, studio: Studio) -> None:
    await store_visits(into, studio.visits, studio.contracts.money.payments)


async def _documents(into: Destination, studio: Studio) -> None:
    await store_seller(into, studio.contracts.founded)
    papers = draw_papers(studio.contracts, studio.stock.issues, studio.visits, studio.ledger.entries)
    await issue_papers(into, papers, studio.today)
    # A cash report names the vouchers of its entries, so these come first.
    await issue_papers(into, await report_papers(into), studio.today)


async def _messages(into: Destination, studio: Studio) -> None:
    await store_messages(into, studio.messages)


async def _files(into: Destination, studio: Studio) -> None:
    await store_files(into, studio.today)


async def _notifications(into: Destination, studio: Studio) -> None:
    await store_notifications(into, studio.today)


async def _views(into: Destination, _studio: Studio) -> None:
    await store_saved_views(into)


async def _homes(into: Destination, _studio: Studio) -> None:
    await store_homes(into)


async def _warehouse(into: Destination, studio: Studio) -> None:
    await store_stock(into, studio.stock, into.users[STOREKEEPER])


async def _schedules(into: Destination, _studio: Studio) -> None:
    await store_schedules(into)


async def _recurring_work(into: Destination, studio: Studio) -> None:
    await store_recurring_work(into, studio.today, studio.contracts.founded)


async def _staff(into: Destination, studio: Studio) -> None:
    await store_staff(into, list(studio.calendar.appointments), studio.today, studio.contracts.founded)


PARTS: Final[dict[str, Part]] = {
    "words": _words,
    "customers": _customers,
    "contracts": _contracts,
    "warehouse": _warehouse,
    "calendar": _calendar,
    "schedules": _schedules,
    "staff": _staff,
    "ledger": _ledger,
    "measurements": _measurements,
    "messages": _messages,
    "documents": _documents,
    "recurring_work": _recurring_work,
    "files": _files,
    "notifications": _notifications,
    "views": _views,
    "homes": _homes,
}
