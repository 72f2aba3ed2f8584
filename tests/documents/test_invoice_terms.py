"""Buyers that are no ordinary ones: units of local government, groups, firms from abroad, third parties."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd

from bottega.business.documents.ksef.xml_elements import NAMESPACE
from conftest import JESION, Studio

SCHOOL: dict[str, Any] = {
    "jst": True,
    "stronaRola": "jednostka_jst",
    "stronaNazwa": "Szkoła Podstawowa nr 4",
    "stronaIdWew": "9991158384-00012",
    "stronaUlica": "ul. Szkolna 4",
    "stronaMiejscowosc": "62-030 Luboń",
}


async def with_terms(studio: Studio, terms: dict[str, Any], customer: str | None = None) -> str:
    """A contract of a business with these terms."""
    contract = await studio.contract(customer or await studio.company(), typ="biuro")
    answer = await studio.me.put(f"/documents/contracts/{contract}/terms", terms)
    assert answer.status_code == 200, answer.text
    assert {name: answer.json()[name] for name in terms} == terms
    assert (await studio.me.get(f"/documents/contracts/{contract}/terms")).json() == answer.json()
    return contract


async def xml_of(studio: Studio, document: str) -> ET.Element:
    """The file of an invoice, which is valid."""
    content = (await studio.file(document, format="xml")).content
    validate_fa3_xml_xsd(content)
    return ET.fromstring(content)  # noqa: S314 - our own text


def text_at(root: ET.Element, path: str) -> str | None:
    """The text of the element of a path."""
    return root.findtext("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))


async def test_an_invoice_for_a_school_reaches_the_school(studio: Studio) -> None:
    made = await studio.issue("FV", await with_terms(studio, SCHOOL))
    root = await xml_of(studio, made["id"])
    assert text_at(root, "Podmiot2/JST") == "1"
    assert text_at(root, "Podmiot3/DaneIdentyfikacyjne/IDWew") == "9991158384-00012"
    assert text_at(root, "Podmiot3/DaneIdentyfikacyjne/Nazwa") == "Szkoła Podstawowa nr 4"
    assert text_at(root, "Podmiot3/Rola") == "8"
    page = (await studio.file(made["id"], format="html")).text
    assert "Odbiorca (jednostka JST)" in page
    assert "9991158384-00012" in page


async def test_a_firm_from_germany_has_its_own_number_and_country(studio: Studio) -> None:
    customer = await studio.company(nip=None, displayName="Küchen Berlin GmbH", legalName="Küchen Berlin GmbH")
    await studio.me.post(
        "/customers/addresses",
        {
            "entityId": customer,
            "addressLine1": "Kastanienallee 7",
            "postalCode": "10435",
            "city": "Berlin",
            "country": "Niemcy",
            "isPrimary": True,
        },
    )
    contract = await studio.contract(customer, typ="biuro")
    assert (await studio.issue("FV", contract, 409))["braki"][0]["pole"] == "nabywca.nip"
    path = f"/documents/contracts/{contract}/terms"
    assert (await studio.me.put(path, {"nabywcaVatUe": "DE 136 695 976"})).json()["nabywcaVatUe"] == "DE136695976"
    root = await xml_of(studio, (await studio.issue("FV", contract))["id"])
    assert text_at(root, "Podmiot2/DaneIdentyfikacyjne/KodUE") == "DE"
    assert text_at(root, "Podmiot2/DaneIdentyfikacyjne/NrVatUE") == "136695976"
    assert text_at(root, "Podmiot2/Adres/KodKraju") == "DE"
    assert text_at(root, "Podmiot2/Adres/AdresL2") == "10435 Berlin"


async def test_connected_parties_members_of_groups_and_numbers_of_other_countries(studio: Studio) -> None:
    terms = {"tp": True, "gv": True, "nabywcaKraj": "CH", "nabywcaNrId": "CHE-116.281.710"}
    customer = await studio.company(nip=None)
    root = await xml_of(studio, (await studio.issue("FV", await with_terms(studio, terms, customer)))["id"])
    assert (text_at(root, "Fa/TP"), text_at(root, "Podmiot2/GV"), text_at(root, "Podmiot2/JST")) == ("1", "1", "2")
    assert text_at(root, "Podmiot2/DaneIdentyfikacyjne/NrID") == "CHE-116.281.710"
    assert text_at(root, "Podmiot2/Adres/KodKraju") == "CH"


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"jst": True}, "stronaRola"),
        ({**SCHOOL, "stronaIdWew": None}, "stronaRola"),
        ({"stronaRola": "czlonek_gv", "stronaNazwa": "Spółka z grupy"}, "stronaNip"),
        ({"stronaRola": "platnik"}, "stronaNazwa"),
        ({"nabywcaVatUe": "DE136695976", "nabywcaNrId": "x", "nabywcaKraj": "DE"}, "nabywcaNrId"),
        ({"nabywcaNrId": "x"}, "nabywcaKraj"),
        ({"nabywcaVatUe": "DE136695977"}, "nabywcaVatUe"),
        ({"nabywcaVatUe": "PL9991158384"}, "nabywcaVatUe"),
        ({"nabywcaKraj": "XX"}, "nabywcaKraj"),
        ({"stronaIdWew": "9991158384"}, "stronaIdWew"),
    ],
)
async def test_terms_that_make_no_sense_are_refused_by_name(studio: Studio, terms: dict[str, Any], field: str) -> None:
    contract = await studio.contract(await studio.company(), typ="biuro")
    answer = await studio.me.put(f"/documents/contracts/{contract}/terms", terms)
    assert (answer.status_code, answer.json()["details"][0]["path"]) == (400, [field])


async def test_terms_are_undone(studio: Studio) -> None:
    contract = await with_terms(studio, SCHOOL)
    path = f"/documents/contracts/{contract}/terms"
    changed = await studio.me.put(path, {"jst": False, "stronaRola": None})
    token = json.loads(unquote(changed.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
    undo = await studio.me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})
    assert undo.status_code == 200, undo.text
    assert (await studio.me.get(path)).json()["stronaRola"] == "jednostka_jst"


async def test_organizations_of_one_nip_number_their_invoices_together(studio: Studio) -> None:
    first = await studio.issue("FV", await studio.contract())
    made = await studio.me.post("/directory/organizations", {"name": "Oddział Kraków"})
    branch = made.json()["id"]
    home = studio.me.organization_id
    studio.me.client.cookies.set("om_selected_org", branch)
    profile = (await studio.me.get("/documents/seller")).json()
    assert profile["nip"] is None
    own = {name: value for name, value in {**JESION}.items() if name != "bdo"}
    assert (await studio.me.put("/documents/seller", own)).status_code == 200
    there = Studio(studio.app, replace(studio.me, organization_id=UUID(branch)))
    second = await there.issue("FV", await there.contract(await there.person()))
    studio.me.client.cookies.set("om_selected_org", str(home))
    third = await studio.issue("FV", await studio.contract())
    assert [one["numer"][-3:] for one in (first, second, third)] == ["001", "002", "003"]
