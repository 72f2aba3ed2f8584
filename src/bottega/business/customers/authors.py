"""Who wrote something: the caller, unless they may speak for others; and what the authors of a page are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T

# Who manages the customers' settings may file what a colleague told them.
SPEAKS_FOR_OTHERS: Final = "customers.settings.manage"
NOT_YOUR_WORDS: Final = T(
    en="Only privileged users may name another author", pl="Innego autora może wskazać tylko osoba uprawniona"
)
_READ: Final = "SELECT id, name, email FROM auth_users WHERE tenant_id = $1 AND id = ANY($2)"


@dataclass(frozen=True)
class Author:
    """A user as others see them."""

    name: str | None
    email: str


async def author_of(ctx: Context, named: UUID | None) -> UUID | None:
    """The author of what the caller writes; None for a program that acts for nobody.

    Raises:
        Forbidden: Somebody else is named by a caller who may not, or nobody of this tenant is.
    """
    own = ctx.actor.id if ctx.actor.kind == "user" else None
    if named is None or named == own:
        return own
    if not ctx.may(SPEAKS_FOR_OTHERS) or not await authors_of(ctx, [named]):
        raise Forbidden(NOT_YOUR_WORDS)
    return named


async def author_for(ctx: Context, named: UUID | None, present: UUID | None) -> UUID | None:
    """The author a change leaves: who it was, unless a caller who may names another."""
    if named == present:
        return present
    if not ctx.may(SPEAKS_FOR_OTHERS) or (named is not None and not await authors_of(ctx, [named])):
        raise Forbidden(NOT_YOUR_WORDS)
    return named


async def authors_of(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID, Author]:
    """The users of the tenant among the ids."""
    wanted = list({i for i in ids if i is not None})
    if not wanted:
        return {}
    keys = await sealing.keys_of(ctx)
    rows = await ctx.query(_READ, ctx.tenant_id, wanted)
    return {row["id"]: Author(row["name"], keys.open(row["email"], "auth_users.email")) for row in rows}


def credit(item: dict[str, Any], authors: Mapping[UUID, Author]) -> None:
    """Write the author's name and address beside their id, in place."""
    author = authors.get(item["authorUserId"]) if item.get("authorUserId") else None
    item["authorName"] = author.name if author else None
    item["authorEmail"] = author.email if author else None


async def viewer_of(ctx: Context) -> dict[str, Any]:
    """The caller, as detail pages name them; a program has no id of a user."""
    own = ctx.actor.id if ctx.actor.kind == "user" else None
    known = (await authors_of(ctx, [own])).get(own) if own else None
    return {
        "userId": own,
        "name": known.name if known else None,
        "email": known.email if known else None,
    }
