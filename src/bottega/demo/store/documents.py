"""Issuing of generated documents: composed and numbered, rendered by the worker."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from bottega.business.documents.compose.drafts import Draft
from bottega.business.documents.content.kinds import INVOICES
from bottega.business.documents.content.models import Invoice
from bottega.business.documents.issue.deferred_prints import keep_many
from bottega.business.documents.issue.issuing import number_draft
from bottega.business.documents.issuer import read_desk
from bottega.business.documents.ksef.fa3 import IN_FORCE
from bottega.business.documents.ksef.numbers import crc_8
from bottega.business.documents.tables import SellerProfile
from bottega.demo.bulk_insert import Destination
from bottega.demo.draw.document_drafts import Clerk
from bottega.demo.draw.documents import Paper
from bottega.demo.draw.random_source import Chance
from bottega.demo.texts.firms import (
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
from bottega.kernel.local_time import LOCAL_ZONE

# Invoices are not in KSeF yet on the day they are made out.
SENT: Final = timedelta(days=1)
_REPORTS: Final = (
    "SELECT id, zamknal_id, (zamkniety_at AT TIME ZONE 'Europe/Warsaw')::date AS day FROM finance_cash_reports"
    " WHERE tenant_id = $1 AND organization_id = $2 AND zamkniety_at IS NOT NULL ORDER BY dzien_od, id"
)


async def store_seller(into: Destination, founded: datetime) -> None:
    """Who the studio is on its documents."""
    code, town = STUDIO_TOWN.split(" ", 1)
    await into.store(
        SellerProfile,
        [
            {
                "id": Chance(0, "seller").new_id(founded),
                "nazwa": STUDIO_LEGAL_NAME,
                "adres": STUDIO_STREET,
                "kod_pocztowy": code,
                "miejscowosc": town,
                "nip": STUDIO_NIP,
                "regon": STUDIO_REGON,
                "krs": STUDIO_KRS,
                "bdo": STUDIO_BDO,
                "sad": "Sąd Rejonowy Poznań – Nowe Miasto i Wilda, VIII Wydział Gospodarczy KRS",
                "kapital": 50_000,
                "email": "biuro@example.com",
                "telefon": "+48 600 000 000",
                "www": "https://example.com",
                "rachunki": [
                    {"numer": STUDIO_ACCOUNT, "bank": None, "nazwa": "bieżący"},
                    {"numer": STUDIO_VAT_ACCOUNT, "bank": None, "nazwa": "VAT"},
                ],
                "wystawiajacy": "Beata Rachuba",
                "miejsce_wystawienia": town,
                "created_at": founded,
            }
        ],
    )


async def issue_papers(into: Destination, papers: Sequence[Paper], today: date) -> None:
    """Issue them in order; of companies those that are a day old have a number of KSeF."""
    chance = Chance(0, "KSeF")
    clerk = Clerk(into, await read_desk(into.ctx, into.organization_id))
    await clerk.prepare(papers)
    for paper in papers:
        made = await clerk.draft(paper)
        at = datetime.combine(paper.day, time(17), LOCAL_ZONE).astimezone(UTC)
        written: dict[str, Any] = {"wystawiono_at": at, "wystawil_id": into.users[paper.who], "created_at": at}
        if _in_ksef(made, today):
            written["numer_ksef"] = _ksef_number(chance, paper.day)
        clerk.note(await number_draft(into.ctx, made, **written))
    await keep_many(into.ctx, clerk.done)


async def report_papers(into: Destination) -> list[Paper]:
    """The closed cash reports on paper, each printed by whom and on the day it was closed."""
    names = {user_id: name for name, user_id in into.users.items()}
    rows = await into.ctx.query(_REPORTS, into.ctx.tenant_id, into.organization_id)
    return [Paper(row["day"], "RK", names[row["zamknal_id"]], about=row["id"]) for row in rows]


def _in_ksef(made: Draft, today: date) -> bool:
    """Whether it is an invoice of a company that KSeF has taken."""
    paper = made.paper
    return (
        isinstance(paper, Invoice)
        and made.kind in (*INVOICES, "KOR")
        and paper.nabywca.nip is not None
        and IN_FORCE <= paper.data_wystawienia < today - SENT
    )


def _ksef_number(chance: Chance, day: date) -> str:
    """A number as KSeF gives them, with its check digits."""
    number = f"{STUDIO_NIP}-{day + SENT:%Y%m%d}-{chance.between(0x010000000000, 0xFFFFFFFFFFFF):012X}"
    return f"{number}-{crc_8(number):02X}"
