"""Composition of correcting invoices: before, after and difference (VAT act art. 106j).

A second correction corrects what the first one left. Of an advance invoice the amount received is corrected, as when
money is paid back, or its split among the rates, when the order changed; of a final one what is left after the
advances, which stay with invoices of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from bottega.business.contracts import slownie, zloty
from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.corrected_facts import (
    Standing,
    buyer_after,
    changes_facts,
    facts_before,
    seller_before,
)
from bottega.business.documents.compose.corrected_lines import emptied, lines_after, totals_of
from bottega.business.documents.compose.correction_inputs import EFFECTS, FACTS, CorrectInput
from bottega.business.documents.compose.history import Earlier
from bottega.business.documents.compose.invoice_chains import invoiced, left_after, refuse_correcting
from bottega.business.documents.compose.order_lines import order_of
from bottega.business.documents.compose.over_invoicing import refuse_above, room_at
from bottega.business.documents.compose.vat_grounds import refuse_ungrounded
from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.content.models import Correction, Invoice, Line, Payment
from bottega.business.documents.content.polish_terms import rate_name
from bottega.business.documents.content.vat_gross_method import (
    ZERO,
    RateTotal,
    advance,
    gross_of,
    negative,
    together,
    whole,
)
from bottega.business.documents.content.vat_rates import VatFacts, decide
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T

NOTHING_CHANGES: Final = T(en="The correction changes nothing", pl="Korekta niczego nie zmienia")
MORE_THAN_RECEIVED: Final = T(
    en="An advance is corrected downwards; for more money issue another advance invoice",
    pl="Zaliczkę koryguje się w dół; na kolejną wpłatę wystaw następną fakturę zaliczkową",
)
ONLY_OF_ADVANCE: Final = T(
    en="The amount received and its split are corrected on advance invoices only",
    pl="Otrzymaną kwotę i jej podział koryguje się tylko na fakturach zaliczkowych",
)
RATE_OF_LINES: Final = T(
    en="The rate of a line is corrected in the line itself", pl="Stawkę koryguje się w samej pozycji"
)
ONE_OF_BOTH: Final = T(
    en="Name one rate, or let the rates of the contract share the amount (“Divided anew by VAT rate”)",
    pl="Podaj jedną stawkę albo podziel kwotę według stawek umowy („Nowy podział na stawki VAT”)",
)
AMOUNT_NEEDED: Final = T(
    en="Enter how much of the advance is left", pl="Podaj, jaka kwota zaliczki pozostaje po korekcie"
)
LINES_OF_ORDER: Final = T(
    en="The lines of an advance invoice are those of the order: correct the amount, its rate, or its division by VAT"
    " rate",
    pl="Pozycje faktury zaliczkowej są pozycjami zamówienia: koryguje się kwotę, jej stawkę albo podział na stawki VAT",
)
ALL_TAKEN_BACK: Final = T(
    en="A correction to nothing takes back everything: it changes no lines besides",
    pl="Korekta do zera cofa wszystko: nie zmienia przy tym pozycji ani kwot",
)
BELOW_ADVANCES: Final = T(
    en="At {stawka} {kwota} less would be left than the advances charge: correct the final invoice to nothing, then the"
    " advances, and issue it anew",
    pl="Przy stawce {stawka} zostałoby o {kwota} mniej, niż obejmują zaliczki: skoryguj fakturę końcową do zera, potem"
    " zaliczki, i wystaw ją ponownie",
)
ADVANCES_LEFT: Final = "Faktura przestaje rozliczać zaliczki; pozostają one w mocy: "
OTHERS: Final = ("pozycje", "nowe_pozycje", "kwota", "nowy_podzial", "stawka")


@dataclass(frozen=True)
class _Amounts:
    """Lines as they should be, and what changes at each rate."""

    lines: tuple[Line, ...]
    change: tuple[RateTotal, ...]


def compose_correction(dossier: Dossier, standing: Standing, data: CorrectInput) -> tuple[Invoice, bool]:
    """A correcting invoice without its number, and whether it leaves anything of what it corrects.

    Raises:
        InvalidInput: 400: it would change nothing, or names what cannot be changed so.
        Conflict: 409: other papers stand on what it would change.
    """
    document, now = standing.document, standing.now
    refuse_correcting(dossier, document)
    _refuse_together(document, data)
    charged = invoiced(dossier, document)
    amounts = (_of_advance if document.rodzaj == "FZ" else _of_supply)(dossier, standing, charged, data)
    correction = Correction(
        numer=standing.issued.numer or "",
        data=standing.issued.data_wystawienia,
        przyczyna=data.przyczyna,
        przed=now.pozycje,
        stawki_przed=charged,
        rodzaj=document.rodzaj,
        numer_ksef=document.numer_ksef,
        w_ksef=document.dla_ksef,
        brutto_przed=gross_of(charged),
        brutto_po=gross_of(charged) + gross_of(amounts.change),
        stawki_po=together(charged, amounts.change),
        sprzedawca_przed=seller_before(dossier, now),
        skutek=None if data.skutek is None else EFFECTS[data.skutek],
        **facts_before(dossier, standing, data),
    )
    if not amounts.change and amounts.lines == now.pozycje and not changes_facts(correction):
        raise InvalidInput.field(
            "kwota" if document.rodzaj == "FZ" else "pozycje",
            AMOUNT_NEEDED if document.rodzaj == "FZ" and not data.names("stawka", *FACTS) else NOTHING_CHANGES,
        )
    made = _paper(dossier, standing, data, amounts, correction)
    emptied = not together(charged, amounts.change)
    # A discount may leave nothing of a final invoice that still deducts its advances.
    return made, emptied and (document.rodzaj == "FZ" or not gross_of(totals_of(amounts.lines)))


def _refuse_together(document: Earlier, data: CorrectInput) -> None:
    if data.do_zera and data.names(*OTHERS):
        raise InvalidInput.field("doZera", ALL_TAKEN_BACK)
    if document.rodzaj != "FZ":
        if data.names("nowy_podzial") or data.kwota is not None:
            raise InvalidInput.field("kwota", ONLY_OF_ADVANCE)
        if data.stawka is not None:
            raise InvalidInput.field("stawka", RATE_OF_LINES)
    elif data.nowy_podzial and data.stawka is not None:
        raise InvalidInput.field("stawka", ONE_OF_BOTH)
    elif data.names("pozycje", "nowe_pozycje"):
        raise InvalidInput.field("pozycje", LINES_OF_ORDER)


def _of_supply(dossier: Dossier, standing: Standing, charged: tuple[RateTotal, ...], data: CorrectInput) -> _Amounts:
    """What changes in the lines; of a final invoice nothing may go below what the advances charge."""
    before = standing.now.pozycje
    after = (
        emptied(before)
        if data.do_zera
        else lines_after(before, data, exempt=standing.issued.adnotacje.zwolnienie is not None)
    )
    if not gross_of(totals_of(after)):
        return _Amounts(after, negative(charged))
    _refuse_ungrounded_lines(dossier, before, after)
    change = together(totals_of(after), negative(totals_of(before)))
    left = together(charged, change)
    if missing := next((one for one in left if one.brutto < 0), None):
        sentence = BELOW_ADVANCES.given(stawka=rate_name(missing.stawka), kwota=zloty(-missing.brutto))
        raise Conflict(sentence, code="zaliczki_ponad_umowe", pozostalo=float(gross_of(left)))
    return _Amounts(after, change)


def _of_advance(dossier: Dossier, standing: Standing, charged: tuple[RateTotal, ...], data: CorrectInput) -> _Amounts:
    """What is left of the amount; it leaves each rate in proportion, or is shared as the order is now."""
    lines, before = standing.now.pozycje, gross_of(charged)
    if data.kwota is None and not data.names("do_zera", "nowy_podzial", "stawka"):
        return _Amounts(lines, ())
    left = ZERO if data.do_zera else before if data.kwota is None else data.kwota
    anew = data.names("nowy_podzial", "stawka")
    if left > before or (left == before and not anew):
        raise InvalidInput.field("kwota", MORE_THAN_RECEIVED)
    if not anew:
        return _Amounts(lines, together(advance(charged, left), negative(charged)))
    order = order_of(dossier, None)
    refuse_ungrounded(order.decision)
    free = [one for one in left_after(dossier, order.stawki, without=standing.document) if one.brutto > 0]
    if data.stawka is None:
        refuse_above(free, left)
    else:
        room = room_at(free, data.stawka, left)
        free = [room] if room else []
    split = advance(free, left) if left else ()
    return _Amounts(order.pozycje, together(split, negative(charged)))


def _refuse_ungrounded_lines(dossier: Dossier, before: Sequence[Line], after: Sequence[Line]) -> None:
    """409 naming what the 8 % rate of a line that did not have it still needs."""
    had = {line.lp for line in before if line.stawka == "8"}
    if any(line.lp not in had for line in after if line.stawka == "8"):
        facts: VatFacts = replace(dossier.vat_facts(), tryb="8")
        refuse_ungrounded(decide(facts, dossier.price(None)))


def _paper(
    dossier: Dossier, standing: Standing, data: CorrectInput, amounts: _Amounts, correction: Correction
) -> Invoice:
    total, totals = whole(amounts.change), totals_of(amounts.lines)
    settled = [one.numer for one in standing.issued.zaliczki] if standing.document.rodzaj == "FK" else []
    emptied_final = settled and not gross_of(totals)
    return replace(
        standing.issued,
        rodzaj="KOR",
        tytul=KINDS["KOR"].tytul,
        numer=None,
        pozycje=amounts.lines,
        stawki=amounts.change,
        razem=total,
        stawki_pozycji=totals,
        razem_pozycji=whole(totals),
        slownie=slownie(abs(total.brutto)),
        zaliczki=(),
        korekta=correction,
        sprzedawca=dossier.seller,
        nabywca=buyer_after(dossier, standing, data),
        wystawil=dossier.author,
        data_sprzedazy=data.data_sprzedazy or standing.now.data_sprzedazy,
        platnosc=Payment(data.forma, Decimal("0.00")) if correction.forma_przed and data.forma else None,
        uwagi=f"{ADVANCES_LEFT}{', '.join(settled)}." if emptied_final else None,
        data_wystawienia=data.data_wystawienia or dossier.today,
    )
