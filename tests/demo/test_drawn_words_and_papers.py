"""What the demo says and prints: words that suit the furniture, papers of every kind, signed by who would."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from bottega.demo.draw import contract_courses, warehouse
from bottega.demo.draw.documents import COUNTED, PAPERS, Paper, draw_papers, is_counted
from bottega.demo.draw.ledger_entries import BOOKKEEPER
from bottega.demo.draw.workdays import closed_because, some_open_day
from bottega.demo.people import STOREKEEPER
from bottega.demo.store.ledger import BOXES
from bottega.demo.studio import Studio, draw_studio
from bottega.demo.texts import appointments, assemblies, configurations, decors, messages, orders
from bottega.demo.texts.furniture_words import suited, suits
from bottega.demo.texts.product_mix import KINDS
from bottega.demo.texts.stories import FORFEITED, LOSS, STORIES, contract_of
from bottega.demo.texts.templates import TEMPLATES

TODAY = date(2026, 11, 23)
CASES = [(1, TODAY), (2, TODAY), (3, TODAY), (1, date(2026, 1, 1)), (1, date(2028, 2, 29))]


@pytest.fixture(scope="module", params=CASES)
def studio(request: pytest.FixtureRequest) -> Studio:
    return draw_studio(*request.param)


@pytest.fixture(scope="module")
def papers(studio: Studio) -> list[Paper]:
    return draw_papers(studio.contracts, studio.stock.issues, studio.visits, studio.ledger.entries)


def test_nobody_washes_up_in_a_wardrobe():
    assert not suits("Szuflada pod zlewem ociera o syfon, plecy podcięte.", "szafa")
    assert not suits("Sortownik na odpady 2x18 l", "lazienka")
    assert suits("Szuflada pod zlewem ociera o syfon, plecy podcięte.", "kuchnia")
    assert suits(None, "szafa")


def test_there_is_enough_to_say_about_every_kind_of_furniture():
    for typ in KINDS:
        assert len(suited(assemblies.NOTES, typ)) >= 10, typ
        assert len(suited([one[0] for one in decors.FITTINGS], typ)) >= 6, typ
        assert len(suited(configurations.DETAILS, typ)) >= 3, typ
        for texts in (
            contract_courses.REASONS,
            appointments.COMPLAINTS,
            appointments.REPAIRS,
            appointments.MEETINGS,
            warehouse.ISSUE_NOTES,
            configurations.REMARKS,
            configurations.OPENINGS[typ],
            *assemblies.PRAISE.values(),
            [" ".join(one[2]) for one in messages.THREADS],
        ):
            assert suited(texts, typ), (typ, texts)
        for supplier in (orders.BOARDS, orders.FITTINGS, *orders.FURTHER[typ]):
            assert suited([one[0] for one in orders.ITEMS[supplier]], typ), (typ, supplier)


def test_stories_are_told_in_words_that_suit_their_furniture():
    assert [story.title for story in STORIES if not suits(story.opis, story.typ)] == []


def test_subjects_of_messages_name_a_company_once(studio: Studio):
    subjects = [one.subject for one in studio.messages]
    assert [one for one in subjects if re.search(r"\b(\w+) \1\b", one)] == []


def test_no_sentence_of_a_template_is_broken():
    broken = {name: re.findall(r"[a-ząćęłńóśźż,]\n[a-ząćęłńóśźż]", text) for name, text in TEMPLATES.items()}
    assert not any(broken.values()), broken


def test_chance_days_are_of_all_days_of_the_week():
    days = Counter(some_open_day(date(2026, 2, 2) + timedelta(days=n)).weekday() for n in range(70))
    assert set(days) == {0, 1, 2, 3, 4}
    assert max(days.values()) <= 20


def test_there_are_as_many_papers_as_the_brief_says(papers: list[Paper]):
    kinds = Counter(one.kind for one in papers)
    assert sum(map(is_counted, papers)) == PAPERS
    assert set(kinds) >= {*COUNTED, "UM", "PO", "PRO", "OSW", "PRP", "KOR", "KW"}
    assert (kinds["UM"], kinds["WZ"]) == (185, 178)
    invoiced = {(one.day.year, (one.day.month + 2) // 3) for one in papers if one.kind == "FV"}
    assert len(invoiced) >= 7, "of all quarters of two years"


def test_papers_are_signed_by_who_would(papers: list[Paper]):
    signed: dict[str, set[str]] = {}
    for one in papers:
        signed.setdefault(one.kind, set()).add(one.who)
    assert signed["WZ"] == signed["PO"] == {STOREKEEPER}
    assert {kind for kind, people in signed.items() if BOOKKEEPER in people} <= {"FV", "FZ", "FK", "KOR"}
    assert signed["KP"] == set(BOXES) - {None}, "the keepers of cash boxes"


def test_what_the_studio_kept_of_a_dissolved_contract_is_taken_off_its_invoice(papers: list[Paper]):
    told = [one for one in papers if one.contract_id == contract_of(FORFEITED)]
    kinds = [one.kind for one in told if one.kind in ("FZ", "KOR")]
    assert kinds == ["FZ", "KOR"]
    assert told[-1].correct is not None
    assert told[-1].correct.do_zera


def test_goods_leave_on_working_days_and_no_contract_takes_a_van_of_boards(studio: Studio):
    issues = {row["id"]: row for row in studio.stock.issues}
    assert all(row["data"].weekday() < 5 and not closed_because(row["data"]) for row in issues.values())
    boards: Counter[object] = Counter()
    for line in studio.stock.lines:
        if line["material_id"]:
            boards[issues[line["goods_issue_id"]]["contract_id"]] += int(line["ilosc"])
    for contract, count in boards.items():
        assert count <= 8 + studio.contracts.prices[contract].meble / 1000


def net(studio: Studio, contract: UUID) -> Decimal:
    rate = Decimal("1.08") if studio.contracts.reduced[contract] else Decimal("1.23")
    return studio.contracts.prices[contract].suma / rate


def test_only_the_story_of_the_miscut_walnut_loses_money(studio: Studio):
    spent: Counter[object] = Counter()
    for row in studio.stock.issues:
        spent[row["contract_id"]] += row["kwota"]
    for entry in studio.ledger.entries:
        if entry.category != "wplata_klienta" and not entry.income:
            spent[entry.contract_id] -= entry.counts
    for rating in studio.contracts.work.ratings:
        spent[rating.contract_id] += rating.earned
    losing = [
        course.job.story
        for course in studio.contracts.courses
        if course.finished and spent[course.job.contract_id] > net(studio, course.job.contract_id)
    ]
    assert losing == [LOSS]
