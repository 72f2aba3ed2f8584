"""The address of a firm begins with its street: its name, which stands above it, is not said twice."""

from typing import Any
from uuid import UUID
from xml.etree.ElementTree import fromstring

import pytest
from dossiers import party
from ksef_client.documents.fa3.xml import validate_fa3_xml_xsd

from bottega.business.customers import PostalAddress
from bottega.business.documents.ksef.xml_elements import NAMESPACE
from conftest import Studio

FIRM = "Dentysta Ratajczaka sp. z o.o."


async def firm(studio: Studio, company: str, **changed: Any) -> str:
    """A business whose address names a company."""
    body = {"displayName": "Dentysta Ratajczaka", "legalName": FIRM, "nip": "9991158384"}
    made = await studio.me.post("/customers/companies", body)
    assert made.status_code == 201, made.text
    place = {"addressLine1": "ul. Ratajczaka", "buildingNumber": "20", "postalCode": "61-815", "city": "Poznań"}
    address = await studio.me.post(
        "/customers/addresses", {"entityId": made.json()["id"], "companyName": company, **place, **changed}
    )
    assert address.status_code == 201, address.text
    return made.json()["id"]


def of_buyer(xml: bytes, name: str) -> str | None:
    """A text of the buyer."""
    path = "/".join(f"{{{NAMESPACE}}}{part}" for part in ("Podmiot2", *name.split("/")))
    return fromstring(xml).findtext(path)  # noqa: S314 - our own file


@pytest.mark.parametrize(
    ("company", "second"),
    [(FIRM, "61-815 Poznań"), ("DENTYSTA  Ratajczaka", "61-815 Poznań"), ("Galeria MM", "Galeria MM, 61-815 Poznań")],
)
async def test_the_first_line_in_ksef_is_the_street(studio: Studio, company: str, second: str) -> None:
    contract = await studio.contract(await firm(studio, company), meble=9000, sprzet=0, typ="lokal_uslugowy")
    made = await studio.issue("FV", contract)
    xml = (await studio.file(made["id"], format="xml")).content
    validate_fa3_xml_xsd(xml)
    assert of_buyer(xml, "Adres/AdresL1") == "ul. Ratajczaka 20"
    assert of_buyer(xml, "Adres/AdresL2") == second
    assert of_buyer(xml, "DaneIdentyfikacyjne/Nazwa") == FIRM
    model = await studio.model(made["id"])
    assert model["nabywca"]["adres"] == ["ul. Ratajczaka 20", *second.split(", ")]
    assert model["umowa"]["adres_montazu"] == model["nabywca"]["adres"]


async def test_protocols_and_texts_of_contracts_say_the_name_once(studio: Studio) -> None:
    contract = await studio.contract(await firm(studio, FIRM), typ="lokal_uslugowy")
    protocol = await studio.model((await studio.issue("PRO", contract))["id"])
    assert dict(protocol["czesci"][0]["dane"])["Miejsce montażu"] == "ul. Ratajczaka 20, 61-815 Poznań"


@pytest.mark.parametrize(
    ("lines", "company", "expected"),
    [
        (("Żaneta Zalewska", "61-050 Poznań"), "Żaneta Zalewska", ("61-050 Poznań",)),
        (("Salon Ada", "61-050 Poznań"), "Salon Ada", ("61-050 Poznań", "Salon Ada")),
        (("Salon Ada",), "Salon Ada", ("Salon Ada",)),
        (("Żaneta Zalewska",), "Żaneta Zalewska", ()),
        (("ul. Źródlana 7", "61-050 Poznań"), None, ("ul. Źródlana 7", "61-050 Poznań")),
    ],
)
def test_what_is_no_street_stands_behind_it(
    lines: tuple[str, ...], company: str | None, expected: tuple[str, ...]
) -> None:
    address = PostalAddress(UUID(int=3), UUID(int=1), None, True, lines, {"company_name": company})
    assert address.under(party()).lines == expected
