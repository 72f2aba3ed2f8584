"""Create, rename, move and delete of organizations.

What is done to the tree concerns the tenant, so the audit entry names no organization. Children that move are changes
of the same command: undo puts them back too.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel import custom_fields
from bottega.kernel.context import Context, Scope
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Input, partial
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.undo_rules import Change, Putting, permits
from bottega.platform.directory.hierarchy import check_children, check_parent, locked_tree
from bottega.platform.directory.module import module
from bottega.platform.directory.organization_lists import OrganizationRef
from bottega.platform.directory.tables import Organization
from bottega.platform.directory.tree import Node, Tree

NOT_FOUND: Final = T(en="Not found", pl="Nie znaleziono")
ID_REQUIRED: Final = T(en="Organization id required", pl="Wymagany jest identyfikator organizacji")
OWN: Final = T(
    en="You are signed in to this organization; it cannot be closed from inside",
    pl="Pracujesz teraz w tej organizacji; aby ją zamknąć, wybierz inną",
)

_MANAGE: Final = "directory.organizations.manage"
_CLASH: Final = "The caller's own organization, or changed since"


class OrganizationInput(Input):
    """An organization and its place in the tree."""

    name: str = Field(min_length=1, max_length=200, description="What it is called.")
    tenant_id: UUID | None = Field(default=None, description="The caller's; another for super-admins.")
    is_active: bool = Field(default=True, description="Nobody signs in to an inactive organization.")
    parent_id: OrganizationRef | None = Field(default=None, description="The organization above; null makes a root.")
    child_ids: list[OrganizationRef] = Field(
        default_factory=list[UUID], max_length=1000, description="The organizations directly below, all of them."
    )


class OrganizationId(Input):
    """Which organization to delete."""

    id: UUID | None = None


@module.post(
    "/organizations",
    _MANAGE,
    name="organizations.create",
    label=T(en="Create organization", pl="Dodanie organizacji"),
    answers={400: "Validation failed", 404: "Tenant not found"},
)
async def create_organization(ctx: Context, data: OrganizationInput) -> Created:
    """Create organization.

    Under a parent or as a root; existing organizations can be put under it at once.
    """
    record_id = new_id()
    tree = await _begin(ctx, record_id)
    check_parent(ctx, tree, data.parent_id, None)
    children = check_children(ctx, tree, data.child_ids, data.parent_id, None)
    values: dict[str, Any] = {
        "id": record_id,
        "organization_id": record_id,
        "name": data.name,
        "is_active": data.is_active,
        "parent_id": data.parent_id,
    }
    custom = await custom_fields.checked(ctx, Organization.entity, ctx.custom, new=True)
    if custom:
        values["custom"] = custom
    await changes.insert(ctx, Organization, values)
    for child in children:
        await changes.update(ctx, Organization, child, {"parent_id": record_id})
    return Created(id=record_id)


@module.put(
    "/organizations",
    _MANAGE,
    body=partial(OrganizationInput),
    name="organizations.update",
    label=T(en="Update organization", pl="Zmiana organizacji"),
    answers={400: "Validation failed", 404: "Not found", 409: _CLASH},
    table=Organization,
)
async def update_organization(ctx: Context, data: Input) -> Done:
    """Update organization.

    What is left out stays as it is. With `childIds` exactly those are the children: others that were become roots.
    """
    values = data.given()
    record_id: UUID = values.pop("id")
    values.pop("tenant_id", None)
    children: list[UUID] | None = values.pop("child_ids", None)
    await _find_home(ctx, record_id)
    tree = await _begin(ctx, record_id)
    node = _reachable(ctx, tree, record_id)
    if values.get("is_active") is False and node.is_active:
        _keep_open(ctx, record_id)
    parent_id = values.get("parent_id", node.parent_id)
    if parent_id != node.parent_id:
        check_parent(ctx, tree, parent_id, record_id)
    # Checked before anything moves: the rules are about the tree as the client saw it.
    wanted = check_children(ctx, tree, children, parent_id, record_id) if children is not None else None
    custom = await custom_fields.checked(ctx, Organization.entity, ctx.custom, new=False)
    if custom:
        values["custom"] = custom
    await changes.update(ctx, Organization, record_id, values, where=Where(version=version_of(ctx)))
    if wanted is not None:
        await _set_children(ctx, node, wanted)
    return Done()


async def _set_children(ctx: Context, node: Node, wanted: list[UUID]) -> None:
    left = [child for child in node.child_ids if child not in wanted]
    if left and ctx.scope.allowed is not None:
        # They would become roots, out of this caller's reach.
        raise Forbidden
    for child in left:
        await changes.update(ctx, Organization, child, {"parent_id": None})
    for child in wanted:
        if child not in node.child_ids:
            await changes.update(ctx, Organization, child, {"parent_id": node.id})


@module.delete(
    "/organizations",
    _MANAGE,
    query=IdQuery,
    id_anywhere=True,
    name="organizations.delete",
    label=T(en="Delete organization", pl="Usunięcie organizacji"),
    answers={400: "Validation failed", 404: "Not found", 409: _CLASH},
    table=Organization,
)
async def delete_organization(ctx: Context, data: OrganizationId) -> Done:
    """Delete organization.

    Softly: its rows stay, its people are signed out, and its children move up to its parent.
    """
    if data.id is None:
        raise Invalid.of_field("id", ID_REQUIRED)
    await _find_home(ctx, data.id)
    tree = await _begin(ctx, data.id)
    node = _reachable(ctx, tree, data.id)
    _keep_open(ctx, data.id)
    for child in node.child_ids:
        await changes.update(ctx, Organization, child, {"parent_id": node.parent_id})
    # Not ``changes.delete``: an organization may be closed while people and records belong to it.
    gone = {"deleted_at": datetime.now(UTC), "is_active": False, "parent_id": None}
    await changes.update(ctx, Organization, data.id, gone, where=Where(version=version_of(ctx)))
    ctx.scope = replace(ctx.scope, organization_id=data.id)
    await ctx.emit("directory.organization.deleted", record_id=data.id)
    ctx.scope = replace(ctx.scope, organization_id=None)
    return Done()


async def _begin(ctx: Context, record_id: UUID) -> Tree:
    """Lock the tree, and record what follows as the tenant's business."""
    ctx.refuse_closed()
    ctx.describe("directory.organization", record_id)
    ctx.scope = replace(ctx.scope, organization_id=None)
    return await locked_tree(ctx)


