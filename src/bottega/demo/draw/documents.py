"""Generator of issued documents: kinds, days, issuers.

Contracts, goods issues, receipts for cash and warranty cards are all on paper. Consumers get a fiscal receipt, and an
invoice if they ask for one: so many ask that there are as many of each kind as planned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from bottega.business.documents.compose.correction_inputs import CorrectInput
from bottega.demo.bulk_insert import Row
from bottega.demo.draw.contract_courses import Course
from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.crews import LEADERS
from bottega.demo.draw.ledger_entries import BOOKED, BOOKKEEPER, OFFICE, Entry
from bottega.demo.draw.payments import Payment
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.visits import Visit
from bottega.demo.draw.workdays import open_day
from bottega.demo.people import STOREKEEPER
from bottega.demo.texts.stories import FORFEITED, MIXED_VAT, TOMORROW
from bottega.kernel.local_time import local_day

# Which kinds are planned, and how many of each; the final invoice is one of the invoices.
COUNTED: Final = frozenset({"FV", "FZ", "FK", "PF", "KP", "WZ", "GW"})
PAPERS: Final = 640
# Protocols and statements are kept here since the studio began to print them.
PRINTED_SINCE: Final = timedelta(days=150)
MEASURED_SINCE: Final = timedelta(days=45)
# Private clients who asked for a pro forma to have a transfer sent.
PROFORMAS: Final = 14
# Invoices with a wrong day of the supply, corrected in the week after.
MISDATED: Final = 2
FORFEITED_BECAUSE: Final = (
    "Umowa rozwiązana z winy klienta: zadatek zatrzymany jako odszkodowanie (art. 394 KC), bez VAT"
)
MISDATED_BECAUSE: Final = "Błędna data wykonania usługi"


@dataclass(frozen=True)
class Paper:
    """A document to be issued on a day; ``about`` is what it is for.

    That is an order, a goods issue, a measurement, an entry of cash, or a cash report.
    """

    day: date
    kind: str
    # Who signs it.
    who: str
    contract_id: UUID | None = None
    payment_id: UUID | None = None
    about: UUID | None = None
    sale_day: date | None = None
    # What a correction is asked for.
    correct: CorrectInput | None = None


def draw_papers(
    drawn: Contracts, issues: Sequence[Row], visits: Sequence[Visit], entries: Sequence[Entry]
) -> list[Paper]:
    """All of them in the order of their days: so numbers and dates run together."""
    chance = Chance(drawn.seed, "papers")
    payments: dict[UUID, list[Payment]] = {}
    for one in drawn.money.payments:
        if one.confirmed:
            payments.setdefault(one.contract_id, []).append(one)
    signed = [course for course in drawn.courses if course.job.signed]
    found = [paper for course in signed for paper in _of(course, drawn, payments.get(course.job.contract_id, []))]
    found += (Paper(one["data"], "WZ", STOREKEEPER, one["contract_id"], about=one["id"]) for one in issues)
    found += _vouchers(entries)
    found += _ordered(drawn)
    found += _measured(drawn.today, visits)
    found += _proformas(chance, drawn, signed)
    found += _asked_for(chance, drawn, signed, PAPERS - sum(map(is_counted, found)))
    return sorted(found, key=lambda one: (one.day, str(one.contract_id), one.kind, str(one.about)))


def is_counted(paper: Paper) -> bool:
    """Whether it is one of the planned ones: of receipts for cash only those of payments of contracts."""
    return paper.kind in COUNTED and (paper.kind != "KP" or paper.payment_id is not None)


def _vouchers(entries: Sequence[Entry]) -> Iterator[Paper]:
    """One for every entry of cash, signed by whoever keeps the cash box (accounting act art. 21)."""
    for one in entries:
        if one.cash and one.state == BOOKED and one.amount:
            what, which = one.linked or (None, None)
            yield Paper(
                local_day(one.at),
                "KP" if one.income else "KW",
                one.who or OFFICE,
                about=one.id,
                payment_id=which if what == "payment_method" else None,
            )


def _ordered(drawn: Contracts) -> Iterator[Paper]:
    """Orders that suppliers were sent on paper and have not delivered."""
    for one in drawn.orders:
        if one.sent is not None and one.received is None:
            yield Paper(one.sent, "PO", STOREKEEPER, one.contract_id, about=one.id)


def _measured(today: date, visits: Sequence[Visit]) -> Iterator[Paper]:
    for one in visits:
        if today - MEASURED_SINCE < one.day < today:
            yield Paper(one.day, "PRP", one.who, about=one.id)


def _of(course: Course, drawn: Contracts, payments: Sequence[Payment]) -> Iterator[Paper]:
    """The contract when it is signed, receipts for cash, invoices of those who must have them, and the end."""
    job = course.job
    assert job.signed is not None
    contract, keeper = job.contract_id, drawn.keepers[job.contract_id]
    lately = job.signed > drawn.today - PRINTED_SINCE
    yield Paper(job.signed, "UM", keeper, contract)
    if lately and drawn.reduced[contract]:
        yield Paper(job.signed, "OSW", keeper, contract)
    if job.business or job.story == TOMORROW:
        yield Paper(job.signed, "PF", keeper, contract)
    yield from _advances(course, payments)
    if course.finished is None:
        return
    closing = _closing(course, drawn.today)
    if advanced(course) and _before(course, payments):
        yield Paper(closing, "FK", BOOKKEEPER, contract)
    elif advanced(course):
        yield Paper(closing, "FV", BOOKKEEPER, contract)
    yield Paper(closing, "GW", OFFICE, contract)
    if lately:
        yield Paper(course.finished, "PRO", LEADERS[job.crew], contract)


def advanced(course: Course) -> bool:
    """Whether every payment before the end has an invoice: a company's, the kitchen in two rates."""
    return course.job.business or course.job.story == MIXED_VAT


