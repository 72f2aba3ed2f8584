"""Lists of organizations: select options, tree, or pages.

Callers confined to some organizations get those; the tree shows what lies above them too, so that it is connected.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import cut
from bottega.kernel.field_markers import Of
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.list_query import Page, PageSize, Text, as_uuids
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.schemas import Query, Schema, Stamp
from bottega.kernel.text.folding import fold
from bottega.platform.directory.custom_values import settle
from bottega.platform.directory.module import module
from bottega.platform.directory.tables import Organization
from bottega.platform.directory.tenant_names import tenant_name
from bottega.platform.directory.tree import Node, Tree, grow, tree_of

_READ_ALL: Final = (
    "SELECT o.id, o.tenant_id, o.name, o.is_active, o.parent_id, o.updated_at, t.name AS tenant_name"
    " FROM directory_organizations AS o JOIN directory_tenants AS t ON t.id = o.tenant_id"
    " WHERE o.deleted_at IS NULL AND t.deleted_at IS NULL ORDER BY sort_key(t.name), t.id, sort_key(o.name), o.id"
)

OrganizationRef = Annotated[UUID, Of("directory:organization")]


class OrganizationsQuery(Query):
    """What to list."""

    page: Page = Field(default=1, description="Page, from 1 (manage).")
    page_size: PageSize = Field(default=50, description="Rows a page, 1 to 100 (manage).")
    search: Text | None = Field(default=None, description="Part of the name or of the path (manage).")
    view: Literal["options", "manage", "tree"] = Field(default="options", description="options, manage or tree.")
    ids: str | None = Field(
        default=None, max_length=4_000, description="Only these, separated by commas (options, manage)."
    )
    tenant_id: UUID | None = Field(default=None, description="Another tenant, for super-admins.")
    include_inactive: Literal["true", "false"] | None = Field(
        default=None, description="`false` leaves inactive ones out."
    )
    status: Literal["all", "active", "inactive"] = Field(default="all", description="all, active or inactive.")


class Listed(Schema):
    """An organization, in as much detail as the view shows; custom fields as `cf_<key>` (manage)."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    name: str
    parent_id: OrganizationRef | None
    tenant_id: UUID
    is_active: bool
    depth: int
    tree_path: str = Field(description="Ids from the root, joined with `/`.")
    updated_at: Stamp
    path_label: str | None = Field(default=None, description="Names from the root (tree, manage).")
    ancestor_ids: list[OrganizationRef] | None = Field(default=None, description="From the root down (tree, manage).")
    child_ids: list[OrganizationRef] | None = Field(default=None, description="By name (tree, manage).")
    descendant_ids: list[OrganizationRef] | None = Field(default=None, description="In tree order (tree, manage).")
    children: list["Listed"] | None = Field(default=None, description="The same, nested (tree).")
    tenant_name: str | None = Field(default=None, description="For super-admins (manage).")
    parent_name: str | None = Field(default=None, description="(manage)")
    root_id: OrganizationRef | None = Field(default=None, description="(manage)")
    children_count: int | None = Field(default=None, description="(manage)")
    descendants_count: int | None = Field(default=None, description="(manage)")


class Organizations(Schema):
    """Organizations; what is about pages is there for managers."""

    items: list[Listed]
    total: int | None = None
    page: int | None = None
    page_size: int | None = None
    total_pages: int | None = None
    is_super_admin: bool | None = None


@module.get(
    "/organizations",
    "directory.organizations.view",
    name="organizations.list",
    answer=Organizations,
    common=True,
    answers={400: "Invalid query or tenant scope"},
    table=Organization,
)
async def list_organizations(ctx: Context, query: OrganizationsQuery) -> dict[str, Any]:
    """List organizations.

    `view=options` is flat and by name, `view=tree` nested, `view=manage` in pages; super-admins who name no tenant
    manage those of all tenants.
    """
    if query.view == "manage":
        return await _manage(ctx, query)
    tree = await tree_of(ctx.app, ctx.tenant_id)
    if query.view == "tree":
        shown = tree.shown(ctx.scope.allowed)
        answer = {"items": _branches(tree, {node.id for node in shown})}
    else:
        shown = _wanted(_reached(ctx, tree), query)
        rank = {name: n for n, name in enumerate(sorted({fold(node.name) for node in shown}))}
        shown.sort(key=lambda node: rank[fold(node.name)])
        answer = {"items": [_option(node) for node in shown]}
    _note(ctx, [node.id for node in shown], query)
    return answer


