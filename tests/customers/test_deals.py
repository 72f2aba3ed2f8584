"""Deals: who takes part in them, how they are found, won, lost, deleted and brought back."""

from typing import Any
from uuid import uuid4

import pytest
from crm import FEATURES, Crm, neighbour, operation, unstamped

from bottega.platform.auth.tenant_setup import found_tenant


@pytest.fixture
async def crm(caller: Any) -> Crm:
    return Crm(await caller(*FEATURES, "entities.*"))


async def test_a_deal_is_listed_and_shown_with_everybody_who_takes_part(crm: Crm):
    ewa = await crm.person("Ewa Nowak", jobTitle="Architektka", primaryEmail="ewa@example.com")
    oak = await crm.company("Dąb i Syn", domain="dab.example.com")
    deal = await crm.deal(
        personIds=[ewa],
        companyIds=[oak],
        valueAmount="1250.50",
        valueCurrency="PLN",
        probability=55,
        expectedCloseAt="2026-03-01T00:00:00.000Z",
        cf_priority="high",
    )
    item = await crm.item("deals", deal)
    assert (item["title"], item["status"], item["value_amount"]) == ("Kuchnia dębowa", "open", "1250.50")
    assert item["people"] == [{"id": ewa, "label": "Ewa Nowak"}]
    assert (item["personIds"], item["companyIds"]) == ([ewa], [oak])
    assert item["organizationId"] == item["organization_id"] == str(crm.me.organization_id)
    assert (item["cf_priority"], item["customValues"]) == ("high", {"priority": "high"})
    assert item["customFields"][0]["value"] == "high"
    shown = (await crm.me.get(f"/customers/deals/{deal}")).json()
    assert shown["deal"]["valueAmount"] == "1250.50"
    assert shown["deal"]["expectedCloseAt"] == "2026-03-01T00:00:00.000Z"
    assert shown["people"] == [{"id": ewa, "label": "Ewa Nowak", "subtitle": "Architektka", "kind": "person"}]
    assert shown["companies"][0]["subtitle"] == "dab.example.com"
    assert shown["customFields"] == {"cf_priority": "high"}
    assert shown["viewer"]["userId"] == str(crm.me.user_id)
    assert shown["viewer"]["email"] == crm.me.email


async def test_words_of_a_deal_are_encrypted_in_the_database(crm: Crm, app: Any):
    deal = await crm.deal("Tajna kuchnia", description="Nikt nie może wiedzieć")
    async with app.database.tenant(crm.me.tenant_id) as connection:
        stored = await connection.fetchrow("SELECT title, description FROM customers_deals WHERE id = $1", deal)
        images = await connection.fetch("SELECT after::text FROM action_changes")
    assert stored["title"].endswith(":v1")
    assert stored["description"].endswith(":v1")
    assert not any("Tajna" in row[0] for row in images)


async def test_link_filters_want_all_of_those_named_and_totals_are_true(crm: Crm):
    ewa, jan = await crm.person("Ewa Nowak"), await crm.person("Jan Kos")
    oak = await crm.company()
    both = {await crm.deal(f"Razem {n}", personIds=[ewa, jan]) for n in range(3)}
    alone = await crm.deal("Sama Ewa", personIds=[ewa], companyIds=[oak])
    await crm.deal("Nikt")
    answer = await crm.me.get("/customers/deals", params={"personEntityId": ewa, "pageSize": 2, "page": 2})
    body = answer.json()
    assert (body["total"], body["page"], body["totalPages"], len(body["items"])) == (4, 2, 2, 2)
    repeated = await crm.me.get("/customers/deals", params=[("personEntityId", ewa), ("personEntityId", jan)])
    assert {item["id"] for item in repeated.json()["items"]} == both
    assert {i["id"] for i in await crm.items("deals", personId=f"{ewa},{jan}")} == both
    assert [i["id"] for i in await crm.items("deals", personId=ewa, companyId=oak)] == [alone]
    assert (await crm.me.get("/customers/deals", params={"personEntityId": "x"})).status_code == 400


async def test_deals_are_found_by_title_and_sorted_by_it_in_spite_of_encryption(crm: Crm):
    for title in ("Żyrandol", "Ława", "Łazienka", "Zabudowa", "Lada"):
        await crm.deal(title)
    titles = [item["title"] for item in await crm.items("deals", sortField="title")]
    assert titles == ["Lada", "Ława", "Łazienka", "Zabudowa", "Żyrandol"]
    second = await crm.me.get(
        "/customers/deals", params={"sortField": "title", "sortDir": "desc", "pageSize": 2, "page": 2}
    )
    assert [item["title"] for item in second.json()["items"]] == ["Łazienka", "Ława"]
    assert second.json()["total"] == 5
    assert [item["title"] for item in await crm.items("deals", search="lazien")] == ["Łazienka"]
    assert await crm.items("deals", search="%") == []


