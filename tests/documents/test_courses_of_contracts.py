"""Whatever happens to a contract, its papers add up to the grosz: 2,000 random courses, and some through the API."""

from decimal import Decimal
from random import Random

import pytest
from courses import Course, ordered

from bottega.business.documents.content.vat_gross_method import gross_of

CHUNKS = 20
COURSES = 100
STEPS = 14


def check(course: Course) -> None:
    """What is true at any moment."""
    invoices = [one for one in course.earlier if one.rodzaj != "KOR" and one.stan != "anulowany"]
    for one in invoices:
        charged = course.charged(one)
        assert all(part.brutto >= 0 for part in charged), f"{one.numer} is corrected below nothing"
        assert not (one.do_zera and charged), f"something is left of {one.numer}"
    for one in course.all_papers():
        assert one.netto + one.vat == one.brutto
    closing = [one for one in invoices if one.rodzaj in ("FV", "FK") and not one.do_zera]
    assert len(closing) <= 1
    if closing:
        assert course.all_papers() == ordered(course.now(closing[0])), "papers are not the order"
    else:
        received = sum((one["cena"] for one in course.payments if one["typ"] != "Zwrot"), Decimal(0))
        assert gross_of(course.all_papers()) <= received, "more is invoiced than was paid"


def check_final(course: Course) -> None:
    """A final or VAT invoice asks for what the balance says."""
    made = course.papers[course.earlier[-1].id]
    if made.rodzaj in ("FV", "FK"):
        assert made.platnosc is not None
        assert made.platnosc.do_zaplaty == max(course.quote.suma - course.paid, Decimal(0)), "not the balance"
        parts = sum((one.kwota for one in made.platnosc.wplaty), Decimal(0))
        assert parts == made.platnosc.zaplacono


def way_out(course: Course) -> None:
    """From wherever a course led, all can be taken back and the whole order be invoiced anew."""
    for kinds in (("FV", "FK"), ("FZ",)):
        for one in [one for one in course.earlier if one.rodzaj in kinds and one.stands]:
            course.correct(one, {"doZera": True})
            check(course)
    assert course.all_papers() == ()
    course.requote()
    made = course.issue("FV")
    check(course)
    assert course.all_papers() == ordered(made)
    assert gross_of(course.all_papers()) == course.quote.suma


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_all_papers_are_the_order_whatever_happens(chunk: int) -> None:
    kinds: set[str] = set()
    for number in range(COURSES):
        course = Course(Random(chunk * COURSES + number))  # noqa: S311 - drawn, no secret
        course.requote()
        try:
            for _step in range(STEPS):
                issued = len(course.earlier)
                course.step()
                check(course)
                if len(course.earlier) > issued:
                    check_final(course)
            kinds |= {one.rodzaj for one in course.earlier}
            way_out(course)
        except Exception as wrong:
            wrong.add_note(f"course {chunk * COURSES + number}: " + "; ".join(course.told))
            raise
    # The courses went everywhere.
    assert kinds == {"FV", "FZ", "FK", "KOR"}
