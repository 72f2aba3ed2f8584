"""Authors of records: the caller, or whom a super-admin names.

Whose words something is (``authorUserId``) is no matter of permissions: nobody signs for somebody else, and a program
for nobody at all. Only super-admins may file what a colleague told them, and the action log names them all the same.
"""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.platform.auth.colleague_lookup import require_colleague

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
