"""The words a studio begins with: given once to organizations at the top, inherited below."""

from typing import Any
from uuid import UUID

from crm import FEATURES, Crm

from bottega.business.customers.dictionaries.defaults import WORDS, seed_organization, seed_words
from bottega.business.customers.dictionaries.entries import KINDS
from bottega.kernel.events import Event


async def heard(app: Any, tenant_id: Any, organization: Any) -> None:
    """Let the module hear that an organization was made."""
    organization_id = UUID(str(organization))
    event = Event("directory.organization.created", tenant_id, organization_id, organization_id, {})
    async with app.acting(tenant_id, organization_id) as ctx:
        await seed_organization(ctx, event)


async def test_every_dictionary_has_words_to_begin_with():
    assert set(WORDS) == set(KINDS.values())
    assert all(len({value.lower() for value, _, _ in words}) == len(words) for words in WORDS.values())


async def test_a_first_organization_gets_its_words_once_whatever_it_has_already(caller: Any, app: Any):
    crm = Crm(await caller(*FEATURES))
    await crm.made("dictionaries/deal-statuses", {"value": "Win", "label": "Wygrana"})
    for _ in range(2):
        await heard(app, crm.me.tenant_id, crm.me.organization_id)
    statuses = {word["value"]: word for word in await crm.items("dictionaries/deal-statuses")}
    assert set(statuses) == {"open", "closed", "Win", "loose", "in_progress"}
    assert (statuses["in_progress"]["label"], statuses["loose"]["label"]) == ("In progress", "Loose")
    assert (statuses["open"]["color"], statuses["open"]["icon"]) == ("#2563eb", "lucide:circle")
    assert statuses["Win"]["label"] == "Wygrana"
    titles = [word["label"] for word in await crm.items("dictionaries/job-titles")]
    assert "VP of Partnerships" in titles
    async with app.acting(crm.me.tenant_id, crm.me.organization_id) as ctx:
        assert await seed_words(ctx, crm.me.organization_id) == 0


async def test_an_organization_below_inherits_instead(caller: Any, app: Any):
    boss = await caller(super_admin=True)
    body = {"name": "Filia", "parentId": str(boss.organization_id)}
    branch = (await boss.post("/directory/organizations", body)).json()["id"]
    await heard(app, boss.tenant_id, boss.organization_id)
    await heard(app, boss.tenant_id, branch)
    below = Crm(await caller(*FEATURES, organizations=[branch], organization_id=branch))
    words = await below.items("dictionaries/statuses")
    assert len(words) == len(WORDS["status"])
    assert all(word["isInherited"] for word in words)
