"""Data of jobs collected from other modules, one query each for all jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from bottega.business.calendar import told, visited
from bottega.business.contracts import assembly_notes_of, cash_due, contract_facts, specifications
from bottega.business.customers import Party, PostalAddress, addresses, addresses_of, parties
from bottega.business.documents import OwnPaper, papers_by
from bottega.business.field.checklists import Position, checklists_of
from bottega.business.field.jobs import person_of
from bottega.business.field.schemas import (
    ContractOfJob,
    Customer,
    Days,
    Job,
    MeasurementOfJob,
    Note,
    Paper,
    Part,
    Specification,
    Waiting,
)
from bottega.business.measurements import measurements_by
from bottega.kernel.context import Context
from bottega.platform.auth import Colleague, colleagues

CARRIES_CASH: Final = "finance.transfer"
MEASURING: Final = "pomiar"
WHOLE_DAY: Final = (0, 24 * 60)
# What is told of customers.
SHOWN: Final = ("id", "displayName", "primaryPhone", "addresses")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """Everything that is known about some jobs, by id."""

    contracts: Mapping[UUID, Row]
    parties: Mapping[UUID, Party]
    places: Mapping[UUID, PostalAddress]
    homes: Mapping[UUID, Sequence[PostalAddress]]
    specifications: Mapping[UUID, Mapping[str, Sequence[Row]]]
    notes: Mapping[UUID, Sequence[Row]]
    checklists: Mapping[UUID, list[Position]]
    papers: Sequence[OwnPaper]
    measurements: Sequence[Row]
    # Customers whom the caller was or will be at to measure.
    visited: set[UUID | None]
    people: Mapping[UUID, Colleague]
    # What is to be collected of each contract; None for who may not carry cash.
    cash: Mapping[UUID, Decimal] | None

    def customer_id(self, job: Row) -> UUID | None:
        """Whose job it is."""
        contract = self.contracts.get(job["contract_id"])
        own: UUID | None = job["customer_id"]
        return own or (contract["customer_id"] if contract else None)

    def measurement(self, job: Row) -> Row | None:
        """What is measured at a visit: what waits for approval, else the newest of this customer."""
        if job["typ"] != MEASURING:
            return None
        theirs = [one for one in self.measurements if one["customer_id"] == self.customer_id(job)]
        return next((one for one in theirs if one["zatwierdzony_at"] is None), next(iter(theirs), None))

    def customer(self, customer_id: UUID | None, *chosen: UUID | None) -> Customer | None:
        """Whom to call and where to go: to the first of the chosen addresses that there is, else where they live."""
        party = self.parties.get(customer_id) if customer_id else None
        if party is None:
            return None
        at = next((self.places[one] for one in chosen if one is not None and one in self.places), None)
        at = at or next(iter(self.homes.get(party.id, ())), None)
        return Customer(
            nazwa=party.display_name,
            telefon=party.phone,
            adres=str(at) if at else None,
            adres_linie=list(at.lines) if at else [],
        )


async def describe(ctx: Context, jobs: Sequence[Row], first: date, last: date) -> Days:
    """Jobs of some days with everything that is to be known there."""
    known = await _gather(ctx, jobs)
    unplanned = [
        one for one in known.measurements if one["zatwierdzony_at"] is None and one["customer_id"] not in known.visited
    ]
    _note_reading(ctx, known, [*(known.customer_id(job) for job in jobs), *(one["customer_id"] for one in unplanned)])
    return Days(
        pierwszy_dzien=first,
        ostatni_dzien=last,
        zlecenia=[_job(ctx, known, job) for job in jobs],
        bez_terminu=[
            Waiting(id=one["id"], klient=known.customer(one["customer_id"], one["adres_id"])) for one in unplanned
        ],
    )


def _note_reading(ctx: Context, known: Known, customer_ids: Sequence[UUID | None]) -> None:
    """Whose name, telephone and address somebody has read is in the access log."""
    shown = [known.parties[one] for one in dict.fromkeys(customer_ids) if one is not None and one in known.parties]
    for kind in sorted({party.kind for party in shown}):
        ids = [party.id for party in shown if party.kind == kind]
        ctx.app.access.note(ctx, f"customers.{kind}", ids, list(SHOWN))


async def _gather(ctx: Context, jobs: Sequence[Row]) -> Known:
    person = person_of(ctx)
    measurements = await measurements_by(ctx, person, {job["customer_id"] for job in jobs if job["customer_id"]})
    been = await visited(ctx, person, MEASURING, {one["customer_id"] for one in measurements})
    every = {job["contract_id"] for job in jobs if job["contract_id"]}
    contracts = await contract_facts(ctx, every | {contract for _customer, contract in been if contract})
    customers = {
        *(job["customer_id"] for job in jobs),
        *(one["customer_id"] for one in measurements),
        *(one["customer_id"] for one in contracts.values()),
    }
    notes = await assembly_notes_of(ctx, every)
    papers = await papers_by(ctx, person, every, [one["id"] for one in measurements])
    writers = {note["autor_id"] for one in notes.values() for note in one}
    return Known(
        contracts=contracts,
        parties=await parties(ctx, customers),
        places=await addresses(ctx, [*_sites(contracts), *(one["adres_id"] for one in measurements)]),
        homes=await addresses_of(ctx, customers),
        specifications=await specifications(ctx, every),
        notes=notes,
        checklists=await checklists_of(ctx, jobs),
        papers=papers,
        measurements=measurements,
        visited={customer or _customer_of(contracts, contract) for customer, contract in been},
        people=await colleagues(ctx, writers | {job["pracownik_id"] for job in jobs}),
        cash=await cash_due(ctx, _last_days(jobs)) if ctx.may(CARRIES_CASH) else None,
    )


def _customer_of(contracts: Mapping[UUID, Row], contract_id: UUID | None) -> UUID | None:
    contract = contracts.get(contract_id) if contract_id else None
    return contract["customer_id"] if contract else None


def _sites(contracts: Mapping[UUID, Row]) -> list[UUID | None]:
    return [row[name] for row in contracts.values() for name in ("adres_montazu_id", "adres_zamieszkania_id")]


def _last_days(jobs: Sequence[Row]) -> dict[UUID, date]:
    """The contracts of jobs, with the last day of the last job of each."""
    days: dict[UUID, date] = {}
    for job in jobs:
        if job["contract_id"]:
            known = days.get(job["contract_id"], job["ostatni_dzien"])
            days[job["contract_id"]] = max(known, job["ostatni_dzien"])
    return days


def _job(ctx: Context, known: Known, job: Row) -> Job:
    contract = known.contracts.get(job["contract_id"])
    measurement = known.measurement(job)
    options: Row = job["opcje"] or {}
    start, end = _hours(job)
    leader = known.people.get(job["pracownik_id"])
    chosen: list[UUID | None] = [
        *((measurement["adres_id"],) if measurement else ()),
        *((contract["adres_montazu_id"], contract["adres_zamieszkania_id"]) if contract else ()),
    ]
    return Job(
        id=job["id"],
        typ=job["typ"],
        nazwa=told(job["typ"], ctx.locale),
        status=options.get("status"),
        pierwszy_dzien=job["pierwszy_dzien"],
        ostatni_dzien=job["ostatni_dzien"],
        godzina_od=start,
        godzina_do=end,
        prowadzi=leader.shown if leader else None,
        opis=job["opis"],
        klient=known.customer(known.customer_id(job), *chosen),
        umowa=_contract(contract),
        specyfikacja=_specification(known.specifications.get(job["contract_id"])),
        uwagi=[_note(known, row) for row in known.notes.get(job["contract_id"], ())],
        lista_kontrolna=known.checklists[job["id"]],
        dokumenty=_papers(known, job, measurement),
        pomiar=_measurement(measurement),
        do_pobrania=_to_collect(known, job, measurement),
    )


def _hours(job: Row) -> tuple[str | None, str | None]:
    """From when to when; nothing of what takes whole days, but for the hour the crew begins at, if it was said."""
    if (job["od_minuty"], job["do_minuty"]) != WHOLE_DAY:
        return _clock(job["od_minuty"]), _clock(job["do_minuty"])
    options: Row = job["opcje"] or {}
    return options.get("godzinaOd"), options.get("godzinaDo")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _measurement(row: Row | None) -> MeasurementOfJob | None:
    if row is None:
        return None
    return MeasurementOfJob(id=row["id"], zatwierdzony=row["zatwierdzony_at"] is not None)


def _contract(contract: Row | None) -> ContractOfJob | None:
    if contract is None:
        return None
    return ContractOfJob(**{name: contract[name] for name in ContractOfJob.model_fields})


def _specification(found: Mapping[str, Sequence[Row]] | None) -> Specification | None:
    if found is None:
        return None
    return Specification(
        korpusy=[_part(row, "grupa_meblowa", "korpus", "pcv", "boki") for row in found["furniture"]],
        fronty=[_part(row, "typ", "material", "kolor", "uslojenie") for row in found["fronts"]],
        uchwyty=[_part(row, "typ", "kolor", "dlugosc", "uwagi") for row in found["handles"]],
        witryny=[_part(row, "typ_ramy", "kolor_ramy", "szyba", "kolor_szyby") for row in found["vitrines"]],
        sprzet=[_part(row, "rodzaj", "firma", "model") for row in found["appliances"]],
    )


def _part(row: Row, name: str, *columns: str) -> Part:
    told_of = [f"{row[one].normalize():f} mm" if one == "dlugosc" else row[one] for one in columns if row[one]]
    return Part(nazwa=row[name], cechy=told_of, sztuk=row.get("sztuk"))


def _note(known: Known, row: Row) -> Note:
    author = known.people.get(row["autor_id"])
    return Note(id=row["id"], uwagi=row["uwagi"], autor=author.shown if author else None, created_at=row["created_at"])


def _papers(known: Known, job: Row, measurement: Row | None) -> list[Paper]:
    """What the caller issued for the contract, or for the measurement."""
    return [
        Paper(id=one.id, rodzaj=one.rodzaj, numer=one.numer)
        for one in known.papers
        if (one.contract_id is not None and one.contract_id == job["contract_id"])
        or (measurement is not None and one.measurement_id == measurement["id"])
    ]


def _to_collect(known: Known, job: Row, measurement: Row | None) -> float | None:
    """Cash to be collected: of a contract what is due, of a measurement its fee until it is booked."""
    if known.cash is None:
        return None
    if measurement is not None:
        return 0.0 if measurement["zatwierdzony_at"] else float(measurement["kwota"])
    return float(known.cash.get(job["contract_id"], 0))
