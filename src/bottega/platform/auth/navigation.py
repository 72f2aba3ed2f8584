"""Navigation: pages the caller may open, grouped and nested by role presets and personal preferences.

Pages come from the manifests and settings from a cache, so drawing the navigation asks the database nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.registrations import Page
from bottega.kernel.schemas import Schema
from bottega.kernel.screens import NavGroup
from bottega.platform.auth.module import module
from bottega.platform.auth.preferences import Settings, settings_for


@dataclass(frozen=True)
class Entry:
    """An entry that a module works out for the caller, below the page ``parent``."""

    parent: str
    href: str
    title: str


# Told ``entries``, a list to add entries below pages to, for instance one a custom entity; what adds them should not
# query.
NAVIGATION: Final = "auth.navigation"


class NavChild(Schema):
    """An entry below another one."""

    href: str
    title: str
    default_title: str
    enabled: bool = True
    hidden: bool = False


class NavItem(NavChild):
    """An entry."""

    children: list[NavChild] | None = None


class NavSection(Schema):
    """Entries that belong together."""

    id: str
    name: str
    default_name: str
    items: list[NavItem]


class Navigation(Schema):
    """The navigation of the back office."""

    groups: list[NavSection]


@module.get("/admin/nav", answer=Navigation, answers={200: "Sidebar navigation structure"}, name="navigation")
async def draw_navigation(ctx: Context) -> dict[str, Any]:
    """Resolve sidebar entries.

    Returns the backend navigation tree available to the authenticated administrator after applying role and personal
    sidebar preferences.
    """
    return await navigation_of(ctx)


async def navigation_of(ctx: Context) -> dict[str, Any]:
    """The groups of the caller's menu with their entries, arranged as the caller wants them."""
    extra: list[Entry] = []
    await ctx.tell(NAVIGATION, entries=extra)
    settings = await settings_for(ctx)
    groups = [_draw(ctx, group, pages, extra, settings) for group, pages in _groups(ctx)]
    return {"groups": _arranged(groups, settings.group_order)}


def _groups(ctx: Context) -> list[tuple[NavGroup, list[Page]]]:
    """The pages the caller may open, in their groups' default order."""
    found: dict[str, tuple[NavGroup, list[Page]]] = {}
    acl, organization = ctx.actor.acl, ctx.scope.organization_id
    for page in ctx.app.once("auth.pages", lambda: [each for each in ctx.app.pages if "{" not in each.href]):
        if acl.allows_all(page.features, organization):
            found.setdefault(page.group.id, (page.group, []))[1].append(page)
    return sorted(found.values(), key=lambda one: (one[0].order, one[0].title(ctx.locale)))


def _draw(
    ctx: Context, group: NavGroup, pages: Sequence[Page], extra: Sequence[Entry], settings: Settings
) -> dict[str, Any]:
    """A group with its entries, each below the page whose address begins its own."""
    items: dict[str, dict[str, Any]] = {}
    pages = sorted(pages, key=lambda page: (page.order, page.title(ctx.locale)))
    addresses = {page.href for page in pages}
    tops = {page.href for page in pages if _parent(page.href, addresses) is None}
    for page in pages:
        if page.href in tops:
            items[page.href] = _item(page.href, page.title(ctx.locale), settings)
    for page in pages:
        parent = _parent(page.href, tops)
        if parent is not None:
            _add_child(items[parent], _item(page.href, page.title(ctx.locale), settings))
    for entry in extra:
        if entry.parent in items:
            _add_child(items[entry.parent], _item(entry.href, entry.title, settings))
    return {
        "id": group.id,
        "name": settings.group_labels.get(group.id, group.title(ctx.locale)),
        "defaultName": group.title(ctx.locale),
        "items": list(items.values()),
    }


def _parent(href: str, among: set[str]) -> str | None:
    """The page that an address lies below; the nearest to the root, so that the output has one level."""
    above = [other for other in among if href != other and href.startswith(f"{other.rstrip('/')}/")]
    return min(above, key=len, default=None)


def _item(href: str, title: str, settings: Settings) -> dict[str, Any]:
    item: dict[str, Any] = {
        "href": href,
        "title": settings.item_labels.get(href, title),
        "defaultTitle": title,
        "enabled": True,
    }
    if href in settings.hidden_items:
        item["hidden"] = True
    return item


def _add_child(item: dict[str, Any], child: Mapping[str, Any]) -> None:
    item.setdefault("children", []).append(child)


def _arranged(groups: list[dict[str, Any]], order: Sequence[str]) -> list[dict[str, Any]]:
    """The groups that somebody put in order first, the others as they were."""
    place = {group_id: index for index, group_id in enumerate(order)}
    return sorted(groups, key=lambda group: place.get(group["id"], len(place)))
