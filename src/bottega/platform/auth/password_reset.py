"""Password reset: a single-use link by e-mail, valid for an hour, without revealing whether an account exists.

Asking does the same work for every address: it queues a job, and only the job looks whether anybody has it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from bottega.kernel import jobs, mail
from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.passwords import check_policy, hash_password_async, joined
from bottega.kernel.schemas import Email, Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.auth.accounts import Account, find_accounts
from bottega.platform.auth.cookies import LOGIN_PAGE
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.login import Refused, refusal
from bottega.platform.auth.module import module
from bottega.platform.auth.sessions import end_sessions
from bottega.platform.auth.tables import User
from bottega.platform.auth.tenant_setup import store_credential
from bottega.platform.auth.throttling import RESET, RESET_CONFIRM, RESET_IP, throttle
from bottega.platform.auth.tokens import hash_opaque, new_opaque
from bottega.platform.directory import tree_of

LIFETIME: Final = timedelta(minutes=60)
INVALID_REQUEST: Final = T(en="Invalid request", pl="Nieprawidłowe żądanie")
INVALID_TOKEN: Final = T(en="Invalid or expired token", pl="Link jest nieprawidłowy lub wygasł")


class ResetInput(Forgiving, Input):
    """Whose password was forgotten."""

    email: Email


class ResetRequested(Schema):
    """If there is such an account, a link is on its way."""

    ok: bool = True


class ConfirmInput(Forgiving, Input):
    """The token of the link, and the new password."""

    token: Annotated[str, Field(min_length=10, max_length=200)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256, strip_whitespace=False)] = Field(
        json_schema_extra={"format": "password"}
    )


class NotReset(Refused):
    """The password stays; ``requirements`` says what the new one lacks."""

    requirements: str | None = None


class ResetDone(Schema):
    """The new password counts."""

    ok: bool = True
    redirect: str = LOGIN_PAGE


@module.post(
    "/reset",
    public=True,
    form=True,
    status=200,
    limits=(RESET_IP,),
    answers={200: "Reset email dispatched (or ignored for unknown accounts)"},
    name="reset.request",
)
async def request_reset(ctx: Context, data: ResetInput) -> ResetRequested:
    """Send reset email.

    Requests a password reset email for the given account. The endpoint always returns `ok: true` to avoid leaking
    account existence.
    """
    hashed = ctx.app.vault.digest(data.sent_text("email"))
    await throttle(ctx, RESET, hashed)
    if not data.refused:
        # The hash says which address is meant without writing it into the queue.
        await jobs.enqueue(ctx, "auth.send_reset", emailHash=hashed, locale=ctx.locale)
    return ResetRequested()


# A mail server may be away for longer than a few minutes; the link is valid for an hour from when it is sent.
@module.job("send_reset", T(en="Mail a password reset link", pl="Wysyłka linku do zmiany hasła"), attempts=6)
async def send_reset(app: Application, payload: dict[str, Any]) -> None:
    """Mail a link to every account of an address; usually one, and often none."""
    for account in await find_accounts(app, payload["emailHash"]):
        await _send_link(app, account, payload["locale"])


async def _send_link(app: Application, account: Account, locale: str) -> None:
    token = new_opaque()
    async with app.acting(account.tenant_id, account.organization_id) as ctx:
        keys = await app.vault.keys(await ctx.begin(), account.tenant_id)
        await ctx.query(
            "INSERT INTO auth_password_resets (tenant_id, user_id, token_hash, expires_at)"
            " VALUES ($1, $2, $3, now() + $4::interval)",
            account.tenant_id,
            account.user_id,
            hash_opaque(app, token),
            LIFETIME,
        )
        await ctx.emit("auth.password.reset.requested", record_id=account.user_id)
        email = keys.open(account.sealed_email, "auth_users.email")
    tree = await tree_of(app, account.tenant_id)
    letter = mail.render(
        "bottega.platform.auth",
        "reset",
        locale,
        to=email,
        url=f"{app.settings.public_url}/reset/{token}",
        minutes=int(LIFETIME.total_seconds() // 60),
        organization=tree.nodes[account.organization_id].name,
    )
    await app.mailer.send(letter)


@module.post(
    "/reset/confirm",
    public=True,
    form=True,
    status=200,
    limits=(RESET_CONFIRM,),
    answer=ResetDone,
    answers={200: "Password reset succeeded", 400: ("Invalid token or payload", NotReset)},
    # Whoever undid it would bring back a password that somebody had reason to replace.
    undoable=False,
    label=T(en="Reset password", pl="Reset hasła"),
    name="reset.confirm",
)
async def confirm_reset(ctx: Context, data: ConfirmInput) -> Reply:
    """Complete password reset.

    Validates the reset token and updates the user password. The token works once; every session of the user ends, and
    other links that were sent stop working.
    """
    return await set_password(ctx, data, _LINK)


@dataclass(frozen=True)
class Link:
    """How a kind of links is looked up and used, and which events tell of it."""

    # The tenant of a token, by its hash; no row for one that does not work.
    find: str
    # Uses the token, by tenant and hash: ``id`` and ``organization_id`` of its user; no row if it does not work now.
    use: str
    events: tuple[str, ...]


_LINK: Final = Link(
    "SELECT tenant_id FROM auth_password_resets WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now()",
    "UPDATE auth_password_resets AS p SET used_at = now(), updated_at = now() FROM auth_users AS u"
    " WHERE p.tenant_id = $1 AND p.token_hash = $2 AND p.used_at IS NULL AND p.expires_at > now()"
    " AND u.tenant_id = p.tenant_id AND u.id = p.user_id RETURNING u.id, u.organization_id",
    ("auth.password.changed", "auth.password.reset.completed"),
)


async def set_password(ctx: Context, data: ConfirmInput, link: Link) -> Reply:
    """Give whom a link was sent the password that came with its token, as themselves; sessions and other links end.

    400 in the shape of sign-in for what cannot be read, a password that is not good enough, or a token that does not
    work.
    """
    if data.refused:
        return refusal(ctx, INVALID_REQUEST, 400)
    if unmet := check_policy(data.password, ctx.app.settings):
        reply = refusal(ctx, INVALID_REQUEST, 400)
        reply.content["requirements"] = joined(unmet)(ctx.locale)
        return reply
    hashed = hash_opaque(ctx.app, data.token)
    async with ctx.database.across_tenants("the token of a link says nothing about its tenant") as connection:
        tenant_id: UUID | None = await connection.fetchval(link.find, hashed)
    if tenant_id is None:
        return refusal(ctx, INVALID_TOKEN, 400)
    password_hash = await hash_password_async(data.password)
    ctx.scope = Scope(tenant_id)
    await ctx.begin()
    user = await ctx.query_one(link.use, tenant_id, hashed)
    if user is None:
        return refusal(ctx, INVALID_TOKEN, 400)
    user_id: UUID = user["id"]
    ctx.actor = Actor("user", user_id, tenant_id, user["organization_id"])
    ctx.describe("auth.user", user_id, organization_id=user["organization_id"])
    credential_id = await store_credential(ctx, user_id, password_hash)
    await changes.update(ctx, User, user_id, {"credential_id": credential_id})
    await end_sessions(ctx, user_id)
    await drop_links(ctx, user_id)
    for event in link.events:
        await ctx.emit(event, record_id=user_id)
    return Reply(ResetDone())


async def drop_links(ctx: Context, user_id: UUID) -> None:
    """Make every link that was sent to a user and not used stop working."""
    await ctx.query(
        "DELETE FROM auth_password_resets WHERE tenant_id = $1 AND user_id = $2 AND used_at IS NULL",
        ctx.tenant_id,
        user_id,
    )
    await ctx.query(
        "UPDATE auth_invitations SET token_hash = NULL, expires_at = least(expires_at, now()), updated_at = now()"
        " WHERE tenant_id = $1 AND user_id = $2 AND token_hash IS NOT NULL",
        ctx.tenant_id,
        user_id,
    )
