"""Detection of permissions that a new version grants default roles, recorded and proposed.

A tenant's roles are its own, so an upgrade changes none of them. It compares what modules grant by default with what
they granted when it looked last (``KnownGrants``); the difference is offered once (``GrantOffer``). What somebody took
away was known, what somebody declined stays declined.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.permissions import covers
from bottega.kernel.writes import changes
from bottega.platform.auth.tables import GrantOffer
from bottega.platform.auth.tenant_setup import default_roles, grants_of, note_grants
from bottega.platform.directory import live_tenant

OFFERED: Final = "offered"
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"
_FIND: Final = f"""
SELECT r.tenant_id, r.id, lower(r.name) AS name, k.features AS known
FROM auth_roles AS r
LEFT JOIN auth_known_grants AS k ON k.tenant_id = r.tenant_id AND k.role_id = r.id
WHERE lower(r.name) = ANY($1) AND ($2::uuid IS NULL OR r.tenant_id = $2)
  AND {live_tenant("r.tenant_id")} ORDER BY r.tenant_id, r.id
"""
# Of two servers that start together the second waits here, and finds everything known.
_LOCK: Final = """
SELECT k.features AS known, a.features AS granted, coalesce(a.is_super_admin, false) AS is_super_admin
FROM auth_known_grants AS k LEFT JOIN auth_role_acls AS a ON a.tenant_id = k.tenant_id AND a.role_id = k.role_id
WHERE k.tenant_id = $1 AND k.role_id = $2 FOR UPDATE OF k
"""

log = structlog.get_logger()


@dataclass(frozen=True)
class Offered:
    """Features that are offered to a default role of a tenant from now on."""

    tenant_id: UUID
    role: str
    features: tuple[str, ...]


async def offer_new_grants(app: Application, tenant_id: UUID | None = None) -> list[Offered]:
    """Offer tenants, or one of them, what has come since somebody looked last; it is logged, and changes no role."""
    wanted = {name: grants_of(app, name) for name in default_roles(app)}
    async with app.database.across_tenants(
        "an upgrade compares what it grants the default roles of all tenants"
    ) as connection:
        rows = await connection.fetch(_FIND, list(wanted), tenant_id)
    outdated: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in map(dict, rows):
        if row["known"] is None or set(wanted[row["name"]]) - set(row["known"]):
            outdated[row["tenant_id"]].append(row)
    found: list[Offered] = []
    for tenant, roles in outdated.items():
        async with app.acting(tenant) as ctx:
            for row in roles:
                features = await _offer(ctx, row["id"], wanted[row["name"]])
                if features:
                    found.append(Offered(tenant, row["name"], tuple(features)))
    for one in found:
        log.info("grants.offered", tenant=one.tenant_id, role=one.role, features=", ".join(one.features))
    return found


async def _offer(ctx: Context, role_id: UUID, wanted: Sequence[str]) -> list[str]:
    """Offer a role what it was never granted or offered; one nobody has looked at yet is as somebody wanted it."""
    await ctx.begin()
    row = await ctx.query_one(_LOCK, ctx.tenant_id, role_id)
    if row is None:
        await note_grants(ctx, role_id, wanted)
        return []
    new = [feature for feature in wanted if feature not in row["known"]]
    # A role whose permissions were taken away altogether gets none back by itself, and who may do all needs none.
    lacking = (
        []
        if row["granted"] is None or row["is_super_admin"]
        else [feature for feature in new if not any(covers(granted, feature) for granted in row["granted"])]
    )
    for feature in lacking:
        await changes.insert(ctx, GrantOffer, {"role_id": role_id, "feature": feature})
    await note_grants(ctx, role_id, [*row["known"], *new])
    return lacking


async def open_offers(ctx: Context, role_ids: Sequence[UUID] | None = None) -> list[dict[str, Any]]:
    """What is offered to roles and neither held nor decided yet, as far as modules still grant it; by role and name."""
    rows = await ctx.query(
        "SELECT o.id, o.role_id, o.feature, o.created_at, r.name, a.features AS granted"
        " FROM auth_grant_offers AS o"
        " JOIN auth_roles AS r ON r.tenant_id = o.tenant_id AND r.id = o.role_id"
        " JOIN auth_role_acls AS a ON a.tenant_id = o.tenant_id AND a.role_id = o.role_id AND NOT a.is_super_admin"
        " WHERE o.tenant_id = $1 AND o.state = $2 AND ($3::uuid[] IS NULL OR o.role_id = ANY($3))"
        " ORDER BY lower(r.name), o.feature, o.id",
        ctx.tenant_id,
        OFFERED,
        None if role_ids is None else list(role_ids),
    )
    return [row for row in map(dict, rows) if _is_open(ctx.app, row)]


def _is_open(app: Application, row: Mapping[str, Any]) -> bool:
    feature: str = row["feature"]
    granted_by_default = feature in grants_of(app, row["name"].lower())
    return granted_by_default and not any(covers(granted, feature) for granted in row["granted"])


async def settle_offers(ctx: Context, offers: Sequence[Mapping[str, Any]], state: str) -> None:
    """Remember what became of offers."""
    for offer in offers:
        await changes.update(ctx, GrantOffer, offer["id"], {"state": state})
