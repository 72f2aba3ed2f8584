"""The caller's own account: sign-in address and password."""

from collections.abc import Mapping
from typing import Any, Final, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context, Scope
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.passwords import hash_password_async
from bottega.kernel.schemas import Email, Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.auth.accounts import one_account_an_address, require_good_password
from bottega.platform.auth.cookies import access_cookie
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.messages import USER_NOT_FOUND
from bottega.platform.auth.module import module
from bottega.platform.auth.new_address import announce_address, sign_out_elsewhere
from bottega.platform.auth.present_password import Verbatim, check_present_password
from bottega.platform.auth.tables import User
from bottega.platform.auth.tenant_setup import store_credential
from bottega.platform.auth.tokens import tokens

INVALID_UPDATE: Final = T(en="Invalid profile update.", pl="Nieprawidłowa zmiana profilu.")
NOTHING_GIVEN: Final = T(en="Provide an email or password.", pl="Podaj e-mail lub hasło.")


class Profile(Schema):
    """The signed-in user."""

    email: str


class ProfileInput(Forgiving, Input):
    """A new address, a new password, or both."""

    email: Email | None = None
    password: Verbatim | None = None
    current_password: Verbatim | None = Field(
        default=None, description="The present password: nothing changes without it."
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.email is None and self.password is None:
            raise PydanticCustomError(
                "custom", "Provide an email or password.", {"text": NOTHING_GIVEN, "field": "email"}
            )
        return self


class ProfileChanged(Schema):
    """The account as it is now."""

    ok: bool = True
    email: str


@module.get("/profile", answers={200: "Profile payload", 404: "User not found"}, name="profile.read")
async def read_profile(ctx: Context) -> Profile:
    """Get current profile.

    Returns the email address for the signed-in user.
    """
    return Profile(email=(await _own_account(ctx))["email"])


@module.put(
    "/profile",
    answer=ProfileChanged,
    answers={200: "Profile updated", 400: "Invalid payload", 404: "User not found"},
    label=T(en="Update profile", pl="Zmiana profilu"),
    name="profile.update",
    undoable=False,
    instead=T(en="Change the profile again instead", pl="Zmień profil jeszcze raz"),
)
async def update_profile(ctx: Context, data: ProfileInput) -> Reply:
    """Update current profile.

    Updates the email address or password for the signed-in user. Either needs the present password, and ends every
    other session; of a new address both addresses hear by mail. Answers with a fresh access token, in a cookie.
    """
    if data.refused:
        raise Invalid(INVALID_UPDATE, issues=data.issues(ctx.locale))
    if data.password is not None:
        require_good_password(data.password, ctx.app.settings)
    password_hash = await hash_password_async(data.password) if data.password is not None else None
    account = await _own_account(ctx)
    old: str = account["email"]
    email = old if data.email is None else data.email
    values: dict[str, Any] = {} if email == old else {"email": email}
    if values or password_hash is not None:
        await check_present_password(
            ctx, account["id"], account["credential_id"], data.current_password, under="issues"
        )
    if password_hash is not None:
        values["credential_id"] = await store_credential(ctx, account["id"], password_hash)
    ctx.describe("auth.user", account["id"], organization_id=account["organization_id"])
    with one_account_an_address():
        await changes.update(ctx, User, account["id"], values)
    if values:
        await sign_out_elsewhere(ctx, account["id"])
    if email != old:
        await announce_address(ctx, account["organization_id"], old, email)
    if password_hash is not None:
        await ctx.emit("auth.password.changed", record_id=account["id"])
    reply = Reply(ProfileChanged(email=email))
    if ctx.actor.session_id is not None:
        reply.with_cookie(access_cookie(ctx.app.settings, _fresh_token(ctx, ctx.actor.session_id, account, email)))
    return reply


def _fresh_token(ctx: Context, session_id: UUID, account: Mapping[str, Any], email: str) -> str:
    return tokens(ctx.app).sign(
        session_id=session_id,
        user_id=account["id"],
        tenant_id=ctx.tenant_id,
        organization_id=account["organization_id"],
        email=email,
        roles=list(ctx.actor.roles),
    )


async def _own_account(ctx: Context) -> dict[str, Any]:
    """The caller's own row, in their own tenant whichever one they have selected; an API key has none."""
    if ctx.actor.kind != "user":
        raise NotFound(USER_NOT_FOUND)
    ctx.scope = Scope(ctx.actor.tenant_id, ctx.actor.organization_id)
    row = await ctx.query_one(
        "SELECT id, organization_id, email, credential_id FROM auth_users WHERE tenant_id = $1 AND id = $2",
        ctx.tenant_id,
        ctx.actor.id,
    )
    if row is None:
        raise NotFound(USER_NOT_FOUND)
    return await sealing.opened(ctx, User, row)
