"""Tables of customers: base row, profile by kind, tags, settings.

Names, addresses and numbers of people are encrypted; how they are found nevertheless says
docs/decisions/0040-searching-encrypted-people.md.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal, get_args
from uuid import UUID

from sqlalchemy import Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.customers.formats.phones import other_number, same_number
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, TenantTable, reference, unique
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T

Kind = Literal["person", "company"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class Entity(TenantChild):
    """What a person and a company have in common; it is deleted permanently, with its dependent rows."""

    __tablename__ = "customers_entities"
    entity: ClassVar[str] = "customers:customer_entity"
    announces = "insert update delete"
    counted_by = ("kind",)
    rules = (among("kind", KINDS, T(en="Unknown kind", pl="Nieznany rodzaj")),)
    __table_args__ = tuple(
        Index(f"ix_customers_entities_{column}", "tenant_id", "kind", column, "id")
        for column in (
            "created_at",
            "updated_at",
            "status",
            "lifecycle_stage",
            "source",
            "next_interaction_at",
            "primary_email_hash",
            "primary_phone_hash",
            "primary_phone_other_hash",
        )
    )

    organization_id: Mapped[UUID]
    kind: Mapped[str]
    display_name: Mapped[str] = sealed_column()
    description: Mapped[str | None] = sealed_column()
    owner_user_id: Mapped[UUID | None] = loose_reference("auth:user")
    primary_email: Mapped[str | None] = sealed_column()
    primary_email_hash: Mapped[str | None]
    primary_phone: Mapped[str | None] = sealed_column(hashed_as=same_number, also_hashed_as=other_number)
    primary_phone_hash: Mapped[str | None]
    primary_phone_other_hash: Mapped[str | None]
    status: Mapped[str | None]
    lifecycle_stage: Mapped[str | None]
    source: Mapped[str | None]
    next_interaction_at: Mapped[datetime | None]
    next_interaction_name: Mapped[str | None] = sealed_column()
    next_interaction_ref_id: Mapped[str | None]
    next_interaction_icon: Mapped[str | None]
    next_interaction_color: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))


class Person(TenantChild):
    """The profile of a person; its id is that of the entity."""

    __tablename__ = "customers_people"
    entity: ClassVar[str] = "customers:customer_person_profile"
    known_as = "customers.person"
    called = T(en="Customer Person", pl="Klient: osoba")
    also_fields_of = (Entity.entity,)
    is_record = True
    announces = "update"
    __table_args__ = (Index("ix_customers_people_nip_hash", "tenant_id", "nip_hash"),)
    tells: ClassVar[Mapping[str, str]] = {"entityId": "id"}

    id: Mapped[UUID] = reference("customers_entities", blocks=False, primary_key=True, sort_order=-8)
    organization_id: Mapped[UUID]
    company_entity_id: Mapped[UUID | None] = reference("customers_entities", blocks=False)
    first_name: Mapped[str | None] = sealed_column()
    last_name: Mapped[str | None] = sealed_column()
    preferred_name: Mapped[str | None] = sealed_column()
    job_title: Mapped[str | None] = sealed_column()
    department: Mapped[str | None] = sealed_column()
    seniority: Mapped[str | None] = sealed_column()
    timezone: Mapped[str | None] = sealed_column()
    linked_in_url: Mapped[str | None] = sealed_column()
    twitter_url: Mapped[str | None] = sealed_column()
    # Of somebody who runs a business; of a person even that is personal data.
    nip: Mapped[str | None] = sealed_column()
    nip_hash: Mapped[str | None]
    iban: Mapped[str | None] = sealed_column()
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class Company(TenantChild):
    """The profile of a company; its id is that of the entity."""

    __tablename__ = "customers_companies"
    entity: ClassVar[str] = "customers:customer_company_profile"
    known_as = "customers.company"
    called = T(en="Customer Company", pl="Klient: firma")
    is_record = True
    announces = "update"
    __table_args__ = (Index("ix_customers_companies_nip", "tenant_id", "nip"),)
    tells: ClassVar[Mapping[str, str]] = {"entityId": "id"}

    id: Mapped[UUID] = reference("customers_entities", blocks=False, primary_key=True, sort_order=-8)
    organization_id: Mapped[UUID]
    legal_name: Mapped[str | None] = sealed_column()
    brand_name: Mapped[str | None] = sealed_column()
    domain: Mapped[str | None] = sealed_column()
    website_url: Mapped[str | None] = sealed_column()
    industry: Mapped[str | None] = sealed_column()
    size_bucket: Mapped[str | None] = sealed_column(by_default=False)
    annual_revenue: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    # What public registers say of a firm is public.
    nip: Mapped[str | None]
    regon: Mapped[str | None]
    krs: Mapped[str | None]
    iban: Mapped[str | None] = sealed_column()
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class Tag(TenantTable):
    """A label of an organization, assignable to customers."""

    __tablename__ = "customers_tags"
    entity = "customers:tag"
    rules = (
        unique(
            "slug",
            "organization_id, slug",
            T(en="Tag slug already exists", pl="Taki skrót etykiety już istnieje"),
            field="slug",
            where="deleted_at IS NULL",
        ),
    )

    slug: Mapped[str]
    label: Mapped[str]
    color: Mapped[str | None]
    description: Mapped[str | None]


class TagAssignment(TenantChild):
    """Assignment of a tag to a customer."""

    __tablename__ = "customers_tag_assignments"
    entity: ClassVar[str] = "customers:tag_assignment"
    announces = "insert update delete"
    rules = (unique("pair", "tag_id, entity_id", T(en="Tag already assigned", pl="Etykieta jest już przypisana")),)

    tag_id: Mapped[UUID] = reference("customers_tags", blocks=False)
    entity_id: Mapped[UUID] = reference("customers_entities", blocks=False)


class CustomerSettings(TenantChild):
    """How an organization writes addresses."""

    __tablename__ = "customers_settings"
    entity: ClassVar[str] = "customers:settings"
    rules = (
        unique("organization", "organization_id", T(en="Already stored", pl="Już zapisano")),
        among(
            "address_format",
            ("line_first", "street_first"),
            T(en="Unknown address format", pl="Nieznany format adresu"),
            field="addressFormat",
        ),
    )

    organization_id: Mapped[UUID]
    address_format: Mapped[str] = mapped_column(server_default=text("'line_first'"))
