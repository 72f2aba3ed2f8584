"""The sample lists of customers are like real ones: imported, they give the right rows, and one undo removes them."""

from pathlib import Path
from typing import Any

import pytest
from studio import EVERYTHING, listed, names, shown, undo

pytestmark = pytest.mark.asyncio(loop_scope="session")

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


async def sent(me: Any, path: str, name: str, **form: str) -> Any:
    files = {"file": (name, (EXAMPLES / name).read_bytes(), "application/octet-stream")}
    return await me.client.post(f"/customers/{path}/import", files=files, data=form)


async def test_contractors_of_an_accounting_program_are_imported_and_undone(me: Any) -> None:
    planned = (await sent(me, "companies", "kontrahenci_cp1250.csv", dryRun="true")).json()
    assert (planned["encoding"], planned["delimiter"], planned["rows"]) == ("cp1250", ";", 18)
    assert {c["field"]: c["heading"] for c in planned["columns"]} == {
        "display_name": "Nazwa skrócona",
        "legal_name": "Nazwa pełna",
        "nip": "NIP",
        "regon": "REGON",
        "address_line1": "Ulica",
        "building_number": "Nr domu",
        "flat_number": "Nr lokalu",
        "postal_code": "Kod pocztowy",
        "city": "Miejscowość",
        "primary_phone": "Telefon",
        "primary_email": "Adres e-mail",
        "iban": "Nr rachunku",
        "description": "Uwagi",
    }
    assert planned["unusedColumns"] == ["Kod", "Termin płatności"]
    assert [(d["line"], d["by"], d["ofLine"]) for d in planned["doubles"]] == [(18, "nip", 4)]
    assert [(e["line"], e["column"]) for e in planned["errors"]] == [(19, "NIP")]
    answer = await sent(me, "companies", "kontrahenci_cp1250.csv", skipBad="true")
    assert (answer.json()["created"], answer.json()["skipped"], answer.json()["rejected"]) == (16, 1, 1)
    [hotel] = await listed(me, "/customers/companies", search="malta")
    page = await shown(me, "company", hotel["id"], "addresses")
    assert page["profile"]["legalName"] == "Hotel Malta; restauracja i SPA sp. z o.o."
    assert (page["profile"]["nip"], page["profile"]["iban"][:2]) == ("9991712716", "PL")
    assert page["addresses"][0]["isPrimary"]
    [school] = await listed(me, "/customers/companies", search="szkoła")
    assert (await shown(me, "company", school["id"]))["profile"]["legalName"] == 'Szkoła Podstawowa nr 7 "Pod Dębem"'
    await undo(me, answer)
    assert await listed(me, "/customers/companies") == []


async def test_a_workbook_with_merged_titles_above_its_headings_is_imported_and_undone(me: Any) -> None:
    planned = (await sent(me, "people", "klienci.xlsx", dryRun="true")).json()
    assert (planned["encoding"], planned["rows"]) == ("xlsx", 41)
    assert {c["field"]: c["heading"] for c in planned["columns"]} == {
        "first_name": "Imię",
        "last_name": "Nazwisko",
        "primary_phone": "Telefon",
        "primary_email": "E-mail",
        "address_line1": "Ulica i numer",
        "postal_code": "Kod",
        "city": "Miejscowość",
        "source": "Skąd",
    }
    assert next(c["why"] for c in planned["columns"] if c["field"] == "postal_code") == "40 of 40 cells look like it"
    assert [(d["line"], d["by"], d["ofLine"]) for d in planned["doubles"]] == [(44, "phone", 8)]
    answer = await sent(me, "people", "klienci.xlsx")
    assert (answer.json()["created"], answer.json()["skipped"], answer.json()["rejected"]) == (40, 1, 0)
    assert (await me.get("/customers/people", params={"hasEmail": "false"})).json()["total"] == 10
    match = (await me.get("/customers/people/check-phone", params={"digits": "600000101"})).json()["match"]
    assert match["displayName"] in await names(me)
    await undo(me, answer)
    assert await listed(me) == []
