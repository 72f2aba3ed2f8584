"""Pages of customers, tags, the format of addresses, and who sees and changes none of it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from studio import EVERYTHING, company, listed, names, operation, person, redo, shown, tag, undo

from bottega.kernel.application import Application
from bottega.kernel.http import metrics
from bottega.platform.auth.tenant_setup import found_tenant

RELATIONS = ("addresses", "comments", "activities", "deals", "todos", "people")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


async def _furnished(me: Any) -> tuple[str, str]:
    """A person of a company, with two notes, three activities, two addresses and a deal."""
    firm = await company(me)
    record = await person(me, companyEntityId=firm)
    for path, body in (
        ("comments", {"body": "pierwsza"}),
        ("comments", {"body": "druga"}),
        ("activities", {"activityType": "call", "subject": "dawno", "occurredAt": "2020-01-01T00:00:00Z"}),
        ("activities", {"activityType": "call", "subject": "kiedyś"}),
        ("activities", {"activityType": "call", "subject": "teraz", "occurredAt": "2026-01-01T00:00:00.5Z"}),
        ("addresses", {"addressLine1": "Główna 1", "isPrimary": True}),
        ("addresses", {"addressLine1": "Boczna 2", "latitude": 52.25}),
    ):
        made = await me.post(f"/customers/{path}", {"entityId": record, **body})
        assert made.status_code == 201, made.text
    deal = {"title": "Kuchnia", "valueAmount": "1200.5", "valueCurrency": "PLN", "personIds": [record]}
    assert (await me.post("/customers/deals", {**deal, "companyIds": [firm]})).status_code == 201
    return record, firm


async def test_a_page_shows_what_is_asked_for_in_its_order(me: Any) -> None:
    record, firm = await _furnished(me)
    found = await shown(me, "person", record, "NOTES", "activities", "addresses", "Deals", "tasks", "nonsense")
    assert [note["body"] for note in found["comments"]] == ["druga", "pierwsza"]
    assert [one["subject"] for one in found["activities"]] == ["teraz", "dawno", "kiedyś"]
    assert found["activities"][0]["occurredAt"] == "2026-01-01T00:00:00.500Z"
    assert [one["addressLine1"] for one in found["addresses"]] == ["Główna 1", "Boczna 2"]
    assert "companyName" not in found["addresses"][0]
    assert (found["deals"][0]["title"], found["deals"][0]["valueAmount"]) == ("Kuchnia", "1200.50")
    assert {note["authorUserId"] for note in found["comments"]} == {str(me.user_id)}
    assert {note["authorEmail"] for note in found["comments"]} == {me.email}
    assert found["viewer"] == {"userId": str(me.user_id), "name": None, "email": me.email}
    staff = (await shown(me, "company", firm, "people", "deals"))["people"]
    assert [(one["id"], one["displayName"]) for one in staff] == [(record, "Jan Kowalski")]


async def test_what_is_not_asked_for_is_empty(me: Any) -> None:
    record, firm = await _furnished(me)
    for kind, id_ in (("person", record), ("company", firm)):
        found = await shown(me, kind, id_)
        assert [name for name in RELATIONS if found.get(name)] == []
    repeated = await me.get(f"/customers/people/{record}?include=deals&include=comments,addresses")
    filled = {name for name in RELATIONS if repeated.json().get(name)}
    assert filled == {"deals", "comments", "addresses"}


async def test_a_page_takes_at_most_four_statements(me: Any) -> None:
    record, firm = await _furnished(me)
    for kind, path, id_ in (("person", "people", record), ("company", "companies", firm)):
        # What is read once and kept, the tenant's key and definitions, is no matter of the operation.
        await shown(me, kind, id_, *RELATIONS)
        key = f"GET /customers/{path}/{{id}}"
        before = metrics.statements(key)
        await shown(me, kind, id_, *RELATIONS)
        assert 0 < metrics.statements(key) - before <= 4


async def test_relations_whose_lists_one_may_not_read_stay_empty(me: Any, caller: Any) -> None:
    record, firm = await _furnished(me)
    reader = await caller("customers.people.view", "customers.companies.view")
    found = await shown(reader, "person", record, *RELATIONS)
    assert found["person"]["displayName"] == "Jan Kowalski"
    assert [name for name in RELATIONS if found.get(name)] == []
    assert [one["id"] for one in (await shown(reader, "company", firm, *RELATIONS))["people"]] == [record]


async def test_an_id_that_is_none_is_told_from_one_of_nobody(me: Any) -> None:
    for path, said in (("people", "person"), ("companies", "company")):
        wrong = await me.get(f"/customers/{path}/x")
        assert (wrong.status_code, wrong.json()["error"]) == (400, f"Invalid {said} id")
        nobody = await me.get(f"/customers/{path}/{uuid4()}")
        assert (nobody.status_code, nobody.json()["error"]) == (404, f"{said.title()} not found")


async def test_pages_and_numbers_need_their_feature(me: Any, caller: Any, nobody: Any) -> None:
    record, firm = await person(me), await company(me)
    stranger = await caller("customers.deals.view")
    for path in (f"people/{record}", f"companies/{firm}", "people/check-phone?digits=12345", "people/x"):
        assert (await stranger.get(f"/customers/{path}")).status_code == 403
        assert (await nobody.get(f"/customers/{path}")).status_code == 401


# -- tags --------------------------------------------------------------------------------------------------


async def test_a_slug_is_used_once_and_well_formed(me: Any) -> None:
    first = await tag(me, "vip")
    other = await tag(me, "cold")
    taken = await me.post("/customers/tags", {"slug": "vip", "label": "Again"})
    assert (taken.status_code, taken.json()["error"]) == (409, "Tag slug already exists")
    taken = await me.put("/customers/tags", {"id": other, "slug": "vip"})
    assert (taken.status_code, taken.json()["error"]) == (409, "Tag slug already exists")
    wrong = await me.post("/customers/tags", {"slug": "Very Important", "label": "x"})
    assert wrong.json()["details"][0]["message"] == ("Slug must be lowercase and may contain dashes or underscores")
    await me.delete("/customers/tags", {"id": first})
    assert await tag(me, "vip") != first


async def test_tags_are_listed_found_and_sorted(me: Any) -> None:
    for slug, label in (("a", "Zimny"), ("b", "Ąkuratny"), ("c", "Budowa")):
        await tag(me, slug, label)
    found = await listed(me, "/customers/tags", sortField="label")
    assert [one["label"] for one in found] == ["Ąkuratny", "Budowa", "Zimny"]
    assert {"id", "slug", "label", "color", "description", "organization_id", "tenant_id"} <= set(found[0])
    assert [one["slug"] for one in await listed(me, "/customers/tags", search="akur")] == ["b"]
    missing = await me.put("/customers/tags", {"id": str(uuid4()), "label": "x"})
    assert (missing.status_code, missing.json()["error"]) == (404, "Tag not found")
    missing = await me.delete("/customers/tags", {"id": str(uuid4())})
    assert (missing.status_code, missing.json()["error"]) == (404, "Tag not found")
    assert (await me.delete("/customers/tags")).json()["error"] == "Tag id is required"


@pytest.mark.parametrize("empty", [None, ""])
async def test_null_and_empty_text_clear_the_colour_and_description_of_a_tag(me: Any, empty: str | None) -> None:
    body = {"slug": "vip", "label": "VIP", "color": "#ff0000", "description": "Ważny"}
    vip = (await me.post("/customers/tags", body)).json()["id"]
    cleared = await me.put("/customers/tags", {"id": vip, "color": empty, "description": empty})
    assert cleared.status_code == 200, cleared.text
    [found] = await listed(me, "/customers/tags")
    assert (found["color"], found["description"], found["label"]) == (None, None, "VIP")


async def test_a_deleted_tag_comes_back_on_everybody_who_wore_it(me: Any) -> None:
    vip = await tag(me, "vip")
    jan, firm = await person(me, tags=[vip]), await company(me, tags=[vip])
    deleted = await me.delete("/customers/tags", {"id": vip})
    assert await names(me, tagIds=vip) == []
    assert (await shown(me, "person", jan))["tags"] == []
    await undo(me, deleted)
    assert await names(me, tagIds=vip) == ["Jan Kowalski"]
    assert (await shown(me, "company", firm))["tags"] == [{"id": vip, "label": "VIP", "color": None}]


async def test_deleted_tags_are_listed_for_whoever_asks_for_them(me: Any) -> None:
    vip, gone = await tag(me, "vip"), await tag(me, "gone")
    await me.delete("/customers/tags", {"id": gone})
    assert [one["id"] for one in await listed(me, "/customers/tags")] == [vip]
    answer = await me.get("/customers/tags", params={"withDeleted": "true", "sortField": "createdAt"})
    assert [one["id"] for one in answer.json()["items"]] == [vip, gone]
    assert answer.json()["total"] == 2


async def test_a_tag_is_put_on_once_and_taken_off(me: Any) -> None:
    vip, jan = await tag(me, "vip"), await person(me)
    body = {"tagId": vip, "entityId": jan}
    put_on = await me.post("/customers/tags/assign", body)
    assert put_on.status_code == 201
    assert operation(put_on)["resourceKind"] == "customers.tagAssignment"
    again = await me.post("/customers/tags/assign", body)
    assert (again.status_code, again.json()["error"]) == (409, "Tag already assigned")
    taken_off = await me.post("/customers/tags/unassign", body)
    assert (taken_off.status_code, taken_off.json()) == (200, put_on.json())
    assert operation(taken_off)["resourceId"] == vip
    again = await me.post("/customers/tags/unassign", body)
    assert (again.status_code, again.json()["error"]) == (404, "Tag assignment not found")
    log = await undo(me, taken_off)
    assert await names(me, tagIds=vip) == ["Jan Kowalski"]
    await redo(me, log)
    assert await names(me, tagIds=vip) == []


@pytest.mark.parametrize(
    ("verb", "message"), [("assign", "Failed to assign tag"), ("unassign", "Failed to unassign tag")]
)
async def test_a_tag_for_nobody_is_refused(me: Any, verb: str, message: str) -> None:
    for body in ({}, {"tagId": "x", "entityId": str(uuid4())}, {"tagId": 7, "entityId": None}):
        answer = await me.post(f"/customers/tags/{verb}", body)
        assert (answer.status_code, answer.json()["error"]) == (400, message)


async def test_what_is_not_there_is_not_tagged(me: Any) -> None:
    vip, jan = await tag(me, "vip"), await person(me)
    answer = await me.post("/customers/tags/assign", {"tagId": str(uuid4()), "entityId": jan})
    assert (answer.status_code, answer.json()["error"]) == (404, "Tag not found")
    answer = await me.post("/customers/tags/assign", {"tagId": vip, "entityId": str(uuid4())})
    assert (answer.status_code, answer.json()["error"]) == (404, "Customer not found")


# -- the format of addresses -------------------------------------------------------------------------------


async def test_addresses_are_written_line_by_line_until_somebody_decides(me: Any) -> None:
    path = "/customers/settings/address-format"
    assert (await me.get(path)).json() == {"addressFormat": "line_first"}
    for wanted in ("street_first", "street_first", "line_first"):
        saved = await me.put(path, {"addressFormat": wanted})
        assert (saved.status_code, saved.json()) == (200, {"addressFormat": wanted})
        assert "x-om-operation" not in saved.headers
        assert (await me.get(path)).json() == {"addressFormat": wanted}
    for body in ({}, {"addressFormat": "upside_down"}, {"addressFormat": 7}):
        wrong = await me.put(path, body)
        assert (wrong.status_code, wrong.json()["error"]) == (400, "Failed to save settings")


async def test_without_an_organization_there_is_no_format(caller: Any) -> None:
    admin = await caller(super_admin=True)
    path, everywhere = "/customers/settings/address-format", {"cookie": "om_selected_org=__all__"}
    for answer in (
        await admin.get(path, headers=everywhere),
        await admin.put(path, {"addressFormat": "line_first"}, headers=everywhere),
    ):
        assert (answer.status_code, answer.json()["error"]) == (400, "Organization context is required")


# -- others ------------------------------------------------------------------------------------------------


async def _sees_nothing(other: Any, record: str, firm: str, vip: str) -> None:
    """Somebody elsewhere reads, finds and changes none of it, and cannot tell it from what does not exist."""
    assert await names(other) == await names(other, search="kowalski") == await names(other, id=record) == []
    assert await names(other, email="jan@x.pl") == await names(other, emailContains="jan") == []
    assert await names(other, sortField="name") == await listed(other, "/customers/tags") == []
    phone = await other.get("/customers/people/check-phone", params={"digits": "600100200"})
    assert phone.json() == {"match": None}
    own = await person(other, "Own One")
    for answer in (
        await other.get(f"/customers/people/{record}"),
        await other.get(f"/customers/companies/{firm}"),
        await other.put("/customers/people", {"id": record, "displayName": "Mine"}),
        await other.delete("/customers/people", {"id": record}),
        await other.delete("/customers/companies", {"id": firm}),
        await other.put("/customers/tags", {"id": vip, "label": "Mine"}),
        await other.delete("/customers/tags", {"id": vip}),
        await other.post("/customers/tags/assign", {"tagId": vip, "entityId": own}),
        await other.post("/customers/tags/assign", {"tagId": vip, "entityId": record}),
        await other.post("/customers/tags/unassign", {"tagId": vip, "entityId": record}),
    ):
        assert answer.status_code == 404, answer.text
    linked = await other.put("/customers/people", {"id": own, "companyEntityId": firm})
    assert (linked.status_code, linked.json()["error"]) == (400, "Company not found")
    worn = await other.put("/customers/people", {"id": own, "tags": [vip]})
    assert (worn.status_code, worn.json()["error"]) == (400, "One or more tags not found for this scope")


async def _something(me: Any) -> tuple[str, str, str]:
    vip, firm = await tag(me, "vip"), await company(me)
    record = await person(me, primaryEmail="jan@x.pl", primaryPhone="600 100 200", companyEntityId=firm, tags=[vip])
    return record, firm, vip


async def test_another_tenant_sees_and_changes_nothing(me: Any, caller: Any, app: Application) -> None:
    record, firm, vip = await _something(me)
    before = await shown(me, "person", record)
    await _sees_nothing(await caller(*EVERYTHING, within=await found_tenant(app, "Obcy")), record, firm, vip)
    assert await shown(me, "person", record) == before


async def test_another_organization_sees_and_changes_nothing(me: Any, caller: Any, admin: Any) -> None:
    record, firm, vip = await _something(me)
    before = await shown(me, "person", record)
    made = await admin.post("/directory/organizations", {"name": "Oddział"})
    assert made.status_code == 201, made.text
    branch = UUID(made.json()["id"])
    other = await caller(*EVERYTHING, organizations=[branch], organization_id=branch)
    await _sees_nothing(other, record, firm, vip)
    assert await shown(me, "person", record) == before


async def test_a_company_of_another_organization_in_view_cannot_be_linked(me: Any, admin: Any) -> None:
    made = await admin.post("/directory/organizations", {"name": "Oddział", "parentId": str(admin.organization_id)})
    branch = made.json()["id"]
    firm = await company(admin, organizationId=branch)
    answer = await admin.put("/customers/people", {"id": await person(me), "companyEntityId": firm})
    assert (answer.status_code, answer.json()["error"]) == (403, "Cannot link person to company outside current scope")


async def test_somebody_who_sees_no_organization_gets_empty_lists_and_writes_nothing(caller: Any) -> None:
    blind = await caller(*EVERYTHING, organizations=[])
    page = await blind.get("/customers/people")
    assert (page.status_code, page.json()["items"], page.json()["totalPages"]) == (200, [], 0)
    answer = await blind.post("/customers/people", {"firstName": "A", "lastName": "B", "displayName": "C"})
    assert answer.status_code == 403
