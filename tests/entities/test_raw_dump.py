"""A dump of the database tells nobody who the customers are: every table is read as text, and names are looked for."""

import re
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sealed_people import follow, save_map, token_of

from bottega.kernel import events
from bottega.kernel.application import Application
from bottega.kernel.reencryption import resealing
from bottega.kernel.text.folding import fold
from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
FEATURES = ("customers.*", "audit_logs.*", "entities.*")
# Words that stand nowhere but in the personal data of this test.
SECRETS = (
    "zbigniewiusz",
    "brzęczyszczykiewicz",
    "zbylu",
    "chrząszczyrzewoszyce",
    "łękołodzka",
    "szczebrzeszynex",
    "pszczynianka",
    "gżegżółkowa",
    "trzmielowska",
    "600700801",
    "600700802",
    "wyrewolwerowany",
    "rozdzwiękowany",
    "konstantynopolitański",
)


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller(*FEATURES)


async def add(me: Caller, path: str, **body: Any) -> str:
    answer = await me.post(f"/customers/{path}", body, headers={"idempotency-key": f"{path}-{len(body)}"})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def live_a_little(me: Caller) -> dict[str, str]:
    """Everything that can be said of customers, changed, deleted and taken back, so that all of it is remembered."""
    firm = await add(
        me,
        "companies",
        displayName="Szczebrzeszynex",
        legalName="Szczebrzeszynex sp. z o.o.",
        brandName="Pszczynianka",
        domain="szczebrzeszynex.example",
        websiteUrl="https://szczebrzeszynex.example",
        industry="Wyrewolwerowany",
        primaryEmail="biuro@szczebrzeszynex.example",
        primaryPhone="+48 600 700 802",
    )
    someone = await add(
        me,
        "people",
        firstName="Zbigniewiusz",
        lastName="Brzęczyszczykiewicz",
        preferredName="Zbylu",
        displayName="Zbigniewiusz Brzęczyszczykiewicz",
        primaryEmail="zbigniewiusz@szczebrzeszynex.example",
        primaryPhone="600 700 801",
        description="rozdzwiękowany",
        companyEntityId=firm,
        linkedInUrl="https://linkedin.example/zbylu",
        nextInteraction={"at": "2030-01-01T10:00:00Z", "name": "Zbigniewiusz dzwoni"},
    )
    await add(
        me,
        "addresses",
        entityId=someone,
        name="Brzęczyszczykiewicz",
        addressLine1="Łękołodzka 7",
        city="Chrząszczyrzewoszyce",
        companyName="Szczebrzeszynex",
        postalCode="00-001",
        country="PL",
    )
    deal = await add(
        me,
        "deals",
        title="Konstantynopolitański kredens",
        description="dla Brzęczyszczykiewicza",
        personIds=[someone],
        companyIds=[firm],
    )
    await add(
        me,
        "activities",
        entityId=someone,
        dealId=deal,
        activityType="call",
        subject="Gżegżółkowa",
        body="Zbigniewiusz prosi o telefon pod 600700801",
    )
    await add(me, "comments", entityId=someone, body="Trzmielowska poleciła Zbigniewiusza")
    changed = await me.put(
        "/customers/people", {"id": someone, "lastName": "Trzmielowska", "primaryPhone": "600700802"}
    )
    assert (await me.post(UNDO, {"undoToken": token_of(changed)})).status_code == 200
    gone = await add(
        me, "people", firstName="Zbigniewiusz", lastName="Trzmielowska", displayName="Zbigniewiusz Trzmielowska"
    )
    assert (await me.delete("/customers/people", {"id": gone})).status_code == 200
    rows = (
        "Imię;Nazwisko;E-mail;Telefon\r\nZbigniewiusz;Gżegżółkowa;gzegzolkowa@szczebrzeszynex.example;600700801\r\n"
        "Zbigniewiusz;Trzmielowska;zbigniewiusz bez malpy;600700802"
    )
    for skip in ("false", "true"):
        files = {"file": ("lista.csv", rows.encode("cp1250"), "text/csv")}
        await me.client.post("/customers/people/import", files=files, data={"skipBad": skip})
    return {"person": someone, "company": firm, "deal": deal}


