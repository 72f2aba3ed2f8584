"""Personal data law: everything on somebody is handed out, and after erasure none of it is left anywhere."""

import asyncio
import io
import json
import re
import zipfile
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bottega.app import metadata
from bottega.business.contracts.tables.contract import Contract
from bottega.kernel.application import Application
from bottega.kernel.privacy.subject_requests import COLLECTING, Collected
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import found_tenant

pytestmark = pytest.mark.asyncio(loop_scope="session")

FEATURES = ("customers.*", "privacy.*", "audit_logs.undo_self", "audit_logs.redo_self", "contacts.view")
UNDO = "/audit_logs/audit-logs/actions/undo"
SEALED = re.compile(r"[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]*:[A-Za-z0-9+/]{22}==:v1")
OWN = (
    "customers_people",
    "customers_comments",
    "customers_activities",
    "customers_addresses",
    "customers_tag_assignments",
    "customers_deal_people",
)
Json = dict[str, Any]


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers and personal data."""
    return await caller(*FEATURES)


async def made(me: Any, path: str, body: Json) -> str:
    """Something of the customers; answers its id."""
    answer = await me.post(f"/customers/{path}", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def ewa(me: Any) -> str:
    """A person with everything a person can have; answers the id."""
    firm = await made(me, "companies", {"displayName": "Dąb"})
    tag = await made(me, "tags", {"slug": "vip", "label": "VIP"})
    person = await made(
        me,
        "people",
        {
            "firstName": "Ewa",
            "lastName": "Żółkiewska",
            "displayName": "Ewa Żółkiewska",
            "jobTitle": "Architekt",
            "primaryEmail": "ewa@example.com",
            "primaryPhone": "600 000 001",
            "description": "lubi dąb",
            "tags": [tag],
            "companyEntityId": firm,
            "nip": "5260250274",
            "iban": "PL61109010140000071219812874",
            "cf_hobby": "szachy",
        },
    )
    deal = await made(me, "deals", {"title": "Kuchnia p. Żółkiewskiej", "personIds": [person], "valueAmount": 100})
    await made(me, "comments", {"entityId": person, "body": "dzwonić po 17", "dealId": deal})
    await made(me, "activities", {"entityId": person, "activityType": "call", "subject": "pierwsza rozmowa"})
    await made(me, "addresses", {"entityId": person, "addressLine1": "Stolarska 12", "city": "Poznań"})
    old = await made(me, "comments", {"entityId": person, "body": "notatka usunięta dawno"})
    await me.delete("/customers/comments", {"id": old})
    await me.put("/customers/people", {"id": person, "primaryPhone": "600 000 002"})
    return person


async def everything(app: Application, me: Any) -> dict[str, list[str]]:
    """Every row of the tenant in every table, as text."""
    found: dict[str, list[str]] = {}
    async with app.database.tenant(me.tenant_id) as connection:
        for name in sorted(metadata().tables):
            rows = await connection.fetch(f"SELECT t::text AS row FROM {name} AS t")
            found[name] = [row["row"] for row in rows]
    return found


def about(tables: dict[str, list[str]], person: str) -> set[str]:
    """Every sealed text in rows that name a person."""
    return {sealed for rows in tables.values() for row in rows if person in row for sealed in SEALED.findall(row)}


def where(tables: dict[str, list[str]], *needles: str) -> set[str]:
    """The tables that hold one of the texts."""
    return {name for name, rows in tables.items() for row in rows if any(n in row for n in needles)}


async def exported(me: Any, person: str) -> tuple[Json, zipfile.ZipFile]:
    """What is handed out."""
    answer = await me.get(f"/privacy/people/{person}/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return json.loads(archive.read("personal-data.json")), archive


async def test_everything_that_is_held_is_handed_out_opened(me: Any) -> None:
    person = await ewa(me)
    document, _ = await exported(me, person)
    held = document["customers"]
    assert held["customer"]["display_name"] == "Ewa Żółkiewska"
    assert (held["profile"]["nip"], held["profile"]["custom"]) == ("5260250274", {"hobby": "szachy"})
    assert [note["body"] for note in held["comments"]] == ["dzwonić po 17"]
    assert [one["subject"] for one in held["activities"]] == ["pierwsza rozmowa"]
    assert [home["city"] for home in held["addresses"]] == ["Poznań"]
    assert [deal["title"] for deal in held["deals"]] == ["Kuchnia p. Żółkiewskiej"]
    assert [tag["label"] for tag in held["tags"]] == ["VIP"]
    assert held["history"][0]["action_label"] == "Create person"
    assert not SEALED.search(json.dumps(document))
    assert "_hash" not in json.dumps(document)


async def test_encrypted_custom_values_are_handed_out_opened_too(caller: Any) -> None:
    me = await caller(*FEATURES, "entities.*")
    for entity, key in (("customers:customer_person_profile", "allergies"), ("customers:customer_activity", "mood")):
        body = {"entityId": entity, "key": key, "kind": "text", "configJson": {"encrypted": True}}
        assert (await me.post("/entities/definitions", body)).status_code in (200, 201)
    names = {"firstName": "Ewa", "lastName": "Nowak", "displayName": "Ewa Nowak"}
    person = await made(me, "people", {**names, "cf_allergies": "lakier"})
    await made(me, "activities", {"entityId": person, "activityType": "call", "cf_mood": "zły"})
    document, _ = await exported(me, person)
    held = document["customers"]
    assert held["profile"]["custom"] == {"allergies": "lakier"}
    assert [one["custom"] for one in held["activities"]] == [{"mood": "zły"}]


async def test_handing_out_is_noted_in_the_access_log(me: Any, app: Application) -> None:
    person = await ewa(me)
    await exported(me, person)
    await app.access.flush()
    async with app.database.tenant(me.tenant_id) as connection:
        types = await connection.fetchval(
            "SELECT array_agg(access_type) FROM access_logs WHERE $1 = ANY(resource_ids)", UUID(person)
        )
    assert "export" in types


async def test_modules_add_what_they_hold_and_files(me: Any, app: Application) -> None:
    """What a module does that holds data on people; the contract is in ``kernel/privacy/subject_requests.py``."""
    person = await ewa(me)
    collected = Collected()
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await ctx.tell(COLLECTING, subject_id=UUID(person), collected=collected)
    collected.add("contracts", [{"numer": "K/2026/001"}])
    collected.add_file("contracts/umowa.pdf", b"%PDF")
    with pytest.raises(AssertionError):
        collected.add("contracts", [])
    assert collected.kind == "customers.person"


async def test_after_erasure_nothing_is_left_in_any_table(me: Any, app: Application) -> None:
    person = await ewa(me)
    before = await everything(app, me)
    sealed = about(before, person)
    assert len(sealed) >= 15
    sealed |= set(SEALED.findall("".join(before["customers_deals"])))
    # The notes, calls, addresses and links are known by ids of their own.
    ids = {row.split(",")[1] for name in OWN for row in before[name] if person in row}
    assert len(ids) == 6
    assert {"action_changes", "search_rows", "event_outbox", "customers_people"} <= where(before, person)
    answer = await me.post(f"/privacy/people/{person}/erase", {"reason": "wniosek 3/2026"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["kept"] == []
    assert answer.json()["erased"]["customers:customer_comment"] == 1
    after = await everything(app, me)
    assert {name for name, rows in after.items() for row in rows for text in sealed if text in row} == set()
    assert where(after, person, *ids) <= {"action_logs", "access_logs", "event_outbox", "search_changes"}
    # Of events only those of the erasure itself are left, and they name nobody.
    events = [row for row in after["event_outbox"] if person in row]
    assert all("deleted" in row and "Ewa" not in row for row in events)
    assert (await me.get(f"/customers/people/{person}")).status_code == 404
    assert (await me.get("/customers/people", params={"search": "kiewsk"})).json()["total"] == 0
    [deal] = (await me.get("/customers/deals")).json()["items"]
    assert (deal["title"], deal["value_amount"], deal["people"]) == ("Erased", "100.00", [])


async def test_no_undo_and_no_redo_brings_an_erased_person_back(me: Any, app: Application) -> None:
    body = {"firstName": "Ewa", "lastName": "Nowak", "displayName": "Ewa", "primaryPhone": "600000009"}
    answer = await me.post("/customers/people", body)
    person = answer.json()["id"]
    tokens = [_token(answer), _token(await me.put("/customers/people", {"id": person, "displayName": "Ewa II"}))]
    removed = _token(await me.delete("/customers/people", {"id": person}))
    back = await me.post(UNDO, {"undoToken": removed})
    assert back.status_code == 200
    erased = await me.post(f"/privacy/people/{person}/erase", {})
    assert erased.status_code == 200, erased.text
    assert "x-om-operation" not in erased.headers
    for token in tokens:
        assert (await me.post(UNDO, {"undoToken": token})).status_code == 400
    again = await me.post("/audit_logs/audit-logs/actions/redo", {"logId": back.json()["logId"]})
    assert again.status_code == 400
    assert (await me.get(f"/customers/people/{person}")).status_code == 404
    async with app.database.tenant(me.tenant_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM customers_entities") == 0


def _token(answer: Any) -> str:
    found = re.search("undoToken%22%3A%22([0-9a-f-]{36})", answer.headers["x-om-operation"])
    assert found
    return found.group(1)


async def test_an_import_can_be_undone_for_all_others_when_one_of_them_is_erased(me: Any) -> None:
    content = "Imię;Nazwisko\r\nEwa;Nowak\r\nJan;Kowalski\r\nOla;Lis".encode()
    answer = await me.client.post("/customers/people/import", files={"file": ("l.csv", content, "text/csv")})
    found = (await me.get("/customers/people", params={"search": "Kowalski"})).json()["items"]
    assert (await me.post(f"/privacy/people/{found[0]['id']}/erase", {})).status_code == 200
    assert (await me.post(UNDO, {"undoToken": _token(answer)})).status_code == 200
    assert (await me.get("/customers/people")).json()["total"] == 0


async def test_whom_a_contract_points_at_stays_as_an_empty_record(me: Any, app: Application) -> None:
    person = await ewa(me)
    [home] = (await me.get("/customers/addresses", params={"entityId": person})).json()["items"]
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        contract = await changes.insert(
            ctx,
            Contract,
            {
                "organization_id": me.organization_id,
                "numer": "K/2026/001",
                "typ": "kuchnia",
                "customer_id": UUID(person),
                "adres_montazu_id": UUID(home["id"]),
                "data_podpisania": date(2026, 1, 5),
                "rozliczona": True,
            },
        )
    sealed = about(await everything(app, me), person)
    answer = await me.post(f"/privacy/people/{person}/erase", {}, headers={"accept-language": "pl"})
    assert answer.status_code == 200, answer.text
    kept = [(one["what"], one["count"]) for one in answer.json()["kept"]]
    assert kept == [("Umowy z wpłatami", 1), ("Sam rekord, opróżniony", 1)]
    after = await everything(app, me)
    assert {name for name, rows in after.items() for row in rows for text in sealed if text in row} == set()
    async with app.database.tenant(me.tenant_id) as connection:
        kept = await connection.fetchrow("SELECT customer_id FROM contracts_contracts WHERE id = $1", contract)
    assert kept is not None
    assert kept["customer_id"] == UUID(person)
    page = (await me.get(f"/customers/people/{person}", params={"include": "addresses,comments,activities"})).json()
    assert page["person"]["displayName"] == "Dane usunięte"
    told = {**page["person"], **page["profile"]}
    for name in ("primaryEmail", "primaryPhone", "description", "firstName", "lastName", "nip", "iban", "jobTitle"):
        assert told[name] is None, name
    assert page["customFields"] == {}
    assert page["tags"] == page["comments"] == page["activities"] == []
    assert [(a["addressLine1"], a["city"]) for a in page["addresses"]] == [("Dane usunięte", None)]


async def test_nobody_is_forgotten_while_a_contract_with_them_runs(me: Any, app: Application) -> None:
    person = await ewa(me)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        contract = await changes.insert(
            ctx,
            Contract,
            {
                "organization_id": me.organization_id,
                "numer": "K/2026/007",
                "typ": "kuchnia",
                "customer_id": UUID(person),
                "data_podpisania": date(2026, 1, 5),
            },
        )
    before = await everything(app, me)
    refused = await me.post(f"/privacy/people/{person}/erase", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "contracts_not_settled")
    assert refused.json()["contracts"] == ["K/2026/007"]
    assert {**await everything(app, me), "access_logs": []} == {**before, "access_logs": []}
    document, _ = await exported(me, person)
    assert [row["id"] for row in document["contracts"]["contracts"]] == [str(contract)]


async def test_a_company_is_forgotten_and_its_people_stay(me: Any) -> None:
    firm = await made(me, "companies", {"displayName": "Dąb", "nip": "9991158384"})
    person = await made(
        me, "people", {"firstName": "Jan", "lastName": "Nowak", "displayName": "Jan", "companyEntityId": firm}
    )
    assert (await me.post(f"/privacy/people/{firm}/erase", {})).status_code == 200
    assert (await me.get(f"/customers/companies/{firm}")).status_code == 404
    page = (await me.get(f"/customers/people/{person}")).json()
    assert (page["person"]["displayName"], page["profile"]["companyEntityId"]) == ("Jan", None)


async def test_erasure_stands_in_the_log_with_its_reason_and_cannot_be_undone(me: Any, app: Application) -> None:
    person = await ewa(me)
    await me.post(f"/privacy/people/{person}/erase", {"reason": "wniosek 3/2026"})
    async with app.database.tenant(me.tenant_id) as connection:
        entry = await connection.fetchrow("SELECT * FROM action_logs WHERE command_id = 'privacy.erase'")
    assert entry is not None
    assert (entry["actor_id"], entry["resource_id"]) == (me.user_id, person)
    assert entry["action_label"] == "Erase personal data: wniosek 3/2026"
    assert entry["undo_token"] is None


async def test_each_request_has_a_permission_of_its_own_and_strangers_find_nobody(
    me: Any, caller: Any, app: Application
) -> None:
    person = await ewa(me)
    clerk = await caller("customers.*")
    assert (await clerk.get(f"/privacy/people/{person}/export")).status_code == 403
    assert (await clerk.post(f"/privacy/people/{person}/erase", {})).status_code == 403
    hander = await caller("privacy.export")
    assert (await hander.get(f"/privacy/people/{person}/export")).status_code == 200
    assert (await hander.post(f"/privacy/people/{person}/erase", {})).status_code == 403
    stranger = await caller(*FEATURES, within=await found_tenant(app, "Obcy"))
    blind = await caller(*FEATURES, organizations=[])
    for other in (stranger, blind):
        assert (await other.get(f"/privacy/people/{person}/export")).status_code == 404
        assert (await other.post(f"/privacy/people/{person}/erase", {})).status_code == 404
    assert (await me.get(f"/customers/people/{person}")).status_code == 200


async def test_erasing_twice_at_once_erases_once(me: Any) -> None:
    person = await ewa(me)
    answers = await asyncio.gather(*(me.post(f"/privacy/people/{person}/erase", {}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404]
