"""The contracts the demo draws: volumes, money and work within the planned bounds over several seeds."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import mean

import pytest

from bottega.demo.draw.contract_outlines import CONTRACTS
from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.crews import CREWS
from bottega.demo.draw.orders import PROMISED
from bottega.demo.draw.payments import debts, plausible
from bottega.demo.draw.schedules import BLIK_LIMIT
from bottega.demo.draw.workdays import blocked_days, open_day
from bottega.demo.studio import draw_studio
from bottega.demo.texts.stories import (
    CASH_LIMIT,
    FORFEITED,
    OVERPAID,
    PERFECT,
    POSTPONED,
    STORIES,
    TOMORROW,
    UNPAID,
    contract_of,
)

TODAY = date(2026, 11, 23)
CASES = [(1, TODAY), (2, TODAY), (3, TODAY), (7, TODAY), (1, date(2026, 1, 1)), (1, date(2028, 2, 29))]


@pytest.fixture(scope="module", params=CASES)
def drawn(request: pytest.FixtureRequest) -> Contracts:
    return draw_studio(*request.param).contracts


def test_contracts_have_as_many_rows_as_the_brief_says(drawn: Contracts):
    rows = drawn.configuration
    assert [len(part) for part in (rows.furniture, rows.fronts, rows.handles, rows.vitrines)] == [410, 300, 270, 62]
    assert (len(drawn.jobs), len(drawn.valuations), len(drawn.appliances)) == (CONTRACTS, 224, 330)
    assert (len(drawn.work.notes), len(drawn.work.assignments), len(drawn.work.ratings)) == (340, 410, 330)
    assert (len(drawn.orders), len(drawn.agreed_days)) == (690, 228)
    assert (len(drawn.money.planned), len(drawn.money.payments)) == (560, 520)


def test_as_much_is_unpaid_and_overdue_as_the_brief_says(drawn: Contracts):
    assert plausible(drawn.today, drawn.courses, drawn.prices, drawn.money)
    unpaid, overdue = debts(drawn.today, drawn.courses, drawn.prices, drawn.money)
    assert 360_000 <= sum(unpaid.values()) <= 560_000
    assert 42_000 <= sum(overdue.values()) <= 127_000
    assert 4 <= len(overdue) <= 11


def test_br_9_the_schedule_of_every_contract_adds_up_to_its_price(drawn: Contracts):
    planned: Counter[object] = Counter()
    for line in drawn.money.planned:
        assert line.amount > 0
        planned[line.contract_id] += line.amount
    assert planned == Counter({contract: price.suma for contract, price in drawn.prices.items()})


def test_br_4_settled_contracts_are_finished_and_paid_to_the_grosz(drawn: Contracts):
    finished = {course.job.contract_id: course.finished for course in drawn.courses}
    assert len(drawn.money.settled) > 140
    for contract, day in drawn.money.settled.items():
        assert finished[contract] is not None
        assert finished[contract] <= day < drawn.today
        assert drawn.money.paid(contract) == drawn.prices[contract].suma


def test_payments_lie_in_the_past_and_nine_are_not_confirmed(drawn: Contracts):
    payments = drawn.money.payments
    assert all(one.day < drawn.today and one.amount > 0 for one in payments)
    assert sum(not one.confirmed for one in payments) == 9
    assert sum(one.typ == "Zwrot" for one in payments) == 3
    assert len({one.id for one in payments}) == len(payments)
    signed = {job.contract_id: job.signed for job in drawn.jobs}
    for one in payments:
        day = signed[one.contract_id]
        assert day is not None
        assert one.credited or one.day >= day, "a measurement comes before the contract"


def test_money_comes_by_the_channels_of_the_brief(drawn: Contracts):
    earnest = Counter(line.rodzaj for line in drawn.money.planned if line.typ == "Zadatek")
    last = Counter(line.rodzaj for line in drawn.money.planned if line.typ == "Dopłata")
    assert 0.48 < earnest["przelew"] / sum(earnest.values()) < 0.76
    assert 0.42 < last["gotowka"] / sum(last.values()) < 0.68
    business = {job.contract_id for job in drawn.jobs if job.business}
    assert all(line.rodzaj == "przelew" for line in drawn.money.planned if line.contract_id in business)


def test_companies_bring_no_cash_and_nobody_sends_much_by_telephone(drawn: Contracts):
    business = {job.contract_id for job in drawn.jobs if job.business}
    cash = [one for one in drawn.money.payments if one.contract_id in business and one.rodzaj != "przelew"]
    assert [(one.contract_id, one.refused) for one in cash] == [(contract_of(CASH_LIMIT), True)]
    assert all(one.amount <= BLIK_LIMIT for one in drawn.money.payments if one.rodzaj == "blik")


def test_the_office_takes_and_gives_no_cash_while_it_is_closed(drawn: Contracts):
    days = {one.day for one in drawn.money.payments if one.rodzaj != "blik"}
    assert {day for day in days if open_day(day) != day} == set()


def test_signatures_are_of_all_days_of_the_week(drawn: Contracts):
    days = Counter(job.signed.weekday() for job in drawn.jobs if job.signed)
    assert set(days) == {0, 1, 2, 3, 4}
    assert max(days.values()) < sum(days.values()) / 3


def test_quotes_that_were_made_again_are_not_the_same(drawn: Contracts):
    quoted: dict[object, list[Decimal]] = {}
    for row in drawn.valuations:
        quoted.setdefault(row["contract_id"], []).append(row["meble"] + row["dodatki"] + row["sprzet"])
    assert len(set(quoted[contract_of(OVERPAID)])) == 4
    assert all(before != after for one in quoted.values() for before, after in pairwise(one))


def test_nobody_is_at_two_installations_on_one_day(drawn: Contracts):
    taken: Counter[tuple[str, date]] = Counter()
    blocked = blocked_days(drawn.today)
    forced = 0
    for job in drawn.jobs:
        for n in range(job.days if job.installation else 0):
            assert job.installation is not None
            day = job.installation + timedelta(days=n)
            taken[job.crew, day] += 1
            forced += day in blocked
            assert day.weekday() < 5
    assert max(taken.values()) == 1
    assert forced == 1, "one story is forced onto a blocked day"
    assert len(blocked) == 44


def test_days_are_put_off_in_order(drawn: Contracts):
    chains = Counter(len(course.put_off) for course in drawn.courses if course.put_off)
    assert chains == {1: 28, 2: 5, 3: 1}
    blocked = blocked_days(drawn.today)
    for course in drawn.courses:
        if not course.put_off:
            continue
        days = [put_off.day for put_off in course.put_off]
        decided = [put_off.decided for put_off in course.put_off]
        assert days == sorted(days)
        assert decided == sorted(decided)
        assert course.job.installation is not None
        assert days[-1] < course.job.installation
        assert course.agreed is not None
        assert decided[-1] <= drawn.today
        assert not set(days) & set(blocked)


def test_orders_come_before_the_installation_and_few_are_late(drawn: Contracts):
    jobs = {job.contract_id: job for job in drawn.jobs}
    late = 0
    for one in drawn.orders:
        job = jobs[one.contract_id]
        assert job.installation is not None
        if one.received:
            assert one.sent is not None
            assert one.sent <= one.received <= min(job.installation, drawn.today)
            late += (one.received - one.sent).days > PROMISED
        assert one.cost > 0
    assert 0.03 < late / len(drawn.orders) < 0.1
    assert sum(one.sent is not None and one.received is None for one in drawn.orders) == 22


def test_material_costs_what_the_brief_says(drawn: Contracts):
    income = sum(drawn.prices[job.contract_id].suma for job in drawn.jobs if job.installation) / Decimal("1.11")
    cost = sum((one.cost for one in drawn.orders), Decimal(0)) / Decimal("1.23")
    assert 0.5 < 1 - cost / income < 0.62


def test_crews_are_rated_as_the_brief_says(drawn: Contracts):
    ratings = drawn.work.ratings
    bad = [drawn.today - timedelta(days=244), drawn.today - timedelta(days=182)]
    a = [one.grade for one in ratings if one.who in CREWS["A"]]
    b = [one.grade for one in ratings if one.who in CREWS["B"]]
    dip = [one.grade for one in ratings if one.who in CREWS["B"] and bad[0] <= one.day <= bad[1]]
    assert abs(mean(a) - 4.7) < 0.1
    assert abs(mean(b) - 4.2) < 0.2
    assert abs(mean(dip) - 3.6) < 0.35
    shares = Counter(one.grade for one in ratings)
    assert abs(shares[5] / len(ratings) - 0.58) < 0.06
    assert abs(shares[4] / len(ratings) - 0.30) < 0.06
    assert len({(one.contract_id, one.who) for one in ratings}) == len(ratings)


def test_stories_go_as_they_are_told(drawn: Contracts):
    courses = {course.job.story: course for course in drawn.courses if course.job.story}
    assert len(courses) == 12
    settled = {story.number for story in STORIES if contract_of(story.number) in drawn.money.settled}
    assert settled == {story.number for story in STORIES if story.settled}
    grades = {one.grade for one in drawn.work.ratings if one.contract_id == contract_of(PERFECT)}
    assert grades == {5}
    assert sum(row["contract_id"] == contract_of(OVERPAID) for row in drawn.valuations) == 4
    back = [one for one in drawn.money.payments if one.contract_id == contract_of(OVERPAID) and one.typ == "Zwrot"]
    assert [one.amount for one in back] == [200]
    _, overdue = debts(drawn.today, drawn.courses, drawn.prices, drawn.money)
    assert contract_of(UNPAID) in overdue
    due = [line.due for line in drawn.money.planned if line.contract_id == contract_of(UNPAID)]
    assert 69 <= (drawn.today - max(day for day in due if day)).days <= 76
    assert len(courses[POSTPONED].put_off) == 3
    assert courses[POSTPONED].job.crew == "B"
    assert courses[FORFEITED].given_up is not None
    assert [one.typ for one in drawn.money.payments if one.contract_id == contract_of(FORFEITED)] == ["Zadatek"]
    cash = [
        one for one in drawn.money.payments if one.contract_id == contract_of(CASH_LIMIT) and one.rodzaj == "gotowka"
    ]
    assert [one.amount > 15_000 and not one.confirmed for one in cash] == [True]
    open_orders = [one for one in drawn.orders if one.contract_id == contract_of(TOMORROW) and not one.received]
    assert [(drawn.today - one.sent).days > PROMISED for one in open_orders if one.sent] == [True]
    assert sum(one.sent is None for one in open_orders) == 1
    assert contract_of(TOMORROW) not in {one.contract_id for one in drawn.money.payments}


def test_the_newest_valuation_of_a_contract_is_its_price(drawn: Contracts):
    newest: dict[object, Decimal] = {}
    for row in drawn.valuations:
        newest[row["contract_id"]] = row["meble"] + row["dodatki"] + row["sprzet"]
    assert newest == {contract: price.suma for contract, price in drawn.prices.items()}
