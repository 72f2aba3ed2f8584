"""Teams, roles and members that requests and records name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.staff.tables import Team
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.writes.preconditions import Where, find_live

NO_TEAM: Final = T(en="Team not found.", pl="Nie znaleziono zespołu.")
NO_ROLES: Final = T(en="One or more team roles were not found.", pl="Nie znaleziono jednej lub kilku ról w zespole.")
_TEAMS: Final = "SELECT id, name FROM staff_teams WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
_ROLES: Final = (
    "SELECT id, name FROM staff_team_roles WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
    " AND ($3::uuid[] IS NULL OR organization_id = ANY($3)) ORDER BY id"
)


async def require_team(ctx: Context, team_id: UUID) -> None:
    """400 on ``teamId`` for a team that is not there, or not in view; it stays until the command ends."""
    await ctx.begin()
    if await find_live(ctx, Team, team_id, Where.visible(ctx), lock=" FOR KEY SHARE") is None:
        raise InvalidInput.field("teamId", NO_TEAM, code="not_found")


async def require_roles(ctx: Context, role_ids: Sequence[UUID]) -> None:
    """400 on ``roleIds`` for a role that is not there, or not in view; they stay until the command ends."""
    if not role_ids:
        return
    await ctx.begin()
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    found = await ctx.query(f"{_ROLES} FOR KEY SHARE", ctx.tenant_id, list(role_ids), visible)
    if len(found) != len(set(role_ids)):
        raise InvalidInput.field("roleIds", NO_ROLES, code="not_found")


async def team_names(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID | None, dict[str, Any]]:
    """Teams as items show them, ``{id, name}``, by id; those that are deleted are left out."""
    wanted = sorted({one for one in ids if one is not None})
    rows = await ctx.query(_TEAMS, ctx.tenant_id, wanted) if wanted else []
    return {row["id"]: {"id": row["id"], "name": row["name"]} for row in rows}


async def role_names(ctx: Context, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of roles by id; those that are deleted are left out."""
    wanted = sorted(set(ids))
    rows = await ctx.query(_ROLES, ctx.tenant_id, wanted, None) if wanted else []
    return {row["id"]: row["name"] for row in rows}


async def member_of_user(ctx: Context, user_id: UUID | None, organization_id: UUID | None) -> Record | None:
    """The member whose account a user's is, in one organization; None for nobody."""
    if user_id is None or organization_id is None:
        return None
    return await ctx.query_one(
        "SELECT * FROM staff_team_members WHERE tenant_id = $1 AND organization_id = $2 AND user_id = $3"
        " AND deleted_at IS NULL",
        ctx.tenant_id,
        organization_id,
        user_id,
    )
