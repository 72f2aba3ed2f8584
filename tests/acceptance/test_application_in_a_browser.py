"""The demo's people in front of the application: they sign in, open what they are shown, and sign out."""

import re
from typing import Any
from uuid import uuid4

import pytest
from browsers import at_work, field
from demo_studio import OWNER, Demo
from playwright.async_api import Browser, expect

from screens import WITHOUT_BROWSER, visiting

FITTER = "damian@example.com"

pytestmark = [WITHOUT_BROWSER, pytest.mark.usefixtures("built")]


async def test_a_wrong_password_is_said_and_nobody_is_let_in(demo: Demo, browser: Browser):
    async with visiting(browser, demo.address) as visit:
        visit.expected = {401}
        await visit.open("/backend/warehouse/materials")
        await visit.page.get_by_label("E-mail").fill(f"{uuid4().hex}@example.com")
        await visit.page.get_by_label("Hasło", exact=True).fill("Nie-to-haslo-1")
        await visit.page.keyboard.press("Enter")
        await expect(visit.page.get_by_role("alert")).to_have_text("Nieprawidłowy e-mail lub hasło")
        assert "/login?redirect=%2Fbackend%2Fwarehouse%2Fmaterials" in visit.page.url


async def test_whoever_is_sent_to_sign_in_comes_back_to_where_they_wanted_to_be(demo: Demo, browser: Browser):
    async with visiting(browser, demo.address) as visit:
        await visit.open("/backend/warehouse/materials?f.typ=mdf")
        await visit.page.get_by_label("E-mail").fill(OWNER)
        await visit.page.get_by_label("Hasło", exact=True).fill(demo.passwords[OWNER])
        await visit.page.keyboard.press("Enter")
        await expect(visit.page.get_by_role("heading", level=1)).to_have_text("Materiały")
        assert visit.page.url == f"{demo.address}/backend/warehouse/materials?f.typ=mdf"


@pytest.mark.parametrize(("address", "least"), [(OWNER, 30), (FITTER, 2)])
async def test_every_entry_of_the_menu_opens_its_list(demo: Demo, browser: Browser, address: str, least: int):
    async with at_work(demo, browser, address) as visit:
        page = visit.page
        closed = page.locator(".side .nav-g[aria-expanded=false]")
        while await closed.count():
            await closed.first.click()
        entries = page.locator(".side .nav a:not([href='/backend'])")
        assert await entries.count() >= least
        for place in range(await entries.count()):
            entry = entries.nth(place)
            href = await entry.get_attribute("href")
            await entry.click()
            await visit.settled()
            assert page.url == f"{demo.address}{href}"
            await expect(page.locator("main h1")).not_to_be_empty()
            await expect(entry).to_have_attribute("aria-current", "page")
            rows, empty = (
                await page.locator(".tw tbody tr, .lane, .cb").count(),
                await page.locator("main .empty").count(),
            )
            assert rows or empty, href
            assert not await page.get_by_role("alert").count(), href


@pytest.mark.parametrize(
    ("width", "scheme", "path"),
    [
        (1400, "light", "/backend"),
        (1400, "light", "/backend/finance/transactions"),
        (1400, "dark", "/backend/customers/people"),
        (1400, "dark", "/backend/contracts/contracts/01900000-0000-7000-8000-000000000001"),
        (390, "light", "/backend/contracts/contracts"),
        (390, "dark", "/backend/contracts/contracts/01900000-0000-7000-8000-000000000001"),
    ],
)
async def test_a_page_is_readable_for_everybody(demo: Demo, browser: Browser, width: int, scheme: Any, path: str):
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "bypass_csp": True}
    async with at_work(demo, browser, **options) as visit:
        await visit.open(path)
        await expect(visit.page.locator("main h1")).not_to_be_empty()
        assert await visit.violations() == []
        assert await visit.overflow() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
