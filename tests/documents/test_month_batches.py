"""A month of documents in one file: the worker makes it, and says how far it is."""

import io
import zipfile
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from bottega.business.documents.issue import month_batches
from bottega.business.documents.issue.month_batches import sweep
from callers import Invite
from conftest import Studio
from working import work_off

MONTH = f"{datetime.now(ZoneInfo('Europe/Warsaw')):%Y-%m}"


async def start(studio: Studio, **more: Any) -> dict[str, Any]:
    """A batch of this month."""
    made = await studio.me.post("/documents/batches", {"miesiac": MONTH, **more})
    assert made.status_code == 202, made.text
    return made.json()


async def test_all_documents_in_force_come_in_order_of_kinds_and_numbers(studio: Studio, monkeypatch: Any) -> None:
    monkeypatch.setattr(month_batches, "AT_ONCE", 2)
    customer = await studio.person()
    invoices = [await studio.issue("FV", await studio.contract(customer)) for _ in range(3)]
    await studio.issue("PF", await studio.contract(customer))
    await studio.me.post(f"/documents/documents/{invoices[1]['id']}/cancel", {"przyczyna": "pomyłka"})
    batch = await start(studio)
    assert (batch["stan"], batch["razem"], batch["gotowe"]) == ("oczekuje", 3, 0)
    path = f"/documents/batches/{batch['id']}"
    assert (await studio.me.get(f"{path}/file")).json()["code"] == "w_toku"
    await work_off(studio.app)
    done = (await studio.me.get(path)).json()
    assert (done["stan"], done["gotowe"]) == ("gotowe", 3)
    file = await studio.me.get(f"{path}/file")
    assert file.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(file.content))
    titles = [one.title for one in reader.outline]
    year, month = MONTH.split("-")
    assert titles == [f"FV_{year}_{month}_001", f"FV_{year}_{month}_003", f"PF_{year}_001"]
    assert len(reader.pages) == 3


async def test_an_archive_holds_each_file_as_it_was_issued(studio: Studio) -> None:
    made = await studio.issue("PF", await studio.contract())
    batch = await start(studio, format="zip", rodzaje=["PF"])
    await work_off(studio.app)
    file = await studio.me.get(f"/documents/batches/{batch['id']}/file")
    archive = zipfile.ZipFile(io.BytesIO(file.content))
    (name,) = archive.namelist()
    assert name.startswith("PF_")
    assert archive.read(name) == (await studio.file(made["id"])).content


async def test_a_month_without_documents_and_a_month_that_is_none_are_refused(studio: Studio) -> None:
    answer = await studio.me.post("/documents/batches", {"miesiac": "2001-02"})
    assert answer.json()["code"] == "brak_dokumentow"
    for wrong in ("2026", "2026-13", "2026-5", "maj 26"):
        answer = await studio.me.post("/documents/batches", {"miesiac": wrong})
        assert answer.json()["details"][0]["path"] == ["miesiac"]


async def test_a_batch_has_only_kinds_one_may_see_and_belongs_to_who_asked(studio: Studio, caller: Invite) -> None:
    await studio.issue("FV", await studio.contract())
    await studio.issue("PF", await studio.contract())
    designer = await caller("documents.view", "contracts.view", "contracts.drukuj_proforma")
    refused = await designer.post("/documents/batches", {"miesiac": MONTH, "rodzaje": ["FV"]})
    assert refused.status_code == 403
    own = (await designer.post("/documents/batches", {"miesiac": MONTH})).json()
    assert own["razem"] == 1
    assert (await studio.me.get(f"/documents/batches/{own['id']}")).status_code == 404


async def test_the_file_is_sealed_in_the_storage_and_gone_after_a_day(studio: Studio) -> None:
    await studio.issue("PF", await studio.contract())
    batch = await start(studio)
    await work_off(studio.app)
    key = f"documents/batches/{batch['id']}"
    kept = b"".join([piece async for piece in await studio.app.storage.get(studio.me.tenant_id, key)])
    assert kept.endswith(b":v1")
    assert b"%PDF" not in kept
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        await ctx.query(
            "UPDATE documents_batches SET created_at = now() - interval '2 days' WHERE tenant_id = $1 AND id = $2",
            ctx.tenant_id,
            UUID(batch["id"]),
        )
    await sweep(studio.app, {})
    assert not await studio.app.storage.exists(studio.me.tenant_id, key)
    assert (await studio.me.get(f"/documents/batches/{batch['id']}")).status_code == 404


async def test_a_file_that_was_tampered_with_fails_the_batch_and_says_so(studio: Studio) -> None:
    made = await studio.issue("PF", await studio.contract())
    batch = await start(studio)
    async with studio.app.acting(studio.me.tenant_id) as ctx:
        await ctx.query(
            "UPDATE documents_files SET sha256 = 'x' WHERE tenant_id = $1 AND document_id = $2",
            ctx.tenant_id,
            UUID(made["id"]),
        )
    await work_off(studio.app)
    assert (await studio.me.get(f"/documents/batches/{batch['id']}")).json()["stan"] == "blad"
