"""No option leaves a field, and no entry its dictionary, while records hold it: they could not be saved again."""

import json
from typing import Any
from urllib.parse import unquote

import pytest

from callers import Caller, Invite

PERSON = "customers:customer_person_profile"
UNDO = "/audit_logs/audit-logs/actions/undo"


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller("entities.*", "customers.*", "dictionaries.*", "audit_logs.*")


async def define(me: Caller, kind: str = "select", status: int = 200, entity: str = PERSON, **config: Any) -> Any:
    body = {"entityId": entity, "key": "styl", "kind": kind, "configJson": {"label": "Styl", **config}}
    answer = await me.post("/entities/definitions", body)
    assert answer.status_code == status, answer.text
    return answer


def options(*values: str) -> list[dict[str, str]]:
    return [{"value": value, "label": value.capitalize()} for value in values]


async def person(me: Caller, styl: Any) -> str:
    answer = await me.post("/customers/people", {"firstName": "A", "lastName": "B", "cf_styl": styl})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def saved_again(me: Caller, record: str, styl: Any) -> int:
    answer = await me.put("/customers/people", {"id": record, "cf_styl": styl, "description": "x"})
    return answer.status_code


@pytest.mark.parametrize("secret", [False, True])
async def test_an_option_that_records_hold_is_not_renamed_under_them(me: Caller, secret: bool) -> None:
    await define(me, options=options("stary", "nowy"), encrypted=secret)
    record = await person(me, "stary")
    await person(me, "nowy")
    refused = (await define(me, status=409, options=options("antyk", "nowy"), encrypted=secret)).json()
    assert (refused["code"], refused["values"], refused["options"]) == ("options_in_use", 1, ["stary"])
    assert "stary" in refused["error"]
    assert await saved_again(me, record, "stary") == 200
    # The way to rename: add, change the records, take away.
    await define(me, options=options("stary", "antyk", "nowy"), encrypted=secret)
    assert await saved_again(me, record, "antyk") == 200
    await define(me, options=options("antyk", "nowy"), encrypted=secret)


async def test_labels_order_and_options_that_nobody_holds_are_free(me: Caller) -> None:
    await define(me, options=options("stary", "nowy", "inny"))
    await person(me, "stary")
    relabelled = [{"value": "nowy", "label": "Świeży"}, {"value": "stary", "label": "Antyk"}]
    await define(me, options=relabelled)
    # Without options any value is taken; with options again, what is held must be among them.
    await define(me)
    await person(me, "własny")
    refused = (await define(me, status=409, options=options("stary"))).json()
    assert refused["options"] == ["własny"]


async def test_options_of_lists_are_counted_by_records(me: Caller) -> None:
    await define(me, options=options("a", "b"), multi=True)
    await person(me, ["a", "b"])
    await person(me, ["b"])
    refused = (await define(me, status=409, options=options("a"), multi=True)).json()
    assert (refused["values"], refused["options"]) == (2, ["b"])


async def test_undo_does_not_take_an_option_from_records_either(me: Caller) -> None:
    await define(me, options=options("a"))
    added = await define(me, options=options("a", "b"))
    await person(me, "b")
    said = json.loads(unquote(added.headers["x-om-operation"].removeprefix("omop:")))
    refused = await me.post(UNDO, {"undoToken": said["undoToken"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "options_in_use")


async def test_an_entry_that_records_hold_stays_in_its_dictionary(me: Caller) -> None:
    made = await me.post("/dictionaries", {"key": "style", "name": "Style"})
    assert made.status_code == 201, made.text
    path = f"/dictionaries/{made.json()['id']}/entries"
    held, free = [(await me.post(path, {"value": value})).json()["id"] for value in ("Stary", "Nowy")]
    await define(me, "dictionary", dictionaryId=made.json()["id"])
    record = await person(me, "stary")
    for refused in (
        await me.delete(f"{path}/{held}"),
        await me.client.patch(f"{path}/{held}", json={"value": "Antyk"}),
    ):
        assert (refused.status_code, refused.json()["code"], refused.json()["values"]) == (409, "options_in_use", 1)
    assert await saved_again(me, record, "stary") == 200
    # Case, labels and what nobody holds are free.
    assert (await me.client.patch(f"{path}/{held}", json={"value": "STARY", "label": "Antyk"})).status_code == 200
    assert (await me.delete(f"{path}/{free}")).status_code == 200


async def test_undo_does_not_take_an_entry_from_records_either(me: Caller) -> None:
    dictionary = (await me.post("/dictionaries", {"key": "style", "name": "Style"})).json()["id"]
    await define(me, "dictionary", dictionaryId=dictionary)
    added = await me.post(f"/dictionaries/{dictionary}/entries", {"value": "dąb"})
    await person(me, "dąb")
    said = json.loads(unquote(added.headers["x-om-operation"].removeprefix("omop:")))
    refused = await me.post(UNDO, {"undoToken": said["undoToken"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "options_in_use")


async def test_a_field_does_not_change_to_a_dictionary_without_the_values_that_records_hold(me: Caller) -> None:
    first, second = [
        (await me.post("/dictionaries", {"key": key, "name": key})).json()["id"] for key in ("jeden", "dwa")
    ]
    assert (await me.post(f"/dictionaries/{first}/entries", {"value": "dąb"})).status_code == 201
    await define(me, "dictionary", dictionaryId=first)
    await person(me, "dąb")
    refused = (await define(me, "dictionary", 409, dictionaryId=second)).json()
    assert refused["options"] == ["dąb"]
    assert (await me.post(f"/dictionaries/{second}/entries", {"value": "Dąb"})).status_code == 201
    await define(me, "dictionary", dictionaryId=second)
