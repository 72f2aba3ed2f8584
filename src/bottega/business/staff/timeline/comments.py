"""Notes about members, with their author."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from bottega.business.staff.field_types import AppearanceColor, AppearanceIcon
from bottega.business.staff.list_items import CommentPage
from bottega.business.staff.module import module
from bottega.business.staff.timeline.activities import Signed, signed
from bottega.business.staff.timeline.of_member import ACCESS, OfMember, of_member, signed_by, with_authors
from bottega.business.staff.timeline.tables import Comment
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Long
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Resource
from bottega.kernel.screens import Group, Screen


class CommentInput(OfMember):
    """A note about a member."""

    body: Annotated[str, Field(min_length=1, max_length=8000), Long]
    author_user_id: UUID | None = Field(
        default=None, description="The caller when left out; only super administrators name somebody else."
    )
    appearance_icon: AppearanceIcon = None
    appearance_color: AppearanceColor = None


comments = module.mount(
    "/comments",
    Resource(
        table=Comment,
        input=CommentInput,
        label=T(en="Note", pl="Notatka"),
        plural=T(en="Notes", pl="Notatki"),
        name="team-member-comments",
        owners=True,
        missing=T(en="Comment not found", pl="Nie znaleziono notatki"),
        search=(Comment.body,),
        filters={"entityId": Comment.entity_id},
        parent=of_member(check=signed_by(Comment)),
        present=with_authors,
        access=ACCESS,
        screen=Screen(
            icon="sticky-note",
            columns="created_at body author_user_id",
            groups=(
                Group(T(en="Note", pl="Notatka"), "entity_id body"),
                Group(T(en="Author and look", pl="Autor i wygląd"), "author_user_id appearance_icon appearance_color"),
            ),
            quick="body",
            empty=T(en="Write the first note", pl="Napisz pierwszą notatkę"),
        ),
    ),
)


@comments.replaces("list", answer=CommentPage)
async def list_comments(ctx: Context, query: ListQuery) -> Any:
    """List notes about team members.

    A page of the notes about members of the caller's organizations, each with its author; with `format` a file of all
    of them.
    """
    return await comments.page(ctx, query)


@comments.replaces("create")
async def create_comment(ctx: Context, data: CommentInput) -> Signed:
    """Create note about a team member.

    Adds a note about a member, signed by the caller.
    """
    return await signed(ctx, Comment, await comments.create(ctx, data))
