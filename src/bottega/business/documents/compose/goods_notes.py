"""Documents on goods: goods issues (WZ) and purchase orders (PO)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.content.models import Buyer, Contract, GoodsNote, Item
from bottega.business.documents.content.vat_gross_method import rounded
from bottega.business.documents.seller import place_of


def _item(line: Mapping[str, Any]) -> Item:
    worth = None if line["cena"] is None else rounded(line["cena"] * line["ilosc"])
    return Item(line["lp"], line["nazwa"], line["jednostka"], line["ilosc"], line["cena"], worth)


def goods_issue(
    dossier: Dossier,
    issue: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    place: str,
    person: str | None = None,
) -> GoodsNote:
    """A goods issue as the warehouse entered it (UoR art. 21); without lines it says its worth.

    ``person`` is who entered it, and handed the goods out. What stands under the lines is their sum, whatever amount
    was typed; lines without a price are named.
    """
    items = tuple(map(_item, lines)) or (
        Item(1, "Materiały wg umowy", "kpl.", Decimal(1), issue["kwota"], issue["kwota"]),
    )
    without = [str(item.lp) for item in items if item.wartosc is None]
    priced = [item.wartosc for item in items if item.wartosc is not None]
    unpriced = f"Bez ceny, poza wartością: poz. {', '.join(without)}" if priced and without else None
    remarks = "\n".join(one for one in (issue["uwagi"], unpriced) if one) or None
    return GoodsNote(
        rodzaj="WZ",
        tytul=KINDS["WZ"].tytul,
        sprzedawca=dossier.seller,
        strona=dossier.buyer,
        data_wystawienia=issue["data"],
        pozycje=items,
        numer=issue["nr"],
        miejsce=place_of(dict(dossier.profile)),
        data_wydania=issue["data"],
        umowa=dossier.umowa,
        magazyn=place,
        transport=issue["srodek_transportu"],
        razem=(sum(priced, Decimal(0)) if priced else issue["kwota"]) or None,
        wydal=person or dossier.author,
        odebral=issue["odebral"],
        wystawil=dossier.author,
        uwagi=remarks,
        stopka=dossier.profile["stopka"],
    )


def purchase_order(dossier: Dossier, orders: Sequence[Mapping[str, Any]], wishes: Wishes) -> GoodsNote:
    """What is ordered from one supplier for a contract, on one sheet; a sum only where everything has a price."""
    items = tuple(
        Item(
            lp,
            one["nazwa"],
            one["jednostka"] or "szt.",
            one["ilosc"],
            one["cena"],
            None if one["cena"] is None else rounded(one["cena"] * one["ilosc"]),
            uwagi=one["komentarz"],
        )
        for lp, one in enumerate(orders, 1)
    )
    values = [item.wartosc for item in items]
    address = _first(orders, "dostawca_adres")
    return GoodsNote(
        rodzaj="PO",
        tytul=KINDS["PO"].tytul,
        sprzedawca=dossier.seller,
        strona=Buyer(
            orders[0]["dostawca"] or "",
            tuple(address.splitlines()) if address else (),
            nip=_first(orders, "dostawca_nip"),
            osoba=False,
        ),
        data_wystawienia=wishes.day or dossier.today,
        pozycje=items,
        miejsce=place_of(dict(dossier.profile)),
        umowa=Contract(dossier.contract["numer"]),
        dostawa=dossier.seller.adres,
        termin=wishes.due or max((one["data_obiecana"] for one in orders if one["data_obiecana"]), default=None),
        razem=None if None in values else sum((one for one in values if one), Decimal(0)),
        wystawil=dossier.author,
        uwagi=wishes.uwagi,
        stopka=dossier.profile["stopka"],
    )


def _first(orders: Sequence[Mapping[str, Any]], name: str) -> str | None:
    """What the first of the orders that says something says."""
    return next((one[name] for one in orders if one[name]), None)
