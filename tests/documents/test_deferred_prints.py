"""Documents that are kept many at once: numbered and shown at once, set in type by the worker."""

import asyncio
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from bottega.business.documents import document_files
from bottega.business.documents.compose.drafts import Draft, Subject, draft
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.models import Invoice
from bottega.business.documents.issue.deferred_prints import keep_many, set_in_type
from bottega.business.documents.issue.issuing import for_ksef, number_draft
from bottega.business.documents.ksef.fa3 import IN_FORCE
from conftest import Studio
from working import work_off


async def kept(studio: Studio, contract: str, *kinds: str) -> list[str]:
    """Documents of a contract that wait for the worker; their ids."""
    async with studio.app.acting(studio.me.tenant_id, studio.me.organization_id) as ctx:
        drafts = [await draft(ctx, kind, Subject(UUID(contract)), Wishes()) for kind in kinds]
        numbered = [await number_draft(ctx, one) for one in drafts]
        await keep_many(ctx, numbered)
    return [str(one.row["id"]) for one in numbered]


async def value(studio: Studio, sql: str, record_id: str) -> Any:
    """What the database says of a record."""
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        return await ctx.query_value(sql, studio.me.tenant_id, UUID(record_id))


async def filed(studio: Studio, document: str) -> int:
    """How many files of a document are kept."""
    return await value(
        studio, "SELECT count(*) FROM documents_files WHERE tenant_id = $1 AND document_id = $2", document
    )


async def test_what_is_asked_for_before_the_worker_has_made_it_is_what_the_worker_keeps(studio: Studio) -> None:
    contract = await studio.contract(await studio.company(), obiekt_rodzaj="lokal_uslugowy")
    paid = await studio.payment(contract, "1000", rodzaj="gotowka")
    invoice, proforma, receipt = await kept(studio, contract, "FZ", "PF", "KP")
    assert [await filed(studio, one) for one in (invoice, proforma, receipt)] == [1, 0, 0], "what KSeF gets"
    shown = (await studio.me.get(f"/documents/documents/{proforma}")).json()
    assert (shown["sha256"], shown["formaty"]) == ("", ["pdf", "json", "html"])
    early = await studio.file(proforma)
    assert early.status_code == 200
    assert early.content.startswith(b"%PDF")
    assert await filed(studio, proforma) == 0, "reading keeps nothing"
    await work_off(studio.app)
    late = await studio.file(proforma)
    assert late.content == early.content
    assert late.headers["etag"] == early.headers["etag"] == f'"{sha256(late.content).hexdigest()}"'
    shown = (await studio.me.get(f"/documents/documents/{proforma}")).json()
    assert shown["sha256"] == sha256(late.content).hexdigest()
    assert [await filed(studio, one) for one in (invoice, proforma, receipt)] == [2, 1, 1]
    noted = await value(studio, "SELECT dokument_id FROM contracts_payments WHERE tenant_id = $1 AND id = $2", paid)
    assert str(noted) == receipt


async def test_two_jobs_at_once_make_every_file_once(studio: Studio) -> None:
    contracts = [await studio.contract() for _ in range(3)]
    documents = [one for contract in contracts for one in await kept(studio, contract, "PF", "OSW")]
    payload = {"tenantId": str(studio.me.tenant_id)}
    await asyncio.gather(set_in_type(studio.app, payload), set_in_type(studio.app, payload))
    assert [await filed(studio, one) for one in documents] == [1] * len(documents)


async def test_a_file_that_was_kept_is_made_no_second_time(studio: Studio) -> None:
    (proforma,) = await kept(studio, await studio.contract(), "PF")
    await work_off(studio.app)
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        await ctx.query(
            "DELETE FROM documents_files WHERE tenant_id = $1 AND document_id = $2", studio.me.tenant_id, UUID(proforma)
        )
        assert await document_files.kept_of(ctx, [UUID(proforma)], "pdf") == {}, "lost, and not replaced in silence"


async def test_invoices_from_before_the_structure_was_in_force_have_no_file_for_ksef(studio: Studio) -> None:
    contract = await studio.contract(await studio.company(), obiekt_rodzaj="lokal_uslugowy")
    await studio.complete(contract)
    async with studio.app.acting(studio.me.tenant_id, studio.me.organization_id) as ctx:
        for day, wanted in ((date(2026, 1, 31), False), (IN_FORCE, True)):
            made: Draft = await draft(ctx, "FV", Subject(UUID(contract)), Wishes(day=day))
            assert isinstance(made.paper, Invoice)
            assert for_ksef(made.paper, made) is wanted
