"""People of the demo in front of the application, in a real browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from demo_studio import OWNER, Demo
from playwright.async_api import Browser, Page, expect

from screens import PATIENCE, Visit, visiting

# What the home page is headed by: "Wtorek, 1 grudnia".
DAY = re.compile(r"^(Poniedziałek|Wtorek|Środa|Czwartek|Piątek|Sobota|Niedziela), \d{1,2} \w+$")


@asynccontextmanager
async def at_work(demo: Demo, browser: Browser, address: str = OWNER, **options: Any) -> AsyncIterator[Visit]:
    """Somebody who has signed in by the form, and is where that leads."""
    async with visiting(browser, demo.address, **options) as visit:
        await visit.page.goto(f"{demo.address}/")
        await expect(visit.page.get_by_role("heading", level=1)).to_have_text("Zaloguj się")
        while not await _is_let_in(visit, address, demo.passwords[OWNER]):
            await visit.page.locator("#wait").wait_for(state="hidden", timeout=2 * PATIENCE)
        await expect(visit.page.get_by_role("heading", level=1)).to_have_text(DAY)
        assert visit.page.url == f"{demo.address}/backend"
        yield visit


async def _is_let_in(visit: Visit, address: str, password: str) -> bool:
    """Whether the form lets somebody in; too many who sign in from one address at once have to wait."""
    visit.expected |= {429}
    await visit.page.get_by_label("E-mail").fill(address)
    await visit.page.get_by_label("Hasło", exact=True).fill(password)
    await visit.page.get_by_role("button", name="Zaloguj się").click()
    begun = visit.page.get_by_role("heading", level=1).filter(has_text=DAY)
    await expect(begun.or_(visit.page.locator("#wait:not([hidden])"))).to_be_visible()
    return await begun.count() > 0


def field(page: Page, label: str) -> Any:
    """A control of the form that is open."""
    return page.locator(".panel").get_by_label(label, exact=True)
