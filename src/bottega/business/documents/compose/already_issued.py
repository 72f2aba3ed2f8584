"""The refusal of a second document where one is in force."""

from typing import Final
from uuid import UUID

from bottega.business.documents.compose.contract_data import Dossier
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

ISSUED_ALREADY: Final = T(
    en="This document is issued already: {numer}. Print it again, or cancel it before you issue another",
    pl="Ten dokument jest już wystawiony: {numer}. Wydrukuj go ponownie albo anuluj, zanim wystawisz następny",
)


def issued_already(document_id: UUID, numer: str) -> Conflict:
    """409 ``juz_wystawiony`` with the document that is in force."""
    return Conflict(ISSUED_ALREADY.given(numer=numer), code="juz_wystawiony", numer=numer, dokumentId=str(document_id))


def refuse_named(dossier: Dossier, kind: str, payment_id: UUID | None) -> None:
    """The same for a payment that was asked for by name and has its paper."""
    found = (one for one in dossier.standing(kind) if payment_id is not None and one.payment_id == payment_id)
    if (document := next(found, None)) is not None:
        raise issued_already(document.id, document.numer)
