"""Input schemas of people and companies."""

from typing import Annotated, Final
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from bottega.business.customers.formats.field_types import OF_COMPANY, Color, Moment, TagId
from bottega.business.customers.formats.registry_numbers import Iban, Krs, Nip, Regon
from bottega.kernel.field_markers import Amount, Icon, Suggest
from bottega.kernel.schemas import Blankable, Email, Exact, Input, Scoped

MOST_TAGS: Final = 200


def _lower(value: str) -> str:
    return value.lower()


def _web_address(value: str) -> str:
    """Only addresses a browser may safely follow."""
    try:
        parts = urlsplit(value)
        fine = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine or any(letter.isspace() for letter in value):
        raise PydanticCustomError("url_parsing", "Invalid URL")
    return value


Text50 = Annotated[str, Field(max_length=50)]
Text100 = Annotated[str, Field(max_length=100)]
Text120 = Annotated[str, Field(max_length=120)]
Text150 = Annotated[str, Field(max_length=150)]
Text200 = Annotated[str, Field(max_length=200)]
Url = Annotated[str, Field(max_length=300, json_schema_extra={"format": "uri"}), AfterValidator(_web_address)]
LowerEmail = Annotated[Email, AfterValidator(_lower)]
Revenue = Annotated[Exact, Field(ge=0, max_digits=16, decimal_places=2), Amount]


class NextInteraction(Input):
    """When one will next be in touch, and what about."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True, extra="forbid"
    )

    at: Moment
    name: Annotated[str, Field(min_length=1, max_length=200)]
    ref_id: Annotated[str, Field(max_length=191)] | None = None
    icon: Annotated[Text100, Icon] | None = None
    color: Color | None = None


class CustomerInput(Scoped):
    """What people and companies have in common; null or empty text clears a field."""

    description: Annotated[Annotated[str, Field(max_length=4000)] | None, Blankable] = None
    owner_user_id: Annotated[UUID | None, Blankable] = None
    primary_email: Annotated[LowerEmail | None, Blankable] = None
    primary_phone: Annotated[Text50 | None, Blankable] = None
    status: Annotated[Text100 | None, Blankable, Suggest("customers:statuses")] = None
    lifecycle_stage: Annotated[Text100 | None, Blankable, Suggest("customers:lifecycle-stages")] = None
    source: Annotated[Text150 | None, Blankable, Suggest("customers:sources")] = None
    is_active: bool = True
    next_interaction: NextInteraction | None = Field(default=None, description="Null clears it.")
    tags: Annotated[list[TagId], Field(max_length=MOST_TAGS)] = Field(
        default=[], description="All tags the customer is to have."
    )


class PersonInput(CustomerInput):
    """A person."""

    first_name: Text120
    last_name: Text120
    display_name: Text200 = Field(
        default="", description="How the person is listed; if left out, by first and last name, and so after renaming."
    )
    preferred_name: Annotated[Text120 | None, Blankable] = None
    job_title: Annotated[Text150 | None, Blankable, Suggest("customers:job-titles")] = None
    department: Annotated[Text150 | None, Blankable] = None
    seniority: Annotated[Text100 | None, Blankable] = None
    timezone: Annotated[Text120 | None, Blankable] = None
    linked_in_url: Annotated[Url | None, Blankable] = None
    twitter_url: Annotated[Url | None, Blankable] = None
    company_entity_id: Annotated[UUID | None, Blankable, OF_COMPANY] = Field(
        default=None, description="The company the person works for."
    )
    nip: Annotated[Nip | None, Blankable] = Field(
        default=None, description="Tax number of somebody who runs a business."
    )
    iban: Annotated[Iban | None, Blankable] = None


class CompanyInput(CustomerInput):
    """A company."""

    display_name: Annotated[str, Field(min_length=1, max_length=200)]
    legal_name: Annotated[Text200 | None, Blankable] = None
    brand_name: Annotated[Text200 | None, Blankable] = None
    domain: Annotated[Text200 | None, Blankable] = None
    website_url: Annotated[Url | None, Blankable] = None
    industry: Annotated[Text150 | None, Blankable, Suggest("customers:industries")] = None
    size_bucket: Annotated[Text100 | None, Blankable] = None
    annual_revenue: Annotated[Revenue | None, Blankable] = None
    nip: Annotated[Nip | None, Blankable] = None
    regon: Annotated[Regon | None, Blankable] = None
    krs: Annotated[Krs | None, Blankable] = None
    iban: Annotated[Iban | None, Blankable] = None
