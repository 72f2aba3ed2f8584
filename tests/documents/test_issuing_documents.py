"""Issuing (BR-16): numbers without gaps, files that stay as they were, and what is refused."""

import asyncio
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bottega.business.contracts.tables.contract import Contract
from bottega.business.documents import document_files
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Conflict
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Invite, introduce
from conftest import PDF, REDUCED, Studio

TODAY = datetime.now(ZoneInfo("Europe/Warsaw")).date()


async def test_br_16_numbers_run_by_kind_and_month(studio: Studio) -> None:
    contract = await studio.contract()
    first = await studio.issue("PF", contract)
    second = await studio.issue("PF", contract)
    assert [first["numer"], second["numer"]] == [f"PF/{TODAY:%Y}/001", f"PF/{TODAY:%Y}/002"]
    await studio.payment(contract, 10000, rodzaj="gotowka")
    advance = await studio.issue("FZ", contract)
    assert advance["numer"] == f"FZ/{TODAY:%Y/%m}/001"
    receipt = await studio.issue("KP", contract)
    assert receipt["numer"] == f"KP/KG/{TODAY:%Y/%m}/001"


async def test_br_16_twenty_invoices_at_once_have_numbers_without_gaps(studio: Studio) -> None:
    customer = await studio.person()
    contracts = [await studio.contract(customer) for _ in range(20)]
    made = await asyncio.gather(*(studio.issue("FV", one) for one in contracts))
    assert sorted(one["numer"] for one in made) == [f"FV/{TODAY:%Y/%m}/{n:03d}" for n in range(1, 21)]


async def test_a_document_that_could_not_be_issued_takes_no_number(studio: Studio) -> None:
    refused = await studio.contract(meble=0, sprzet=0)
    fine = await studio.contract()
    assert (await studio.issue("FV", refused, 409))["code"] == "zero_suma"
    assert (await studio.issue("FV", fine))["numer"].endswith("/001")


async def test_the_same_request_twice_issues_one_document(studio: Studio) -> None:
    contract = await studio.contract()
    body = {"rodzaj": "PF", "contractId": contract}
    key = {"idempotency-key": str(new_id())}
    answers = await asyncio.gather(*(studio.me.post("/documents/documents", body, headers=key) for _ in range(4)))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["id"] for one in answers}) == 1
    listed = (await studio.me.get("/documents/documents", params={"contractId": contract})).json()
    assert listed["total"] == 1


