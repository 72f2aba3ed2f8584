"""Rows of contracts and their parts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from bottega.business.contracts.tables.configuration import Appliance, Front, Furniture, Handle, Vitrine
from bottega.business.contracts.tables.contract import Contract
from bottega.business.contracts.tables.money import Payment, PlannedPayment, Valuation
from bottega.business.contracts.tables.work import (
    AssemblyNote,
    InstallationDate,
    PurchaseOrder,
    TextAttachment,
    TextTemplate,
    WorkerAssignment,
    WorkerProfile,
    WorkRating,
)
from bottega.demo.bulk_insert import Destination, Row, Users
from bottega.demo.draw.contract_courses import Course
from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.crews import LEADERS
from bottega.demo.draw.customers import Customer
from bottega.demo.draw.ledger_entries import Entry
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.templates import attachment_rows, template_rows
from bottega.demo.texts.assemblies import PROFILES
from bottega.demo.texts.configurations import DETAILS, OPENINGS, REMARKS
from bottega.demo.texts.furniture_words import suited
from bottega.demo.texts.stories import BY_NUMBER
from bottega.kernel.local_time import LOCAL_ZONE

BOOKKEEPER: Final = "Beata Rachuba"
OFFICE: Final = "Katarzyna Wolna"
Events = Mapping[tuple[UUID, date], UUID]
Payouts = Mapping[UUID, Entry]


async def store_contracts(into: Destination, drawn: Contracts, events: Events, payouts: Payouts) -> None:
    """Write the contracts and all their parts.

    ``events`` replaced others, by contract and day; ``payouts`` are the entries that paid ratings out, by rating.
    """
    seed = drawn.seed
    chance = Chance(seed, "contract rows")
    await into.store(Contract, [_contract(chance, drawn, course, into.users) for course in drawn.courses])
    await into.store(Furniture, drawn.configuration.furniture)
    await into.store(Front, drawn.configuration.fronts)
    await into.store(Handle, drawn.configuration.handles)
    await into.store(Vitrine, drawn.configuration.vitrines)
    await into.store(Appliance, drawn.appliances)
    await into.store(Valuation, drawn.valuations)
    await into.store(PlannedPayment, _planned(chance, drawn))
    await into.store(Payment, _payments(drawn, into.users))
    await _store_work(into, drawn, payouts)
    await into.store(PurchaseOrder, _orders(drawn))
    await into.store(InstallationDate, _installation_dates(chance, drawn, events))
    await into.store(TextTemplate, template_rows(drawn.founded))
    await into.store(WorkerProfile, _profiles(drawn, into.users))
    await into.store(
        TextAttachment, attachment_rows(seed, drawn.jobs, drawn.prices, template_rows(drawn.founded), drawn.reduced)
    )


def _contract(chance: Chance, drawn: Contracts, course: Course, users: Users) -> Row:
    job = course.job
    created = chance.moment(job.begun)
    customer = drawn.customers[job.contract_id]
    building = drawn.buildings[job.contract_id]
    settled = drawn.money.settled.get(job.contract_id)
    last = settled or course.finished or course.given_up or job.begun
    return {
        "id": job.contract_id,
        "numer": job.numer,
        "typ": job.typ,
        "customer_id": customer.id,
        "uzytkownik_id": users[drawn.keepers[job.contract_id]],
        "data_podpisania": job.signed,
        **_addresses(customer),
        "opis": _description(chance, course),
        "created_at": created,
        "uwagi": chance.pick(suited(REMARKS, job.typ)) if chance.happens(0.3) else None,
        "rozliczona": settled is not None,
        "rozliczona_at": _noon(settled),
        "rozliczona_przez": users[BOOKKEEPER] if settled else None,
        "zakonczona": course.finished is not None,
        "zakonczona_at": _noon(course.finished),
        "vat_tryb": building.mode,
        "obiekt_rodzaj": building.kind,
        "powierzchnia_uzytkowa_m2": building.area,
        "montaz_trwaly": building.fixed,
        "oswiadczenie_vat": building.stated,
        "oswiadczenie_vat_data": job.signed if building.stated else None,
        "wyspa_brutto": building.island,
        "rozwiazana": course.given_up is not None,
        "rozwiazana_at": _noon(course.given_up),
        "rozwiazana_przez": users["Marek Jesionowski"] if course.given_up else None,
        "rozwiazala_strona": ("klient" if job.story else "studio") if course.given_up else None,
        "kwota_rozwiazania": drawn.money.paid(job.contract_id) if course.given_up else None,
        "updated_at": max(created, _noon(last) or created),
    }


def _addresses(customer: Customer) -> Row:
    return {
        "adres_zamieszkania_id": customer.home.id,
        "adres_montazu_id": customer.site.id,
        "adres_faktury_id": customer.home.id,
    }


def _description(chance: Chance, course: Course) -> str:
    if course.job.story:
        return BY_NUMBER[course.job.story].opis
    opening = chance.pick(OPENINGS[course.job.typ])
    return f"{opening}: {', '.join(chance.some(suited(DETAILS, course.job.typ), chance.between(1, 3)))}."


def _noon(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(12), LOCAL_ZONE).astimezone(UTC)


def _planned(chance: Chance, drawn: Contracts) -> list[Row]:
    rows: list[Row] = []
    begun = {job.contract_id: job.begun for job in drawn.jobs}
    for line in drawn.money.planned:
        at = chance.moment(begun[line.contract_id])
        rows.append(
            {
                "id": chance.new_id(at),
                "contract_id": line.contract_id,
                "typ": line.typ,
                "rodzaj": line.rodzaj,
                "cena": line.amount,
                "data": line.due,
                "created_at": at,
            }
        )
    return rows


def _payments(drawn: Contracts, users: Users) -> list[Row]:
    """What was paid, and who took it where that was not the office."""
    leaders = {job.contract_id: LEADERS[job.crew] for job in drawn.jobs}
    return [
        {
            "id": one.id,
            "contract_id": one.contract_id,
            "typ": one.typ,
            "rodzaj": one.rodzaj,
            "cena": one.amount,
            "data": one.day,
            "potwierdzona": one.confirmed,
            "odrzucona": one.refused,
            "potwierdzona_at": _noon(one.day) if one.confirmed else None,
            "potwierdzil_id": users[BOOKKEEPER] if one.confirmed else None,
            "transaction_id": one.transaction_id,
            "uzytkownik_id": users[leaders[one.contract_id]] if one.taken_by_crew else None,
            "opis": one.remark,
            "created_at": _noon(one.day),
        }
        for one in drawn.money.payments
    ]


async def _store_work(into: Destination, drawn: Contracts, payouts: Payouts) -> None:
    def named(row: Row, column: str) -> Row:
        return {**{name: value for name, value in row.items() if name != "who"}, column: into.users[row["who"]]}

    await into.store(AssemblyNote, [named(row, "autor_id") for row in drawn.work.notes])
    await into.store(WorkerAssignment, [named(row, "uzytkownik_id") for row in drawn.work.assignments])
    ratings = [
        {
            "id": one.id,
            "contract_id": one.contract_id,
            "uzytkownik_id": into.users[one.who],
            "kwota": one.earned,
            "ocena": one.grade,
            "komentarz": one.comment,
            "typ_pracownika": one.kind,
            "created_at": _noon(one.day),
            "wyplacona_at": paid.at if (paid := payouts.get(one.id)) else None,
            "transaction_id": paid.id if paid else None,
        }
        for one in drawn.work.ratings
    ]
    await into.store(WorkRating, ratings)


def _profiles(drawn: Contracts, users: Users) -> list[Row]:
    chance = Chance(0, "profiles")
    return [
        {"id": chance.new_id(drawn.founded), "user_id": users[who], "notatnik": text, "created_at": drawn.founded}
        for who, text in PROFILES.items()
    ]


def _orders(drawn: Contracts) -> list[Row]:
    return [
        {
            "id": one.id,
            "contract_id": one.contract_id,
            "nazwa": one.name,
            "ilosc": one.quantity,
            "jednostka": one.unit,
            "dostawca": one.supplier,
            "data_wyslania": one.sent,
            "data_odbioru": one.received,
            "nr_faktury": one.invoice,
            "komentarz": one.comment,
            "created_at": one.created,
        }
        for one in drawn.orders
    ]


def _installation_dates(chance: Chance, drawn: Contracts, events: Events) -> list[Row]:
    """Every agreed day: the first one, and the next one whenever it was put off."""
    rows: list[Row] = []
    for contract, day, agreed in drawn.agreed_days:
        at = chance.moment(agreed)
        start = datetime.combine(day, time(8), LOCAL_ZONE).astimezone(UTC)
        rows.append(
            {
                "id": chance.new_id(at),
                "contract_id": contract,
                "data": start,
                "created_at": at,
                "wydarzenie_id": events.get((contract, day)),
            }
        )
    return rows
