"""Owners of customers and deals, and how authors are shown.

Whose work something is (``ownerUserId``) is an assignment, and free to whoever may write the record.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bottega.kernel.context import Context
from bottega.platform.auth import Colleague, colleagues, require_colleague


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
