"""Accounts of members: a user who is deleted leaves the member, who stays."""

from uuid import UUID

from bottega.business.staff.module import module
from bottega.business.staff.tables import TeamMember
from bottega.kernel.context import Context
from bottega.kernel.writes import changes
from bottega.platform.auth import OWNER_DELETED


@module.within(OWNER_DELETED)
async def let_go(ctx: Context, *, owner_id: UUID) -> None:
    """Clear the account of the members that have it; undo of the deletion ties them again."""
    rows = await ctx.query(
        "SELECT id FROM staff_team_members WHERE tenant_id = $1 AND user_id = $2 AND deleted_at IS NULL ORDER BY id",
        ctx.tenant_id,
        owner_id,
    )
    await changes.update_many(ctx, TeamMember, [{"id": row["id"], "user_id": None} for row in rows])
