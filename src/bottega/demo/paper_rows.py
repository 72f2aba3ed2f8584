"""Issuing what was drawn: each document is composed of the contract as it was on its day, numbered and printed."""

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from bottega.business import warehouse
from bottega.business.documents import invoices
from bottega.business.documents.dossier import Dossier, read_dossier
from bottega.business.documents.drafts import Draft, Subject, draft
from bottega.business.documents.invoices import Wishes
from bottega.business.documents.issuing import Numbered, keep, number_draft, set_in_type
from bottega.business.documents.ksef import crc_8
from bottega.business.documents.papers import Invoice
from bottega.business.documents.tables import SellerProfile
from bottega.business.documents.warranty import warranty
from bottega.demo.chance import Chance
from bottega.demo.firms import (
    STUDIO_ACCOUNT,
    STUDIO_BDO,
    STUDIO_KRS,
    STUDIO_LEGAL_NAME,
    STUDIO_NIP,
    STUDIO_REGON,
    STUDIO_STREET,
    STUDIO_TOWN,
    STUDIO_VAT_ACCOUNT,
)
from bottega.demo.papers import Paper
from bottega.demo.storing import Destination
from bottega.kernel.schemas import WARSAW

INVOICES: Final = ("FZ", "FK", "FV")
# Invoices are not in KSeF yet on the day they are made out.
SENT: Final = timedelta(days=1)
# So many are set in type while the next is composed.
AT_ONCE: Final = 3


async def store_seller(into: Destination, founded: datetime) -> None:
    """Who the studio is on its documents."""
    code, town = STUDIO_TOWN.split(" ", 1)
    await into.store(SellerProfile, [
        {
            "id": Chance(0, "seller").new_id(founded), "nazwa": STUDIO_LEGAL_NAME, "adres": STUDIO_STREET,
            "kod_pocztowy": code, "miejscowosc": town, "nip": STUDIO_NIP, "regon": STUDIO_REGON, "krs": STUDIO_KRS,
            "bdo": STUDIO_BDO, "sad": "Sąd Rejonowy Poznań – Nowe Miasto i Wilda, VIII Wydział Gospodarczy KRS",
            "kapital": 50_000, "email": "biuro@example.com", "telefon": "+48 600 000 000", "www": "https://example.com",
            "rachunki": [
                {"numer": STUDIO_ACCOUNT, "bank": None, "nazwa": "bieżący"},
                {"numer": STUDIO_VAT_ACCOUNT, "bank": None, "nazwa": "VAT"},
            ],
            "wystawiajacy": "Beata Rachuba", "miejsce_wystawienia": town, "created_at": founded,
        }
    ])  # fmt: skip


@dataclass(frozen=True)
class _InWork:
    """A document that has its number and is being set in type."""

    numbered: Numbered
    files: asyncio.Task[dict[str, bytes]]


async def issue_papers(into: Destination, papers: list[Paper], today: date) -> None:
    """Issue them in order; those of companies that are a day old have a number of KSeF.

    While some are set in type the next are composed; only an invoice waits for those before it of its contract.
    """
    chance = Chance(0, "KSeF")
    at_work: deque[_InWork] = deque()
    for paper in papers:
        while len(at_work) >= AT_ONCE or any(_stands_on(paper, one) for one in at_work):
            await _keep(into, at_work.popleft())
        made = await _draft(into, paper)
        at = datetime.combine(paper.day, time(17), WARSAW).astimezone(UTC)
        written: dict[str, Any] = {"wystawiono_at": at}
        if _of_a_company(made) and paper.day < today - SENT:
            written["numer_ksef"] = _ksef_number(chance, paper.day)
        numbered = await number_draft(into.ctx, made, **written)
        at_work.append(_InWork(numbered, asyncio.create_task(set_in_type(into.ctx, numbered, patient=True))))
    while at_work:
        await _keep(into, at_work.popleft())


async def _keep(into: Destination, one: _InWork) -> None:
    await keep(into.ctx, one.numbered, await one.files)


def _stands_on(paper: Paper, one: _InWork) -> bool:
    made = one.numbered.made
    return paper.kind in INVOICES and made.kind in INVOICES and made.desk.contract_id == paper.contract_id


def _of_a_company(made: Draft) -> bool:
    return made.kind in INVOICES and isinstance(made.paper, Invoice) and made.paper.nabywca.nip is not None


async def _draft(into: Destination, paper: Paper) -> Draft:
    """The document as it would have been composed on its day."""
    wishes = Wishes(day=paper.day, payment_id=paper.payment_id)
    if paper.kind == "WZ":
        return await draft(into.ctx, "WZ", Subject(paper.contract_id, goods_issue_id=paper.about), wishes)
    if paper.kind in ("PO", "UM", "KP"):
        subject = Subject(paper.contract_id, purchase_order_id=paper.about)
        return await draft(into.ctx, paper.kind, subject, wishes)
    dossier = _as_of(await read_dossier(into.ctx, paper.contract_id), paper.day)
    if paper.kind == "GW":
        return Draft("GW", warranty(dossier, wishes), dossier.desk)
    references: dict[str, Any] = {}
    if paper.kind == "FZ":
        references["payment_id"] = paper.payment_id
    numbers = tuple(await warehouse.goods_issue_numbers(into.ctx, paper.contract_id))
    return Draft(paper.kind, invoices.compose(paper.kind, dossier, wishes, numbers), dossier.desk, references)


def _as_of(dossier: Dossier, day: date) -> Dossier:
    """What was known on a day: later payments had not come, and what ended later was going on."""
    finished = dossier.completed is not None and dossier.completed <= day
    given_up: datetime | None = dossier.contract["rozwiazana_at"]
    dissolved = given_up is not None and given_up.astimezone(WARSAW).date() < day
    contract = {**dossier.contract, "zakonczona": finished, "rozwiazana": dissolved}
    payments = [one for one in dossier.payments if one["data"] is None or one["data"] <= day]
    return replace(dossier, contract=contract, payments=payments, today=day)


def _ksef_number(chance: Chance, day: date) -> str:
    """A number as KSeF gives them, with its check digits."""
    number = f"{STUDIO_NIP}-{day + SENT:%Y%m%d}-{chance.between(0x010000000000, 0xFFFFFFFFFFFF):012X}"
    return f"{number}-{crc_8(number):02X}"
