"""Names of users and roles: any colleague who is signed in may know those of users, and no more of them."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.registrations import RecordName, RecordNames
from bottega.kernel.text.folding import fold
from bottega.platform.auth.colleague_lookup import colleagues
from bottega.platform.auth.module import module
from bottega.platform.auth.tables import Role, User

# Of whoever works in the organizations in view; a studio has dozens, and these are all that are looked through.
_MOST: Final = 1_000
_CHOSEN: Final = f"""
SELECT id FROM auth_users WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR organization_id = ANY($2))
ORDER BY sort_key(name), id LIMIT {_MOST}
"""

_ROLES: Final = """
SELECT id, name FROM auth_roles
WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2)) ORDER BY sort_key(name), id
"""


async def _by_ids(ctx: Context, ids: Collection[UUID]) -> dict[UUID, RecordName]:
    return {id_: RecordName(one.shown) for id_, one in (await colleagues(ctx, ids)).items()}


async def _by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    rows = await ctx.query(_CHOSEN, ctx.tenant_id, visible)
    known = await colleagues(ctx, [row["id"] for row in rows])
    wanted = fold(words or "").split()
    found = [one for row in rows if (one := known.get(row["id"])) and one.active]
    having = [one for one in found if all(word in fold(one.shown) for word in wanted)]
    return {one.id: RecordName(one.shown) for one in having[:limit]}


module.names(User.entity, RecordNames((), _by_ids, _by_words))


async def _roles(ctx: Context, ids: Collection[UUID] | None) -> dict[UUID, RecordName]:
    rows = await ctx.query(_ROLES, ctx.tenant_id, None if ids is None else list(ids))
    return {row["id"]: RecordName(row["name"]) for row in rows}


async def _roles_by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
    wanted = fold(words or "").split()
    found = [(id_, one) for id_, one in (await _roles(ctx, None)).items() if all(w in fold(one.title) for w in wanted)]
    return dict(found[:limit])


module.names(Role.entity, RecordNames(("auth.roles.list",), _roles, _roles_by_words))
