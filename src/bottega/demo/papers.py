"""Which documents the studio has issued: of its stories, of companies and of the last months, as on their day (§4.3).

Setting a document in type takes time, so not all of two years are issued when the demo is set up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from bottega.demo.contracts import Contracts
from bottega.demo.courses import Course
from bottega.demo.payments import Payment
from bottega.demo.stories import MIXED_VAT, TOMORROW
from bottega.demo.storing import Row
from bottega.demo.workdays import open_day

# Of what was finished lately everything is on paper.
RECENT: Final = timedelta(days=240)


@dataclass(frozen=True)
class Paper:
    """A document to be issued on a day; ``about`` is the order or the goods issue it is for."""

    day: date
    kind: str
    contract_id: UUID
    payment_id: UUID | None = None
    about: UUID | None = None


def draw_papers(drawn: Contracts, issues: Sequence[Row]) -> list[Paper]:
    """All of them in the order of their days: so numbers and dates run together."""
    payments: dict[UUID, list[Payment]] = {}
    for one in drawn.money.payments:
        if one.confirmed and one.typ != "Zwrot":
            payments.setdefault(one.contract_id, []).append(one)
    printed = {
        course.job.contract_id: course
        for course in drawn.courses
        if course.job.signed and (course.job.story or course.job.business or _recent(course, drawn.today))
    }
    found = [
        paper
        for contract, course in printed.items()
        for paper in _of(course, payments.get(contract, []), drawn.today)
    ]
    found += [
        Paper(one["data"], "WZ", one["contract_id"], about=one["id"])
        for one in issues
        if one["contract_id"] in printed
    ]
    found += _ordered(drawn)
    return sorted(found, key=lambda one: (one.day, one.contract_id, one.kind, str(one.about)))


def _recent(course: Course, today: date) -> bool:
    """Whether it was finished lately, or has been begun and is not."""
    return course.given_up is None and (course.finished is None or course.finished > today - RECENT)


def _ordered(drawn: Contracts) -> Iterator[Paper]:
    """Orders that suppliers were sent on paper and have not delivered."""
    for one in drawn.orders:
        if one.sent is not None and one.received is None:
            yield Paper(one.sent, "PO", one.contract_id, about=one.id)


def _of(course: Course, payments: list[Payment], today: date) -> Iterator[Paper]:
    """The contract and a pro forma when it is signed, invoices for advances of those who need them, and the end."""
    job = course.job
    assert job.signed is not None
    contract = job.contract_id
    advanced = job.business or job.story == MIXED_VAT
    yield Paper(job.signed, "UM", contract)
    if job.business or job.story == TOMORROW:
        yield Paper(job.signed, "PF", contract)
    before = [one for one in payments if course.finished is None or one.day < course.finished]
    for one in before if advanced else ():
        yield Paper(one.day, "FZ", contract, one.id)
    for one in payments:
        if one.rodzaj == "gotowka":
            yield Paper(one.day, "KP", contract, one.id)
    if course.finished is None:
        return
    # An invoice is made out on the next working day, but not after today.
    day = course.finished + timedelta(days=1)
    closing = min(max(open_day(day), course.finished), today)
    yield Paper(closing, "FK" if advanced and before else "FV", contract)
    yield Paper(closing, "GW", contract)
