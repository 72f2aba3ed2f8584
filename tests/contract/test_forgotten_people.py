"""After erasure nothing names the person but what is named as kept: asked of every table, with texts in every field.

Rows are made of every resource that is installed, so a new module is asked too.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

import pytest
import rows
from examples import TARGETS
from installed import Mounted, resources
from values import alternatives

from bottega.app import metadata, modules
from bottega.business.contracts.tables.contract import Contract
from bottega.business.finance.ledger import BOOKED
from bottega.kernel.application import Application
from bottega.kernel.database.tables import CLASSES
from bottega.kernel.keys.tenant_keys import DecryptionFailed, TenantKeys, looks_sealed
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING
from bottega.kernel.text.folding import fold
from bottega.kernel.writes import changes

Json = dict[str, Any]
SAID: Final = "Ewa Żółkiewska"
LONG: Final = "Dla pani Ewy Żółkiewskiej, tel. 600-000-001, ewa.z@example.com; dąb olejowany"
# What tells who it was, whatever way it is written.
TELLTALES: Final = re.compile(r"zolkiew|600[ -]?000[ -]?001|ewa\.z@|5260250274")
PERSON: Final[Json] = {
    "firstName": "Ewa",
    "lastName": "Żółkiewska",
    "displayName": "Ewa Żółkiewska",
    "primaryEmail": "ewa.z@example.com",
    "primaryPhone": "600 000 001",
    "nip": "5260250274",
}
COMPLAINT: Final = "shop:complaint"
# Words of these are about the house, its people and its vocabulary, not about customers.
OF_THE_HOUSE: Final[Mapping[str, str]] = {
    "customers:tag": "a tag is a word of the house",
    "finance:cash_box": "cash boxes are named after colleagues",
}
WORDLESS: Final[Mapping[str, str]] = {
    "api_docs": "stores nothing",
    "api_keys": "programs of the house",
    "audit_logs": "ids and commands, no values",
    "auth": "colleagues have accounts of their own",
    "configs": "upgrade actions that were run",
    "contacts": "stores nothing",
    "controlling": "stores nothing",
    "dictionaries": "the vocabulary of the house",
    "directory": "the organizations of the house",
    "feature_toggles": "switches of the installation",
    "jobs": "ids, and reasons without values",
    "onboarding": "who signs up is sealed, and goes within a day",
    "privacy": "stores nothing",
    "query_index": "ids and counts, and errors without values",
    "search": "entries of the index follow the records, and go with them",
    "ui": "stores nothing",
}
# Where it may still stand, as the answer says: entries that are booked, who received goods, issued documents.
LAWFUL: Final = {
    "finance_transactions": {"nazwa", "dotyczy"},
    "warehouse_goods_issues": {"odebral"},
    "documents_documents": {"nabywca", "tresc"},
}


@pytest.fixture
async def me(admin: Any) -> Any:
    """Somebody who may do everything."""
    return admin


def _is_free(schema: Json, resolve: Any) -> int | None:
    """How long a text may be that somebody writes freely; None for anything else."""
    for one in alternatives(schema, resolve):
        if one.get("type") == "string" and not {"enum", "const", "format", "pattern"} & one.keys():
            return one.get("maxLength", 200)
    return None


def _words(longest: int) -> str | None:
    return next((said for said in (LONG, SAID) if len(said) <= longest), None)


async def plant(me: Any, mounted: Mounted, n: int, person: str) -> None:
    """A row with the person in every text it may have, custom ones too; what a rule refuses stays as it was."""
    plain = await rows.body_of(me, mounted, n)
    plain |= {name: person for name in plain if mounted.target(name) == "customers_entities" or name == "customerId"}
    said = {
        name: _words(_is_free(schema, mounted.schemas.resolve) or 0) for name, schema in mounted.fields("POST").items()
    }
    planted = {name: words for name, words in said.items() if words} | {"cf_znak": LONG}
    while True:
        answer = await rows.send(me, "POST", mounted.path, plain | planted)
        if answer.status_code == mounted.operations["POST"].status:
            return
        blamed = rows.fields_blamed(answer)
        planted = {name: words for name, words in planted.items() if name not in blamed}
        plain = {name: value for name, value in plain.items() if name not in blamed or name in mounted.required("POST")}
        assert blamed, f"{mounted.entity}: {answer.text}"


async def known_everywhere(me: Any, app: Application, monkeypatch: pytest.MonkeyPatch) -> str:
    """A person whom every module knows, and whom others' records mention; answers the id."""
    person = await _made(me, "/customers/people", {**PERSON, "cf_znak": LONG})
    home = await _made(me, "/customers/addresses", {"entityId": person, "addressLine1": "Stolarska 12", "name": LONG})
    other = await _made(
        me,
        "/customers/people",
        {"firstName": "Jan", "lastName": "Nowak", "displayName": "Jan Nowak", "description": LONG, "cf_znak": LONG},
    )
    await _made(me, "/customers/comments", {"entityId": other, "body": LONG})
    gone = await _made(me, "/customers/comments", {"entityId": other, "body": LONG})
    await me.delete("/customers/comments", {"id": gone})
    await _made(me, "/customers/activities", {"entityId": other, "activityType": "call", "subject": LONG, "body": LONG})
    await _made(me, "/customers/deals", {"title": LONG, "description": LONG, "personIds": [person, other]})
    for whose, address in ((person, home), (other, None)):
        monkeypatch.setitem(TARGETS, "customers_entities", _id_of(whose))
        if address:
            monkeypatch.setitem(TARGETS, "customers_addresses", _id_of(address))
        else:
            theirs = await _made(me, "/customers/addresses", {"entityId": other, "addressLine1": "Dębowa 1"})
            monkeypatch.setitem(TARGETS, "customers_addresses", _id_of(theirs))
        for n, mounted in enumerate(resources("POST")):
            if mounted.entity not in OF_THE_HOUSE:
                await plant(me, mounted, n + (100 if whose == other else 0), whose)
    repeatable = {"firstName": "A", "lastName": "B", "displayName": SAID[:3], "description": LONG}
    await me.post("/customers/people", repeatable, headers={"idempotency-key": "raz"})
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        # Nobody is forgotten while a contract with them runs.
        await ctx.query("UPDATE contracts_contracts SET rozliczona = true WHERE tenant_id = $1", me.tenant_id)
        # What is booked is evidence, whatever the ledger made of the entries above.
        await ctx.query(
            "UPDATE finance_transactions SET stan = $2, rodzaj = 'przelew' WHERE tenant_id = $1 AND id ="
            " (SELECT t.id FROM finance_transactions AS t JOIN contracts_contracts AS c ON c.tenant_id = t.tenant_id"
            " AND c.id = t.contract_id WHERE t.tenant_id = $1 AND c.customer_id = $3 ORDER BY t.id LIMIT 1)",
            me.tenant_id,
            BOOKED,
            UUID(person),
        )
        await changes.insert(
            ctx,
            Contract,
            {
                "organization_id": me.organization_id,
                "numer": "oferta",
                "typ": "kuchnia",
                "customer_id": UUID(person),
                "opis": "bez nazwiska, a o niej",
                "uwagi": LONG,
            },
        )
    return person


