"""Names beside the ids of a log: who, for which tenant, in which organization; null for what is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.database import Record
from bottega.platform.api_keys import key_names
from bottega.platform.directory import Tree, tenant_name, tree_of

_READ_USERS = "SELECT id, name, email FROM auth_users WHERE tenant_id = $1 AND id = ANY($2)"


@dataclass(frozen=True)
class Names:
    """What the ids of one page are called."""

    tenant: str | None
    tree: Tree
    actors: Mapping[UUID, str]

    def of(self, row: Record) -> dict[str, Any]:
        """The part of an item that says who and where."""
        organization = row["organization_id"]
        node = self.tree.nodes.get(organization) if organization else None
        return {
            "actorUserId": row["actor_id"],
            "actorUserName": self.actors.get(row["actor_id"]),
            "tenantId": row["tenant_id"],
            "tenantName": self.tenant,
            "organizationId": organization,
            "organizationName": node.name if node else None,
        }


async def names_for(ctx: Context, rows: Iterable[Record]) -> Names:
    """The names of everybody and everything a page mentions."""
    ids = sorted({row["actor_id"] for row in rows if row["actor_id"] is not None})
    actors = await _users(ctx, ids)
    unknown = [i for i in ids if i not in actors]
    if unknown:
        actors |= await key_names(ctx, unknown)
    return Names(await tenant_name(ctx), await tree_of(ctx.app, ctx.tenant_id), actors)


async def _users(ctx: Context, ids: list[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    keys = await sealing.keys_of(ctx)
    rows = await ctx.query(_READ_USERS, ctx.tenant_id, ids)
    return {row["id"]: row["name"] or keys.open(row["email"], "auth_users.email") for row in rows}
