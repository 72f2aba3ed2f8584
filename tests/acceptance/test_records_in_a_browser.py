"""Lists and records of the demo in front of their users: made, changed by two people, taken back, kept as views."""

import re
from uuid import uuid4

import pytest
from browsers import at_work, field
from demo_studio import OFFICE, OWNER, Demo
from playwright.async_api import Browser, expect

from screens import WITHOUT_BROWSER

pytestmark = [WITHOUT_BROWSER, pytest.mark.usefixtures("built")]


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
        await field(page, "Do zrobienia").press("Control+Enter")
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
