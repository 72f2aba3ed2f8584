"""State of the application when it is opened: who is here, where, and what they may do."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega import __version__
from bottega.kernel.context import Context
from bottega.kernel.schemas import Schema, today
from bottega.platform.auth import NavSection, colleagues, navigation_of
from bottega.platform.directory import tenant_name, tree_of
from bottega.platform.ui.manifest import manifest_of
from bottega.platform.ui.module import module

# Told ``counts``, a dict to say in how much of what waits for the caller: ``counts["messages"] = 3``.
UNREAD: Final = "ui.unread"


class Person(Schema):
    """Who is signed in; a program with an API key has no name and no address."""

    id: UUID
    name: str | None
    email: str | None
    roles: list[str]


class Tenant(Schema):
    """The business whose data is shown."""

    id: UUID
    name: str | None


class Organization(Schema):
    """An organization the caller may select, at its depth in the tree."""

    id: UUID
    name: str
    depth: int


class Boot(Schema):
    """The state of the application when it is opened."""

    user: Person
    tenant: Tenant
    organizations: list[Organization]
    organization_id: UUID | None
    features: list[str]
    locale: str
    today: date
    nav: list[NavSection]
    unread: dict[str, int]
    manifest: str
    version: str


@module.get("/boot", name="boot.read", answer=Boot, answers={200: "State of the application"})
async def read_boot(ctx: Context) -> dict[str, Any]:
    """Begin.

    Who is signed in, the business and the organizations they may select, what they may do in the selected one, their
    menu, what waits for them, and the tag of the manifest of their screens.
    """
    unread: dict[str, int] = {}
    await ctx.tell(UNREAD, counts=unread)
    tree, reach = await tree_of(ctx.app, ctx.tenant_id), ctx.scope.allowed
    places = [node for node in tree.nodes.values() if node.is_active and (reach is None or node.id in reach)]
    tag, _ = await manifest_of(ctx)
    return {
        "user": await _person(ctx),
        "tenant": Tenant(id=ctx.tenant_id, name=await tenant_name(ctx)),
        "organizations": [Organization(id=node.id, name=node.name, depth=node.depth) for node in places],
        "organizationId": ctx.scope.organization_id,
        "features": _granted(ctx),
        "locale": ctx.locale,
        "today": today(),
        "nav": (await navigation_of(ctx))["groups"],
        "unread": unread,
        "manifest": tag,
        "version": __version__,
    }


async def _person(ctx: Context) -> Person:
    actor = ctx.actor
    known = (await colleagues(ctx, [actor.id])).get(actor.id) if actor.kind == "user" else None
    return Person(
        id=actor.id,
        name=known.name if known else actor.label or None,
        email=known.email if known else None,
        roles=list(actor.roles),
    )


def _granted(ctx: Context) -> list[str]:
    """The declared features that the caller holds in the selected organization."""
    acl = ctx.actor.acl
    return [name for name in ctx.app.features if acl.allows_all((name,), ctx.scope.organization_id)]
