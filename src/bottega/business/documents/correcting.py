"""Correcting invoices (KOR): what an invoice said, what it should say, and the difference (VAT act art. 106j).

A correction names the invoice, the reason, the lines before and after, and what changes at each rate. A second one
corrects what the first one left. Of an advance invoice the amount received is corrected, as when money is paid back.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from pydantic import Field

from bottega.business.contracts import slownie
from bottega.business.documents.dossier import Dossier, read_dossier, refuse
from bottega.business.documents.drafts import Draft
from bottega.business.documents.files import document_in_view, model_of
from bottega.business.documents.invoices import NO_GROUNDS
from bottega.business.documents.issuing import INSTEAD, Issued, issue_draft
from bottega.business.documents.kinds import CANCELLED, CORRECTED, KINDS
from bottega.business.documents.module import module
from bottega.business.documents.papers import Correction, Invoice, Line
from bottega.business.documents.tables import Document
from bottega.business.documents.vat import (
    ZERO,
    RateTotal,
    advance,
    by_rate,
    gross_of,
    negative,
    rounded,
    shared_out,
    together,
    whole,
)
from bottega.business.documents.vat_decision import MISSING, VatFacts, decide
from bottega.kernel import changes
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Day, Exact, Flag, Input, Money

NOT_CORRECTED: Final = T(
    en="Only invoices that are in force are corrected", pl="Koryguje się tylko obowiązujące faktury"
)
NO_LINE: Final = T(en="The invoice has no such line", pl="Faktura nie ma takiej pozycji")
NOTHING_CHANGES: Final = T(en="The correction changes nothing", pl="Korekta niczego nie zmienia")
MORE_THAN_RECEIVED: Final = T(
    en="An advance is corrected downwards; for more money issue another advance invoice",
    pl="Zaliczkę koryguje się w dół; na kolejną wpłatę wystaw następną fakturę zaliczkową",
)
ONLY_OF_ADVANCE: Final = T(
    en="The amount received is corrected on advance invoices only",
    pl="Otrzymaną kwotę koryguje się tylko na fakturach zaliczkowych",
)
AMOUNT_NEEDED: Final = T(
    en="Say what of the advance is left", pl="Podaj, jaka kwota zaliczki pozostaje po korekcie"
)
LAW: Final = "korekta: "


class LineAfter(Input):
    """A line as it should have been; what is left out stays."""

    lp: Annotated[int, Field(ge=1, le=1000)]
    nazwa: Annotated[str, Field(min_length=1, max_length=512)] | None = None
    ilosc: Annotated[Exact, Field(ge=0, max_digits=9, decimal_places=3)] | None = None
    cena: Annotated[Money, Field(ge=0)] | None = Field(default=None, description="Gross price of one.")
    rabat: Annotated[Exact, Field(ge=0, le=100, decimal_places=2)] | None = Field(
        default=None, description="Per cent."
    )
    stawka: Literal["23", "8"] | None = None


class CorrectInput(Input):
    """What is corrected, and why."""

    przyczyna: str = Field(min_length=3, max_length=250)
    pozycje: Annotated[list[LineAfter], Field(max_length=200)] = Field(
        default=[], description="Lines that change."
    )
    do_zera: Flag = Field(
        default=False, description="Everything to nothing, as when a contract is dissolved."
    )
    kwota: Annotated[Money, Field(ge=0)] | None = Field(
        default=None, description="FZ: what of the received amount is left."
    )
    data_wystawienia: Day | None = None


@module.post(
    "/documents/documents/{id}/correct",
    "documents.manage",
    name="documents.correct",
    amounts="refused",
    table=Document,
    label=T(en="Issue correcting invoice", pl="Wystawienie faktury korygującej"),
    undoable=False,
    instead=INSTEAD,
    answers={404: "No such document.", 409: "It cannot be corrected."},
)
async def correct(ctx: Context, id: UUID, data: CorrectInput) -> Issued:
    """Correct an invoice.

    Issues a correcting invoice with the lines before and after and the difference at each rate; the corrected one is
    `skorygowany`. Of an advance invoice `kwota` says what is left of the amount received.
    """
    ctx.refuse_closed()
    row = await document_in_view(ctx, id, issue=True)
    dossier = await read_dossier(ctx, row["contract_id"], lock=True)
    row = await document_in_view(ctx, id, issue=True, lock=True)
    if row["rodzaj"] not in ("FV", "FZ", "FK") or row["stan"] == CANCELLED:
        raise Conflict(NOT_CORRECTED, code="nie_koryguje_sie")
    corrected: Invoice = model_of(row)  # pyright: ignore[reportAssignmentType] - kinds of invoices have that model
    last = await _last_correction(ctx, id)
    made = _composed(dossier, row, corrected, last, data)
    issued = await issue_draft(
        ctx, Draft("KOR", made, dossier.desk), koryguje_id=id, przyczyna=data.przyczyna
    )
    if row["stan"] != CORRECTED:
        await changes.update(ctx, Document, id, {"stan": CORRECTED})
    ctx.describe(
        "documents.document",
        issued.id,
        organization_id=row["organization_id"],
        parent=("documents.document", id),
    )
    return issued


async def _last_correction(ctx: Context, document_id: UUID) -> Invoice | None:
    found = await ctx.query_value(
        "SELECT id FROM documents_documents WHERE tenant_id = $1 AND koryguje_id = $2"
        f" AND stan <> '{CANCELLED}' ORDER BY id DESC LIMIT 1",
        ctx.tenant_id, document_id,
    )  # fmt: skip
    if found is None:
        return None
    return model_of(await changes.one(ctx, Document, found))  # pyright: ignore[reportReturnType] - likewise


def _composed(
    dossier: Dossier, row: dict[str, Any], corrected: Invoice, last: Invoice | None, data: CorrectInput
) -> Invoice:
    before = (last or corrected).pozycje
    charged = together(
        corrected.stawki, *(one.stawki for one in dossier.in_force("KOR") if one.koryguje_id == row["id"])
    )
    if row["rodzaj"] == "FZ":
        after, totals = before, by_rate([(one.stawka, one.brutto) for one in before])
        change = _of_advance(data, charged)
    else:
        if data.kwota is not None:
            raise InvalidInput.field("kwota", ONLY_OF_ADVANCE)
        after = _lines_after(before, data)
        refuse(
            NO_GROUNDS,
            "brak_podstaw_vat",
            [(name, MISSING[name]) for name in _grounds_missing(dossier, before, after)],
        )
        totals = by_rate([(one.stawka, one.brutto) for one in after])
        change = together(totals, negative(by_rate([(one.stawka, one.brutto) for one in before])))
        if after == before:
            raise InvalidInput.field("pozycje", NOTHING_CHANGES)
    total = whole(change)
    correction = Correction(
        numer=corrected.numer or "", data=corrected.data_wystawienia, przyczyna=data.przyczyna, przed=before,
        stawki_przed=charged, rodzaj=row["rodzaj"], numer_ksef=row["numer_ksef"], brutto_przed=gross_of(charged),
    )  # fmt: skip
    return msgspec.structs.replace(
        corrected, rodzaj="KOR", tytul=KINDS["KOR"].tytul, numer=None, pozycje=after, stawki=change, razem=total,
        stawki_pozycji=totals, razem_pozycji=whole(totals), slownie=slownie(abs(total.brutto)), platnosc=None,
        zaliczki=(), korekta=correction, sprzedawca=dossier.seller, wystawil=dossier.author, uwagi=None,
        data_wystawienia=data.data_wystawienia or dossier.today,
    )  # fmt: skip


def _of_advance(data: CorrectInput, charged: Sequence[RateTotal]) -> tuple[RateTotal, ...]:
    """What is paid back leaves each rate in the proportion it came in."""
    left = ZERO if data.do_zera else data.kwota
    if left is None:
        raise InvalidInput.field("kwota", AMOUNT_NEEDED)
    if left >= gross_of(charged):
        raise InvalidInput.field("kwota", MORE_THAN_RECEIVED)
    return negative(advance(charged, gross_of(charged) - left))


def _grounds_missing(dossier: Dossier, before: Sequence[Line], after: Sequence[Line]) -> tuple[str, ...]:
    """What the 8 % rate of a line that did not have it still needs."""
    lowered = any(new.stawka == "8" != old.stawka for old, new in zip(before, after, strict=True))
    if not lowered:
        return ()
    facts: VatFacts = msgspec.structs.replace(dossier.vat_facts, tryb="8")
    return decide(facts, dossier.price(None)).braki


def _lines_after(before: Sequence[Line], data: CorrectInput) -> tuple[Line, ...]:
    """The lines with what changes in them, their tax counted anew from the sums of the rates."""
    known = {line.lp for line in before}
    wrong = [
        {"code": "not_found", "path": ["pozycje", index, "lp"], "message": NO_LINE}
        for index, one in enumerate(data.pozycje)
        if one.lp not in known
    ]
    if wrong:
        raise InvalidInput(wrong)
    changed = {one.lp: one for one in data.pozycje}
    drafts = [_after(line, changed.get(line.lp), data) for line in before]
    totals = {one.stawka: one for one in by_rate([(one.stawka, one.brutto) for one in drafts])}
    taxed = {
        stawka: iter(shared_out(total, [one.brutto for one in drafts if one.stawka == stawka]))
        if total.brutto else iter([RateTotal(stawka, ZERO, ZERO, ZERO) for one in drafts if one.stawka == stawka])
        for stawka, total in totals.items()
    }  # fmt: skip
    made: list[Line] = []
    for draft in drafts:
        part = next(taxed[draft.stawka])
        made.append(msgspec.structs.replace(draft, netto=part.netto, vat=part.vat))
    return tuple(made)


def _after(line: Line, change: LineAfter | None, data: CorrectInput) -> Line:
    count = Decimal(0) if data.do_zera else line.ilosc
    values: dict[str, Any] = {"ilosc": count}
    if change is not None:
        values |= {
            name: value for name, value in change.given().items() if name != "lp" and value is not None
        }
    if "cena" in values:
        values["cena"] = rounded(values["cena"])
    new = msgspec.structs.replace(line, **values)
    if new.stawka != line.stawka:
        new = msgspec.structs.replace(new, podstawa=f"{LAW}{data.przyczyna}", zrodlo="art. 106j ustawy o VAT")
    if (new.ilosc, new.cena, new.rabat) == (line.ilosc, line.cena, line.rabat):
        return new
    gross = rounded(new.ilosc * new.cena * (1 - (new.rabat or Decimal(0)) / 100))
    return msgspec.structs.replace(new, brutto=gross)
