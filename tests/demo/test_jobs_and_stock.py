"""What the demo draws: repeatable, within bounds, and true to itself."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bottega.business.warehouse.material_checks import area_of, fits
from bottega.demo.draw.contract_outlines import CANCELLED, CONTRACTS, DRAFTS, draw_jobs
from bottega.demo.draw.random_source import grosze
from bottega.demo.draw.warehouse import PLACES, draw_stock
from bottega.demo.store.neighbours import small_stock

TODAY = date(2026, 11, 23)
DAYS = (TODAY, date(2026, 1, 1), date(2028, 2, 29))


def drawn(seed: int, today: date = TODAY) -> Any:
    return draw_stock(seed, today, draw_jobs(seed, today))


def test_the_same_seed_draws_the_same_studio_and_another_seed_another_one():
    assert draw_jobs(1, TODAY) == draw_jobs(1, TODAY)
    assert drawn(1) == drawn(1)
    assert draw_jobs(1, TODAY) != draw_jobs(2, TODAY)
    assert drawn(1).issues != drawn(2).issues


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("today", DAYS)
def test_contracts_cover_two_years_up_to_today(seed: int, today: date):
    jobs = draw_jobs(seed, today)
    assert len(jobs) == CONTRACTS
    assert sum(job.signed is None for job in jobs) == DRAFTS
    assert sum(job.installation is None for job in jobs) == DRAFTS + CANCELLED
    assert all(today - timedelta(days=740) < job.begun < today for job in jobs)
    assert [job.begun for job in jobs] == sorted(job.begun for job in jobs)
    assert all(job.begun.weekday() < 5 for job in jobs)
    numbers = Counter(job.numer[:7] for job in jobs)
    assert all(
        f"{series}{n:03d}" in {job.numer for job in jobs}
        for series, count in numbers.items()
        for n in range(1, count + 1)
    )
    assert 0.35 < sum(job.typ == "kuchnia" for job in jobs) / CONTRACTS < 0.57
    waiting = [job for job in jobs if job.installation and job.installation > today]
    assert 5 <= len(waiting) <= 35


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("today", DAYS)
def test_the_warehouse_has_the_volumes_of_the_brief(seed: int, today: date):
    stock = drawn(seed, today)
    assert [row["nazwa"] for row in stock.locations] == list(PLACES)
    assert len({(row["producent"], row["symbol"]) for row in stock.boards}) == 64
    assert (len(stock.boards), len(stock.offcuts), len(stock.issues)) == (118, 96, 178)
    assert sum(row["contract_id"] is not None for row in stock.boards + stock.offcuts) == 31
    assert all(1 <= row["ilosc"] <= 14 for row in stock.boards)
    lines = Counter(line["goods_issue_id"] for line in stock.lines)
    assert set(lines) == {row["id"] for row in stock.issues}
    assert all(3 <= count <= 9 for count in lines.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("today", DAYS)
def test_everything_drawn_agrees_with_itself(seed: int, today: date):
    jobs = {job.contract_id: job for job in draw_jobs(seed, today)}
    stock = drawn(seed, today)
    boards = {row["id"]: row for row in stock.boards}
    for offcut in stock.offcuts:
        parent = boards[offcut["parent_id"]]
        assert fits((offcut["dlugosc"], offcut["szerokosc"]), (parent["dlugosc"], parent["szerokosc"]))
        assert offcut["pozostalo"] <= area_of(offcut["dlugosc"], offcut["szerokosc"])
        assert offcut["created_at"] >= parent["created_at"]
        assert offcut["cena_zakupu"] <= parent["cena_zakupu"]
    assert [row["data"] for row in stock.issues] == sorted(row["data"] for row in stock.issues)
    first: dict[Any, date] = {}
    for issue in stock.issues:
        assert issue["data"] <= today
        first.setdefault(issue["contract_id"], issue["data"])
        lines = [line for line in stock.lines if line["goods_issue_id"] == issue["id"]]
        assert issue["kwota"] == sum((grosze(line["ilosc"] * line["cena"]) for line in lines), Decimal(0))
        assert [line["lp"] for line in lines] == list(range(1, len(lines) + 1))
    for contract, day in first.items():
        installation = jobs[contract].installation
        assert installation is not None
        assert day <= installation


def test_the_neighbours_have_five_goods_issues_each():
    stock = small_stock(1, TODAY, "x")
    assert (len(stock.boards), len(stock.offcuts), len(stock.issues)) == (8, 3, 5)
    assert all(row["data"] <= TODAY for row in stock.issues)


def test_prices_of_boards_lie_in_the_bounds_of_the_brief():
    for board in drawn(1).boards:
        if board["typ"] == "plyta_laminowana" and board["grubosc"] == 18:
            assert 305 <= board["cena_zakupu"] <= 690, board
