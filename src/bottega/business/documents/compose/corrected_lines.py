"""Lines of an invoice after a correction; unnamed lines stay unchanged."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from bottega.business.documents.compose.correction_inputs import CorrectInput, LineAfter, NewLine
from bottega.business.documents.content.models import Line
from bottega.business.documents.content.vat_gross_method import (
    ZERO,
    RateTotal,
    by_rate,
    rate_total,
    rounded,
    shared_out,
)
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T

NO_LINE: Final = T(
    en="The invoice has no such line; lines that were left out belong to “Added lines”",
    pl="Faktura nie ma takiej pozycji; pozycje pominięte podaj jako „Pozycje dodane”",
)
RATE_NEEDED: Final = T(en="Enter the rate of the line", pl="Podaj stawkę pozycji")
NO_RATE: Final = T(
    en="An exempt seller's lines have no rate", pl="Pozycje sprzedawcy zwolnionego z VAT nie mają stawki"
)
LAW: Final = "korekta: "
SOURCE: Final = "art. 106j ustawy o VAT"
ONE: Final = Decimal(1)


def lines_after(before: Sequence[Line], data: CorrectInput, *, exempt: bool) -> tuple[Line, ...]:
    """The lines with what changes in them and with what is added; 400 for one that is not there."""
    _refuse_unknown(before, data, exempt=exempt)
    changes = {one.lp: one for one in data.pozycje}
    drafts = [_changed(line, changes.get(line.lp), data.przyczyna) for line in before]
    last = max((line.lp for line in before), default=0)
    drafts += [_added(lp, one, before, data.przyczyna) for lp, one in enumerate(data.nowe_pozycje, last + 1)]
    return tuple(_taxed(before, drafts))


def emptied(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with nothing sold on them."""
    return tuple(replace(one, ilosc=Decimal(0), netto=ZERO, vat=ZERO, brutto=ZERO) for one in lines)


def totals_of(lines: Sequence[Line]) -> tuple[RateTotal, ...]:
    """What lines come to at each rate."""
    return by_rate([(one.stawka, one.brutto) for one in lines])


def _refuse_unknown(before: Sequence[Line], data: CorrectInput, *, exempt: bool) -> None:
    known = {line.lp for line in before}
    wrong = [
        {"code": "not_found", "path": ["pozycje", index, "lp"], "message": NO_LINE}
        for index, one in enumerate(data.pozycje)
        if one.lp not in known
    ]
    for name, lines in (("pozycje", data.pozycje), ("nowePozycje", data.nowe_pozycje)):
        for index, one in enumerate(lines):
            path = [name, index, "stawka"]
            if exempt and one.stawka is not None:
                wrong.append({"code": "custom", "path": path, "message": NO_RATE})
            elif not exempt and one.stawka is None and isinstance(one, NewLine):
                wrong.append({"code": "missing", "path": path, "message": RATE_NEEDED})
    if wrong:
        raise InvalidInput(wrong)


def _changed(line: Line, change: LineAfter | None, reason: str) -> Line:
    if change is None:
        return line
    values: dict[str, Any] = {
        name: value for name, value in change.given().items() if name != "lp" and value is not None
    }
    if "cena" in values:
        values["cena"] = rounded(values["cena"])
    new = replace(line, **values)
    if new.stawka != line.stawka:
        new = replace(new, podstawa=f"{LAW}{reason}", zrodlo=SOURCE)
    if (new.ilosc, new.cena, new.rabat) == (line.ilosc, line.cena, line.rabat):
        return new
    return replace(new, brutto=_gross(new.ilosc, new.cena, new.rabat))


def _added(lp: int, one: NewLine, before: Sequence[Line], reason: str) -> Line:
    """A new line; at 8 % it is part of the same service as the others of that rate, and says so."""
    like = next((line for line in before if one.stawka == line.stawka == "8"), None)
    return Line(
        lp,
        one.nazwa,
        one.jednostka,
        one.ilosc,
        rounded(one.cena),
        one.stawka or "zw",
        ZERO,
        ZERO,
        _gross(one.ilosc, one.cena, one.rabat),
        rabat=one.rabat or None,
        pkwiu=like.pkwiu if like else None,
        zal_15=like is not None and like.zal_15,
        podstawa=like.podstawa if like else f"{LAW}{reason}",
        zrodlo=like.zrodlo if like else SOURCE,
    )


def _gross(count: Decimal, price: Decimal, discount: Decimal | None) -> Decimal:
    return rounded(count * price * (ONE - (discount or Decimal(0)) / 100))


def _taxed(before: Sequence[Line], drafts: Sequence[Line]) -> Iterator[Line]:
    """Changed lines share what tax of their rate the others leave, so that the lines add up to the rate."""
    kept = {line.lp: line for line in before}
    changed = [one for one in drafts if _worth(kept.get(one.lp)) != _worth(one)]
    taxes: dict[int, RateTotal] = {}
    for total in totals_of(drafts):
        mine = [one for one in changed if one.stawka == total.stawka]
        known = sum((one.vat for one in drafts if one.stawka == total.stawka and one not in mine), ZERO)
        taxes |= _shares(total, mine, total.vat - known)
    for one in drafts:
        part = taxes.get(one.lp)
        yield one if part is None else replace(one, netto=part.netto, vat=part.vat)


def _shares(total: RateTotal, lines: Sequence[Line], tax: Decimal) -> dict[int, RateTotal]:
    gross = sum((one.brutto for one in lines), ZERO)
    if not 0 <= tax <= gross or not gross:
        # The grosze that the other lines were rounded by would turn these upside down: each has its own tax.
        return {one.lp: rate_total(total.stawka, one.brutto) for one in lines}
    part = RateTotal(total.stawka, gross - tax, tax, gross)
    shares = shared_out(part, [one.brutto for one in lines])
    return {one.lp: share for one, share in zip(lines, shares, strict=True)}


def _worth(line: Line | None) -> tuple[str, Decimal] | None:
    return None if line is None else (line.stawka, line.brutto)