async def test_forms_menus_and_questions_are_readable_for_everybody(
    demo: Demo, browser: Browser, width: int, scheme: Any
):
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "bypass_csp": True}
    async with at_work(demo, browser, **options) as visit:
        page = visit.page
        visit.expected = {400}
        await visit.open("/backend/warehouse/materials")
        await page.get_by_role("button", name="Dodaj: Materiał").click()
        await page.get_by_role("button", name=re.compile("^Wszystkie pola")).click()
        await page.get_by_role("button", name="Utwórz").click()
        await expect(page.locator(".panel").get_by_role("alert")).to_contain_text("7 pól do poprawienia")
        assert await visit.violations() == []
        await page.get_by_role("button", name="Anuluj").click()
        await page.locator(".me").click()
        await expect(page.get_by_role("menuitem", name="Wyloguj się")).to_be_visible()
        assert await visit.violations() == []
        await page.keyboard.press("Escape")
        await visit.open("/backend/contracts/contracts/01900000-0000-7000-8000-000000000001")
        await page.get_by_role("button", name="Cofnij rozliczenie…").click()
        await expect(page.get_by_role("dialog")).to_contain_text("Powód")
        assert await visit.violations() == []


async def test_another_language_takes_no_reload_and_keeps_the_page(demo: Demo, browser: Browser):
    async with at_work(demo, browser) as visit:
        page = visit.page
        await visit.open("/backend/warehouse/materials?f.typ=mdf")
        await page.evaluate("window.still = true")
        await page.locator(".me").click()
        await page.get_by_role("menuitemcheckbox", name="English").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Materials")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        assert await page.evaluate("window.still")
        assert page.url.endswith("/backend/warehouse/materials?f.typ=mdf")


async def test_another_organization_shows_its_own_rows(demo: Demo, browser: Browser):
    async with at_work(demo, browser) as visit:
        page = visit.page
        await visit.open("/backend/warehouse/materials")
        before = await page.locator("main .count").inner_text()
        await page.get_by_role("button", name="Organizacja: Studio Mebli JESION").click()
        await page.get_by_role("menuitemcheckbox", name="Pracownia Dąbrowa").click()
        await expect(page.get_by_role("button", name="Organizacja: Pracownia Dąbrowa")).to_be_visible()
        await visit.open("/backend/warehouse/materials")
        await expect(page.locator("main .count")).not_to_have_text(before)
        assert int(await page.locator("main .count").inner_text()) < int(before)


async def test_whoever_is_signed_out_meanwhile_signs_in_over_the_page_and_loses_nothing(demo: Demo, browser: Browser):
    name = f"Regał {uuid4().hex[:8]}"
    async with at_work(demo, browser) as visit:
        page = visit.page
        visit.expected = {401}
        await visit.open("/backend/warehouse/locations")
        await page.get_by_role("button", name="Dodaj: Lokalizacja").click()
        await field(page, "Nazwa").fill(name)
        await page.context.clear_cookies(name="auth_token")
        await page.get_by_role("button", name="Utwórz").click()
        again = page.get_by_role("dialog", name="Zaloguj się ponownie")
        await again.get_by_label("Hasło").fill(demo.passwords[OWNER])
        await again.get_by_role("button", name="Zaloguj się").click()
        await expect(page.locator(".tw tbody tr", has_text=name)).to_have_count(1)
        # The notice may be gone by now; its key is not.
        await expect(page.locator(".panel")).to_have_count(0)
        await page.keyboard.press("Control+z")
        await expect(page.locator(".tw tbody tr", has_text=name)).to_have_count(0)


async def test_signing_out_leads_to_the_form_and_leaves_nobody_signed_in(demo: Demo, browser: Browser):
    async with at_work(demo, browser) as visit:
        page = visit.page
        await page.locator(".me").click()
        await page.get_by_role("menuitem", name="Wyloguj się").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Zaloguj się")
        await page.goto(f"{demo.address}/backend/contracts/contracts")
        assert "/login?redirect=" in page.url


async def test_an_address_that_leads_nowhere_says_so(demo: Demo, browser: Browser):
    async with at_work(demo, browser, FITTER) as visit:
        await visit.open("/backend/finance/transactions")
        await expect(visit.page.locator("main")).to_contain_text("Nie ma takiej strony")
