"""Parties, day and means of payment of an invoice before and after a correction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.correction_inputs import AMOUNTS, FACTS, CorrectInput
from bottega.business.documents.compose.history import Earlier
from bottega.business.documents.compose.invoices import SALE_AHEAD, TOO_FAR_AHEAD
from bottega.business.documents.content.models import Buyer, Correction, Invoice, Seller
from bottega.kernel.errors import Conflict, InvalidInput
from bottega.kernel.i18n import T

OTHER_BUYER: Final = T(
    en="The invoice is made out to somebody else: correct it to nothing and issue a new one",
    pl="Faktura jest wystawiona na kogo innego: skoryguj ją do zera i wystaw nową",
)
OTHER_SELLER: Final = T(
    en="The invoice was issued under another NIP than the seller's profile has now",
    pl="Fakturę wystawiono pod innym numerem NIP, niż mają teraz dane sprzedawcy",
)


@dataclass(frozen=True)
class Standing:
    """An invoice as it stands: its row, what was issued, and the last correction of it, if there is one."""

    document: Earlier
    customer_id: UUID | None
    issued: Invoice
    last: Invoice | None

    @property
    def now(self) -> Invoice:
        """The paper that says what holds."""
        return self.last or self.issued

    @property
    def means(self) -> str | None:
        """How it is paid, as the last paper that says so has it."""
        if self.last and self.last.korekta and self.last.korekta.forma:
            return self.last.korekta.forma
        return self.issued.platnosc.forma if self.issued.platnosc else None


def seller_before(dossier: Dossier, now: Invoice) -> Seller | None:
    """The seller as the invoice has it, if name or address are others today.

    Raises:
        Conflict: The seller's NIP is another one: whoever issued the invoice has to correct it.
    """
    before, seller = now.sprzedawca, dossier.seller
    if before.nip != seller.nip:
        raise Conflict(OTHER_SELLER, code="inny_sprzedawca", nip=before.nip)
    return before if (before.nazwa, before.adres) != (seller.nazwa, seller.adres) else None


def facts_before(dossier: Dossier, standing: Standing, data: CorrectInput) -> dict[str, Any]:
    """Buyer, day and means as they were, of those that change; and the means as they are now."""
    now, found = standing.now, dict[str, Any]()
    if buyer_after(dossier, standing, data) != now.nabywca:
        found["nabywca_przed"] = now.nabywca
    if data.data_sprzedazy not in (None, now.data_sprzedazy):
        _refuse_day(dossier, standing, data)
        found["data_sprzedazy_przed"] = now.data_sprzedazy or standing.issued.data_wystawienia
    found["forma"] = data.forma or standing.means
    if data.forma not in (None, standing.means):
        found["forma_przed"] = standing.means
    return found


def _refuse_day(dossier: Dossier, standing: Standing, data: CorrectInput) -> None:
    assert data.data_sprzedazy is not None
    if standing.document.rodzaj == "FZ":
        if data.data_sprzedazy > dossier.today:
            raise InvalidInput.field("dataSprzedazy", SALE_AHEAD)
    elif data.data_sprzedazy > standing.issued.data_wystawienia + timedelta(days=TOO_FAR_AHEAD):
        raise InvalidInput.field("dataSprzedazy", SALE_AHEAD)


def changes_facts(correction: Correction) -> bool:
    """Whether buyer, day or means change, besides amounts."""
    return any((correction.nabywca_przed, correction.data_sprzedazy_przed, correction.forma_przed))


def buyer_after(dossier: Dossier, standing: Standing, data: CorrectInput) -> Buyer:
    """The buyer as the correction has it; somebody else takes a new invoice, as a wrong NIP does in FA(3)."""
    now = standing.now.nabywca
    if not data.nabywca and data.names(*AMOUNTS, *FACTS):
        return now
    buyer = dossier.buyer
    if standing.customer_id != dossier.contract["customer_id"] or buyer.nip != now.nip:
        raise Conflict(OTHER_BUYER, code="inny_nabywca")
    if (buyer.nazwa, buyer.adres, buyer.regon, buyer.osoba) == (now.nazwa, now.adres, now.regon, now.osoba):
        return now
    dossier.refuse_incomplete()
    return buyer
