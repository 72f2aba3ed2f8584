"""Which colleague something is by: the caller, unless they may speak for others; and who may own a customer or deal."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.platform.auth import Colleague, colleagues, require_colleague

# Who manages the customers' settings may file what a colleague told them.
SPEAKS_FOR_OTHERS: Final = "customers.settings.manage"
NOT_YOUR_WORDS: Final = T(
    en="Only privileged users may name another author", pl="Innego autora może wskazać tylko osoba uprawniona"
)


async def author_of(ctx: Context, named: UUID | None) -> UUID | None:
    """The author of what the caller writes; None for a program that acts for nobody.

    Raises:
        Forbidden: Somebody else is named by a caller who may not, or nobody of this tenant is.
    """
    own = ctx.actor.id if ctx.actor.kind == "user" else None
    if named is None or named == own:
        return own
    if not ctx.may(SPEAKS_FOR_OTHERS) or not await colleagues(ctx, [named]):
        raise Forbidden(NOT_YOUR_WORDS)
    return named


async def author_for(ctx: Context, named: UUID | None, present: UUID | None) -> UUID | None:
    """The author a change leaves: who it was, unless a caller who may names another."""
    if named == present:
        return present
    if not ctx.may(SPEAKS_FOR_OTHERS) or (named is not None and not await colleagues(ctx, [named])):
        raise Forbidden(NOT_YOUR_WORDS)
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
    return {
        "userId": own,
        "name": known.name if known else None,
        "email": known.email if known else None,
    }
