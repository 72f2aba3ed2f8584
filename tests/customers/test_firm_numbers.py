"""NIP, REGON, KRS and account numbers of customers: normalised, checked, found, and shown to other modules."""

from typing import Any

import pytest
from studio import EVERYTHING, company, names, person, shown, undo

from bottega.business.customers.formats.registry_numbers import iban_of, krs_of, nip_of, regon_of
from bottega.kernel.application import Application

pytestmark = pytest.mark.asyncio(loop_scope="session")

NIP, REGON, KRS = "9991158384", "990010026", "0000999001"
ACCOUNT = "PL43999000120000000100000001"


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


@pytest.mark.parametrize(
    ("read", "text", "number"),
    [
        (nip_of, "5260250274", "5260250274"),
        (nip_of, "PL 526-025-02-74", "5260250274"),
        (nip_of, "NIP: 526-02-50-274", "5260250274"),
        (nip_of, "5260250275", None),
        (nip_of, "0000000000", None),
        (nip_of, "1111111111", None),
        (nip_of, "\uff15\uff12\uff16\uff10\uff12\uff15\uff10\uff12\uff17\uff14", None),
        (nip_of, "", None),
        (regon_of, "123 456 785", "123456785"),
        (regon_of, "12345678512347", "12345678512347"),
        (regon_of, "123456786", None),
        (regon_of, "000000000", None),
        (regon_of, "00000000000000", None),
        (krs_of, "999001", "0000999001"),
        (krs_of, "KRS 0000999001", "0000999001"),
        (krs_of, "0000000000", None),
        (krs_of, "12345678901", None),
        (iban_of, "61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874"),
        (iban_of, "pl61109010140000071219812874", "PL61109010140000071219812874"),
        (iban_of, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (iban_of, "PL61109010140000071219812875", None),
        (iban_of, "PL", None),
        (iban_of, "konto", None),
    ],
)
async def test_identifiers_10_10_are_normalised_and_checked(read: Any, text: str, number: str | None) -> None:
    assert read(text) == number


async def test_a_company_keeps_its_numbers_normalised(me: Any) -> None:
    made = await company(
        me, nip="PL 999-115-83-84", regon="990 010 026", krs="999001", iban="43 9990 0012 0000 0001 0000 0001"
    )
    profile = (await shown(me, "company", made))["profile"]
    assert [profile[name] for name in ("nip", "regon", "krs", "iban")] == [NIP, REGON, KRS, ACCOUNT]


@pytest.mark.parametrize(
    ("path", "field", "bad"),
    [
        ("companies", "nip", "5260250275"),
        ("companies", "nip", "0000000000"),
        ("companies", "regon", "111111111"),
        ("companies", "krs", "0000000000"),
        ("companies", "iban", "PL00000000000000000000000000"),
        ("people", "nip", "1111111111"),
        ("people", "iban", "12"),
    ],
)
async def test_a_wrong_number_is_refused_by_its_field(me: Any, path: str, field: str, bad: str) -> None:
    body = {"displayName": "Nowak", "firstName": "Ewa", "lastName": "Nowak"}
    refused = await me.post(f"/customers/{path}", {**body, field: bad})
    assert refused.status_code == 400
    assert [issue["path"] for issue in refused.json()["details"]] == [[field]]
    assert await names(me, f"/customers/{path}") == []


async def test_every_wrong_number_is_named_at_once_and_in_polish(me: Any) -> None:
    refused = await me.post(
        "/customers/companies",
        {"displayName": "Dąb", "nip": "1", "regon": "2", "krs": "x", "iban": "y"},
        headers={"accept-language": "pl"},
    )
    assert {issue["path"][0] for issue in refused.json()["details"]} == {"nip", "regon", "krs", "iban"}
    assert all("poprawny" in issue["message"] for issue in refused.json()["details"])


async def test_numbers_are_changed_cleared_and_given_back_by_undo(me: Any) -> None:
    made = await company(me, nip=NIP, regon=REGON, krs=KRS, iban=ACCOUNT)
    before = (await shown(me, "company", made))["profile"]
    cleared = await me.put("/customers/companies", {"id": made, "nip": None, "regon": "", "krs": None, "iban": ""})
    after = (await shown(me, "company", made))["profile"]
    assert [after[name] for name in ("nip", "regon", "krs", "iban")] == [None] * 4
    await undo(me, cleared)
    assert (await shown(me, "company", made))["profile"] == before


async def test_customers_are_found_by_tax_number_however_it_is_written(me: Any) -> None:
    await company(me, "Dąb i Syn", nip=NIP)
    await company(me, "Inna")
    await person(me, "Ewa Nowak", nip="5260250274")
    assert await names(me, "/customers/companies", nip="999-115-83-84") == ["Dąb i Syn"]
    assert await names(me, "/customers/people", nip="PL5260250274") == ["Ewa Nowak"]
    assert await names(me, "/customers/people", nip="5260250275") == []


async def test_the_numbers_of_a_person_are_sealed_those_of_a_company_public(me: Any, app: Application) -> None:
    firm = await company(me, nip=NIP, iban=ACCOUNT)
    made = await person(me, nip=NIP, iban=ACCOUNT)
    async with app.database.tenant(me.tenant_id) as connection:
        own = await connection.fetchrow("SELECT * FROM customers_people WHERE id = $1", made)
        theirs = await connection.fetchrow("SELECT * FROM customers_companies WHERE id = $1", firm)
        images = await connection.fetchval("SELECT string_agg(after::text, '') FROM action_changes")
    assert own is not None
    assert theirs is not None
    assert own["nip"].endswith(":v1")
    assert own["iban"].endswith(":v1")
    assert theirs["nip"] == NIP
    assert theirs["iban"].endswith(":v1")
    assert ACCOUNT not in images
