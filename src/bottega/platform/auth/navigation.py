"""Navigation: pages the caller may open, grouped and nested by role presets and personal preferences.

Pages come from the manifests and settings from a cache, so drawing the navigation asks the database nothing.
"""

from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True)
class _Placed:
    """A page, and the addresses of other pages that it lies below, those nearest to the root first."""

    page: Page
    above: tuple[str, ...]


def _in_order(every: Iterable[Page], locale: str) -> list[_Placed]:
    """The pages as a menu in a language has them, less those of single records."""
    pages = [page for page in every if "{" not in page.href]
    pages.sort(key=lambda page: (page.group.order, page.group.title(locale), page.order, page.title(locale)))
    addresses = {page.href for page in pages}
    return [_Placed(page, tuple(one for one in _ancestors(page.href) if one in addresses)) for page in pages]


def _ancestors(href: str) -> list[str]:
    parts = href.split("/")
    return ["/".join(parts[:end]) for end in range(2, len(parts))]


def _groups(ctx: Context) -> list[tuple[NavGroup, list[_Placed]]]:
    """The pages the caller may open, in their groups, both in their default order."""
    found: dict[str, tuple[NavGroup, list[_Placed]]] = {}
    acl, organization = ctx.actor.acl, ctx.scope.organization_id
    for placed in ctx.app.once(f"auth.pages.{ctx.locale}", lambda: _in_order(ctx.app.pages, ctx.locale)):
        if acl.allows_all(placed.page.features, organization):
            group = placed.page.group
            found.setdefault(group.id, (group, []))[1].append(placed)
    return list(found.values())


def _draw(
    ctx: Context, group: NavGroup, pages: Sequence[_Placed], extra: Sequence[Entry], settings: Settings
) -> dict[str, Any]:
    """A group with its entries, each below the page whose address begins its own: one level of them."""
    addresses = {placed.page.href for placed in pages}
    items: dict[str, dict[str, Any]] = {}
    below: list[tuple[str, dict[str, Any]]] = []
    for placed in pages:
        item = _item(placed.page.href, placed.page.title(ctx.locale), settings)
        parent = next((one for one in placed.above if one in addresses), None)
        if parent is None:
            items[placed.page.href] = item
        else:
            below.append((parent, item))
    below += [(entry.parent, _item(entry.href, entry.title, settings)) for entry in extra if entry.parent in items]
    for parent, item in below:
        items[parent].setdefault("children", []).append(item)
    return {
        "id": group.id,
        "name": settings.group_labels.get(group.id, group.title(ctx.locale)),
        "defaultName": group.title(ctx.locale),
        "items": list(items.values()),
    }


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


def _arranged(groups: list[dict[str, Any]], order: Sequence[str]) -> list[dict[str, Any]]:
    """The groups that somebody put in order first, the others as they were."""
    place = {group_id: index for index, group_id in enumerate(order)}
    return sorted(groups, key=lambda group: place.get(group["id"], len(place)))
