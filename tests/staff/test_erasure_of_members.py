"""Personal data of members: handed out whole, erased but for what the law keeps, and never while they work here."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest

from bottega.business.staff.personal_data import WORDED
from bottega.kernel.application import Application
from bottega.kernel.database.tables import CLASSES
from bottega.kernel.encryption import sealing
from bottega.kernel.privacy import redaction
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite

FEATURES = ("staff.*", "privacy.*", "audit_logs.undo_self", "audit_logs.redo_self")
UNDO = "/audit_logs/audit-logs/actions/undo"
SECRET = "Cukrzyca7391"


@pytest.fixture
async def boss(caller: Any) -> Caller:
    return await caller(*FEATURES)


async def made(me: Caller, path: str, **body: Any) -> str:
    answer = await me.post(f"/staff/{path}", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def worker(me: Caller, last_day: str | None) -> str:
    """A member with everything a member can have, who was last on leave on a day."""
    member = await made(
        me, "team-members", displayName="Damian Kowal", description=f"{SECRET} notes", tags=[SECRET.lower()]
    )
    await made(me, "activities", entityId=member, activityType="review", subject=f"{SECRET} talk")
    await made(me, "comments", entityId=member, body=f"{SECRET} said")
    await made(me, "addresses", entityId=member, addressLine1=f"ul. {SECRET} 1")
    if last_day is not None:
        days = {"timezone": "Europe/Warsaw", "startDate": f"{last_day}T00:00:00Z", "endDate": f"{last_day}T00:00:00Z"}
        await made(me, "leave-requests", memberId=member, note=SECRET, **days)
    return member


async def left(me: Caller, member: str) -> None:
    answer = await me.put("/staff/team-members", {"id": member, "isActive": False})
    assert answer.status_code == 200, answer.text


async def stored(app: Application, me: Caller) -> str:
    """What the tables of the staff, and the images of undo, say in the tenant, opened."""
    said: list[Any] = []
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        for table in WORDED:
            rows = await ctx.query(f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1", me.tenant_id)
            said += [await redaction.whole(ctx, table, row) for row in rows]
        images = await ctx.query(
            "SELECT table_name, before, after FROM action_changes WHERE tenant_id = $1", me.tenant_id
        )
        keys = await sealing.keys_of(ctx)
        said += [
            redaction.readable(keys, CLASSES[row["table_name"]], row[side])
            for row in images
            for side in ("before", "after")
            if row[side]
        ]
    return str(said)


async def test_a_member_is_handed_out_with_all_that_belongs_to_them(boss: Caller) -> None:
    member = await worker(boss, "2026-05-04")
    answer = await boss.get(f"/privacy/people/{member}/export")
    assert answer.status_code == 200, answer.text
    held = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("personal-data.json"))["staff"]
    assert held["member"]["description"] == f"{SECRET} notes"
    assert [len(held[name]) for name in ("activities", "comments", "addresses", "jobHistories", "leaveRequests")] == [
        1,
        1,
        1,
        0,
        1,
    ]
    assert held["leaveRequests"][0]["note"] == SECRET
    assert held["history"]


async def test_who_works_here_is_not_erased(boss: Caller, app: Application) -> None:
    member = await worker(boss, None)
    before = await stored(app, boss)
    assert SECRET in before
    refused = await boss.post(f"/privacy/people/{member}/erase", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "still_active")
    assert await stored(app, boss) == before


async def test_an_employee_keeps_name_and_leave_and_nothing_else(boss: Caller, app: Application) -> None:
    member = await worker(boss, "2026-05-04")
    await left(boss, member)
    answer = await boss.post(f"/privacy/people/{member}/erase", {"reason": "3/2026"})
    assert answer.status_code == 200, answer.text
    assert any("94" in kept["why"] for kept in answer.json()["kept"])
    [row] = (await boss.get("/staff/team-members", params={"ids": member})).json()["items"]
    assert (row["display_name"], row["description"], row["tags"]) == ("Damian Kowal", None, [])
    [leave] = (await boss.get("/staff/leave-requests", params={"memberId": member})).json()["items"]
    assert (leave["note"], leave["start_date"][:10]) == (None, "2026-05-04")
    for path in ("activities", "comments", "addresses"):
        assert (await boss.get(f"/staff/{path}", params={"entityId": member})).json()["items"] == []
    assert SECRET.lower() not in (await stored(app, boss)).lower()
    assert (await boss.get("/staff/team-members", params={"search": SECRET})).json()["items"] == []


async def test_after_ten_years_nothing_is_left_and_no_undo_brings_it_back(boss: Caller, app: Application) -> None:
    member = await worker(boss, "2014-05-05")
    await left(boss, member)
    gone = await boss.delete("/staff/team-members", {"id": member})
    answer = await boss.post(f"/privacy/people/{member}/erase", {})
    assert answer.status_code == 200, answer.text
    assert "Kowal" not in await stored(app, boss)
    token = json.loads(unquote(gone.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    undone = await boss.post(UNDO, {"undoToken": token})
    assert undone.status_code in {400, 404, 409}, undone.text
    async with app.acting(boss.tenant_id, boss.organization_id) as ctx:
        row = await ctx.query_one("SELECT * FROM staff_team_members WHERE id = $1", UUID(member))
    assert row is not None
    assert row["deleted_at"] is not None


async def test_members_of_other_tenants_are_nobody(boss: Caller, app: Application, caller: Invite) -> None:
    member = await worker(boss, None)
    stranger = await caller(*FEATURES, within=await found_tenant(app, uuid4().hex))
    assert (await stranger.get(f"/privacy/people/{member}/export")).status_code == 404
    assert (await stranger.post(f"/privacy/people/{member}/erase", {})).status_code == 404
