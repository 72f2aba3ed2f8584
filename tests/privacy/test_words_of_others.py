"""What others wrote about somebody: only the words that say who it was go, and only if they say it for sure."""

import io
import json
import re
import zipfile
from typing import Any, Final

import pytest

from working import work_off

Json = dict[str, Any]
LONG: Final = "Dla pani Ewy Żółkiewskiej, tel. 600-000-001, ewa.z@example.com; dąb olejowany"
PERSON: Final[Json] = {
    "firstName": "Ewa",
    "lastName": "Żółkiewska",
    "displayName": "Ewa Żółkiewska",
    "primaryEmail": "ewa.z@example.com",
    "primaryPhone": "600 000 001",
    "nip": "5260250274",
}


@pytest.fixture
async def me(admin: Any) -> Any:
    """Somebody who may do everything."""
    return admin


async def _made(me: Any, path: str, body: Json) -> str:
    answer = await me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_only_the_words_that_say_who_it_was_go(me: Any) -> None:
    person = await _made(me, "/customers/people", PERSON)
    message = {"senderId": str(me.user_id), "recipientId": str(me.user_id)}
    await _made(me, "/messaging/messages", {**message, "temat": "Kuchnia p. Żółkiewskiej", "tresc": LONG})
    await me.post(f"/privacy/people/{person}/erase", {})
    [item] = (await me.get("/messaging/messages")).json()["items"]
    told = (await me.get("/messaging/messages", params={"id": item["id"]})).json()["items"][0]
    assert told["temat"] == "Kuchnia [dane usunięte]"
    assert told["tresc"] == "Dla pani [dane usunięte], tel. [dane usunięte], [dane usunięte]; dąb olejowany"


async def test_every_number_of_a_field_goes_and_an_extension_hides_none(me: Any) -> None:
    numbers = {"primaryPhone": "22 555 10 21 wew. 12, kom. 600 000 001"}
    person = await _made(me, "/customers/people", {**PERSON, **numbers})
    other = await _made(me, "/customers/people", {"firstName": "Jan", "lastName": "Lis", "displayName": "Jan Lis"})
    said = "dzwonić: (22) 555-10-21 albo +48 600\u00a0000\u00a0001, nie 22 555 10 22"
    await _made(me, "/customers/comments", {"entityId": other, "body": said})
    await me.post(f"/privacy/people/{person}/erase", {})
    [comment] = (await me.get("/customers/comments", params={"entityId": other})).json()["items"]
    assert "555-10-21" not in comment["body"]
    assert "600\u00a0000\u00a0001" not in comment["body"]
    assert comment["body"].endswith("nie 22 555 10 22")


async def test_a_name_that_others_bear_is_left_to_a_person_to_look_for(me: Any) -> None:
    person = await _made(me, "/customers/people", PERSON)
    await _made(
        me, "/customers/people", {"firstName": "Ewa", "lastName": "Żółkiewska", "displayName": "Ewa Żółkiewska"}
    )
    other = await _made(me, "/customers/people", {"firstName": "Jan", "lastName": "Lis", "displayName": "Jan Lis"})
    await _made(me, "/customers/comments", {"entityId": other, "body": LONG})
    answer = await me.post(f"/privacy/people/{person}/erase", {}, headers={"accept-language": "pl"})
    assert [one["what"] for one in answer.json()["kept"]] == [
        "Teksty wymieniające imię i nazwisko: noszą je też inni, więc musi je przejrzeć człowiek"
    ]
    [comment] = (await me.get("/customers/comments", params={"entityId": other})).json()["items"]
    assert comment["body"] == "Dla pani Ewy Żółkiewskiej, tel. [dane usunięte], [dane usunięte]; dąb olejowany"


async def test_undo_of_others_stays_possible_when_their_rows_named_nobody(me: Any) -> None:
    person = await _made(me, "/customers/people", PERSON)
    made = await me.post("/customers/people", {"firstName": "Jan", "lastName": "Lis", "displayName": "Jan Lis"})
    await me.post(f"/privacy/people/{person}/erase", {})
    found = re.search("undoToken%22%3A%22([0-9a-f-]{36})", made.headers["x-om-operation"])
    assert found
    undone = await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": found.group(1)})
    assert undone.status_code == 200, undone.text


async def test_who_shares_a_telephone_keeps_it_and_the_way_back(me: Any) -> None:
    person = await _made(me, "/customers/people", PERSON)
    spouse = {"firstName": "Adam", "lastName": "Żółkiewski", "displayName": "Adam Żółkiewski"}
    made = await me.post("/customers/people", {**spouse, "primaryPhone": PERSON["primaryPhone"]})
    assert (await me.post(f"/privacy/people/{person}/erase", {})).status_code == 200
    page = (await me.get(f"/customers/people/{made.json()['id']}")).json()
    assert (page["person"]["displayName"], page["person"]["primaryPhone"]) == ("Adam Żółkiewski", "600 000 001")
    found = re.search("undoToken%22%3A%22([0-9a-f-]{36})", made.headers["x-om-operation"])
    assert found
    undone = await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": found.group(1)})
    assert undone.status_code == 200, undone.text


async def test_nobody_is_forgotten_while_a_list_that_waits_may_bring_them_back(me: Any, app: Any) -> None:
    person = await _made(me, "/customers/people", PERSON)
    rows = [f"Ewa{n};Nowak{n}" for n in range(1_100)]
    files = {"file": ("lista.csv", "\r\n".join(["Imię;Nazwisko", *rows]).encode(), "text/csv")}
    sent = await me.client.post("/customers/people/import", files=files)
    assert sent.status_code == 202, sent.text
    refused = await me.post(f"/privacy/people/{person}/erase", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "import_under_way")
    await work_off(app)
    assert (await me.post(f"/privacy/people/{person}/erase", {})).status_code == 200


async def test_encrypted_fields_of_contracts_are_handed_out_opened(me: Any) -> None:
    field = {"entityId": "contracts:contract", "key": "domofon", "kind": "text", "configJson": {"encrypted": True}}
    assert (await me.post("/entities/definitions", field)).status_code in (200, 201)
    person = await _made(me, "/customers/people", PERSON)
    body = {"numer": "K/1", "typ": "kuchnia", "customerId": person, "cf_domofon": LONG}
    contract = await _made(me, "/contracts/contracts", body)
    answer = await me.get(f"/privacy/people/{person}/export")
    document = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("personal-data.json"))
    [held] = document["contracts"]["contracts"]
    assert (held["id"], held["custom"]) == (contract, {"domofon": LONG})


async def test_the_reversal_of_a_fee_is_handed_out_with_it(me: Any) -> None:
    person = await _made(me, "/customers/people", PERSON)
    body = {"customerId": person, "uzytkownikId": str(me.user_id), "kwota": 200, "data": "2026-01-05T09:00:00.000Z"}
    measurement = await _made(me, "/measurements/measurements", body)
    approved = await me.post(f"/measurements/measurements/{measurement}/approve")
    assert approved.status_code in (200, 201), approved.text
    entries = (await me.get("/finance/transactions")).json()["items"]
    reversed_ = await me.post(f"/finance/transactions/{entries[0]['id']}/storno", {"powod": "pomyłka"})
    assert reversed_.status_code in (200, 201), reversed_.text
    answer = await me.get(f"/privacy/people/{person}/export")
    document = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("personal-data.json"))
    assert len(document["finance"]["transactions"]) == 2