def _id_of(value: str) -> Any:
    async def answer(_me: Any) -> str:
        return value

    return answer


async def _made(me: Any, path: str, body: Json) -> str:
    answer = await me.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def telltales(app: Application, me: Any) -> list[tuple[str, str, str]]:
    """Table, column and text of everything in the tenant, sealed or not, that tells who it was."""
    found: list[tuple[str, str, str]] = []
    tables = {vars(one).get("entity", name): name for name, one in CLASSES.items()}
    async with app.acting(me.tenant_id) as ctx:
        keys = await app.vault.keys(await ctx.connection(), me.tenant_id)
        for table in sorted(metadata().tables):
            for row in await ctx.query(f"SELECT to_jsonb(t) AS row FROM {table} AS t"):
                of = row["row"].get("table_name") or tables.get(row["row"].get("entity"), "")
                for column, text in _texts(row["row"]):
                    said = _opened(keys, of or table, column, text)
                    if TELLTALES.search(fold(said)):
                        found.append((f"{table}/{of}" if of else table, column, said))
    return found


def _texts(value: Any, column: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield column, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            # Of an image the column is within.
            yield from _texts(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, column)


def _opened(keys: TenantKeys, table: str, column: str, text: str) -> str:
    """What a text says; one that is sealed must open, or this test would be blind."""
    if not looks_sealed(text):
        return text
    entities = [COMPLAINT, *(str(vars(one).get("entity")) for one in CLASSES.values())]
    places = [f"{table}.{column}", *(f"{entity}.{column}" for entity in entities)]
    for place in places:
        try:
            return keys.open(text, place)
        except DecryptionFailed:
            continue
    raise AssertionError(f"nobody knows how to open {table}.{column}")


async def test_erasure_leaves_no_trace_in_any_table_but_what_is_named_as_kept(
    me: Any, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await known_everywhere(me, app, monkeypatch)
    before = {table.partition("/")[0] for table, _column, _said in await telltales(app, me)}
    planted = {mounted.table for mounted in resources("POST") if mounted.entity not in OF_THE_HOUSE}
    worded = {table for table in planted if "custom" in metadata().tables[table].columns}
    assert worded - before <= {"messaging_messages", "documents_documents", "finance_cash_reports"}, worded - before
    assert {"messaging_messages", "finance_transactions", "action_changes", "customers_comments"} <= before
    answer = await me.post(f"/privacy/people/{person}/erase", {}, headers={"accept-language": "pl"})
    assert answer.status_code == 200, answer.text
    left = await telltales(app, me)
    for table, column, said in left:
        # Images and search rows say what the rows say that they are of.
        place, _, of = table.partition("/")
        assert column in LAWFUL.get(of or place, ()) or (place == "search_rows" and of in LAWFUL), (table, column, said)
    kept = {one["what"]: one["why"] for one in answer.json()["kept"]}
    assert {"Zaksięgowane pozycje księgi", "Kto odebrał towar (WZ)", "Wystawione dokumenty"} <= kept.keys()
    assert all("lat" in why for what, why in kept.items() if what != "Sam rekord, opróżniony")
    assert {"messaging:message", "customers:customer_comment", "calendar:event"} <= answer.json()["blackened"].keys()
    async with app.database.tenant(me.tenant_id) as connection:
        offer = await connection.fetchrow("SELECT opis, uwagi FROM contracts_contracts WHERE numer = 'oferta'")
    assert offer is not None
    assert (offer["opis"], offer["uwagi"]) == (None, None)


async def test_what_others_wrote_about_a_person_is_handed_out(
    me: Any, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await known_everywhere(me, app, monkeypatch)
    answer = await me.get(f"/privacy/people/{person}/export")
    assert answer.status_code == 200, answer.text
    document = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("personal-data.json"))
    mentions = document["mentions"]
    assert {LONG} == {one["tresc"] for one in mentions["messaging:message"]}
    assert {"body": LONG}.items() <= mentions["customers:customer_comment"][0].items()
    assert document["finance"]["transactions"]
    assert LONG in {issue["odebral"] for issue in document["warehouse"]["goods_issues"]}
    # Documents of others are named, and not handed out.
    assert all(
        set(one) == {"id", "rodzaj", "numer", "data_wystawienia"} for one in document.get("documents_of_others", [])
    )


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
async def test_every_module_takes_part_or_has_a_reason(module: Any) -> None:
    told = {participant.name for participant in module.participants}
    if module.name in WORDLESS:
        assert not told & {COLLECTING, ERASING}, "it takes part after all"
    else:
        assert {COLLECTING, ERASING} <= told, f"{module.name} hands nothing out and erases nothing"


async def test_records_of_invented_kinds_take_part(me: Any, app: Application) -> None:
    """They point at people, and say things about them in fields that may be encrypted."""
    kind, person = COMPLAINT, await _made(me, "/customers/people", PERSON)
    saved = await me.post("/entities/entities", {"entityId": kind, "label": "Reklamacje", "labelField": "title"})
    assert saved.status_code == 200, saved.text
    fields = [
        {"key": "title", "kind": "text"},
        {"key": "secret", "kind": "text", "configJson": {"encrypted": True}},
        {"key": "whose", "kind": "relation", "configJson": {"relatedEntityId": "customers:customer_entity"}},
    ]
    assert (await me.post("/entities/definitions.batch", {"entityId": kind, "definitions": fields})).status_code == 200
    values = {"title": "Od Ewy Żółkiewskiej", "secret": LONG, "whose": person}
    assert (await me.post("/entities/records", {"entityId": kind, "values": values})).status_code == 200
    answer = await me.get(f"/privacy/people/{person}/export")
    document = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("personal-data.json"))
    assert [record["custom"]["secret"] for record in document["records"]] == [LONG]
    assert (await me.post(f"/privacy/people/{person}/erase", {})).status_code == 200
    [item] = (await me.get("/entities/records", params={"entityId": kind})).json()["items"]
    assert item["title"] == "Od [dane usunięte]"
    assert item["secret"] == "Dla pani [dane usunięte], tel. [dane usunięte], [dane usunięte]; dąb olejowany"
    assert item.get("whose") is None
    assert await telltales(app, me) == []
