"""Display names of users, tenants and organizations in log entries; null for deleted ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.writes.deleted_records import DELETED
from bottega.platform.api_keys import key_names
from bottega.platform.audit_logs.module import module
from bottega.platform.audit_logs.visibility import TENANT_VIEW
from bottega.platform.auth import colleagues
from bottega.platform.directory import Tree, tenant_name, tree_of


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
    actors = {one.id: one.shown for one in (await colleagues(ctx, ids)).values()}
    unknown = [i for i in ids if i not in actors]
    if unknown:
        actors |= await key_names(ctx, unknown)
    return Names(await tenant_name(ctx), await tree_of(ctx.app, ctx.tenant_id), actors)


@module.within(DELETED)
async def tell_who_deleted(ctx: Context, *, action: Record, told: dict[str, Any]) -> None:
    """Say who deleted a record to those to whom the action log shows its entry."""
    own = action["actor_id"] == ctx.actor.id
    if action["actor_id"] is None or not ctx.may("audit_logs.view_self" if own else TENANT_VIEW):
        return
    if not (own or ctx.scope.sees(action["organization_id"])):
        return
    names = await names_for(ctx, [action])
    told["deletedBy"] = {"id": action["actor_id"], "name": names.actors.get(action["actor_id"])}
