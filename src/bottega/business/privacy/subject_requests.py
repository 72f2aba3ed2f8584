"""Data subject requests: access, portability and erasure (RODO art. 15, 17 and 20)."""

import asyncio
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from pydantic import Field

from bottega.business.privacy.module import module
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.http.responses import Reply, encode
from bottega.kernel.i18n import T
from bottega.kernel.privacy.history_erasure import forget
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASED, ERASING, Collected, Erasure, known_of
from bottega.kernel.schemas import Input, Schema

IN_MEMORY_BYTES: Final = 1_048_576
PIECE_BYTES: Final = 65_536
DOCUMENT: Final = "personal-data.json"
LABEL: Final = T(en="Erase personal data", pl="Usunięcie danych osobowych")


class ErasureInput(Input):
    """Why somebody is forgotten; it stands in the log, so it must not say who."""

    reason: str = Field(
        default="", max_length=200, description="For the log, such as the number of the request; no names."
    )


class KeptItem(Schema):
    """What stays, and why."""

    what: str
    count: int
    why: str


class ErasureReport(Schema):
    """What was erased, by kind of record, and what is kept and why."""

    erased: dict[str, int]
    blackened: dict[str, int] = Field(description="Records of others whose words named the person, by kind.")
    kept: list[KeptItem]


@module.get(
    "/people/{id}/export",
    "privacy.export",
    name="export",
    amounts="refused",
    whole=True,
    media="application/zip",
    answers={200: "A zip file", 404: "Nobody of that id is in view"},
)
async def export_personal_data(ctx: Context, id: UUID) -> Reply:
    """Hand out personal data.

    All that any module holds on a person or company, as a zip file: `personal-data.json` with everything by section,
    and the files. That it was handed out is noted in the access log.
    """
    collected = Collected(known=await known_of(ctx, id))
    await ctx.tell(COLLECTING, subject_id=id, collected=collected)
    if not collected.kind:
        raise NotFound
    ctx.app.access.note(ctx, collected.kind, [id], ["*"], access_type="export")
    return Reply(
        media="application/zip",
        headers={"content-disposition": f'attachment; filename="personal-data-{id}.zip"'},
        stream=_archive(collected),
    )


async def _archive(collected: Collected) -> AsyncIterator[bytes]:
    """The zip file, written to a temporary file first when it is large."""
    with SpooledTemporaryFile[bytes](max_size=IN_MEMORY_BYTES) as spool:
        with ZipFile(spool, "w", ZIP_DEFLATED) as archive:
            document = msgspec.json.format(encode(collected.sections), indent=2)
            await asyncio.to_thread(archive.writestr, DOCUMENT, document)
            for path, content in collected.files.items():
                await _add_file(archive, path, content)
        spool.seek(0)
        while piece := await asyncio.to_thread(spool.read, PIECE_BYTES):
            yield piece


async def _add_file(archive: ZipFile, path: str, content: Any) -> None:
    """Piece by piece, so that no file is in memory as a whole."""
    if isinstance(content, bytes):
        await asyncio.to_thread(archive.writestr, path, content)
        return
    with archive.open(path, "w", force_zip64=True) as entry:
        async for piece in content:
            await asyncio.to_thread(entry.write, piece)


@module.post(
    "/people/{id}/erase",
    "privacy.erase",
    name="erase",
    whole=True,
    status=200,
    label=LABEL,
    undoable=False,
    instead=T(
        en="Erased data cannot be restored; add the person again",
        pl="Usuniętych danych nie da się przywrócić; dodaj osobę od nowa",
    ),
    answers={404: "Nobody of that id is in view", 409: "A module has a reason not to forget yet"},
)
async def erase_personal_data(ctx: Context, id: UUID, data: ErasureInput) -> ErasureReport:
    """Erase personal data.

    Forgets a person or company: records, notes, addresses, search words, and every image of them that undo could bring
    back. Where others wrote about the person, messages included, the words that say who it was are blackened. What the
    law tells to keep stays, and the answer says what and why: issued documents and the ledger for five
    years from the end of the year of payment. A record that documents or contracts point at stays too, emptied of all
    that says who it was. The log keeps who erased, when, and the reason that was given.
    """
    await ctx.begin()
    erasure = Erasure(known=await known_of(ctx, id))
    await ctx.tell(ERASING, subject_id=id, erasure=erasure)
    await ctx.tell(ERASED, subject_id=id, erasure=erasure)
    if not erasure.kind:
        raise NotFound
    await forget(ctx, id, erasure)
    label = T(f"{LABEL.en}: {data.reason}", f"{LABEL.pl}: {data.reason}") if data.reason else LABEL
    ctx.describe(erasure.kind, id, label=label, organization_id=erasure.organization_id)
    return ErasureReport(
        erased={name: count for name, count in erasure.erased.items() if count},
        blackened={name: count for name, count in erasure.blackened.items() if count},
        kept=[
            KeptItem(what=kept.what(ctx.locale), count=kept.count, why=kept.why(ctx.locale)) for kept in erasure.kept
        ],
    )
