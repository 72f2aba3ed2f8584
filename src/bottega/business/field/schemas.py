"""Response schemas of jobs, without prices."""

from datetime import date
from uuid import UUID

from pydantic import Field

from bottega.business.calendar import Kind, Status
from bottega.business.contracts import Kind as ContractKind
from bottega.business.documents import Issued
from bottega.business.documents import Kind as DocumentKind
from bottega.business.field.checklists import Position
from bottega.kernel.schemas import Schema, Stamp


class Customer(Schema):
    """Whom to call, and where to go."""

    nazwa: str
    telefon: str | None
    adres: str | None = Field(description="Where the work is, in one line.")
    adres_linie: list[str] = Field(description="The same in lines, for a map.")


class ContractOfJob(Schema):
    """The contract a job is for."""

    id: UUID
    numer: str
    typ: ContractKind
    opis: str | None
    zakonczona: bool


class Part(Schema):
    """Something that is built or built in; ``cechy`` says what it is like, in the order it was entered."""

    nazwa: str | None
    cechy: list[str]
    sztuk: int | None = None


class Specification(Schema):
    """What is built."""

    korpusy: list[Part]
    fronty: list[Part]
    uchwyty: list[Part]
    witryny: list[Part]
    sprzet: list[Part] = Field(description="Appliances, without their prices.")


class Note(Schema):
    """A note about the assembly."""

    id: UUID
    uwagi: str
    autor: str | None
    created_at: Stamp


class Paper(Schema):
    """What the caller has issued for the job: `/field/documents/{id}` is its file."""

    id: UUID
    rodzaj: DocumentKind
    numer: str


class ProtocolIssued(Issued):
    """The protocol that is in force now."""


class MeasurementOfJob(Schema):
    """What the caller measures there."""

    id: UUID
    zatwierdzony: bool


class Job(Schema):
    """Where the caller is sent, and everything they need there."""

    id: UUID = Field(description="The event of the calendar.")
    typ: Kind
    nazwa: str
    status: Status | None
    pierwszy_dzien: date
    ostatni_dzien: date
    godzina_od: str | None = Field(description="HH:MM in Warsaw; null: the whole day.")
    godzina_do: str | None
    prowadzi: str | None = Field(description="In whose calendar it stands.")
    opis: str | None
    klient: Customer | None
    umowa: ContractOfJob | None
    specyfikacja: Specification | None
    uwagi: list[Note]
    lista_kontrolna: list[Position]
    dokumenty: list[Paper]
    pomiar: MeasurementOfJob | None
    do_pobrania: float | None = Field(
        description="Cash to be collected, PLN gross: what the schedule has due, or the fee of a measurement. null"
        " without `finance.transfer`."
    )


class Waiting(Schema):
    """A measurement of the caller that no event is planned for yet."""

    id: UUID
    klient: Customer | None


class Days(Schema):
    """The caller's jobs of some days."""

    pierwszy_dzien: date
    ostatni_dzien: date
    zlecenia: list[Job]
    bez_terminu: list[Waiting] = Field(
        description="Measurements to be arranged: not approved, and no visit of the caller's is planned."
    )
