"""Days that may be blocked: the public holidays of Poland and Sundays, as suggestions only (BR-19)."""

from datetime import date
from typing import Any

from planning import Planner

SUGGESTIONS = "/calendar/suggestions"
# The days free from work by the act of 18 January 1951, as it stands since 1 February 2025; Easter 2026 is on 5 April.
FREE_IN_2026 = [
    "01-01",
    "01-06",
    "04-05",
    "04-06",
    "05-01",
    "05-03",
    "05-24",
    "06-04",
    "08-15",
    "11-01",
    "11-11",
    "12-24",
    "12-25",
    "12-26",
]


async def suggested(planner: Planner, year: int) -> dict[str, Any]:
    answer = await planner.me.get(SUGGESTIONS, params={"year": year}, headers={"accept-language": "pl"})
    assert answer.status_code == 200, answer.text
    return {item["dzien"]: item for item in answer.json()["items"]}


async def test_the_holidays_of_a_year_are_those_of_the_law(planner: Planner) -> None:
    days = await suggested(planner, 2026)
    holidays = [day[5:] for day, item in days.items() if item["rodzaj"] == "swieto"]
    assert holidays == FREE_IN_2026
    assert days["2026-11-11"]["nazwa"] == "Narodowe Święto Niepodległości"


async def test_br_19_christmas_eve_is_suggested_since_2025(planner: Planner) -> None:
    assert "2024-12-24" not in await suggested(planner, 2024)
    assert (await suggested(planner, 2025))["2025-12-24"]["rodzaj"] == "swieto"


async def test_every_sunday_is_suggested(planner: Planner) -> None:
    days = await suggested(planner, 2026)
    assert sum(date.fromisoformat(day).weekday() == 6 for day in days) == 52
    assert days["2026-11-29"] == {
        "dzien": "2026-11-29",
        "nazwa": "Niedziela",
        "rodzaj": "niedziela",
        "blockedDayId": None,
    }


async def test_br_19_nothing_is_blocked_by_itself(planner: Planner) -> None:
    await planner.planned(data="2027-11-11")
    made = await planner.me.post("/calendar/blocked_days", {"dzien": "2027-11-01", "nazwa": "Wszystkich Świętych"})
    assert made.json()["konflikty"] == []
    assert (await suggested(planner, 2027))["2027-11-01"]["blockedDayId"] == made.json()["id"]
    assert (await planner.plan(data="2027-11-01")).json()["code"] == "blocked_day"


async def test_a_year_beyond_the_calendar_is_400(planner: Planner) -> None:
    for year in ("1800", "x", "99999"):
        assert (await planner.me.get(SUGGESTIONS, params={"year": year})).status_code == 400
