"""Finding people whose names, addresses and numbers are encrypted: whatever a list is asked, and nothing at rest."""

import re
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from studio import EVERYTHING, company, listed, names, person, tag

from bottega.kernel.application import Application

PEOPLE = (
    ("Łucja Żak", {"primaryEmail": "Lucja.Zak@Example.com", "primaryPhone": "+48 600 100 200"}),
    ("Ćwikła Ewa", {"primaryEmail": "ewa@studio.pl"}),
    ("Zenon Adamski", {"primaryEmail": "annanna@studio.pl", "status": "active"}),
    ("Ada Lis", {}),
)


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody with four people."""
    someone = await caller(*EVERYTHING, "contacts.view")
    for name, more in PEOPLE:
        await person(someone, name, **more)
    return someone


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "zak"}, {"Łucja Żak"}),
        ({"search": "ŁUCJA ża"}, {"Łucja Żak"}),
        ({"search": "lucja.zak@example.com"}, {"Łucja Żak"}),
        ({"search": "ewa studio"}, {"Ćwikła Ewa"}),
        ({"search": "a"}, {"Łucja Żak", "Ćwikła Ewa", "Zenon Adamski", "Ada Lis"}),
        ({"search": "l%"}, set()),
        ({"search": "_da"}, set()),
        ({"email": " LUCJA.zak@example.COM "}, {"Łucja Żak"}),
        ({"email": "lucja"}, set()),
        ({"emailStartsWith": "LUCJA"}, {"Łucja Żak"}),
        ({"emailStartsWith": "e"}, {"Ćwikła Ewa"}),
        ({"emailStartsWith": "zak"}, set()),
        ({"emailContains": "@studio"}, {"Ćwikła Ewa", "Zenon Adamski"}),
        ({"emailContains": "@"}, {"Łucja Żak", "Ćwikła Ewa", "Zenon Adamski"}),
        ({"emailContains": "adamski"}, set()),
        ({"emailContains": ".pl"}, {"Ćwikła Ewa", "Zenon Adamski"}),
        ({"emailContains": "a@e"}, set()),
        ({"emailStartsWith": "ew"}, {"Ćwikła Ewa"}),
        ({"emailStartsWith": "wa"}, set()),
        ({"emailStartsWith": "annx"}, set()),
        ({"search": "ak ca"}, set()),
        ({"search": "ak ja"}, {"Łucja Żak"}),
        ({"email": "ewa@studio.pl", "emailContains": "zak"}, {"Ćwikła Ewa"}),
        ({"emailStartsWith": "ewa", "emailContains": "zak"}, {"Ćwikła Ewa"}),
        ({"hasEmail": "false"}, {"Ada Lis"}),
        ({"hasEmail": "false", "emailContains": "zak"}, {"Łucja Żak"}),
        ({"hasEmail": "perhaps"}, {"Łucja Żak", "Ćwikła Ewa", "Zenon Adamski", "Ada Lis"}),
        ({"hasPhone": "yes"}, {"Łucja Żak"}),
        ({"status": "active"}, {"Zenon Adamski"}),
        ({"createdFrom": "2001-01-01", "createdTo": "nonsense"}, {name for name, _more in PEOPLE}),
        ({"createdTo": "2001-01-01T00:00:00Z"}, set()),
    ],
)
async def test_a_list_is_asked_in_many_ways(me: Any, query: dict[str, str], found: set[str]) -> None:
    assert set(await names(me, **query)) == found


async def test_who_was_added_and_whom_to_call_are_filters_with_both_ends(me: Any) -> None:
    planned = {"at": "2030-01-01T10:00:00Z", "name": "Pomiar"}
    someone = await person(me, "Iga Mak", nextInteraction=planned, source="targi")
    added = (await listed(me, id=someone))[0]["created_at"]
    assert await names(me, createdFrom=added) == ["Iga Mak"]
    assert len(await names(me, createdTo=added)) == 5
    assert await names(me, createdFrom=added, createdTo=added) == ["Iga Mak"]
    assert await names(me, hasNextInteraction="on") == ["Iga Mak"]
    assert len(await names(me, hasNextInteraction="disabled")) == 4
    assert await names(me, source="targi") == ["Iga Mak"]
    assert await names(me, source="Targi") == []
    by_time = await names(me, sortField="createdAt", sortDir="desc")
    assert (by_time[0], by_time[-1]) == ("Iga Mak", "Łucja Żak")
    assert (await names(me, sortField="next_interaction_at"))[0] == "Iga Mak"
    await me.put("/customers/people", {"id": someone, "jobTitle": "Szefowa"})
    assert (await names(me, sortField="updatedAt"))[-1] == "Iga Mak"


async def test_a_list_clamps_its_pages_and_ignores_what_it_does_not_know(me: Any) -> None:
    for query in ({"page": 0}, {"page": "x"}, {"pageSize": "x"}, {"format": "exe"}):
        assert (await me.get("/customers/people", params=query)).status_code == 400, query
    assert (await me.get("/customers/people", params={"pageSize": 1000})).json()["pageSize"] == 100
    first = (await me.get("/customers/people")).json()
    assert (first["page"], first["pageSize"], first["totalPages"]) == (1, 50, 1)
    assert len(await names(me, nothing="1", sortField="password", sortDir="up")) == 4


async def test_texts_that_only_share_all_grams_are_not_found(me: Any) -> None:
    # "nannan" has the grams nan and ann, as "annanna" has, in which it does not occur.
    assert await names(me, emailContains="nannan") == []
    assert await names(me, search="nannan") == []
    assert await names(me, emailContains="nnann") == ["Zenon Adamski"]


async def test_encrypted_names_sort_by_the_polish_alphabet(me: Any) -> None:
    wanted = ["Ada Lis", "Ćwikła Ewa", "Łucja Żak", "Zenon Adamski"]
    assert await names(me, sortField="name") == wanted
    assert await names(me, sortField="display_name", sortDir="desc") == wanted[::-1]
    assert await names(me, sortField="name", pageSize=2, page=2) == wanted[2:]
    assert await names(me, sortField="name", search="ewa") == ["Ćwikła Ewa"]


async def test_the_order_of_names_follows_every_change_at_once(me: Any) -> None:
    first = (await names(me, sortField="name"))[0]
    added = await person(me, "Aaron Bis")
    assert (await names(me, sortField="name"))[0] == "Aaron Bis" != first
    await me.put("/customers/people", {"id": added, "displayName": "Zzz"})
    assert (await names(me, sortField="name"))[-1] == "Zzz"
    await me.delete("/customers/people", {"id": added})
    assert "Zzz" not in await names(me, sortField="name")


async def test_the_order_of_names_follows_changes_of_profiles_and_tags(me: Any) -> None:
    oak, vip = await person(me, "Oak", cf_wood="oak"), await tag(me, "vip")
    assert await names(me, sortField="name", cf_wood="oak") == ["Oak"]
    assert await names(me, sortField="name", tagIds=vip) == []
    await me.put("/customers/people", {"id": oak, "cf_wood": "ash"})
    assert await names(me, sortField="name", cf_wood="oak") == []
    await me.put("/customers/people", {"id": oak, "tags": [vip]})
    assert await names(me, sortField="name", tagIds=vip) == ["Oak"]


async def test_addresses_that_are_missing_stand_where_postgresql_puts_null(me: Any) -> None:
    assert (await names(me, sortField="primaryEmail"))[-1] == "Ada Lis"
    assert (await names(me, sortField="primary_email", sortDir="desc"))[0] == "Ada Lis"


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("brzozow", True),
        ("zosia", True),
        ("Zofia pracownia", True),
        ("brzozowski", False),
        ("600 111 222", True),
        ("+48 600-111-223", True),
        ("22 555 10 21", True),
        ("0048225551021", True),
        ("2255510", True),
        ("600 222 111", False),
        ("526-025-02-74", True),
        ("PL5260250274", True),
        ("5260250275", False),
    ],
)
async def test_a_customer_is_found_by_every_name_and_number_in_every_list(me: Any, typed: str, is_found: bool) -> None:
    await person(
        me,
        "Pracownia pod Lipą",
        firstName="Zofia",
        lastName="Brzozowska",
        preferredName="Zosia",
        nip="526 025 02 74",
        primaryPhone="600 111 222 / 600 111 223 / 22 555 10 21",
    )
    found = ["Pracownia pod Lipą"] if is_found else []
    assert await names(me, search=typed) == found
    contacts = await me.get("/contacts/contacts", params={"search": typed})
    assert [item["display_name"] for item in contacts.json()["items"]] == found


async def test_a_company_is_found_by_its_brand_domain_and_tax_number_in_every_list(me: Any) -> None:
    await company(
        me,
        "Meble Dąb",
        legalName="Stolarnia Kos sp. z o.o.",
        brandName="Kosmebel",
        domain="dab.example",
        nip="5260250274",
    )
    for typed in ("kosmebel", "stolarnia kos", "dab.example", "526-025-02-74"):
        found = (await me.get("/customers/companies", params={"search": typed})).json()["items"]
        assert [item["display_name"] for item in found] == ["Meble Dąb"], typed
        contacts = (await me.get("/contacts/contacts", params={"search": typed})).json()["items"]
        assert [item["display_name"] for item in contacts] == ["Meble Dąb"], typed


async def test_a_new_name_is_found_and_the_old_one_is_not(me: Any) -> None:
    [found] = await listed(me, search="zenon")
    changed = {
        "id": found["id"],
        "displayName": "Paweł Gil",
        "firstName": "Paweł",
        "lastName": "Gil",
        "primaryEmail": "gil@x.pl",
    }
    assert (await me.put("/customers/people", changed)).status_code == 200
    assert await names(me, search="zenon") == await names(me, emailContains="annanna") == []
    assert await names(me, search="pawel") == await names(me, email="gil@x.pl") == ["Paweł Gil"]


async def test_a_cleared_address_and_number_are_found_no_more(me: Any) -> None:
    [found] = await listed(me, search="lucja")
    cleared = {"id": found["id"], "primaryEmail": "", "primaryPhone": None}
    assert (await me.put("/customers/people", cleared)).status_code == 200
    assert await names(me, email="lucja.zak@example.com") == await names(me, emailContains="zak@") == []
    phone = await me.get("/customers/people/check-phone", params={"digits": "48600100200"})
    assert phone.json() == {"match": None}


@pytest.mark.parametrize(
    ("digits", "matches"),
    [
        ("48600100200", True),
        ("600100200", True),
        ("0048600100200", True),
        ("600100201", False),
        ("200", False),
        ("0200", False),
        ("+48600100200", False),
        ("6001 00200", False),
        ("", False),
    ],
)
async def test_a_number_is_known_however_it_was_written(me: Any, digits: str, matches: bool) -> None:
    answer = await me.get("/customers/people/check-phone", params={"digits": digits})
    assert answer.status_code == 200
    found = answer.json()["match"]
    assert (found and found["displayName"]) == ("Łucja Żak" if matches else None)


async def test_numbers_of_other_countries_and_of_nobody_keep_their_digits(me: Any) -> None:
    await person(me, "Joe", primaryPhone="+1 (415) 555-0100")
    await person(me, "Ext", primaryPhone="12 34-5")
    for digits, name in (("14155550100", "Joe"), ("12345", "Ext")):
        answer = await me.get("/customers/people/check-phone", params={"digits": digits})
        assert answer.json()["match"]["displayName"] == name


async def test_companies_have_numbers_too_but_are_no_people(me: Any) -> None:
    await company(me, "Tel", primaryPhone="22 555 44 33")
    answer = await me.get("/customers/people/check-phone", params={"digits": "225554433"})
    assert answer.json() == {"match": None}


async def test_tags_filter_by_any_and_no_fitting_tag_finds_nobody(me: Any) -> None:
    vip, cold = await tag(me, "vip"), await tag(me, "cold")
    both = await person(me, "Both", tags=[vip, cold, vip], status="lead", lifecycleStage="trial")
    await person(me, "Cold", tags=[cold])
    assert set(await names(me, tagIds=f"{vip},{cold}")) == {"Both", "Cold"}
    assert await names(me, tagIds=vip, status="lead", lifecycleStage="trial") == ["Both"]
    assert await names(me, tagIds="no-id") == []
    assert await names(me, tagIdsEmpty="true", id=both, tagIds=vip) == []
    assert await names(me, id=both) == ["Both"]
    assert (await me.get("/customers/people", params={"id": "no-id"})).status_code == 400


async def test_items_have_the_columns_of_the_base_row_and_no_others(me: Any) -> None:
    [item] = await listed(me, search="zenon")
    assert set(item) == {
        "id",
        "display_name",
        "description",
        "owner_user_id",
        "primary_email",
        "primary_phone",
        "status",
        "lifecycle_stage",
        "source",
        "next_interaction_at",
        "next_interaction_name",
        "next_interaction_ref_id",
        "next_interaction_icon",
        "next_interaction_color",
        "organization_id",
        "tenant_id",
        "created_at",
        "updated_at",
    }
    assert item["tenant_id"] == str(me.tenant_id)


async def test_pages_know_their_totals_however_far_one_looks(me: Any) -> None:
    for query in ({}, {"status": "active"}, {"sortField": "cf_x", "search": "a"}, {"sortField": "name"}):
        near = (await me.get("/customers/people", params=query)).json()
        far = (await me.get("/customers/people", params={**query, "page": 900})).json()
        assert far["items"] == []
        assert far["total"] == near["total"] == len(near["items"]) > 0


async def test_a_file_has_everybody_in_order_and_runs_no_formula(me: Any) -> None:
    await person(me, "=1+1")
    answer = await me.get("/customers/people", params={"format": "csv", "sortField": "name"})
    lines = answer.text.splitlines()
    assert lines[0].startswith("Id,Display Name,")
    assert [line.split(",")[1] for line in lines[1:]] == [
        "'=1+1",
        "Ada Lis",
        "Ćwikła Ewa",
        "Łucja Żak",
        "Zenon Adamski",
    ]
    assert (await me.get("/customers/companies", params={"format": "json"})).json() == []


async def test_a_name_of_digits_stays_text(me: Any) -> None:
    await person(me, "123")
    assert (await listed(me, search="123"))[0]["display_name"] == "123"


async def test_what_is_stored_holds_no_name_address_or_number(me: Any, app: Application, dsn: str) -> None:
    secrets = {"Xylofonowicz", "xylo@tajne.example", "601 999 888", "601999888", "Sekretarska", "Tajna notatka"}
    someone = await person(
        me,
        "Xylofonowicz Q",
        primaryEmail="xylo@tajne.example",
        primaryPhone="601 999 888",
        department="Sekretarska",
        description="Tajna notatka",
    )
    await me.put("/customers/people", {"id": someone, "description": "Tajna notatka 2"})
    assert await names(me, search="xylofon") == ["Xylofonowicz Q"]
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        dump = "\n".join([await _rows(connection, row["tablename"], me.tenant_id) for row in tables])
    finally:
        await connection.close()
    assert someone in dump
    for secret in secrets:
        assert secret.lower() not in dump.lower(), secret
    # Words, and runs of three letters as an index shows them; shorter ones stand in a ciphertext by chance.
    assert not re.search(r"xylofon|tajna not|'(xyl|ylo|taj)'", dump, re.IGNORECASE)


async def _rows(connection: Any, table: str, tenant_id: UUID) -> str:
    """Everything a table stores of a tenant, as a dump would show it."""
    columns = await connection.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = $1", table)
    if "tenant_id" not in {row["column_name"] for row in columns}:
        return ""
    rows = await connection.fetch(f"SELECT t::text AS line FROM {table} AS t WHERE tenant_id = $1", tenant_id)
    return "\n".join(row["line"] for row in rows)


async def test_only_a_change_of_what_a_person_is_found_by_rewrites_the_search_row(me: Any, app: Application) -> None:
    someone = await person(me, "Iga Mak")

    async def written() -> Any:
        async with app.database.tenant(me.tenant_id) as connection:
            return await connection.fetchval(
                "SELECT xmin::text FROM search_rows WHERE record_id = $1 AND entity = $2",
                UUID(someone),
                "customers:customer_entity",
            )

    before = await written()
    await me.put("/customers/people", {"id": someone, "primaryPhone": "600 100 200", "department": "Montaż"})
    assert await written() == before
    await me.put("/customers/people", {"id": someone, "displayName": "Iga Wrzos"})
    assert await written() != before
    assert await names(me, search="wrzos") == ["Iga Wrzos"]
