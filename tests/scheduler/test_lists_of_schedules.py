"""The list of schedules: filters, order, search, pages, and the product's own jobs among them."""

from typing import Any

import pytest

from bottega.kernel.application import Application
from callers import Caller, Invite
from scheduling import ALL, add

MINE = {"sourceType": "user"}


async def names(who: Caller, **params: Any) -> list[str]:
    answer = await who.get("/scheduler/jobs", params={**MINE, **params})
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


@pytest.fixture
async def three(keeper: Caller) -> Caller:
    """Somebody with three schedules."""
    await add(keeper, name="Łódź 100%", description="Reports of the_north", isEnabled=False)
    await add(keeper, name="Archive", scopeType="tenant", scheduleValue="2d")
    await add(keeper, name="Beta", scheduleValue="1m", sourceModule="reports")
    return keeper


async def test_filters_narrow_the_list_together(three: Caller) -> None:
    assert await names(three) == ["Łódź 100%", "Archive", "Beta"]
    assert await names(three, scopeType="tenant") == ["Archive"]
    assert await names(three, isEnabled="off") == ["Łódź 100%"]
    assert await names(three, isEnabled="yes") == ["Archive", "Beta"]
    assert await names(three, isEnabled="perhaps") == ["Łódź 100%", "Archive", "Beta"]
    assert await names(three, sourceModule="reports") == ["Beta"]
    assert await names(three, isEnabled="1", scopeType="organization") == ["Beta"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("łódź", 1), ("LODZ", 1), ("north", 1), ("%", 1), ("the_n", 1), ("theXn", 0), ("\\", 0), ("archiv", 1)],
)
async def test_search_finds_parts_of_names_and_descriptions(three: Caller, words: str, found: int) -> None:
    assert len(await names(three, search=words)) == found


async def test_the_list_is_sorted_by_what_is_asked(three: Caller) -> None:
    assert await names(three, sortField="name") == ["Archive", "Beta", "Łódź 100%"]
    assert await names(three, sort="name", order="desc") == ["Łódź 100%", "Beta", "Archive"]
    assert await names(three, sortField="nextRunAt") == ["Beta", "Łódź 100%", "Archive"]
    assert await names(three, sortField="createdAt", sortDir="desc") == ["Beta", "Archive", "Łódź 100%"]


async def test_pages_follow_each_other(three: Caller) -> None:
    answer = (await three.get("/scheduler/jobs", params={**MINE, "pageSize": 2, "page": 2})).json()
    assert [item["name"] for item in answer["items"]] == ["Beta"]
    assert (answer["total"], answer["page"], answer["pageSize"], answer["totalPages"]) == (3, 2, 2, 2)
    for params in ({"pageSize": 0}, {"pageSize": 101}, {"page": 0}, {"sortField": "id"}, {"id": "x"}):
        assert (await three.get("/scheduler/jobs", params=params)).status_code == 400


async def test_others_see_nothing_of_an_organization(three: Caller, caller: Invite) -> None:
    confined = await caller(*ALL, organizations=[])
    assert await names(confined) == ["Archive"]


async def test_the_products_own_jobs_are_schedules_of_the_system(
    app: Application, keeper: Caller, admin: Caller
) -> None:
    answer = await keeper.client.get(
        "/scheduler/jobs", params={"scopeType": "system", "sourceModule": "finance"}, headers={"accept-language": "pl"}
    )
    [item] = answer.json()["items"]
    assert (item["name"], item["targetQueue"]) == ("Kontrola księgi", "finance.audit_ledger")
    assert (item["scheduleType"], item["scheduleValue"], item["timezone"]) == ("cron", "40 2 * * *", "UTC")
    assert item["nextRunAt"].endswith("T02:40:00.000Z")
    listed = (await keeper.get("/scheduler/jobs", params={"sourceType": "module", "pageSize": 100})).json()["items"]
    assert {one["targetQueue"] for one in listed} >= {job.name for job in app.jobs if job.every}
    for who, change in ((keeper, {"name": "Mine"}), (admin, {"isEnabled": False})):
        assert (await who.put("/scheduler/jobs", {"id": item["id"], **change})).status_code == 403
        assert (await who.delete("/scheduler/jobs", {"id": item["id"]})).status_code == 403


async def test_targets_are_the_queues_and_commands_of_the_caller(
    keeper: Caller, admin: Caller, app: Application
) -> None:
    mine, all_of_them = [(await who.get("/scheduler/targets")).json() for who in (keeper, admin)]
    assert {"value": "scheduler-execution", "label": "scheduler-execution"} in mine["queues"]
    assert {"value": "scheduler.test.echo", "label": "scheduler.test.echo"} in mine["commands"]
    assert [one["value"] for one in all_of_them["queues"]] == sorted(job.name for job in app.jobs)
    commands = [one["value"] for one in all_of_them["commands"]]
    assert commands == sorted(commands)
    assert "warehouse.locations.create" in commands
    assert "warehouse.locations.create" not in [one["value"] for one in mine["commands"]]
    assert "scheduler.jobs.create" not in commands
