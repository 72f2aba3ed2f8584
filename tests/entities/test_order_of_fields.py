"""Custom fields stand in the order of their definitions wherever they are listed: items, files, forms, descriptions."""

import csv
import io
from typing import Any

import pytest

from callers import Caller, Invite

# Neither the alphabet nor JSON of the database, which puts short keys first, has this order.
ORDER = ["zz", "m", "aaa"]
HEADS = ["Zz", "M", "Aaa"]
PERSON = {"firstName": "Ewa", "lastName": "Lis"}
# Entity → its list, and what a record needs.
LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "warehouse:location": ("/warehouse/locations", {"nazwa": "Regał"}),
    "customers:customer_person_profile": ("/customers/people", PERSON),
    "customers:customer_company_profile": ("/customers/companies", {"displayName": "Dąb"}),
    "customers:customer_deal": ("/customers/deals", {"title": "Kuchnia"}),
    "auth:role": ("/auth/roles", {"name": "Stolarze"}),
    "directory:organization": ("/directory/organizations?view=manage", {"name": "Filia"}),
}
# These have no files.
UNEXPORTED = ("auth:role", "directory:organization")


@pytest.fixture
async def editor(caller: Invite) -> Caller:
    return await caller("*")


async def define(who: Caller, entity: str) -> None:
    sent = [{"key": key, "kind": "text"} for key in ORDER]
    answer = await who.post("/entities/definitions.batch", {"entityId": entity, "definitions": sent})
    assert answer.status_code == 200, answer.text


def custom(names: Any) -> list[str]:
    return [name.removeprefix("cf_") for name in names if name.startswith("cf_")]


@pytest.mark.parametrize("entity", LISTS)
async def test_items_and_files_have_them_in_order(entity: str, editor: Caller) -> None:
    path, body = LISTS[entity]
    await define(editor, entity)
    values = {f"cf_{key}": key for key in sorted(ORDER)}
    made = await editor.post(path.partition("?")[0], {**body, **values})
    assert made.status_code == 201, made.text
    items = (await editor.get(path)).json()["items"]
    assert custom(next(item for item in items if "cf_m" in item)) == ORDER
    if entity not in UNEXPORTED:
        for further in ({}, {"exportScope": "full"}):
            file = (await editor.get(path, params={"format": "csv", **further})).text
            heads = next(csv.reader(io.StringIO(file)))
            assert [head for head in heads if head in HEADS] == HEADS, further


async def test_a_file_has_a_column_for_a_field_that_its_first_record_has_no_value_of(editor: Caller) -> None:
    await define(editor, "customers:customer_deal")
    for title, values in (("A", {}), ("B", {"cf_aaa": "x"})):
        made = await editor.post("/customers/deals", {"title": title, **values})
        assert made.status_code == 201, made.text
    file = (await editor.get("/customers/deals", params={"format": "csv"})).text
    rows = {row["Title"]: [row[head] for head in HEADS] for row in csv.DictReader(io.StringIO(file))}
    assert rows == {"A": ["", "", ""], "B": ["", "", "x"]}


async def test_definitions_forms_and_details_have_them_in_order(editor: Caller) -> None:
    await define(editor, "customers:customer_deal")
    for path in ("/entities/definitions", "/entities/definitions.manage"):
        listed = await editor.get(path, params={"entityId": "customers:customer_deal"})
        assert [one["key"] for one in listed.json()["items"]] == ORDER
    form = (await editor.get("/entities/forms/customers:customer_deal")).json()
    assert custom(form["components"]["schemas"]["CustomFields"]["properties"]) == ORDER
    values = {f"cf_{key}": key for key in sorted(ORDER)}
    made = await editor.post("/customers/deals", {"title": "Kuchnia", **values})
    detail = (await editor.get(f"/customers/deals/{made.json()['id']}")).json()
    assert custom(detail["customFields"]) == ORDER
    [item] = (await editor.get("/customers/deals")).json()["items"]
    assert [one["key"] for one in item["customFields"]] == ORDER


async def test_records_of_a_custom_entity_have_them_in_order(editor: Caller) -> None:
    entity = "studio:machine"
    assert (await editor.post("/entities/entities", {"entityId": entity, "label": "Maszyna"})).status_code == 200
    await define(editor, entity)
    body = {"entityId": entity, "values": {key: key for key in sorted(ORDER)}}
    assert (await editor.post("/entities/records", body)).status_code == 200
    [item] = (await editor.get("/entities/records", params={"entityId": entity})).json()["items"]
    assert [name for name in item if name in ORDER] == ORDER
    file = (await editor.get("/entities/records", params={"entityId": entity, "format": "csv"})).text
    assert [head for head in next(csv.reader(io.StringIO(file))) if head in HEADS] == HEADS


async def test_encrypted_values_of_roles_and_users_are_shown_as_they_were_sent(editor: Caller) -> None:
    for entity in ("auth:role", "auth:user"):
        config = {"entityId": entity, "key": "pin", "kind": "text", "configJson": {"encrypted": True}}
        assert (await editor.post("/entities/definitions", config)).status_code == 200
    role = {"name": "Stolarze", "cf_pin": "1234"}
    assert (await editor.post("/auth/roles", role)).status_code == 201
    user = {
        "email": "pin@example.com",
        "password": "Jesion-2026!",
        "organizationId": str(editor.organization_id),
        "cf_pin": "4321",
    }
    assert (await editor.post("/auth/users", user)).status_code == 201
    for path, pin in (("/auth/roles", "1234"), ("/auth/users", "4321")):
        items = (await editor.get(path)).json()["items"]
        assert [one["cf_pin"] for one in items if "cf_pin" in one] == [pin]
