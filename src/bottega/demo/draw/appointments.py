"""Generator of calendar events: installations, measurements, meetings, deliveries, repairs, complaints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from bottega.demo.draw.availability import Diary
from bottega.demo.draw.contract_courses import Course
from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.crews import CREWS, works_on
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.visits import Visit
from bottega.demo.draw.workdays import blocked_days, open_day
from bottega.demo.people import STOREKEEPER
from bottega.demo.texts.appointments import COMPLAINTS, DELIVERIES, MEETINGS, REPAIRS, SERVICE
from bottega.demo.texts.furniture_words import suited
from bottega.demo.texts.sales import NAMES
from bottega.demo.texts.stories import COMPLAINT, ON_BLOCKED_DAY

INSTALLATIONS: Final = 236
MEETINGS_HELD: Final = 150
DELIVERED: Final = 70
REPAIRED: Final = 34
COMPLAINED: Final = 18
KINDS: Final = {
    "kuchnia": "montaz_kuchni",
    "szafa": "montaz_szafy",
    "garderoba": "montaz_garderoby",
    "lazienka": "montaz_lazienki",
}
# The story's complaint came so many days ago, of the fourteen there are to answer it.
COMPLAINED_AGO: Final = 11


@dataclass(frozen=True)
class Appointment:
    """Somebody is somewhere: whole days, or from one minute of the day to another."""

    id: UUID
    who: str
    kind: str
    day: date
    days: int
    start: int | None
    minutes: int
    text: str
    created: datetime
    contract_id: UUID | None = None
    customer_id: UUID | None = None
    crew: str | None = None
    forced: str | None = None


@dataclass(frozen=True)
class PutOffTo:
    """One installation was replaced by another."""

    before: UUID
    after: UUID
    reason: str
    at: datetime


@dataclass(frozen=True)
class Calendar:
    """Everything that is planned or happened; ``blocked`` are days with the reason."""

    appointments: list[Appointment]
    put_off: list[PutOffTo]
    blocked: dict[date, str]


def draw_calendar(seed: int, today: date, drawn: Contracts, visits: Sequence[Visit]) -> Calendar:
    """All of it; installations come first, everything else finds time around them."""
    planner = _Planner(Chance(seed, "calendar"), today, drawn)
    planner.install()
    planner.lay_worktops()
    planner.measure(visits)
    planner.complain()
    planner.repair()
    planner.deliver()
    planner.meet(visits)
    planner.made.sort(key=lambda one: (one.day, one.start or 0, one.id))
    return Calendar(planner.made, planner.put_off, planner.blocked)


class _Planner:
    """Finds time for one thing after the other."""

    def __init__(self, chance: Chance, today: date, drawn: Contracts) -> None:
        self.made: list[Appointment] = []
        self.put_off: list[PutOffTo] = []
        self.blocked = blocked_days(today)
        self._chance = chance
        self._today = today
        self._drawn = drawn
        self._diary = Diary()

    def install(self) -> None:
        """Every installation, and those it was planned for before."""
        for course in self._drawn.courses:
            job = course.job
            if job.installation is None or course.agreed is None:
                continue
            leader = CREWS[job.crew][0]
            days = [job.installation + timedelta(days=n) for n in range(job.days)]
            self._diary.take_days(leader, days)
            decided = [course.agreed, *(one.decided for one in course.put_off)]
            planned = [*(one.day for one in course.put_off), job.installation]
            made = [self._installation(course, day, agreed) for day, agreed in zip(planned, decided, strict=True)]
            for before, after, why in zip(made, made[1:], course.put_off, strict=False):
                self.put_off.append(PutOffTo(before.id, after.id, why.reason, after.created))

    def _installation(self, course: Course, day: date, agreed: date) -> Appointment:
        job = course.job
        customer = self._drawn.customers[job.contract_id]
        at = self._chance.moment(agreed)
        forced = "Klientka wyjeżdża, zgoda właściciela" if job.story == ON_BLOCKED_DAY else None
        made = Appointment(
            self._chance.new_id(at),
            CREWS[job.crew][0],
            KINDS.get(job.typ, "montaz_inne"),
            day,
            job.days,
            None,
            0,
            f"{NAMES[job.typ]} – {job.numer}",
            at,
            job.contract_id,
            customer.id,
            job.crew,
            forced,
        )
        self.made.append(made)
        return made

    def lay_worktops(self) -> None:
        """On some days of installing a kitchen the second fitter lays the worktop."""
        missing = INSTALLATIONS - len(self.made)
        kitchens = [
            course
            for course in self._drawn.courses
            if course.job.typ == "kuchnia" and course.job.installation and not course.job.story
        ]
        for course in self._chance.some(kitchens, missing):
            day = course.job.last_day
            assert day is not None
            assert course.agreed is not None
            who = CREWS[course.job.crew][1]
            self._diary.take_days(who, [day])
            self._add(who, "montaz_blatu", day, "Blat kamienny: montaż i podcięcie pod zlew", course, at=course.agreed)

    def measure(self, visits: Sequence[Visit]) -> None:
        """Every measurement, by whom it was done."""
        for visit in visits:
            start, day = None, visit.day
            while start is None:
                if works_on(day, self.blocked):
                    start = self._diary.take(visit.who, day, self._chance.between(16, 32) * 30, 60)
                day -= timedelta(days=start is None)
            at = self._chance.moment(min(visit.deal.created, self._today - timedelta(days=1)))
            self.made.append(
                Appointment(
                    self._chance.new_id(at),
                    visit.who,
                    "pomiar",
                    day,
                    1,
                    start,
                    60,
                    "Pomiar",
                    at,
                    customer_id=visit.customer.id,
                )
            )

    def complain(self) -> None:
        """Complaints about what was accepted, and one that is still to be answered."""
        told = next((one for one in self._drawn.courses if one.job.story == COMPLAINT), None)
        if told:
            came = open_day(self._today - timedelta(days=COMPLAINED_AGO))
            self._visit(told, "reklamacja", came, COMPLAINTS[0])
            self._visit(told, "reklamacja", self._after(self._today, 2), SERVICE)
        accepted = self._accepted(60)
        for course in self._chance.some(accepted, COMPLAINED - (2 if told else 0)):
            assert course.finished is not None
            room = min((self._today - course.finished).days - 5, 300)
            day = open_day(course.finished + timedelta(days=self._chance.between(20, room)))
            self._visit(course, "reklamacja", day, self._chance.pick(suited(COMPLAINTS[1:], course.job.typ)))

    def repair(self) -> None:
        """Small repairs in the weeks after an installation."""
        for course in self._chance.some(self._accepted(30), REPAIRED):
            assert course.finished is not None
            day = open_day(course.finished + timedelta(days=self._chance.between(4, 26)))
            self._visit(
                course, "poprawki", max(day, course.finished), self._chance.pick(suited(REPAIRS, course.job.typ))
            )

    def _accepted(self, days: int) -> list[Course]:
        since = self._today - timedelta(days=days)
        return [one for one in self._drawn.courses if one.finished and one.finished < since and not one.job.story]

    def _visit(self, course: Course, kind: str, wanted: date, text: str) -> None:
        """A visit of somebody of the crew who has time."""
        day = wanted
        while True:
            for who in CREWS[course.job.crew]:
                start = self._diary.take(who, day, 8 * 60, 90) if works_on(day, self.blocked) else None
                if start is not None:
                    at = min(day, self._today) - timedelta(days=3)
                    self._add(who, kind, day, text, course, at=open_day(at), start=start, minutes=90)
                    return
            day = self._after(day, 1)

    def _after(self, day: date, days: int) -> date:
        later = day + timedelta(days=days)
        while not works_on(later, self.blocked):
            later += timedelta(days=1)
        return later

    def deliver(self) -> None:
        """What the storekeeper receives at the ramp."""
        courses = {one.job.contract_id: one for one in self._drawn.courses}
        received = [one for one in self._drawn.orders if one.received and works_on(one.received, self.blocked)]
        planned = 0
        for order in self._chance.shuffled(received):
            assert order.received is not None
            start = self._diary.take(STOREKEEPER, order.received, 8 * 60, 60)
            if start is None or planned == DELIVERED:
                continue
            planned += 1
            text = self._chance.pick(DELIVERIES).format(supplier=order.supplier, name=order.name)
            sent = order.sent or order.received
            self._add(
                STOREKEEPER,
                "dostawa",
                order.received,
                text,
                courses[order.contract_id],
                at=sent,
                start=start,
                minutes=60,
            )

    def meet(self, visits: Sequence[Visit]) -> None:
        """Designers show their drawings some days after the measurement."""
        wanted = len(self.made) + MEETINGS_HELD
        owners = [visit for visit in visits if visit.day < self._today]
        for visit in self._chance.shuffled(owners):
            if len(self.made) == wanted:
                return
            day = self._after(visit.day, self._chance.between(2, 9))
            if visit.deal.closed and day > visit.deal.closed:
                day = max(visit.deal.closed, visit.day)
            start = self._diary.take(visit.deal.owner, day, self._chance.between(18, 32) * 30, 60)
            if start is None or not works_on(day, self.blocked):
                continue
            at = self._chance.moment(min(visit.day, self._today - timedelta(days=1)))
            who, text = visit.deal.owner, self._chance.pick(suited(MEETINGS, visit.deal.typ))
            made = (self._chance.new_id(at), who, "projekt_spotkanie", day, 1, start, 60, text, at)
            self.made.append(Appointment(*made, customer_id=visit.customer.id))

    def _add(
        self,
        who: str,
        kind: str,
        day: date,
        text: str,
        course: Course,
        *,
        at: date,
        start: int | None = None,
        minutes: int = 0,
    ) -> None:
        job = course.job
        made = self._chance.moment(min(at, day, self._today - timedelta(days=1)))
        self.made.append(
            Appointment(
                self._chance.new_id(made),
                who,
                kind,
                day,
                1,
                start,
                minutes,
                text,
                made,
                job.contract_id,
                self._drawn.customers[job.contract_id].id,
                job.crew if who in CREWS[job.crew] else None,
            )
        )
