"""Papers for a fitter: what was issued stays as it was, and what they are given has no prices in it."""

from typing import Any
from uuid import UUID

import pytest
from test_goods_and_texts import goods_issue
from test_print_operations import text_of

from bottega.business.contracts.tables.work import WorkerAssignment
from bottega.kernel.writes import changes
from callers import Caller, Invite
from conftest import PDF, Studio

FITTER = (
    "contracts.view",
    "contracts.only_assigned",
    "contracts.drukuj_faktura",
    "documents.view",
    "documents.issue",
    "warehouse.view",
)


@pytest.fixture
async def contract(studio: Studio) -> str:
    return await studio.contract()


@pytest.fixture
async def fitter(studio: Studio, contract: str, caller: Invite) -> Caller:
    """Somebody who is assigned to the contract."""
    person = await caller(*FITTER)
    row = {"organization_id": studio.me.organization_id, "contract_id": UUID(contract), "uzytkownik_id": person.user_id}
    async with studio.app.acting(studio.me.tenant_id, studio.me.organization_id) as ctx:
        await changes.insert(ctx, WorkerAssignment, row)
    return person


async def given(who: Caller, document: str, format: str) -> Any:
    answer = await who.get(f"/documents/documents/{document}/file", params={"format": format})
    assert answer.status_code == 200, answer.text
    return answer


async def test_a_goods_issue_has_no_prices_for_a_fitter_and_its_file_stays(
    studio: Studio, contract: str, fitter: Caller
) -> None:
    issue = await goods_issue(studio, contract)
    document = (await studio.issue("WZ", None, goodsIssueId=issue))["id"]
    kept = await given(studio.me, document, "pdf")
    printed = await given(fitter, document, "pdf")
    assert printed.headers["content-type"] == PDF
    assert "etag" not in printed.headers
    assert "Zawias Blum 110°" in text_of(printed.content)
    assert "300,00" in text_of(kept.content)
    assert "300,00" not in text_of(printed.content)
    assert "12,50" not in text_of(printed.content)
    model = (await given(fitter, document, "json")).json()
    assert ([one["cena"] for one in model["pozycje"]], model["razem"]) == ([None], None)
    assert "12,50" not in (await given(fitter, document, "html")).text
    shown = (await fitter.get(f"/documents/documents/{document}")).json()
    assert (shown["brutto"], shown["tresc"]["razem"]) == (None, None)
    assert (await given(studio.me, document, "pdf")).content == kept.content


async def test_an_acceptance_protocol_does_not_say_what_is_left_to_pay(
    studio: Studio, contract: str, fitter: Caller
) -> None:
    await studio.complete(contract)
    document = (await studio.issue("PRO", contract))["id"]
    titles = [part["tytul"] for part in (await given(fitter, document, "json")).json()["czesci"]]
    assert "Przedmiot odbioru" in titles
    assert "Pozostało do zapłaty" not in titles
    whole = (await studio.model(document))["czesci"]
    assert "Pozostało do zapłaty" in [part["tytul"] for part in whole]
    preview = await fitter.get("/documents/preview", params={"rodzaj": "PRO", "contractId": contract, "format": "json"})
    assert "zapłaty" not in preview.text


@pytest.mark.parametrize("kind", ["FV", "UM"])
async def test_invoices_and_contracts_are_refused_by_the_name_of_what_they_need(
    studio: Studio, contract: str, fitter: Caller, kind: str
) -> None:
    document = (await studio.issue(kind, contract))["id"]
    listed = (await fitter.get("/documents/documents")).json()
    assert (listed["items"], listed["total"]) == ([], 0)
    for path in (
        f"/documents/documents/{document}",
        f"/documents/documents/{document}/file",
        f"/documents/preview?rodzaj={kind}&contractId={contract}",
        f"/contracts/contracts/{contract}/print/invoice",
    ):
        answer = await fitter.get(path)
        assert (answer.status_code, answer.json()["requiredFeatures"]) == (403, ["contracts.prices"]), path
    refused = await fitter.post("/documents/documents", {"rodzaj": kind, "contractId": contract})
    assert refused.status_code == 403
