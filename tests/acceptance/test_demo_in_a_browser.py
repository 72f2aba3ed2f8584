"""The demo in a real browser: a person signs in as the start says, and another one replaces a forgotten password."""

import re

from demo_studio import OWNER, Demo
from playwright.async_api import Browser, expect
from test_reset_mails import ANOTHER, PASSWORD, ask, new_colleague

from screens import WITHOUT_BROWSER
from serving import wait_until

pytestmark = WITHOUT_BROWSER


async def test_who_opens_the_explorer_finds_people_and_lists_them(demo: Demo, browser: Browser):
    page = await browser.new_page(viewport={"width": 1400, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(60_000)
    await page.goto(f"{demo.address}/docs")
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


async def test_the_link_of_a_mail_leads_to_a_page_where_a_new_password_is_set(demo: Demo, browser: Browser):
    address = new_colleague(demo)
    ask(demo, address)
    [letter] = wait_until(lambda: demo.mails_to(address), 30)
    body = letter.get_body(("plain",))
    assert body is not None
    [link] = re.findall(r"http\S+/reset/\S+", body.get_content())
    page = await browser.new_page(locale="pl-PL", viewport={"width": 390, "height": 844})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    await page.goto(link)
    await expect(page.locator("h1")).to_have_text("Ustaw nowe hasło")
    for again, refusal in (
        (PASSWORD, "Hasła się różnią."),
        ("za krótkie", "W haśle brakuje: Jedna cyfra, Jedna wielka litera"),
        (ANOTHER, ""),
    ):
        await page.fill("#password", again if refusal.startswith("W haśle") else ANOTHER)
        await page.fill("#again", again)
        await page.get_by_role("button").click()
        if refusal:
            await expect(page.get_by_role("alert")).to_have_text(refusal)
    await expect(page.get_by_role("status")).to_contain_text("Nowe hasło już obowiązuje")
    assert demo.login(address, ANOTHER).status_code == 200
    assert link.rpartition("/")[2] not in page.url
    assert complaints == []
