"""A month's documents in one file, built by the worker with progress.

The result is one PDF of all pages, or an archive of the files. It lies encrypted in the file storage for a day, because
it can be made again at any time.
"""

import asyncio
from calendar import monthrange
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from bottega.business.contracts import contracts_in_view
from bottega.business.documents import document_files
from bottega.business.documents.content.kinds import CANCELLED, KINDS, Kind, visible_kinds
from bottega.business.documents.issue.issuing import require_kind
from bottega.business.documents.module import module
from bottega.business.documents.render import downloads, merge
from bottega.kernel import jobs
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.closed_sets import among, closed
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild
from bottega.kernel.errors import Conflict, NotFound, Problem
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.job_progress import record_progress, report
from bottega.kernel.reencryption import stored_files
from bottega.kernel.schemas import Schema, Scoped
from bottega.kernel.writes import changes

AT_ONCE: Final = 25
MOST: Final = 5_000
ZIP: Final = "application/zip"

NO_MONTH: Final = T(en="Enter the month as 2026-05", pl="Podaj miesiąc w postaci 2026-05")
NOTHING: Final = T(en="There are no such documents in that month", pl="W tym miesiącu nie ma takich dokumentów")
TOO_MANY: Final = T(en="More than {most} documents: choose kinds", pl="Ponad {most} dokumentów: wybierz rodzaje")
NOT_READY: Final = T(en="The file is not ready yet", pl="Plik nie jest jeszcze gotowy")


State = Literal["oczekuje", "w_toku", "gotowe", "blad"]
STATES: Final = get_args(State)
Format = Literal["pdf", "zip"]
FORMATS: Final = get_args(Format)


class DocumentBatch(TenantChild):
    """A month of documents that is being put together."""

    __tablename__ = "documents_batches"
    entity: ClassVar[str] = "documents:batch"
    __table_args__ = (Index("ix_documents_batches_created", "tenant_id", "created_at"),)
    # Progress is nothing anybody undoes.
    quiet = frozenset({"stan", "gotowe"})
    rules = (among("stan", STATES, T(en="Unknown state", pl="Nieznany stan")),)

    organization_id: Mapped[UUID]
    actor_id: Mapped[UUID] = loose_reference("auth:user")
    miesiac: Mapped[date]
    rodzaje: Mapped[list[str]]
    format: Mapped[str] = closed(FORMATS)
    dokumenty: Mapped[list[UUID]]
    gotowe: Mapped[int]
    stan: Mapped[str]


def _key(batch_id: UUID) -> str:
    return f"documents/batches/{batch_id}"


FILES: Final = stored_files.keeps(DocumentBatch, _key, having="stan = 'gotowe'")


def _month(text: str) -> str:
    with suppress(ValueError):
        date.fromisoformat(f"{text}-01")
        if len(text) == len("2026-05") and text > "2000":
            return text
    raise PydanticCustomError("month", "bad month", {"text": NO_MONTH})


class BatchInput(Scoped):
    """Which documents."""

    miesiac: Annotated[str, AfterValidator(_month)] = Field(description="Like 2026-05.", max_length=7)
    rodzaje: Annotated[list[Kind], Field(max_length=len(KINDS))] = Field(
        default=[], description="The kinds; all one may see if left out."
    )
    format: Format = "pdf"


class BatchProgress(Schema):
    """How far a batch is; the file is there when `stan` is `gotowe`."""

    id: UUID
    miesiac: str
    format: Format
    stan: State
    razem: int
    gotowe: int


