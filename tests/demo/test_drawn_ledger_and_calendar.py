"""The ledger, the calendar and the messages the demo draws: balances, volumes and nobody at two places."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bottega.demo.draw.appointments import Appointment
from bottega.demo.draw.bank import SAFE, SETTLED
from bottega.demo.draw.cash import _lots
from bottega.demo.draw.crews import works_on
from bottega.demo.draw.ledger_entries import BOOKED, CASH, INTERNAL, TRANSFER
from bottega.demo.draw.payments import CREDITED
from bottega.demo.store.ledger import BOXES
from bottega.demo.studio import Studio, draw_studio
from bottega.demo.texts.stories import COMPLAINT, ON_BLOCKED_DAY, POSTPONED, TOMORROW, UNPAID, contract_of
from bottega.kernel.local_time import local_day

TODAY = date(2026, 11, 23)
CASES = [(1, TODAY), (2, TODAY), (3, TODAY), (9, TODAY), (1, date(2026, 1, 1)), (1, date(2028, 2, 29))]


@pytest.fixture(scope="module", params=CASES)
def studio(request: pytest.FixtureRequest) -> Studio:
    return draw_studio(*request.param)


def test_balances_of_today_are_those_of_the_brief(studio: Studio):
    held = studio.ledger.held
    assert 6_000 <= held(None, CASH) <= 12_000
    assert 120_000 <= held(None, TRANSFER) <= 220_000
    assert all(0 <= held(None, rodzaj) <= 60_000 for rodzaj in SETTLED), "a week's money is on its way"
    for leader in ("Damian Kowal", "Rafał Sosna"):
        assert 0 <= held(leader, CASH) <= 4_000
    assert {one.who for one in studio.ledger.entries if one.cash} <= set(BOXES)


def test_nothing_that_holds_money_was_ever_below_nothing(studio: Studio):
    held: defaultdict[object, Decimal] = defaultdict(Decimal)
    for one in studio.ledger.entries:
        held[one.who, one.rodzaj] += one.counts
        assert held[one.who, one.rodzaj] >= 0, one
    assert [one.at for one in studio.ledger.entries] == sorted(one.at for one in studio.ledger.entries)


def test_no_more_than_the_safe_may_hold_lies_there_over_night(studio: Studio):
    held, evening = Decimal(0), dict[date, Decimal]()
    for one in studio.ledger.entries:
        if one.who is None and one.cash:
            held += one.counts
            evening[local_day(one.at)] = held
    assert max(evening.values()) <= SAFE


def test_lots_of_cash_are_as_small_as_can_be():
    amounts = [Decimal(one) for one in (9, 1, 1, 1, 9, 2)]
    assert _lots(amounts, 3) == [slice(0, 1), slice(1, 4), slice(4, 6)]
    assert _lots(amounts, 6) == [slice(n, n + 1) for n in range(6)]


def test_br_11_some_fees_are_payments_of_the_contract_that_came_of_the_measurement(studio: Studio):
    visits = {visit.transaction_id: visit for visit in studio.visits}
    credited = [one for one in studio.contracts.money.payments if one.credited]
    assert len(credited) == CREDITED
    for one in credited:
        visit = visits[one.transaction_id]
        assert visit.approved
        assert visit.deal.job is not None
        assert (visit.deal.job.contract_id, visit.fee, visit.day) == (one.contract_id, one.amount, one.day)


def test_br_7_every_payment_has_one_entry_of_its_amount(studio: Studio):
    entries = {one.linked[1]: one for one in studio.ledger.entries if one.linked and one.linked[0] == "payment_method"}
    payments = [one for one in studio.contracts.money.payments if not one.credited]
    assert len(entries) == len(payments) == 520 - CREDITED
    for payment in payments:
        entry = entries[payment.id]
        assert (entry.id, entry.amount, entry.rodzaj) == (payment.transaction_id, payment.amount, payment.rodzaj)
        assert (entry.state == BOOKED) == payment.confirmed
        assert entry.income == (payment.typ != "Zwrot")


def test_br_10_every_approved_measurement_has_one_entry(studio: Studio):
    entries = Counter(one.linked[1] for one in studio.ledger.entries if one.linked and one.linked[0] == "measurement")
    assert entries == Counter(visit.id for visit in studio.visits if visit.approved)
    assert (len(studio.visits), sum(visit.approved for visit in studio.visits)) == (252, 222)
    fees = Counter(int(visit.fee) for visit in studio.visits)
    assert fees == {0: 30, 150: 63, 250: 113, 300: 38, 500: 8}
    assert sum(visit.who == "Piotr Miara" for visit in studio.visits) >= 176


def test_br_13_and_br_14_money_that_changes_hands_adds_up_to_nothing(studio: Studio):
    inner = [one for one in studio.ledger.entries if one.role == INTERNAL]
    assert sum(one.counts for one in inner) == 0
    states = Counter(one.status for one in studio.ledger.handovers)
    assert states == {"zaakceptowany": 52, "odrzucony": 3, "oczekuje": 3}
    weeks = {one.at.isocalendar()[:2] for one in inner if one.category == "przesuniecie" and one.cash}
    assert len(weeks) >= 60, "cash goes to the bank in most of a hundred weeks"


def test_br_12_fourteen_entries_wait_and_fourteen_questions_are_open(studio: Studio):
    assert sum(one.state == "oczekuje" for one in studio.ledger.entries) == 14
    decisions = Counter(one.decision for one in studio.ledger.approvals)
    assert decisions == {None: 14, "odrzucono": 4, "zatwierdzono": 78}
    for one in studio.ledger.approvals:
        assert one.reviewer != one.entry.author or one.entry.amount <= 2_000
    asked = {(one.entry.id, one.reviewer) for one in studio.ledger.approvals if one.decision is None}
    assert len(asked) == 14


def test_the_ledger_is_as_long_as_the_brief_says_and_ends_today(studio: Studio):
    assert 2_150 <= len(studio.ledger.entries) <= 2_500
    assert max(one.at.date() for one in studio.ledger.entries) <= studio.today
    wages = defaultdict[str, Decimal](Decimal)
    for one in studio.ledger.entries:
        if one.category in ("wynagrodzenia", "zus_podatki") and not one.name.startswith("VAT"):
            wages[f"{one.at:%Y-%m}"] += one.amount
    months = sorted(wages)[1:-1]
    # About 66 000 a month; in some much is paid for work that was rated well.
    assert 62_000 <= sum(wages[month] for month in months) / len(months) <= 69_000
    assert all(55_000 <= wages[month] <= 82_000 for month in months), wages
    paid = [rating for one in studio.ledger.entries for rating in one.pays]
    due = {one.id for one in studio.contracts.work.ratings if one.day < studio.today - timedelta(days=45)}
    assert len(paid) == len(set(paid))
    assert due <= set(paid)


def whole_or_hours(one: Appointment) -> tuple[int, int]:
    return (0, 1440) if one.start is None else (one.start, one.start + one.minutes)


def test_nobody_is_at_two_places_at_once(studio: Studio):
    replaced = {one.before for one in studio.calendar.put_off}
    taken: defaultdict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for one in studio.calendar.appointments:
        if one.id in replaced:
            continue
        start, end = whole_or_hours(one)
        for n in range(one.days):
            day = one.day + timedelta(days=n)
            for begun, ended in taken[one.who, day]:
                assert end <= begun or start >= ended, one
            taken[one.who, day].append((start, end))


def test_only_one_event_lies_on_a_blocked_day_and_it_says_why(studio: Studio):
    blocked = studio.calendar.blocked
    odd = [
        one
        for one in studio.calendar.appointments
        if any(not works_on(one.day + timedelta(days=n), blocked) for n in range(one.days))
    ]
    assert [one.contract_id for one in odd] == [contract_of(ON_BLOCKED_DAY)]
    assert odd[0].forced
    assert len(blocked) == 44


def test_the_calendar_has_as_many_events_as_the_brief_says(studio: Studio):
    kinds = Counter("montaż" if one.kind.startswith("montaz") else one.kind for one in studio.calendar.appointments)
    assert kinds == {
        "montaż": 236,
        "pomiar": 252,
        "projekt_spotkanie": 150,
        "dostawa": 70,
        "poprawki": 34,
        "reklamacja": 18,
    }
    chain = [one for one in studio.calendar.appointments if one.contract_id == contract_of(POSTPONED)]
    assert sum(one.kind == "montaz_garderoby" for one in chain) == 4
    complaint = sorted(
        one.day
        for one in studio.calendar.appointments
        if one.contract_id == contract_of(COMPLAINT) and one.kind == "reklamacja"
    )
    assert 11 <= (studio.today - complaint[0]).days <= 14
    assert complaint[1] > studio.today
    [next_one] = [
        one.day
        for one in studio.calendar.appointments
        if one.contract_id == contract_of(TOMORROW) and one.kind == "montaz_kuchni"
    ]
    assert 1 <= (next_one - studio.today).days <= 6


def test_messages_are_between_two_people_and_a_ninth_is_unread(studio: Studio):
    assert len(studio.messages) == 480
    assert sum(one.read is None for one in studio.messages) == 53
    for one in studio.messages:
        assert one.sender != one.recipient
        assert "{" not in one.text + one.subject
        assert one.at.date() <= studio.today
        assert one.read is None or one.read > one.at
    assert len({one.text for one in studio.messages}) > 60


def test_whoever_owes_money_was_reminded_three_times(studio: Studio):
    owing = studio.contracts.customers[contract_of(UNPAID)].id
    asked = [
        one
        for one in studio.timeline.activities
        if one.customer_id == owing and ("dopłacie" in one.subject or "Wezwanie" in one.subject)
    ]
    assert len(asked) == 3
