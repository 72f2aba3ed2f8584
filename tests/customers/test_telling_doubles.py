"""Whoever adds somebody the house knows already is told whom: by NIP, address or telephone, and nobody out of view."""

from typing import Any

import pytest
from crm import neighbour
from studio import company, person, undo

from bottega.kernel.http import metrics

FEATURES = ("customers.*", "audit_logs.*")


@pytest.fixture
async def me(caller: Any) -> Any:
    return await caller(*FEATURES)


async def added(me: Any, path: str = "people", **said: Any) -> Any:
    """The answer to somebody new."""
    names = {"firstName": "Jan", "lastName": "Nowy"} if path == "people" else {}
    made = await me.post(f"/customers/{path}", {"displayName": "Jan Nowy", **names, **said})
    assert made.status_code == 201, made.text
    return made


async def told(me: Any, path: str = "people", **said: Any) -> list[tuple[str, str]]:
    """Whom the answer names, and by what."""
    duplicates = (await added(me, path, **said)).json()["duplicates"]
    return sorted((one["displayName"], one["by"]) for one in duplicates)


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ({"primaryPhone": "+48 22 555-10-21"}, "phone"),
        ({"primaryPhone": "600111222; 600999000"}, "phone"),
        ({"primaryEmail": "EWA@example.com"}, "email"),
        ({"nip": "526-025-02-74"}, "nip"),
        ({"nip": "5260250274", "primaryEmail": "ewa@example.com", "primaryPhone": "225551021"}, "nip"),
    ],
)
async def test_the_answer_names_whom_somebody_new_may_be(me: Any, said: dict[str, str], by: str) -> None:
    phones = "22 555 10 21 wew. 12, 600 111 222"
    ewa = await person(me, "Ewa Kos", primaryPhone=phones, primaryEmail="ewa@example.com", nip="5260250274")
    made = (await added(me, **said)).json()
    assert made["duplicates"] == [{"id": ewa, "kind": "person", "displayName": "Ewa Kos", "by": by}]
    assert made["id"] == made["personId"] != ewa
    assert ("Ewa Kos", by) in await told(me, "companies", **said)


async def test_nobody_is_named_where_nothing_is_the_same(me: Any) -> None:
    await person(me, "Ewa Kos", primaryPhone="600 111 222", primaryEmail="ewa@example.com")
    assert await told(me) == []
    assert await told(me, primaryPhone="600 111 223", primaryEmail="jan@example.com", nip="9991158384") == []
    assert await told(me, "companies", primaryPhone="12345") == []


async def test_only_those_are_named_whom_the_caller_may_see(me: Any, caller: Any) -> None:
    await person(me, "Ewa Kos", primaryPhone="600 111 222")
    await company(me, "Firma", primaryPhone="600 111 222")
    people_only = await caller("customers.people.*")
    assert await told(people_only, primaryPhone="600111222") == [("Ewa Kos", "phone")]
    writer = await caller("customers.people.manage")
    assert await told(writer, primaryPhone="600111222") == []
    assert len(await told(me, primaryPhone="600111222")) == 4


async def test_nobody_of_another_organization_is_named_or_found(me: Any, caller: Any) -> None:
    said = {"primaryPhone": "600 111 222", "primaryEmail": "ewa@example.com", "nip": "5260250274"}
    await person(me, "Ewa Kos", **said)
    await company(me, "Firma", **said)
    other = await neighbour(caller, *FEATURES, "contacts.*")
    for typed in ("600111222", "526-025-02-74"):
        for path in ("/customers/people", "/customers/companies", "/contacts/contacts"):
            assert (await other.get(path, params={"search": typed})).json()["total"] == 0
    assert await told(other, **said) == []
    assert await told(other, "companies", **said) == [("Jan Nowy", "nip")]
    assert len(await told(me, **said)) == 2


async def test_a_double_is_told_by_one_statement_and_undone_like_any_other(me: Any) -> None:
    key = "POST /customers/people"
    await person(me, "Ewa Kos", primaryPhone="600 111 222")
    alone, known = await _statements(me, key, "600 111 223"), await _statements(me, key, "600 111 222")
    for number in range(12):
        await person(me, f"Ewa {number}", primaryPhone="600 111 222")
    assert alone == known == await _statements(me, key, "600 111 222")
    made = await added(me, primaryPhone="600111222")
    assert len(made.json()["duplicates"]) == 10
    await undo(me, made)
    assert (await me.get("/customers/people", params={"id": made.json()["id"]})).json()["total"] == 0


async def _statements(me: Any, key: str, phone: str) -> int:
    before = metrics.statements(key)
    await added(me, primaryPhone=phone)
    taken = metrics.statements(key) - before
    assert taken > 0
    return taken
