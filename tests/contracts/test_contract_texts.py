"""Texts of contracts: placeholders mean something, drafts follow, what is signed does not."""

from typing import Any
from uuid import UUID

import pytest

from bottega.business.contracts import freeze_texts
from bottega.business.contracts.texts.placeholders import UNKNOWN

TEMPLATES = "/contracts/text_templates"


async def texts(office: Any, contract: str) -> list[str]:
    """The texts of a contract, filled in."""
    answer = await office.me.get(f"/contracts/contracts/{contract}/texts")
    assert answer.status_code == 200, answer.text
    return [item["tresc"] for item in answer.json()["items"]]


async def test_1_7_unknown_placeholders_are_refused_with_those_known(office: Any) -> None:
    refused = await office.me.post(TEMPLATES, {"nazwa": "x", "tresc": "{{umowa.numer}} {{ klient.pesel }} {{x}}"})
    assert refused.status_code == 400
    [issue] = refused.json()["details"]
    assert issue["path"] == ["tresc"]
    unknown, _, known = issue["message"].partition(";")
    assert "klient.pesel" in unknown
    assert '"x"' in unknown
    assert "umowa.numer" not in unknown
    assert "montaz.adres" in known
    made = await office.add("text_templates", nazwa="x", tresc="zwykły tekst {nie znacznik}")
    assert (await office.me.put(TEMPLATES, {"id": made, "tresc": "{{x}}"})).status_code == 400


async def test_1_7_placeholders_stand_for_what_is_known(office: Any) -> None:
    customer = await office.customer("Anna Żółć")
    home = await office.address(customer, "ul. Długa 5")
    contract = await office.contract(
        numer="K/77", customerId=customer, adresZamieszkaniaId=home, dataPodpisania="2026-03-05"
    )
    await office.quote(contract, "12345.60")
    await office.add("planned_payments", contractId=contract, typ="Zadatek", rodzaj="przelew", cena=3000)
    template = await office.add(
        "text_templates",
        nazwa="Pełny",
        tresc="{{umowa.numer}}|{{ umowa.data }}|{{klient.nazwa}}|{{klient.adres}}|{{montaz.adres}}|{{suma}}|{{slownie}}"
        "|{{zaliczka}}|{{termin}}",
    )
    await office.add("text_attachments", contractId=contract, templateId=template)
    [filled] = await texts(office, contract)
    assert filled.split("|") == [
        "K/77",
        "05.03.2026",
        "Anna Żółć",
        "ul. Długa 5",
        "ul. Długa 5",
        "12\u00a0345,60\u00a0zł",
        "dwanaście tysięcy trzysta czterdzieści pięć złotych sześćdziesiąt groszy",
        "3\u00a0000,00\u00a0zł",
        UNKNOWN,
    ]


async def test_9_signed_contracts_keep_their_text_when_a_template_changes_and_drafts_follow(office: Any) -> None:
    template = await office.add("text_templates", nazwa="OWU", tresc="stary")
    signed, later, draft = [await office.contract() for _ in range(3)]
    for contract in (signed, draft):
        await office.add("text_attachments", contractId=contract, templateId=template)
    await office.me.put("/contracts/contracts", {"id": signed, "dataPodpisania": office.day(-1)})
    await office.me.put("/contracts/contracts", {"id": later, "dataPodpisania": office.day(-1)})
    await office.add("text_attachments", contractId=later, templateId=template)
    assert (await office.me.put(TEMPLATES, {"id": template, "tresc": "nowy"})).status_code == 200
    assert [await texts(office, one) for one in (signed, later, draft)] == [["stary"], ["stary"], ["nowy"]]
    # What is a draft again follows its template again.
    await office.me.put("/contracts/contracts", {"id": signed, "dataPodpisania": None})
    assert await texts(office, signed) == ["nowy"]


async def test_1_7_a_first_print_freezes_the_text_too(office: Any, app: Any) -> None:
    template = await office.add("text_templates", nazwa="OWU", tresc="stary")
    contract = await office.contract()
    await office.add("text_attachments", contractId=contract, templateId=template)
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        await freeze_texts(ctx, UUID(contract))
    await office.me.put(TEMPLATES, {"id": template, "tresc": "nowy"})
    assert await texts(office, contract) == ["stary"]


async def test_9_a_template_that_contracts_use_is_not_deleted_but_archived(office: Any) -> None:
    template = await office.add("text_templates", nazwa="OWU", tresc="x")
    contract, other = await office.contract(), await office.contract()
    attached = await office.add("text_attachments", contractId=contract, templateId=template)
    refused = await office.me.delete(TEMPLATES, {"id": template})
    assert (refused.status_code, refused.json()["uzyty_w"]) == (409, 1)
    assert (await office.me.put(TEMPLATES, {"id": template, "archiwalny": True})).status_code == 200
    refused = await office.me.post("/contracts/text_attachments", {"contractId": other, "templateId": template})
    assert (refused.status_code, refused.json()["code"]) == (409, "archived")
    assert await texts(office, contract) == ["x"]
    assert (await office.me.delete("/contracts/text_attachments", {"id": attached})).status_code == 200
    assert (await office.me.delete(TEMPLATES, {"id": template})).status_code == 200


async def test_9_a_contract_has_a_template_once(office: Any) -> None:
    template = await office.add("text_templates", nazwa="OWU", tresc="x")
    contract = await office.contract()
    body = {"contractId": contract, "templateId": template}
    attached = await office.add("text_attachments", **body)
    assert (await office.me.post("/contracts/text_attachments", body)).status_code == 409
    await office.me.delete("/contracts/text_attachments", {"id": attached})
    await office.add("text_attachments", **body)


@pytest.mark.parametrize("nazwa", ["OWU", "owu", "  OWU  "])
async def test_1_7_the_name_of_a_template_is_taken_once(office: Any, nazwa: str) -> None:
    await office.add("text_templates", nazwa="OWU", tresc="x")
    assert (await office.me.post(TEMPLATES, {"nazwa": nazwa, "tresc": "y"})).status_code == 409