async def test_two_final_invoices_at_once_are_one(studio: Studio) -> None:
    contract = await studio.contract()
    body = {"rodzaj": "FV", "contractId": contract}
    answers = await asyncio.gather(*(studio.me.post("/documents/documents", body) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409]
    refused = next(one.json() for one in answers if one.status_code == 409)
    assert refused["code"] == "zafakturowana"


async def test_the_kept_file_is_served_byte_for_byte(studio: Studio) -> None:
    contract = await studio.contract()
    made = await studio.issue("FV", contract)
    first, again = await studio.file(made["id"]), await studio.print(contract, "invoice")
    assert first.status_code == 200
    assert first.headers["content-type"] == PDF
    assert first.headers["content-disposition"] == f'inline; filename="FV_{TODAY:%Y_%m}_001.pdf"'
    assert first.content == again.content
    assert sha256(first.content).hexdigest() == made["sha256"]
    await studio.change(contract, opis="zmieniony po wystawieniu", typ="szafa")
    await studio.me.put("/documents/seller", {"nazwa": "Inna nazwa"})
    assert (await studio.file(made["id"])).content == first.content


async def test_a_file_that_was_changed_in_the_database_is_not_given_out(studio: Studio) -> None:
    made = await studio.issue("PF", await studio.contract())
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        await ctx.query(
            "UPDATE documents_files SET sha256 = $3 WHERE tenant_id = $1 AND document_id = $2",
            ctx.tenant_id,
            UUID(made["id"]),
            "0" * 64,
        )
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        with pytest.raises(document_files.Damaged):
            await document_files.kept(ctx, UUID(made["id"]), "pdf")


async def test_names_and_files_are_sealed_in_the_database(studio: Studio) -> None:
    made = await studio.issue("PF", await studio.contract())
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        row = await ctx.query_one(
            "SELECT d.nabywca, d.tresc, f.content FROM documents_documents AS d JOIN documents_files AS f"
            " ON f.tenant_id = d.tenant_id AND f.document_id = d.id WHERE d.tenant_id = $1 AND d.id = $2",
            ctx.tenant_id,
            UUID(made["id"]),
        )
    assert row is not None
    for value in row.values():
        assert value.endswith(":v1")
        assert "Zalewska" not in value


async def test_a_duplicate_says_so_with_todays_date_and_the_original_stays(studio: Studio) -> None:
    made = await studio.issue("FV", await studio.contract())
    duplicate = await studio.file(made["id"], duplikat=1, format="html")
    assert f"DUPLIKAT z dnia {TODAY:%d.%m.%Y}" in duplicate.text
    assert "DUPLIKAT" not in (await studio.file(made["id"], format="html")).text
    marked, original = await studio.file(made["id"], duplikat=1), await studio.file(made["id"])
    assert marked.content != original.content
    assert sha256(original.content).hexdigest() == made["sha256"]


async def test_a_document_is_not_dated_ahead_nor_before_the_last_of_its_series(studio: Studio) -> None:
    contract = await studio.contract()
    ahead = {"dataWystawienia": (TODAY + timedelta(days=1)).isoformat()}
    refused = await studio.issue("PF", contract, 400, **ahead)
    assert refused["details"][0]["path"] == ["dataWystawienia"]
    await studio.issue("PF", contract, dataWystawienia=f"{TODAY.year - 1}-05-12")
    before = await studio.issue("PF", contract, 409, dataWystawienia=f"{TODAY.year - 1}-05-11")
    assert before["code"] == "data_przed_poprzednia"
    # The refused one took no number.
    assert (await studio.issue("PF", contract, dataWystawienia=f"{TODAY.year - 1}-05-12"))["numer"].endswith("/002")


@pytest.mark.parametrize("field", ["nip", "adres", "nazwa", "miejscowosc", "kodPocztowy"])
async def test_an_invoice_names_what_is_missing_of_the_seller(studio: Studio, field: str) -> None:
    contract = await studio.contract()
    saved = await studio.me.put("/documents/seller", {field: None})
    column = {"kodPocztowy": "kod_pocztowy"}.get(field, field)
    assert [one["pole"] for one in saved.json()["braki"]] == [column]
    for answer in (await studio.issue("FV", contract, 409), (await studio.print(contract, "invoice")).json()):
        assert answer["code"] == "brak_danych"
        assert [one["pole"] for one in answer["braki"]] == [f"sprzedawca.{column}"]


async def test_an_invoice_names_what_is_missing_of_the_buyer(studio: Studio) -> None:
    company = (await studio.me.post("/customers/companies", {"displayName": "Hotelik Malta"})).json()["id"]
    contract = await studio.contract(company)
    answer = await studio.issue("FV", contract, 409)
    assert {one["pole"] for one in answer["braki"]} == {"nabywca.adres", "nabywca.nip"}


async def test_the_8_percent_rate_without_its_grounds_is_refused_with_the_reason(studio: Studio) -> None:
    unsaid = {**REDUCED, "oswiadczenie_vat": None, "powierzchnia_uzytkowa_m2": None}
    contract = await studio.contract(**unsaid)
    for answer in (await studio.issue("FV", contract, 409), (await studio.print(contract, "invoice")).json()):
        assert answer["code"] == "brak_podstaw_vat"
        assert {one["pole"] for one in answer["braki"]} == {"powierzchniaUzytkowaM2", "oswiadczenieVat"}
    proforma = await studio.issue("PF", contract)
    assert len((await studio.model(proforma["id"]))["ostrzezenia"]) == 2


async def test_references_of_another_kind_are_refused(studio: Studio) -> None:
    contract = await studio.contract()
    answer = await studio.issue("PF", contract, 400, paymentId=str(new_id()), goodsIssueId=str(new_id()))
    assert {one["path"][0] for one in answer["details"]} == {"paymentId", "goodsIssueId"}


async def test_a_contract_with_an_issued_document_is_not_deleted(studio: Studio) -> None:
    contract = await studio.contract()
    await studio.issue("PF", contract)
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        with pytest.raises(Conflict) as refused:
            await changes.delete(ctx, Contract, UUID(contract))
    assert refused.value.details["used"] == {"documents:document": 1}


async def test_kinds_ask_for_features_of_their_own(studio: Studio, caller: Invite) -> None:
    contract = await studio.contract()
    made = await studio.issue("FV", contract)
    designer = await caller("documents.view", "documents.issue", "contracts.view", "contracts.drukuj_proforma")
    listed = (await designer.get("/documents/documents")).json()
    assert listed["items"] == []
    for path in ("", "/file", "/ksef"):
        answer = await designer.get(f"/documents/documents/{made['id']}{path}")
        assert answer.status_code == 403
        assert answer.json()["requiredFeatures"] == ["contracts.drukuj_faktura"]
    refused = await designer.post("/documents/documents", {"rodzaj": "FV", "contractId": contract})
    assert refused.status_code == 403
    allowed = await designer.post("/documents/documents", {"rodzaj": "PF", "contractId": contract})
    assert allowed.status_code == 201
    assert [one["rodzaj"] for one in (await designer.get("/documents/documents")).json()["items"]] == ["PF"]


async def test_another_tenant_sees_nothing(studio: Studio, app: Any, asgi: Any) -> None:
    contract = await studio.contract()
    made = await studio.issue("FV", contract)
    stranger = await introduce(app, asgi, await found_tenant(app, "Obcy"), "*")
    async with stranger.client:
        for path in (f"/documents/documents/{made['id']}", f"/contracts/contracts/{contract}/print/invoice"):
            assert (await stranger.get(path)).status_code == 404


async def test_lists_are_searched_by_number_and_buyer_and_limited_to_days(studio: Studio) -> None:
    contract = await studio.contract()
    made = await studio.issue("FV", contract)
    await studio.issue("PF", contract, dataWystawienia=f"{TODAY.year - 1}-05-12")
    found = (await studio.me.get("/documents/documents", params={"search": "zalewska", "rodzaj": "FV"})).json()
    assert [one["id"] for one in found["items"]] == [made["id"]]
    assert found["items"][0]["nabywca"] == "Żaneta Zalewska"
    assert found["items"][0]["brutto"] == "30000.00"
    of_day = (await studio.me.get("/documents/documents", params={"dateFrom": TODAY.isoformat()})).json()
    assert [one["rodzaj"] for one in of_day["items"]] == ["FV"]


async def test_issuing_is_recorded_and_not_undone(studio: Studio) -> None:
    made = await studio.me.post("/documents/documents", {"rodzaj": "FV", "contractId": await studio.contract()})
    assert (made.status_code, made.headers.get("x-om-operation")) == (201, None)
    logs = (await studio.me.get("/audit_logs/audit-logs/actions")).json()["items"]
    assert any(one["commandId"] == "documents.documents.issue" for one in logs)
