"""Response schemas of a customer's detail: base, profile, tags, requested relations."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.kernel.schemas import Schema


class BaseFields(Schema):
    """What people and companies have in common."""

    id: UUID
    display_name: str | None
    description: str | None
    owner_user_id: UUID | None
    primary_email: str | None
    primary_phone: str | None
    status: str | None
    lifecycle_stage: str | None
    source: str | None
    next_interaction_at: datetime | None
    next_interaction_name: str | None
    next_interaction_ref_id: str | None
    next_interaction_icon: str | None
    next_interaction_color: str | None
    organization_id: UUID | None
    tenant_id: UUID | None
    is_active: bool
    created_at: datetime
    updated_at: datetime


class PersonProfile(Schema):
    """What only people have."""

    id: UUID
    first_name: str | None
    last_name: str | None
    preferred_name: str | None
    job_title: str | None
    department: str | None
    seniority: str | None
    timezone: str | None
    linked_in_url: str | None
    twitter_url: str | None
    company_entity_id: UUID | None
    nip: str | None
    iban: str | None


class CompanyProfile(Schema):
    """What only companies have."""

    id: UUID
    legal_name: str | None
    brand_name: str | None
    domain: str | None
    website_url: str | None
    industry: str | None
    size_bucket: str | None
    annual_revenue: Decimal | None
    nip: str | None
    regon: str | None
    krs: str | None
    iban: str | None


class WornTag(Schema):
    """A tag of the customer."""

    id: UUID
    label: str
    color: str | None


class AddressItem(Schema):
    """An address of the customer."""

    id: UUID
    name: str | None
    purpose: str | None
    address_line1: str | None
    address_line2: str | None
    building_number: str | None
    flat_number: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    is_primary: bool | None
    created_at: datetime


class Written(Schema):
    """What somebody wrote down."""

    id: UUID
    body: str | None
    author_user_id: UUID | None
    author_name: str | None
    author_email: str | None
    deal_id: UUID | None
    created_at: datetime
    appearance_icon: str | None
    appearance_color: str | None


class CommentItem(Written):
    """A note about the customer."""


class ActivityItem(Written):
    """Something that was done about the customer."""

    activity_type: str
    subject: str | None
    occurred_at: datetime | None


class DealItem(Schema):
    """A deal the customer takes part in."""

    id: UUID
    title: str | None
    status: str | None
    pipeline_stage: str | None
    value_amount: Decimal | None = Field(description="As text, exactly.")
    value_currency: str | None
    probability: int | None
    expected_close_at: datetime | None
    owner_user_id: UUID | None
    source: str | None
    created_at: datetime
    updated_at: datetime


class TodoItem(Schema):
    """A task about the customer; what its own module does not tell is null."""

    id: UUID
    todo_id: UUID
    todo_source: str
    created_at: datetime
    created_by_user_id: UUID | None
    title: str | None
    is_done: bool | None
    priority: int | None
    severity: str | None
    description: str | None
    due_at: datetime | None
    todo_organization_id: UUID | None
    custom_values: dict[str, Any] | None


class StaffItem(Schema):
    """A person who works for the company."""

    id: UUID
    display_name: str | None
    primary_email: str | None
    primary_phone: str | None
    status: str | None
    lifecycle_stage: str | None
    job_title: str | None
    department: str | None
    created_at: datetime
    organization_id: UUID | None


class Viewer(Schema):
    """Who is looking; a program has no id of a user."""

    user_id: UUID | None
    name: str | None
    email: str | None


class CustomValues(Schema):
    """Custom fields as ``cf_<key>``."""

    model_config = ConfigDict(extra="allow")


class Related(Schema):
    """What every customer's page has; relations that were not asked for are empty."""

    custom_fields: CustomValues
    tags: list[WornTag]
    addresses: list[AddressItem]
    comments: list[CommentItem]
    activities: list[ActivityItem]
    deals: list[DealItem]
    todos: list[TodoItem]
    viewer: Viewer


class PersonDetail(Related):
    """A person with what was asked for."""

    person: BaseFields
    profile: PersonProfile | None


class CompanyDetail(Related):
    """A company with what was asked for."""

    company: BaseFields
    profile: CompanyProfile | None
    people: list[StaffItem]
