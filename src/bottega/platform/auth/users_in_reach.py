"""Users of an organization by id, by role or by what they may do, many at once, for other modules."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.permissions import covering
from bottega.platform.directory import active_organization, active_tenant, tree_of

# As ``identity.read_acl`` of each of them: a user's own ACL replaces what the roles say, save the super flag.
_FIND: Final = f"""
WITH granted AS (
    SELECT l.user_id, bool_or(a.is_super_admin) AS super, bool_or($2::text[] IS NULL OR a.features && $2) AS may,
           bool_or(a.organizations IS NULL OR a.organizations && $3) AS reaches
    FROM auth_user_roles AS l JOIN auth_role_acls AS a ON a.tenant_id = l.tenant_id AND a.role_id = l.role_id
    WHERE l.tenant_id = $1 GROUP BY l.user_id
)
SELECT u.id FROM auth_users AS u
LEFT JOIN granted AS g ON g.user_id = u.id
LEFT JOIN auth_user_acls AS o ON o.tenant_id = u.tenant_id AND o.user_id = u.id
WHERE u.tenant_id = $1 AND u.is_confirmed
  AND {active_tenant("u.tenant_id")} AND {active_organization("u.tenant_id", "u.organization_id")}
  AND ($5::uuid[] IS NULL OR u.id = ANY($5))
  AND ($6::uuid IS NULL OR EXISTS (SELECT FROM auth_user_roles AS r
       WHERE r.tenant_id = $1 AND r.user_id = u.id AND r.role_id = $6))
  AND (coalesce(g.super OR o.is_super_admin, g.super, o.is_super_admin, false)
       OR u.organization_id = ANY($4)
       OR CASE WHEN o.id IS NULL THEN coalesce(g.may AND ($3::uuid[] IS NULL OR g.reaches), $2 IS NULL AND $3 IS NULL)
          ELSE ($2 IS NULL OR o.features && $2)
               AND ($3 IS NULL OR o.organizations IS NULL OR o.organizations && $3) END)
ORDER BY u.id
"""


async def reachable_users(
    ctx: Context,
    organization_id: UUID | None,
    *,
    ids: Collection[UUID] | None = None,
    role_id: UUID | None = None,
    feature: str | None = None,
) -> list[UUID]:
    """The active users of the tenant who reach an organization, at home there or by their permissions, in order of id.

    Only those among ``ids``, with the role, or who hold the ``feature`` there; without an organization, anywhere.
    """
    places: list[UUID] | None = None
    homes: list[UUID] = []
    if organization_id is not None:
        tree = await tree_of(ctx.app, ctx.tenant_id)
        node = tree.nodes.get(organization_id)
        # A grant for an organization reaches those below it, and so do the organizations above one.
        # One that was made in this transaction is not in the tree yet.
        places = [*(node.ancestor_ids if node else ()), organization_id]
        # Who holds a feature holds it where the permissions say so, wherever they are at home.
        homes = [] if feature else sorted({organization_id, *tree.below(organization_id)})
    known = covering(feature) if feature else None
    wanted = None if ids is None else sorted(set(ids))
    rows = await ctx.query(_FIND, ctx.tenant_id, known, places, homes, wanted, role_id)
    return [row["id"] for row in rows]


_NAMED: Final = """
SELECT u.id FROM auth_users AS u LEFT JOIN auth_user_acls AS o ON o.tenant_id = u.tenant_id AND o.user_id = u.id
LEFT JOIN LATERAL (
    SELECT bool_or(a.is_super_admin) AS super, bool_or($2 = ANY(a.features)) AS named
    FROM auth_user_roles AS l JOIN auth_role_acls AS a ON a.tenant_id = l.tenant_id AND a.role_id = l.role_id
    WHERE l.tenant_id = u.tenant_id AND l.user_id = u.id
) AS g ON true
WHERE u.tenant_id = $1 AND NOT coalesce(g.super, false) AND NOT coalesce(o.is_super_admin, false)
  AND CASE WHEN o.id IS NULL THEN coalesce(g.named, false) ELSE $2 = ANY(o.features) END
"""


async def users_naming(ctx: Context, feature: str) -> set[UUID]:
    """The users whose permissions name a feature itself, wildcards and super-admins aside: those whom it restricts."""
    return {row["id"] for row in await ctx.query(_NAMED, ctx.tenant_id, feature)}
