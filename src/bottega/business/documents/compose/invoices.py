"""Composition of invoices: VAT, advance, final, and pro forma.

An advance invoice takes its share of every rate, the final one what is left, so that together they are the order to
the grosz (VAT act art. 106f). Composing refuses with 409 what must not be issued; numbers come later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from bottega.business.contracts import slownie, zloty
from bottega.business.documents.compose.already_issued import refuse_named
from bottega.business.documents.compose.contract_data import Dossier, received
from bottega.business.documents.compose.invoice_chains import (
    closing,
    invoiced,
    left_after,
    open_payments,
    unadvanced,
    uninvoiced,
)
from bottega.business.documents.compose.order_lines import Order, order_of
from bottega.business.documents.compose.over_invoicing import refuse_above, refuse_exceeded
from bottega.business.documents.compose.stored_terms import recipients_of
from bottega.business.documents.compose.vat_grounds import refuse_ungrounded, refuse_unsure
from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.content.models import Advance, Invoice, Notes, Payment
from bottega.business.documents.content.vat_gross_method import ZERO, RateTotal, advance, gross_of, rounded, whole
from bottega.business.documents.content.vat_rates import MISSING
from bottega.business.documents.ksef.fa3_terms import split_payment_due
from bottega.business.documents.seller import place_of
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T

NOTHING_TO_INVOICE: Final = T(en="The contract has no value yet", pl="Umowa nie ma wyceny: suma wynosi zero")
ADVANCED: Final = T(
    en="Advances are invoiced already: issue the final invoice",
    pl="Wystawiono już faktury zaliczkowe: wystaw fakturę końcową",
)
NOT_ADVANCED: Final = T(
    en="No advance is invoiced: issue a VAT invoice", pl="Nie ma faktur zaliczkowych: wystaw fakturę VAT"
)
ALL_ADVANCED: Final = T(
    en="The advances cover the whole contract, so there is no final invoice (art. 106f ust. 4)",
    pl="Zaliczki pokrywają całą umowę, więc faktury końcowej się nie wystawia (art. 106f ust. 4 ustawy o VAT)",
)
NO_PAYMENT: Final = T(
    en="There is no confirmed payment without an advance invoice",
    pl="Nie ma potwierdzonej wpłaty bez faktury zaliczkowej",
)
REFUNDED: Final = T(
    en="Money was refunded that advance invoices still charge: correct those invoices first",
    pl="Zwrócono pieniądze, które są nadal na fakturach zaliczkowych: najpierw je skoryguj",
)
COMPLETED: Final = T(
    en="The work is finished: payments are no advances any more", pl="Prace są zakończone: wpłaty nie są już zaliczkami"
)
DISSOLVED: Final = T(
    en="The contract is dissolved, so nothing is sold: correct the advance invoices that were issued",
    pl="Umowa jest rozwiązana, więc sprzedaży nie ma: skoryguj wystawione faktury zaliczkowe",
)
SALE_AHEAD: Final = T(
    en="An invoice may be issued at most 60 days before the supply, and never before a payment was received",
    pl="Fakturę wystawia się najwcześniej 60 dni przed dostawą lub usługą, a zaliczkową nie przed wpłatą",
)
# VAT act art. 106i ust. 7.
TOO_FAR_AHEAD: Final = 60
OTHER_ISLAND: Final = T(
    en="The island costs {umowa} in the contract: change its value there, for all invoices of the contract",
    pl="Wyspa ma w umowie wartość {umowa}: zmień tę wartość w umowie, wspólną dla wszystkich jej faktur",
)
ISLAND_ABOVE: Final = T(
    en="The island ({wyspa}) costs more than all the furniture ({meble}): correct the value of the island or the"
    " valuation",
    pl="Wyspa ({wyspa}) kosztuje więcej niż wszystkie meble ({meble}): popraw wartość wyspy albo wycenę",
)
CLOSED: Final = T(en="The contract is already invoiced", pl="Umowa ma już fakturę końcową")


@dataclass(frozen=True)
class Wishes:
    """What whoever issues a document may choose."""

    day: date | None = None
    payment_id: UUID | None = None
    wyspa: Decimal | None = None
    sale_day: date | None = None
    due: date | None = None
    kwota: Decimal | None = None
    uwagi: str | None = None
    nr_paragonu: str | None = None
    strona: str | None = None


def compose(kind: str, dossier: Dossier, wishes: Wishes, wz: tuple[str, ...] = ()) -> Invoice:
    """An invoice of a kind, without its number.

    Raises:
        Conflict: 409 with the reason why there can be none.
    """
    dossier.refuse_incomplete()
    if dossier.contract["rozwiazana"] and kind != "FZ":
        raise Conflict(DISSOLVED, code="umowa_rozwiazana")
    if not dossier.quote.suma:
        raise Conflict(NOTHING_TO_INVOICE, code="zero_suma")
    _refuse_other_island(dossier, wishes.wyspa)
    order = order_of(dossier, wishes.wyspa)
    (refuse_unsure if kind == "PF" else refuse_ungrounded)(order.decision)
    match kind:
        case "FZ":
            return _advance(dossier, wishes, order)
        case "FK":
            return _final(dossier, wishes, order, wz)
        case "PF":
            return _proforma(dossier, wishes, order)
        case _:
            return _vat(dossier, wishes, order, wz)


def _refuse_other_island(dossier: Dossier, wyspa: Decimal | None) -> None:
    """409 where the island costs something else in the contract, or more than all its furniture."""
    known: Decimal | None = dossier.contract["wyspa_brutto"]
    if None not in (wyspa, known) and wyspa != known:
        assert known is not None
        sentence = OTHER_ISLAND.given(umowa=zloty(known))
        raise Conflict(sentence, code="wyspa_rozni_sie_od_umowy", wyspaBrutto=float(known))
    island, meble = known if wyspa is None else wyspa, dossier.quote.meble
    if island is not None and island > meble:
        sentence = ISLAND_ABOVE.given(wyspa=zloty(island), meble=zloty(meble))
        raise Conflict(sentence, code="wyspa_ponad_meble", meble=float(meble))


def _earlier_advances(dossier: Dossier) -> tuple[Advance, ...]:
    found: list[Advance] = []
    corrections = dossier.in_force("KOR")
    for one in dossier.standing("FZ"):
        numbers = tuple(kor.numer for kor in corrections if kor.koryguje_id == one.id)
        totals = invoiced(dossier, one)
        sums = whole(totals)
        known: dict[str, Any] = {"numer_ksef": one.numer_ksef, "w_ksef": one.dla_ksef, "korekty": numbers}
        found.append(Advance(one.numer, one.data, totals, sums.netto, sums.vat, sums.brutto, **known))
    return tuple(found)


def _base(kind: str, dossier: Dossier, wishes: Wishes, order: Order, charged: Sequence[RateTotal]) -> dict[str, Any]:
    """What invoices of every kind have (art. 106e ust. 1)."""
    profile, buyer = dossier.profile, dossier.buyer
    total = whole(charged)
    title = KINDS[kind].tytul if profile["czynny_podatnik"] else KINDS[kind].tytul.replace(" VAT", "")
    notes = Notes(
        mpp=split_payment_due(
            total.brutto, business=buyer.nip is not None, annex_15=any(one.zal_15 for one in order.pozycje)
        ),
        metoda_kasowa=profile["metoda_kasowa"],
        zwolnienie=None if profile["czynny_podatnik"] else profile["zwolnienie"],
    )
    return {
        "rodzaj": kind,
        "tytul": title,
        "sprzedawca": dossier.seller,
        "nabywca": buyer,
        "data_wystawienia": wishes.day or dossier.today,
        "miejsce": place_of(dict(profile)),
        "pozycje": order.pozycje,
        "stawki": tuple(charged),
        "razem": total,
        "slownie": slownie(total.brutto),
        "umowa": dossier.umowa,
        "stawki_pozycji": order.stawki,
        "razem_pozycji": whole(order.stawki),
        "adnotacje": notes,
        "wystawil": dossier.author,
        "uwagi": wishes.uwagi,
        "stopka": profile["stopka"],
        "paragon": wishes.nr_paragonu,
        "odbiorcy": recipients_of(dossier.terms),
        **{name: dossier.terms[name] for name in ("jst", "gv", "tp")},
    }


def _vat(dossier: Dossier, wishes: Wishes, order: Order, wz: tuple[str, ...]) -> Invoice:
    if dossier.standing("FZ"):
        raise Conflict(ADVANCED, code="uzyj_faktury_koncowej")
    _refuse_closed(dossier)
    base = _base("FV", dossier, wishes, order, order.stawki)
    return Invoice(
        **base,
        wz=wz,
        data_sprzedazy=_sale_day(dossier, wishes),
        platnosc=_payment(dossier, wishes, gross_of(order.stawki), open_payments(dossier), dossier.paid),
    )


def _final(dossier: Dossier, wishes: Wishes, order: Order, wz: tuple[str, ...]) -> Invoice:
    """Art. 106f ust. 3: the whole supply, less the advances."""
    if not dossier.standing("FZ"):
        raise Conflict(NOT_ADVANCED, code="uzyj_faktury_vat")
    _refuse_closed(dossier)
    left = left_after(dossier, order.stawki)
    refuse_exceeded(dossier, order.stawki, left)
    if not gross_of(left):
        raise Conflict(ALL_ADVANCED, code="zaliczki_pokrywaja_calosc")
    paid = uninvoiced(dossier)
    if paid < 0:
        raise Conflict(REFUNDED, code="zwrot_bez_korekty", kwota=float(-paid))
    return Invoice(
        **_base("FK", dossier, wishes, order, left),
        wz=wz,
        zaliczki=_earlier_advances(dossier),
        data_sprzedazy=_sale_day(dossier, wishes),
        platnosc=_payment(dossier, wishes, gross_of(left), open_payments(dossier), paid),
    )


def _advance(dossier: Dossier, wishes: Wishes, order: Order) -> Invoice:
    """Art. 106b ust. 1 pkt 4 and 106f ust. 1: for money received before the work is done."""
    _refuse_closed(dossier)
    if dossier.completed is not None:
        raise Conflict(COMPLETED, code="umowa_zakonczona")
    waiting = unadvanced(dossier)
    payment = next((one for one in waiting if wishes.payment_id in (None, one["id"])), None)
    if payment is None:
        refuse_named(dossier, "FZ", wishes.payment_id)
        raise Conflict(NO_PAYMENT, code="brak_wplaty")
    left = left_after(dossier, order.stawki)
    refuse_exceeded(dossier, order.stawki, left)
    refuse_above(left, payment["cena"])
    charged = advance(left, payment["cena"])
    # An advance that pays the rest names those before it: no final invoice will (art. 106f ust. 4).
    covering = payment["cena"] == gross_of(left)
    base = _base("FZ", dossier, wishes, order, charged)
    return Invoice(
        **base,
        data_sprzedazy=payment["data"],
        zaliczki=_earlier_advances(dossier) if covering else (),
        platnosc=Payment(payment["rodzaj"], ZERO, wplaty=(received(payment),), zaplacono=payment["cena"]),
    )


def payment_of(dossier: Dossier, wishes: Wishes) -> UUID | None:
    """The payment an advance invoice is for."""
    return next((one["id"] for one in unadvanced(dossier) if wishes.payment_id in (None, one["id"])), None)


def _proforma(dossier: Dossier, wishes: Wishes, order: Order) -> Invoice:
    """A request for payment, no invoice: nothing is booked by it."""
    rest = max(gross_of(order.stawki) - dossier.paid, ZERO)
    due = rest if wishes.kwota is None else rounded(wishes.kwota)
    day = wishes.day or dossier.today
    base: dict[str, Any] = _base("PF", dossier, wishes, order, order.stawki)
    base |= {"slownie": slownie(due), "adnotacje": Notes()}
    warnings = [text("pl") for text in order.decision.ostrzezenia]
    warnings += [f"Brakuje do stawki 8%: {MISSING[name]('pl')}" for name in order.decision.braki]
    return Invoice(
        **base,
        wazna_do=day + timedelta(days=dossier.profile["waznosc_proformy_dni"]),
        # What is paid already is no part of what is asked for.
        platnosc=replace(_payment(dossier, wishes, due, [], ZERO), zaplacono=max(dossier.paid, ZERO)),
        ostrzezenia=tuple(warnings),
    )


def _payment(dossier: Dossier, wishes: Wishes, due: Decimal, payments: Sequence[Any], paid: Decimal) -> Payment:
    left = max(due - max(paid, ZERO), ZERO)
    day = wishes.day or dossier.today
    accounts = dossier.seller.rachunki
    means = payments[-1]["rodzaj"] if payments and not left else "przelew" if accounts else "gotowka"
    return Payment(
        forma=means,
        do_zaplaty=left,
        termin=None if not left else wishes.due or day + timedelta(days=dossier.profile["termin_platnosci_dni"]),
        wplaty=tuple(received(one) for one in payments),
        zaplacono=max(paid, ZERO),
        rachunek=accounts[0] if accounts and left else None,
        tytul=dossier.contract["numer"] if left else None,
    )


def _sale_day(dossier: Dossier, wishes: Wishes) -> date:
    latest = (wishes.day or dossier.today) + timedelta(days=TOO_FAR_AHEAD)
    if wishes.sale_day is not None and wishes.sale_day > latest:
        raise InvalidInput.field("dataSprzedazy", SALE_AHEAD)
    return wishes.sale_day or dossier.completed or wishes.day or dossier.today


def _refuse_closed(dossier: Dossier) -> None:
    if found := closing(dossier):
        raise Conflict(CLOSED, code="zafakturowana", dokumentId=str(found.id), numer=found.numer)
