"""Teams, roles, members and what belongs to them: what is refused, what stays, and who signs."""

from typing import Any

import pytest

from callers import Caller

FEATURES = ("staff.*", "audit_logs.*")


@pytest.fixture
async def boss(caller: Any) -> Caller:
    return await caller(*FEATURES)


async def made(me: Caller, path: str, **body: Any) -> str:
    """The id of a new record."""
    answer = await me.post(f"/staff/{path}", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def only(me: Caller, path: str, **query: Any) -> dict[str, Any]:
    """The one item of a list."""
    [item] = (await me.get(f"/staff/{path}", params=query)).json()["items"]
    return item


async def test_a_team_with_members_and_a_role_that_is_used_stay(boss: Caller) -> None:
    team = await made(boss, "teams", name="Brygada A")
    role = await made(boss, "team-roles", name="Montażysta", teamId=team, appearanceColor="#2563EB")
    member = await made(boss, "team-members", displayName="Damian Kowal", teamId=team, roleIds=[role, role])
    item = await only(boss, "team-members", roleId=role)
    assert (item["id"], item["roleNames"], item["tags"]) == (member, ["Montażysta"], [])
    assert item["team"] == {"id": team, "name": "Brygada A"}
    assert (await only(boss, "teams", ids=team))["memberCount"] == 1
    assert (await only(boss, "team-roles", ids=role))["memberCount"] == 1
    for path, record in (("teams", team), ("team-roles", role)):
        refused = await boss.delete(f"/staff/{path}", {"id": record})
        assert refused.status_code == 409, refused.text
        assert "assigned" in refused.json()["error"]
    assert (await boss.delete("/staff/team-members", {"id": member})).status_code == 200
    assert (await boss.delete("/staff/teams", {"id": team})).status_code == 200
    assert (await only(boss, "team-roles", ids=role))["team"] is None


async def test_tags_come_and_go_one_at_a_time(boss: Caller) -> None:
    member = await made(boss, "team-members", displayName="Anna Maj", tags=["projekt"])
    answers = [
        await boss.post(f"/staff/team-members/tags/{verb}", {"memberId": member, "tag": tag})
        for verb, tag in (("assign", "VIP"), ("assign", "VIP"), ("unassign", "projekt"), ("unassign", "projekt"))
    ]
    assert [one.status_code for one in answers] == [201, 409, 200, 404]
    assert answers[0].json() == {"id": member}
    assert (await only(boss, "team-members", ids=member))["tags"] == ["VIP"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("team-roles", {"name": "x", "appearanceColor": "#FFFFF"}, "appearanceColor"),
        ("team-members", {"displayName": ""}, "displayName"),
        ("team-members", {"displayName": "x", "teamId": "11111111-1111-4111-8111-111111111111"}, "teamId"),
        ("team-members", {"displayName": "x", "roleIds": ["11111111-1111-4111-8111-111111111111"]}, "roleIds"),
        ("team-members", {"displayName": "x", "userId": "11111111-1111-4111-8111-111111111111"}, "userId"),
    ],
)
async def test_nonsense_is_refused_by_its_field(boss: Caller, path: str, body: dict[str, Any], field: str) -> None:
    refused = await boss.post(f"/staff/{path}", body)
    assert refused.status_code == 400, refused.text
    assert [issue["path"][0] for issue in refused.json()["details"]] == [field]


async def test_an_account_is_of_one_member_at_most(boss: Caller) -> None:
    await made(boss, "team-members", displayName="Piotr Miara", userId=str(boss.user_id))
    twice = await boss.post("/staff/team-members", {"displayName": "Piotr M.", "userId": str(boss.user_id)})
    assert twice.status_code == 409, twice.text
    own = await boss.post("/staff/team-members/self", {"displayName": "Piotr"})
    assert (own.status_code, own.json()["error"]) == (409, "Team member profile already exists.")
    shown = (await boss.get("/staff/team-members/self")).json()["member"]
    assert (shown["displayName"], shown["userId"]) == ("Piotr Miara", str(boss.user_id))


async def test_a_new_primary_address_takes_the_flag_from_the_others(boss: Caller) -> None:
    member = await made(boss, "team-members", displayName="Julia Bąk")
    for line in ("Długa", "Krótka"):
        await made(boss, "addresses", entityId=member, addressLine1=line, isPrimary=True)
    items = (await boss.get("/staff/addresses", params={"entityId": member})).json()["items"]
    assert {one["address_line1"]: one["is_primary"] for one in items} == {"Długa": False, "Krótka": True}
    assert {one["member_id"] for one in items} == {member}


async def test_notes_are_signed_by_the_caller_and_stored_encrypted(boss: Caller, caller: Any, app: Any) -> None:
    other = await caller(*FEATURES)
    member = await made(boss, "team-members", displayName="Rafał Sosna")
    note = await boss.post("/staff/comments", {"entityId": member, "body": "Prosi o podwyżkę"})
    assert note.json()["authorUserId"] == str(boss.user_id)
    refused = await boss.post("/staff/comments", {"entityId": member, "body": "x", "authorUserId": str(other.user_id)})
    assert refused.status_code == 403, refused.text
    async with app.database.tenant(boss.tenant_id) as connection:
        stored = await connection.fetchval("SELECT body FROM staff_team_member_comments")
    assert stored.endswith(":v1")
    item = await only(boss, "comments", entityId=member)
    assert (item["body"], item["authorEmail"]) == ("Prosi o podwyżkę", boss.email)


async def test_a_job_ends_after_it_begins_and_an_activity_has_both_spellings(boss: Caller) -> None:
    member = await made(boss, "team-members", displayName="Tomasz Lis")
    ends = {"startDate": "2024-05-01T00:00:00.000Z", "endDate": "2024-04-01T00:00:00.000Z"}
    refused = await boss.post("/staff/job-histories", {"entityId": member, "name": "Projektant", **ends})
    assert refused.status_code == 400, refused.text
    await made(boss, "activities", entityId=member, activityType="Training")
    item = await only(boss, "activities", entityId=member)
    assert item["activity_type"] == item["activityType"] == "Training"
    assert item["member_id"] == item["memberId"] == item["entityId"] == member


async def test_nobody_decides_on_their_own_leave_where_that_is_not_wanted(boss: Caller) -> None:
    await made(boss, "team-members", displayName="Katarzyna Wolna", userId=str(boss.user_id))
    day = "2027-05-10T00:00:00.000Z"
    request = await made(boss, "leave-requests", timezone="Europe/Warsaw", startDate=day, endDate=day)
    assert (await boss.put("/staff/leave-settings", {"ownDecisions": False})).status_code == 200
    refused = await boss.post("/staff/leave-requests/accept", {"id": request})
    assert refused.status_code == 403, refused.text
    assert (await boss.put("/staff/leave-settings", {"ownDecisions": True})).status_code == 200
    assert (await boss.post("/staff/leave-requests/accept", {"id": request})).json()["ok"] is True