async def _manage(ctx: Context, query: OrganizationsQuery) -> dict[str, Any]:
    super_admin = ctx.actor.acl.super_admin
    if super_admin and query.tenant_id is None:
        trees = await _all_trees(ctx)
    else:
        trees = [(await tenant_name(ctx) or "", await tree_of(ctx.app, ctx.tenant_id))]
    found = [(name, tree, node) for name, tree in trees for node in _wanted(_reached(ctx, tree), query)]
    if query.search:
        term = fold(query.search)
        found = [entry for entry in found if term in fold(entry[2].path_label)]
    page = cut(found, query)
    custom = await _custom(ctx, [node.id for _, _, node in page], everywhere=super_admin)
    _note(ctx, [node.id for _, _, node in page], query)
    items = [
        {**_managed(name if super_admin else None, tree, node), **custom.get(node.id, {})} for name, tree, node in page
    ]
    envelope = page_of(items, len(found), page=query.page, size=query.page_size, least=1)
    return {**envelope, "isSuperAdmin": super_admin}


async def _all_trees(ctx: Context) -> list[tuple[str, Tree]]:
    async with ctx.database.across_tenants("super-admins manage the organizations of all tenants") as connection:
        rows = await connection.fetch(_READ_ALL)
    tenants = groupby(rows, key=lambda row: (row["tenant_name"], row["tenant_id"]))
    return [(name, grow(list(found))) for (name, _), found in tenants]


async def _custom(ctx: Context, ids: Sequence[UUID], *, everywhere: bool) -> dict[UUID, dict[str, Any]]:
    sql = "SELECT id, custom FROM directory_organizations WHERE id = ANY($1) AND custom <> '{}'"
    if everywhere:
        async with ctx.database.across_tenants("super-admins manage the organizations of all tenants") as connection:
            rows = await connection.fetch(sql, ids)
    else:
        rows = await ctx.query(sql, ids)
    found = {row["id"]: custom_fields.shown(row["custom"]) for row in rows}
    await settle(ctx, Organization.entity, list(found.values()))
    return found


def _reached(ctx: Context, tree: Tree) -> list[Node]:
    allowed = ctx.scope.allowed
    return [node for node in tree.nodes.values() if allowed is None or node.id in allowed]


def _wanted(nodes: Iterable[Node], query: OrganizationsQuery) -> list[Node]:
    status = "active" if query.status == "all" and query.include_inactive == "false" else query.status
    ids = set(as_uuids([part.strip() for part in query.ids.split(",")])) if query.ids else None
    return [
        node
        for node in nodes
        if (ids is None or node.id in ids) and (status == "all" or node.is_active == (status == "active"))
    ]


def _option(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "name": node.name,
        "parentId": node.parent_id,
        "tenantId": node.tenant_id,
        "isActive": node.is_active,
        "depth": node.depth,
        "treePath": node.tree_path,
        "updatedAt": milliseconds(node.updated_at),
    }


def _branches(tree: Tree, shown: set[UUID]) -> list[dict[str, Any]]:
    """The roots with everything below them; parents come before children, so one pass is enough."""
    roots: list[dict[str, Any]] = []
    made: dict[UUID, dict[str, Any]] = {}
    for node in tree.nodes.values():
        if node.id not in shown:
            continue
        branch: dict[str, Any] = {
            **_option(node),
            "ancestorIds": list(node.ancestor_ids),
            "childIds": [i for i in node.child_ids if i in shown],
            "descendantIds": [i for i in tree.below(node.id) if i in shown],
            "pathLabel": node.path_label,
            "children": [],
        }
        made[node.id] = branch
        (made[node.parent_id]["children"] if node.parent_id else roots).append(branch)
    return roots


def _managed(tenant: str | None, tree: Tree, node: Node) -> dict[str, Any]:
    below = tree.below(node.id)
    parent = tree.nodes[node.parent_id] if node.parent_id else None
    return {
        **_option(node),
        "tenantName": tenant,
        "parentName": parent.name if parent else None,
        "rootId": node.root_id,
        "pathLabel": node.path_label,
        "ancestorIds": list(node.ancestor_ids),
        "childIds": list(node.child_ids),
        "descendantIds": list(below),
        "childrenCount": len(node.child_ids),
        "descendantsCount": len(below),
    }


def _note(ctx: Context, ids: Sequence[UUID], query: OrganizationsQuery) -> None:
    keys = sorted(query.model_fields_set)
    ctx.app.access.note(ctx, "directory.organization", ids, [*Listed.model_fields], query_keys=keys)
