"""Generator of customers' timelines: activities along deals, comments, tags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from bottega.demo.draw.customers import Customer
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.sales import Deal
from bottega.demo.draw.workdays import open_day
from bottega.demo.texts.sales import (
    ABOUT,
    FIRST,
    LOST,
    MEASURED,
    NEXT,
    NOTES,
    OF,
    QUOTED,
    REMINDERS,
    TAGS,
    WAITING,
    WON,
    Said,
)
from bottega.demo.texts.stories import UNPAID

ICONS: Final = {
    "call": ("lucide:phone-call", "#2563eb"),
    "email": ("lucide:mail", "#16a34a"),
    "note": ("lucide:notebook", "#a855f7"),
    "meeting": ("lucide:users", "#f59e0b"),
    "task": ("lucide:check-square", "#ef4444"),
}


@dataclass(frozen=True)
class Activity:
    """Something that was done about a deal."""

    id: UUID
    customer_id: UUID
    deal_id: UUID
    kind: str
    subject: str
    body: str
    at: datetime
    author: str


@dataclass(frozen=True)
class Note:
    """What one should know about a customer."""

    id: UUID
    customer_id: UUID
    body: str
    at: datetime
    author: str


@dataclass(frozen=True)
class Timeline:
    """Everything that was written about customers; ``tags`` are slugs by customer, ``planned`` what comes next."""

    activities: tuple[Activity, ...]
    notes: tuple[Note, ...]
    tags: tuple[tuple[UUID, str], ...]
    planned: dict[UUID, tuple[datetime, str]]


def draw_timeline(seed: int, today: date, customers: Sequence[Customer]) -> Timeline:
    """What was said and done, the oldest first."""
    chance = Chance(seed, "timeline")
    activities = [one for customer in customers for one in _activities(chance, today, customer)]
    notes = [note for customer in customers for note in _notes(chance, today, customer)]
    planned = {
        customer.id: (chance.moment(_later(today, chance.between(1, 9))), chance.pick(NEXT))
        for customer in customers
        if any(deal.status == "open" for deal in customer.deals)
    }
    tags = tuple((customer.id, slug) for customer in customers for slug in _tags(chance, customer))
    return Timeline(
        tuple(sorted(activities, key=lambda one: (one.at, one.id))),
        tuple(sorted(notes, key=lambda one: (one.at, one.id))),
        tags,
        planned,
    )


def _later(today: date, days: int) -> date:
    day = today + timedelta(days=days)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _activities(chance: Chance, today: date, customer: Customer) -> Iterator[Activity]:
    yesterday = today - timedelta(days=1)
    for deal in customer.deals:
        for day, said in (*_steps(chance, deal), *_reminders(deal, today)):
            at = max(chance.moment(min(day, yesterday)), customer.created)
            kind, subject, body = said
            yield Activity(
                chance.new_id(at),
                customer.id,
                deal.id,
                kind,
                subject.format(about=ABOUT[deal.typ], of=OF[deal.typ]),
                body.format(about=ABOUT[deal.typ], of=OF[deal.typ]),
                at,
                deal.owner,
            )


def _reminders(deal: Deal, today: date) -> Iterator[tuple[date, Said]]:
    """Whoever has not paid the last instalment is asked three times."""
    for ago, said in REMINDERS if deal.job and deal.job.story == UNPAID else ():
        yield open_day(today - timedelta(days=ago)), said


def _steps(chance: Chance, deal: Deal) -> Iterator[tuple[date, Said]]:
    yield deal.created, chance.pick(FIRST)
    if deal.measured and chance.happens(0.55):
        yield deal.measured, chance.pick(MEASURED)
    quoted = open_day((deal.measured or deal.created) + timedelta(days=3))
    if deal.closed and chance.happens(0.7):
        yield min(quoted, deal.closed), chance.pick(QUOTED)
    if deal.status == "win" and deal.closed and chance.happens(0.6):
        yield deal.closed, chance.pick(WON)
    if deal.reason and deal.closed:
        yield deal.closed, chance.pick(LOST[deal.reason])
    if deal.status == "open":
        yield quoted, chance.pick(WAITING)


def _notes(chance: Chance, today: date, customer: Customer) -> Iterator[Note]:
    if customer.company_id or not chance.happens(0.55):
        return
    for body in chance.some(NOTES, chance.pick((1, 1, 1, 2))):
        day = open_day(min(customer.created.date() + timedelta(days=chance.between(1, 40)), today - timedelta(days=1)))
        at = max(chance.moment(day), customer.created)
        yield Note(chance.new_id(at), customer.id, body, at, customer.owner)


def _tags(chance: Chance, customer: Customer) -> Iterator[str]:
    known = {
        "staly-klient": sum(deal.status == "win" for deal in customer.deals) > 1,
        "architekt": customer.source == "architekt",
        "faktura-vat": customer.firm is not None,
    }
    for slug, _, _, share in TAGS:
        if known.get(slug) or (not customer.firm and not customer.company_id and chance.happens(share)):
            yield slug
