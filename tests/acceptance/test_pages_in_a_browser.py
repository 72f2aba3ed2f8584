"""Pages made by hand, as the demo's people use them: home, bell, palette, contract, board and cash desk."""

import re
from uuid import uuid4

import pytest
from browsers import at_work, field
from demo_studio import ACCOUNTANT, OWNER, Demo
from playwright.async_api import Browser, expect

from screens import WITHOUT_BROWSER

WIDGETS_OF_OWNERS = 8

pytestmark = [WITHOUT_BROWSER, pytest.mark.usefixtures("built")]


async def test_the_home_page_shows_figures_whose_lists_have_as_many_rows(demo: Demo, browser: Browser):
    async with at_work(demo, browser) as visit:
        page = visit.page
        await expect(page.locator(".w h2").first).to_have_text("Pieniądze dziś")
        await visit.settled()
        assert await page.locator(".w").count() == WIDGETS_OF_OWNERS
        assert await visit.violations() == []
        waiting = page.get_by_role("region", name="Do akceptacji")
        rows = (await waiting.locator(".w-all").inner_text()).removeprefix("Wszystkie: ")
        await waiting.get_by_role("link", name="Transakcje").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Transakcje")
        await expect(page.locator(".head")).to_contain_text(rows)
        await page.go_back()
        await page.get_by_role("button", name="Ułóż pulpit").click()
        await page.get_by_role("button", name="Usuń z pulpitu").first.click()
        await page.get_by_role("button", name="Zapisz układ").click()
        await expect(page.locator(".w h2").first).to_have_text("Po terminie")
        await page.set_viewport_size({"width": 390, "height": 844})
        assert await visit.overflow() == 0


async def test_what_others_do_is_shown_at_once_and_the_bell_leads_to_it(demo: Demo, browser: Browser):
    owner = demo.sign_in(OWNER)
    reader = owner.saw("/auth/users", search=ACCOUNTANT)["items"][0]["id"]
    name, title = (f"{word} {uuid4().hex[:8]}" for word in ("Regał", "Nowy regał"))
    async with at_work(demo, browser, ACCOUNTANT) as visit:
        page = visit.page
        bell = page.locator(".bell")
        await visit.open(f"/backend/warehouse/locations?q={name.split()[1]}")
        await expect(page.locator("main")).to_contain_text("Żaden wiersz nie pasuje")
        before = int(await bell.locator("b").inner_text() if await bell.locator("b").count() else 0)
        made = owner.made("/warehouse/locations", nazwa=name)
        await expect(page.locator(".tw tbody tr", has_text=name)).to_have_count(1)
        href = f"/backend/warehouse/locations/{made}"
        said = {"title": title, "body": "Stoi przy rampie", "linkHref": href, "severity": "success"}
        owner.made("/notifications", type="studio.announcement", recipientUserId=reader, **said)
        await expect(bell.locator("b")).to_have_text(str(before + 1))
        await bell.click()
        line = page.locator(".inbox li", has_text=title)
        await expect(line).to_contain_text("Stoi przy rampie")
        await line.get_by_role("button", name=title).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(name)
        assert page.url == f"{demo.address}{href}"
        await expect(page.get_by_role("button", name="Powiadomienia")).not_to_have_accessible_name(
            re.compile(rf"\b{before + 1}\b")
        )
        await bell.click()
        await line.get_by_role("button", name="Odrzuć").click()
        await expect(line).to_have_count(0)
        await page.keyboard.press("Escape")
        await expect(bell).to_be_focused()


