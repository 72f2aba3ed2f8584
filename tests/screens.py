"""The web application as it is built from ``ui/``, and a person in front of it in a real browser."""

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import build_ui

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WITHOUT_BROWSER = pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason=f"there is no Chromium at {CHROMIUM}")


def build() -> Path:
    """The folder of what was built, by one process of a run at a time; skips, loudly, where it cannot be built."""
    with (Path(tempfile.gettempdir()) / "bottega-screens.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            build_ui.build()
        except build_ui.CannotBuildError as reason:
            pytest.skip(f"THE SCREENS WERE NOT BUILT, so nothing of them is tested: {reason}")
    return build_ui.BUILT


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


# Milliseconds: other tests keep the machine busy meanwhile.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


# Neither the network nor the end of loading says that a page is ready: its live stream stays open, and its scripts
# may be read late. Pages without the application's root are ready as they come.
_QUIET = f"""async () => {{
  const busy = () => document.readyState !== "complete" || (document.querySelector("#root")
    && !document.querySelector("#main[data-waiting=false], #root > .empty"))
    || document.querySelector("[aria-busy=true]");
  const end = Date.now() + {PATIENCE};
  for (let quiet = 0; quiet < 100; ) {{
    const before = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    quiet = busy() ? 0 : quiet + Math.min(20, Date.now() - before);
    if (Date.now() > end) throw new Error("the page does not come to rest");
  }}
}}"""
# What moves for less than a second has arrived.
_STILL = """() => Promise.all(document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 1000)
  .map((one) => one.finished.catch(() => null)))"""


@dataclass
class Visit:
    """A page of the application, with what it asked for elsewhere and what it complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list[str])
    # Refusals that a test expects; the browser complains of every one.
    expected: set[int] = field(default_factory=set[int])

    async def open(self, path: str) -> None:
        """Go to an address and wait until nothing is on its way."""
        await self.page.goto(self.address + path)
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing the page was asked for has been on its way for a tenth of a second."""
        await self.page.evaluate(_QUIET)

    async def violations(self) -> list[Any]:
        """What axe finds on the page as it stands."""
        axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
        await self.page.evaluate(axe.AXE_FILE_PATH.read_text())
        await self.page.evaluate(_STILL)
        found = (await self.page.evaluate("axe.run()"))["violations"]
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]

    async def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")


@asynccontextmanager
async def visiting(browser: Browser, address: str, **options: Any) -> AsyncIterator[Visit]:
    """A window in front of the application; the test fails on what it complains about or asks of another host."""
    settings: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}, "locale": "pl-PL"}
    context = await browser.new_context(**{**settings, **options})
    visit = Visit(await context.new_page(), address)
    visit.page.set_default_timeout(PATIENCE)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("console", lambda said: _hear(visit, said.type, said.text))
    visit.page.on("request", lambda request: _follow(visit, request.url))
    try:
        yield visit
        assert not visit.complaints, visit.complaints
    finally:
        await context.close()


def _hear(visit: Visit, kind: str, said: str) -> None:
    if kind == "error" and not any(f"status of {status}" in said for status in visit.expected):
        visit.complaints.append(said)


def _follow(visit: Visit, url: str) -> None:
    if not url.startswith((f"{visit.address}/", "data:", "blob:")):
        visit.complaints.append(f"asked for {url}")
