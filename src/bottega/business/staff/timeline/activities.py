"""Activities with members, such as trainings and reviews, typed by a dictionary."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from bottega.business.staff.dictionaries import ACTIVITY_TYPES
from bottega.business.staff.field_types import AppearanceColor, AppearanceIcon, Text200
from bottega.business.staff.list_items import ActivityPage
from bottega.business.staff.module import module
from bottega.business.staff.timeline.of_member import ACCESS, OfMember, of_member, signed_by, with_authors
from bottega.business.staff.timeline.tables import Activity
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Long, Suggest
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Resource
from bottega.kernel.resources.schemas import Created
from bottega.kernel.schemas import Blankable, Moment, Schema, wire_name
from bottega.kernel.screens import Group, Screen
from bottega.kernel.writes import changes


class ActivityInput(OfMember):
    """Something that happened with a member."""

    activity_type: Annotated[str, Field(min_length=1, max_length=100), Suggest(f"staff:{ACTIVITY_TYPES}")]
    subject: Text200 = None
    body: Annotated[str | None, Field(max_length=8000), Blankable, Long] = None
    occurred_at: Annotated[Moment | None, Blankable] = None
    author_user_id: UUID | None = Field(
        default=None, description="The caller when left out; only super administrators name somebody else."
    )
    appearance_icon: AppearanceIcon = None
    appearance_color: AppearanceColor = None


class Signed(Schema):
    """The id of a new record, and who it is by."""

    id: UUID
    author_user_id: UUID | None


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shown = await with_authors(ctx, items)
    for item in shown:
        item |= {wire_name(name): value for name, value in item.items() if not name.startswith("cf_")}
    return shown


activities = module.mount(
    "/activities",
    Resource(
        table=Activity,
        input=ActivityInput,
        label=T(en="Activity", pl="Aktywność"),
        plural=T(en="Activities", pl="Aktywności"),
        title="{activity_type}",
        subtitle="{subject}",
        name="team-member-activities",
        owners=True,
        missing=T(en="Activity not found", pl="Nie znaleziono aktywności"),
        search=(Activity.subject, Activity.body),
        filters={"entityId": Activity.entity_id},
        parent=of_member(check=signed_by(Activity)),
        present=_present,
        access=ACCESS,
        screen=Screen(
            icon="activity",
            columns="occurred_at activity_type subject author_user_id",
            groups=(
                Group(T(en="Activity", pl="Aktywność"), "entity_id activity_type subject body occurred_at"),
                Group(T(en="Author and look", pl="Autor i wygląd"), "author_user_id appearance_icon appearance_color"),
            ),
            quick="activity_type subject body occurred_at",
            empty=T(en="Note the first training or review", pl="Zapisz pierwsze szkolenie lub ocenę"),
        ),
    ),
)


@activities.replaces("list", answer=ActivityPage)
async def list_activities(ctx: Context, query: ListQuery) -> Any:
    """List activities of team members.

    A page of what happened with members of the caller's organizations, each with its author; with `format` a file of
    all of it.
    """
    return await activities.page(ctx, query)


@activities.replaces("create")
async def create_activity(ctx: Context, data: ActivityInput) -> Signed:
    """Create activity of a team member.

    Adds something that happened with a member, signed by the caller.
    """
    return await signed(ctx, Activity, await activities.create(ctx, data))


async def signed(ctx: Context, table: Any, made: Created) -> Signed:
    """A new record, with its author as it was stored."""
    row = await changes.one(ctx, table, made.id)
    return Signed(id=made.id, author_user_id=row["author_user_id"])
