"""Payment schedules of generated contracts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.draw.contract_courses import Course
from bottega.demo.draw.pricing import Prices
from bottega.demo.draw.random_source import Chance, grosze

PLANNED: Final = 560
# Paid down: 40/50/10 in the hundred, some 50/50; companies 30/60/10 by transfer within a fortnight.
HALVES: Final = 0.15
SCHEDULES: Final = {
    "usual": ((Decimal("0.40"), "Zadatek"), (Decimal("0.50"), "Rata"), (Decimal("0.10"), "Dopłata")),
    "halves": ((Decimal("0.50"), "Zadatek"), (Decimal("0.50"), "Dopłata")),
    "business": ((Decimal("0.30"), "Zaliczka"), (Decimal("0.60"), "Rata"), (Decimal("0.10"), "Wpłata końcowa")),
}
TERM: Final = 14
CHANNELS: Final = {
    "Zadatek": {"przelew": 62, "karta": 14, "gotowka": 18, "blik": 6},
    "Rata": {"przelew": 74, "karta": 10, "gotowka": 9, "blik": 7},
    "Dopłata": {"gotowka": 55, "przelew": 27, "blik": 11, "karta": 7},
}

# What most banks let people send by telephone at once.
BLIK_LIMIT: Final = Decimal(5_000)


@dataclass(frozen=True)
class Planned:
    """A line of the schedule: how much is due when; a draft has no days yet."""

    contract_id: UUID
    typ: str
    rodzaj: str
    amount: Decimal
    due: date | None


Schedules = dict[UUID, list[Planned]]


def draw_schedules(chance: Chance, courses: Sequence[Course], prices: Prices) -> Schedules:
    """The lines of each contract in the order they are due."""
    private = [course for course in courses if not course.job.business and course.job.story is None]
    halves = {course.job.contract_id for course in chance.some(private, round(len(courses) * HALVES))}
    schedules = {
        course.job.contract_id: _lines(chance, course, prices, halved=course.job.contract_id in halves)
        for course in courses
    }
    # Some pay the second instalment in two.
    missing = PLANNED - sum(len(lines) for lines in schedules.values())
    usual = [course for course in private if course.job.contract_id not in halves and course.job.signed]
    for course in chance.some(usual, missing):
        lines = schedules[course.job.contract_id]
        first = grosze(lines[1].amount / 2)
        half = replace(lines[1], amount=first, due=lines[1].due and lines[1].due - timedelta(days=18))
        lines[1:2] = [half, replace(lines[1], amount=lines[1].amount - first)]
    return schedules


def _lines(chance: Chance, course: Course, prices: Prices, *, halved: bool) -> list[Planned]:
    """Shares of the price in whole zloty; the last line takes what is left."""
    job = course.job
    parts = SCHEDULES["business" if job.business else "halves" if halved else "usual"]
    left = prices[job.contract_id].suma
    lines: list[Planned] = []
    for place, (share, typ) in enumerate(parts):
        last = place == len(parts) - 1
        amount = left if last else (prices[job.contract_id].suma * share).quantize(Decimal(1))
        left -= amount
        wanted = "przelew" if job.business else chance.weighted(CHANNELS[typ])
        rodzaj = means_of(wanted, amount, business=job.business)
        lines.append(Planned(job.contract_id, typ, rodzaj, amount, _due(course, typ)))
    return lines


def means_of(wanted: str, amount: Decimal, *, business: bool) -> str:
    """How an amount is paid: companies send everything, for cash has its limit, and so has BLIK."""
    return "przelew" if business or (wanted == "blik" and amount > BLIK_LIMIT) else wanted


def _due(course: Course, typ: str) -> date | None:
    job = course.job
    if job.signed is None:
        return None
    term = timedelta(days=TERM if job.business else 0)
    if typ in ("Zadatek", "Zaliczka"):
        return job.signed + term
    # A contract that was given up had been going to be installed.
    first = job.installation or job.signed + timedelta(days=60)
    if typ == "Rata":
        return max(first - timedelta(days=5), job.signed)
    return (course.finished or (job.last_day or first) + timedelta(days=1)) + term
