"""The explorer in a real browser: a person finds an operation, reads it, tries it, and nothing leaves the page."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page, Request, async_playwright, expect

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http import health, routing
from bottega.platform.auth.tenant_setup import Founded, add_role, add_user
from callers import PASSWORD, Invite

EMAIL = f"{new_id()}@example.com"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason=f"there is no Chromium at {CHROMIUM}")


@pytest.fixture(scope="module")
async def address(app: Application):
    """The application behind a real server on loopback."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(routing.build(app, health.PAGES), lifespan="off", log_level="warning")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.fixture(scope="module")
async def browser():
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


@dataclass
class Visit:
    """A page, with what it asked for and what it complained about."""

    page: Page
    requested: list[Request] = field(default_factory=list[Request])
    complaints: list[str] = field(default_factory=list[str])


@asynccontextmanager
async def visiting(browser: Browser, address: str, path: str = "/docs", **options: Any) -> AsyncIterator[Visit]:
    """Open the explorer and wait until it has read the document."""
    context = await browser.new_context(viewport={"width": 1400, "height": 900}, **options)
    visit = Visit(await context.new_page())
    visit.page.set_default_timeout(60_000)
    visit.page.on("request", lambda request: visit.requested.append(request))  # noqa: PLW0108 - no name fits a built-in
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
    await visit.page.goto(address + path)
    await visit.page.wait_for_selector("article")
    try:
        yield visit
    finally:
        await context.close()


@asynccontextmanager
async def opened(browser: Browser, address: str, path: str = "/docs", **options: Any) -> AsyncIterator[Page]:
    """The same where only the page matters."""
    async with visiting(browser, address, path, **options) as visit:
        yield visit.page


async def test_the_explorer_counts_what_there_is(browser: Browser, address: str, app: Application):
    async with visiting(browser, address) as visit:
        page = visit.page
        await expect(page.locator("#count")).to_have_text(f"{len(app.operations)} operations")
        assert visit.complaints == []


async def test_sections_are_counted(browser: Browser, address: str, app: Application):
    wanted = sum(operation.section == "Warehouse" for operation in app.operations)
    async with opened(browser, address) as page:
        section = page.locator("#sections summary", has_text="Warehouse")
        await expect(section.locator(".number")).to_have_text(str(wanted))


async def test_nothing_is_asked_of_any_other_host(browser: Browser, address: str):
    async with visiting(browser, address, "/docs#warehouse_get_warehouse_materials") as visit:
        page = visit.page
        assert {request.url.split("/", 3)[2] for request in visit.requested} == {address.removeprefix("http://")}
        answer = await page.request.get(f"{address}/docs")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert visit.complaints == []


async def test_the_slash_key_leads_to_the_search_and_enter_to_the_first_hit(browser: Browser, address: str):
    async with opened(browser, address) as page:
        await page.keyboard.press("/")
        await expect(page.locator("#search")).to_be_focused()
        await page.keyboard.type("create material")
        hits = page.locator("#sections li:not([hidden]) a")
        summary = await hits.first.locator(".summary").inner_text()
        target = await hits.first.get_attribute("href")
        assert summary == "Create material"
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text(summary)
        assert page.url == f"{address}/docs{target}"


async def test_methods_narrow_the_list(browser: Browser, address: str, app: Application):
    wanted = sum(operation.method == "DELETE" for operation in app.operations)
    async with opened(browser, address) as page:
        await page.click("#methods >> text=DELETE")
        await expect(page.locator("#count")).to_have_text(f"{wanted} of {len(app.operations)} operations")


async def test_an_address_with_a_hash_opens_its_operation(browser: Browser, address: str):
    async with opened(browser, address, "/docs#warehouse_put_warehouse_locations") as page:
        await expect(page.locator("h1")).to_have_text("Update location")
        await expect(page.locator(".needs")).to_contain_text("Auth required")
        await expect(page.locator(".needs")).to_contain_text("warehouse.edit")
        await expect(page.locator("#sections a[aria-current]")).to_contain_text("/warehouse/locations")


