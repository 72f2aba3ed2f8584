"""Outlines of the 192 contracts: kind, people, dates."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from bottega.demo.draw.crews import Crews
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.workdays import blocked_days, open_day, some_open_day
from bottega.demo.texts.product_mix import KINDS, SEASON, SECOND_YEAR, SHARES
from bottega.demo.texts.stories import ON_BLOCKED_DAY, STORIES, TOMORROW, Story, contract_of

CONTRACTS: Final = 192
DRAFTS: Final = 7
CANCELLED: Final = 2
MONTHS: Final = 24
# So many contracts are signed and not installed.
WAITING: Final = (18, 23)
KITCHENS: Final = (11, 15)


@dataclass(frozen=True)
class Job:
    """A contract: a draft is not signed, a cancelled one is not installed."""

    contract_id: UUID
    numer: str
    typ: str
    begun: date
    signed: date | None
    # The first day of installation, past or planned, how many days it takes, and who does it.
    installation: date | None
    days: int = 1
    crew: str = "A"
    story: int | None = None

    @property
    def business(self) -> bool:
        """Whether the customer is a company."""
        return KINDS[self.typ].business

    @property
    def cancelled(self) -> bool:
        """Whether it was signed and given up."""
        return self.signed is not None and self.installation is None

    @property
    def last_day(self) -> date | None:
        """The last day of installation."""
        return self.installation and self.installation + timedelta(days=self.days - 1)


def draw_jobs(seed: int, today: date) -> list[Job]:
    """The contracts of the last 24 months, in the order they were begun."""
    jobs = next(jobs for attempt in count() if _plausible(jobs := _draw(seed, attempt, today), today))
    jobs.sort(key=lambda job: (job.begun, job.contract_id))
    counts: dict[int, int] = {}
    for place, job in enumerate(jobs):
        counts[job.begun.year] = counts.get(job.begun.year, 0) + 1
        numer = f"K/{job.begun.year}/{counts[job.begun.year]:03d}"
        jobs[place] = replace(job, numer=numer)
    return jobs


def _draw(seed: int, attempt: int, today: date) -> list[Job]:
    chance = Chance(seed, f"jobs {attempt}")
    jobs = _with_stories(_outlines(chance, today), today)
    return _with_crews(chance, _with_waiting(chance, jobs, today), today)


def _plausible(jobs: list[Job], today: date) -> bool:
    """Whether what is waiting is worth what an order book is worth: kitchens are most of it."""
    waiting = [job for job in jobs if job.installation and job.installation > today]
    kitchens = sum(job.typ == "kuchnia" for job in waiting)
    return WAITING[0] <= len(waiting) <= WAITING[1] and KITCHENS[0] <= kitchens <= KITCHENS[1]


def _outlines(chance: Chance, today: date) -> list[Job]:
    days = _days(chance, today)
    kinds = chance.quotas(SHARES, CONTRACTS)
    drafts = set(chance.some(range(CONTRACTS - 30, CONTRACTS), DRAFTS))
    # One of the cancelled ones has a story.
    cancelled = set(chance.some(range(20, CONTRACTS - 60), CANCELLED - 1))
    jobs: list[Job] = []
    for place, (day, typ) in enumerate(zip(days, kinds, strict=True)):
        kind = KINDS[typ]
        lead = chance.between(*kind.lead)
        signed = None if place in drafts else day
        installation = None if signed is None or place in cancelled else day + timedelta(days=lead)
        contract_id = chance.new_id(chance.moment(day))
        jobs.append(Job(contract_id, "", typ, day, signed, installation, chance.pick(kind.days)))
    return jobs


def _days(chance: Chance, today: date) -> list[date]:
    """Working days of the last 24 months, after the season and the growth of the second year, in order."""
    span = range(1, MONTHS * 30 + 11)
    weights: dict[int, float] = {}
    for ago in span:
        month = (today - timedelta(days=ago)).month
        weights[ago] = SEASON[month - 1] * (SECOND_YEAR if ago <= MONTHS * 15 else 1)
    # A fortnight gets its share to the nearest one; the day within it is chance.
    fortnights: dict[int, float] = {}
    for ago, weight in weights.items():
        fortnights[ago // 14] = fortnights.get(ago // 14, 0) + weight
    drawn = chance.quotas(fortnights, CONTRACTS)
    ages = (min(max(fortnight * 14 + chance.between(0, 13), 1), span[-1]) for fortnight in drawn)
    return sorted(some_open_day(today - timedelta(days=ago)) for ago in ages)


def _with_stories(jobs: list[Job], today: date) -> list[Job]:
    """Each story takes the place of the contract of its kind that lies nearest to it."""
    told: dict[UUID, Job] = {}
    for story in STORIES:
        signed = open_day(today - timedelta(days=story.signed))
        fitting = [
            job
            for job in jobs
            if job.typ == story.typ and job.signed and not job.cancelled and job.contract_id not in told
        ]
        nearest = min(fitting, key=lambda job: abs((job.begun - signed).days))
        told[nearest.contract_id] = _told(story, nearest, signed, today)
    return [told.get(job.contract_id, job) for job in jobs]


def _told(story: Story, job: Job, signed: date, today: date) -> Job:
    installed = None if story.installed is None else today - timedelta(days=story.installed)
    return replace(
        job,
        contract_id=contract_of(story.number),
        begun=signed,
        signed=signed,
        installation=installed,
        crew=story.crew,
        story=story.number,
        days=1 if story.number in (ON_BLOCKED_DAY, TOMORROW) else job.days,
    )


def _with_waiting(chance: Chance, jobs: list[Job], today: date) -> list[Job]:
    """As many wait for their installation as planned, whatever the season: some begin later, or sooner."""
    waiting = sum(job.installation is not None and job.installation > today for job in jobs)
    wanted = chance.between(WAITING[0] + 1, WAITING[1] - 1)
    movable = [job for job in jobs if job.installation and job.story is None]
    late = chance.shuffled([job for job in movable if job.begun < today - timedelta(days=150)])
    early = chance.shuffled([job for job in movable if job.installation and job.installation > today])
    moved: dict[UUID, Job] = {}
    for job in late[: max(wanted - waiting, 0)]:
        low, high = KINDS[job.typ].lead
        begun = some_open_day(today - timedelta(days=chance.between(3, low - 6)))
        installation = max(begun + timedelta(days=chance.between(low, high)), today + timedelta(days=3))
        moved[job.contract_id] = replace(job, begun=begun, signed=begun, installation=installation)
    for job in early[: max(waiting - wanted, 0)]:
        begun = some_open_day(job.begun - timedelta(days=KINDS[job.typ].lead[1] + 7))
        lead = timedelta(days=chance.between(*KINDS[job.typ].lead))
        moved[job.contract_id] = replace(
            job, begun=begun, signed=begun, installation=min(begun + lead, today - timedelta(days=6))
        )
    return [moved.get(job.contract_id, job) for job in jobs]


def _with_crews(chance: Chance, jobs: list[Job], today: date) -> list[Job]:
    """Each gets days of a crew on which nobody else has them; stories choose first."""
    crews = Crews(blocked_days(today))
    placed: list[Job] = []
    planned = sorted((job for job in jobs if job.installation), key=lambda job: (job.story is None, job.installation))
    for job in planned:
        assert job.installation is not None
        wanted = job.crew if job.story else chance.pick(("A", "A", "B", "B"))
        crew, start = crews.reserve(job.installation, job.days, wanted, today, forced=job.story)
        placed.append(replace(job, installation=start, crew=crew))
    return [*placed, *(job for job in jobs if not job.installation)]
