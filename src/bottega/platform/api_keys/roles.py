"""Roles of an API key: given by name, stored by id."""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.platform.auth import named_roles

NO_ROLE: Final = T(en="Role {role} not found", pl="Nie znaleziono roli {role}")


async def resolve_roles(ctx: Context, wanted: list[str]) -> dict[UUID, str]:
    """Roles of the tenant by id or name, as id → name, in the order asked for; 400 for one that is not there."""
    found = await named_roles(ctx, wanted)
    for text in wanted:
        if text not in found:
            raise Invalid.of_field("roles", NO_ROLE.given(role=text))
    return dict(found[text] for text in wanted)
