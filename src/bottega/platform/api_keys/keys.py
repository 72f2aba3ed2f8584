"""API keys of a tenant: list, create, revoke."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.items import Item
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource
from bottega.platform.api_keys.issuing import Wanted, issue, revoke
from bottega.platform.api_keys.key_schemas import CreatedKey, KeyId, KeyInput, KeyPage, KeyRole, KeysQuery, Revoked
from bottega.platform.api_keys.module import module
from bottega.platform.api_keys.roles import resolve_roles
from bottega.platform.api_keys.tables import ApiKey
from bottega.platform.auth import check_role_grant, role_names
from bottega.platform.directory import tree_of

OUT_OF_SCOPE: Final = T(en="Organization out of scope", pl="Organizacja poza zakresem")
ID_REQUIRED: Final = T(en="ID is required", pl="Wymagany jest identyfikator")
NOT_FOUND: Final = T(en="Not found", pl="Nie znaleziono")
REVOKE_INSTEAD: Final = T(
    en="Creating a key cannot be undone; revoke the key instead",
    pl="Utworzenia klucza nie można cofnąć; unieważnij klucz",
)
CREATE_INSTEAD: Final = T(
    en="A revoked key stays revoked; create a new one instead",
    pl="Unieważnionego klucza nie można przywrócić; utwórz nowy",
)


@module.get("/keys", "api_keys.view", name="keys.list", answer=KeyPage, answers={400: "Tenant context missing"})
async def list_keys(ctx: Context, query: KeysQuery) -> dict[str, Any]:
    """List API keys.

    The keys of the organizations in view, newest first, expired ones too. Keys of the whole tenant are shown to those
    who have selected all organizations.
    """
    wanted = ListQuery.model_construct(
        query.model_fields_set, page=int(query.page), page_size=int(query.page_size), sort_dir="desc"
    )
    return await pages.page(_list, ctx, wanted, *_conditions(query.search))


def _conditions(search: str | None) -> list[ColumnElement[bool]]:
    keys = ApiKey.kind == "key"
    if search is None:
        return [keys]
    named = func.strpos(func.fold(ApiKey.name), func.fold(search)) > 0
    return [keys, or_(named, func.strpos(ApiKey.key_prefix, func.lower(search)) > 0)]


async def _present(ctx: Context, items: list[Item]) -> list[Item]:
    names = await role_names(ctx, {role for item in items for role in item["roles"]})
    tree = await tree_of(ctx.app, ctx.tenant_id)
    return [
        {
            "id": item["id"],
            "name": item["name"],
            "description": item["description"],
            "keyPrefix": item["key_prefix"],
            "organizationId": item["organization_id"],
            "organizationName": node.name if (node := tree.nodes.get(item["organization_id"])) else None,
            "createdAt": item["created_at"],
            "lastUsedAt": item["last_used_at"],
            "expiresAt": item["expires_at"],
            "roles": [{"id": role, "name": names.get(role)} for role in item["roles"]],
        }
        for item in items
    ]


_list: Final = ListSource(
    ApiKey,
    "api_keys.key",
    ("id", "name", "description", "key_prefix", "organization_id", "roles", "created_at", "last_used_at", "expires_at"),
    present=_present,
)


@module.post(
    "/keys",
    "api_keys.create",
    name="keys.create",
    label=T(en="Create API key", pl="Utworzenie klucza API"),
    undoable=False,
    instead=REVOKE_INSTEAD,
    answers={400: "Invalid payload or missing tenant context"},
)
async def create_key(ctx: Context, data: KeyInput) -> CreatedKey:
    """Create API key.

    The answer holds the secret, this once. Without roles a key may do nothing; only roles that the caller could grant
    are accepted. A key is made for the selected organization, or, with all of them selected, for the whole tenant.
    """
    ctx.refuse_closed()
    organization_id = await _organization(ctx, data.organization_id)
    roles = await resolve_roles(ctx, data.roles)
    await check_role_grant(ctx, list(roles))
    wanted = Wanted(data.name, organization_id, list(roles), data.description, data.expires_at)
    issued = await issue(ctx, wanted)
    return CreatedKey(
        id=issued.id,
        name=data.name,
        key_prefix=issued.prefix,
        secret=issued.secret,
        tenant_id=ctx.tenant_id,
        organization_id=organization_id,
        roles=[KeyRole(id=i, name=name) for i, name in roles.items()],
    )


async def _organization(ctx: Context, wanted: UUID | None) -> UUID | None:
    """The organization of a new key; none only for callers that no organization confines."""
    chosen = wanted or ctx.scope.organization_id
    allowed = ctx.scope.allowed
    if chosen is None:
        if allowed is not None:
            raise Forbidden(OUT_OF_SCOPE)
        return None
    tree = await tree_of(ctx.app, ctx.tenant_id)
    if chosen not in tree.nodes or (allowed is not None and chosen not in allowed):
        raise Forbidden(OUT_OF_SCOPE)
    return chosen


@module.delete(
    "/keys",
    "api_keys.delete",
    name="keys.delete",
    label=T(en="Delete API key", pl="Usunięcie klucza API"),
    undoable=False,
    instead=CREATE_INSTEAD,
    answers={400: "Missing or invalid identifier", 404: "Key not found within scope"},
)
async def delete_key(ctx: Context, query: KeyId) -> Revoked:
    """Delete API key.

    It stops working at once, everywhere, and for good.
    """
    try:
        key_id = UUID(query.id)
    except ValueError:
        raise Invalid.of_field("id", ID_REQUIRED) from None
    ctx.refuse_closed()
    await ctx.begin()
    row = await ctx.query_one(
        "SELECT organization_id FROM api_keys_keys WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE",
        ctx.tenant_id,
        key_id,
    )
    # A key out of reach is like one that is not there: a refusal of its own would say that it is.
    if row is None or (ctx.scope.allowed is not None and row["organization_id"] not in ctx.scope.allowed):
        raise NotFound(NOT_FOUND)
    await revoke(ctx, key_id)
    return Revoked()
