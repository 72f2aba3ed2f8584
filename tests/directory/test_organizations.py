"""Organizations written: the rules of the tree, moves that cannot make a circle, and undo that restores it exactly."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

import pytest

from bottega.kernel import events
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, Invite

PATH = "/directory/organizations"
UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"


@pytest.fixture
async def boss(caller: Invite):
    return await caller("directory.organizations.*", "audit_logs.*")


def token(response: Any) -> str:
    assert response.status_code in (200, 201), response.text
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


def logged(response: Any) -> str:
    return json.loads(unquote(response.headers["x-om-operation"].removeprefix("omop:")))["id"]


async def make(who: Any, name: str, **more: Any) -> str:
    made = await who.post(PATH, {"name": name, **more})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def tree(who: Any) -> dict[str, Any]:
    """Names with what is below them."""
    answer = await who.get(PATH, params={"view": "tree"})
    assert answer.status_code == 200, answer.text

    def names(items: list[dict[str, Any]]) -> dict[str, Any]:
        return {item["name"]: names(item["children"]) for item in items}

    found = names(answer.json()["items"])
    # The organization the tenant was founded with.
    return {name: below for name, below in found.items() if not name.startswith("Studio ")}


async def refused(response: Any, status: int, error: str) -> None:
    assert (response.status_code, response.json()["error"]) == (status, error)


async def test_strangers_and_people_without_the_feature_write_nothing(nobody: Client, caller: Invite):
    assert (await nobody.post(PATH, json={"name": "X"})).status_code == 401
    viewer = await caller("directory.organizations.view")
    body = {"id": str(new_id()), "name": "X"}
    assert [(await call(PATH, body)).status_code for call in (viewer.post, viewer.put, viewer.delete)] == [403] * 3


async def test_an_organization_takes_its_place_among_parent_and_children(boss: Caller):
    parent, child = await make(boss, "Parent"), await make(boss, "Child")
    middle = await make(boss, "Middle", parentId=parent, childIds=[child, parent, child])
    assert await tree(boss) == {"Parent": {"Middle": {"Child": {}}}}
    await boss.put(PATH, {"id": middle, "name": "Centre"})
    assert await tree(boss) == {"Parent": {"Centre": {"Child": {}}}}
    await boss.put(PATH, {"id": middle, "parentId": None})
    assert await tree(boss) == {"Parent": {}, "Centre": {"Child": {}}}
    await boss.put(PATH, {"id": middle, "childIds": [parent]})
    assert await tree(boss) == {"Child": {}, "Centre": {"Parent": {}}}


async def test_the_tree_refuses_what_is_no_tree(boss: Caller, caller: Invite, app: Application):
    top = await make(boss, "Top")
    middle = await make(boss, "Middle", parentId=top)
    low = await make(boss, "Low", parentId=middle)
    foreign = str((await found_tenant(app, "Elsewhere")).organization_id)
    await refused(await boss.post(PATH, {"name": "X", "parentId": foreign}), 400, "Parent not found")
    await refused(await boss.post(PATH, {"name": "X", "childIds": [foreign]}), 400, "Invalid child assignment")
    above = {"name": "X", "parentId": low, "childIds": [top]}
    await refused(await boss.post(PATH, above), 400, "Cannot assign ancestor as child")
    for body, error in (
        ({"parentId": top}, "Organization cannot be its own parent"),
        ({"parentId": low}, "Cannot assign descendant as parent"),
        ({"parentId": str(new_id())}, "Parent not found"),
        ({"childIds": [top]}, "Child cannot equal parent"),
        ({"childIds": [str(new_id())]}, "Invalid child assignment"),
    ):
        await refused(await boss.put(PATH, {"id": top, **body}), 400, error)
    await refused(await boss.put(PATH, {"id": low, "childIds": [top]}), 400, "Cannot assign ancestor as child")
    other = await make(boss, "Other")
    circle = {"id": other, "parentId": low, "childIds": [top]}
    await refused(await boss.put(PATH, circle), 400, "Cannot assign descendant cycle")
    assert await tree(boss) == {"Other": {}, "Top": {"Middle": {"Low": {}}}}


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, None, 7])
async def test_a_name_that_is_none_is_refused(boss: Caller, name: str):
    answer = await boss.post(PATH, {"name": name})
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid input")
    assert answer.json()["details"][0]["path"] == ["name"]


async def test_deleting_moves_the_children_up_and_needs_an_id(boss: Caller):
    top = await make(boss, "Top")
    middle = await make(boss, "Middle", parentId=top)
    await make(boss, "Low", parentId=middle)
    gone = await boss.delete(PATH, params={"id": middle})
    assert (gone.status_code, gone.json()) == (200, {"ok": True})
    assert await tree(boss) == {"Top": {"Low": {}}}
    await refused(await boss.delete(PATH, {}), 400, "Organization id required")
    await refused(await boss.delete(PATH, {"id": middle}), 404, "Not found")
    await refused(await boss.put(PATH, {"id": middle, "name": "X"}), 404, "Not found")


async def test_undo_and_redo_restore_the_tree_exactly(boss: Caller):
    top = await make(boss, "Top")
    low = await make(boss, "Low", parentId=top)
    side = await make(boss, "Side")
    start = await tree(boss)
    steps = [
        await boss.post(PATH, {"name": "New", "parentId": top, "childIds": [low, side]}),
        await boss.put(PATH, {"id": low, "parentId": None, "name": "Lower", "childIds": [top], "isActive": False}),
        await boss.delete(PATH, {"id": low}),
    ]
    states = [start]
    # What the tree was after each step, found by undoing them one by one, newest first.
    end = await tree(boss)
    for step in reversed(steps):
        done = await boss.post(UNDO, {"undoToken": token(step)})
        assert done.status_code == 200, done.text
        states.insert(1, await tree(boss))
    assert states[1] == start
    assert states[2] == {"Top": {"New": {"Low": {}, "Side": {}}}}
    assert states[3] == {"Lower": {"Top": {"New": {"Side": {}}}}}
    for step, state in zip(steps, [*states[2:], end], strict=True):
        done = await boss.post(REDO, {"logId": logged(step)})
        assert done.status_code == 200, done.text
        assert await tree(boss) == state
    assert end == {"Top": {"New": {"Side": {}}}}


async def test_undo_never_makes_a_circle(boss: Caller):
    one, two = await make(boss, "One"), await make(boss, "Two")
    below = await boss.put(PATH, {"id": one, "parentId": two})
    up = await boss.put(PATH, {"id": one, "parentId": None})
    await boss.put(PATH, {"id": two, "parentId": one})
    back = await boss.post(UNDO, {"undoToken": token(up)})
    assert (back.status_code, back.json()["code"]) == (409, "record_modified")
    assert below.status_code == 200
    assert await tree(boss) == {"One": {"Two": {}}}


async def test_undo_never_puts_an_organization_under_one_that_is_gone(boss: Caller):
    parent, child = await make(boss, "Parent"), await make(boss, "Child")
    await boss.put(PATH, {"id": child, "parentId": parent})
    up = await boss.put(PATH, {"id": child, "parentId": None})
    await boss.delete(PATH, {"id": parent})
    back = await boss.post(UNDO, {"undoToken": token(up)})
    assert back.status_code == 409
    assert await tree(boss) == {"Child": {}}


async def test_a_new_organization_that_holds_records_is_not_undone_away(boss: Caller, caller: Invite):
    made = await boss.post(PATH, {"name": "New"})
    new = made.json()["id"]
    there = await caller(
        "warehouse.*",
        organizations=[new],
        organization_id=boss.organization_id,
        headers={"cookie": f"om_selected_org={new}"},
    )
    assert (await there.post("/warehouse/locations", {"nazwa": "A1"})).status_code == 201
    back = await boss.post(UNDO, {"undoToken": token(made)})
    assert (back.status_code, back.json()["code"]) == (409, "in_use")
    assert "New" in await tree(boss)


async def test_simultaneous_moves_cannot_make_a_circle(boss: Caller):
    ids = [await make(boss, f"N{index}") for index in range(4)]
    for _ in range(3):
        for one in ids:
            await boss.put(PATH, {"id": one, "parentId": None})
        # Everybody under the next one: all of them together would be a circle.
        moves = [boss.put(PATH, {"id": one, "parentId": ids[n - 1]}) for n, one in enumerate(ids)]
        answers = await asyncio.gather(*moves)
        assert sorted(a.status_code for a in answers) == [200, 200, 200, 400]
        (loser,) = [a for a in answers if a.status_code == 400]
        assert loser.json()["error"] == "Cannot assign descendant as parent"

        def count(below: dict[str, Any]) -> int:
            return sum(1 + count(more) for more in below.values())

        assert count(await tree(boss)) == 4


async def test_what_happens_to_the_tree_is_the_tenants_business(boss: Caller):
    made = await boss.post(PATH, {"name": "New"})
    answer = await boss.get("/audit_logs/audit-logs/actions", params={"resourceId": made.json()["id"]})
    (entry,) = answer.json()["items"]
    assert (entry["organizationId"], entry["resourceKind"]) == (None, "directory.organization")
    assert (entry["commandId"], entry["actionLabel"]) == ("directory.organizations.create", "Create organization")
    assert entry["snapshotAfter"]["name"] == "New"


async def test_custom_fields_are_kept_listed_and_undone(boss: Caller):
    one = await make(boss, "One", cf_nip="5260001246")
    changed = await boss.put(PATH, {"id": one, "cf_nip": None, "customFields": {"kraj": "PL"}})
    items = (await boss.get(PATH, params={"view": "manage", "ids": one})).json()["items"]
    assert (items[0].get("cf_nip"), items[0]["cf_kraj"]) == (None, "PL")
    await boss.post(UNDO, {"undoToken": token(changed)})
    items = (await boss.get(PATH, params={"view": "manage", "ids": one})).json()["items"]
    assert (items[0]["cf_nip"], "cf_kraj" in items[0]) == ("5260001246", False)


async def test_another_tenant_finds_nothing_to_change(boss: Caller, caller: Invite, app: Application):
    one = await make(boss, "One")
    elsewhere = await caller("directory.organizations.*", within=await found_tenant(app, "Elsewhere"))
    await refused(await elsewhere.put(PATH, {"id": one, "name": "Mine"}), 404, "Not found")
    await refused(await elsewhere.delete(PATH, {"id": one}), 404, "Not found")
    named = {"name": "X", "tenantId": str(boss.tenant_id)}
    await refused(await elsewhere.post(PATH, named), 403, "Not authorized to target this tenant.")
    assert await tree(boss) == {"One": {}}


async def test_a_super_admin_writes_in_any_tenant(boss: Caller, caller: Invite, app: Application):
    root = await caller(super_admin=True, within=await found_tenant(app, "Elsewhere"))
    one = await make(root, "One", tenantId=str(boss.tenant_id))
    two = await make(boss, "Two")
    assert await tree(boss) == {"One": {}, "Two": {}}
    # Named by nothing but its id, as the list of all tenants shows it.
    assert (await root.put(PATH, {"id": two, "parentId": one})).status_code == 200
    assert await tree(boss) == {"One": {"Two": {}}}
    assert (await root.delete(PATH, {"id": one})).status_code == 200
    assert await tree(boss) == {"Two": {}}
    await refused(await root.post(PATH, {"name": "X", "tenantId": str(new_id())}), 404, "Tenant not found")


async def test_callers_confined_to_an_organization_stay_in_it(boss: Caller, caller: Invite):
    mine = await make(boss, "Mine")
    below = await make(boss, "Below", parentId=mine)
    other = await make(boss, "Other")
    me = await caller("directory.organizations.*", organizations=[mine], organization_id=mine)
    await refused(await me.post(PATH, {"name": "Root"}), 403, "Forbidden")
    await refused(await me.post(PATH, {"name": "X", "parentId": other}), 400, "Parent not found")
    await refused(
        await me.post(PATH, {"name": "X", "parentId": mine, "childIds": [other]}), 400, "Invalid child assignment"
    )
    await refused(await me.put(PATH, {"id": other, "name": "X"}), 404, "Not found")
    await refused(await me.delete(PATH, {"id": other}), 404, "Not found")
    await refused(await me.put(PATH, {"id": below, "parentId": None}), 403, "Forbidden")
    await refused(await me.put(PATH, {"id": mine, "childIds": []}), 403, "Forbidden")
    await make(me, "Deep", parentId=below)
    assert await tree(boss) == {"Mine": {"Below": {"Deep": {}}}, "Other": {}}
    assert await tree(me) == {"Mine": {"Below": {"Deep": {}}}}


async def test_nobody_closes_the_organization_they_are_signed_in_to(boss: Caller):
    own = str(boss.organization_id)
    assert (await boss.put(PATH, {"id": own, "isActive": False})).status_code == 409
    assert (await boss.delete(PATH, {"id": own})).status_code == 409
    assert (await boss.put(PATH, {"id": own, "name": "Studio renamed"})).status_code == 200


@pytest.mark.parametrize("end", ["deactivate", "delete"])
async def test_closing_an_organization_ends_the_sessions_of_its_people_at_once(boss: Caller, caller: Invite, end: Any):
    one = await make(boss, "One")
    member = await caller("directory.organizations.view", organization_id=one)
    assert (await member.get(PATH)).status_code == 200
    if end == "delete":
        closed = await boss.delete(PATH, {"id": one})
    else:
        closed = await boss.put(PATH, {"id": one, "isActive": False})
    assert closed.status_code == 200
    await until(lambda: signed_out(member))
    await boss.post(UNDO, {"undoToken": token(closed)})
    assert (await member.get(PATH)).status_code == 200


async def signed_out(who: Any) -> bool:
    return (await who.get(PATH)).status_code == 401


async def until(condition: Any) -> None:
    """Announcements travel between processes: a moment may pass."""
    async with asyncio.timeout(5):
        while not await condition():  # noqa: ASYNC110 - it is another process that makes it true
            await asyncio.sleep(0.01)


async def test_events_name_the_organization_itself(boss: Caller, app: Application):
    one = await make(boss, "One")
    await boss.put(PATH, {"id": one, "name": "Uno"})
    await boss.delete(PATH, {"id": one})
    async with app.database.tenant(boss.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT name, organization_id FROM event_outbox WHERE record_id = $1 ORDER BY id", one
        )
    names = [row["name"] for row in rows]
    assert names[:2] == ["directory.organization.created", "directory.organization.updated"]
    assert names[-1] == "directory.organization.deleted"
    assert {str(row["organization_id"]) for row in rows} == {one}
    assert events.matches("directory.organization.*", names[0])


async def test_an_outdated_version_is_refused(boss: Caller):
    one = await make(boss, "One")
    stale = {"x-om-ext-optimistic-lock-expected-updated-at": "2020-01-01T00:00:00.000Z"}
    refusal = await boss.client.put(PATH, json={"id": one, "name": "Two"}, headers=stale)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "optimistic_lock_conflict")
    refusal = await boss.client.request("DELETE", PATH, json={"id": one}, headers=stale)
    assert refusal.status_code == 409
    assert await tree(boss) == {"One": {}}
