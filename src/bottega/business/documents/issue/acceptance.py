"""Acceptance at the customer's: issues the signed protocol and finishes the contract.

Nobody signs what they were not shown, and whoever holds out the telephone may see no amounts: a protocol that is
signed on a screen names none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

import msgspec

from bottega.business import contracts
from bottega.business.documents.compose.contract_data import Dossier, hold_papers, read_dossier
from bottega.business.documents.compose.drafts import Draft
from bottega.business.documents.compose.history import Earlier, earlier_of
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.letters import MENDED_BY, OWED, REMARKS, VERDICT, acceptance, day
from bottega.business.documents.content.kinds import CANCELLED
from bottega.business.documents.content.models import Letter
from bottega.business.documents.content.sections import Section, Signed
from bottega.business.documents.issue.issuing import Issued, keep, number_draft
from bottega.business.documents.render.pdf import printed
from bottega.business.documents.seller import logo_of
from bottega.business.documents.signatures import SIGNATURE, drawing
from bottega.business.documents.tables import Document
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.writes import changes

KIND: Final = "PRO"
# Words on paper are Polish.
REPLACED: Final = "Zastąpiony protokołem podpisanym przy odbiorze"
ACCEPTED: Final = T(
    en="The work was accepted already: protocol {numer}", pl="Prace zostały już odebrane: protokół {numer}"
)


@dataclass(frozen=True)
class Acceptance:
    """What the customer says and signs: ``podpis`` is a PNG, ``termin`` the day until which defects are mended."""

    osoba: str
    podpis: bytes
    uwagi: str | None = None
    termin: date | None = None


async def accept(ctx: Context, contract_id: UUID, given: Acceptance) -> Issued:
    """Issue the signed protocol of a contract in view and finish it; whoever calls has asked whether the caller may.

    A form that was issued before to be signed by hand is cancelled: there is one protocol of an acceptance.

    Raises:
        NotFound: There is no such contract in view.
        Conflict: 409 ``juz_odebrano`` with the protocol there is; ``contract_dissolved``.
    """
    await hold_papers(ctx, contract_id)
    finishes = await contracts.complete(ctx, contract_id)
    forms = [one for one in (await earlier_of(ctx, [contract_id]))[contract_id] if one.rodzaj == KIND and one.stands]
    if forms and not finishes:
        last = forms[-1]
        raise Conflict(ACCEPTED.given(numer=last.numer), code="juz_odebrano", numer=last.numer, dokumentId=str(last.id))
    dossier = await read_dossier(ctx, contract_id, lock=True)
    await _withdraw(ctx, dossier, await _unsigned(ctx, forms))
    made = Draft(KIND, _protocol(dossier, given), dossier.desk)
    numbered = await number_draft(ctx, made)
    logo = logo_of(dict(dossier.profile))
    drawn = drawing(given.podpis)
    pdf = await printed(ctx, numbered.paper, numbered.moment, logo=logo, signature=drawn)
    return await keep(ctx, numbered, {"pdf": pdf, SIGNATURE: given.podpis})


async def _unsigned(ctx: Context, forms: Iterable[Earlier]) -> list[Earlier]:
    """Those among protocols that nobody has signed on a screen."""
    rows = await ctx.query(
        "SELECT document_id FROM documents_files WHERE tenant_id = $1 AND document_id = ANY($2) AND format = $3",
        ctx.tenant_id,
        [one.id for one in forms],
        SIGNATURE,
    )
    signed = {row["document_id"] for row in rows}
    return [one for one in forms if one.id not in signed]


async def _withdraw(ctx: Context, dossier: Dossier, forms: Iterable[Earlier]) -> None:
    for one in forms:
        values = {"stan": CANCELLED, "przyczyna": REPLACED, "anulowany_at": datetime.now(UTC)}
        await changes.update(ctx, Document, one.id, values)
        await ctx.emit(
            "documents.document.cancelled",
            record_id=one.id,
            within=dossier.contract["organization_id"],
            numer=one.numer,
        )


def _protocol(dossier: Dossier, given: Acceptance) -> Letter:
    """The protocol as it is signed: what the customer says stands where a form has room to write."""
    now = datetime.now(LOCAL_ZONE)
    form = acceptance(dossier, Wishes())
    remarks = _remarks(given)
    box = ("☐", "☒") if remarks else ("☒", "☐")
    filled = {
        VERDICT: Section(VERDICT, akapity=(f"{box[0]} bez uwag          {box[1]} z uwagami wymienionymi poniżej",)),
        REMARKS: remarks,
        OWED: None,
    }
    parts = (filled.get(part.tytul, part) for part in form.czesci)
    signed = Signed(given.osoba, now.date(), f"{now:%H:%M}")
    return msgspec.structs.replace(form, czesci=tuple(part for part in parts if part is not None), podpisano=signed)


def _remarks(given: Acceptance) -> Section | None:
    """What the customer remarked, and until when it is mended; none where nothing was said."""
    lines = tuple(line.strip() for line in (given.uwagi or "").split("\n") if line.strip())
    until = ((MENDED_BY, day(given.termin)),) if given.termin else ()
    return Section(REMARKS, akapity=lines, dane=until) if lines or until else None
