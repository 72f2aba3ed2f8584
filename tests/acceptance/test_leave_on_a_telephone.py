"""Leave on telephones: a fitter asks for it, the owner approves it from the notification, and takes that back."""

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from browsers import at_work, field
from demo_studio import OWNER, Demo
from playwright.async_api import Browser, expect

from screens import WITHOUT_BROWSER

pytestmark = [WITHOUT_BROWSER, pytest.mark.usefixtures("built")]

FITTER = "rafal@example.com"
TELEPHONE = {"width": 390, "height": 844}
REQUESTS = "/backend/staff/leave-requests"
# Beyond everything the demo has planned, and on days no other run has.
FIRST = datetime.now(ZoneInfo("Europe/Warsaw")).date() + timedelta(days=4000 + secrets.randbelow(3000))
LAST = FIRST + timedelta(days=2)


async def test_leave_is_asked_for_and_approved_on_telephones_and_taken_back(demo: Demo, browser: Browser):
    days = f"{FIRST.day}.{FIRST:%m.%Y} – {LAST.day}.{LAST:%m.%Y}"  # noqa: RUF001 - Polish is set with dashes
    async with at_work(demo, browser, FITTER, viewport=TELEPHONE) as visit:
        page = visit.page
        await visit.open(REQUESTS)
        await page.get_by_role("button", name="Dodaj: Wniosek urlopowy").click()
        await field(page, "Pierwszy dzień").fill(f"{FIRST.day}.{FIRST.month}.{FIRST.year}")
        await field(page, "Ostatni dzień").fill(f"{LAST.day}.{LAST.month}.{LAST.year}")
        await field(page, "Powód").first.fill("Urlop wypoczynkowy")
        await page.get_by_role("button", name="Utwórz").click()
        card = page.locator(".cards li", has_text=days)
        await expect(card).to_contain_text("Oczekuje")
        assert await visit.overflow() == 0
        [request] = [
            one["id"]
            for one in demo.sign_in(FITTER, demo.passwords[OWNER]).saw("/staff/leave-requests")["items"]
            if one["first_day"] == str(FIRST)
        ]
    owner = demo.sign_in(OWNER)
    async with at_work(demo, browser, viewport=TELEPHONE) as visit:
        page = visit.page
        await page.locator(".bell").click()
        line = page.locator(".inbox li", has_text="Rafał Sosna").filter(has_text=f"{FIRST.day}.{FIRST:%m.%Y}")
        await line.get_by_role("button", name="Zatwierdź").click()
        await expect(page.get_by_role("status")).to_contain_text("Cofnij")
        [row] = owner.saw("/staff/leave-requests", ids=request)["items"]
        assert row["status"] == "approved"
        member = {"subjectType": "member", "subjectIds": row["member_id"], "pageSize": 100}
        planned = f"DTSTART:{FIRST:%Y%m%d}T"
        assert any(planned in one["rrule"] for one in owner.saw("/planner/availability", **member)["items"])
        assert await visit.overflow() == 0
        await page.get_by_role("status").get_by_role("button", name="Cofnij").click()
        await expect(page.get_by_role("status")).to_contain_text("Cofnięto")
        assert owner.saw("/staff/leave-requests", ids=request)["items"][0]["status"] == "pending"
        assert not any(planned in one["rrule"] for one in owner.saw("/planner/availability", **member)["items"])
