"""Dashboard widgets: the newest first, and only what the caller may see."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from crm import FEATURES, Crm, neighbour

from bottega.business.customers.tables_activity import TodoLink
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import found_tenant

WIDGETS = ("customer-todos", "new-customers", "new-deals", "next-interactions")


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES))


async def widget(crm: Crm, name: str, **query: Any) -> Any:
    """What a widget shows."""
    answer = await crm.me.get(f"/customers/dashboard/widgets/{name}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 21}, {"limit": "x"}, {"organizationId": "x"}], ids=str)
async def test_nonsense_is_refused(crm: Crm, name: str, query: dict[str, Any]):
    answer = await crm.me.get(f"/customers/dashboard/widgets/{name}", params=query)
    assert answer.status_code == 400, answer.text


async def test_the_newest_customers_and_deals_come_first(crm: Crm):
    ewa, oak = await crm.person(), await crm.company()
    deal = await crm.deal(valueAmount=10, valueCurrency="PLN")
    last = await crm.deal("Szafa")
    shown = (await widget(crm, "new-customers"))["items"]
    assert [(item["id"], item["kind"], item["displayName"]) for item in shown] == [
        (oak, "company", "Dąb i Syn"),
        (ewa, "person", "Ewa Nowak"),
    ]
    assert [item["id"] for item in (await widget(crm, "new-customers", kind="person"))["items"]] == [ewa]
    assert (await crm.me.get("/customers/dashboard/widgets/new-customers", params={"kind": "x"})).status_code == 400
    deals = (await widget(crm, "new-deals"))["items"]
    assert [item["id"] for item in deals] == [last, deal]
    assert (deals[1]["title"], deals[1]["valueAmount"], deals[1]["valueCurrency"]) == ("Kuchnia dębowa", "10.00", "PLN")
    assert len((await widget(crm, "new-deals", limit=1))["items"]) == 1
    for _ in range(6):
        await crm.deal()
    assert len((await widget(crm, "new-deals"))["items"]) == 5
    assert len((await widget(crm, "new-deals", limit=20))["items"]) == 8


async def test_the_next_interaction_comes_first_and_missed_ones_only_when_asked_for(crm: Crm):
    now = datetime.now(UTC)
    for name, days in (("Jutro", 1), ("Za tydzień", 7), ("Wczoraj", -1)):
        at = (now + timedelta(days=days)).isoformat()
        await crm.person(name, nextInteraction={"at": at, "name": f"Telefon {name}"})
    await crm.person("Nigdy Nikt")
    ahead = await widget(crm, "next-interactions")
    assert [item["displayName"] for item in ahead["items"]] == ["Jutro", "Za tydzień"]
    assert ahead["items"][0]["nextInteractionName"] == "Telefon Jutro"
    assert datetime.fromisoformat(ahead["now"]) >= now - timedelta(seconds=1)
    everything = await widget(crm, "next-interactions", includePast="true")
    assert [item["displayName"] for item in everything["items"]] == ["Wczoraj", "Jutro", "Za tydzień"]


async def test_linked_tasks_are_shown_with_their_customer(crm: Crm, app: Any):
    ewa, task = await crm.person(), uuid4()
    async with app.acting(crm.me.tenant_id, crm.me.organization_id) as ctx:
        row = {"organization_id": crm.me.organization_id, "entity_id": ewa, "todo_id": task}
        await changes.insert(ctx, TodoLink, row)
    [item] = (await widget(crm, "customer-todos"))["items"]
    assert (item["todoId"], item["todoSource"]) == (str(task), "example:todo")
    assert item["entity"] == {"id": ewa, "displayName": "Ewa Nowak", "kind": "person", "ownerUserId": None}


@pytest.mark.parametrize("name", WIDGETS)
async def test_an_organization_out_of_reach_is_refused_and_nothing_of_it_is_shown(
    crm: Crm, caller: Any, app: Any, name: str
):
    await crm.person(nextInteraction={"at": (datetime.now(UTC) + timedelta(days=1)).isoformat(), "name": "Telefon"})
    await crm.deal()
    elsewhere = await caller(*FEATURES, within=await found_tenant(app, "Elsewhere"))
    other = await neighbour(caller)
    path = f"/customers/dashboard/widgets/{name}"
    for stranger in (other, elsewhere):
        assert (await stranger.get(path)).json()["items"] == []
    refused = await other.get(path, params={"organizationId": str(crm.me.organization_id)})
    assert refused.status_code == 403, refused.text
    foreign = await elsewhere.get(path, params={"organizationId": str(crm.me.organization_id)})
    # To another tenant it is an organization like any other that is not theirs: named, and not there.
    assert (foreign.status_code, foreign.json()["items"]) == (200, [])
    assert (await elsewhere.get(path, params={"tenantId": str(crm.me.tenant_id)})).status_code == 403
