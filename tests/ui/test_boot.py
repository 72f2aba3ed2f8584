"""The state of the application when it is opened."""

from typing import Any
from uuid import uuid4

from bottega import __version__
from bottega.kernel.application import Application
from bottega.kernel.schemas import today


async def test_it_says_who_is_here_where_and_what_they_may_do(caller: Any):
    me = await caller("warehouse.view", "messaging.*")
    boot = (await me.get("/ui/boot", headers={"accept-language": "pl"})).json()
    assert boot["user"]["id"] == str(me.user_id)
    assert "@" in boot["user"]["email"]
    assert boot["tenant"]["id"] == str(me.tenant_id)
    assert [one["id"] for one in boot["organizations"]] == [boot["organizationId"]] == [str(me.organization_id)]
    assert set(boot["features"]) == {"warehouse.view", "messaging.view", "messaging.create", "messaging.delete"}
    assert (boot["locale"], boot["today"], boot["version"]) == ("pl", today().isoformat(), __version__)
    store = next(group for group in boot["nav"] if group["id"] == "warehouse.nav.group")
    assert store["name"] == "Magazyn"
    assert "/backend/warehouse/materials" in {item["href"] for item in store["items"]}


async def test_it_counts_what_waits_for_the_caller(caller: Any):
    me, colleague = await caller("messaging.*"), await caller("messaging.*", "warehouse.view")
    assert (await me.get("/ui/boot")).json()["unread"] == {"notifications": 0, "messages": 0}
    message = {"senderId": str(colleague.user_id), "recipientId": str(me.user_id), "temat": "Pomiar", "tresc": "Jutro"}
    sent = await colleague.post("/messaging/messages", message)
    assert sent.status_code == 201, sent.text
    assert (await me.get("/ui/boot")).json()["unread"] == {"notifications": 0, "messages": 1}
    assert (await (await caller("warehouse.view")).get("/ui/boot")).json()["unread"] == {"notifications": 0}


async def test_only_organizations_in_reach_are_offered(caller: Any):
    boss = await caller(super_admin=True)
    made = (await boss.post("/directory/organizations", {"name": f"Obok {uuid4()}"})).json()["id"]
    assert made in {one["id"] for one in (await boss.get("/ui/boot")).json()["organizations"]}
    there = await caller("warehouse.view", organizations=[made], organization_id=made)
    assert [one["id"] for one in (await there.get("/ui/boot")).json()["organizations"]] == [made]


async def test_a_program_has_no_name_of_its_own(app: Application, caller: Any, nobody: Any):
    boss = await caller(super_admin=True)
    key = (await boss.post("/api_keys/keys", {"name": "Kasa fiskalna", "roles": []})).json()
    boot = await nobody.get("/ui/boot", headers={"x-api-key": key["secret"]})
    assert boot.status_code == 200, boot.text
    assert (boot.json()["user"]["name"], boot.json()["user"]["email"]) == ("Kasa fiskalna", None)
    assert boot.json()["features"] == []
