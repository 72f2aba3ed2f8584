"""Roles of an API key: given by name, stored by id."""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T

NO_ROLE: Final = T(en="Role {role} not found", pl="Nie znaleziono roli {role}")


async def resolve_roles(ctx: Context, wanted: list[str]) -> dict[UUID, str]:
    """Roles of the tenant by id or name, as id → name, in the order asked for; 400 for one that is not there."""
    rows = await ctx.query(
        "SELECT id, name FROM auth_roles WHERE tenant_id = $1 AND (lower(name) = ANY($2) OR id::text = ANY($2))",
        ctx.tenant_id,
        [text.lower() for text in wanted],
    )
    found: dict[UUID, str] = {}
    for text in wanted:
        row = next((r for r in rows if str(r["id"]) == text.lower()), None)
        row = row or next((r for r in rows if r["name"].lower() == text.lower()), None)
        if row is None:
            raise Invalid.of_field("roles", NO_ROLE.given(role=text))
        found[row["id"]] = row["name"]
    return found
