"""Parent of the child resources of a member, and the authors of what is written about one."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.staff.field_types import MEMBER_NOT_FOUND
from bottega.business.staff.tables import TeamMember
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.resources.parents import Check, Parent
from bottega.kernel.resources.resource import Access
from bottega.kernel.schemas import Scoped
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.auth import author_for, author_of, colleagues

ACCESS: Final = Access(view="staff.view", manage="staff.manage_team")


def of_member(*, alone: bool = False, check: Check | None = None) -> Parent:
    """The parent of a child of a member; ``alone`` for rules over all of a member's rows."""
    return Parent(TeamMember, "entity_id", alone=alone, check=check, missing=MEMBER_NOT_FOUND)


class OfMember(Scoped):
    """Something that belongs to a member."""

    entity_id: UUID = Field(description="The team member.")


def signed_by(table: type[TenantTable]) -> Check:
    """Check who a record is by: a new one is by the caller; only super-admins name somebody else, then or later."""
    present = f"SELECT author_user_id FROM {table.__tablename__} WHERE tenant_id = $1 AND id = $2"

    async def check(
        ctx: Context, _member: dict[str, Any], values: dict[str, Any], record_id: UUID | None
    ) -> dict[str, Any]:
        if record_id is None:
            return {**values, "author_user_id": await author_of(ctx, values.get("author_user_id"))}
        if "author_user_id" in values:
            before = await ctx.query_value(present, ctx.tenant_id, record_id)
            values["author_user_id"] = await author_for(ctx, values["author_user_id"], before)
        return values

    permits(table)(_may_sign)
    return check


async def _may_sign(ctx: Context, putting: Putting) -> None:
    """403 unless the caller may name the author that undo would bring back in place of another."""
    for change in putting.changes:
        if change.before and change.after:
            await author_for(ctx, change.after["author_user_id"], change.before["author_user_id"])


async def with_member(_ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items with their member under the name that lists have always had for it, too."""
    return [{**item, "member_id": item["entity_id"]} for item in items]


async def with_authors(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items with their member, and the name and the address of their authors in either style."""
    authors = await colleagues(ctx, (item["author_user_id"] for item in items))
    shown: list[dict[str, Any]] = []
    for item in await with_member(ctx, items):
        author = authors.get(item["author_user_id"])
        name, email = (author.name, author.email) if author else (None, None)
        shown.append({**item, "author_name": name, "author_email": email, "authorName": name, "authorEmail": email})
    return shown