async def test_filters_by_status_and_stage_and_sorting_by_value(crm: Crm):
    low = await crm.deal("A", valueAmount=5, status="won", pipelineStage="offering")
    high = await crm.deal("B", valueAmount=50, status="won")
    await crm.deal("C")
    assert [i["id"] for i in await crm.items("deals", status="won", sortField="value")] == [low, high]
    assert [i["id"] for i in await crm.items("deals", pipelineStage="offering")] == [low]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"probability": "50"},
        {"probability": 101},
        {"valueAmount": -1},
        {"valueCurrency": "PL"},
        {"expectedCloseAt": "jutro"},
        {"personIds": "x"},
        {"description": "x" * 4001},
    ],
    ids=str,
)
async def test_nonsense_is_refused_by_field(crm: Crm, wrong: dict[str, Any]):
    answer = await crm.me.post("/customers/deals", {"title": "Kuchnia", **wrong})
    assert answer.status_code == 400, answer.text
    assert answer.json()["details"][0]["path"][0] == next(iter(wrong))


async def test_null_and_blank_clear_text_but_not_the_status(crm: Crm):
    deal = await crm.deal(description="Opis", source="targi", valueCurrency="PLN", ownerUserId=str(crm.me.user_id))
    await crm.put("deals", id=deal, description=None, source="", valueCurrency="", ownerUserId=None, status=None)
    item = await crm.item("deals", deal)
    assert (item["description"], item["source"], item["value_currency"], item["owner_user_id"]) == (None,) * 4
    assert item["status"] == "open"


async def test_who_takes_part_is_checked(crm: Crm, caller: Any, app: Any):
    ewa, oak = await crm.person(), await crm.company()
    swapped = await crm.me.post("/customers/deals", {"title": "X", "personIds": [oak]})
    assert (swapped.status_code, swapped.json()["error"]) == (400, "Invalid entity type")
    nobody = await crm.me.post("/customers/deals", {"title": "X", "companyIds": [str(uuid4())]})
    assert (nobody.status_code, nobody.json()["error"]) == (404, "Company not found")
    # A person of another tenant, or of an organization out of sight, looks like nobody.
    for stranger in (await caller(*FEATURES, within=await found_tenant(app, "Elsewhere")), await neighbour(caller)):
        theirs = await Crm(stranger).person()
        refused = await crm.me.post("/customers/deals", {"title": "X", "personIds": [theirs]})
        assert (refused.status_code, refused.json()["error"]) == (404, "Person not found")
    owner = await crm.me.post("/customers/deals", {"title": "X", "ownerUserId": ewa})
    assert owner.status_code == 400
    assert await crm.items("deals") == []


async def test_an_administrator_cannot_link_across_organizations(crm: Crm, caller: Any):
    other = Crm(await neighbour(caller))
    theirs = await other.person()
    boss = await caller(super_admin=True)
    refused = await boss.post("/customers/deals", {"title": "X", "personIds": [theirs]})
    assert (refused.status_code, refused.json()["error"]) == (404, "Person not found")
    assert (await boss.get("/customers/deals")).json()["total"] == 0


async def test_whom_one_sees_in_another_organization_cannot_be_linked_either(crm: Crm, caller: Any):
    """403 for who is in view but elsewhere; who is out of view does not exist (404)."""
    boss = Crm(await caller(super_admin=True))
    body = {"name": "Filia", "parentId": str(boss.me.organization_id)}
    branch = (await boss.me.post("/directory/organizations", body)).json()["id"]
    theirs, firm = await boss.person(organizationId=branch), await boss.company(organizationId=branch)
    deal = await boss.deal()
    for sent in ({"personIds": [theirs]}, {"companyIds": [firm]}):
        for answer in (
            await boss.me.post("/customers/deals", {"title": "X", **sent}),
            await boss.me.put("/customers/deals", {"id": deal, "title": "X", **sent}),
        ):
            assert (answer.status_code, answer.json()["error"]) == (403, "Cross-tenant relation forbidden")
    ewa, below = await boss.person("Ewa Nowak"), await boss.deal("Filii", organizationId=branch)
    for path, more in (("comments", {"body": "x"}), ("activities", {"activityType": "call"})):
        answer = await boss.me.post(f"/customers/{path}", {"entityId": ewa, "dealId": below, **more})
        assert (answer.status_code, answer.json()["error"]) == (403, "Cross-tenant relation forbidden")
        assert await boss.items(path) == []
    assert [(item["title"], item["people"]) for item in await boss.items("deals", id=deal)] == [("Kuchnia dębowa", [])]


