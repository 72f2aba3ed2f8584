"""The organization switcher: selectable organizations and the selected one."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.schemas import Query, Schema
from bottega.platform.directory.module import module
from bottega.platform.directory.tree import Tree, tree_of

ORGANIZATION_COOKIE: Final = "om_selected_org"


class SwitcherQuery(Query):
    """For which tenant."""

    tenant_id: UUID | None = None


class Choice(Schema):
    """An organization in the switcher; what is not selectable is there because something below it is."""

    id: UUID
    name: str
    depth: int
    selectable: bool
    children: list["Choice"]


class TenantChoice(Schema):
    """A tenant a super-admin can go to."""

    id: UUID
    name: str
    is_active: bool


class Switcher(Schema):
    """Where the caller can go, and where they are."""

    items: list[Choice]
    selected_id: UUID | None
    can_manage: bool
    can_view_all_organizations: bool
    tenant_id: UUID | None
    tenants: list[TenantChoice]
    is_super_admin: bool


@module.get("/organization-switcher", name="organization_switcher", answer=Switcher)
async def load_switcher(ctx: Context, query: SwitcherQuery) -> dict[str, Any]:
    """Load organization switcher menu.

    The organizations of the tenant the caller is in, nested; those they can select and those above them. Super-admins
    also get the tenants, and may ask for another one.
    """
    super_admin = ctx.actor.acl.super_admin
    tenants = await _tenants(ctx) if super_admin else []
    tenant_id = ctx.tenant_id
    if super_admin and tenants and tenant_id not in {row["id"] for row in tenants}:
        tenant_id = tenants[0]["id"]
    tree = await tree_of(ctx.app, tenant_id)
    items, ids = _choices(ctx, tree)
    ctx.app.access.note(
        ctx, "directory.organization_switcher", ids, [*Choice.model_fields], query_keys=sorted(query.model_fields_set)
    )
    return {
        "items": items,
        "selectedId": _selected(ctx, tree),
        "canManage": bool(items) and ctx.may("directory.organizations.manage"),
        "canViewAllOrganizations": ctx.scope.allowed is None,
        "tenantId": tenant_id,
        "tenants": [{"id": row["id"], "name": row["name"], "isActive": row["is_active"]} for row in tenants],
        "isSuperAdmin": super_admin,
    }


async def _tenants(ctx: Context) -> list[Record]:
    async with ctx.database.across_tenants("super-admins switch between tenants") as connection:
        return await connection.fetch(
            "SELECT id, name, is_active FROM directory_tenants WHERE deleted_at IS NULL ORDER BY sort_key(name), id"
        )


def _choices(ctx: Context, tree: Tree) -> tuple[list[dict[str, Any]], list[UUID]]:
    """The nested choices, and the ids of those that can be selected."""
    allowed = ctx.scope.allowed
    roots: list[dict[str, Any]] = []
    made: dict[UUID, dict[str, Any]] = {}
    for node in tree.shown(allowed):
        choice: dict[str, Any] = {
            "id": node.id,
            "name": node.name,
            "depth": node.depth,
            "selectable": allowed is None or node.id in allowed,
            "children": [],
        }
        made[node.id] = choice
        (made[node.parent_id]["children"] if node.parent_id else roots).append(choice)
    return roots, [i for i, choice in made.items() if choice["selectable"]]


def _selected(ctx: Context, tree: Tree) -> UUID | None:
    selected = ctx.scope.organization_id
    if selected is not None:
        return selected if selected in tree.nodes else None
    # A super-admin who asks for another tenant: the choice may have been made there already.
    cookie = ctx.cookies.get(ORGANIZATION_COOKIE, "")
    return next((i for i in tree.nodes if str(i) == cookie), None)
