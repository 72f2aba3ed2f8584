"""Operations on the caller's own dashboard: read it, arrange it, set one of its widgets."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

import msgspec
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Whole
from bottega.kernel.widgets import Size
from bottega.platform.auth import colleagues, person_of
from bottega.platform.dashboards.allowed import Home, home_of_caller
from bottega.platform.dashboards.answers import Dashboard, Layout, LayoutItem, Viewer
from bottega.platform.dashboards.catalog import default_settings, described
from bottega.platform.dashboards.features import CONFIGURE, VIEW
from bottega.platform.dashboards.module import module
from bottega.platform.dashboards.storage import row_of, save
from bottega.platform.dashboards.tables import DashboardLayout

MOST_ITEMS: Final = 100
# Characters of the settings of a widget, written as JSON.
MOST_OF_SETTINGS: Final = 4_000
NO_ITEM: Final = T(en="Layout item not found", pl="Na pulpicie nie ma takiego widżetu")
TWICE: Final = T(en="Layout item IDs must be unique", pl="Identyfikatory widżetów na pulpicie nie mogą się powtarzać")
TOO_MUCH: Final = T(
    en="The settings of a widget are longer than {most} characters",
    pl="Ustawienia widżetu są dłuższe niż {most} znaków",
)
NO_PERSON: Final = T(
    en="Cannot arrange a dashboard: no user associated with this API key",
    pl="Nie można ułożyć pulpitu: z tym kluczem API nie jest powiązany żaden użytkownik",
)
# Places of widgets that nobody has arranged yet have the same ids each time they are shown.
_PLACES: Final = UUID("5b0f6d1c-4f0a-4a57-9a4e-2f3f0c1d7e60")


def _short(settings: dict[str, Any]) -> dict[str, Any]:
    if len(msgspec.json.encode(settings).decode()) > MOST_OF_SETTINGS:
        raise PydanticCustomError("too_long", "too long", {"text": TOO_MUCH.given(most=MOST_OF_SETTINGS)})
    return settings


Settings = Annotated[dict[str, Any], AfterValidator(_short)]
Order = Annotated[Whole, Field(ge=0, le=1_000_000)]


class PlacedWidget(Input):
    """A widget and where it stands."""

    id: UUID
    widget_id: str = Field(min_length=1, max_length=200, description="One that may not be had is left out.")
    order: Order = Field(description="The place among the others is that in the list, whatever this says.")
    priority: Order | None = Field(default=None, description="The same as the order.")
    size: Size = "md"
    settings: Settings | None = None


def _once(items: list[PlacedWidget]) -> list[PlacedWidget]:
    if len({one.id for one in items}) < len(items):
        raise PydanticCustomError("custom", "ids must be unique", {"text": TWICE})
    return items


class LayoutInput(Input):
    """All widgets of the dashboard in their order."""

    items: Annotated[list[PlacedWidget], Field(max_length=MOST_ITEMS), AfterValidator(_once)]


class ItemInput(Input):
    """What is to change of a widget in its place; what is left out or null stays."""

    size: Size | None = None
    settings: Settings | None = None


@module.get("/layout", VIEW, name="layout.read", answers={200: "Current dashboard layout and available widgets."})
async def read_layout(ctx: Context) -> Dashboard:
    """Load the current dashboard layout.

    Returns the saved widget layout together with the widgets the current user is allowed to place. Whoever has not
    arranged anything sees the widgets of their roles, in the order of these.
    """
    home = await home_of_caller(ctx)
    items = await _items(ctx, home)
    return Dashboard(
        layout=Layout(items=[_shown(place, one) for place, one in enumerate(items)]),
        allowed_widget_ids=home.allowed,
        can_configure=ctx.may(CONFIGURE),
        context=await _viewer(ctx),
        widgets=described(ctx, home.allowed),
    )


@module.put(
    "/layout",
    CONFIGURE,
    name="layout.update",
    answers={200: "Layout updated successfully.", 400: "Invalid layout payload"},
    label=T(en="Arrange dashboard", pl="Ułożenie pulpitu"),
)
async def save_layout(ctx: Context, data: LayoutInput) -> Done:
    """Persist dashboard layout changes.

    Saves the provided widget ordering, sizes, and settings for the current user.
    """
    ctx.refuse_closed()
    person, home = _require_person(ctx), await home_of_caller(ctx)
    kept = [_stored(one) for one in data.items if one.widget_id in home.allowed]
    await save(ctx, DashboardLayout, person, ctx.scope.organization_id, {"layout": {"items": kept}})
    return Done()


@module.patch(
    "/layout/{itemId}",
    CONFIGURE,
    name="layout.set",
    answers={200: "Layout item updated.", 400: "Invalid payload or missing item id", 404: "Item not found"},
    label=T(en="Set dashboard widget", pl="Ustawienie widżetu pulpitu"),
)
async def set_item(ctx: Context, itemId: UUID, data: ItemInput) -> Done:  # noqa: N803 - as the path has it
    """Update a dashboard layout item.

    Adjusts the size or settings for a single widget within the dashboard layout.
    """
    ctx.refuse_closed()
    person, place = _require_person(ctx), ctx.scope.organization_id
    items = await _items(ctx, await home_of_caller(ctx))
    item = next((one for one in items if one["id"] == str(itemId)), None)
    if item is None:
        raise NotFound(NO_ITEM)
    given = {name: value for name, value in data.given().items() if value is not None}
    changed = [one if one is not item else {**one, **given} for one in items]
    if given:
        await save(ctx, DashboardLayout, person, place, {"layout": {"items": changed}})
    return Done()


def _require_person(ctx: Context) -> UUID:
    person = person_of(ctx)
    if person is None:
        raise Forbidden(NO_PERSON)
    return person


async def _items(ctx: Context, home: Home) -> Sequence[Mapping[str, Any]]:
    """The widgets in their places, as they are stored, without those that may be had no more."""
    person, place = person_of(ctx), ctx.scope.organization_id
    row = await row_of(ctx, DashboardLayout, person, place) if person is not None else None
    if row is not None:
        return [one for one in row["layout"]["items"] if one["widgetId"] in home.allowed]
    widgets = ctx.app.widgets
    return [
        {
            "id": str(uuid5(_PLACES, f"{person} {place} {id_}")),
            "widgetId": id_,
            "size": widgets[id_].size,
            "settings": default_settings(widgets[id_]) or None,
        }
        for id_ in home.first
    ]


def _stored(one: PlacedWidget) -> dict[str, Any]:
    return {"id": str(one.id), "widgetId": one.widget_id, "size": one.size, "settings": one.settings}


def _shown(place: int, one: Mapping[str, Any]) -> LayoutItem:
    return LayoutItem.model_validate({**one, "order": place, "priority": place})


async def _viewer(ctx: Context) -> Viewer:
    person = person_of(ctx)
    known = (await colleagues(ctx, [person])).get(person) if person is not None else None
    return Viewer(
        user_id=person or ctx.actor.id,
        tenant_id=ctx.tenant_id,
        organization_id=ctx.scope.organization_id,
        user_name=known.name if known else None,
        user_email=known.email if known else None,
        user_label=known.shown if known else str(person or ctx.actor.id),
    )
