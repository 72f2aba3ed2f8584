"""Assignment and removal of tags."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator

from bottega.business.customers.module import module
from bottega.business.customers.references import Subject, subject_of, visible
from bottega.business.customers.tables import TagAssignment
from bottega.business.customers.tags.operations import TAG_NOT_FOUND
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Created
from bottega.kernel.schemas import Scoped
from bottega.kernel.writes import changes

KIND: Final = "customers.tagAssignment"
CANNOT_ASSIGN: Final = T(en="Failed to assign tag", pl="Nie udało się przypisać etykiety")
CANNOT_REMOVE: Final = T(en="Failed to unassign tag", pl="Nie udało się zdjąć etykiety")
WORN: Final = T(en="Tag already assigned", pl="Etykieta jest już przypisana")
NOT_WORN: Final = T(en="Tag assignment not found", pl="Klient nie ma tej etykiety")


def _id_or_nothing(value: Any) -> Any:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


MaybeId = Annotated[UUID | None, BeforeValidator(_id_or_nothing, json_schema_input_type=UUID)]


class Wearing(Scoped):
    """A tag and a customer."""

    tag_id: Annotated[MaybeId, Of("customers:tag")] = None
    entity_id: Annotated[MaybeId, Of("customers:customer_entity")] = None


@module.post(
    "/tags/assign",
    "customers.activities.manage",
    name="tags.assign",
    answers={
        201: "Tag assigned to customer",
        400: "Validation or assignment failed",
        404: "No such tag or customer",
        409: "Tag already assigned",
    },
    label=T(en="Assign tag", pl="Przypisanie etykiety"),
)
async def assign_tag(ctx: Context, data: Wearing) -> Created:
    """Assign tag to customer entity.

    Puts a tag on a customer of the same organization.
    """
    if data.tag_id is None or data.entity_id is None:
        raise Invalid.of_field("tagId" if data.tag_id is None else "entityId", CANNOT_ASSIGN)
    subject = await _subject(ctx, data, data.entity_id)
    await _check_tag(ctx, data.tag_id, subject)
    if await _worn(ctx, data.tag_id, subject.id) is not None:
        raise Conflict(WORN)
    values = {"tag_id": data.tag_id, "entity_id": subject.id}
    assignment_id = await changes.insert(ctx, TagAssignment, values)
    ctx.describe(KIND, assignment_id, organization_id=subject.organization_id, parent=subject.parent)
    await _tell(ctx, "assigned", assignment_id, data.tag_id, subject)
    return Created(id=assignment_id)


@module.post(
    "/tags/unassign",
    "customers.activities.manage",
    name="tags.unassign",
    status=200,
    answers={
        200: "Tag unassigned from customer",
        400: "Validation or unassignment failed",
        404: "The customer does not have the tag",
    },
    label=T(en="Unassign tag", pl="Zdjęcie etykiety"),
)
async def unassign_tag(ctx: Context, data: Wearing) -> Created:
    """Remove tag from customer entity.

    Takes a tag off a customer.
    """
    if data.tag_id is None or data.entity_id is None:
        raise Invalid.of_field("tagId" if data.tag_id is None else "entityId", CANNOT_REMOVE)
    try:
        subject = await _subject(ctx, data, data.entity_id)
    except NotFound:
        raise NotFound(NOT_WORN) from None
    assignment_id = await _worn(ctx, data.tag_id, subject.id)
    if assignment_id is None:
        raise NotFound(NOT_WORN)
    ctx.describe(KIND, data.tag_id, organization_id=subject.organization_id, parent=subject.parent)
    await changes.delete(ctx, TagAssignment, assignment_id)
    await _tell(ctx, "removed", assignment_id, data.tag_id, subject)
    return Created(id=assignment_id)


async def _subject(ctx: Context, data: Wearing, entity_id: UUID) -> Subject:
    """The customer, locked, so that one tag is put on once."""
    ctx.refuse_closed()
    if data.organization_id is not None and not ctx.scope.sees(data.organization_id):
        raise Forbidden
    return await subject_of(ctx, entity_id, lock=True)


async def _check_tag(ctx: Context, tag_id: UUID, subject: Subject) -> None:
    found = await ctx.query_one(
        "SELECT id FROM customers_tags WHERE tenant_id = $1 AND id = $2 AND organization_id = $3"
        " AND ($4::uuid[] IS NULL OR organization_id = ANY($4)) AND deleted_at IS NULL FOR SHARE",
        ctx.tenant_id,
        tag_id,
        subject.organization_id,
        visible(ctx),
    )
    if found is None:
        raise NotFound(TAG_NOT_FOUND)


async def _worn(ctx: Context, tag_id: UUID, entity_id: UUID) -> UUID | None:
    return await ctx.query_value(
        "SELECT id FROM customers_tag_assignments WHERE tenant_id = $1 AND tag_id = $2 AND entity_id = $3",
        ctx.tenant_id,
        tag_id,
        entity_id,
    )


async def _tell(ctx: Context, verb: str, assignment_id: UUID, tag_id: UUID, subject: Subject) -> None:
    await ctx.emit(
        f"customers.tag.{verb}",
        record_id=assignment_id,
        within=subject.organization_id,
        tagId=str(tag_id),
        entityId=str(subject.id),
    )
