"""Comments on customers, with their author."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.business.customers.formats.field_types import Color
from bottega.business.customers.module import module
from bottega.business.customers.references import Target, deal_titles
from bottega.business.customers.tables_activity import Comment
from bottega.business.customers.timeline.shared import Remarks
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Colour, Icon
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_query import ListQuery, with_variants
from bottega.kernel.resources.list_sources import ListSource, columns_but, columns_of, ranges_of
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Done, ListPage
from bottega.kernel.schemas import Blankable, Input, Schema, Scoped, Stamp, partial
from bottega.kernel.search_rows import make_searchable
from bottega.kernel.writes import changes

KIND: Final = "customers.comment"
NOT_FOUND: Final = T(en="Comment not found", pl="Nie znaleziono notatki")
ID_REQUIRED: Final = T(en="Comment id is required", pl="Wymagany jest identyfikator notatki")
_remarks: Final = Remarks(Comment, KIND, NOT_FOUND, ID_REQUIRED)

make_searchable(Comment, (Comment.body,))


_FILTERS: Final = {
    **columns_of(entityId=Comment.entity_id, dealId=Comment.deal_id),
    **ranges_of(Comment, columns_but(Comment)),
}


@with_variants(_FILTERS)
class CommentQuery(ListQuery):
    """Which comments."""

    filter_entityId: UUID | None = Field(  # noqa: N815 - named after what the query says
        default=None, alias="entityId", description="Only about this customer."
    )
    filter_dealId: UUID | None = Field(  # noqa: N815 - likewise
        default=None, alias="dealId", description="Only about this deal."
    )


class CommentInput(Scoped):
    """A note about a customer."""

    entity_id: UUID
    body: str = Field(min_length=1, max_length=8000)
    deal_id: UUID | None = None
    author_user_id: UUID | None = Field(
        default=None, description="The caller when left out; only super administrators name somebody else."
    )
    appearance_icon: Annotated[str | None, Field(max_length=100), Blankable, Icon] = None
    appearance_color: Annotated[Color | None, Blankable] = None


class CommentItem(Schema):
    """A comment in a list; one about a deal has its title."""

    model_config = ConfigDict(extra="allow", alias_generator=None)

    id: UUID
    entity_id: UUID
    deal_id: UUID | None
    body: str
    author_user_id: UUID | None
    appearance_icon: Annotated[str, Icon] | None
    appearance_color: Annotated[str, Colour] | None
    organization_id: UUID
    tenant_id: UUID
    created_at: Stamp
    updated_at: Stamp


class CommentPage(ListPage):
    """Paginated comments."""

    items: list[CommentItem]


class CommentCreated(Schema):
    """The id of a new comment, and who it is by."""

    id: UUID
    author_user_id: UUID | None


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    titles = await deal_titles(ctx, (item["deal_id"] for item in items))
    for item in items:
        if item["deal_id"] is not None:
            item["dealTitle"] = item["deal_title"] = titles.get(item["deal_id"])
    return items


_list: Final = ListSource(Comment, KIND, columns_but(Comment), _FILTERS, present=_present)


@module.get(
    "/comments", "customers.activities.view", name="comments.list", answer=CommentPage, table=Comment, source=_list
)
async def list_comments(ctx: Context, query: CommentQuery) -> Any:
    """List comments.

    A page of the notes about customers of the caller's organizations; with `format` a file of all of them.
    """
    return await pages.page(_list, ctx, query)


@module.post(
    "/comments",
    "customers.activities.manage",
    name="comments.create",
    table=Comment,
    label=T(en="Create note", pl="Dodanie notatki"),
    answers={201: "Comment created", 404: "Customer not found"},
)
async def create_comment(ctx: Context, data: CommentInput) -> CommentCreated:
    """Create comment.

    A note about a customer, in the organization of that customer, signed by the caller.
    """
    values = await _remarks.placed(ctx, data)
    author: UUID | None = values["author_user_id"]
    return CommentCreated(id=await changes.insert(ctx, Comment, values), author_user_id=author)


@module.put(
    "/comments",
    "customers.activities.manage",
    name="comments.update",
    body=partial(CommentInput),
    table=Comment,
    label=T(en="Update note", pl="Zmiana notatki"),
    answers={200: "Comment updated", 404: "Comment not found"},
)
async def update_comment(ctx: Context, data: Input) -> Done:
    """Update comment.

    Changes the fields that are sent.
    """
    comment, values = await _remarks.changed(ctx, data)
    await _remarks.write(ctx, comment["id"], values)
    return Done()


@module.delete(
    "/comments",
    "customers.activities.manage",
    name="comments.delete",
    query=IdQuery,
    id_anywhere=True,
    table=Comment,
    label=T(en="Delete note", pl="Usunięcie notatki"),
    answers={200: "Comment deleted", 404: "Comment not found"},
)
async def delete_comment(ctx: Context, data: Target) -> Done:
    """Delete comment.

    By id in the body or in the query, for good; undo brings it back.
    """
    await _remarks.delete(ctx, data)
    return Done()
