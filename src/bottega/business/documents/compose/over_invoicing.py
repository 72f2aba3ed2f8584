"""Refusals of invoices above the remainder of the order."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bottega.business.contracts import zloty
from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.invoice_chains import invoiced
from bottega.business.documents.content.polish_terms import rate_name
from bottega.business.documents.content.vat_gross_method import ZERO, RateTotal, gross_of, together
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

CODE: Final = "zaliczki_ponad_umowe"
AT_OTHER_RATES: Final = T(
    en="Advance invoices charge {jest} at {stawka}, and the contract has {umowa} at that rate: first correct {numer}"
    " to the rates of the contract (“Divided anew by VAT rate”, or another rate), or its amount",
    pl="Faktury zaliczkowe obejmują {jest} przy stawce {stawka}, a umowa ma przy niej {umowa}: najpierw skoryguj"
    " {numer} do stawek umowy („Nowy podział na stawki VAT” albo inna stawka) lub jej kwotę",
)
ABOVE_PRICE: Final = T(
    en="Advance invoices charge {jest}, and the contract costs {umowa}: first correct the amount of {numer}, or the"
    " valuation",
    pl="Faktury zaliczkowe obejmują {jest}, a umowa kosztuje {umowa}: najpierw skoryguj kwotę {numer} albo wycenę",
)
NO_ROOM: Final = T(
    en="{kwota} is more than the contract has left to invoice ({zostalo}): correct the valuation, or pay the rest back",
    pl="{kwota} to więcej, niż zostało do zafakturowania z umowy ({zostalo}): popraw wycenę albo zwróć nadwyżkę",
)
NO_ROOM_AT_RATE: Final = T(
    en="{kwota} is more than the contract has left at {stawka} ({zostalo}): share the amount as the contract has it"
    " (“Divided anew by VAT rate”), or correct the contract first",
    pl="{kwota} to więcej, niż zostało z umowy przy stawce {stawka} ({zostalo}): podziel kwotę tak jak umowa („Nowy"
    " podział na stawki VAT”) albo najpierw popraw umowę",
)


def refuse_exceeded(dossier: Dossier, order: Sequence[RateTotal], left: Sequence[RateTotal]) -> None:
    """409 ``zaliczki_ponad_umowe`` where advances charge more than the order has: each such rate with its amounts."""
    exceeded = [one.stawka for one in left if one.brutto < 0]
    if not exceeded:
        return
    advances = dossier.standing("FZ")
    charged = {one.stawka: one.brutto for one in together(*(invoiced(dossier, one) for one in advances))}
    agreed = {one.stawka: one.brutto for one in order}
    last = next(one for one in reversed(advances) if any(part.stawka in exceeded for part in invoiced(dossier, one)))
    rates = [(one, charged.get(one, ZERO), agreed.get(one, ZERO)) for one in exceeded]
    if gross_of(left) < 0:
        sentence = ABOVE_PRICE.given(jest=zloty(sum(charged.values(), ZERO)), umowa=zloty(gross_of(order)))
    else:
        stawka, jest, umowa = rates[0]
        sentence = AT_OTHER_RATES.given(stawka=rate_name(stawka), jest=zloty(jest), umowa=zloty(umowa))
    raise Conflict(
        sentence.given(numer=last.numer),
        code=CODE,
        pozostalo=float(gross_of(left)),
        numer=last.numer,
        dokumentId=str(last.id),
        stawki=[
            {"stawka": stawka, "zafakturowano": float(jest), "umowa": float(umowa)} for stawka, jest, umowa in rates
        ],
    )


def refuse_above(left: Sequence[RateTotal], amount: Decimal) -> None:
    """409 for an amount above what is left at all rates."""
    room = gross_of(left)
    if amount > room:
        sentence = NO_ROOM.given(kwota=zloty(amount), zostalo=zloty(room))
        raise Conflict(sentence, code=CODE, pozostalo=float(room))


def room_at(left: Sequence[RateTotal], stawka: str, amount: Decimal) -> RateTotal | None:
    """What is left at a rate, for an amount that fits into it; 409 for more."""
    room = next((one for one in left if one.stawka == stawka), None)
    zostalo = room.brutto if room else ZERO
    if amount > zostalo:
        sentence = NO_ROOM_AT_RATE.given(kwota=zloty(amount), stawka=rate_name(stawka), zostalo=zloty(zostalo))
        raise Conflict(sentence, code=CODE, pozostalo=float(zostalo))
    return room
