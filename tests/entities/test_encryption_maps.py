"""Maps of encrypted fields: what is stored follows them while people work, and what is read never depends on them."""

import asyncio
from typing import Any

import pytest
from sealed_people import CUSTOMER, MAP, follow, images, listed, person, save_map, stored, token_of

from bottega.kernel.application import Application
from bottega.kernel.keys.tenant_keys import looks_sealed
from bottega.kernel.reencryption import resealing
from bottega.platform.auth.tenant_setup import found_tenant
from bottega.platform.entities.reencryption_job import reseal
from callers import Caller, Client, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
EVERYTHING = ("entities.*", "customers.*", "audit_logs.*", "auth.*")
ALL_BUT_THE_NAME = ("description", "primary_email", "primary_phone", "next_interaction_name")


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller(*EVERYTHING)


async def the_map(who: Caller, entity: str = CUSTOMER) -> dict[str, Any]:
    answer = await who.get(MAP, params={"entityId": entity})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_descriptions_of_the_tables_are_the_map_until_another_one_is_saved(me: Caller):
    found = await the_map(me)
    assert {one["field"]: one["hashField"] for one in found["fields"]} == {
        "display_name": None,
        "description": None,
        "primary_email": "primary_email_hash",
        "primary_phone": "primary_phone_hash",
        "next_interaction_name": None,
    }
    assert found["tenantId"] == str(me.tenant_id)
    assert found["organizationId"] == str(me.organization_id)
    assert found["isActive"] is True
    assert found["progress"] == {"running": False, "done": 0, "total": 0, "passes": 0}
    usual = await the_map(me, "customers:customer_company_profile")
    assert "size_bucket" not in [one["field"] for one in usual["fields"]]


async def test_an_entity_without_a_map_has_no_encrypted_fields(me: Caller):
    found = await the_map(me, "shop:tool")
    assert (found["fields"], found["isActive"]) == ([], True)


async def test_a_saved_map_is_read_back(me: Caller):
    body = {
        "entityId": CUSTOMER,
        "tenantId": str(me.tenant_id),
        "organizationId": None,
        "fields": [{"field": "primary_email", "hashField": "primary_email_hash"}, {"field": "display_name"}],
    }
    answer = await me.post(MAP, body)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    found = await the_map(me)
    assert found["fields"] == [
        {"field": "display_name", "hashField": None},
        {"field": "primary_email", "hashField": "primary_email_hash"},
    ]
    assert found["progress"]["running"] is True
    await save_map(me, CUSTOMER, "display_name", isActive=False)
    assert (await the_map(me))["isActive"] is False


async def test_switching_a_field_off_opens_what_is_stored_and_switching_it_on_seals_it(app: Application, me: Caller):
    ids = [await person(me, number) for number in range(5)]
    changed = await me.put("/customers/people", {"id": ids[0], "description": "woli jesion"})
    assert all(looks_sealed(text) for text in await stored(app, me))

    await save_map(me, CUSTOMER, *ALL_BUT_THE_NAME)
    progress = await follow(app, me)
    assert (progress.running, progress.done) == (False, progress.total)
    assert await stored(app, me) == [f"Żaneta{number} Wąsikowska" for number in range(5)]
    assert all(looks_sealed(text) for text in await stored(app, me, "primary_email"))
    assert "Żaneta3 Wąsikowska" in await images(app, me)
    await check_people(me, 5)
    assert (await me.post(UNDO, {"undoToken": token_of(changed)})).status_code == 200
    assert (await listed(me, ids=ids[0]))[0]["description"] == "woli dąb 0"

    await person(me, 5)
    assert (await stored(app, me))[5] == "Żaneta5 Wąsikowska"
    await save_map(me, CUSTOMER, "display_name", *ALL_BUT_THE_NAME)
    await follow(app, me)
    assert all(looks_sealed(text) for text in await stored(app, me))
    assert "Wąsikowska" not in await images(app, me)
    await check_people(me, 6)