async def test_one_line_finds_pages_records_and_what_can_be_done(demo: Demo, browser: Browser):
    [contract] = demo.sign_in(OWNER).saw("/contracts/contracts", pageSize=1)["items"]
    async with at_work(demo, browser) as visit:
        page = visit.page
        palette = page.get_by_role("dialog", name="Szukaj albo wykonaj")
        heading = page.get_by_role("heading", level=1)

        async def say(words: str, option: str) -> None:
            await page.keyboard.press("Control+k")
            await expect(palette.get_by_role("combobox")).to_be_focused()
            await page.keyboard.type(words)
            await expect(palette.get_by_role("option", name=option, selected=True)).to_have_count(1)

        await visit.open("/backend")
        await say("zamow", "Zamówienia")
        await page.keyboard.press("Enter")
        await expect(heading).to_have_text("Zamówienia")
        await say(f"#{contract['numer']}", contract["numer"])
        await page.keyboard.press("Enter")
        await expect(heading).to_contain_text(contract["numer"])
        await say(">edytuj", f"Edytuj: {contract['numer']}")
        await page.keyboard.press("Enter")
        await expect(page.locator(".panel")).to_contain_text("Zapisz zmiany")
        await page.keyboard.press("Escape")
        await say("nowy wpis lokal", "Nowy wpis: lokalizacja")
        await page.keyboard.press("Enter")
        await expect(heading).to_have_text("Lokalizacje")
        await expect(field(page, "Nazwa")).to_be_focused()
        await page.keyboard.press("Control+k")
        await expect(palette.get_by_role("combobox")).to_be_focused()
        await expect(palette.get_by_role("group", name="Ostatnio otwarte")).to_contain_text(contract["numer"])
        await page.keyboard.press("Escape")
        await expect(palette).to_have_count(0)
        await expect(field(page, "Nazwa")).to_be_focused()


async def test_a_contract_is_worked_on_in_one_place(demo: Demo, browser: Browser):
    owner, contract = demo.sign_in(OWNER), "01900000-0000-7000-8000-000000000012"
    path = f"/contracts/contracts/{contract}"
    async with at_work(demo, browser) as visit:
        page = visit.page
        await visit.open(f"/backend{path}")
        gates = owner.saw(f"/controlling{path.removeprefix('/contracts')}/readiness")["bramki"]
        assert await page.locator(".rail .done").count() == sum(one["otwarta"] for one in gates) > 0
        missing = [word for one in gates for word in one["brakuje"]]
        await expect(page.locator(".miss")).to_contain_text(missing[0])
        due = f"{owner.saw(f'{path}/balance')['doZaplaty']:,.2f}"
        await expect(page.locator(".fig .v")).to_have_text(due.replace(",", "\u00a0").replace(".", ",") + "zł")
        # A part is changed where it stands, and that is taken back.
        work = page.locator(".work")
        first = work.get_by_role("region", name="Grupy meblowe").get_by_role("button").first
        before = await first.inner_text()
        await first.click()
        await expect(page.locator(".panel")).to_contain_text("zmiana")
        await field(page, "Grupa meblowa").fill("nadstawka")
        await page.keyboard.press("Control+Enter")
        await expect(work.get_by_role("button", name="nadstawka")).to_have_count(1)
        await expect(page.locator(".panel")).to_have_count(0)
        await page.keyboard.press("Control+z")
        await expect(work.get_by_role("button", name=before)).to_have_count(1)
        # Digits open steps, and a payment is recorded from any of them.
        await page.keyboard.press("8")
        await expect(work.get_by_role("heading", level=2)).to_have_text("Harmonogram")
        assert page.url.endswith("?s=schedule")
        planned = owner.total("/contracts/planned_payments", contractId=contract)
        await expect(work.locator("tbody tr")).to_have_count(planned)
        assert await page.locator(".inst li").count() == planned
        await page.get_by_role("button", name="Przyjmij wpłatę").click()
        await expect(field(page, "Umowa")).to_have_value("K/2026/066")
        await page.keyboard.press("Escape")
        await page.set_viewport_size({"width": 390, "height": 844})
        assert await visit.overflow() == 0


