"""API keys of a tenant: list, create, revoke."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.page_envelope import page_of
from bottega.platform.api_keys.issuing import Wanted, issue, revoke
from bottega.platform.api_keys.key_schemas import CreatedKey, KeyId, KeyInput, KeyPage, KeyRole, KeysQuery, Revoked
from bottega.platform.api_keys.module import module
from bottega.platform.api_keys.roles import resolve_roles
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
    page, size = int(query.page), int(query.page_size)
    rows, total = ([], 0) if ctx.scope.closed else await _read(ctx, query.search, page, size)
    items = await _items(ctx, rows)
    ctx.app.access.note(
        ctx,
        "api_keys.key",
        [row["id"] for row in rows],
        list(items[0]) if items else [],
        query_keys=sorted(query.model_fields_set),
    )
    return page_of(items, total, page=page, size=size)


async def _read(ctx: Context, search: str | None, page: int, size: int) -> tuple[list[Record], int]:
    visible = ctx.scope.visible
    args = [ctx.tenant_id, None if visible is None else list(visible), search]
    where = (
        "tenant_id = $1 AND deleted_at IS NULL AND kind = 'key' AND ($2::uuid[] IS NULL OR organization_id = ANY($2))"
        " AND ($3::text IS NULL OR position(fold($3) IN fold(name)) > 0 OR position(lower($3) IN key_prefix) > 0)"
    )
    total: int = await ctx.query_value(f"SELECT count(*) FROM api_keys_keys WHERE {where}", *args)
    rows = await ctx.query(
        "SELECT id, name, description, key_prefix, organization_id, roles, created_at, last_used_at, expires_at"
        f" FROM api_keys_keys WHERE {where} ORDER BY id DESC LIMIT $4 OFFSET $5",
        *args,
        size,
        (page - 1) * size,
    )
    return rows, total


async def _items(ctx: Context, rows: list[Record]) -> list[dict[str, Any]]:
    wanted = list({role for row in rows for role in row["roles"]})
    names = await role_names(ctx, wanted)
    tree = await tree_of(ctx.app, ctx.tenant_id)
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "keyPrefix": row["key_prefix"],
            "organizationId": row["organization_id"],
            "organizationName": node.name if (node := tree.nodes.get(row["organization_id"])) else None,
            "createdAt": milliseconds(row["created_at"]),
            "lastUsedAt": milliseconds(row["last_used_at"]) if row["last_used_at"] else None,
            "expiresAt": milliseconds(row["expires_at"]) if row["expires_at"] else None,
            "roles": [{"id": role, "name": names.get(role)} for role in row["roles"]],
        }
        for row in rows
    ]


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
