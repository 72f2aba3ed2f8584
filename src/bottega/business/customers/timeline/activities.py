"""Activities with customers, such as calls and meetings, typed by a dictionary."""

from collections.abc import Iterable
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.business.customers.custom_values import CustomField, decorate
from bottega.business.customers.dictionaries.entries import Word, ensure_word, find_words
from bottega.business.customers.formats.field_types import Color, Moment
from bottega.business.customers.module import module
from bottega.business.customers.references import Target, deal_titles
from bottega.business.customers.tables_activity import Activity
from bottega.business.customers.timeline.authors import credit
from bottega.business.customers.timeline.shared import Remarks
from bottega.kernel import custom_fields as fields
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Colour, Icon, Suggest
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_query import ListQuery, Text, with_variants
from bottega.kernel.resources.list_sources import ListSource, columns_but, columns_of, ranges_of
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Created, Done, ListPage
from bottega.kernel.schemas import Blankable, Input, Schema, Scoped, Stamp, partial, wire_name
from bottega.kernel.search_rows import make_searchable
from bottega.kernel.writes import changes
from bottega.platform.auth import colleagues
from bottega.platform.dictionaries import normalized

KIND: Final = "customers.activity"
TYPES: Final = "activity_type"
NOT_FOUND: Final = T(en="Activity not found", pl="Nie znaleziono aktywności")
ID_REQUIRED: Final = T(en="Activity id is required", pl="Wymagany jest identyfikator aktywności")
_remarks: Final = Remarks(Activity, KIND, NOT_FOUND, ID_REQUIRED)

make_searchable(Activity, (Activity.subject, Activity.body))


_FILTERS: Final = {
    **columns_of(entityId=Activity.entity_id, dealId=Activity.deal_id, activityType=Activity.activity_type),
    **ranges_of(Activity, columns_but(Activity)),
}


@with_variants(_FILTERS)
class ActivityQuery(ListQuery):
    """Which activities."""

    filter_entityId: UUID | None = Field(  # noqa: N815 - named after what the query says
        default=None, alias="entityId", description="Only about this customer."
    )
    filter_dealId: UUID | None = Field(  # noqa: N815 - likewise
        default=None, alias="dealId", description="Only about this deal."
    )
    filter_activityType: Text | None = Field(  # noqa: N815 - likewise
        default=None, alias="activityType", description="Only of this type."
    )


class ActivityInput(Scoped):
    """Something that was done about a customer."""

    entity_id: UUID
    activity_type: Annotated[str, Suggest("customers:activity-types")] = Field(min_length=1, max_length=100)
    subject: Annotated[str | None, Field(max_length=200), Blankable] = None
    body: Annotated[str | None, Field(max_length=8000), Blankable] = None
    occurred_at: Annotated[Moment | None, Blankable] = None
    deal_id: UUID | None = None
    author_user_id: UUID | None = Field(
        default=None, description="The caller when left out; only super administrators name somebody else."
    )
    appearance_icon: Annotated[str | None, Field(max_length=100), Blankable, Icon] = None
    appearance_color: Annotated[Color | None, Blankable] = None


class ActivityItem(Schema):
    """An activity in a list; custom fields also as ``cf_<key>``."""

    model_config = ConfigDict(extra="allow", alias_generator=wire_name, populate_by_name=True)

    id: UUID
    entity_id: UUID
    deal_id: UUID | None
    activity_type: str
    subject: str | None
    body: str | None
    occurred_at: Stamp | None
    created_at: Stamp
    updated_at: Stamp
    author_user_id: UUID | None
    organization_id: UUID
    tenant_id: UUID
    appearance_icon: Annotated[str, Icon] | None
    appearance_color: Annotated[str, Colour] | None
    activity_type_label: str | None
    deal_title: str | None
    author_name: str | None
    author_email: str | None
    custom_values: dict[str, Any] | None
    custom_fields: list[CustomField]


