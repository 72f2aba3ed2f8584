"""People and companies as vCards: what stands on them, what does not, and that no text breaks a line."""

from typing import Any

import pytest
from studio import EVERYTHING, company, person

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


async def card(me: Any, path: str, **query: str) -> tuple[dict[str, str], bytes]:
    """The lines of a card by what stands before the colon, unfolded; and the card as it was sent."""
    answer = await me.get(f"/customers/{path}/vcard", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/vcard; charset=utf-8"
    assert answer.headers["content-disposition"].endswith('.vcf"')
    lines = answer.content.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return dict(line.split(":", 1) for line in lines), answer.content


async def test_a_person_has_names_company_and_address_on_the_card(me: Any) -> None:
    firm = await company(me, "Dąb", legalName="Dąb i Syn sp. z o.o.")
    ewa = await person(
        me,
        "Ewa Żółkiewska",
        primaryEmail="ewa@example.com",
        primaryPhone="+48 600 000 001",
        companyEntityId=firm,
        jobTitle="Architekt",
        department="Wnętrza",
        iban="PL61109010140000071219812874",
        description="nie lubi dębu",
    )
    await me.post(
        "/customers/addresses",
        {
            "entityId": ewa,
            "addressLine1": "ul. Stolarska",
            "buildingNumber": "12",
            "flatNumber": "3",
            "city": "Poznań",
            "postalCode": "61-001",
            "purpose": "home",
            "isPrimary": True,
        },
    )
    lines, sent = await card(me, f"people/{ewa}")
    assert sent.startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert sent.endswith(b"\r\nEND:VCARD\r\n")
    assert (lines["UID"], lines["KIND"], lines["FN"]) == (f"urn:uuid:{ewa}", "individual", "Ewa Żółkiewska")
    assert lines["N"] == "Żółkiewska;Ewa;;;"
    assert lines["ORG"] == "Dąb i Syn sp. z o.o.;Wnętrza"
    assert (lines["TITLE"], lines["EMAIL"], lines["TEL"]) == ("Architekt", "ewa@example.com", "+48 600 000 001")
    assert lines["ADR;TYPE=home;PREF=1"] == ";;ul. Stolarska 12/3;Poznań;;61-001;"
    assert b"PL61" not in sent
    assert "dębu" not in sent.decode()


async def test_older_programs_get_version_3(me: Any) -> None:
    firm = await company(me, "Dąb; spółka", primaryEmail="biuro@example.com", websiteUrl="https://example.com/a;b")
    await me.post(
        "/customers/addresses", {"entityId": firm, "addressLine1": "Polna 1", "purpose": "office", "isPrimary": True}
    )
    lines, _ = await card(me, f"companies/{firm}", version="3.0")
    assert (lines["VERSION"], "KIND" in lines) == ("3.0", False)
    assert (lines["FN"], lines["N"], lines["ORG"]) == (r"Dąb\; spółka", r"Dąb\; spółka;;;;", r"Dąb\; spółka")
    assert lines["EMAIL;TYPE=INTERNET"] == "biuro@example.com"
    assert lines["URL"] == "https://example.com/a;b"
    assert lines["ADR;TYPE=WORK,PREF"] == ";;Polna 1;;;;"


async def test_no_text_ends_a_value_or_a_line(me: Any) -> None:
    ewa = await person(me, "Ewa Nowak", displayName="C:\\New, a;b\nEND:VCARD\r\nX:Y")
    lines, sent = await card(me, f"people/{ewa}")
    assert lines["FN"] == r"C:\\New\, a\;b\nEND:VCARD\nX:Y"
    assert sent.count(b"\r\nEND:VCARD") == 1
    assert "X" not in lines


async def test_long_lines_are_folded_at_75_bytes_and_no_letter_is_cut(me: Any) -> None:
    name = "Żółć" * 50
    ewa = await person(me, "Ewa Nowak", displayName=name)
    lines, sent = await card(me, f"people/{ewa}")
    assert max(len(line) for line in sent.split(b"\r\n")) <= 75
    assert all(line.decode() for line in sent.split(b"\r\n") if line)
    assert lines["FN"] == name


async def test_a_card_needs_the_permission_of_the_page(me: Any, caller: Any) -> None:
    ewa = await person(me)
    assert (await (await caller("customers.companies.view")).get(f"/customers/people/{ewa}/vcard")).status_code == 403
    assert (await me.get(f"/customers/companies/{ewa}/vcard")).status_code == 404
    assert (await me.get("/customers/people/x/vcard")).status_code == 400
    assert (await me.get(f"/customers/people/{ewa}/vcard", params={"version": "2.1"})).status_code == 400
    clerk = await caller("customers.people.view")
    await me.post("/customers/addresses", {"entityId": ewa, "addressLine1": "Polna 1"})
    lines, _ = await card(clerk, f"people/{ewa}")
    assert [name for name in lines if name.startswith("ADR")] == []
