"""Sign-in by address and password; an unknown account costs as much time as a wrong password."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AliasChoices, BeforeValidator, Field, StringConstraints

from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.passwords import hash_password_async
from bottega.kernel.schemas import Email, Input, Schema, boolean_token
from bottega.platform.auth.accounts import Account, check_passwords, find_accounts
from bottega.platform.auth.cookies import REMEMBERED, access_cookie, cleared_cookies, remembered_cookie
from bottega.platform.auth.identity import read_acl
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.module import module
from bottega.platform.auth.sessions import Opened, SessionUser, open_session
from bottega.platform.auth.throttling import LOGIN, LOGIN_IP, forgive, throttle

HOME: Final = "/backend"
WRONG: Final = T(en="Invalid email or password", pl="Nieprawidłowy e-mail lub hasło")
WRONG_AREA: Final = T(
    en="You do not have permission to access this area. Please contact your administrator.",
    pl="Nie masz uprawnień do tej części systemu. Skontaktuj się z administratorem.",
)


def _given(value: Any) -> Any:
    """An empty form field was left out."""
    return None if value == "" else value


class LoginInput(Forgiving, Input):
    """Who wants in; a form sends text only."""

    email: Email
    password: Annotated[str, StringConstraints(min_length=6, max_length=256, strip_whitespace=False)] = Field(
        json_schema_extra={"format": "password"}
    )
    remember: Annotated[bool, BeforeValidator(lambda value: boolean_token(value) is True)] = Field(
        default=False, description="`on`, `1` or `true`: stay signed in for REMEMBER_ME_DAYS."
    )
    tenant_id: Annotated[UUID | None, BeforeValidator(_given)] = Field(
        default=None, validation_alias=AliasChoices("tenantId", "tenant"), description="Only in this tenant."
    )
    require_role: Annotated[str | None, Field(max_length=500)] = Field(
        default=None,
        validation_alias=AliasChoices("requireRole", "role"),
        description="Role names separated by commas; one of them must be held.",
    )


class LoggedIn(Schema):
    """Signed in."""

    ok: bool = True
    token: str
    redirect: str | None = HOME
    refresh_token: str | None = Field(
        default=None, description="With `remember`: for `POST /auth/session/refresh`, by programs without cookies."
    )


class Refused(Schema):
    """Not signed in."""

    ok: bool = False
    error: str


@module.post(
    "/login",
    public=True,
    form=True,
    status=200,
    limits=(LOGIN_IP,),
    answer=LoggedIn,
    answers={
        200: "Authentication succeeded",
        400: ("Validation failed", Refused),
        401: ("Invalid credentials", Refused),
        403: ("User lacks required role", Refused),
    },
)
async def login(ctx: Context, data: LoginInput) -> Reply:
    """Authenticate user credentials.

    Validates the submitted credentials and issues a bearer token cookie for subsequent API calls. An address that
    exists in several tenants signs in where the password fits, if it fits in exactly one; `tenantId` says which is
    meant.
    """
    subject = ctx.app.vault.digest(data.sent_text("email"))
    await throttle(ctx, LOGIN, subject)
    if data.refused:
        return refusal(ctx, WRONG, 400)
    accounts = await find_accounts(ctx.app, ctx.app.vault.digest(data.email), data.tenant_id)
    matching = await check_passwords(data.password, accounts)
    if len(matching) != 1:
        await _note_failure(ctx, accounts)
        return refusal(ctx, WRONG, 401)
    account, outdated = matching[0]
    ctx.scope = Scope(account.tenant_id, account.organization_id)
    connection = await ctx.begin()
    acl, roles = await read_acl(connection, account.tenant_id, account.user_id)
    wanted = {name.strip().casefold() for name in (data.require_role or "").split(",")} - {""}
    if wanted and not wanted & {name.casefold() for name in roles.values()}:
        return refusal(ctx, WRONG_AREA, 403)
    if outdated:
        # The same password, hashed as we do it today: nothing anybody needs to be told about.
        fresh = await hash_password_async(data.password)
        await ctx.query(
            "UPDATE auth_credentials SET password_hash = $3, updated_at = now() WHERE tenant_id = $1 AND id = $2",
            account.tenant_id,
            account.credential_id,
            fresh,
        )
    ctx.actor = Actor(
        "user", account.user_id, account.tenant_id, account.organization_id, roles=tuple(roles.values()), acl=acl
    )
    reply = await _open(ctx, account, data.email, list(roles.values()), remember=data.remember)
    await forgive(ctx, LOGIN, subject)
    return reply


async def _open(ctx: Context, account: Account, email: str, roles: list[str], *, remember: bool) -> Reply:
    settings = ctx.app.settings
    opened = await open_session(
        ctx.app,
        await ctx.begin(),
        SessionUser(
            tenant_id=account.tenant_id,
            user_id=account.user_id,
            organization_id=account.organization_id,
            email=email,
            roles=roles,
        ),
        remember=remember,
        credential_id=account.credential_id,
    )
    # The column is quiet: no audit entry, no cache to drop.
    await ctx.query(
        "UPDATE auth_users SET last_login_at = now() WHERE tenant_id = $1 AND id = $2",
        account.tenant_id,
        account.user_id,
    )
    await ctx.emit("auth.login.success", record_id=account.user_id, locale=ctx.locale)
    reply = Reply(_answer(opened)).with_cookie(access_cookie(settings, opened.token))
    if opened.session_token:
        return reply.with_cookie(remembered_cookie(settings, opened.session_token))
    if REMEMBERED in ctx.cookies:
        # Whoever was remembered in this browser before must not come back when this sign-in ends.
        return reply.with_cookie(cleared_cookies(settings)[1])
    return reply


def _answer(opened: Opened) -> dict[str, Any]:
    """What the reference answers; the refresh token is there for who asked to be remembered, and else left out."""
    said = LoggedIn(token=opened.token, refresh_token=opened.session_token)
    return said.model_dump(by_alias=True, exclude=None if opened.session_token else {"refresh_token"})


async def _note_failure(ctx: Context, accounts: list[Account]) -> None:
    """Tell the one account that was meant; an address we do not know has no tenant to tell."""
    if len(accounts) == 1:
        account = accounts[0]
        ctx.scope = Scope(account.tenant_id, account.organization_id)
        await ctx.emit("auth.login.failed", record_id=account.user_id, reason="invalid_password")


def refusal(ctx: Context, error: T, status: int) -> Reply:
    """A refusal in the shape of sign-in; a reply and not an exception, so that what was noted is kept."""
    return Reply({"ok": False, "error": error(ctx.locale)}, status)
