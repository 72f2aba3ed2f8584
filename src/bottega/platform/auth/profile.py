"""Somebody's own account: the address and the password they sign in with."""

from typing import Annotated, Any, Final, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bottega.kernel import changes, sealing
from bottega.kernel.context import Context, Scope
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.passwords import hash_password_async, verify_password_async
from bottega.kernel.replies import Reply
from bottega.kernel.schemas import Email, Input, Schema
from bottega.platform.auth.accounts import one_account_an_address, require_good_password
from bottega.platform.auth.cookies import access_cookie
from bottega.platform.auth.forgiving import Forgiving
from bottega.platform.auth.founding import store_credential
from bottega.platform.auth.module import module
from bottega.platform.auth.names import USER_NOT_FOUND
from bottega.platform.auth.password_reset import drop_resets
from bottega.platform.auth.sessions import end_sessions
from bottega.platform.auth.tables import User
from bottega.platform.auth.throttling import PROFILE, forgive, throttle
from bottega.platform.auth.tokens import tokens

INVALID_UPDATE: Final = T(en="Invalid profile update.", pl="Nieprawidłowa zmiana profilu.")
NOTHING_GIVEN: Final = T(en="Provide an email or password.", pl="Podaj e-mail lub hasło.")
CURRENT_REQUIRED: Final = T(en="Current password is required.", pl="Podaj obecne hasło.")
CURRENT_WRONG: Final = T(en="Current password is incorrect.", pl="Obecne hasło jest nieprawidłowe.")

Verbatim = Annotated[str, StringConstraints(min_length=1, max_length=256, strip_whitespace=False)]


class Profile(Schema):
    """The signed-in user."""

    email: str


class ProfileInput(Forgiving, Input):
    """A new address, a new password, or both."""

    email: Email | None = None
    password: Verbatim | None = None
    current_password: Verbatim | None = Field(
        default=None, description="The present password, when there is a new one."
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.email is None and self.password is None:
            raise PydanticCustomError("custom", "Provide an email or password.", {"text": NOTHING_GIVEN})
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
)
async def update_profile(ctx: Context, data: ProfileInput) -> Reply:
    """Update current profile.

    Updates the email address or password for the signed-in user. A new password needs the present one, and ends every
    other session. Answers with a fresh access token, in a cookie.
    """
    if data.refused:
        raise Invalid(INVALID_UPDATE, issues=_issues(data, ctx.locale))
    if data.password is not None:
        require_good_password(data.password, ctx.app.settings)
    password_hash = await hash_password_async(data.password) if data.password is not None else None
    account = await _own_account(ctx)
    values: dict[str, Any] = {}
    if data.email is not None:
        values["email"] = data.email
    if password_hash is not None:
        await _check_present_password(ctx, account, data.current_password)
        values["credential_id"] = await store_credential(ctx, account["id"], password_hash)
    ctx.describe("auth.user", account["id"], organization_id=account["organization_id"])
    with one_account_an_address():
        await changes.update(ctx, User, account["id"], _changed(account, values))
    if password_hash is not None:
        await end_sessions(ctx, account["id"], but=ctx.actor.session_id)
        await drop_resets(ctx, account["id"])
        await ctx.emit("auth.password.changed", record_id=account["id"])
    email: str = values.get("email", account["email"])
    reply = Reply(ProfileChanged(email=email))
    if ctx.actor.session_id is not None:
        token = tokens(ctx.app).sign(
            session_id=ctx.actor.session_id, user_id=account["id"], tenant_id=ctx.tenant_id,
            organization_id=account["organization_id"], email=email, roles=list(ctx.actor.roles),
        )  # fmt: skip
        reply.with_cookie(access_cookie(ctx.app.settings, token))
    return reply


def _issues(data: ProfileInput, locale: str) -> list[dict[str, Any]]:
    """What is wrong; that nothing was sent is blamed on the first field."""
    return [{**issue, "path": issue["path"] or ["email"]} for issue in data.issues(locale)]


def _changed(account: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The values that differ: an address sealed anew looks different though it is the same."""
    return {name: value for name, value in values.items() if account.get(name) != value}


async def _own_account(ctx: Context) -> dict[str, Any]:
    """The caller's own row, in their own tenant whichever one they have selected; an API key has none."""
    if ctx.actor.kind != "user":
        raise NotFound(USER_NOT_FOUND)
    ctx.scope = Scope(ctx.actor.tenant_id, ctx.actor.organization_id)
    row = await ctx.query_one(
        "SELECT id, organization_id, email, credential_id FROM auth_users WHERE tenant_id = $1 AND id = $2",
        ctx.tenant_id, ctx.actor.id,
    )  # fmt: skip
    if row is None:
        raise NotFound(USER_NOT_FOUND)
    return await sealing.opened(ctx, User, row)


async def _check_present_password(ctx: Context, account: dict[str, Any], present: str | None) -> None:
    """Whoever found an unlocked screen must not be able to lock its owner out."""
    if not present:
        raise Invalid(CURRENT_REQUIRED)
    await throttle(ctx, PROFILE, str(account["id"]))
    stored: str | None = await ctx.query_value(
        "SELECT password_hash FROM auth_credentials WHERE tenant_id = $1 AND id = $2",
        ctx.tenant_id, account["credential_id"],
    )  # fmt: skip
    if not (await verify_password_async(present, stored)).ok:
        raise Invalid(CURRENT_WRONG)
    await forgive(ctx, PROFILE, str(account["id"]))