async def test_a_participant_is_called_by_what_is_known_of_them(crm: Crm):
    """Name, and as subtitle job title, address or number; of a company its domain or website."""
    people = [
        await crm.person("Ada A", jobTitle="Szefowa", primaryEmail="a@x.pl"),
        await crm.person("Bea B", primaryEmail="b@x.pl", primaryPhone="600 100 200"),
        await crm.person("Ida I", primaryPhone="600 100 200"),
        await crm.person("Zoe Z"),
    ]
    firms = [
        await crm.company("Dąb", domain="dab.pl", websiteUrl="https://dab.pl/o-nas"),
        await crm.company("Jesion", websiteUrl="https://jesion.pl"),
        await crm.company("Klon"),
    ]
    deal = await crm.deal(personIds=people, companyIds=firms)
    shown = (await crm.me.get(f"/customers/deals/{deal}")).json()
    assert [(one["label"], one["subtitle"]) for one in shown["people"]] == [
        ("Ada A", "Szefowa"),
        ("Bea B", "b@x.pl"),
        ("Ida I", "600 100 200"),
        ("Zoe Z", None),
    ]
    assert [(one["label"], one["subtitle"]) for one in shown["companies"]] == [
        ("Dąb", "dab.pl"),
        ("Jesion", "https://jesion.pl"),
        ("Klon", None),
    ]
    await crm.drop("people", people[0])
    assert len((await crm.me.get(f"/customers/deals/{deal}")).json()["people"]) == 3


async def test_strangers_neither_see_nor_change_a_deal(crm: Crm, caller: Any, app: Any):
    deal = await crm.deal()
    for stranger in (await caller(*FEATURES, within=await found_tenant(app, "Elsewhere")), await neighbour(caller)):
        assert (await stranger.get("/customers/deals")).json()["total"] == 0
        assert (await stranger.get(f"/customers/deals/{deal}")).status_code == 404
        changed = await stranger.put("/customers/deals", {"id": deal, "title": "Moje"})
        assert (changed.status_code, changed.json()["error"]) == (404, "Deal not found")
        assert (await stranger.delete("/customers/deals", {"id": deal})).status_code == 404
        foreign = await stranger.post("/customers/deals", {"title": "X", "organizationId": str(crm.me.organization_id)})
        assert foreign.status_code == 403
    assert (await crm.item("deals", deal))["title"] == "Kuchnia dębowa"
    assert (await crm.me.get("/customers/deals/nonsense")).status_code == 404
    blind = await caller("customers.people.view")
    assert (await blind.get(f"/customers/deals/{deal}")).status_code == 403


async def test_a_person_taken_out_of_a_deal_returns_with_their_role_after_undo(crm: Crm, app: Any):
    ewa, jan = await crm.person("Ewa Nowak"), await crm.person("Jan Kos")
    deal = await crm.deal(personIds=[ewa, jan], cf_size="m")
    async with app.database.tenant(crm.me.tenant_id) as connection:
        await connection.execute("UPDATE customers_deal_people SET role = 'inwestor'")
    changed = await crm.put("deals", id=deal, personIds=[jan], title="Szafa", cf_size="xl", cf_new=1)
    assert (await crm.item("deals", deal))["personIds"] == [jan]
    undone = await crm.undone(changed)
    item = await crm.item("deals", deal)
    assert set(item["personIds"]) == {ewa, jan}
    assert (item["title"], item["cf_size"], item.get("cf_new")) == ("Kuchnia dębowa", "m", None)
    async with app.database.tenant(crm.me.tenant_id) as connection:
        roles = await connection.fetch("SELECT role FROM customers_deal_people")
    assert [row["role"] for row in roles] == ["inwestor", "inwestor"]
    await crm.redone(undone)
    item = await crm.item("deals", deal)
    assert (item["personIds"], item["title"], item["cf_size"]) == ([jan], "Szafa", "xl")