class ActivityPage(ListPage):
    """Paginated activities."""

    items: list[ActivityItem]


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shown = [{name if name.startswith("cf_") else wire_name(name): item[name] for name in item} for item in items]
    titles = await deal_titles(ctx, (item["dealId"] for item in shown))
    authors = await colleagues(ctx, (item["authorUserId"] for item in shown))
    words = await _words(ctx, shown)
    await decorate(ctx, Activity.entity, shown)
    for item in shown:
        credit(item, authors)
        item["dealTitle"] = titles.get(item["dealId"]) if item["dealId"] else None
        word = words.get((item["organizationId"], normalized(item["activityType"])))
        item["activityTypeLabel"] = word.label if word else None
        if word is not None:
            item["appearanceIcon"] = item["appearanceIcon"] or word.icon
            item["appearanceColor"] = item["appearanceColor"] or word.color
    return shown


async def _words(ctx: Context, shown: Iterable[dict[str, Any]]) -> dict[tuple[UUID, str], Word]:
    """The dictionary's entries for the types of a page, as the organization of each activity has them."""
    wanted: dict[UUID, set[str]] = {}
    for item in shown:
        wanted.setdefault(item["organizationId"], set()).add(item["activityType"])
    return {
        (organization_id, key): word
        for organization_id, types in wanted.items()
        for key, word in (await find_words(ctx, TYPES, types, organization_id)).items()
    }


_list: Final = ListSource(Activity, KIND, columns_but(Activity), _FILTERS, custom=True, present=_present)


@module.get(
    "/activities",
    "customers.activities.view",
    name="activities.list",
    answer=ActivityPage,
    table=Activity,
    source=_list,
)
async def list_activities(ctx: Context, query: ActivityQuery) -> Any:
    """List activities.

    A page of what was done about the customers of the caller's organizations, by whom, and in which deal;
    with `format` a file of all of it.
    """
    return await pages.page(_list, ctx, query)


@module.post(
    "/activities",
    "customers.activities.manage",
    name="activities.create",
    table=Activity,
    label=T(en="Create activity", pl="Dodanie aktywności"),
    answers={201: "Activity created", 404: "Customer not found"},
)
async def create_activity(ctx: Context, data: ActivityInput) -> Created:
    """Create activity.

    It belongs to the organization of its customer. A new type is added to the dictionary of activity types; an icon and
    a colour that are sent become those of the type, others come from there.
    """
    values = await _remarks.placed(ctx, data)
    organization_id: UUID = values["organization_id"]
    values["custom"] = await fields.checked(ctx, Activity.entity, ctx.custom, new=True, organization_id=organization_id)
    await _dress(ctx, values, organization_id)
    return Created(id=await changes.insert(ctx, Activity, values))


@module.put(
    "/activities",
    "customers.activities.manage",
    name="activities.update",
    body=partial(ActivityInput),
    table=Activity,
    label=T(en="Update activity", pl="Zmiana aktywności"),
    answers={200: "Activity updated", 404: "Activity not found"},
)
async def update_activity(ctx: Context, data: Input) -> Done:
    """Update activity.

    Changes the fields that are sent. A new type brings its icon and colour along unless others are sent.
    """
    activity, values = await _remarks.changed(ctx, data)
    organization_id: UUID = activity["organization_id"]
    custom = await fields.checked(ctx, Activity.entity, ctx.custom, new=False, organization_id=organization_id)
    if custom:
        values["custom"] = custom
    if values.get("activity_type", activity["activity_type"]) != activity["activity_type"]:
        await _dress(ctx, values, organization_id)
    await _remarks.write(ctx, activity["id"], values)
    return Done()


@module.delete(
    "/activities",
    "customers.activities.manage",
    name="activities.delete",
    query=IdQuery,
    id_anywhere=True,
    table=Activity,
    label=T(en="Delete activity", pl="Usunięcie aktywności"),
    answers={200: "Activity deleted", 404: "Activity not found"},
)
async def delete_activity(ctx: Context, data: Target) -> Done:
    """Delete activity.

    By id in the body or in the query, for good; undo brings it back.
    """
    await _remarks.delete(ctx, data)
    return Done()


async def _dress(ctx: Context, values: dict[str, Any], organization_id: UUID) -> None:
    """Make sure the type is in the dictionary, and take from there how it looks, as far as that was not sent."""
    icon, color = values.get("appearance_icon"), values.get("appearance_color")
    word = await ensure_word(ctx, organization_id, TYPES, values["activity_type"], color=color, icon=icon)
    values["appearance_icon"] = icon or (word.icon if word else None)
    values["appearance_color"] = color or (word.color if word else None)
