"""Adding, changing and deleting people and companies, and taking each of that back to the last custom value."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from crm import unstamped
from studio import EVERYTHING, company, listed, names, operation, person, redo, shown, tag, undo

from bottega.kernel import events
from bottega.kernel.application import Application

FULL = {
    "preferredName": "Jasiu",
    "jobTitle": "Stolarz",
    "department": "Hala",
    "seniority": "senior",
    "timezone": "Europe/Warsaw",
    "linkedInUrl": "https://linkedin.com/in/jan",
    "twitterUrl": "http://x.com/jan",
    "description": "Lubi dąb",
    "primaryEmail": "jan@x.pl",
    "primaryPhone": "600 100 200",
    "status": "active",
    "lifecycleStage": "customer",
    "source": "targi",
    "cf_size": 4,
    "customFields": {"likes": ["oak", "ash"]},
    "nextInteraction": {
        "at": "2027-01-01T10:00:00Z",
        "name": "Pomiar",
        "refId": "r1",
        "icon": "ruler",
        "color": "#AABBCC",
    },
}


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


async def page(me: Any, kind: str, record_id: str) -> dict[str, Any]:
    """Everything a page shows, less the moments of the last changes: that something is put back is a change too."""
    whole = await shown(me, kind, record_id, "addresses", "comments", "activities", "deals", "todos", "people")
    return unstamped(whole)


async def test_a_person_has_one_id_for_both_halves(me: Any) -> None:
    body = {"firstName": "Jan", "lastName": "Kowal", "displayName": " Jan Kowal "}
    made = await me.post("/customers/people", body)
    assert made.status_code == 201
    assert made.json()["id"] == made.json()["personId"]
    done = operation(made)
    assert (done["commandId"], done["actionLabel"]) == ("customers.people.create", "Create person")
    assert (done["resourceKind"], done["resourceId"]) == ("customers.person", made.json()["id"])
    assert await names(me) == ["Jan Kowal"]


async def test_texts_are_trimmed_addresses_and_colours_lower_case(me: Any) -> None:
    record = await person(me, **{**FULL, "primaryEmail": " JAN@X.pl ", "jobTitle": "  "})
    found = await page(me, "person", record)
    assert found["person"]["primaryEmail"] == "jan@x.pl"
    assert found["person"]["nextInteractionColor"] == "#aabbcc"
    assert found["profile"]["jobTitle"] is None


async def test_what_describes_a_person_becomes_a_word_to_choose(me: Any) -> None:
    await person(me, status="vip", jobTitle="Lakiernik", source="targi", lifecycleStage="odkryty")
    await company(me, status="firma")
    for kind, known in (("statuses", ["vip"]), ("job-titles", ["Lakiernik"]), ("sources", ["targi"])):
        answer = await me.get(f"/customers/dictionaries/{kind}")
        values = [item["value"] for item in answer.json()["items"]]
        assert set(known) <= set(values)
        assert "firma" not in values
    stages = (await me.get("/customers/dictionaries/lifecycle-stages")).json()["items"]
    assert "odkryty" not in [item["value"] for item in stages]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"firstName": "  "}, "First and last name are required"),
        ({"lastName": ""}, "First and last name are required"),
        ({"displayName": None}, "Invalid input"),
        ({"displayName": " "}, "Display name is required"),
        ({"companyEntityId": str(uuid4())}, "Company not found"),
        ({"tags": [str(uuid4())]}, "One or more tags not found for this scope"),
        ({"primaryEmail": "nobody"}, "Invalid input"),
        ({"linkedInUrl": "javascript:alert(1)"}, "Invalid input"),
        ({"twitterUrl": "x.com"}, "Invalid input"),
        ({"nextInteraction": {"name": "x"}}, "Invalid input"),
        ({"nextInteraction": {"at": "2027-01-01", "name": "x", "more": 1}}, "Invalid input"),
        ({"nextInteraction": {"at": "2027-01-01", "name": "x", "color": "red"}}, "Invalid input"),
    ],
)
async def test_a_person_that_makes_no_sense_is_refused(me: Any, changed: Any, message: str) -> None:
    answer = await me.post("/customers/people", {"firstName": "A", "lastName": "B", "displayName": "C", **changed})
    assert (answer.status_code, answer.json()["error"]) == (400, message)
    record = await person(me)
    answer = await me.put("/customers/people", {"id": record, **changed})
    assert (answer.status_code, answer.json()["error"]) == (400, message)
    assert await names(me) == ["Jan Kowalski"]


async def test_a_person_is_listed_by_first_and_last_name_until_somebody_says_otherwise(me: Any) -> None:
    answer = await me.post("/customers/people", {"firstName": "Ewa", "lastName": "Nowak"})
    assert answer.status_code == 201, answer.text
    record = answer.json()["id"]
    assert await names(me) == ["Ewa Nowak"]
    married = await me.put("/customers/people", {"id": record, "lastName": "Wójcik"})
    assert await names(me) == await names(me, search="wojcik") == ["Ewa Wójcik"]
    log = await undo(me, married)
    assert await names(me) == ["Ewa Nowak"]
    await redo(me, log)
    assert await names(me) == ["Ewa Wójcik"]
    # A name that somebody chose stays.
    assert (await me.put("/customers/people", {"id": record, "displayName": "Pani Ewa"})).status_code == 200
    assert (await me.put("/customers/people", {"id": record, "firstName": "Ewelina"})).status_code == 200
    assert await names(me) == ["Pani Ewa"]


async def test_the_longest_names_still_make_a_display_name(me: Any) -> None:
    answer = await me.post("/customers/people", {"firstName": "A" * 120, "lastName": "B" * 120})
    assert answer.status_code == 201, answer.text
    assert await names(me) == [f"{'A' * 120} {'B' * 79}"]


async def test_a_company_form_says_what_is_wrong_until_it_is_right(me: Any) -> None:
    wrong = {"displayName": "", "primaryEmail": "x", "websiteUrl": "y", "annualRevenue": "-1"}
    answer = await me.post("/customers/companies", wrong)
    assert answer.status_code == 400
    assert {issue["path"][0] for issue in answer.json()["details"]} == set(wrong)
    right = {"displayName": "Nowak", "primaryEmail": "a@b.pl", "websiteUrl": "https://b.pl", "annualRevenue": "12.5"}
    made = await me.post("/customers/companies", right)
    assert made.status_code == 201
    assert made.json()["id"] == made.json()["companyId"]
    assert (await page(me, "company", made.json()["id"]))["profile"]["annualRevenue"] == "12.50"


@pytest.mark.parametrize("empty", [None, ""])
async def test_null_and_empty_text_clear_a_field(me: Any, empty: str | None) -> None:
    record = await person(me, **FULL)
    texts = {name: empty for name, value in FULL.items() if isinstance(value, str) and name != "cf_size"}
    assert (await me.put("/customers/people", {"id": record, **texts, "nextInteraction": None})).status_code == 200
    found = await page(me, "person", record)
    both = found["person"] | found["profile"]
    assert [name for name in texts if both[name] is not None] == []
    assert [name for name in both if name.startswith("nextInteraction") and both[name] is not None] == []
    assert found["customFields"] == {"cf_size": 4, "cf_likes": ["oak", "ash"]}


async def test_each_kind_is_found_at_its_own_address_only(me: Any) -> None:
    jan, firm = await person(me), await company(me)
    for path, other, message in (
        ("/customers/people", firm, "Person not found"),
        ("/customers/companies", jan, "Company not found"),
    ):
        for answer in (
            await me.put(path, {"id": other, "description": "x"}),
            await me.delete(path, {"id": other}),
            await me.get(f"{path}/{other}"),
        ):
            assert (answer.status_code, answer.json()["error"]) == (404, message)
    assert (await me.delete("/customers/people")).json()["error"] == "Person id is required"
    assert (await me.delete("/customers/companies")).json()["error"] == "Company id is required"


async def test_undo_and_redo_of_a_new_person_keep_the_id(me: Any) -> None:
    vip = await tag(me, "vip")
    body = {"firstName": "J", "lastName": "K", "displayName": "J K", "tags": [vip], **FULL}
    made = await me.post("/customers/people", body)
    before = await page(me, "person", made.json()["id"])
    log = await undo(me, made)
    assert await names(me) == await names(me, search="j") == []
    await redo(me, log)
    assert await page(me, "person", made.json()["id"]) == before
    assert await names(me, search="jan@x.pl") == ["J K"]


@pytest.mark.parametrize(
    "changed",
    [
        {"displayName": "Inny", "primaryEmail": "inny@y.pl"},
        {"jobTitle": "Szef", "department": None},
        {"nextInteraction": None, "status": "lost"},
        {"tags": []},
        {"cf_size": 9, "cf_new": "x", "cf_likes": None},
        {"companyEntityId": None},
        {"displayName": "Inny", "lastName": "Y", "tags": [], "cf_size": None, "companyEntityId": None, "source": ""},
    ],
)
async def test_undo_of_a_change_gives_everything_back(me: Any, changed: dict[str, Any]) -> None:
    firm, vip = await company(me), await tag(me, "vip")
    record = await person(me, **FULL, companyEntityId=firm, tags=[vip])
    before = await page(me, "person", record)
    answer = await me.put("/customers/people", {"id": record, **changed})
    after = await page(me, "person", record)
    assert after != before
    log = await undo(me, answer)
    assert await page(me, "person", record) == before
    assert await names(me, search="inny") == []
    assert await names(me, email="jan@x.pl") == ["Jan Kowalski"]
    await redo(me, log)
    assert _timeless(await page(me, "person", record)) == _timeless(after)


def _timeless(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "person": {**found["person"], "updatedAt": None}}


async def test_what_is_sent_again_as_it_is_changes_nothing(me: Any) -> None:
    record = await person(me, **FULL)
    before = await page(me, "person", record)
    answer = await me.put("/customers/people", {"id": record, **FULL})
    assert answer.json() == {"ok": True}
    assert "x-om-operation" not in answer.headers
    assert await page(me, "person", record) == before


async def test_a_version_that_has_moved_on_is_refused(me: Any) -> None:
    record = await person(me)
    seen = (await shown(me, "person", record))["person"]["updatedAt"]
    header = {"x-om-ext-optimistic-lock-expected-updated-at": seen}
    assert (await me.put("/customers/people", {"id": record, "jobTitle": "A"}, headers=header)).status_code == 200
    answer = await me.put("/customers/people", {"id": record, "description": "B"}, headers=header)
    assert (answer.status_code, answer.json()["code"]) == (409, "optimistic_lock_conflict")
    latest = (await shown(me, "person", record))["person"]["updatedAt"]
    assert answer.json()["currentUpdatedAt"] == latest > seen


async def furnish(me: Any, record: str, deal: dict[str, Any]) -> str:
    """Hang something of every kind on a customer; answers the deal."""
    address = {
        "entityId": record,
        "addressLine1": "Długa 1",
        "companyName": "F",
        "buildingNumber": "7",
        "flatNumber": "3",
    }
    for path, body in (
        ("addresses", {**address, "isPrimary": True}),
        ("addresses", {"entityId": record, "addressLine1": "Krótka 2"}),
        ("comments", {"entityId": record, "body": "Notatka"}),
        ("activities", {"entityId": record, "activityType": "call", "subject": "Tel", "cf_mood": "good"}),
    ):
        made = await me.post(f"/customers/{path}", body)
        assert made.status_code == 201, made.text
    made = await me.post("/customers/deals", {"title": "Kuchnia", "valueAmount": "1200.50", **deal})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def test_a_deleted_person_comes_back_with_everything(me: Any) -> None:
    firm, vip = await company(me), await tag(me, "vip")
    record = await person(me, **FULL, companyEntityId=firm, tags=[vip])
    deal = await furnish(me, record, {"personIds": [record], "companyIds": [firm]})
    before = await page(me, "person", record)
    lists = [await listed(me, f"/customers/{path}") for path in ("addresses", "comments", "activities", "deals")]
    assert [len(before[name]) for name in ("addresses", "comments", "activities", "deals", "tags")] == [2, 1, 1, 1, 1]
    deleted = await me.delete("/customers/people", {"id": record})
    assert (await me.get(f"/customers/people/{record}")).status_code == 404
    assert await names(me) == await names(me, search="kowalski") == []
    assert await listed(me, "/customers/addresses") == await listed(me, "/customers/activities") == []
    kept = (await me.get(f"/customers/deals/{deal}")).json()
    assert (kept["people"], len(kept["companies"])) == ([], 1)
    log = await undo(me, deleted)
    assert await page(me, "person", record) == before
    assert before["person"]["createdAt"] == (await listed(me))[0]["created_at"]
    again = [await listed(me, f"/customers/{path}") for path in ("addresses", "comments", "activities", "deals")]
    assert unstamped(again) == unstamped(lists)
    assert await names(me, emailStartsWith="jan") == ["Jan Kowalski"]
    await redo(me, log)
    assert await names(me) == []


async def test_a_deleted_company_leaves_its_people_and_takes_them_back(me: Any) -> None:
    vip = await tag(me, "vip")
    firm = await company(
        me, legalName="Nowak sp. z o.o.", tags=[vip], cf_grade="A", annualRevenue=5, sizeBucket="11-50"
    )
    jan = await person(me, companyEntityId=firm)
    await furnish(me, firm, {"companyIds": [firm], "personIds": [jan]})
    before, jans = await page(me, "company", firm), await page(me, "person", jan)
    assert [one["displayName"] for one in before["people"]] == ["Jan Kowalski"]
    refused = await me.delete(f"/customers/companies?id={firm}", headers={"Accept-Language": "pl"})
    assert refused.status_code == 409
    assert refused.json() == {
        "error": "Osoby w firmie: 1, jej szanse sprzedaży: 1. Pozostaną bez firmy; aby mimo to ją usunąć,"
        " zaznacz „Usuń mimo powiązań”",
        "code": "in_use",
        "used": {"customers:customer_person_profile": 1, "customers:customer_deal": 1},
    }
    assert await page(me, "company", firm) == before
    bad = await me.delete(f"/customers/companies?id={firm}&force=perhaps")
    assert (bad.status_code, bad.json()["details"][0]["path"]) == (400, ["force"])
    deleted = await me.delete(f"/customers/companies?id={firm}&force=true")
    assert await names(me, "/customers/companies") == []
    assert (await page(me, "person", jan))["profile"]["companyEntityId"] is None
    await undo(me, deleted)
    assert await page(me, "company", firm) == before
    assert await page(me, "person", jan) == jans


async def test_undo_of_a_new_person_does_not_take_the_notes_of_others_with_it(me: Any) -> None:
    made = await me.post("/customers/people", {"firstName": "A", "lastName": "B", "displayName": "C"})
    record = made.json()["id"]
    assert (await me.post("/customers/comments", {"entityId": record, "body": "x"})).status_code == 201
    answer = await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": operation(made)["undoToken"]})
    assert answer.status_code == 409
    assert len((await page(me, "person", record))["comments"]) == 1


async def test_events_name_the_customer_and_what_happened(me: Any, app: Application) -> None:
    record = await person(me)
    for body in ({"description": "base"}, {"jobTitle": "own"}, {"description": "both", "jobTitle": "both"}):
        await me.put("/customers/people", {"id": record, **body})
    await undo(me, await me.put("/customers/people", {"id": record, "description": "again"}))
    await undo(me, await me.delete("/customers/people", {"id": record}))
    heard = await _events(app, me.tenant_id, record)
    assert [event.name.removeprefix("customers.person.") for event in heard][:5] == [
        "created",
        "updated",
        "updated",
        "updated",
        "updated",
    ]
    rest = [event.name.removeprefix("customers.person.") for event in heard][5:]
    assert rest[0] == "updated"
    assert rest[1:3] == ["deleted", "created"]
    assert {event.payload["entityId"] for event in heard} == {record}
    assert {event.organization_id for event in heard} == {me.organization_id}


async def _events(app: Application, tenant_id: UUID, record: str) -> list[events.Event]:
    """What is in the outbox about a person, oldest first."""
    async with app.database.tenant(tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT name, tenant_id, organization_id, record_id, payload FROM event_outbox"
            " WHERE tenant_id = $1 AND record_id = $2 AND name LIKE 'customers.person.%' ORDER BY id",
            tenant_id,
            UUID(record),
        )
    return [events.Event(**dict(row)) for row in rows]
