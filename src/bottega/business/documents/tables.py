"""Tables of documents: contents, files, sellers.

An issued document never changes but for its state and the number KSeF gave it. What it says of people is sealed: the
buyer's name, the model, and the files.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Index, Numeric, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.documents.content.kinds import CANCELLED, CLOSING, KINDS, NUMBERED_ELSEWHERE, STATES
from bottega.business.documents.content.logos import LOGO_KINDS
from bottega.kernel.database.closed_sets import among, closed, one_of
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, TenantTable, reference, unique
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T

# In place of the hash of a PDF that the worker has not made yet (``deferred_prints``).
NOT_SET: Final = ""
_IN_FORCE: Final = f"stan <> '{CANCELLED}' AND deleted_at IS NULL"
# An invoice that is corrected to nothing makes room for a new one.
_STANDS: Final = f"{_IN_FORCE} AND NOT do_zera"
# Roles of third parties and their numbers in FA(3).
ROLES: Final = {
    "faktor": 1,
    "odbiorca": 2,
    "dodatkowy_nabywca": 4,
    "platnik": 6,
    "jednostka_jst": 8,
    "czlonek_gv": 10,
    "pracownik": 11,
}
TWICE: Final = T(en="This payment already has a document of this kind", pl="Do tej wpłaty wystawiono już taki dokument")
VOUCHED: Final = T(en="This entry already has a cash voucher", pl="Do tej pozycji wystawiono już dowód kasowy")
MEASURED: Final = T(en="This measurement already has a protocol", pl="Do tego pomiaru wystawiono już protokół")
INVOICED: Final = T(en="The contract is already invoiced", pl="Umowa ma już fakturę końcową")


class Document(TenantTable):
    """An issued document; amounts are gross, net and tax of the document itself, not of the order behind it."""

    __tablename__ = "documents_documents"
    entity = "documents:document"
    counted_by = ("rodzaj", "stan")
    tells_amounts = ("stawki", "zamowienie", "tresc")
    rules = (
        unique(
            "numer",
            "organization_id, rodzaj, lower(numer)",
            T(en="A document with this number already exists", pl="Dokument o tym numerze już istnieje"),
            field="numer",
            # Contracts and goods issues bear numbers of their own, which a new document after a cancelled one keeps.
            where=f"NOT ({one_of('rodzaj', NUMBERED_ELSEWHERE)} AND stan = '{CANCELLED}')",
        ),
        unique("wplata", "rodzaj, payment_id", TWICE, field="paymentId", where=f"payment_id IS NOT NULL AND {_STANDS}"),
        unique(
            "pozycja",
            "transaction_id",
            VOUCHED,
            field="transactionId",
            where=f"transaction_id IS NOT NULL AND {_IN_FORCE}",
        ),
        unique(
            "pomiar",
            "measurement_id",
            MEASURED,
            field="measurementId",
            where=f"measurement_id IS NOT NULL AND {_IN_FORCE}",
        ),
        unique(
            "zamkniecie",
            "contract_id",
            INVOICED,
            field="contractId",
            where=f"{one_of('rodzaj', CLOSING)} AND {_STANDS}",
        ),
        unique(
            "numer_ksef",
            "numer_ksef",
            T(en="Another document has this KSeF number", pl="Inny dokument ma już ten numer KSeF"),
            field="numerKsef",
            where="numer_ksef IS NOT NULL",
        ),
        among("rodzaj", tuple(KINDS), T(en="Unknown kind of document", pl="Nieznany rodzaj dokumentu"), field="rodzaj"),
        among("stan", STATES, T(en="Unknown state", pl="Nieznany stan"), field="stan"),
    )
    __table_args__ = (
        Index("ix_documents_documents_seria", "tenant_id", "organization_id", "rodzaj", "seria", "data_wystawienia"),
    )

    rodzaj: Mapped[str]
    # The number without its counter.
    seria: Mapped[str]
    numer: Mapped[str]
    data_wystawienia: Mapped[date]
    data_sprzedazy: Mapped[date | None]
    termin_platnosci: Mapped[date | None]
    contract_id: Mapped[UUID | None] = reference("contracts_contracts")
    customer_id: Mapped[UUID | None] = reference("customers_entities")
    payment_id: Mapped[UUID | None] = reference("contracts_payments")
    purchase_order_id: Mapped[UUID | None] = reference("contracts_purchase_orders")
    goods_issue_id: Mapped[UUID | None] = reference("warehouse_goods_issues")
    # A person who is forgotten takes the measurement along, not what was signed about it.
    measurement_id: Mapped[UUID | None] = reference("measurements_measurements", blocks=False)
    cash_report_id: Mapped[UUID | None] = reference("finance_cash_reports")
    # The entry of the ledger a cash voucher stands on.
    transaction_id: Mapped[UUID | None] = reference("finance_transactions")
    cash_box_id: Mapped[UUID | None] = reference("finance_cash_boxes")
    koryguje_id: Mapped[UUID | None] = reference("documents_documents")
    # The other side; of a cash report the cash box.
    nabywca: Mapped[str] = sealed_column()
    netto: Mapped[Decimal | None]
    vat: Mapped[Decimal | None]
    brutto: Mapped[Decimal | None]
    # Net, tax and gross at each rate.
    stawki: Mapped[Any] = mapped_column(pg.JSONB, server_default=text("'[]'::jsonb"))
    # Net, tax and gross of the whole order at each rate, as an invoice, or its correction, says it is.
    zamowienie: Mapped[Any | None] = mapped_column(pg.JSONB)
    # Its corrections took back all that it charges.
    do_zera: Mapped[bool] = mapped_column(server_default="false")
    stan: Mapped[str] = mapped_column(server_default="wystawiony")
    przyczyna: Mapped[str | None]
    anulowany_at: Mapped[datetime | None]
    sha256: Mapped[str]
    # Whether KSeF has it or shall have it; its file is made when the numbers it names are known.
    dla_ksef: Mapped[bool] = mapped_column(server_default="false")
    xml_sha256: Mapped[str | None]
    numer_ksef: Mapped[str | None]
    wystawiono_at: Mapped[datetime]
    wystawil_id: Mapped[UUID | None] = loose_reference("auth:user")
    tresc: Mapped[str] = sealed_column()


class InvoiceTerms(TenantTable):
    """What invoices of a contract say besides, where the buyer is no ordinary one (``invoice_terms``)."""

    __tablename__ = "documents_invoice_terms"
    entity = "documents:invoice_terms"
    counted_by = ()
    called = T(en="Terms of invoices", pl="Warunki faktur")
    rules = (
        unique(
            "contract",
            "contract_id",
            T(en="The contract has terms of invoices already", pl="Umowa ma już warunki faktur"),
            where="deleted_at IS NULL",
        ),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    jst: Mapped[bool] = mapped_column(server_default="false")
    gv: Mapped[bool] = mapped_column(server_default="false")
    tp: Mapped[bool] = mapped_column(server_default="false")
    nabywca_kraj: Mapped[str | None]
    nabywca_vat_ue: Mapped[str | None]
    nabywca_nr_id: Mapped[str | None]
    strona_rola: Mapped[str | None] = closed(tuple(ROLES))
    strona_nazwa: Mapped[str | None] = sealed_column()
    strona_nip: Mapped[str | None]
    strona_id_wew: Mapped[str | None]
    strona_ulica: Mapped[str | None] = sealed_column()
    strona_miejscowosc: Mapped[str | None] = sealed_column()


class DocumentFile(TenantChild):
    """The bytes of an issued document in one format, sealed, written once."""

    __tablename__ = "documents_files"
    entity = "documents:file"
    rules = (
        unique(
            "format", "document_id, format", T(en="The document already has this file", pl="Dokument ma już taki plik")
        ),
    )

    document_id: Mapped[UUID] = reference("documents_documents", blocks=False)
    format: Mapped[str]
    content: Mapped[str]
    sha256: Mapped[str]


class SellerProfile(TenantTable):
    """Who an organization is on its documents."""

    __tablename__ = "documents_seller_profiles"
    entity = "documents:seller_profile"
    counted_by = ()
    rules = (
        unique(
            "organization",
            "organization_id",
            T(en="The organization already has a profile", pl="Organizacja ma już dane sprzedawcy"),
            where="deleted_at IS NULL",
        ),
    )

    nazwa: Mapped[str | None]
    adres: Mapped[str | None]
    kod_pocztowy: Mapped[str | None]
    miejscowosc: Mapped[str | None]
    nip: Mapped[str | None]
    regon: Mapped[str | None]
    krs: Mapped[str | None]
    bdo: Mapped[str | None]
    sad: Mapped[str | None]
    kapital: Mapped[Decimal | None] = mapped_column(Numeric(15, 2))
    email: Mapped[str | None]
    telefon: Mapped[str | None]
    www: Mapped[str | None]
    rachunki: Mapped[Any] = mapped_column(pg.JSONB, server_default=text("'[]'::jsonb"))
    czynny_podatnik: Mapped[bool] = mapped_column(server_default="true")
    zwolnienie: Mapped[str | None]
    metoda_kasowa: Mapped[bool] = mapped_column(server_default="false")
    agd_w_usludze: Mapped[bool] = mapped_column(server_default="false")
    ksef_konsumenci: Mapped[bool] = mapped_column(server_default="false")
    wystawiajacy: Mapped[str | None]
    miejsce_wystawienia: Mapped[str | None]
    termin_platnosci_dni: Mapped[int] = mapped_column(server_default="7")
    waznosc_proformy_dni: Mapped[int] = mapped_column(server_default="30")
    gwarancja_miesiace: Mapped[int] = mapped_column(server_default="24")
    stopka: Mapped[str | None]
    logo: Mapped[str | None]
    logo_typ: Mapped[str | None] = closed(LOGO_KINDS)
