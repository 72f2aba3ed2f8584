"""Rows of customers: profiles, addresses, deals, timeline, tags."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from bottega.business.customers.tables import Company, Entity, Person, Tag, TagAssignment
from bottega.business.customers.tables_activity import Activity, Address, Comment, DealCompany, DealPerson
from bottega.business.customers.tables_activity import Deal as DealRow
from bottega.demo.bulk_insert import Destination, Row, Users
from bottega.demo.draw.customers import Customer
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.sales import Deal
from bottega.demo.draw.timeline import ICONS, Timeline
from bottega.demo.texts.sales import DESCRIPTIONS, NAMES, TAGS
from bottega.kernel.local_time import LOCAL_ZONE

STAGES: Final = ("opportunity", "sales_qualified_lead", "offering", "negotiations")
STATUS: Final = {"win": ("customer", "customer"), "open": ("prospect", "evaluation"), "loose": ("inactive", "churned")}


async def store_customers(into: Destination, customers: Sequence[Customer], timeline: Timeline) -> None:
    """Write everybody, and everything that is known about them."""
    # What is left to chance here differs from seed to seed as the customers do.
    chance = Chance(len(timeline.notes), str(customers[0].id))
    companies = [one for one in customers if one.firm]
    people = [one for one in customers if not one.firm]
    base = [_base(chance, one, timeline, into.users) for one in (*companies, *people)]
    await into.store(Entity, base)
    await into.store(Company, [_company(one) for one in companies])
    titles = {one.id: one.firm.job_title for one in companies if one.firm}
    await into.store(Person, [_person(one, titles) for one in people])
    addresses = [row for one in customers for row in _addresses(one)]
    await into.store(Address, addresses)
    await _store_deals(into, chance, customers)
    await _store_timeline(into, customers, timeline)


def _base(chance: Chance, one: Customer, timeline: Timeline, users: Users) -> Row:
    # Whoever bought once stays a customer; a contact is what the company is.
    best = next((key for key in STATUS if any(deal.status == key for deal in one.deals)), "win")
    status, stage = STATUS[best]
    at, name = timeline.planned.get(one.id, (None, None))
    return {
        "id": one.id,
        "kind": "company" if one.firm else "person",
        "display_name": one.display_name,
        "description": chance.pick(DESCRIPTIONS) if not one.firm and chance.happens(0.6) else None,
        "owner_user_id": users[one.owner],
        "primary_email": one.email,
        "primary_phone": one.phone,
        "status": status,
        "lifecycle_stage": stage,
        "source": one.source,
        "next_interaction_at": at,
        "next_interaction_name": name,
        "next_interaction_icon": "lucide:phone-call" if at else None,
        "next_interaction_color": "#2563eb" if at else None,
        "created_at": one.created,
    }


def _company(one: Customer) -> Row:
    assert one.firm is not None
    return {
        "id": one.id,
        "legal_name": one.firm.legal_name,
        "brand_name": one.firm.name,
        "industry": one.firm.industry,
        "size_bucket": one.firm.size,
        "nip": one.firm.nip,
        "regon": one.firm.regon,
        "created_at": one.created,
    }


def _person(one: Customer, titles: Mapping[UUID, str]) -> Row:
    return {
        "id": one.id,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "company_entity_id": one.company_id,
        "job_title": titles[one.company_id] if one.company_id else None,
        "created_at": one.created,
    }


def _addresses(one: Customer) -> list[Row]:
    return [
        {
            "id": address.id,
            "entity_id": one.id,
            "name": _ADDRESS_NAMES[address.purpose],
            "purpose": address.purpose,
            "company_name": one.firm.legal_name if one.firm else None,
            "address_line1": address.place.street,
            "building_number": address.place.building,
            "flat_number": address.place.flat,
            "city": address.place.city,
            "region": "wielkopolskie",
            "postal_code": address.place.postal_code,
            "country": "PL",
            "latitude": address.place.latitude,
            "longitude": address.place.longitude,
            "is_primary": place == 0,
            "created_at": one.created,
        }
        for place, address in enumerate(one.addresses)
    ]


_ADDRESS_NAMES: Final = {"home": "Zamieszkanie", "office": "Siedziba", "shipping": "Miejsce montażu"}


async def _store_deals(into: Destination, chance: Chance, customers: Sequence[Customer]) -> None:
    contacts = {one.company_id: one.id for one in customers if one.company_id}
    deals: list[tuple[datetime, Row]] = []
    people: list[Row] = []
    firms: list[Row] = []
    for one in customers:
        for deal in one.deals:
            row = _deal(chance, one, deal, into.users)
            deals.append((row["created_at"], row))
            link = {"deal_id": deal.id, "created_at": row["created_at"]}
            if one.firm:
                firms.append({**link, "company_entity_id": one.id})
            people.append({**link, "person_entity_id": contacts.get(one.id, one.id), "role": None})
    await into.store(DealRow, [row for _, row in sorted(deals, key=lambda pair: pair[0])])
    await into.store(DealPerson, people)
    await into.store(DealCompany, firms)


def _deal(chance: Chance, one: Customer, deal: Deal, users: Users) -> Row:
    created = max(_noon(deal.created), one.created)
    stage, odds = deal.status, 100 if deal.status == "win" else 0
    if deal.status == "open":
        # Once measured, there is an offer or about to be.
        stage = chance.pick(STAGES[2:] if deal.measured else STAGES[:2])
        odds = 20 + 20 * STAGES.index(stage)
    closed = _noon(deal.closed) if deal.closed else created
    return {
        "id": deal.id,
        "title": f"{NAMES[deal.typ]} – {one.last_name or one.display_name}",
        "description": f"Przegrana: {deal.reason}" if deal.reason else None,
        "status": deal.status,
        "pipeline_stage": stage,
        "value_amount": deal.value,
        "value_currency": "PLN",
        "probability": odds,
        "expected_close_at": _noon(deal.closed) if deal.closed else None,
        "owner_user_id": users[deal.owner],
        "source": one.source,
        "created_at": created,
        "updated_at": max(closed, created),
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LOCAL_ZONE).astimezone(UTC)


async def _store_timeline(into: Destination, customers: Sequence[Customer], timeline: Timeline) -> None:
    activities = [
        {
            "id": one.id,
            "entity_id": one.customer_id,
            "deal_id": one.deal_id,
            "activity_type": one.kind,
            "subject": one.subject,
            "body": one.body,
            "occurred_at": one.at,
            "author_user_id": into.users[one.author],
            "appearance_icon": ICONS[one.kind][0],
            "appearance_color": ICONS[one.kind][1],
            "created_at": one.at,
        }
        for one in timeline.activities
    ]
    await into.store(Activity, activities)
    notes = [
        {
            "id": note.id,
            "entity_id": note.customer_id,
            "body": note.body,
            "author_user_id": into.users[note.author],
            "created_at": note.at,
        }
        for note in timeline.notes
    ]
    await into.store(Comment, notes)
    await _store_tags(into, customers, timeline)


async def _store_tags(into: Destination, customers: Sequence[Customer], timeline: Timeline) -> None:
    founded = min(one.created for one in customers)
    chance = Chance(0, "tags")
    tags = {slug: (chance.new_id(founded), label, color) for slug, label, color, _ in TAGS}
    rows = [
        {"id": tag_id, "slug": slug, "label": label, "color": color, "created_at": founded}
        for slug, (tag_id, label, color) in tags.items()
    ]
    await into.store(Tag, rows)
    since = {one.id: one.created for one in customers}
    worn = [
        {"tag_id": tags[slug][0], "entity_id": customer, "created_at": since[customer]}
        for customer, slug in timeline.tags
    ]
    await into.store(TagAssignment, worn)
