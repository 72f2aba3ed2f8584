"""What people send by mistake or on purpose: too much, twice at once, of somebody else; and what undo gives back."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from crm import FEATURES as ALL
from crm import neighbour
from studio import company, listed, person, shown, tag, undo

from bottega.business.customers.customer_writes import delete_customer
from bottega.kernel.application import Application

pytestmark = pytest.mark.asyncio(loop_scope="session")

TABLES = (
    "customers_entities",
    "customers_people",
    "customers_companies",
    "customers_tag_assignments",
    "customers_deals",
    "customers_deal_people",
    "customers_deal_companies",
    "customers_activities",
    "customers_comments",
    "customers_addresses",
    "customers_todo_links",
)


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*ALL)


async def rows(app: Application, me: Any) -> dict[str, list[str]]:
    """Every row of the module, byte for byte, but for when it was changed last: undo is a change."""
    async with app.database.tenant(me.tenant_id) as connection:
        return {
            name: [
                r["row"]
                for r in await connection.fetch(
                    f"SELECT (to_jsonb(t) - 'updated_at')::text AS row FROM {name} AS t ORDER BY id"
                )
            ]
            for name in TABLES
        }


async def furnished(me: Any) -> tuple[str, str]:
    """A company with everything, and a person of theirs with everything; answers both ids."""
    vip = await tag(me, "vip")
    firm = await company(me, legalName="Dąb sp. z o.o.", nip="9991158384", tags=[vip], cf_grade="A")
    ewa = await person(me, "Ewa Nowak", companyEntityId=firm, tags=[vip], jobTitle="Architekt", cf_hobby=["szachy"])
    for record in (firm, ewa):
        for path, body in (
            (
                "addresses",
                {
                    "addressLine1": "Polna 1",
                    "city": "Śrem",
                    "companyName": "Dąb",
                    "buildingNumber": "2",
                    "flatNumber": "3",
                    "isPrimary": True,
                },
            ),
            ("addresses", {"addressLine1": "Leśna 2"}),
            ("comments", {"body": "ważna notatka"}),
            ("activities", {"activityType": "call", "subject": "rozmowa", "cf_mood": "good"}),
        ):
            made = await me.post(f"/customers/{path}", {"entityId": record, **body})
            assert made.status_code == 201, made.text
    made = await me.post("/customers/deals", {"title": "Kuchnia", "personIds": [ewa], "companyIds": [firm]})
    assert made.status_code == 201, made.text
    return firm, ewa


async def test_undo_of_deleting_a_company_with_people_and_deals_restores_every_byte(me: Any, app: Application) -> None:
    firm, ewa = await furnished(me)
    before = await rows(app, me)
    deleted = await me.delete("/customers/companies", {"id": firm, "force": True})
    gone = await rows(app, me)
    assert [len(gone[name]) for name in ("customers_companies", "customers_deal_companies", "customers_deals")] == [
        0,
        0,
        1,
    ]
    assert (await shown(me, "person", ewa))["profile"]["companyEntityId"] is None
    await undo(me, deleted)
    assert await rows(app, me) == before


async def test_undo_of_deleting_a_person_restores_every_byte(me: Any, app: Application) -> None:
    """Profile, tags, addresses, custom values, notes and links of deals, one after the other."""
    _firm, ewa = await furnished(me)
    before = await rows(app, me)
    deleted = await me.delete("/customers/people", {"id": ewa})
    gone = await rows(app, me)
    assert not any(ewa in row for found in gone.values() for row in found)
    await undo(me, deleted)
    assert await rows(app, me) == before


async def test_deleting_a_customer_takes_as_many_statements_with_thirty_notes_as_with_three(
    me: Any, app: Application
) -> None:
    asked: list[int] = []
    for count in (3, 30):
        ewa = await person(me)
        for n in range(count):
            await me.post("/customers/comments", {"entityId": ewa, "body": f"notatka {n}"})
            await me.post("/customers/addresses", {"entityId": ewa, "addressLine1": f"Polna {n}"})
        async with app.acting(me.tenant_id, me.organization_id) as ctx:
            await delete_customer(ctx, "person", UUID(ewa))
            asked.append(ctx.asked)
    assert asked[0] == asked[1]


async def test_a_note_of_five_megabytes_is_refused_and_leaves_nothing(me: Any, app: Application) -> None:
    ewa = await person(me)
    huge = "ż" * 2_600_000
    for path, field, more in (
        ("comments", "body", {}),
        ("activities", "body", {"activityType": "call"}),
        ("addresses", "addressLine1", {}),
    ):
        refused = await me.post(f"/customers/{path}", {"entityId": ewa, **more, field: huge})
        assert refused.status_code == 413
        assert len(refused.content) < 10_000
    refused = await me.put("/customers/people", {"id": ewa, "description": huge})
    assert refused.status_code == 413
    stored = await rows(app, me)
    assert [stored[f"customers_{name}"] for name in ("comments", "activities", "addresses")] == [[], [], []]
    assert (await shown(me, "person", ewa))["person"]["description"] is None


async def test_the_longest_note_is_kept_and_found(me: Any) -> None:
    ewa = await person(me)
    body = ("ważne słowo " * 700)[:7990].strip() + " koniec"
    made = await me.post("/customers/comments", {"entityId": ewa, "body": body})
    assert made.status_code == 201, made.text
    assert [note["body"] for note in await listed(me, "/customers/comments", search="wazne koniec")] == [body]


async def test_of_many_who_put_on_a_tag_at_once_one_does(me: Any, app: Application) -> None:
    ewa, vip = await person(me), await tag(me, "vip")
    body = {"tagId": vip, "entityId": ewa}
    answers = await asyncio.gather(*(me.post("/customers/tags/assign", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    assert len((await rows(app, me))["customers_tag_assignments"]) == 1


async def test_an_address_stays_out_of_reach_of_customers_of_others(me: Any, caller: Any, app: Application) -> None:
    """An address neither goes to a customer of another organization, nor is it changed from there."""
    ewa = await person(me)
    home = (await me.post("/customers/addresses", {"entityId": ewa, "addressLine1": "Polna 1"})).json()["id"]
    other = await neighbour(caller)
    theirs = await person(other, "Jan Obcy")
    before = await rows(app, me)
    assert (await me.put("/customers/addresses", {"id": home, "entityId": theirs})).status_code == 404
    assert (await other.put("/customers/addresses", {"id": home, "entityId": theirs})).status_code == 404
    assert (await me.put("/customers/addresses", {"id": home, "entityId": str(uuid4())})).status_code == 404
    assert await rows(app, me) == before


async def test_deals_do_not_link_people_of_another_organization(me: Any, caller: Any, app: Application) -> None:
    other = await neighbour(caller)
    theirs, firm = await person(other, "Jan Obcy"), await company(other, "Obca")
    deal = (await me.post("/customers/deals", {"title": "Kuchnia"})).json()["id"]
    before = await rows(app, me)
    for sent in ({"personIds": [theirs]}, {"companyIds": [firm]}, {"personIds": [theirs], "companyIds": [firm]}):
        assert (await me.post("/customers/deals", {"title": "Szafa", **sent})).status_code == 404
        assert (await me.put("/customers/deals", {"id": deal, "title": "Inny", **sent})).status_code == 404
    assert await rows(app, me) == before


async def test_a_customer_who_is_deleted_while_they_are_linked_is_linked_or_gone(me: Any, app: Application) -> None:
    deal = (await me.post("/customers/deals", {"title": "Kuchnia"})).json()["id"]
    for number in range(4):
        ewa, firm = await person(me, f"Ewa {number}"), await company(me, f"Dąb {number}")
        sent = {"personIds": [ewa], "companyIds": [firm]}
        made, changed, *gone = await asyncio.gather(
            me.post("/customers/deals", {"title": "Szafa", **sent}),
            me.put("/customers/deals", {"id": deal, **sent}),
            me.delete("/customers/people", {"id": ewa}),
            me.delete("/customers/companies", {"id": firm}),
        )
        assert (made.status_code, changed.status_code) in {(201, 200), (201, 404), (404, 200), (404, 404)}
        assert {answer.status_code for answer in gone} <= {200, 409}
        for record, answer in zip((ewa, firm), gone, strict=True):
            there = any(record in row for found in (await rows(app, me)).values() for row in found)
            assert there == (answer.status_code == 409)


async def test_what_is_hung_on_what_is_being_deleted_is_refused_or_goes_with_it(me: Any, app: Application) -> None:
    for number in range(6):
        ewa, jan = await person(me, f"Ewa {number}"), await person(me, f"Jan {number}")
        firm, vip = await company(me, f"Dąb {number}"), await tag(me, f"vip{number}")
        deal = (await me.post("/customers/deals", {"title": "Kuchnia"})).json()["id"]
        gone = await asyncio.gather(
            me.delete("/customers/people", {"id": ewa}),
            me.delete("/customers/companies", {"id": firm, "force": True}),
            me.delete("/customers/deals", {"id": deal}),
            me.delete("/customers/tags", {"id": vip}),
            *(
                _quietly(me, path, body)
                for path, body in (
                    ("comments", {"entityId": ewa, "dealId": deal, "body": "x"}),
                    ("activities", {"entityId": firm, "dealId": deal, "activityType": "call"}),
                    ("addresses", {"entityId": ewa, "addressLine1": "Polna 1", "isPrimary": number % 2 == 0}),
                    ("tags/assign", {"entityId": ewa, "tagId": vip}),
                )
            ),
            me.put("/customers/people", {"id": jan, "companyEntityId": firm, "tags": [vip]}),
        )
        assert {answer.status_code for answer in gone[:4] if answer} == {200}
        left = await rows(app, me)
        assert not any(record in row for record in (ewa, firm, deal) for found in left.values() for row in found)
        assert left["customers_tag_assignments"] == []


async def _quietly(me: Any, path: str, body: dict[str, Any]) -> None:
    """Done, or refused with a reason."""
    answer = await me.post(f"/customers/{path}", body)
    assert answer.status_code in (201, 400, 404, 409), answer.text


async def test_notes_and_activities_are_found_by_their_words_and_nothing_of_them_is_readable(
    me: Any, app: Application
) -> None:
    ewa = await person(me)
    await me.post("/customers/comments", {"entityId": ewa, "body": "Fronty w kolorze kaszmir"})
    call = {"entityId": ewa, "activityType": "call", "subject": "Pomiar w czwartek", "body": "klucze u sąsiadki"}
    made = await me.post("/customers/activities", call)
    assert [note["body"] for note in await listed(me, "/customers/comments", search="KASZMIR")] == [
        "Fronty w kolorze kaszmir"
    ]
    assert await listed(me, "/customers/comments", search="kaszmirowy") == []
    assert len(await listed(me, "/customers/activities", search="sasiadki czwartek")) == 1
    async with app.database.tenant(me.tenant_id) as connection:
        kept = await connection.fetch(
            "SELECT title, subtitle, words FROM search_rows"
            " WHERE entity IN ('customers:customer_comment', 'customers:customer_activity')"
        )
    assert [tuple(row) for row in kept] == [("", "", "")] * 2
    await me.delete("/customers/activities", {"id": made.json()["id"]})
    assert await listed(me, "/customers/activities", search="czwartek") == []


async def test_no_organization_in_scope_is_said_in_the_words_of_the_reference(caller: Any) -> None:
    """The scope helper keeps an explicit organization, fills in the caller's, and refuses when there is none."""
    admin = await caller(super_admin=True)
    body = {"firstName": "Ewa", "lastName": "Nowak", "displayName": "Ewa"}
    everywhere = {"cookie": "om_selected_org=__all__"}
    explicit = await admin.post(
        "/customers/people", {**body, "organizationId": str(admin.organization_id)}, headers=everywhere
    )
    assert explicit.status_code == 201, explicit.text
    refused = await admin.post("/customers/people", body, headers=everywhere)
    assert (refused.status_code, refused.json()["error"]) == (400, "Organization context is required")
    filled = await admin.post("/customers/people", body)
    page = await shown(admin, "person", filled.json()["id"])
    assert page["person"]["organizationId"] == str(admin.organization_id)


async def test_a_list_filtered_by_status_stage_and_tag_has_the_company(me: Any) -> None:
    """Filter by status, lifecycle stage and tag together."""
    vip, old = await tag(me, "vip"), await tag(me, "old")
    firm = await company(me, "Dąb", status="active", lifecycleStage="customer", tags=[vip])
    await company(me, "Inny status", status="inactive", lifecycleStage="customer", tags=[vip])
    await company(me, "Inny etap", status="active", lifecycleStage="prospect", tags=[vip])
    await company(me, "Inna etykieta", status="active", lifecycleStage="customer", tags=[old])
    query = {"status": "active", "lifecycleStage": "customer", "tagIds": vip}
    assert [item["id"] for item in await listed(me, "/customers/companies", **query)] == [firm]
