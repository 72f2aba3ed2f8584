"""Activities: what was done about a customer, a call or a meeting; how one looks, its type says."""

from collections.abc import Iterable
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.business.customers.authors import author_for, author_of, credit
from bottega.business.customers.custom_values import decorate
from bottega.business.customers.deal_schemas import CustomField
from bottega.business.customers.inputs import Blankable, Color, Moment
from bottega.business.customers.module import module
from bottega.business.customers.record_lists import RecordList, sorts_of
from bottega.business.customers.relations import (
    OTHER_ORGANIZATION,
    Target,
    check_deal,
    deal_titles,
    found_or,
    required,
    subject_of,
)
from bottega.business.customers.tables_timeline import Activity
from bottega.business.customers.words import Word, ensure_word, find_words, normalized
from bottega.kernel import changes, fields
from bottega.kernel.changes import Where
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.identifiers import new_id
from bottega.kernel.list_query import ListQuery, Text
from bottega.kernel.resource_operations import IdQuery
from bottega.kernel.resource_schemas import Created, Done, Page
from bottega.kernel.resources import version_of
from bottega.kernel.schemas import Input, Schema, Scoped, Stamp, partial, wire_name
from bottega.kernel.search import make_searchable
from bottega.platform.auth import colleagues

KIND: Final = "customers.activity"
TYPES: Final = "activity_type"
NOT_FOUND: Final = T(en="Activity not found", pl="Nie znaleziono aktywności")
ID_REQUIRED: Final = T(en="Activity id is required", pl="Wymagany jest identyfikator aktywności")

make_searchable(Activity, (Activity.subject, Activity.body))


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
    activity_type: str = Field(min_length=1, max_length=100)
    subject: Annotated[str | None, Field(max_length=200), Blankable] = None
    body: Annotated[str | None, Field(max_length=8000), Blankable] = None
    occurred_at: Annotated[Moment | None, Blankable] = None
    deal_id: UUID | None = None
    author_user_id: UUID | None = Field(
        default=None, description="The caller when left out; only privileged callers name somebody else."
    )
    appearance_icon: Annotated[str | None, Field(max_length=100), Blankable] = None
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
    author_user_id: UUID | None
    organization_id: UUID
    tenant_id: UUID
    appearance_icon: str | None
    appearance_color: str | None
    activity_type_label: str | None
    deal_title: str | None
    author_name: str | None
    author_email: str | None
    custom_values: dict[str, Any] | None
    custom_fields: list[CustomField]


class ActivityPage(Page):
    """Paginated activities."""

    items: list[ActivityItem]


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shown = [
        {name if name.startswith("cf_") else wire_name(name): item[name] for name in item} for item in items
    ]
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


_list: Final = RecordList(
    table=Activity,
    kind=KIND,
    present=_present,
    sorts=sorts_of(Activity),
    filters={"entityId": Activity.entity_id, "dealId": Activity.deal_id, "activityType": Activity.activity_type},
    unlisted=("updated_at",),
    custom=Activity.entity,
)  # fmt: skip


@module.get(
    "/activities", "customers.activities.view", name="activities.list", answer=ActivityPage, table=Activity
)
async def list_activities(ctx: Context, query: ActivityQuery) -> Any:
    """List activities.

    A page of what was done about the customers of the caller's organizations, by whom, and in which deal;
    with `format` a file of all of it.
    """
    return await _list.page(ctx, query)


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
    values = data.given()
    values.pop("tenant_id", None)
    subject = await subject_of(ctx, data.entity_id, values.pop("organization_id", None))
    await check_deal(ctx, data.deal_id, subject.organization_id)
    values["author_user_id"] = await author_of(ctx, data.author_user_id)
    values["custom"] = await fields.checked(
        ctx, Activity.entity, ctx.custom, new=True, organization_id=subject.organization_id
    )
    values |= {"id": new_id(), "organization_id": subject.organization_id}
    ctx.describe(KIND, values["id"], organization_id=subject.organization_id, parent=subject.parent)
    await _dress(ctx, values, subject.organization_id)
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
    values = data.given()
    activity = await found_or(ctx, Activity, values.pop("id"), NOT_FOUND)
    organization_id: UUID = activity["organization_id"]
    values.pop("tenant_id", None)
    if values.pop("organization_id", None) not in (None, organization_id):
        raise Forbidden(OTHER_ORGANIZATION)
    subject = await subject_of(ctx, values.get("entity_id") or activity["entity_id"], organization_id)
    await check_deal(ctx, values.get("deal_id"), organization_id)
    if "author_user_id" in values:
        values["author_user_id"] = await author_for(ctx, values["author_user_id"], activity["author_user_id"])
    custom = await fields.checked(
        ctx, Activity.entity, ctx.custom, new=False, organization_id=organization_id
    )
    if custom:
        values["custom"] = custom
    ctx.describe(KIND, activity["id"], organization_id=organization_id, parent=subject.parent)
    if values.get("activity_type", activity["activity_type"]) != activity["activity_type"]:
        await _dress(ctx, values, organization_id)
    await changes.update(ctx, Activity, activity["id"], values, where=Where.visible(ctx, version_of(ctx)))
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
    activity = await found_or(ctx, Activity, required(data, ID_REQUIRED), NOT_FOUND)
    subject = await subject_of(ctx, activity["entity_id"])
    ctx.describe(KIND, activity["id"], organization_id=subject.organization_id, parent=subject.parent)
    await changes.delete(ctx, Activity, activity["id"], where=Where.visible(ctx, version_of(ctx)))
    return Done()


async def _dress(ctx: Context, values: dict[str, Any], organization_id: UUID) -> None:
    """Make sure the type is in the dictionary, and take from there how it looks, as far as that was not sent."""
    icon, color = values.get("appearance_icon"), values.get("appearance_color")
    word = await ensure_word(ctx, organization_id, TYPES, values["activity_type"], color=color, icon=icon)
    values["appearance_icon"] = icon or (word.icon if word else None)
    values["appearance_color"] = color or (word.color if word else None)