async def check_people(who: Caller, many: int) -> None:
    """Everybody is listed, found and sorted as ever."""
    expected = [f"Żaneta{number} Wąsikowska" for number in range(many)]
    assert [one["display_name"] for one in await listed(who, sortField="name")] == expected
    assert len(await listed(who, search="wasikow")) == many
    assert [one["display_name"] for one in await listed(who, search="żaneta3")] == expected[3:4]
    assert len(await listed(who, emailStartsWith="zaneta1@")) == 1
    assert len(await listed(who, email="ZANETA2@wasikowska.example")) == 1


async def test_a_row_stays_what_undo_expects_through_off_and_on(app: Application, me: Caller):
    one = await person(me, 1)
    changed = await me.put("/customers/people", {"id": one, "displayName": "Inna Osoba"})
    for names in (ALL_BUT_THE_NAME, ("display_name", *ALL_BUT_THE_NAME)):
        await save_map(me, CUSTOMER, *names)
        await follow(app, me)
    assert (await me.post(UNDO, {"undoToken": token_of(changed)})).status_code == 200
    assert (await listed(me, ids=one))[0]["display_name"] == "Żaneta1 Wąsikowska"


async def test_text_that_only_looks_sealed_stays_readable_whatever_the_map_says(app: Application, me: Caller):
    forged = "AAAAAAAAAAAAAAAA:AAAA:AAAAAAAAAAAAAAAAAAAAAA==:v1"
    one = await person(me, 1, description=forged)
    for names in (("display_name",), ("description",)):
        await save_map(me, CUSTOMER, *names)
        await follow(app, me)
        assert (await listed(me, ids=one))[0]["description"] == forged
        await me.put("/customers/people", {"id": one, "description": forged[:-1] + "7"})
        assert (await listed(me, ids=one))[0]["description"] == forged[:-1] + "7"
        await me.put("/customers/people", {"id": one, "description": forged})


async def test_fields_beyond_the_described_ones_can_be_added(app: Application, me: Caller):
    company = {"displayName": "Wąsik i Syn", "sizeBucket": "duża jak stodoła"}
    made = (await me.post("/customers/companies", company)).json()["id"]
    entity = "customers:customer_company_profile"

    async def size() -> str:
        async with app.database.tenant(me.tenant_id) as connection:
            return await connection.fetchval("SELECT size_bucket FROM customers_companies")

    assert await size() == "duża jak stodoła"
    await save_map(me, entity, "legal_name", "size_bucket")
    await follow(app, me)
    assert looks_sealed(await size())
    assert "stodoła" not in await images(app, me)
    shown = (await me.get(f"/customers/companies/{made}")).json()
    assert shown["profile"]["sizeBucket"] == "duża jak stodoła"
    await save_map(me, entity, "legal_name")
    await follow(app, me)
    assert await size() == "duża jak stodoła"


@pytest.mark.parametrize(
    ("sent", "path", "message"),
    [
        ({"field": "status"}, "field", "filters, sorts"),
        ({"field": "primary_email_hash"}, "field", "filters, sorts"),
        ({"field": "kind"}, "field", "filters, sorts"),
        ({"field": "next_interaction_icon"}, "field", "does not read it encrypted"),
        ({"field": "created_at"}, "field", "Only text"),
        ({"field": "owner_user_id"}, "field", "Only text"),
        ({"field": "shoe_size"}, "field", "no such field"),
        ({"field": ""}, "field", ""),
        ({"field": "x" * 201}, "field", ""),
        ({"field": "display_name", "hashField": "display_name_hash"}, "hashField", "No hash"),
        ({"field": "primary_email", "hashField": "status"}, "hashField", "primary_email_hash"),
    ],
)
async def test_a_field_that_cannot_be_encrypted_is_refused_with_the_reason(
    me: Caller, sent: dict[str, Any], path: str, message: str
):
    answer = await me.post(MAP, {"entityId": CUSTOMER, "fields": [{"field": "description"}, sent]})
    assert answer.status_code == 400, answer.text
    issue = answer.json()["details"][0]
    assert issue["path"] == ["fields", 1, path]
    assert message in issue["message"]
    found = await the_map(me)
    assert len(found["fields"]) == 5
    assert found["progress"]["running"] is False