async def look_around(me: Caller) -> None:
    """All searches work, and leave no trace of what was looked for."""
    for path, query, found in (
        ("people", {"search": "brzęczyszcz"}, 1),
        ("people", {"email": "ZBIGNIEWIUSZ@szczebrzeszynex.example"}, 1),
        ("people", {"emailStartsWith": "zbigniew"}, 1),
        ("people", {"emailContains": "@szczebrzeszynex"}, 1),
        ("companies", {"search": "szczebrzeszynex"}, 1),
        ("deals", {"search": "konstantynopol"}, 1),
        ("people", {"search": "nikt taki"}, 0),
    ):
        answer = await me.get(f"/customers/{path}", params=query)
        assert answer.json()["total"] >= found, (path, query, answer.text)
        assert bool(answer.json()["total"]) == bool(found)
    for query in ({"digits": "600700801"}, {"digits": "48600700801"}):
        assert (await me.get("/customers/people/check-phone", params=query)).json()["match"] is not None
    for kind in ("csv", "json"):
        assert (await me.get("/customers/people", params={"format": kind, "search": "zbylu"})).status_code == 200


async def dump(dsn: str, tenant_id: UUID) -> dict[str, str]:
    """Every table as text, as a dump has it; where rows have a tenant, those of this one."""
    owner = await asyncpg.connect(dsn)
    try:
        names = await owner.fetch(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name, EXISTS (SELECT FROM"
            " information_schema.columns WHERE table_schema = schemaname AND table_name = tablename"
            " AND column_name = 'tenant_id') AS owned FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
        read = (
            "SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {} AS t"
            " WHERE NOT $1 OR to_jsonb(t) ->> 'tenant_id' = $2"
        )
        return {
            row["name"]: await owner.fetchval(read.format(row["name"]), row["owned"], str(tenant_id)) for row in names
        }
    finally:
        await owner.close()


def leaks(tables: dict[str, str]) -> set[str]:
    """Where personal data stands readably: as written, without accents, in small letters, or a number in groups."""
    found: set[str] = set()
    for name, text in tables.items():
        said = fold(text)
        digits = re.sub(r"(?<=\d)[ -](?=\d)", "", said)
        found |= {f"{name}: {word}" for word in SECRETS if fold(word) in said or fold(word) in digits}
    return found


async def test_a_dump_holds_no_name_address_or_number_of_a_customer_and_all_searches_work(
    app: Application, me: Caller, dsn: str
):
    ids = await live_a_little(me)
    await look_around(me)
    for path in ("people", "companies", "deals"):
        one = ids[{"people": "person", "companies": "company", "deals": "deal"}[path]]
        assert (await me.get(f"/customers/{path}/{one}", params={"include": "activities,comments"})).status_code == 200
    await app.access.flush()
    before = await dump(dsn, me.tenant_id)
    assert "public.action_changes" in before
    assert str(ids["person"]) in before["public.access_logs"]
    assert leaks(before) == set()
    await events.drain(app)
    await resealing.exchange_key(app, me.tenant_id, lead=0)
    await follow(app, me)
    assert leaks(await dump(dsn, me.tenant_id)) == set()
    await look_around(me)


async def test_the_dump_is_really_looked_into(app: Application, me: Caller, dsn: str):
    await live_a_little(me)
    names = ("preferred_name", "job_title")
    await save_map(me, "customers:customer_person_profile", *names)
    await follow(app, me)
    found = leaks(await dump(dsn, me.tenant_id))
    assert {"public.customers_people: brzęczyszczykiewicz", "public.action_changes: brzęczyszczykiewicz"} <= found
    await save_map(me, "customers:customer_person_profile", "first_name", "last_name", "linked_in_url", *names)
    await follow(app, me)
    assert leaks(await dump(dsn, me.tenant_id)) == set()
