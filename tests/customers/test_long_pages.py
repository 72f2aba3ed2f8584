"""How much a page of a customer shows, and what undo does to custom values of every kind of record."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from crm import FEATURES, Crm

from bottega.business.customers.tables_activity import Activity, Comment, TodoLink
from bottega.kernel.application import Application
from bottega.kernel.writes import changes


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


async def page(crm: Crm, record: str, include: str, path: str = "people") -> dict[str, Any]:
    """The page of a customer."""
    answer = await crm.me.get(f"/customers/{path}/{record}", params={"include": include})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_newest_fifty_notes_activities_and_tasks_are_shown_and_every_deal(crm: Crm, app: Application):
    ewa = await crm.person()
    place = {"organization_id": crm.me.organization_id, "entity_id": ewa}
    async with app.acting(crm.me.tenant_id, crm.me.organization_id) as ctx:
        for number in range(51):
            written = {**place, "created_at": datetime.now(UTC) + timedelta(seconds=number)}
            await changes.insert(ctx, Comment, {**written, "body": f"{number}"})
            await changes.insert(ctx, Activity, {**written, "activity_type": "call", "subject": f"{number}"})
            await changes.insert(ctx, TodoLink, {**written, "todo_id": uuid4()})
    for number in range(3):
        await crm.deal(f"Szansa {number}", personIds=[ewa])
    found = await page(crm, ewa, "comments,activities,todos,deals")
    newest = [f"{number}" for number in range(50, 0, -1)]
    assert [one["body"] for one in found["comments"]] == newest
    assert [one["subject"] for one in found["activities"]] == newest
    assert (len(found["todos"]), len(found["deals"])) == (50, 3)


async def test_a_task_whose_keeper_tells_nothing_is_shown_with_its_link(crm: Crm, app: Application):
    ewa, task = await crm.person(), uuid4()
    row = {
        "organization_id": crm.me.organization_id,
        "entity_id": ewa,
        "todo_id": task,
        "todo_source": "planner:task",
        "created_by_user_id": crm.me.user_id,
    }
    async with app.acting(crm.me.tenant_id, crm.me.organization_id) as ctx:
        link = await changes.insert(ctx, TodoLink, row)
    for word in ("todos", "TASKS"):
        [found] = (await page(crm, ewa, word))["todos"]
        assert found == {
            "id": str(link),
            "todoId": str(task),
            "todoSource": "planner:task",
            "createdAt": found["createdAt"],
            "createdByUserId": str(crm.me.user_id),
            "title": None,
            "isDone": None,
            "priority": None,
            "severity": None,
            "description": None,
            "dueAt": None,
            "todoOrganizationId": None,
            "customValues": None,
        }


async def test_people_of_a_company_are_told_with_what_they_do(crm: Crm):
    firm = await crm.company()
    ewa = await crm.person(
        companyEntityId=firm, jobTitle="Szefowa", department="Biuro", primaryEmail="ewa@x.pl", status="active"
    )
    [found] = (await page(crm, firm, "people", "companies"))["people"]
    assert found == {
        "id": ewa,
        "displayName": "Ewa Nowak",
        "primaryEmail": "ewa@x.pl",
        "primaryPhone": None,
        "status": "active",
        "lifecycleStage": None,
        "jobTitle": "Szefowa",
        "department": "Biuro",
        "createdAt": found["createdAt"],
        "organizationId": str(crm.me.organization_id),
    }
    assert "people" not in await page(crm, ewa, "people")


RECORDS = {
    "people": {"firstName": "A", "lastName": "B", "displayName": "C"},
    "companies": {"displayName": "C"},
    "deals": {"title": "T"},
    "activities": {"activityType": "call"},
}


@pytest.mark.parametrize("path", RECORDS)
async def test_17_undo_gives_back_custom_values_and_takes_away_those_added_since(crm: Crm, path: str):
    about = {"entityId": await crm.person()} if path == "activities" else {}
    body = {**RECORDS[path], **about, "cf_kept": "a", "cf_list": ["x", "y"], "cf_number": 5}
    record = (await crm.made(path, body))["id"]

    async def values() -> dict[str, Any]:
        item = await crm.item(path, record)
        return {name: value for name, value in item.items() if name.startswith("cf_")}

    before = await values()
    assert before == {"cf_kept": "a", "cf_list": ["x", "y"], "cf_number": 5}
    changed = await crm.put(path, id=record, cf_kept="b", cf_list=[], cf_number=None, cf_new="n", cf_many=["m"])
    after = await values()
    assert after == {"cf_kept": "b", "cf_list": [], "cf_new": "n", "cf_many": ["m"]}
    undone = await crm.undone(changed)
    assert await values() == before
    await crm.redone(undone)
    assert await values() == after
    await crm.undone(await crm.drop(path, record))
    assert await values() == after
