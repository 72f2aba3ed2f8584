"""Tables of work on contracts: assignments, ratings, notes, orders, installation dates, texts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.contracts.tables.contract import NEGATIVE
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, number, reference, unique
from bottega.kernel.i18n import T

WorkerKind = Literal["montazysta", "projektant", "pomiarowiec", "stolarz", "lakiernik", "kierowca", "pomocnik"]
WORKER_KINDS: Final = get_args(WorkerKind)
LIVE: Final = "deleted_at IS NULL"


class TextTemplate(TenantTable):
    """A text for contracts, with places for what differs from contract to contract."""

    __tablename__ = "contracts_text_templates"
    entity = "contracts:text_template"
    counted_by = ()
    rules = (
        unique(
            "nazwa",
            "organization_id, lower(nazwa)",
            T(en="A template with this name already exists", pl="Szablon o tej nazwie już istnieje"),
            field="nazwa",
            where=LIVE,
        ),
    )

    nazwa: Mapped[str]
    tresc: Mapped[str]
    archiwalny: Mapped[bool] = mapped_column(server_default="false")


class TextAttachment(TenantTable):
    """A template that a contract uses; once the contract is signed it keeps the text it was signed with."""

    __tablename__ = "contracts_text_attachments"
    entity = "contracts:text_attachment"
    counted_by = ()
    tells_amounts = ("tresc_snapshot",)
    rules = (
        unique(
            "pair",
            "contract_id, template_id",
            T(en="The contract already has this text", pl="Ten tekst jest już dołączony do umowy"),
            field="templateId",
            where=LIVE,
        ),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    template_id: Mapped[UUID] = reference("contracts_text_templates")
    tresc_snapshot: Mapped[str | None]


class AssemblyNote(TenantTable):
    """What somebody noted about the assembly."""

    __tablename__ = "contracts_assembly_notes"
    entity = "contracts:assembly_note"
    counted_by = ()

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    uwagi: Mapped[str]
    autor_id: Mapped[UUID | None] = loose_reference("auth:user")


class WorkerAssignment(TenantTable):
    """Somebody works on a contract."""

    __tablename__ = "contracts_worker_assignments"
    entity = "contracts:worker_assignment"
    counted_by = ()
    rules = (
        unique(
            "pair",
            "contract_id, uzytkownik_id",
            T(en="This person is already assigned to the contract", pl="Ta osoba jest już przypisana do umowy"),
            field="uzytkownikId",
            where=LIVE,
        ),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    uzytkownik_id: Mapped[UUID] = loose_reference("auth:user")


class WorkRating(TenantTable):
    """How well somebody worked, and what they earn by it (PLN gross); paid out, the amount stays."""

    __tablename__ = "contracts_work_ratings"
    entity = "contracts:work_rating"
    counted_by = ()
    participants = ("uzytkownik_id",)
    __table_args__ = (Index("ix_contracts_work_ratings_transaction_id", "tenant_id", "transaction_id"),)
    rules = (
        unique(
            "person",
            "contract_id, uzytkownik_id, typ_pracownika",
            T(en="This person is already rated in this role", pl="Ta osoba ma już ocenę w tej roli"),
            field="uzytkownikId",
            where=LIVE,
        ),
        check("kwota", "kwota >= 0", NEGATIVE, field="kwota"),
        check(
            "ocena",
            "ocena BETWEEN 1 AND 5",
            T(en="A rating must be between 1 and 5", pl="Ocena musi wynosić od 1 do 5"),
            field="ocena",
        ),
        among(
            "typ_pracownika",
            WORKER_KINDS,
            T(en="Unknown kind of worker", pl="Nieznany typ pracownika"),
            field="typPracownika",
        ),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    uzytkownik_id: Mapped[UUID] = loose_reference("auth:user")
    kwota: Mapped[Decimal]
    ocena: Mapped[int]
    komentarz: Mapped[str | None]
    typ_pracownika: Mapped[str]
    wyplacona_at: Mapped[datetime | None]
    transaction_id: Mapped[UUID | None] = loose_reference("finance:transaction")


class WorkerProfile(TenantTable):
    """What is noted about a worker, for themselves and for those who manage workers."""

    __tablename__ = "contracts_worker_profiles"
    entity = "contracts:worker_profile"
    counted_by = ()
    rules = (
        unique(
            "user",
            "organization_id, user_id",
            T(en="This person already has a profile", pl="Ta osoba ma już profil pracownika"),
            field="userId",
            where=LIVE,
        ),
    )

    user_id: Mapped[UUID] = loose_reference("auth:user")
    notatnik: Mapped[str | None]


class PurchaseOrder(TenantTable):
    """An order to a supplier: a draft until it is sent, open until it is received."""

    __tablename__ = "contracts_purchase_orders"
    entity = "contracts:purchase_order"
    counted_by = ()
    rules = (
        check(
            "ilosc",
            "ilosc > 0",
            T(en="A quantity must be greater than zero", pl="Ilość musi być większa od zera"),
            field="ilosc",
        ),
        check(
            "received",
            "data_odbioru IS NULL OR (data_wyslania IS NOT NULL AND data_odbioru >= data_wyslania)",
            T(en="An order cannot be received before it was sent", pl="Odbiór nie może być przed wysłaniem zamówienia"),
            field="dataOdbioru",
        ),
        check("cena", "cena >= 0", NEGATIVE, field="cena"),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    nazwa: Mapped[str]
    ilosc: Mapped[Decimal] = number(12, 3)
    jednostka: Mapped[str | None]
    dostawca: Mapped[str | None]
    dostawca_nip: Mapped[str | None]
    dostawca_adres: Mapped[str | None]
    # Of one unit, PLN gross.
    cena: Mapped[Decimal | None]
    # The day the supplier promised.
    data_obiecana: Mapped[date | None]
    data_wyslania: Mapped[date | None]
    data_odbioru: Mapped[date | None]
    nr_faktury: Mapped[str | None]
    komentarz: Mapped[str | None]


class InstallationDate(TenantTable):
    """An agreed day of installation; the newest one of a contract counts, older ones are history."""

    __tablename__ = "contracts_installation_dates"
    entity = "contracts:installation_date"
    counted_by = ()

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    data: Mapped[datetime]
    # The event of the calendar it came from, when that was put off.
    wydarzenie_id: Mapped[UUID | None] = loose_reference("calendar:event")
    # Why it was agreed although the contract was not ready.
    powod_wymuszenia: Mapped[str | None]
