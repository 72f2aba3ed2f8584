"""The studio's 192 contracts in outline: of what kind, signed and installed when; parts of the demo agree on them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from bottega.demo.chance import Chance, working_day

CONTRACTS: Final = 192
DRAFTS: Final = 7
CANCELLED: Final = 2
MONTHS: Final = 24
# January to December: kitchens are wanted before Christmas and after the summer.
SEASON: Final = (0.72, 0.85, 1.05, 1.10, 1.08, 0.98, 0.82, 0.88, 1.18, 1.25, 1.20, 0.89)
SECOND_YEAR: Final = 1.09
KINDS: Final = {
    "kuchnia": 46, "szafa": 17, "garderoba": 12, "lazienka": 9, "salon": 6, "przedpokoj": 4, "biuro": 3,
    "lokal_uslugowy": 2, "inne": 1,
}  # fmt: skip
# Days from signing to installation.
LEAD: Final = {
    "kuchnia": (56, 91), "szafa": (28, 49), "garderoba": (35, 56), "lazienka": (28, 49), "salon": (35, 56),
    "przedpokoj": (28, 42), "biuro": (42, 70), "lokal_uslugowy": (42, 84), "inne": (28, 56),
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A contract: a draft is not signed, a cancelled one is not installed."""

    contract_id: UUID
    numer: str
    typ: str
    begun: date
    signed: date | None
    # The day of installation, past or planned.
    installation: date | None


def draw_jobs(seed: int, today: date) -> list[Job]:
    """The contracts of the last 24 months, in the order they were begun."""
    chance = Chance(seed, "jobs")
    days = sorted(_day(chance, today) for _ in range(CONTRACTS))
    drafts = set(chance.some(range(CONTRACTS - 20, CONTRACTS), DRAFTS))
    cancelled = set(chance.some(range(20, CONTRACTS - 30), CANCELLED))
    jobs: list[Job] = []
    counts: dict[int, int] = {}
    for index, day in enumerate(days):
        typ = chance.weighted(KINDS)
        lead = chance.between(*LEAD[typ])
        contract_id = chance.new_id(chance.moment(day))
        counts[day.year] = counts.get(day.year, 0) + 1
        signed = None if index in drafts else day
        planned = working_day(day + timedelta(days=lead))
        installation = None if signed is None or index in cancelled else planned
        numer = f"K/{day.year}/{counts[day.year]:03d}"
        jobs.append(Job(contract_id, numer, typ, day, signed, installation))
    return jobs


def _day(chance: Chance, today: date) -> date:
    """A working day of the last 24 months, after the season and the growth of the second year."""
    while True:
        day = today - timedelta(days=chance.between(1, MONTHS * 30 + 10))
        weight = SEASON[day.month - 1] * (SECOND_YEAR if (today - day).days <= MONTHS * 15 else 1)
        if chance.happens(weight / 1.4):
            return working_day(day)
