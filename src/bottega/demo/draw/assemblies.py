"""Generator of work on contracts: assignments, notes, ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.bulk_insert import Row
from bottega.demo.draw.contract_courses import Course
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.crews import CREWS
from bottega.demo.draw.pricing import Prices
from bottega.demo.draw.random_source import Chance, grosze
from bottega.demo.draw.workdays import open_day
from bottega.demo.texts.assemblies import FORCED_NOTE, LOSS_NOTES, NOTES, PRAISE
from bottega.demo.texts.furniture_words import suited
from bottega.demo.texts.stories import LOSS, ON_BLOCKED_DAY, PERFECT

NOTE_ROWS: Final = 340
ASSIGNMENTS: Final = 410
RATINGS: Final = 330
DESIGNERS: Final = ("Anna Maj", "Tomasz Lis", "Julia Bąk")
# Grades in hundreds: crew A has 4.7 on average, crew B 4.2 and a bad time half a year ago, and all together as
# planned.
GRADES: Final = {
    "A": {5: 76, 4: 20, 3: 3, 2: 1},
    "B": {5: 43, 4: 42, 3: 11, 2: 3, 1: 1},
    "B, bad time": {5: 18, 4: 40, 3: 28, 2: 10, 1: 4},
    "designers": {5: 60, 4: 30, 3: 8, 2: 2},
}
BAD_TIME: Final = (timedelta(days=244), timedelta(days=182))
FITTERS_SHARE: Final = (0.06, 0.08)
DESIGNERS_SHARE: Final = Decimal("0.02")
NET: Final = Decimal("1.08")


@dataclass(frozen=True)
class Rating:
    """How well somebody worked, and what they earn by it."""

    id: UUID
    contract_id: UUID
    who: str
    kind: str
    grade: int
    comment: str | None
    earned: Decimal
    day: date


@dataclass(frozen=True)
class CrewWork:
    """Rows of step 7 of all contracts; people by name."""

    notes: list[Row]
    assignments: list[Row]
    ratings: list[Rating]


def draw_crew_work(
    seed: int, today: date, courses: Sequence[Course], keepers: Mapping[UUID, str], prices: Prices
) -> CrewWork:
    """Who did what; ``keepers`` are those who look after the contracts."""
    chance = Chance(seed, "crew work")
    assigned = _assigned(chance, courses, keepers)
    notes = _notes(chance, today, courses)
    ratings = _ratings(chance, today, courses, assigned, prices)
    return CrewWork(notes, _assignments(chance, courses, assigned), ratings)


Assigned = dict[UUID, list[str]]


def _assigned(chance: Chance, courses: Sequence[Course], keepers: Mapping[UUID, str]) -> Assigned:
    """The leader of the crew everywhere, the designer if there is one, and the second fitter where work is hard."""
    planned = [course.job for course in courses if course.job.installation]
    assigned = {job.contract_id: [CREWS[job.crew][0]] for job in planned}
    for job in planned:
        if keepers[job.contract_id] in DESIGNERS:
            assigned[job.contract_id].append(keepers[job.contract_id])
    missing = ASSIGNMENTS - sum(len(people) for people in assigned.values())
    by_work = sorted(chance.shuffled(planned), key=lambda job: (not job.story, -job.days))
    for job in by_work[:missing]:
        assigned[job.contract_id].append(CREWS[job.crew][1])
    return assigned


def _assignments(chance: Chance, courses: Sequence[Course], assigned: Assigned) -> list[Row]:
    rows: list[Row] = []
    for course in courses:
        for who in assigned.get(course.job.contract_id, ()):
            assert course.agreed is not None
            at = chance.moment(course.agreed)
            rows.append({"id": chance.new_id(at), "contract_id": course.job.contract_id, "who": who, "created_at": at})
    return rows


def _notes(chance: Chance, today: date, courses: Sequence[Course]) -> list[Row]:
    """What crews noted at installations, and a word or two about those to come."""
    planned = [course.job for course in courses if course.job.installation]
    counts = chance.spread(NOTE_ROWS, [_bounds(job, today) for job in planned])
    rows: list[Row] = []
    for job, count in zip(planned, counts, strict=True):
        for place, text in enumerate(_told(job) or chance.some(suited(NOTES, job.typ), count)):
            at = chance.moment(_noted_on(job, today, place))
            who = CREWS[job.crew][place % 2]
            rows.append(
                {"id": chance.new_id(at), "contract_id": job.contract_id, "uwagi": text, "who": who, "created_at": at}
            )
    return rows


def _bounds(job: Job, today: date) -> tuple[int, int]:
    if told := _told(job):
        return len(told), len(told)
    return (1, 4) if job.installation and job.installation <= today else (0, 1)


def _told(job: Job) -> tuple[str, ...]:
    return LOSS_NOTES if job.story == LOSS else (FORCED_NOTE,) if job.story == ON_BLOCKED_DAY else ()


def _noted_on(job: Job, today: date, place: int) -> date:
    assert job.installation is not None
    day = job.installation + timedelta(days=min(place, job.days - 1))
    return min(day, open_day(today - timedelta(days=1)))


def _ratings(
    chance: Chance, today: date, courses: Sequence[Course], assigned: Assigned, prices: Prices
) -> list[Rating]:
    possible = [(course, who) for course in courses if course.finished for who in assigned[course.job.contract_id]]
    told = [pair for pair in possible if pair[0].job.story == PERFECT]
    rated = told + chance.some([pair for pair in possible if pair not in told], RATINGS - len(told))
    groups: dict[str, list[tuple[Course, str]]] = {}
    for course, who in rated:
        groups.setdefault(_group(course, who, today), []).append((course, who))
    found: list[Rating] = []
    for group, pairs in groups.items():
        for (course, who), grade in zip(pairs, chance.quotas(GRADES[group], len(pairs)), strict=True):
            earned = _earned(chance, course.job, who, assigned[course.job.contract_id], prices)
            found.append(_rating(chance, course, who, 5 if course.job.story == PERFECT else grade, earned))
    return sorted(found, key=lambda one: (one.day, one.id))


def _group(course: Course, who: str, today: date) -> str:
    assert course.finished is not None
    if who in DESIGNERS:
        return "designers"
    bad = BAD_TIME[0] >= today - course.finished >= BAD_TIME[1]
    return "B, bad time" if course.job.crew == "B" and bad else course.job.crew


def _earned(chance: Chance, job: Job, who: str, people: Sequence[str], prices: Prices) -> Decimal:
    """Two hundredths of the furniture, net, for a designer; six to eight for the fitters together, gross."""
    meble = prices[job.contract_id].meble
    if who in DESIGNERS:
        return grosze(meble / NET * DESIGNERS_SHARE)
    fitters = sum(one not in DESIGNERS for one in people)
    return grosze(float(meble) * chance.around(FITTERS_SHARE[0], 0.07, FITTERS_SHARE[1]) / fitters)


def _rating(chance: Chance, course: Course, who: str, grade: int, earned: Decimal) -> Rating:
    assert course.finished is not None
    kind = "projektant" if who in DESIGNERS else "montazysta"
    at = chance.moment(course.finished)
    comment = chance.pick(suited(PRAISE[grade], course.job.typ))
    return Rating(chance.new_id(at), course.job.contract_id, who, kind, grade, comment, earned, course.finished)