def _before(course: Course, payments: Sequence[Payment]) -> list[Payment]:
    return [
        one
        for one in payments
        if one.typ != "Zwrot" and not one.credited and (course.finished is None or one.day < course.finished)
    ]


def _advances(course: Course, payments: Sequence[Payment]) -> Iterator[Paper]:
    """Invoices for advances; that of a down payment which the studio kept is taken back, for it is no price."""
    job = course.job
    if not (advanced(course) or job.story == FORFEITED):
        return
    for one in _before(course, payments):
        yield Paper(one.day, "FZ", BOOKKEEPER, job.contract_id, one.id)
    if job.story == FORFEITED:
        assert course.given_up is not None
        to_nothing = CorrectInput(przyczyna=FORFEITED_BECAUSE, do_zera=True, data_wystawienia=course.given_up)
        yield Paper(course.given_up, "KOR", BOOKKEEPER, job.contract_id, correct=to_nothing)


def _closing(course: Course, today: date) -> date:
    """An invoice is made out on the next working day, but not after today."""
    assert course.finished is not None
    return min(max(open_day(course.finished + timedelta(days=1)), course.finished), today)


def _proformas(chance: Chance, drawn: Contracts, signed: Sequence[Course]) -> Iterator[Paper]:
    private = [one.job for one in signed if not one.job.business and one.job.story is None]
    for job in chance.some(private, PROFORMAS):
        assert job.signed is not None
        yield Paper(job.signed, "PF", drawn.keepers[job.contract_id], job.contract_id)


def _asked_for(chance: Chance, drawn: Contracts, signed: Sequence[Course], number: int) -> Iterator[Paper]:
    """Invoices of consumers: those of the stories, and of so many others; some have to be corrected."""
    done = [one for one in signed if one.finished and not advanced(one)]
    told = [one for one in done if one.job.story]
    others = [one for one in done if not one.job.story]
    asking = chance.some(others, min(max(number - len(told), 0), len(others)))
    old = [one for one in asking if one.finished and one.finished < drawn.today - timedelta(days=20)]
    wrong = chance.some(old, min(MISDATED, len(old)))
    for course in (*told, *asking):
        closing, contract = _closing(course, drawn.today), course.job.contract_id
        assert course.finished is not None
        misdated = course.finished - timedelta(days=1) if course in wrong else None
        yield Paper(closing, "FV", BOOKKEEPER, contract, sale_day=misdated)
        if course in wrong:
            day = max(open_day(closing + timedelta(days=chance.between(3, 7))), closing)
            right = CorrectInput(przyczyna=MISDATED_BECAUSE, data_sprzedazy=course.finished, data_wystawienia=day)
            yield Paper(day, "KOR", BOOKKEEPER, contract, correct=right)
