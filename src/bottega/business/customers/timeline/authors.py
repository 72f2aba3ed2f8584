"""Authors of records: the caller, or whom a super-admin names; and owners of customers and deals.

Whose words something is (``authorUserId``) is no matter of permissions: nobody signs for somebody else, and a program
for nobody at all. Only super-admins may file what a colleague told them, and the action log names them all the same.
Whose work something is (``ownerUserId``) is an assignment, and free to whoever may write the record.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.platform.auth import Colleague, colleagues, require_colleague

NOT_YOUR_WORDS: Final = T(
    en="Only super administrators may name another author", pl="Innego autora może wskazać tylko superadministrator"
)


async def author_of(ctx: Context, named: UUID | None) -> UUID | None:
    """The author of what the caller writes; None for a program, whoever made its key.

    Raises:
        Forbidden: Somebody else is named by a caller who is no super-admin, or by a program.
        InvalidInput: A super-admin names nobody who works here.
    """
    own = ctx.actor.id if ctx.actor.kind == "user" else None
    if named is None or named == own:
        return own
    return await _named_by_super_admin(ctx, named)


async def author_for(ctx: Context, named: UUID | None, present: UUID | None) -> UUID | None:
    """The author a change leaves: who it was, unless a super-admin names another."""
    return present if named == present else await _named_by_super_admin(ctx, named)


async def _named_by_super_admin(ctx: Context, named: UUID | None) -> UUID | None:
    if ctx.actor.kind != "user" or not ctx.actor.acl.super_admin:
        raise Forbidden(NOT_YOUR_WORDS)
    if named is not None:
        await require_colleague(ctx, named, field="authorUserId")
    return named


async def check_owner(ctx: Context, values: Mapping[str, Any], present: UUID | None = None) -> None:
    """400 on ``ownerUserId`` unless it is somebody who works here; whose it was already it may stay, gone or not."""
    owner: UUID | None = values.get("owner_user_id")
    if owner is not None and owner != present:
        await require_colleague(ctx, owner, field="ownerUserId")


def credit(item: dict[str, Any], authors: Mapping[UUID, Colleague]) -> None:
    """Write the author's name and address beside their id, in place."""
    author = authors.get(item["authorUserId"]) if item.get("authorUserId") else None
    item["authorName"] = author.name if author else None
    item["authorEmail"] = author.email if author else None


async def viewer_of(ctx: Context) -> dict[str, Any]:
    """The caller, as detail pages name them; a program has no id of a user."""
    own = ctx.actor.id if ctx.actor.kind == "user" else None
    known = (await colleagues(ctx, [own])).get(own) if own else None
    return {"userId": own, "name": known.name if known else None, "email": known.email if known else None}
