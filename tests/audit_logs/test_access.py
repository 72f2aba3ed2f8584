"""The access log: reads are noted in bulk, shown one a record, and forgotten in time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.audit_logs.retention import forget_reads
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Client, Invite

ACCESS = "/audit_logs/audit-logs/access"
MATERIALS = "/warehouse/materials"
BOARD = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "H1180",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "cala": True,
    "ilosc": 3,
}


async def reads(who: Any, **params: Any) -> dict[str, Any]:
    answer = await who.get(ACCESS, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def seen(app: Any, who: Any, ids: list[UUID], **given: Any) -> UUID:
    """A read that happened, at whatever time."""
    row = {
        "tenant_id": who.tenant_id,
        "id": new_id(),
        "organization_id": who.organization_id,
        "actor_id": who.user_id,
        "resource_kind": "warehouse.material",
        "resource_ids": ids,
        "access_type": "read:list",
        "fields": ["id"],
        "context": {"resultCount": len(ids)},
        "created_at": datetime.now(UTC),
        **given,
    }
    async with app.database.tenant(who.tenant_id) as connection:
        await connection.execute(
            "INSERT INTO access_logs SELECT * FROM jsonb_populate_record(NULL::access_logs, $1)", row
        )
    return row["id"]


async def test_strangers_and_people_without_the_feature_see_nothing(nobody: Client, caller: Invite):
    assert (await nobody.get(ACCESS)).status_code == 401
    assert (await (await caller("warehouse.*")).get(ACCESS)).status_code == 403


async def test_a_list_that_was_read_is_one_entry_a_record(caller: Invite, app: Application):
    me = await caller("warehouse.*", "audit_logs.*")
    made = {(await me.post(MATERIALS, BOARD)).json()["id"] for _ in range(3)}
    await me.get(MATERIALS, params={"typ": "mdf"})
    await app.access.flush()
    answer = await reads(me)
    assert (answer["total"], answer["page"], answer["pageSize"], answer["totalPages"]) == (3, 1, 50, 1)
    assert answer["canViewTenant"] is True
    assert {item["resourceId"] for item in answer["items"]} == made
    assert len({item["id"] for item in answer["items"]}) == 3
    entry = answer["items"][0]
    assert (entry["resourceKind"], entry["accessType"]) == ("warehouse.material", "read:list")
    assert (entry["context"]["resultCount"], entry["context"]["path"]) == (3, "/api/warehouse/materials")
    assert "symbol" in entry["fields"]
    assert (entry["actorUserId"], entry["actorUserName"]) == (str(me.user_id), me.email)
    assert entry["organizationId"] == str(me.organization_id)
    again = await reads(me)
    assert [item["id"] for item in again["items"]] == [item["id"] for item in answer["items"]]


async def test_pages_run_through_records_not_through_reads(caller: Invite, app: Application):
    me = await caller("audit_logs.view_self")
    first, second = [new_id() for _ in range(4)], [new_id() for _ in range(3)]
    now = datetime.now(UTC)
    await seen(app, me, first, created_at=now - timedelta(minutes=5))
    await seen(app, me, second, created_at=now)
    expected = [str(i) for i in (*second, *first)]
    pages = [await reads(me, page=str(n), pageSize="3") for n in (1, 2, 3, 4)]
    assert [[item["resourceId"] for item in page["items"]] for page in pages] == [
        expected[:3],
        expected[3:6],
        expected[6:],
        [],
    ]
    assert {(page["total"], page["totalPages"]) for page in pages} == {(7, 3)}


async def test_an_empty_log_has_one_page(caller: Invite):
    me = await caller("audit_logs.view_self")
    answer = await reads(me, page="x", pageSize="0", limit="3")
    assert answer == {"items": [], "canViewTenant": False, "page": 1, "pageSize": 1, "total": 0, "totalPages": 1}


async def test_everybody_sees_their_own_reads_and_tenant_viewers_others_by_name(caller: Invite, app: Application):
    one, chief = await caller("audit_logs.view_self"), await caller("audit_logs.*")
    mine, theirs = new_id(), new_id()
    await seen(app, one, [mine])
    await seen(app, chief, [theirs])
    assert [i["resourceId"] for i in (await reads(chief))["items"]] == [str(theirs)]
    named = await reads(chief, actorUserId=str(one.user_id))
    assert [i["resourceId"] for i in named["items"]] == [str(mine)]
    ignored = await reads(one, actorUserId=str(chief.user_id))
    assert [i["resourceId"] for i in ignored["items"]] == [str(mine)]


async def test_filters_by_kind_type_and_time(caller: Invite, app: Application):
    me = await caller("audit_logs.view_self")
    now = datetime.now(UTC)
    old, new = new_id(), new_id()
    await seen(app, me, [old], created_at=now - timedelta(hours=2), resource_kind="auth.user")
    await seen(app, me, [new], access_type="export")
    assert [i["resourceId"] for i in (await reads(me, resourceKind="auth.user"))["items"]] == [str(old)]
    assert [i["resourceId"] for i in (await reads(me, accessType="export"))["items"]] == [str(new)]
    hour_ago = (now - timedelta(hours=1)).isoformat()
    assert [i["resourceId"] for i in (await reads(me, after=hour_ago))["items"]] == [str(new)]
    assert [i["resourceId"] for i in (await reads(me, before=hour_ago))["items"]] == [str(old)]
    assert (await reads(me, before="yesterday"))["total"] == 2


async def test_reads_of_other_organizations_and_tenants_stay_there(caller: Invite, app: Application, admin: Caller):
    me = await caller("audit_logs.*")
    other = UUID((await admin.post("/directory/organizations", {"name": "Other"})).json()["id"])
    here, there = new_id(), new_id()
    await seen(app, me, [here])
    await seen(app, me, [there], organization_id=other)
    assert [i["resourceId"] for i in (await reads(me))["items"]] == [str(here)]
    named = await reads(me, organizationId=str(other))
    assert [(i["resourceId"], i["organizationName"]) for i in named["items"]] == [(str(there), "Other")]
    # An organization that is not theirs to name leaves the filter as it was.
    assert [i["resourceId"] for i in (await reads(me, organizationId=str(new_id())))["items"]] == [str(here)]
    elsewhere = await caller("audit_logs.*", within=await found_tenant(app, "Elsewhere"))
    assert (await reads(elsewhere, actorUserId=str(me.user_id)))["total"] == 0


@pytest.mark.parametrize("name", ["organizationId", "actorUserId"])
async def test_a_malformed_id_is_named(caller: Invite, name: str):
    me = await caller("audit_logs.*")
    refused = await me.get(ACCESS, params={name: "nonsense"})
    assert (refused.status_code, refused.json()["error"]) == (400, "Validation failed")
    assert [issue["path"] for issue in refused.json()["details"]] == [[name]]


async def test_old_reads_are_forgotten_and_those_of_users_later(caller: Invite, app: Application):
    me = await caller("audit_logs.view_self")
    now = datetime.now(UTC)
    for hours, kind in ((1, "warehouse.material"), (9, "warehouse.material"), (9, "auth.user"), (24 * 8, "auth.user")):
        await seen(app, me, [new_id()], created_at=now - timedelta(hours=hours), resource_kind=kind)
    assert await forget_reads(app, {}) >= 2
    left = (await reads(me))["items"]
    assert [item["resourceKind"] for item in left] == ["warehouse.material", "auth.user"]