async def test_a_map_of_nothing_is_refused(me: Caller):
    for body in (
        {"entityId": CUSTOMER, "fields": []},
        {"entityId": CUSTOMER},
        {"entityId": "nonsense", "fields": [{"field": "a"}]},
        {"entityId": "warehouse:material", "fields": [{"field": "symbol"}]},
        {"fields": [{"field": "display_name"}]},
        {"entityId": CUSTOMER, "fields": [{"field": "description"}, {"field": "description"}]},
    ):
        assert (await me.post(MAP, body)).status_code == 400, body
    answer = await me.get(MAP)
    assert (answer.status_code, answer.json()["error"]) == (400, "Entity is required")


async def test_a_map_is_for_those_who_manage_definitions_of_the_whole_tenant(
    app: Application, nobody: Client, caller: Invite, me: Caller
):
    body = {"entityId": CUSTOMER, "fields": [{"field": "description"}]}
    reader = await caller("entities.records.*", "entities.definitions.view")
    partial = await caller("entities.*", organizations=[me.organization_id])
    for who, status in ((nobody, 401), (reader, 403), (partial, 403)):
        assert (await who.post(MAP, json=body)).status_code == status
    for who, status in ((nobody, 401), (reader, 403)):
        assert (await who.get(MAP, params={"entityId": CUSTOMER})).status_code == status
    await save_map(me, CUSTOMER, "description")
    stranger = await caller("entities.*", within=await found_tenant(app, "Elsewhere"))
    assert len((await the_map(stranger))["fields"]) == 5


async def test_saving_a_map_is_logged_and_names_what_to_do_instead_of_undoing_it(me: Caller):
    answer = await me.post(MAP, {"entityId": CUSTOMER, "fields": [{"field": "description"}]})
    assert "x-om-operation" not in answer.headers
    log = (await me.get("/audit_logs/audit-logs/actions", params={"pageSize": 1})).json()["items"][0]
    assert log["commandId"] == "entities.encryption.save"
    refused = await me.post(UNDO, {"undoToken": log["id"]})
    assert (refused.status_code, refused.json()["error"]) == (409, "Save the former map again")


async def test_people_who_write_while_a_map_is_followed_lose_nothing(app: Application, me: Caller):
    ids = [await person(me, number) for number in range(40)]
    await save_map(me, CUSTOMER, *ALL_BUT_THE_NAME)
    said: dict[str, str] = {}

    async def write(worker: int) -> None:
        for turn, one in enumerate(ids[worker::8]):
            said[one] = f"Osoba {worker}-{turn}"
            answer = await me.put("/customers/people", {"id": one, "displayName": said[one]})
            assert answer.status_code == 200, answer.text
            assert len(await listed(me, pageSize=100)) == 40

    await asyncio.gather(follow(app, me), *(write(worker) for worker in range(3)))
    shown = {item["id"]: item["display_name"] for item in await listed(me, pageSize=100)}
    expected = {one: f"Żaneta{number} Wąsikowska" for number, one in enumerate(ids)}
    assert len(said) == 15
    assert shown == expected | said
    await save_map(me, CUSTOMER, "description")
    await follow(app, me)
    assert sorted(await stored(app, me)) == sorted(shown.values())


async def test_the_job_takes_up_what_was_interrupted(app: Application, me: Caller):
    for number in range(3):
        await person(me, number)
    await save_map(me, CUSTOMER, *ALL_BUT_THE_NAME)
    await resealing.step(app, me.tenant_id)
    assert (await the_map(me))["progress"]["passes"] == 1
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute("UPDATE resealing SET not_before = clock_timestamp()")
    assert await reseal(app, {"tenantId": str(me.tenant_id)}) == 1
    assert await stored(app, me) == [f"Żaneta{number} Wąsikowska" for number in range(3)]
    assert (await the_map(me))["progress"]["running"] is False
