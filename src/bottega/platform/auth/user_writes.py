"""Create, update and delete of users within the caller's tenant, scope and grant boundary."""

from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel import custom_fields
from bottega.kernel.context import Context, Scope
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden, Invalid
from bottega.kernel.i18n import T
from bottega.kernel.passwords import hash_password_async
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Email, Input, Query, partial
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.platform.auth.accounts import one_account_an_address, require_good_password
from bottega.platform.auth.grant_boundary import check_role_grant, covers, find_roles
from bottega.platform.auth.identity import read_acl
from bottega.platform.auth.invitations import allow_invitation, invite
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.locked_users import locked_user
from bottega.platform.auth.messages import ORGANIZATION_NOT_FOUND, USER_ID_REQUIRED
from bottega.platform.auth.module import module
from bottega.platform.auth.new_address import announce_address, sign_out_elsewhere
from bottega.platform.auth.password_reset import drop_links
from bottega.platform.auth.present_password import Verbatim, check_present_password
from bottega.platform.auth.roles import delete_preferences, parse_id
from bottega.platform.auth.sessions import end_sessions
from bottega.platform.auth.tables import User, UserAcl, UserRole
from bottega.platform.auth.tenant_setup import add_user, store_credential
from bottega.platform.directory import tenant_of, tree_of

NOT_YOURSELF: Final = T(en="You cannot delete your own account", pl="Nie możesz usunąć własnego konta")
ABOVE_YOU: Final = T(
    en="You cannot change the sign-in of somebody with more permissions than you have.",
    pl="Nie możesz zmienić danych logowania osoby o większych uprawnieniach.",
)


def _left_out() -> Any:
    """A field that was left out has no value; only ``null`` is wrong."""


class UserFields(Input):
    """What is said of a user, the password aside."""

    email: Email
    organization_id: UUID = Field(default_factory=_left_out, description="The selected organization, when left out.")
    name: Annotated[str | None, Field(max_length=200)] = None
    roles: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=100)] = Field(
        default_factory=list, description="Names or ids; when given, they are all the roles the user has."
    )
    tenant_id: UUID | None = Field(default=None, description="For super administrators.")


class UserInput(UserFields):
    """A new user."""

    password: Verbatim | None = Field(
        default=None,
        json_schema_extra={"format": "password"},
        description="When left out, an invitation goes to the address.",
    )


class UserChange(UserFields):
    """What is to be different about a user."""

    password: Verbatim = Field(json_schema_extra={"format": "password"})
    current_password: Verbatim | None = Field(
        default=None, description="The caller's present password, when it is their own account."
    )


class UserId(Input):
    """The user to delete."""

    id: str | None = None


class UserIdQuery(Forgiving, Query):
    """The user to delete."""

    id: UUID = Field(description="User identifier")


@module.post(
    "/users",
    "auth.users.create",
    answers={201: "User created", 400: "Invalid payload or duplicate email"},
    label=T(en="Create user", pl="Dodanie użytkownika"),
    name="users.create",
)
async def create_user(ctx: Context, data: UserInput) -> Created:
    """Create user.

    Creates a new confirmed user within the specified organization and optional roles. Without a password they get an
    invitation by mail, with a link to set their first one.
    """
    given = data.given()
    if data.password is not None:
        require_good_password(data.password, ctx.app.settings)
    organization_id = await _organization(ctx, given.get("organization_id"))
    custom = await custom_fields.checked(ctx, User.entity, ctx.custom, new=True)
    roles = await find_roles(ctx, data.roles) if data.roles else {}
    await check_role_grant(ctx, list(roles))
    if data.password is None:
        await allow_invitation(ctx, ctx.app.vault.digest(data.email))
    user_id = await add_user(
        ctx, data.email, data.password, list(roles), organization_id=organization_id, name=data.name, custom=custom
    )
    ctx.describe("auth.user", user_id, organization_id=organization_id)
    if data.password is None:
        await invite(ctx, user_id)
    if roles:
        await ctx.emit("auth.role.assigned", record_id=user_id, roles=sorted(roles.values()))
    return Created(id=user_id)


@module.put(
    "/users",
    "auth.users.edit",
    body=partial(UserChange),
    answers={200: "User updated", 400: "Invalid payload", 404: "User not found"},
    label=T(en="Update user", pl="Zmiana użytkownika"),
    name="users.update",
    table=User,
)
async def update_user(ctx: Context, data: Input) -> Done:
    """Update user.

    Updates profile fields, organization assignment, credentials, or role memberships. A new password or address ends
    the user's sessions; of a new address both addresses hear by mail. Callers change their own with `currentPassword`.
    Neither change can be undone.
    """
    given = data.given()
    user_id: UUID = given["id"]
    password: str | None = given.get("password")
    if password is not None:
        require_good_password(password, ctx.app.settings)
    # Before anything is locked: hashing takes its time.
    password_hash = await hash_password_async(password) if password is not None else None
    ctx.refuse_closed()
    user = await locked_user(ctx, user_id)
    values = await _changed_values(ctx, user, given)
    signs_in_differently = password_hash is not None or "email" in values
    if signs_in_differently:
        await _require_covered(ctx, user, given.get("current_password"))
    if password_hash is not None:
        values["credential_id"] = await store_credential(ctx, user_id, password_hash)
    if signs_in_differently:
        # Nobody signs in again with what was replaced.
        ctx.undoable = False
    ctx.describe("auth.user", user_id, organization_id=values.get("organization_id", user["organization_id"]))
    with one_account_an_address():
        await changes.update(ctx, User, user_id, values, where=Where(version=version_of(ctx)))
    if "roles" in given:
        await _replace_roles(ctx, user_id, given["roles"])
    if signs_in_differently:
        await sign_out_elsewhere(ctx, user_id)
    if "email" in values:
        old = (await sealing.keys_of(ctx)).open(user["email"], sealing.place(User, "email"))
        await announce_address(ctx, user["organization_id"], old, values["email"])
    if password_hash is not None:
        await ctx.emit("auth.password.changed", record_id=user_id)
    return Done()


