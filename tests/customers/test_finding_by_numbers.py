"""Customers are found by telephone and tax number in whatever spelling: in lists, while typing, in imports."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from studio import company, listed, names, person, undo

from bottega.business.customers.formats.phones import numbers_in, same_number
from bottega.kernel.application import Application
from bottega.kernel.reencryption import resealing

FEATURES = ("customers.*", "contacts.*", "measurements.*", "contracts.*", "audit_logs.*")
SPELLINGS = (
    "600123777",
    "600 123 777",
    "600-123-777",
    "+48 600-123-777",
    "+48600123777",
    "0048600123777",
    "0048 600 123 777",
    "48 600 123 777",
    "(+48) 600 123 777",
    "600\u00a0123\u202f777",
    "tel. 600.123.777",
    "Tel.: +48 600 123 777",
    "600\u2013123\u2013777",
    " 600123777 ",
)
NIPS = ("526-025-02-74", "PL5260250274", "526 025 02 74", "5260250274", "NIP: 526-025-02-74", "PL 526 025 02 74")


@pytest.fixture
async def me(caller: Any) -> Any:
    return await caller(*FEATURES)


async def contacts(me: Any, typed: str) -> list[str]:
    """Who is listed among all customers."""
    return sorted(await names(me, "/contacts/contacts", search=typed))


async def checked(me: Any, digits: str) -> str | None:
    """Who calls from a number."""
    answer = await me.get("/customers/people/check-phone", params={"digits": digits})
    assert answer.status_code == 200, answer.text
    match = answer.json()["match"]
    return match and match["displayName"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        *((spelling, ["48600123777"]) for spelling in SPELLINGS),
        ("22 555 10 21 wew. 12", ["48225551021"]),
        ("(22) 555-10-21 w. 3", ["48225551021"]),
        ("22 555 10 21 ext 4", ["48225551021"]),
        ("+48 (0) 22 555 10 21", ["48225551021"]),
        ("600 111 222, 600 111 223", ["48600111222", "48600111223"]),
        ("600111222 600111223", ["48600111222", "48600111223"]),
        ("600 111 222 / 600 111 222", ["48600111222"]),
        ("dom 22 555 10 21; kom. 600 111 222", ["48225551021", "48600111222"]),
        ("+49 30 901820", ["4930901820"]),
        ("+1 (415) 555-0100", ["14155550100"]),
        ("555 01 00", ["5550100"]),
        ("12 34-5", []),
        ("brak", []),
        ("", []),
        ("6" * 101, []),
    ],
)
def test_a_text_holds_these_numbers(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers
    if numbers:
        assert same_number(text) == numbers[0]


@pytest.mark.parametrize("stored", ["600 123 777", "+48 600-123-777", "tel. 600.123.777"])
async def test_a_person_is_found_by_telephone_in_every_list(me: Any, stored: str) -> None:
    await person(me, "Pola Tel", primaryPhone=stored)
    await person(me, "Ewa Inna", primaryPhone="600 123 778")
    for spelling in SPELLINGS:
        assert await names(me, search=spelling) == ["Pola Tel"], spelling
        assert await contacts(me, spelling) == ["Pola Tel"], spelling
    assert await names(me, "/customers/companies", search="600123777") == []
    assert await names(me, search="600123779") == await contacts(me, "600 123 779") == []


async def test_whoever_has_the_digits_in_the_address_is_found_beside_whoever_has_the_number(me: Any) -> None:
    await person(me, "Pola Tel", primaryPhone="600 123 777")
    await person(me, "Ola Mail", primaryEmail="600123777@example.com")
    assert sorted(await names(me, search="600123777")) == ["Ola Mail", "Pola Tel"]
    assert await contacts(me, "600123777") == ["Ola Mail", "Pola Tel"]


@pytest.mark.parametrize("typed", NIPS)
async def test_firms_and_people_are_found_by_tax_number(me: Any, typed: str) -> None:
    await company(me, "Firma", nip="526-025-02-74", primaryPhone="22 555 10 21")
    await person(me, "Ewa Sama", nip="5260250274")
    await company(me, "Inna", nip="9991158384")
    assert await contacts(me, typed) == ["Ewa Sama", "Firma"]
    assert await names(me, "/customers/companies", search=typed) == ["Firma"]
    assert await names(me, search=typed) == ["Ewa Sama"]


async def test_contracts_are_found_by_the_telephone_and_tax_number_of_their_customer(me: Any) -> None:
    firm = await company(me, "Firma", nip="5260250274", primaryPhone="22 555 10 21 wew. 12")
    await company(me, "Inna", nip="9991158384")
    address = {"entityId": firm, "addressLine1": "Polna 1", "postalCode": "60-001", "city": "Poznań"}
    home = (await me.post("/customers/addresses", address)).json()["id"]
    body = {
        "numer": "K/1",
        "typ": "kuchnia",
        "customerId": firm,
        "adresZamieszkaniaId": home,
        "adresMontazuId": home,
        "adresFakturyId": home,
        "dataPodpisania": "2026-11-02",
    }
    made = await me.post("/contracts/contracts", body)
    assert made.status_code == 201, made.text
    for typed in ("22 555-10-21", "526-025-02-74", "+48 22 555 10 21"):
        found = (await me.get("/contracts/contracts", params={"search": typed})).json()["items"]
        assert [one["numer"] for one in found] == ["K/1"], typed
    assert (await me.get("/contracts/contracts", params={"search": "999-115-83-84"})).json()["total"] == 0


async def test_an_extension_and_a_second_number_do_not_hide_who_calls(me: Any) -> None:
    await person(me, "Pola T", primaryPhone="22 555 10 21 wew. 12")
    await person(me, "Dwa Numery", primaryPhone="600 111 222, 600 111 223")
    assert await checked(me, "225551021") == await checked(me, "48225551021") == "Pola T"
    assert await checked(me, "600111222") == await checked(me, "0048600111223") == "Dwa Numery"
    assert await checked(me, "600111224") is None
    assert await names(me, search="22 555 10 21 wew. 99") == ["Pola T"]
    assert await names(me, search="600-111-223") == await contacts(me, "600111222") == ["Dwa Numery"]


async def test_an_import_knows_whom_it_has_by_any_number(me: Any) -> None:
    await person(me, "Pola T", primaryPhone="22 555 10 21 wew. 12")
    await person(me, "Dwa Numery", primaryPhone="600 111 222, 600 111 223")
    rows = (
        "Imię;Nazwisko;Telefon\r\nPola;Te;225551021\r\nDwa;Razy;+48 600 111 223\r\nNowa;Osoba;600111225\r\n"
        "Nowa;Druga;tel. 600 111 225 w. 2\r\n"
    )
    file = {"file": ("a.csv", rows.encode(), "text/csv")}
    answer = await me.post("/customers/people/import", files=file, data={"dryRun": "true"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["created"] == 1


async def test_somebody_out_of_view_is_found_by_no_number(me: Any, caller: Any) -> None:
    await person(me, "Pola T", primaryPhone="600 123 777", nip="5260250274")
    nobodys = await caller(*FEATURES, organizations=[])
    for typed in ("600123777", "526-025-02-74"):
        assert await names(nobodys, search=typed) == []
        assert await contacts(nobodys, typed) == []


async def test_numbers_that_were_stored_before_are_renewed_with_their_images(
    app: Application, me: Any, dsn: str
) -> None:
    someone = await person(me, "Pola T", primaryPhone="22 555 10 21 wew. 12")
    changed = await me.put("/customers/people", {"id": someone, "description": "nowy opis"})
    owner = await asyncpg.connect(dsn)
    try:
        # As it was: one hash, of all digits.
        old = app.vault.digest("22555102112")
        await owner.execute("UPDATE customers_entities SET primary_phone_hash = $2 WHERE id = $1", UUID(someone), old)
        await owner.execute(
            "UPDATE action_changes SET after = jsonb_set(after, '{primary_phone_hash}', to_jsonb($2::text)),"
            " before = jsonb_set(before, '{primary_phone_hash}', to_jsonb($2::text)) WHERE record_id = $1",
            UUID(someone),
            old,
        )
    finally:
        await owner.close()
    assert await checked(me, "225551021") is None
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await resealing.request(ctx, grace=0.0)
    await asyncio.wait_for(resealing.settle(app, me.tenant_id, pause=0.02), 60)
    assert await checked(me, "225551021") == "Pola T"
    await undo(me, changed)
    assert (await listed(me, search="225551021"))[0]["description"] is None