async def test_a_token_is_sent_and_the_answer_is_shown_as_text(browser: Browser, address: str, caller: Invite):
    me = await caller("warehouse.*")
    await me.post("/warehouse/locations", {"nazwa": "<img src=x onerror=alert(1)>"})
    async with visiting(browser, address, "/docs#warehouse_get_warehouse_locations") as visit:
        page = visit.page
        await page.click("#account")
        await page.fill("#token", me.token)
        await page.click("text=Use the token")
        await page.click("text=Send GET")
        await expect(page.locator(".answer .status")).to_have_text("200 OK")
        await expect(page.locator(".answer .code")).to_contain_text("<img src=x")
        assert await page.locator(".answer img").count() == 0
        sent = [request for request in visit.requested if "/api/warehouse/" in request.url]
        assert [(await request.all_headers())["authorization"] for request in sent] == [f"Bearer {me.token}"]
        kept = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        assert me.token not in kept


async def test_signing_in_gives_the_page_a_token_and_the_browser_no_cookie(
    browser: Browser, address: str, app: Application, tenant: Founded
):
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        role = await add_role(ctx, "reader", ["warehouse.view"])
        await add_user(ctx, EMAIL, PASSWORD, [role], organization_id=tenant.organization_id)
    async with opened(browser, address, "/docs#warehouse_get_warehouse_locations") as page:
        await page.click("#account")
        await page.fill("#email", EMAIL)
        await page.fill("#password", "wrong")
        await page.keyboard.press("Enter")
        await expect(page.locator("dialog .error")).not_to_be_empty()
        await page.fill("#password", PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.locator("#account")).to_have_text("Sign out")
        await expect(page.locator("dialog")).to_be_hidden()
        await page.click("text=Send GET")
        await expect(page.locator(".answer .status")).to_have_text("200 OK")
        assert await page.context.cookies() == []


async def test_a_stranger_is_told_so_by_the_api(browser: Browser, address: str):
    async with opened(browser, address, "/docs#warehouse_post_warehouse_locations") as page:
        await page.fill("#body", '{"nazwa": "Regał A"}')
        await expect(page.locator(".snippets pre")).to_contain_text("Regał A")
        await page.click("text=Send POST")
        await expect(page.locator(".answer .status")).to_have_text("401 Unauthorized")


async def test_a_base_url_is_asked_for(browser: Browser, address: str):
    async with opened(browser, address, "/docs#warehouse_get_warehouse_locations") as page:
        await page.fill("#base", "  ")
        await page.click("text=Send GET")
        await expect(page.locator(".answer .error")).to_have_text("Please provide a base URL for the request.")


async def test_a_token_never_reaches_another_host(browser: Browser, address: str, caller: Invite):
    me = await caller()
    async with visiting(browser, address, "/docs#warehouse_get_warehouse_locations") as visit:
        page = visit.page
        await page.click("#account")
        await page.fill("#token", me.token)
        await page.click("text=Use the token")
        await page.fill("#base", "http://127.0.0.1:9/api")
        await page.click("text=Send GET")
        await expect(page.locator(".answer .error")).to_contain_text("copy the snippet instead")
        answers = [await request.response() for request in visit.requested if ":9/" in request.url]
        assert answers in ([], [None])


@pytest.mark.parametrize(
    ("language", "said"), [("cURL", "curl -X GET"), ("JavaScript", "await fetch("), ("Python", "httpx.request(")]
)
async def test_snippets_follow_the_form(browser: Browser, address: str, language: str, said: str):
    async with opened(browser, address, "/docs#warehouse_get_warehouse_locations") as page:
        await page.click(f".snippets >> text={language}")
        await page.fill("#parameter-query-search", "regał 7")
        await expect(page.locator(".snippets pre")).to_contain_text(said)
        await expect(page.locator(".snippets pre")).to_contain_text("search=rega%C5%82+7")


async def test_a_phone_shows_the_list_as_a_menu(browser: Browser, address: str):
    async with opened(browser, address) as page:
        await page.set_viewport_size({"width": 390, "height": 800})
        await expect(page.locator("#sidebar")).to_be_hidden()
        await page.click("#menu")
        await page.fill("#search", "list locations")
        await page.click("#sections li:not([hidden]) a")
        await expect(page.locator("h1")).to_have_text("List locations")
        await expect(page.locator("#sidebar")).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/docs", "/docs#warehouse_post_warehouse_materials", "/docs#warehouse_get_warehouse_materials"]
)
async def test_axe_finds_nothing(browser: Browser, address: str, scheme: str, path: str):
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    async with opened(browser, address, path, color_scheme=scheme, bypass_csp=True) as page:
        await page.evaluate(axe.AXE_SCRIPT if hasattr(axe, "AXE_SCRIPT") else axe.AXE_FILE_PATH.read_text())
        found = (await page.evaluate("axe.run()"))["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