@module.delete(
    "/users",
    "auth.users.delete",
    body=UserId,
    query=UserIdQuery,
    id_anywhere=True,
    lenient=True,
    answers={200: "User deleted", 400: "User cannot be deleted", 404: "User not found"},
    label=T(en="Delete user", pl="Usunięcie użytkownika"),
    name="users.delete",
    table=User,
)
async def delete_user(ctx: Context, data: UserId) -> Done:
    """Delete user.

    Deletes a user by identifier, with roles, permissions and sessions. Undo brings all but the sessions back.
    """
    user_id = parse_id(data.id, USER_ID_REQUIRED)
    ctx.refuse_closed()
    user = await locked_user(ctx, user_id)
    keep_yourself(ctx, user_id)
    ctx.describe("auth.user", user_id, organization_id=user["organization_id"])
    await _delete_rows(ctx, UserRole, "auth_user_roles", user_id)
    await _delete_rows(ctx, UserAcl, "auth_user_acls", user_id)
    await delete_preferences(ctx, user_id)
    await changes.delete(ctx, User, user_id, where=Where(version=version_of(ctx)))
    await end_sessions(ctx, user_id)
    await drop_links(ctx, user_id)
    return Done()


def keep_yourself(ctx: Context, user_id: UUID) -> None:
    """400 to delete one's own account."""
    if ctx.actor.kind == "user" and user_id == ctx.actor.id:
        raise Invalid(NOT_YOURSELF)


async def _organization(ctx: Context, wanted: UUID | None) -> UUID:
    """The organization of a new user: one the caller reaches. A super-admin may name one of any tenant."""
    if wanted is None:
        return ctx.organization_for_new()
    ctx.refuse_closed()
    tree = await tree_of(ctx.app, ctx.tenant_id)
    if wanted not in tree.nodes and ctx.actor.acl.super_admin:
        tenant_id = await tenant_of(ctx.app, wanted)
        if tenant_id is not None:
            ctx.scope = Scope(tenant_id, wanted)
            return wanted
    if wanted not in tree.nodes:
        raise Invalid.of_field("organizationId", ORGANIZATION_NOT_FOUND)
    if ctx.scope.allowed is not None and wanted not in ctx.scope.allowed:
        raise Forbidden
    return wanted


async def _changed_values(ctx: Context, user: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The columns of a user that a request changes, the password aside."""
    values: dict[str, Any] = {}
    if "email" in given and ctx.app.vault.digest(given["email"]) != user["email_hash"]:
        values["email"] = given["email"]
    if "name" in given:
        values["name"] = given["name"]
    organization_id: UUID | None = given.get("organization_id")
    if organization_id is not None and organization_id != user["organization_id"]:
        tree = await tree_of(ctx.app, ctx.tenant_id)
        if organization_id not in tree.nodes:
            raise Invalid.of_field("organizationId", ORGANIZATION_NOT_FOUND)
        if ctx.scope.allowed is not None and organization_id not in ctx.scope.allowed:
            raise Forbidden
        values["organization_id"] = organization_id
    if custom := await custom_fields.checked(ctx, User.entity, ctx.custom, new=False):
        values["custom"] = custom
    return values


async def _require_covered(ctx: Context, user: dict[str, Any], present: str | None) -> None:
    """403 to take over, by a new password or address, an account that may do more than the caller.

    One's own is changed as in the profile: with the present password.
    """
    if user["id"] == ctx.actor.user_id:
        await check_present_password(ctx, user["id"], user["credential_id"], present)
        return
    if ctx.actor.acl.super_admin:
        return
    acl, _roles = await read_acl(await ctx.begin(), ctx.tenant_id, user["id"])
    if not covers(ctx.actor.acl, acl):
        raise Forbidden(ABOVE_YOU)


async def _replace_roles(ctx: Context, user_id: UUID, sent: Sequence[str]) -> None:
    wanted = await find_roles(ctx, sent) if sent else {}
    rows = await ctx.query(
        "SELECT l.id, l.role_id, r.name FROM auth_user_roles AS l"
        " JOIN auth_roles AS r ON r.tenant_id = l.tenant_id AND r.id = l.role_id"
        " WHERE l.tenant_id = $1 AND l.user_id = $2",
        ctx.tenant_id,
        user_id,
    )
    held = {row["role_id"]: row for row in rows}
    added = {role_id: name for role_id, name in wanted.items() if role_id not in held}
    removed = [row for role_id, row in held.items() if role_id not in wanted]
    await check_role_grant(ctx, list(added))
    for row in removed:
        await changes.delete(ctx, UserRole, row["id"])
    for role_id in added:
        await changes.insert(ctx, UserRole, {"user_id": user_id, "role_id": role_id})
    if added:
        await ctx.emit("auth.role.assigned", record_id=user_id, roles=sorted(added.values()))
    if removed:
        await ctx.emit("auth.role.revoked", record_id=user_id, roles=sorted(row["name"] for row in removed))


async def _delete_rows(ctx: Context, table: type[UserRole | UserAcl], name: str, user_id: UUID) -> None:
    rows = await ctx.query(f"SELECT id FROM {name} WHERE tenant_id = $1 AND user_id = $2", ctx.tenant_id, user_id)
    for row in rows:
        await changes.delete(ctx, table, row["id"])
