"""A paper that is issued already is named to whoever asks for it again; cancelled, it makes room for another one.

The voucher of an entry of cash is given back instead (docs/decisions/0099-a-voucher-for-every-cash-entry.md).
"""

import asyncio
from datetime import date
from typing import Any

import pytest
from test_goods_and_texts import goods_issue, made
from test_measurement_protocols import measured

from callers import Caller, Invite
from conftest import Studio

POLISH = {"accept-language": "pl"}
OFFICE = ("documents.view", "documents.issue", "contracts.*")


async def subject(studio: Studio, kind: str) -> dict[str, Any]:
    """Something that a document of a kind is about."""
    contract = await studio.contract()
    match kind:
        case "KP" | "KW":
            payment = await studio.payment(contract, 500, rodzaj="gotowka")
            if kind == "KW":
                payment = await studio.payment(contract, 200, typ="Zwrot", rodzaj="gotowka")
            return {"contractId": contract, "paymentId": payment}
        case "FZ":
            return {"contractId": contract, "paymentId": await studio.payment(contract, 500)}
        case "WZ":
            return {"goodsIssueId": await goods_issue(studio, contract)}
        case "PO":
            order = {"contractId": contract, "nazwa": "Blat", "ilosc": 1, "dostawca": "Granex"}
            return {"purchaseOrderId": await made(studio, "/contracts/purchase_orders", order)}
        case "PRP":
            return {"measurementId": await measured(studio)}
        case "GW":
            await studio.complete(contract)
    return {"contractId": contract}


async def cancel(me: Caller, document: str, status: int = 200) -> dict[str, Any]:
    """Cancel a document."""
    answer = await me.post(f"/documents/documents/{document}/cancel", {"przyczyna": "zły adres"})
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize("kind", ["GW", "PRO", "OSW", "UM", "WZ", "PO", "PRP", "FZ"])
async def test_a_second_one_is_refused_with_the_first_and_issued_after_that_is_cancelled(
    studio: Studio, kind: str
) -> None:
    body = {"rodzaj": kind, **await subject(studio, kind)}
    answers = await asyncio.gather(*(studio.me.post("/documents/documents", body, headers=POLISH) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409]
    first = next(one.json() for one in answers if one.status_code == 201)
    # An order is on the sheet of its supplier, which may have been asked for by another order.
    code = "juz_zamowione" if kind == "PO" else "juz_wystawiony"
    for refused in (one.json() for one in answers if one.status_code == 409):
        assert (refused["code"], refused["numer"], refused["dokumentId"]) == (code, first["numer"], first["id"])
        assert first["numer"] in refused["error"]
    await cancel(studio.me, first["id"])
    again = await studio.me.post("/documents/documents", body)
    assert again.status_code == 201, again.text
    assert again.json()["id"] != first["id"]


@pytest.mark.parametrize("kind", ["KP", "KW"])
async def test_a_cash_voucher_is_given_back_until_it_is_cancelled(studio: Studio, kind: str) -> None:
    body = {"rodzaj": kind, **await subject(studio, kind)}
    answers = await asyncio.gather(*(studio.me.post("/documents/documents", body) for _ in range(3)))
    assert [one.status_code for one in answers] == [201, 201, 201]
    first = answers[0].json()
    assert [one.json() for one in answers] == [first, first, first]
    assert (await studio.me.get("/documents/documents", params={"rodzaj": kind})).json()["total"] == 1
    await cancel(studio.me, first["id"])
    again = await studio.me.post("/documents/documents", body)
    assert again.status_code == 201, again.text
    assert again.json()["numer"] != first["numer"]


async def test_every_pro_forma_has_a_number_of_its_own(studio: Studio) -> None:
    contract = await studio.contract()
    first, second = await studio.issue("PF", contract), await studio.issue("PF", contract)
    assert first["numer"] != second["numer"]


@pytest.mark.parametrize("kind", ["UM", "PRO", "OSW"])
async def test_who_issues_a_paper_that_books_nothing_may_cancel_it(studio: Studio, caller: Invite, kind: str) -> None:
    contract = await studio.contract()
    await studio.change(contract, data_podpisania=None)
    designer = await caller(*OFFICE)
    body = {"rodzaj": kind, "contractId": contract}
    first = await designer.post("/documents/documents", body)
    assert first.status_code == 201, first.text
    await studio.change(contract, data_podpisania=date(2026, 5, 8))
    assert (await designer.post("/documents/documents", body)).json()["code"] == "juz_wystawiony"
    reader = await caller("documents.view", "contracts.view")
    assert (await cancel(reader, first.json()["id"], 403))["requiredFeatures"] == ["contracts.view", "documents.issue"]
    await cancel(designer, first.json()["id"])
    again = await designer.post("/documents/documents", body)
    assert again.status_code == 201, again.text
    # Only a contract has its number from elsewhere.
    assert (again.json()["numer"] == first.json()["numer"]) is (kind == "UM")


async def test_a_signed_contract_and_invoices_are_cancelled_by_who_manages_documents(
    studio: Studio, caller: Invite
) -> None:
    contract = await studio.contract()
    designer = await caller(*OFFICE, "contracts.drukuj_faktura")
    for kind in ("UM", "PF", "FV"):
        made_ = await studio.issue(kind, contract)
        assert (await cancel(designer, made_["id"], 403))["requiredFeatures"] == ["documents.manage"]
        await cancel(studio.me, made_["id"])


async def test_the_number_of_a_contract_stays_while_a_paper_names_it(studio: Studio) -> None:
    contract = await studio.contract()
    [item] = (await studio.me.get("/contracts/contracts", params={"id": contract})).json()["items"]
    numer = item["numer"]

    async def rename(name: str) -> Any:
        return await studio.me.put(
            "/contracts/contracts", {"id": contract, "numer": name, "opis": name}, headers=POLISH
        )

    renamed = await rename(f"{numer}A")
    assert renamed.status_code == 200, renamed.text
    paper = await studio.issue("UM", contract)
    refused = await rename(numer)
    assert (refused.status_code, refused.json()["code"]) == (409, "numer_na_dokumencie")
    assert (refused.json()["numer"], refused.json()["dokumentId"]) == (f"{numer}A", paper["id"])
    # The same number, and AUTO, which a contract has long become, change nothing.
    for same in (f"{numer}A", "AUTO"):
        assert (await rename(same)).status_code == 200
    [item] = (await studio.me.get("/contracts/contracts", params={"id": contract})).json()["items"]
    assert (item["numer"], item["opis"]) == (f"{numer}A", "AUTO")
    await cancel(studio.me, paper["id"])
    assert (await rename(numer)).status_code == 200
