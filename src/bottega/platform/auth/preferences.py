"""Storage of navigation preferences: per user and organization, or per role, one row per language."""

from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.schemas import Schema
from bottega.platform.auth.colleague_lookup import visible_roles

VERSION: Final = 2

Label = Annotated[str, Field(min_length=1, max_length=120)]
Key = Annotated[str, Field(min_length=1, max_length=200)]

_READ: Final = """
SELECT owner_id, settings FROM auth_sidebar_preferences
WHERE tenant_id = $1 AND locale = $2
  AND ((owner_id = $3 AND organization_id IS NOT DISTINCT FROM $4) OR (owner_id = ANY($5) AND organization_id IS NULL))
"""
_SAVE: Final = """
INSERT INTO auth_sidebar_preferences (tenant_id, owner_id, organization_id, locale, settings)
SELECT $1, owner_id, $3, $4, $5 FROM unnest($2::uuid[]) AS owner_id
ON CONFLICT (tenant_id, owner_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid), locale)
DO UPDATE SET settings = excluded.settings, updated_at = now()
"""


class Settings(Schema):
    """An arrangement of the navigation."""

    version: int = VERSION
    group_order: list[str] = Field(default_factory=list)
    group_labels: dict[str, str] = Field(default_factory=dict)
    item_labels: dict[str, str] = Field(default_factory=dict)
    hidden_items: list[str] = Field(default_factory=list)


def person_of(ctx: Context) -> UUID | None:
    """Whose personal settings count: the user's, or those of the person an API key acts for."""
    return ctx.actor.id if ctx.actor.kind == "user" else ctx.actor.user_id


async def stored(ctx: Context) -> tuple[Settings | None, Settings | None]:
    """The personal settings, and those of the first of the caller's roles that has any; from memory when possible."""
    cache = ctx.app.once("auth.preferences", lambda: ctx.app.caches.of("auth_sidebar_preferences"))
    person, roles = person_of(ctx), ctx.actor.role_ids
    key = (person, ctx.scope.organization_id, ctx.locale, roles)

    async def load() -> tuple[Settings | None, Settings | None]:
        rows = await ctx.query(_READ, ctx.tenant_id, ctx.locale, person, ctx.scope.organization_id, list(roles))
        found = {row["owner_id"]: Settings.model_validate(row["settings"]) for row in rows}
        personal = found.get(person) if person is not None else None
        return personal, next((found[role] for role in roles if role in found), None)

    return await cache.get(ctx.tenant_id, key, load)


async def settings_for(ctx: Context) -> Settings:
    """What the caller's navigation looks like: their own settings over those of their role."""
    personal, of_role = await stored(ctx)
    if personal is None or of_role is None:
        return personal or of_role or Settings()
    return Settings(
        group_order=personal.group_order or of_role.group_order,
        group_labels={**of_role.group_labels, **personal.group_labels},
        item_labels={**of_role.item_labels, **personal.item_labels},
        hidden_items=personal.hidden_items,
    )


async def save(ctx: Context, owners: Sequence[UUID], organization_id: UUID | None, settings: Settings) -> None:
    """Replace the settings of users or roles in the caller's language. Not audited: it is how a screen looks."""
    await ctx.begin()
    ctx.stale.add("auth_sidebar_preferences")
    await ctx.query(_SAVE, ctx.tenant_id, list(owners), organization_id, ctx.locale, settings.model_dump(by_alias=True))


async def clear(ctx: Context, roles: Sequence[UUID]) -> None:
    """Remove the settings of roles in the caller's language."""
    await ctx.begin()
    ctx.stale.add("auth_sidebar_preferences")
    await ctx.query(
        "DELETE FROM auth_sidebar_preferences WHERE tenant_id = $1 AND owner_id = ANY($2)"
        " AND organization_id IS NULL AND locale = $3",
        ctx.tenant_id,
        list(roles),
        ctx.locale,
    )


async def roles_with_settings(ctx: Context) -> list[dict[str, Any]]:
    """The roles of the tenant that the caller may see, and whether each has settings in the caller's language."""
    roles = await visible_roles(ctx)
    rows = await ctx.query(
        "SELECT owner_id FROM auth_sidebar_preferences WHERE tenant_id = $1 AND owner_id = ANY($2)"
        " AND organization_id IS NULL AND locale = $3",
        ctx.tenant_id,
        list(roles),
        ctx.locale,
    )
    having = {row["owner_id"] for row in rows}
    return [{"id": role, "name": name, "hasPreference": role in having} for role, name in roles.items()]
