"""Generator of contract histories: agreed days, postponements, acceptance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.crews import works_on
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.workdays import blocked_days, next_open_day, open_day
from bottega.demo.texts.furniture_words import suited
from bottega.demo.texts.stories import FORFEITED, POSTPONED, TOMORROW, UNPAID, contract_of

# So many were put off once; so many twice; the story three times.
ONCE: Final = 28
TWICE: Final = 5
# The client pays the last instalment when he accepts, and in one story he does not.
ACCEPTED: Final = 74
REASONS: Final = (
    "Blat nie dojechał na czas, nowy termin od dostawcy.",
    "Klient prosi o przesunięcie: ekipa od podłóg się spóźnia.",
    "Choroba w brygadzie.",
    "Płytki kładzione dłużej, ściana nie wyschła.",
    "Lakiernia oddała fronty tydzień później.",
    "Klientka wyjeżdża służbowo.",
    "Awaria windy w budynku.",
    "Uszkodzony front, czekamy na nowy.",
    "Elektryk przesunął gniazda, trzeba poprawić plecy szafek.",
    "Odbiór mieszkania przesunięty przez dewelopera.",
)


@dataclass(frozen=True)
class PutOff:
    """A day of installation that was given up for the next one, and when that was decided, and why."""

    day: date
    decided: date
    reason: str


@dataclass(frozen=True)
class Course:
    """What became of a contract; ``agreed`` is the day on which its first day of installation was agreed on."""

    job: Job
    agreed: date | None = None
    put_off: tuple[PutOff, ...] = ()
    # The day the client accepted the work.
    finished: date | None = None
    # The day a cancelled one was given up.
    given_up: date | None = None


def draw_courses(seed: int, today: date, jobs: Sequence[Job]) -> list[Course]:
    """One a contract, in their order."""
    chance = Chance(seed, "courses")
    blocked = blocked_days(today)
    movable = [job.contract_id for job in jobs if job.story is None and _leeway(job, today) > 14]
    moved = chance.some(movable, ONCE + TWICE)
    times = dict.fromkeys(moved[:ONCE], 1) | dict.fromkeys(moved[ONCE:], 2)
    if any(job.story == POSTPONED for job in jobs):
        times[contract_of(POSTPONED)] = 3
    return [_course(chance, today, job, times.get(job.contract_id, 0), blocked) for job in jobs]


def _leeway(job: Job, today: date) -> int:
    """Days between signing and the installation, as far as they have passed."""
    if job.signed is None or job.installation is None:
        return 0
    return (min(job.installation, today) - job.signed).days - 7


def _course(chance: Chance, today: date, job: Job, times: int, blocked: dict[date, str]) -> Course:
    if job.signed is None:
        return Course(job)
    agreed = open_day(min(job.signed + timedelta(days=chance.between(0, 6)), today))
    if job.installation is None:
        after = 38 if job.story == FORFEITED else chance.between(15, 45)
        return Course(job, agreed, given_up=open_day(min(job.signed + timedelta(days=after), today)))
    put_off = _put_off(chance, today, job, times, blocked)
    return Course(job, agreed, put_off, _finished(chance, today, job))


def _put_off(chance: Chance, today: date, job: Job, times: int, blocked: dict[date, str]) -> tuple[PutOff, ...]:
    """The days that were given up, oldest first, spread between signing and the installation."""
    assert job.signed is not None
    assert job.installation is not None
    found: list[PutOff] = []
    later = job.installation
    latest = min(today, job.installation)
    for turn in range(times, 0, -1):
        # Each has its share of the time there was.
        room = max((latest - job.signed).days // (turn + 1), 4)
        days = (later - timedelta(days=distance) for distance in range(2, 41))
        fitting = [day for day in days if day > job.signed and _all_work(job, day, blocked)]
        near = [day for day in fitting if (later - day).days <= min(room, 12)]
        day = chance.pick(near or fitting[:1])
        decided = open_day(min(day - timedelta(days=chance.between(1, 3)), latest - timedelta(days=1)))
        found.insert(0, PutOff(day, max(decided, job.signed), chance.pick(suited(REASONS, job.typ))))
        later, latest = day, decided
    return tuple(found)


def _all_work(job: Job, first: date, blocked: dict[date, str]) -> bool:
    """Whether the studio works on all the days an installation would take."""
    return all(works_on(first + timedelta(days=n), blocked) for n in range(job.days))


def _finished(chance: Chance, today: date, job: Job) -> date | None:
    if job.story == TOMORROW or job.last_day is None:
        return None
    if job.story == UNPAID:
        return max(today - timedelta(days=ACCEPTED), job.last_day)
    after = chance.weighted({0: 55, 1: 20, 2: 9, 3: 7, 6: 5, 8: 4})
    day = next_open_day(job.last_day + timedelta(days=after))
    return day if day <= today else None
