"""Tables of a customer's timeline: deals, links, activities, comments, addresses, tasks, dictionaries."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Double, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, check, reference, unique
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T

_LINKED = T(en="Already linked", pl="Już powiązano")


class Deal(TenantChild):
    """Something that may be sold; it is deleted for good."""

    __tablename__ = "customers_deals"
    entity: ClassVar[str] = "customers:customer_deal"
    known_as = "customers.deal"
    called = T(en="Customer Deal", pl="Szansa sprzedaży")
    is_record = True
    announces = "insert update delete"
    counted_by = ("status",)
    rules = (
        check(
            "value_amount",
            "value_amount >= 0",
            T(en="The value cannot be negative", pl="Wartość nie może być ujemna"),
            field="valueAmount",
        ),
        check(
            "probability",
            "probability BETWEEN 0 AND 100",
            T(en="A probability is 0 to 100", pl="Prawdopodobieństwo to 0 do 100"),
            field="probability",
        ),
    )
    __table_args__ = tuple(
        Index(f"ix_customers_deals_{column}", "tenant_id", column, "id")
        for column in ("created_at", "updated_at", "status", "pipeline_stage", "value_amount")
    )

    organization_id: Mapped[UUID]
    title: Mapped[str] = sealed_column()
    description: Mapped[str | None] = sealed_column()
    status: Mapped[str] = mapped_column(server_default=text("'open'"))
    pipeline_stage: Mapped[str | None]
    value_amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    value_currency: Mapped[str | None]
    probability: Mapped[int | None]
    expected_close_at: Mapped[datetime | None]
    owner_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    source: Mapped[str | None]
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class DealPerson(TenantChild):
    """A person takes part in a deal."""

    __tablename__ = "customers_deal_people"
    entity: ClassVar[str] = "customers:deal_person"
    rules = (unique("pair", "deal_id, person_entity_id", _LINKED),)

    deal_id: Mapped[UUID] = reference("customers_deals", blocks=False)
    person_entity_id: Mapped[UUID] = reference("customers_entities", blocks=False)
    role: Mapped[str | None]


class DealCompany(TenantChild):
    """A company takes part in a deal."""

    __tablename__ = "customers_deal_companies"
    entity: ClassVar[str] = "customers:deal_company"
    rules = (unique("pair", "deal_id, company_entity_id", _LINKED),)

    deal_id: Mapped[UUID] = reference("customers_deals", blocks=False)
    company_entity_id: Mapped[UUID] = reference("customers_entities", blocks=False)


class Activity(TenantChild):
    """Something that was done about a customer: a call, a meeting."""

    __tablename__ = "customers_activities"
    entity: ClassVar[str] = "customers:customer_activity"
    known_as = "customers.activity"
    called = T(en="Customer Activity", pl="Aktywność")
    is_record = True
    tells: ClassVar[Mapping[str, str]] = {"entityId": "entity_id", "dealId": "deal_id"}
    history_of = ("deal_id",)
    __table_args__ = (Index("ix_customers_activities_occurred", "tenant_id", "entity_id", "occurred_at", "id"),)

    organization_id: Mapped[UUID]
    entity_id: Mapped[UUID] = reference("customers_entities", blocks=False)
    deal_id: Mapped[UUID | None] = reference("customers_deals", blocks=False)
    activity_type: Mapped[str]
    subject: Mapped[str | None] = sealed_column()
    body: Mapped[str | None] = sealed_column()
    occurred_at: Mapped[datetime | None]
    author_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    appearance_icon: Mapped[str | None]
    appearance_color: Mapped[str | None]
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class Comment(TenantChild):
    """A note about a customer."""

    __tablename__ = "customers_comments"
    entity: ClassVar[str] = "customers:customer_comment"
    known_as = "customers.comment"
    is_record = True
    tells: ClassVar[Mapping[str, str]] = {"entityId": "entity_id", "dealId": "deal_id"}
    history_of = ("deal_id",)
    __table_args__ = (Index("ix_customers_comments_created", "tenant_id", "entity_id", "created_at", "id"),)

    organization_id: Mapped[UUID]
    entity_id: Mapped[UUID] = reference("customers_entities", blocks=False)
    deal_id: Mapped[UUID | None] = reference("customers_deals", blocks=False)
    body: Mapped[str] = sealed_column()
    author_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    appearance_icon: Mapped[str | None]
    appearance_color: Mapped[str | None]


class Address(TenantChild):
    """Where a customer lives, works or wants things delivered."""

    __tablename__ = "customers_addresses"
    entity: ClassVar[str] = "customers:customer_address"
    known_as = "customers.address"
    is_record = True
    tells: ClassVar[Mapping[str, str]] = {"entityId": "entity_id"}

    organization_id: Mapped[UUID]
    entity_id: Mapped[UUID] = reference("customers_entities", blocks=False)
    name: Mapped[str | None] = sealed_column()
    purpose: Mapped[str | None] = sealed_column(by_default=False)
    company_name: Mapped[str | None] = sealed_column()
    address_line1: Mapped[str] = sealed_column()
    address_line2: Mapped[str | None] = sealed_column()
    building_number: Mapped[str | None] = sealed_column()
    flat_number: Mapped[str | None] = sealed_column()
    city: Mapped[str | None] = sealed_column()
    region: Mapped[str | None] = sealed_column()
    postal_code: Mapped[str | None] = sealed_column()
    country: Mapped[str | None] = sealed_column()
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    is_primary: Mapped[bool] = mapped_column(server_default=text("false"))


class DictionaryEntry(TenantChild):
    """A word to choose from: a status, a source, a job title of an organization."""

    __tablename__ = "customers_dictionary_entries"
    entity: ClassVar[str] = "customers:dictionary_entry"
    announces = "insert update delete"
    rules = (
        unique(
            "value",
            "organization_id, kind, normalized_value",
            T(en="An entry with this value already exists.", pl="Taka wartość już istnieje w słowniku."),
            field="value",
        ),
    )

    organization_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[str]
    normalized_value: Mapped[str]
    label: Mapped[str]
    color: Mapped[str | None]
    icon: Mapped[str | None]


class TodoLink(TenantChild):
    """A task, kept by another module, that is about a customer."""

    __tablename__ = "customers_todo_links"
    entity: ClassVar[str] = "customers:customer_todo_link"
    known_as = "customers.todo"
    is_record = True
    tells: ClassVar[Mapping[str, str]] = {"entityId": "entity_id"}
    rules = (unique("todo", "entity_id, todo_id, todo_source", _LINKED),)

    organization_id: Mapped[UUID]
    entity_id: Mapped[UUID] = reference("customers_entities", blocks=False)
    todo_id: Mapped[UUID]
    todo_source: Mapped[str] = mapped_column(server_default=text("'example:todo'"))
    created_by_user_id: Mapped[UUID | None] = loose_reference("auth:user")
