"""Rows of the ledger: cash boxes, entries, transfers, approvals."""

from collections import defaultdict
from datetime import date, datetime
from typing import Final
from uuid import UUID

from bottega.business.finance.approvals import Approval as ApprovalRow
from bottega.business.finance.cash_boxes import MAIN_CODE, MAIN_NAME, CashBox
from bottega.business.finance.ledger import Transaction
from bottega.business.finance.settings import FinanceSettings
from bottega.business.finance.transfers import Transfer
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.ledger import Ledger
from bottega.demo.draw.ledger_entries import BOOKED, BOOKKEEPER, OFFICE, Entry
from bottega.demo.draw.random_source import Chance
from bottega.demo.store.cash_months import close_months

# Whose cash boxes there are beside the main one, with the codes in the numbers of their documents.
BOXES: Final = {
    None: MAIN_CODE,
    "Katarzyna Wolna": "KAT",
    "Damian Kowal": "DK",
    "Rafał Sosna": "RS",
    "Piotr Miara": "PM",
    "Anna Maj": "AM",
    "Tomasz Lis": "TL",
    "Julia Bąk": "JB",
}

Boxes = dict[str | None, UUID]


async def store_ledger(into: Destination, ledger: Ledger, founded: datetime, today: date) -> None:
    """Write all of it."""
    chance = Chance(0, "cash boxes")
    boxes: Boxes = {who: chance.new_id(founded) for who in BOXES}
    await into.store(
        CashBox,
        [
            {
                "id": boxes[who],
                "nazwa": f"Kasa – {who}" if who else MAIN_NAME,
                "kod": code,
                "uzytkownik_id": into.users[who] if who else None,
                "kasjer_id": None if who else into.users[OFFICE],
                "created_at": founded,
            }
            for who, code in BOXES.items()
        ],
    )
    settings = {
        "id": chance.new_id(founded),
        "domyslny_recenzent_id": into.users[BOOKKEEPER],
        "wymagaj_dowodow": True,
        "created_at": founded,
    }
    await into.store(FinanceSettings, [settings])
    await into.store(Transaction, _transactions(into, ledger, boxes))
    await into.store(Transfer, _transfers(into, ledger))
    await into.store(ApprovalRow, _approvals(into, ledger))
    await close_months(into, boxes[None], [one for one in ledger.entries if one.cash and one.who is None], today)


def _transactions(into: Destination, ledger: Ledger, boxes: Boxes) -> list[Row]:
    places: defaultdict[str | None, int] = defaultdict(int)
    rows: list[Row] = []
    for one in ledger.entries:
        box, place = None, None
        if one.cash and one.state == BOOKED:
            places[one.who] += 1
            box, place = boxes[one.who], places[one.who]
        kind, linked = one.linked or (None, None)
        rows.append(
            {
                "id": one.id,
                "nazwa": one.name,
                "dotyczy": one.about,
                "kwota": one.amount,
                "typ": "przychod" if one.income else "rozchod",
                "rodzaj": one.rodzaj,
                "data": one.at,
                "kategoria": one.category,
                "contract_id": one.contract_id,
                "uzytkownik_id": into.users[one.who] if one.who else None,
                "komentarz": one.comment,
                "linked_entity_type": kind,
                "linked_entity_id": linked,
                "stan": one.state,
                "charakter": one.role,
                "autor_id": into.users[one.author],
                **_approved(into, one),
                "cash_box_id": box,
                "lp_kasowe": place,
                "created_at": one.at,
            }
        )
    return rows


def _approved(into: Destination, entry: Entry) -> Row:
    approved = entry.approver is not None and entry.state == BOOKED
    return {
        "zatwierdzil_id": into.users[entry.approver] if approved and entry.approver else None,
        "zatwierdzona_at": entry.at if approved else None,
    }


def _transfers(into: Destination, ledger: Ledger) -> list[Row]:
    return [
        {
            "id": one.id,
            "nadawca_id": into.users[one.sender],
            "odbiorca_id": into.users[OFFICE],
            "kwota": one.amount,
            "rodzaj": "gotowka",
            "data": one.at,
            "nazwa": f"Przekazanie – {one.sender}",
            "komentarz": None,
            "status": one.status,
            "decyzja_at": one.decided,
            "decydent_id": into.users[OFFICE] if one.decided else None,
            "decyzja_komentarz": one.comment,
            "rozchod_id": one.legs[0].id,
            "przychod_id": one.legs[1].id,
            "created_at": one.at,
        }
        for one in ledger.handovers
    ]


def _approvals(into: Destination, ledger: Ledger) -> list[Row]:
    return [
        {
            "id": one.id,
            "transaction_id": one.entry.id,
            "reviewer_id": into.users[one.reviewer],
            "transakcja": one.entry.name,
            "decyzja": one.decision,
            "decyzja_at": one.decided,
            "decyzja_komentarz": one.entry.comment if one.decision else None,
            "decydent_id": into.users[one.reviewer] if one.decision else None,
            "created_at": one.at,
        }
        for one in ledger.approvals
    ]
