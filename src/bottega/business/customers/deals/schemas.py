"""Request and response schemas of deals."""

from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bottega.business.customers.custom_values import CustomField
from bottega.business.customers.formats.field_types import OF_COMPANY, OF_PERSON, CompanyId, Moment, Percent, PersonId
from bottega.business.customers.tables import Kind as CustomerKind
from bottega.business.customers.tables_activity import Deal
from bottega.kernel.field_markers import Amount, Kind, Suggest, Unit
from bottega.kernel.resources.list_query import ListQuery, Text, with_variants
from bottega.kernel.resources.list_sources import columns_but, columns_of, ranges_of
from bottega.kernel.resources.schemas import ListPage
from bottega.kernel.schemas import Blankable, Exact, Schema, Scoped, Stamp

MOST: Final = Field(max_length=200)


def _split(value: Any) -> Any:
    """Ids may be repeated, or stand in one value between commas."""
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [part.strip() for text in values for part in str(text).split(",") if part.strip()]


Ids = Annotated[
    list[UUID],
    BeforeValidator(_split),
    MOST,
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string", "format": "uuid"}}),
    Kind("refs"),
]
People = Annotated[Ids, OF_PERSON]
Companies = Annotated[Ids, OF_COMPANY]


FILTERS: Final = {
    **columns_of(status=Deal.status, pipelineStage=Deal.pipeline_stage),
    **ranges_of(Deal, columns_but(Deal)),
}


@with_variants(FILTERS)
class DealQuery(ListQuery):
    """Which deals."""

    filter_status: Text | None = Field(default=None, alias="status", description="Only with this status.")
    filter_pipelineStage: Text | None = Field(  # noqa: N815 - named after what the query says
        default=None, alias="pipelineStage", description="Only at this stage."
    )
    person_entity_id: People = Field(default_factory=list, description="Only with all of these people.")
    company_entity_id: Companies = Field(default_factory=list, description="Only with all of these companies.")
    person_id: People = Field(default_factory=list, description="The same as personEntityId.")
    company_id: Companies = Field(default_factory=list, description="The same as companyEntityId.")


class DealInput(Scoped):
    """A deal and who takes part in it."""

    title: str = Field(min_length=1, max_length=200)
    description: Annotated[str | None, Field(max_length=4000), Blankable] = None
    status: Annotated[str | None, Field(max_length=50), Blankable, Suggest("customers:deal-statuses")] = Field(
        default="open", description="Free text; the dictionary of deal statuses suggests some."
    )
    pipeline_stage: Annotated[str | None, Field(max_length=100), Blankable, Suggest("customers:pipeline-stages")] = None
    value_amount: Annotated[Exact, Field(ge=0, max_digits=14, decimal_places=2), Amount] | None = None
    value_currency: Annotated[
        str | None, Field(min_length=3, max_length=3), Blankable, Suggest("customers:currency")
    ] = None
    probability: Percent | None = Field(default=None, description="0 to 100, as a number.")
    expected_close_at: Annotated[Moment | None, Blankable] = None
    owner_user_id: UUID | None = None
    source: Annotated[str | None, Field(max_length=150), Blankable, Suggest("customers:sources")] = None
    person_ids: Annotated[list[UUID] | None, MOST, Kind("refs"), OF_PERSON] = Field(
        default=None, description="All the people; left out: as before."
    )
    company_ids: Annotated[list[UUID] | None, MOST, Kind("refs"), OF_COMPANY] = Field(
        default=None, description="All the companies; left out: as before."
    )


class Named(Schema):
    """Somebody who takes part."""

    id: UUID
    label: str


class DealFields(BaseModel):
    """What a deal shows of itself, whichever way its keys are spelt."""

    id: UUID
    title: str
    description: str | None
    status: str
    pipeline_stage: str | None
    value_amount: Annotated[str, Amount] | None
    value_currency: str | None
    probability: Annotated[int, Unit("%")] | None
    expected_close_at: Stamp | None
    owner_user_id: UUID | None
    source: str | None
    organization_id: UUID
    tenant_id: UUID
    created_at: Stamp
    updated_at: Stamp


class DealItem(DealFields, Schema):
    """A deal in a list; custom fields also as ``cf_<key>``."""

    model_config = ConfigDict(extra="allow", alias_generator=None)

    organizationId: UUID  # noqa: N815 - the reference shows both spellings
    tenantId: UUID  # noqa: N815 - likewise
    personIds: list[PersonId]  # noqa: N815 - likewise
    people: list[Named]
    companyIds: list[CompanyId]  # noqa: N815 - likewise
    companies: list[Named]
    customValues: dict[str, Any] | None  # noqa: N815 - likewise
    customFields: list[CustomField]  # noqa: N815 - likewise


class DealPage(ListPage):
    """Paginated deals."""

    items: list[DealItem]


class DealCard(DealFields, Schema):
    """A deal by itself."""


class DealParticipant(Schema):
    """Who takes part in a deal, with what they are known by."""

    id: UUID
    label: str
    subtitle: str | None
    kind: CustomerKind


class DealViewer(Schema):
    """Who is looking."""

    user_id: UUID | None
    name: str | None
    email: str | None


class DealDetail(Schema):
    """Deal detail payload."""

    deal: DealCard
    people: list[DealParticipant]
    companies: list[DealParticipant]
    custom_fields: dict[str, Any]
    viewer: DealViewer