@module.post(
    "/documents/batches",
    "documents.view",
    name="batches.create",
    amounts="refused",
    status=202,
    table=DocumentBatch,
    label=T(en="Print a month", pl="Wydruk miesiąca"),
    undoable=False,
    answers={409: "There are no such documents."},
)
async def print_month(ctx: Context, data: BatchInput) -> BatchProgress:
    """Print a month of documents.

    Puts all documents of a month that are in force, in the order of kinds and numbers, into one PDF or an archive. The
    worker does it; ask how far it is, then take the file.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    for kind in data.rodzaje:
        require_kind(ctx, kind)
    kinds: list[str] = [*data.rodzaje] or visible_kinds(ctx)
    first = date.fromisoformat(f"{data.miesiac}-01")
    ids = await _documents(ctx, organization_id, first, kinds)
    if not ids:
        raise Conflict(NOTHING, code="brak_dokumentow")
    if len(ids) > MOST:
        raise Conflict(TOO_MANY.given(most=MOST), code="za_duzo_dokumentow")
    row: dict[str, Any] = {
        "organization_id": organization_id,
        "actor_id": ctx.actor.id,
        "miesiac": first,
        "rodzaje": kinds,
        "format": data.format,
        "dokumenty": ids,
        "gotowe": 0,
        "stan": "oczekuje",
    }
    batch_id = await changes.insert(ctx, DocumentBatch, row)
    await jobs.enqueue(ctx, "documents.batch", batchId=str(batch_id))
    return _progress({**row, "id": batch_id})


async def _documents(ctx: Context, organization_id: UUID, first: date, kinds: list[str]) -> list[UUID]:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = await ctx.query(
        "SELECT id, contract_id FROM documents_documents WHERE tenant_id = $1 AND organization_id = $2"
        f" AND stan <> '{CANCELLED}' AND data_wystawienia BETWEEN $3 AND $4 AND rodzaj = ANY($5)"
        " ORDER BY array_position($5, rodzaj), numer LIMIT $6",
        ctx.tenant_id,
        organization_id,
        first,
        last,
        kinds,
        MOST + 1,
    )
    seen = await contracts_in_view(ctx, list({row["contract_id"] for row in rows if row["contract_id"]}))
    return [row["id"] for row in rows if row["contract_id"] is None or row["contract_id"] in seen]


@module.get("/documents/batches/{id}", "documents.view", name="batches.show")
async def show_batch(ctx: Context, id: UUID) -> BatchProgress:
    """Follow the printing of a month.

    How many of the documents are in the file; for whoever asked for it.
    """
    return _progress(await _own(ctx, id))


@module.get(
    "/documents/batches/{id}/file",
    "documents.view",
    name="batches.file",
    amounts="refused",
    media=downloads.PDF,
    other_media=(ZIP,),
    answer=bytes,
    answers={404: "No such batch, or its day is over.", 409: "It is not ready yet."},
)
async def batch_file(ctx: Context, id: UUID) -> Reply:
    """File of a month.

    One PDF, or an archive; there for a day, for whoever asked for it.
    """
    row = await _own(ctx, id)
    if row["stan"] != "gotowe":
        raise Conflict(NOT_READY, code="w_toku")
    content = await FILES.get(ctx, id)
    media = downloads.PDF if row["format"] == "pdf" else ZIP
    name = f"dokumenty_{row['miesiac']:%Y_%m}.{row['format']}"
    return downloads.as_file(content, media, name)


async def _own(ctx: Context, batch_id: UUID) -> dict[str, Any]:
    row = await ctx.query_one(
        f"SELECT b.*, {record_progress('b.id')} AS running FROM documents_batches AS b"
        " WHERE b.tenant_id = $1 AND b.id = $2 AND b.actor_id = $3",
        ctx.tenant_id,
        batch_id,
        ctx.actor.id,
    )
    if row is None or not ctx.scope.sees(row["organization_id"]):
        raise NotFound
    return dict(row)


def _progress(row: Mapping[str, Any]) -> BatchProgress:
    return BatchProgress(
        id=row["id"],
        miesiac=f"{row['miesiac']:%Y-%m}",
        format=row["format"],
        stan=row["stan"],
        razem=len(row["dokumenty"]),
        gotowe=(row["running"] or 0) if row["stan"] == "w_toku" else row["gotowe"],
    )


async def _refuse(app: Application, payload: Mapping[str, Any], _problem: Problem | None) -> None:
    """Tell whoever waits for the batch that it failed for good."""
    tenant_id, batch_id = UUID(payload["tenantId"]), UUID(payload["batchId"])
    if await _unfinished(app, tenant_id, batch_id):
        async with app.acting(tenant_id) as ctx:
            await changes.update(ctx, DocumentBatch, batch_id, {"stan": "blad"})


@module.job("batch", T(en="Print a month of documents", pl="Wydruk miesiąca dokumentów"), failed=_refuse)
async def make_batch(app: Application, payload: Mapping[str, Any]) -> None:
    """Put a batch together."""
    tenant_id, batch_id = UUID(payload["tenantId"]), UUID(payload["batchId"])
    row = await _unfinished(app, tenant_id, batch_id)
    if row is None:
        return
    async with app.acting(tenant_id) as ctx:
        await changes.update(ctx, DocumentBatch, batch_id, {"stan": "w_toku"})
    content = await _put_together(app, row)
    async with app.acting(tenant_id) as ctx:
        await FILES.put(ctx, batch_id, content)
        await changes.update(ctx, DocumentBatch, batch_id, {"stan": "gotowe", "gotowe": len(row["dokumenty"])})


async def _unfinished(app: Application, tenant_id: UUID, batch_id: UUID) -> dict[str, Any] | None:
    async with app.acting(tenant_id) as ctx:
        found = await ctx.query_one(
            "SELECT * FROM documents_batches WHERE tenant_id = $1 AND id = $2", tenant_id, batch_id
        )
    return None if found is None or found["stan"] == "gotowe" else dict(found)


async def _put_together(app: Application, row: Mapping[str, Any]) -> bytes:
    ids: list[UUID] = row["dokumenty"]
    book = merge.Merged() if row["format"] == "pdf" else merge.Archive()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        async with app.acting(row["tenant_id"], row["organization_id"]) as ctx:
            files = await document_files.kept_of(ctx, some, "pdf")
            names = await _names(ctx, some)
        await asyncio.to_thread(book.add, [(names[one], files[one]) for one in some])
        await report(start + len(some), len(ids), person_id=row["actor_id"], record_id=row["id"])
    return await asyncio.to_thread(book.finished)


async def _names(ctx: Context, ids: list[UUID]) -> dict[UUID, str]:
    rows = await ctx.query(
        "SELECT id, rodzaj, numer FROM documents_documents WHERE tenant_id = $1 AND id = ANY($2)", ctx.tenant_id, ids
    )
    return {row["id"]: downloads.safe_name(row["rodzaj"], row["numer"]) for row in rows}


@module.job("sweep", T(en="Remove printed months", pl="Usuwanie wydruków miesięcy"), every="23 * * * *")
async def sweep(app: Application, _payload: Mapping[str, Any]) -> None:
    """Remove files of batches that are a day old."""
    async with app.database.across_tenants("files of printed months are removed after a day") as connection:
        rows = await connection.fetch(
            "DELETE FROM documents_batches WHERE created_at < now() - interval '1 day' RETURNING tenant_id, id"
        )
    for row in rows:
        await app.storage.delete(row["tenant_id"], _key(row["id"]))
