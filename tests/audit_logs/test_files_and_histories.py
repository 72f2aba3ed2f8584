"""The logs as files, by type of action, and the history of a deal with the notes and activities that name it."""

import csv
import io
from typing import Any

import pytest

from bottega.kernel.tabular.exports import formats
from bottega.platform.audit_logs.actions import COLUMNS
from callers import Caller, Invite

ACTIONS = "/audit_logs/audit-logs/actions"
ACCESS = "/audit_logs/audit-logs/access"
LOCATIONS = "/warehouse/locations"


async def made(who: Caller, path: str, **body: Any) -> str:
    answer = await who.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def listed(who: Caller, **params: Any) -> list[dict[str, Any]]:
    answer = await who.get(ACTIONS, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def rows(who: Caller, path: str = ACTIONS, **params: Any) -> list[dict[str, str]]:
    answer = await who.get(path, params={"format": "csv", **params})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller("warehouse.*", "audit_logs.*", "customers.*")


async def test_a_file_has_every_entry_and_no_token_that_would_undo_it(me: Caller) -> None:
    for n in range(3):
        await made(me, LOCATIONS, nazwa=f"Regał {n}")
    [token, *_] = [item["undoToken"] for item in await listed(me, resourceKind="warehouse.location")]
    # Pages do not matter to a file.
    found = await rows(me, resourceKind="warehouse.location", pageSize=1)
    assert [row["Command Id"] for row in found] == ["warehouse.locations.create"] * 3
    assert [row["Actor User Name"] for row in found] == [me.email] * 3
    assert '"Regał 2"' in found[0]["Snapshot After"]
    assert len(found[0]) == len(COLUMNS)
    answer = await me.get(ACTIONS, params={"format": "csv"})
    assert token not in answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="audit_actions.csv"'


@pytest.mark.parametrize("path", [ACTIONS, ACCESS])
async def test_the_logs_come_in_every_format_that_lists_have(path: str, me: Caller) -> None:
    await made(me, LOCATIONS, nazwa="Regał")
    await me.get(LOCATIONS)
    await me.client.get(LOCATIONS)
    for name in formats():
        answer = await me.get(path, params={"format": name})
        assert answer.status_code == 200, answer.text
        assert answer.content
    refused = await me.get(path, params={"format": "docx"})
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["format"])
    wrong = await me.get(path, params={"format": "csv", "actorUserId": "nobody"})
    assert (wrong.status_code, wrong.json()["details"][0]["path"]) == (400, ["actorUserId"])


async def test_no_cell_of_a_file_is_run_as_a_formula(me: Caller, caller: Invite) -> None:
    boss = await caller(super_admin=True)
    evil = "=cmd|'/c calc'!A0"
    renamed = await boss.put("/directory/organizations", {"id": str(boss.organization_id), "name": evil})
    assert renamed.status_code == 200, renamed.text
    for row in await rows(boss):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@")), row
    assert any(row["Organization Name"].startswith("'=cmd") for row in await rows(boss))


async def test_who_sees_only_their_own_entries_gets_no_others_in_a_file(me: Caller, caller: Invite) -> None:
    other = await caller("warehouse.*", "audit_logs.view_self")
    await made(me, LOCATIONS, nazwa="Mój")
    mine = await made(other, LOCATIONS, nazwa="Inny")
    found = await rows(other)
    assert [row["Resource Id"] for row in found] == [mine]
    assert (await (await caller("warehouse.*")).get(ACTIONS, params={"format": "csv"})).status_code == 403


async def test_reads_come_as_a_file_too(me: Caller, app: Any) -> None:
    location = await made(me, LOCATIONS, nazwa="Regał")
    await me.get(LOCATIONS)
    await app.access.flush()
    found = await rows(me, ACCESS)
    assert [(row["Resource Kind"], row["Resource Id"]) for row in found] == [("warehouse.location", location)]


async def test_entries_are_found_by_the_type_of_action(me: Caller) -> None:
    location = await made(me, LOCATIONS, nazwa="Regał")
    await me.put(LOCATIONS, {"id": location, "nazwa": "Regał 2"})
    await me.client.request("DELETE", LOCATIONS, json={"id": location})
    for wanted, found in (
        ("create", ["create"]),
        ("update", ["update"]),
        ("delete,create", ["delete", "create"]),
        ("import", []),
    ):
        items = await listed(me, resourceId=location, actionType=wanted)
        assert [item["commandId"].rpartition(".")[2] for item in items] == found
    assert [row["Command Id"] for row in await rows(me, resourceId=location, actionType="DELETE")] == [
        "warehouse.locations.delete"
    ]


async def test_the_history_of_a_deal_has_the_notes_and_activities_that_name_it(me: Caller) -> None:
    person = await made(me, "/customers/people", firstName="Ewa", lastName="Lis")
    deal, other = [await made(me, "/customers/deals", title=title) for title in ("Kuchnia", "Szafa")]
    note = await made(me, "/customers/comments", entityId=person, body="Dzwonić rano", dealId=deal)
    call = await made(me, "/customers/activities", entityId=person, activityType="Telefon", dealId=deal)
    await made(me, "/customers/comments", entityId=person, body="O czym innym", dealId=other)
    # It named the deal once, and was deleted naming another.
    await me.put("/customers/activities", {"id": call, "dealId": other})
    await me.client.request("DELETE", "/customers/activities", json={"id": call})

    async def history(**params: Any) -> list[tuple[str, str]]:
        items = await listed(me, resourceKind="customers.deal", resourceId=deal, includeRelated="true", **params)
        return [(item["commandId"].partition(".")[2], item["resourceId"]) for item in items]

    assert await history() == [
        ("activities.update", call),
        ("activities.create", call),
        ("comments.create", note),
        ("deals.create", deal),
    ]
    assert await history(actionType="update") == [("activities.update", call)]
    alone = await listed(me, resourceKind="customers.deal", resourceId=deal)
    assert [item["commandId"] for item in alone] == ["customers.deals.create"]
    file = await rows(me, resourceKind="customers.deal", resourceId=deal, includeRelated="true")
    assert len(file) == len(await history())
