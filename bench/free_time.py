"""When fifty people are free over three months: by their own weeks or a schedule, less their leave."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import httpx

from bench.sides import Rounds, get

MEMBERS: Final = 50
FIRST: Final = date(2035, 9, 3)
DAYS: Final = 91
LEAVE: Final = 5
FRIDAY: Final = 5
TARGET_MS: Final = 30.0
ZONE: Final = "Europe/Warsaw"
NAME: Final = "planner: who is free"
WEEK: Final = [{"weekday": day, "start": "08:00", "end": "16:00"} for day in range(1, 6)]


async def measure_free_time(rounds: Rounds, headers: Mapping[str, str]) -> None:
    """Fill a team over HTTP, then print the median time of the answer, asked by one after the other."""
    if not rounds.wants(NAME):
        return
    members = await _fill(rounds.ours.port, headers)
    last = FIRST + timedelta(days=DAYS - 1)
    path = f"/api/planner/free?dateFrom={FIRST}&dateTo={last}&subjectIds={','.join(members)}"
    await _right(rounds.ours.port, path, headers)
    times: list[float] = []
    for turn in range(rounds.rounds + 1):
        outcome = await rounds.ours.round(get(path, headers), rounds.seconds, connections=1)
        assert not outcome.failures
        times += outcome.times if turn else []
    middle = sorted(times)[len(times) // 2] * 1000
    print(
        f"\n{NAME}, {MEMBERS} members, {DAYS} days, every second with a week of their own, the others by one schedule,"
        f"\na week of leave each: p50 **{middle:.1f} ms** (target {TARGET_MS:.0f})."
    )


async def _right(port: int, path: str, headers: Mapping[str, str]) -> None:
    """What is measured is the answer: everybody's working days, but for their leave."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=dict(headers), timeout=60) as client:
        items = (await client.get(path)).raise_for_status().json()["items"]
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    for number, item in enumerate(items):
        leave = {FIRST + timedelta(days=number + day) for day in range(LEAVE)}
        working = [day for day in days if day.isoweekday() <= FRIDAY and day not in leave]
        assert len(item["windows"]) == len(working), (number, len(item["windows"]), len(working))


async def _fill(port: int, headers: Mapping[str, str]) -> list[str]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api", headers=dict(headers), timeout=60) as client:
        schedule = await _made(client, "/planner/availability-rule-sets", name="Fitters", timezone=ZONE)
        await _made(client, "/planner/availability-weekly", **_week("ruleset", schedule))
        members: list[str] = []
        for number in range(MEMBERS):
            own = number % 2
            follows = {} if own else {"availabilityRuleSetId": schedule}
            member = await _made(client, "/staff/team-members", displayName=f"Fitter {number}", **follows)
            if own:
                await _made(client, "/planner/availability-weekly", **_week("member", member))
            leave = FIRST + timedelta(days=number)
            request = await _made(
                client,
                "/staff/leave-requests",
                memberId=member,
                timezone=ZONE,
                startDate=f"{leave}T00:00:00Z",
                endDate=f"{leave + timedelta(days=LEAVE - 1)}T00:00:00Z",
            )
            await _made(client, "/staff/leave-requests/accept", id=request)
            members.append(member)
        return members


def _week(kind: str, subject: str) -> dict[str, Any]:
    return {"subjectType": kind, "subjectId": subject, "timezone": ZONE, "windows": WEEK}


async def _made(client: httpx.AsyncClient, path: str, **body: Any) -> str:
    answer = await client.post(path, json=body)
    assert answer.is_success, answer.text
    return str(answer.json().get("id", ""))
