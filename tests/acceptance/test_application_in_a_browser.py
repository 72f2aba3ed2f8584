"""The demo's people in front of the application: they sign in, open what they are shown, and change a record."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from demo_studio import ACCOUNTANT, OFFICE, OWNER, Demo
from playwright.async_api import Browser, Page, expect

from screens import WITHOUT_BROWSER, Visit, chromium, visiting

FITTER = "damian@example.com"
WIDGETS_OF_OWNERS = 8
# What the home page is headed by: "Wtorek, 1 grudnia".
DAY = re.compile(r"^(Poniedziałek|Wtorek|Środa|Czwartek|Piątek|Sobota|Niedziela), \d{1,2} \w+$")

pytestmark = [WITHOUT_BROWSER, pytest.mark.usefixtures("built")]


@pytest.fixture
async def browser(built: Path) -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def at_work(demo: Demo, browser: Browser, address: str = OWNER, **options: Any) -> AsyncIterator[Visit]:
    """Somebody who has signed in by the form, and is where that leads."""
    async with visiting(browser, demo.address, **options) as visit:
        await visit.page.goto(f"{demo.address}/")
        await expect(visit.page.get_by_role("heading", level=1)).to_have_text("Zaloguj się")
        await visit.page.get_by_label("E-mail").fill(address)
        await visit.page.get_by_label("Hasło", exact=True).fill(demo.passwords[OWNER])
        await visit.page.get_by_role("button", name="Zaloguj się").click()
        await expect(visit.page.get_by_role("heading", level=1)).to_have_text(DAY)
        assert visit.page.url == f"{demo.address}/backend"
        yield visit


def field(page: Page, label: str) -> Any:
    """A control of the form that is open."""
    return page.locator(".panel").get_by_label(label, exact=True)


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


async def test_a_record_is_made_changed_and_both_are_taken_back(demo: Demo, browser: Browser):
    name, another = f"Regał {uuid4().hex[:8]}", f"Regał {uuid4().hex[:8]}"
    async with at_work(demo, browser) as visit:
        page = visit.page
        await visit.open("/backend/warehouse/locations")
        await page.keyboard.press("c")
        await field(page, "Nazwa").fill(name)
        await page.keyboard.press("Control+Enter")
        toast = page.locator(".toast")
        await expect(toast).to_contain_text("Cofnij")
        row = page.locator(".tw tbody tr", has_text=name)
        await expect(row).to_have_count(1)
        await row.get_by_role("link", name=name).click()
        await page.get_by_role("button", name=name).click()
        await page.locator("dd.edit input").fill(another)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text(another)
        await expect(page.get_by_role("complementary", name="Historia: Lokalizacja")).to_contain_text(another)
        await page.keyboard.press("Control+z")
        await expect(page.get_by_role("heading", level=1)).to_have_text(name)
        await page.keyboard.press("Control+z")
        await expect(page.locator("main")).to_contain_text("Nie ma tu takiego rekordu")
        owner = demo.sign_in(OWNER)
        assert (
            owner.total("/warehouse/locations", search=name) == owner.total("/warehouse/locations", search=another) == 0
        )


async def test_what_the_server_refuses_stands_under_its_field_and_is_kept(demo: Demo, browser: Browser):
    async with at_work(demo, browser) as visit:
        page = visit.page
        visit.expected = {400}
        await visit.open("/backend/warehouse/materials")
        await page.get_by_role("button", name="Dodaj: Materiał").click()
        await field(page, "Symbol dekoru").fill("X" * 61)
        await field(page, "Długość").fill("2*640+18")
        await page.keyboard.press("Tab")
        await expect(field(page, "Długość")).to_have_value("1\u00a0298")
        await page.get_by_role("button", name="Utwórz").click()
        wrong = page.locator("[data-field=symbol]")
        await expect(wrong.locator(".err")).to_contain_text("60")
        await expect(field(page, "Symbol dekoru")).to_have_value("X" * 61)
        await expect(field(page, "Rodzaj")).to_be_focused()


async def test_two_people_on_one_record_lose_nothing(demo: Demo, browser: Browser):
    owner = demo.sign_in(OWNER)
    name, theirs = (f"{word} {uuid4().hex[:8]}" for word in ("Przed", "Ich"))
    made = owner.made("/field/checklists", typ="reklamacja", nazwa=name, kolejnosc=900)
    async with at_work(demo, browser) as visit:
        page = visit.page
        visit.expected = {409}
        await visit.open(f"/backend/field/checklists/{made}")
        await page.get_by_role("button", name="Edytuj").click()
        await field(page, "Kolejność na liście").fill("901")
        owner.changed("/field/checklists", id=made, nazwa=theirs)
        await page.keyboard.press("Control+Enter")
        # Different fields are joined, and it is said.
        await expect(page.locator(".toast")).to_contain_text("zapisane przez innych: Do zrobienia")
        await expect(page.get_by_role("heading", level=1)).to_have_text(theirs)
        [kept] = owner.saw("/field/checklists", id=made)["items"]
        assert (kept["nazwa"], kept["kolejnosc"]) == (theirs, 901)
        # The same field is asked about, and what was typed waits.
        await page.get_by_role("button", name="Edytuj").click()
        await field(page, "Do zrobienia").fill("Moje")
        await field(page, "Kolejność na liście").fill("902")
        owner.changed("/field/checklists", id=made, nazwa="Nasze", kolejnosc=903)
        await page.keyboard.press("Control+Enter")
        question = page.get_by_role("dialog", name="Zapisane przed Tobą: Marek Jesionowski")
        await expect(question).to_contain_text("2 pola się różnią")
        await expect(question.get_by_role("radio", name="Zapisane: 903")).not_to_be_checked()
        await question.locator(".cf label", has_text="903").click()
        await expect(question.locator(".cf label", has_text="Moje")).to_have_class("chk rad on")
        await page.keyboard.press("Escape")
        await expect(field(page, "Do zrobienia")).to_have_value("Moje")
        await page.keyboard.press("Control+Enter")
        await question.locator(".cf label", has_text="903").click()
        await question.get_by_role("button", name="Zapisz wybrane").click()
        await expect(page.locator(".panel")).to_have_count(0)
        [kept] = owner.saw("/field/checklists", id=made)["items"]
        assert (kept["nazwa"], kept["kolejnosc"]) == ("Moje", 903)
        # So is a field that is changed where it stands.
        await page.get_by_role("button", name="Moje").click()
        await page.locator("dd.edit input").fill("Jeszcze inne")
        owner.changed("/field/checklists", id=made, nazwa=theirs)
        await page.keyboard.press("Enter")
        await question.get_by_role("button", name="Zapisz wybrane").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Jeszcze inne")
        await page.get_by_role("button", name="Więcej").last.click()
        await page.get_by_role("menuitem", name="Usuń").click()
        await page.get_by_role("dialog").get_by_role("button", name="Usuń").click()
        await expect(page).to_have_url(f"{demo.address}/backend/field/checklists")
        assert owner.total("/field/checklists", id=made) == 0


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
            await expect(palette.get_by_role("option", name=option).first).to_be_visible()
            await expect(palette.get_by_role("option", selected=True)).to_have_count(1)

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
        await expect(palette.get_by_role("group", name="Ostatnio otwarte")).to_contain_text(contract["numer"])
        await page.keyboard.press("Escape")
        await expect(palette).to_have_count(0)
        await expect(field(page, "Nazwa")).to_be_focused()


async def test_several_records_are_changed_and_deleted_as_one_step(demo: Demo, browser: Browser):
    mark = uuid4().hex[:8]
    owner = demo.sign_in(OWNER)
    for place in range(3):
        owner.made("/warehouse/locations", nazwa=f"{mark} {place}")
    async with at_work(demo, browser) as visit:
        page = visit.page
        await visit.open(f"/backend/warehouse/locations?q={mark}")
        rows = page.locator(".tw tbody tr", has_text=mark)
        await expect(rows).to_have_count(3)
        await rows.nth(0).locator(".chk").click()
        await rows.nth(2).locator(".chk").click(modifiers=["Shift"])
        await expect(page.get_by_role("toolbar")).to_contain_text("3 zaznaczone")
        await page.get_by_role("toolbar").get_by_role("button", name="Usuń").click()
        await page.get_by_role("dialog").get_by_role("button", name="Usuń").click()
        # A notice stays while somebody looks at it.
        await page.locator(".toast").hover()
        await expect(page.locator("main")).to_contain_text("Żaden wiersz nie pasuje")
        assert owner.total("/warehouse/locations", search=mark) == 0
        await page.get_by_role("button", name="Cofnij Ctrl Z").click()
        await expect(rows).to_have_count(3)
        assert owner.total("/warehouse/locations", search=mark) == 3


async def test_a_view_is_its_address(demo: Demo, browser: Browser):
    async with at_work(demo, browser) as visit:
        page = visit.page
        await visit.open("/backend/warehouse/materials")
        await page.get_by_role("button", name="Resztki").click()
        await page.get_by_role("button", name="Długość, mm").click()
        await page.get_by_role("button", name="Długość, mm").click()
        await page.get_by_role("searchbox").fill("egger")
        await expect(page).to_have_url(f"{demo.address}/backend/warehouse/materials?v=1&q=egger&s=-dlugosc")
        await visit.settled()
        shown = await page.locator(".tw tbody tr:not(.pad)").all_inner_texts()
        owner = demo.sign_in(OWNER)
        wanted = owner.saw("/warehouse/materials", cala="false", search="egger", sortField="dlugosc", sortDir="desc")
        assert [text.split("\t")[2] for text in shown[:5]] == [one["symbol"] for one in wanted["items"][:5]]
        await page.reload()
        await visit.settled()
        assert (await page.locator(".tw tbody tr:not(.pad)").all_inner_texts())[:5] == shown[:5]


async def test_lists_open_with_what_is_newest_and_say_words(demo: Demo, browser: Browser):
    owner = demo.sign_in(OWNER)
    async with at_work(demo, browser) as visit:
        page = visit.page
        await visit.open("/backend/documents")
        await expect(page.locator("th[aria-sort=descending]")).to_have_text("Data wystawienia")
        [newest] = owner.saw("/documents/documents", sortField="data_wystawienia", sortDir="desc", pageSize=1)["items"]
        year, month, day = newest["data_wystawienia"].split("-")
        first = page.locator(".tw tbody tr:not(.pad)").first
        await expect(first.locator("td.first")).to_contain_text(f"{int(day)}.{month}.{year}")
        await page.get_by_role("button", name="Data wystawienia").click()
        await expect(page.locator("th[aria-sort=ascending]")).to_have_text("Data wystawienia")
        await expect(first.locator("td.first")).not_to_contain_text(year)
        await visit.open("/backend/finance/transactions?f.kategoria=materialy")
        await expect(page.locator(".chips")).to_contain_text("Materiały")
        await expect(first).to_contain_text("Materiały")
        await visit.open("/backend/audit-logs")
        await expect(first).not_to_contain_text(re.compile(r"[a-z]+\.[a-z]+"))


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


async def test_a_view_is_saved_opens_the_list_and_goes_and_a_draft_waits(demo: Demo, browser: Browser):
    name, first = f"Resztki {uuid4().hex[:6]}", f"Ewa {uuid4().hex[:8]}"
    async with at_work(demo, browser, OFFICE) as visit:
        page = visit.page
        views = page.get_by_role("navigation", name="Widoki")
        await visit.open("/backend/warehouse/materials?v=1&f.typ=plyta_laminowana&s=-dlugosc")
        await page.get_by_role("button", name="Zapisz ten widok…").click()
        await page.get_by_role("menuitem", name="Zapisz ten widok…").click()
        await page.get_by_label("Nazwa").fill(name)
        await page.get_by_role("dialog").locator(".sw").click()
        await page.get_by_role("dialog").get_by_role("button", name="Zapisz").click()
        tab = views.get_by_role("button", name=name)
        await expect(tab).to_have_attribute("aria-current", "true")
        # The list opens with it, exactly as it was, until something is changed.
        await visit.open("/backend/warehouse/materials")
        await expect(tab).to_have_attribute("aria-current", "true")
        await expect(page.locator(".chips")).to_contain_text("Płyta laminowana")
        await expect(page.locator("th[aria-sort=descending]")).to_have_text("Długość, mm")
        await page.get_by_role("button", name="Długość, mm").click()
        await expect(tab).to_contain_text("•")
        await page.get_by_role("button", name=f"Widok: {name}").click()
        await page.get_by_role("menuitem", name="Cofnij zmiany").click()
        await expect(tab).not_to_contain_text("•")
        await views.get_by_role("button", name="Wszystkie").click()
        await expect(page.locator(".chips")).not_to_contain_text("Płyta laminowana")
        await tab.click()
        await page.get_by_role("button", name=f"Widok: {name}").click()
        await page.get_by_role("menuitem", name="Usuń widok").click()
        await expect(tab).to_have_count(0)
        await page.keyboard.press("Control+z")
        await expect(tab).to_have_count(1)
        # What was typed and not saved is there again, and not once it was thrown away.
        await visit.open("/backend/customers/people")
        add = page.get_by_role("button", name="Dodaj: Osoba")
        await add.click()
        await field(page, "Imię").fill(first)
        await page.wait_for_function("name => JSON.stringify({...localStorage}).includes(name)", arg=first)
        await page.reload()
        await add.click()
        await expect(field(page, "Imię")).to_have_value(first)
        await expect(page.locator(".restored")).to_contain_text("nie zostało zapisane")
        await page.locator(".panel").get_by_role("button", name="Odrzuć").click()
        await expect(field(page, "Imię")).to_have_value("")
        await page.keyboard.press("Escape")
        await add.click()
        await expect(field(page, "Imię")).to_have_value("")
        assert not await page.locator(".restored").count()


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
