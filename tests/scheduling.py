"""Schedules for tests: made over the API, read, and made due in the database; texts that are no times."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from callers import Caller

ALL: Final = ("scheduler.*",)
ECHO: Final = "scheduler.test.echo"
HOURLY: Final = {"scheduleType": "interval", "scheduleValue": "1h"}

Fire = Callable[..., Awaitable[None]]

BAD_CRON = [
    "",
    "invalid",
    "999 999 999 999 999",
    "* * * *",
    "0 0 * * * *",
    "* * *",
    "15m",
    "@daily",
    "60 * * * *",
    "* 24 * * *",
    "0 0 31 2 *",
    "0 0 31 4,6 *",
    "0 0 * 13 *",
    "0 0 * * 8",
    "0 0 * * 1#6",
    "*/0 * * * *",
    "10-5 * * * *",
    "R R * * *",
    "H H * * *",
    "1.5 * * * *",
    "-1 * * * *",
    "٣ * * * *",
    "1,,2 * * * *",
    "0 " * 1000,
]
BAD_INTERVALS = [
    "",
    "15",
    "15x",
    "m",
    "99",
    "0s",
    "00m",
    "-5m",
    "+5m",
    "1.5h",
    "1h30m",
    "15 m",
    " 15m",
    "15M",
    "٣m",
    "99999999999d",
    "9999999999d",
    "70000d",
]


def body(name: str = "Sample", **more: Any) -> dict[str, Any]:
    """A schedule that runs the command of the tests every hour, in the caller's organization."""
    target = {"targetType": "command", "targetCommand": ECHO}
    return {"name": name, "scopeType": "organization", **HOURLY, **target, **more}


async def add(who: Caller, **more: Any) -> str:
    """The id of a new schedule."""
    made = await who.post("/scheduler/jobs", body(**more))
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def read(who: Caller, schedule: str) -> dict[str, Any]:
    """A schedule as it is listed."""
    [item] = (await who.get("/scheduler/jobs", params={"id": schedule})).json()["items"]
    return item


async def history(who: Caller, schedule: str, **params: Any) -> list[dict[str, Any]]:
    """The runs of a schedule, newest first."""
    answer = await who.get(f"/scheduler/jobs/{schedule}/executions", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def make_due(app: Application, *schedules: str, by: str = "1 second") -> None:
    """Let the next run of schedules have come."""
    async with app.database.across_tenants("a test sets the clock") as connection:
        await connection.execute(
            f"UPDATE scheduler_jobs SET next_run_at = now() - interval '{by}' WHERE id = ANY($1)",
            [UUID(one) for one in schedules],
        )