async def _find_home(ctx: Context, record_id: UUID) -> None:
    """Super-admins see the organizations of all tenants in one list: the request is about the tenant of that one."""
    if not ctx.actor.acl.super_admin:
        return
    async with ctx.database.across_tenants("super-admins name organizations of any tenant") as connection:
        tenant_id = await connection.fetchval(
            "SELECT tenant_id FROM directory_organizations WHERE id = $1 AND deleted_at IS NULL", record_id
        )
    if tenant_id is not None and tenant_id != ctx.tenant_id:
        ctx.scope = Scope(tenant_id)


def _reachable(ctx: Context, tree: Tree, record_id: UUID) -> Node:
    node = tree.nodes.get(record_id)
    if node is None or (ctx.scope.allowed is not None and record_id not in ctx.scope.allowed):
        raise NotFound(NOT_FOUND)
    return node


def _keep_open(ctx: Context, record_id: UUID) -> None:
    """Nobody locks themselves out."""
    if record_id == ctx.actor.organization_id:
        raise Conflict(OWN)


@permits(Organization)
async def only_in_reach(ctx: Context, putting: Putting) -> None:
    """Organizations that come, move or go by undo: all in the caller's reach, or under one that is."""
    for change in putting.changes:
        before, after = change.before, change.after
        if before is not None and (after is None or (before["is_active"] and not after["is_active"])):
            _keep_open(ctx, change.id)
        _refuse_beyond(ctx, putting, change)


def _refuse_beyond(ctx: Context, putting: Putting, change: Change) -> None:
    """404 for an organization out of reach; 403 to move one out of it."""
    allowed = ctx.scope.allowed
    if allowed is None:
        return
    # One that is new to the tree, or gone from it, is reached through the one above it.
    near = {one.id for one in putting.changes if not one.values("parent_id").isdisjoint(allowed)} | allowed
    if change.id not in near:
        raise NotFound(NOT_FOUND)
    if len({one["parent_id"] for one in change.versions}) > 1 and not all(
        one["parent_id"] in near for one in change.versions
    ):
        raise Forbidden