async def test_an_event_is_moved_on_the_board_by_a_drag_and_by_keys(demo: Demo, browser: Browser):
    owner, what = demo.sign_in(OWNER), f"Serwis {uuid4().hex[:8]}"
    fitters = {one["display_name"]: one["user_id"] for one in owner.saw("/staff/team-members", pageSize=100)["items"]}
    event = {"typ": "serwis", "opis": what, "opcje": {"godzinaOd": "08:00", "godzinaDo": "09:00"}}
    made = owner.made("/calendar/events", data="2031-03-04T07:00:00Z", pracownikId=fitters["Damian Kowal"], **event)
    blocked = owner.made("/calendar/blocked_days", dzien="2031-03-06", nazwa="Remanent")

    def planned() -> tuple[str, str]:
        [now] = owner.saw("/calendar/events", id=made)["items"]
        return now["data"][:16], now["pracownik_id"]

    async with at_work(demo, browser) as visit:
        page = visit.page
        visit.expected = {409}
        await visit.open("/backend/calendar?d=2031-03-04&w=week")
        bar = page.get_by_role("button", name="Serwis, 4.03.2031, 8:00")

        async def drag(day: str, person: str) -> None:
            await bar.hover()
            await page.mouse.down()
            cell = page.locator(f"[data-day='{day}'][data-person='{fitters[person]}']")
            box = await cell.bounding_box()
            assert box is not None
            await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20, steps=4)
            await expect(cell).to_have_class(re.compile("over"))
            await page.mouse.up()

        await drag("2031-03-07", "Szymon Dąb")
        await expect(page.locator(".toast")).to_contain_text("Cofnij")
        assert planned() == ("2031-03-07T07:00", fitters["Szymon Dąb"])
        await page.keyboard.press("Control+z")
        await expect(bar).to_be_visible()
        assert planned() == ("2031-03-04T07:00", fitters["Damian Kowal"])
        # A blocked day is asked about, and left alone the event is where it was.
        await drag("2031-03-06", "Damian Kowal")
        question = page.get_by_role("dialog", name="Termin koliduje")
        await question.get_by_role("button", name="Zostaw, jak było").click()
        await expect(bar).to_be_visible()
        assert planned() == ("2031-03-04T07:00", fitters["Damian Kowal"])
        await bar.focus()
        for key in ("m", "ArrowRight", "ArrowRight", "Enter"):
            await page.keyboard.press(key)
        await question.get_by_label("Powód").fill("Klient wyjeżdża")
        await question.get_by_role("button", name="Zaplanuj mimo to").click()
        await expect(page.get_by_role("button", name="Serwis, 6.03.2031, 8:00, w konflikcie")).to_be_visible()
        assert planned() == ("2031-03-06T07:00", fitters["Damian Kowal"])
        await page.get_by_role("button", name="Serwis, 6.03.2031").click()
        await expect(page.locator(".panel")).to_contain_text(what)
    for path, one in (("/calendar/events", made), ("/calendar/blocked_days", blocked)):
        assert owner.request("DELETE", path, json={"id": one}).is_success


async def test_the_cash_desk_shows_what_is_held_and_what_was_left_each_time(demo: Demo, browser: Browser):
    accountant = demo.sign_in(ACCOUNTANT)
    async with at_work(demo, browser, ACCOUNTANT) as visit:
        page = visit.page
        await visit.open("/backend/finance")
        held = accountant.saw("/finance/cash")["items"]
        figure = f"{held[0]['gotowka']:,.2f}".replace(",", "\u00a0").replace(".", ",")
        boxes = page.get_by_role("group", name="Kasy").get_by_role("button")
        await expect(boxes).to_have_count(len(held))
        await expect(boxes.first).to_contain_text(figure)
        # Balances are counted back from what the box holds.
        await expect(page.locator(".cash tbody .left:not(:empty)").first).to_have_text(figure)
        await expect(page.locator(".wait")).to_contain_text("do akceptacji")
        await page.get_by_role("button", name="Wypłać").click()
        panel = page.locator(".panel")
        await expect(panel.get_by_role("button", name="Rozchód")).to_have_attribute("aria-pressed", "true")
        await page.keyboard.press("Escape")
        await page.get_by_role("link", name="Lista kas").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Kasy")
        await expect(page.locator(".tw tbody tr:not(.pad)")).to_have_count(accountant.total("/finance/cash_boxes"))