async def test_a_deleted_deal_comes_back_with_its_links_notes_and_time_of_creation(crm: Crm):
    ewa = await crm.person()
    deal = await crm.deal(personIds=[ewa], cf_size="m")
    note = (await crm.made("comments", {"entityId": ewa, "dealId": deal, "body": "Zadzwonić"}))["id"]
    before = await crm.item("deals", deal)
    gone = await crm.drop("deals", deal)
    assert await crm.items("deals", id=deal) == []
    assert (await crm.item("comments", note))["deal_id"] is None
    again = await crm.me.delete("/customers/deals", {"id": deal})
    assert (again.status_code, again.json()["error"]) == (404, "Deal not found")
    await crm.undone(gone)
    assert unstamped(await crm.item("deals", deal)) == unstamped(before)
    assert (await crm.item("comments", note))["dealTitle"] == "Kuchnia dębowa"
    assert [i["id"] for i in await crm.items("deals", search="dębowa")] == [deal]


async def test_redo_of_a_create_keeps_the_id(crm: Crm):
    ewa = await crm.person()
    made = await crm.me.post("/customers/deals", {"title": "Kuchnia", "personIds": [ewa]})
    undone = await crm.undone(made)
    assert await crm.items("deals") == []
    await crm.redone(undone)
    assert (await crm.item("deals", made.json()["id"]))["personIds"] == [ewa]
    said = operation(made)
    assert (said["commandId"], said["resourceKind"]) == ("customers.deals.create", "customers.deal")


async def test_delete_wants_an_id_and_takes_it_from_the_query(crm: Crm):
    deal = await crm.deal()
    missing = await crm.me.delete("/customers/deals", {})
    assert (missing.status_code, missing.json()["error"]) == (400, "Deal id is required")
    assert (await crm.me.delete(f"/customers/deals?id={deal}")).json() == {"ok": True}


async def test_winning_and_losing_are_events_and_repeating_them_is_not(crm: Crm, app: Any):
    deal = await crm.deal(ownerUserId=str(crm.me.user_id), valueAmount=100, valueCurrency="PLN")
    for status in ("win", "won", "in_progress", "loose"):
        await crm.put("deals", id=deal, status=status)
    async with app.database.tenant(crm.me.tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT name, payload FROM event_outbox WHERE name LIKE 'customers.deal.%' ORDER BY id"
        )
    endings = [(row["name"], row["payload"]) for row in rows if row["name"].endswith(("won", "lost"))]
    assert [name for name, _ in endings] == ["customers.deal.won", "customers.deal.lost"]
    me = str(crm.me.user_id)
    assert endings[0][1] == {"ownerUserId": me, "byUserId": me, "dealValue": "PLN 100.00"}
    assert {"customers.deal.created", "customers.deal.updated"} <= {row["name"] for row in rows}


async def test_an_export_opens_what_is_encrypted_and_disarms_formulas(crm: Crm):
    await crm.deal("=1+1")
    answer = await crm.me.get("/customers/deals", params={"format": "csv"})
    assert answer.status_code == 200, answer.text
    assert "'=1+1" in answer.text
    full = await crm.me.get("/customers/deals", params={"format": "json", "exportScope": "full", "status": "no"})
    assert len(full.json()) == 1


async def test_deals_are_filtered_and_sorted_by_custom_fields(crm: Crm):
    for title, seats in (("A", 30), ("B", 10), ("C", 20)):
        await crm.deal(title, cf_seats=seats, cf_room="salon" if seats > 15 else "kuchnia")
    await crm.deal("D")
    salon = await crm.items("deals", cf_room="salon", sortField="cf:seats")
    assert [item["title"] for item in salon] == ["C", "A"]
    assert [i["title"] for i in await crm.items("deals", cf_seatsIn="10,20", sortField="title")] == ["B", "C"]
    totals = await crm.me.get("/customers/deals", params={"cf_room": "salon", "pageSize": 1})
    assert totals.json()["total"] == 2


async def test_a_file_has_a_column_for_every_custom_field_whichever_deal_comes_first(crm: Crm):
    boss = crm.me
    for key in ("seats", "room"):
        body = {"entityId": "customers:customer_deal", "key": key, "kind": "text"}
        assert (await boss.post("/entities/definitions", body)).status_code == 200
    await crm.deal("A")
    await crm.deal("B", cf_room="salon")
    await crm.deal("C", cf_seats="3")
    for scope in ("", "full"):
        answer = await boss.get(
            "/customers/deals", params={"format": "json", "sortField": "created_at", "exportScope": scope}
        )
        rows = sorted(answer.json(), key=lambda row: row["Title"])
        assert [(row["Seats"], row["Room"]) for row in rows] == [(None, None), (None, "salon"), ("3", None)]
