"""Validation of moves in the tree of organizations, under a lock that prevents cycles."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.tables import CLASSES, TenantTable
from bottega.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.directory.tables import Organization
from bottega.platform.directory.tree import READ, Tree, closes_circle, grow

NO_TENANT: Final = T(en="Tenant not found", pl="Nie znaleziono najemcy")
NO_PARENT: Final = T(en="Parent not found", pl="Nie znaleziono organizacji nadrzędnej")
NO_CHILD: Final = T(en="Invalid child assignment", pl="Nieprawidłowa organizacja podrzędna")
CHILD_IS_PARENT: Final = T(en="Child cannot equal parent", pl="Organizacja nie może być zarazem podrzędną i nadrzędną")
OWN_PARENT: Final = T(en="Organization cannot be its own parent", pl="Organizacja nie może być nadrzędna wobec siebie")
BELOW_AS_PARENT: Final = T(en="Cannot assign descendant as parent", pl="Organizacja podrzędna nie może być nadrzędną")
ABOVE_AS_CHILD: Final = T(en="Cannot assign ancestor as child", pl="Organizacja nadrzędna nie może być podrzędną")
CIRCLE: Final = T(en="Cannot assign descendant cycle", pl="Organizacje tworzyłyby koło")
TREE_MOVED_ON: Final = T(
    en="The tree of organizations was changed since; undo would break it",
    pl="Drzewo organizacji zostało od tego czasu zmienione; cofnięcie by je uszkodziło",
)
IN_USE: Final = T(en="The organization is already in use", pl="Organizacja jest już używana")


async def locked_tree(ctx: Context) -> Tree:
    """The tree as it is, and stays until this transaction ends: whoever else changes it waits; 404 without a tenant."""
    await ctx.begin()
    tenant = await ctx.query_one(
        "SELECT id FROM directory_tenants WHERE id = $1 AND deleted_at IS NULL FOR UPDATE", ctx.tenant_id
    )
    if tenant is None:
        raise NotFound(NO_TENANT)
    return grow(await ctx.query(READ, ctx.tenant_id))


def check_parent(ctx: Context, tree: Tree, parent_id: UUID | None, own_id: UUID | None) -> None:
    """A parent must exist, be in the caller's reach, and not lie below the organization itself."""
    allowed = ctx.scope.allowed
    if parent_id is None:
        if allowed is not None:
            # A root lies outside of every restricted caller's reach.
            raise Forbidden
        return
    if parent_id == own_id:
        raise Invalid.of_field("parentId", OWN_PARENT)
    if parent_id not in tree.nodes or (allowed is not None and parent_id not in allowed):
        raise Invalid.of_field("parentId", NO_PARENT)
    if own_id is not None and parent_id in tree.below(own_id):
        raise Invalid.of_field("parentId", BELOW_AS_PARENT)


def check_children(
    ctx: Context, tree: Tree, children: Sequence[UUID], parent_id: UUID | None, own_id: UUID | None
) -> list[UUID]:
    """The children to put under an organization, whose parent is or becomes ``parent_id``; that one is left out."""
    wanted = [i for i in dict.fromkeys(children) if i != parent_id]
    allowed = ctx.scope.allowed
    above = (*tree.nodes[parent_id].ancestor_ids, parent_id) if parent_id is not None else ()
    for child in wanted:
        if child == own_id:
            raise Invalid.of_field("childIds", CHILD_IS_PARENT)
        if child not in tree.nodes or (allowed is not None and child not in allowed):
            raise Invalid.of_field("childIds", NO_CHILD)
        if child in above:
            before = tree.nodes[own_id].ancestor_ids if own_id is not None else above
            raise Invalid.of_field("childIds", ABOVE_AS_CHILD if child in before else CIRCLE)
    return wanted


@verifies(Organization)
async def keep_tree(ctx: Context, ids: set[UUID]) -> None:
    """After an undo or redo every live organization still leads to a root, and nothing belongs to one that is gone."""
    await locked_tree(ctx)
    rows = await ctx.query(READ, ctx.tenant_id)
    parents: dict[UUID, UUID | None] = {row["id"]: row["parent_id"] for row in rows}
    for i in parents.keys() & ids:
        parent = parents[i]
        if (parent is not None and parent not in parents) or closes_circle(parents, i):
            raise Conflict(TREE_MOVED_ON, code="record_modified")
    left = await ctx.query(
        "SELECT id FROM directory_organizations WHERE tenant_id = $1 AND id = ANY($2)", ctx.tenant_id, list(ids)
    )
    gone = ids - {row["id"] for row in left}
    if gone and await ctx.query_value(_belongings(), ctx.tenant_id, list(gone)):
        raise Conflict(IN_USE, code="in_use")


def _belongings() -> str:
    """SQL that is true if any table has rows of some organizations."""
    tables = sorted(
        name for name, table in CLASSES.items() if issubclass(table, TenantTable) and table is not Organization
    )
    parts = [f"EXISTS (SELECT FROM {t} WHERE tenant_id = $1 AND organization_id = ANY($2))" for t in tables]
    return f"SELECT {' OR '.join(parts) or 'false'}"
