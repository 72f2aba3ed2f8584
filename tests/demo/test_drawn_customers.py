"""The customers the demo draws: who they are, what they bought, and that all of it fits together."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from stdnum.pl import nip, regon

from bottega.demo.draw.customers import ADDRESSES, PEOPLE, Customer
from bottega.demo.draw.pricing import KITCHEN, ORDER_BOOK, REVENUE, draw_prices, plausible
from bottega.demo.draw.sales import NEWCOMER
from bottega.demo.studio import Studio, draw_studio
from bottega.demo.texts.firms import FIRMS, STUDIO_NIP, STUDIO_REGON
from bottega.demo.texts.names import SURNAMES, WOMEN, plain
from bottega.demo.texts.stories import STORIES, contract_of

TODAY = date(2026, 11, 23)
SEEDS = (1, 2, 3, 4, 5)
DAYS = (TODAY, date(2026, 1, 1), date(2028, 2, 29), date(2027, 7, 18))


@pytest.fixture(scope="module", params=[(seed, TODAY) for seed in SEEDS] + [(1, day) for day in DAYS[1:]])
def studio(request: pytest.FixtureRequest) -> Studio:
    return draw_studio(*request.param)


def private(studio: Studio) -> list[Customer]:
    return [one for one in studio.customers if not one.firm and not one.company_id]


def test_the_same_seed_draws_the_same_people_and_another_seed_other_ones():
    assert draw_studio(1, TODAY) == draw_studio(1, TODAY)
    names = [{one.display_name for one in private(draw_studio(seed, TODAY))} for seed in (1, 2)]
    assert len(names[0] & names[1]) < 40


def test_the_same_seed_tells_the_same_story_on_another_day():
    first, second = (draw_studio(1, day) for day in (TODAY, TODAY + timedelta(days=7)))
    told = [{(one.display_name, one.email) for one in private(studio)} for studio in (first, second)]
    assert len(told[0] & told[1]) > 10, "the stories' people at least are the same"
    for story in STORIES:
        days = [
            (studio.today - job.begun).days
            for studio in (first, second)
            for job in studio.jobs
            if job.story == story.number
        ]
        assert abs(days[0] - days[1]) <= 4


def test_volumes_are_those_of_the_brief(studio: Studio):
    kinds = Counter("company" if one.firm else "person" for one in studio.customers)
    assert kinds == {"person": PEOPLE, "company": len(FIRMS)}
    assert sum(len(one.addresses) for one in studio.customers) == ADDRESSES
    deals = [deal for one in studio.customers for deal in one.deals]
    assert Counter(deal.status for deal in deals) == {"win": 192, "loose": 84, "open": 34}
    assert Counter(deal.reason for deal in deals if deal.reason) == {"cena": 40, "termin": 19, "rezygnacja": 25}
    assert sum(deal.measured is not None for deal in deals) == 252
    assert 600 < len(studio.timeline.activities) < 1100


def test_every_contract_is_a_deal_of_exactly_one_customer(studio: Studio):
    sold = [deal.job.contract_id for one in studio.customers for deal in one.deals if deal.job]
    assert sorted(sold) == sorted(job.contract_id for job in studio.jobs)
    for one in studio.customers:
        assert all(deal.business == bool(one.firm) for deal in one.deals)
        assert one.created.date() <= min((deal.created for deal in one.deals), default=one.created.date())
        assert not (one.company_id and one.deals)


def test_designers_win_as_many_deals_as_the_brief_says(studio: Studio):
    deals = [deal for one in studio.customers for deal in one.deals]
    for owner, share in (("Anna Maj", 62), ("Tomasz Lis", 51), (NEWCOMER, 44)):
        own = [deal for deal in deals if deal.owner == owner]
        assert round(100 * sum(deal.status == "win" for deal in own) / len(own)) == share
    assert all(deal.created > studio.today - timedelta(days=456) for deal in deals if deal.owner == NEWCOMER)


def test_deals_go_their_way_in_order(studio: Studio):
    for one in studio.customers:
        for deal in one.deals:
            days = [day for day in (deal.created, deal.measured, deal.closed) if day]
            assert days == sorted(days)
            assert all(day <= studio.today for day in days if deal.status != "open")
            if deal.job and deal.job.signed:
                assert deal.measured is not None
                assert deal.measured < deal.job.signed == deal.closed


def test_names_agree_with_their_gender(studio: Studio):
    women = {she for he, she in SURNAMES if he != she}
    men = {he for he, she in SURNAMES if he != she}
    for one in private(studio):
        assert one.woman == (one.first_name in WOMEN)
        assert one.last_name not in (men if one.woman else women), one.display_name


def test_people_are_reached_at_made_up_addresses_only(studio: Studio):
    assert all(one.email.endswith("@example.com") and one.email.isascii() for one in studio.customers)
    assert len({one.email for one in studio.customers}) == len(studio.customers)
    assert [one.phone for one in studio.customers] == [f"+48 600 000 {n:03d}" for n in range(1, 236)]


def test_most_customers_live_in_poznan(studio: Studio):
    towns = Counter(one.home.place.city for one in studio.customers)
    assert 0.5 < towns["Poznań"] / sum(towns.values()) < 0.6
    assert len(towns) == 9


def test_companies_have_numbers_that_pass_their_check_digits():
    for firm in FIRMS:
        assert nip.is_valid(firm.nip)
        assert regon.is_valid(firm.regon)
        assert firm.nip.startswith("999")
    assert len({firm.nip for firm in FIRMS}) == len(FIRMS) == 17
    assert nip.is_valid(STUDIO_NIP)
    assert regon.is_valid(STUDIO_REGON)


def test_prices_lie_within_the_bounds_of_the_brief(studio: Studio):
    assert plausible(studio.today, studio.jobs, studio.prices)
    total = sum(price.suma for price in studio.prices.values())
    assert REVENUE[0] <= total <= REVENUE[1]
    assert sum(len(price.appliances) for price in studio.prices.values()) == 330
    for price in studio.prices.values():
        assert price.meble > 0
        assert all(0 <= (piece.rabat or 0) <= 18 and piece.cena > 0 for piece in price.appliances)


def test_a_year_of_high_prices_is_not_plausible():
    studio = draw_studio(1, TODAY)
    assert (KITCHEN, ORDER_BOOK) == ((42_000, 45_000), (540_000, 820_000))
    dear = {contract: replace(price, meble=price.meble * 2) for contract, price in studio.prices.items()}
    assert not plausible(TODAY, studio.jobs, dear)
    assert draw_prices(1, TODAY, studio.jobs) == studio.prices


def test_stories_are_there_with_fixed_ids(studio: Studio):
    jobs = {job.contract_id: job for job in studio.jobs}
    buyers = {deal.job.contract_id: one for one in studio.customers for deal in one.deals if deal.job}
    for story in STORIES:
        job = jobs[contract_of(story.number)]
        assert (job.typ, job.story) == (story.typ, story.number)
        assert buyers[job.contract_id].display_name == story.customer
        assert (job.installation is None) == (story.installed is None)


def test_addresses_of_mail_lose_their_diacritics():
    assert plain("Łukasz") == "lukasz"
    assert plain("Jóźwiak") == "jozwiak"
    assert plain("Śliwińska") == "sliwinska"
