"""KSeF operations: link and code of an invoice, entry of its number, and sending, which is off by default."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega.business.documents import document_files
from bottega.business.documents.compose.contract_data import hold_papers
from bottega.business.documents.content.kinds import CANCELLED, INVOICES
from bottega.business.documents.issue.awaited_files import make_awaited_files
from bottega.business.documents.issue.reissue import document_in_view, link_of, model_of, refuse_waiting
from bottega.business.documents.ksef import numbers
from bottega.business.documents.ksef.numbers import KsefNumber
from bottega.business.documents.module import module
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.screens import Act
from bottega.kernel.writes import changes

NO_FILE: Final = T(
    en="The document has no KSeF file: it is not an invoice, or the buyer is a consumer",
    pl="Dokument nie ma pliku KSeF: nie jest fakturą albo wystawiono go konsumentowi",
)
HAS_NUMBER: Final = T(en="The invoice is accepted by KSeF already", pl="Faktura jest już przyjęta w KSeF")
OF_ANOTHER: Final = T(en="This number belongs to an invoice of another seller", pl="To numer faktury innego sprzedawcy")
TOO_EARLY: Final = T(en="The number is older than the invoice", pl="Numer ma datę wcześniejszą niż wystawienie faktury")
SWITCHED_OFF: Final = T(
    en="Sending to KSeF is switched off: send the XML file with a tool of your choice and enter the number",
    pl="Wysyłka do KSeF jest wyłączona: wyślij plik XML wybranym narzędziem i wpisz otrzymany numer",
)
IS_CANCELLED: Final = T(en="The invoice is cancelled", pl="Faktura jest anulowana")


class KsefInput(Input):
    """The number KSeF gave."""

    numer_ksef: KsefNumber


class KsefState(Schema):
    """An invoice and KSeF: the number, if there is one; the link and its code as a drawing (SVG)."""

    id: UUID
    numer: str
    numer_ksef: str | None
    link: str
    qr: str
    sha256: str


@module.get("/documents/documents/{id}/ksef", "documents.view", name="documents.ksef.show", amounts="refused")
async def show_ksef(ctx: Context, id: UUID) -> KsefState:
    """Show an invoice's KSeF state.

    Its number, the link to look it up, and the code (KOD I) that holds the link.
    """
    row = await document_in_view(ctx, id)
    return _state(row)


@module.put(
    "/documents/documents/{id}/ksef",
    "documents.manage",
    name="documents.ksef.enter",
    amounts="refused",
    table=Document,
    label=T(en="Enter KSeF number", pl="Wpisanie numeru KSeF"),
    act=Act(T(en="Enter the KSeF number…", pl="Wpisz numer KSeF…"), "hash", on="issued", when={"numer_ksef": None}),
    undoable=False,
    instead=T(en="A number assigned by KSeF cannot be removed", pl="Numeru nadanego przez KSeF nie można usunąć"),
    answers={409: "The invoice has a number already, or no KSeF file."},
)
async def enter_number(ctx: Context, id: UUID, data: KsefInput) -> KsefState:
    """Enter an invoice's KSeF number.

    Checks its shape and check sum (CRC-8), and that it is the seller's. Entering the same number again changes nothing.
    """
    return await note_number(ctx, id, data.numer_ksef)


@module.post(
    "/documents/documents/{id}/ksef/outside",
    "documents.manage",
    name="documents.ksef.outside",
    amounts="refused",
    status=200,
    table=Document,
    label=T(en="Mark as issued outside KSeF", pl="Oznaczenie jako wystawionej poza KSeF"),
    act=Act(
        T(en="Issued outside KSeF", pl="Wystawiona poza KSeF"),
        "log-out",
        on="issued",
        when={"numer_ksef": None, "dla_ksef": True},
        confirm=T(
            en="It gets no KSeF number, and its corrections will say that it was issued outside KSeF. Go on?",
            pl="Faktura nie dostanie numeru KSeF, a jej korekty podadzą, że wystawiono ją poza KSeF. Kontynuować?",
        ),
    ),
    undoable=False,
    instead=T(en="Enter the number KSeF gave it", pl="Wpisz numer nadany przez KSeF"),
    answers={409: "It is accepted by KSeF already, or has no KSeF file."},
)
async def mark_outside(ctx: Context, id: UUID) -> Done:
    """Mark an invoice as issued outside KSeF.

    For what the law lets out, or was handed out during a total failure (art. 106ng). Files that waited for its number
    are made, and say so. Entering a number takes it back.
    """
    ctx.refuse_closed()
    row = await _held(ctx, id)
    _state(row)
    _refuse_numbered(row)
    if row["dla_ksef"]:
        await changes.update(ctx, Document, id, {"dla_ksef": False})
        await make_awaited_files(ctx, row["contract_id"])
        ctx.describe("documents.document", id, organization_id=row["organization_id"])
    return Done()


@module.post(
    "/documents/documents/{id}/ksef/send",
    "documents.manage",
    name="documents.ksef.send",
    amounts="refused",
    status=200,
    table=Document,
    label=T(en="Send to KSeF", pl="Wysłanie do KSeF"),
    act=Act(
        T(en="Send to KSeF", pl="Wyślij do KSeF"),
        "send",
        on="issued",
        when={"numer_ksef": None},
        confirm=T(
            en="An invoice in KSeF can only be corrected, not cancelled. Send it?",
            pl="Fakturę w KSeF można tylko skorygować, już nie anulować. Wysłać?",
        ),
    ),
    undoable=False,
    instead=T(en="Issue a correcting invoice", pl="Wystaw fakturę korygującą"),
    answers={409: "It is accepted already, has no KSeF file, or sending is switched off."},
)
async def send_to_ksef(ctx: Context, id: UUID) -> KsefState:
    """Send an invoice to KSeF.

    Goes through an adapter that is off unless an installation puts one in. An invoice that has been accepted is never
    sent again: KSeF would call it a duplicate (440).
    """
    ctx.refuse_closed()
    row = await document_in_view(ctx, id, lock=True)
    state = _state(row)
    _refuse_numbered(row)
    if numbers.gateway is None:
        raise Conflict(SWITCHED_OFF, code="ksef_wylaczony")
    number = await numbers.gateway.send(_seller_nip(row) or "", await document_files.kept(ctx, id, "xml"))
    await note_number(ctx, state.id, number)
    return _state({**row, "numer_ksef": number})


async def note_number(ctx: Context, document_id: UUID, number: str) -> KsefState:
    """Keep the number of an invoice; 409 if it has another one."""
    ctx.refuse_closed()
    row = await _held(ctx, document_id)
    _state(row)
    if row["numer_ksef"] == number:
        return _state(row)
    _refuse_numbered(row)
    if numbers.seller_of(number) != _seller_nip(row):
        raise InvalidInput.field("numerKsef", OF_ANOTHER)
    day = number.split("-")[1]
    if date(int(day[:4]), int(day[4:6]), int(day[6:])) < row["data_wystawienia"]:
        raise InvalidInput.field("numerKsef", TOO_EARLY)
    await changes.update(ctx, Document, document_id, {"numer_ksef": number, "dla_ksef": True})
    await make_awaited_files(ctx, row["contract_id"])
    ctx.describe("documents.document", document_id, organization_id=row["organization_id"])
    return _state({**row, "numer_ksef": number, "dla_ksef": True})


async def _held(ctx: Context, document_id: UUID) -> dict[str, Any]:
    """A document in view, locked after the papers of its contract, as everybody locks them."""
    row = await document_in_view(ctx, document_id)
    if row["contract_id"] is not None:
        await hold_papers(ctx, row["contract_id"])
    return await document_in_view(ctx, document_id, lock=True)


def _refuse_numbered(row: dict[str, Any]) -> None:
    if row["stan"] == CANCELLED:
        raise Conflict(IS_CANCELLED, code="dokument_anulowany")
    if row["numer_ksef"]:
        raise Conflict(HAS_NUMBER, code="juz_w_ksef", numerKsef=row["numer_ksef"])


def _seller_nip(row: dict[str, Any]) -> str | None:
    return model_of(row).sprzedawca.nip


def _state(row: dict[str, Any]) -> KsefState:
    paper = model_of(row)
    refuse_waiting(row, paper)
    if row["rodzaj"] not in INVOICES or not row["xml_sha256"]:
        raise Conflict(NO_FILE, code="brak_pliku_ksef")
    found = link_of(row, paper)
    return KsefState(
        id=row["id"],
        numer=row["numer"],
        numer_ksef=row["numer_ksef"],
        link=found,
        qr=numbers.drawing(found),
        sha256=row["xml_sha256"],
    )
