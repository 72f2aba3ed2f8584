"""The demo in a real browser: a person opens the address, signs in as the start says and runs an operation."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from demo_studio import OWNER, Demo
from playwright.async_api import Browser, async_playwright, expect

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

pytestmark = pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason=f"there is no Chromium at {CHROMIUM}")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium."""
    async with async_playwright() as playwright:
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ]
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        await chromium.close()


async def test_who_opens_the_address_finds_people_and_lists_them(demo: Demo, browser: Browser):
    page = await browser.new_page(viewport={"width": 1400, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(60_000)
    await page.goto(demo.address)
    assert page.url == f"{demo.address}/docs"
    await page.fill("#search", "list people")
    await page.locator("#sections li:not([hidden]) a", has_text="List people").first.click()
    await expect(page.locator("h1")).to_have_text("List people")
    await page.click("#account")
    await page.fill("#email", OWNER)
    await page.fill("#password", demo.passwords[OWNER])
    await page.keyboard.press("Enter")
    await expect(page.locator("#account")).to_have_text("Sign out")
    await page.click("text=Send GET")
    await expect(page.locator(".answer .status")).to_have_text("200 OK")
    await expect(page.locator(".answer .code")).to_contain_text("display_name")
    assert complaints == []
