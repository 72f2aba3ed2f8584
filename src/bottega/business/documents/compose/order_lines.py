"""Invoice lines of a contract: parts of its price by rate, appliances one by one."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.content.models import Line
from bottega.business.documents.content.polish_terms import name_of_line
from bottega.business.documents.content.vat_gross_method import RateTotal, by_rate, rounded, shared_out
from bottega.business.documents.content.vat_rates import Decision, Share, decide

ONE: Final = Decimal(1)


class Order(msgspec.Struct, frozen=True):
    """The lines of a contract with their totals, and the decision behind their rates."""

    pozycje: tuple[Line, ...]
    stawki: tuple[RateTotal, ...]
    decision: Decision


class _Draft(msgspec.Struct, frozen=True):
    """A line before its tax is counted."""

    share: Share
    nazwa: str
    cena: Decimal
    brutto: Decimal
    jednostka: str = "kpl."
    rabat: Decimal | None = None


def order_of(dossier: Dossier, wyspa: Decimal | None) -> Order:
    """The lines of a contract; ``wyspa`` is what its kitchen island is supposed to cost, if not what it says."""
    decision = decide(dossier.vat_facts(wyspa), dossier.price(wyspa))
    drafts = [draft for share in decision.pozycje for draft in _drafts(dossier, share, decision)]
    totals = by_rate([(one.share.stawka, one.brutto) for one in drafts])
    return Order(tuple(_taxed(drafts, totals)), totals, decision)


def _taxed(drafts: list[_Draft], totals: tuple[RateTotal, ...]) -> Iterator[Line]:
    """Lines with net and tax that add up to the totals of their rates."""
    shares = {
        total.stawka: iter(shared_out(total, [one.brutto for one in drafts if one.share.stawka == total.stawka]))
        for total in totals
    }
    for lp, draft in enumerate(drafts, 1):
        part, share = next(shares[draft.share.stawka]), draft.share
        yield Line(
            lp,
            draft.nazwa,
            draft.jednostka,
            ONE,
            draft.cena,
            share.stawka,
            part.netto,
            part.vat,
            part.brutto,
            rabat=draft.rabat,
            pkwiu=share.pkwiu,
            zal_15=share.zal_15,
            podstawa=share.podstawa,
            zrodlo=share.zrodlo,
        )


def _drafts(dossier: Dossier, share: Share, decision: Decision) -> Iterator[_Draft]:
    if share.skladnik == "sprzet" and (pieces := list(_appliances(dossier, share))):
        yield from pieces
        return
    name = name_of_line(share.skladnik, dossier.contract["typ"], share.stawka, installed=share.pkwiu is not None)
    if sum(one.skladnik == share.skladnik for one in decision.pozycje) > 1:
        # A dwelling above the limit: the same thing at two rates (art. 41 ust. 12c).
        name += " (część w limicie powierzchni)" if share.stawka == "8" else " (część ponad limit powierzchni)"
    yield _Draft(share, name, share.brutto, share.brutto)


def _appliances(dossier: Dossier, share: Share) -> Iterator[_Draft]:
    """Every appliance with its price and discount, if they add up to what the valuation says of appliances.

    What the customer brings is not sold: its price is zero.
    """
    sold = [one for one in dossier.specification.get("appliances", []) if one["cena"]]
    if not sold or sum(after_discount(one) for one in sold) != share.brutto:
        return
    for one in sold:
        name = " ".join(part for part in (one["rodzaj"], one["firma"], one["model"]) if part) or "Sprzęt AGD"
        yield _Draft(share, name[:1].upper() + name[1:], one["cena"], after_discount(one), "szt.", one["rabat"] or None)


def is_own(appliance: Mapping[str, Any]) -> bool:
    """Whether the customer brings it: its price is zero, and it is not sold."""
    return appliance["cena"] == 0


def after_discount(appliance: Mapping[str, Any]) -> Decimal:
    """The price of an appliance less its discount, rounded half up to the grosz."""
    return rounded(appliance["cena"] * (1 - (appliance["rabat"] or Decimal(0)) / 100))
