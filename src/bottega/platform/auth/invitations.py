"""Invitations: users added without a password set their first one by a link in an e-mail.

The link is made by the job that mails it, so that no queue holds it; it is stored hashed, works once and for a week,
and only while the user has no password. Sending it again replaces it. Whoever follows a link learns nothing but whether
it works.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel import jobs, mail, rate_limits
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input
from bottega.kernel.screens import Act
from bottega.kernel.writes import audit_entry
from bottega.platform.auth.locked_users import locked_user
from bottega.platform.auth.module import module
from bottega.platform.auth.password_reset import ConfirmInput, Link, NotReset, ResetDone, set_password
from bottega.platform.auth.tables import User
from bottega.platform.auth.throttling import INVITATION, INVITATION_CONFIRM, INVITATION_TENANT
from bottega.platform.auth.tokens import hash_opaque, new_opaque
from bottega.platform.directory import tree_of

LIFETIME: Final = timedelta(days=7)
HAS_PASSWORD: Final = T(
    en="The user already has a password; a forgotten one is reset from the sign-in page",
    pl="Użytkownik ma już hasło; zapomniane można zresetować na stronie logowania",
)
# SQL for what became of the invitation ``i`` of the user ``u``; NULL for who was never invited.
STATE_OF: Final = """CASE WHEN i.id IS NULL THEN NULL WHEN u.credential_id IS NOT NULL THEN 'accepted'
     WHEN i.expires_at > now() THEN 'invited' ELSE 'expired' END"""

_NOTE: Final = """
INSERT INTO auth_invitations (tenant_id, user_id, sent_at, expires_at) VALUES ($1, $2, now(), now() + $3::interval)
ON CONFLICT (tenant_id, user_id) DO UPDATE
SET token_hash = NULL, sent_at = now(), expires_at = excluded.expires_at, accepted_at = NULL, updated_at = now()
"""
_RENEW: Final = """
UPDATE auth_invitations AS i SET token_hash = $3, sent_at = now(), expires_at = now() + $4::interval
FROM auth_users AS u
WHERE i.tenant_id = $1 AND i.user_id = $2 AND i.accepted_at IS NULL
  AND u.tenant_id = i.tenant_id AND u.id = i.user_id AND u.credential_id IS NULL
RETURNING u.email, u.organization_id
"""
_LINK: Final = Link(
    "SELECT tenant_id FROM auth_invitations WHERE token_hash = $1 AND expires_at > now()",
    "UPDATE auth_invitations AS i SET accepted_at = now(), token_hash = NULL, updated_at = now() FROM auth_users AS u"
    " WHERE i.tenant_id = $1 AND i.token_hash = $2 AND i.expires_at > now()"
    " AND u.tenant_id = i.tenant_id AND u.id = i.user_id AND u.credential_id IS NULL"
    " RETURNING u.id, u.organization_id",
    ("auth.invitation.accepted",),
)


class InviteInput(Input):
    """Who is to be invited again."""

    id: UUID = Field(description="A user who has no password yet.")


async def allow_invitation(ctx: Context, email_hash: str) -> None:
    """429 when too many invitations went to an address, or were sent by the tenant; ask before anything is written."""
    await rate_limits.enforce(ctx, INVITATION, f"{ctx.tenant_id} {email_hash}")
    await rate_limits.enforce(ctx, INVITATION_TENANT, str(ctx.tenant_id))


async def invite(ctx: Context, user_id: UUID) -> None:
    """Have a link mailed to a user without a password; those that were sent before stop working."""
    await ctx.begin()
    await ctx.query(_NOTE, ctx.tenant_id, user_id, LIFETIME)
    await jobs.enqueue(ctx, "auth.send_invitation", userId=str(user_id), locale=ctx.locale)


@module.post(
    "/users/invite",
    "auth.users.create",
    status=200,
    answers={
        200: "Invitation on its way",
        404: "User not found",
        409: "The user has a password",
        429: "Too many invitations",
    },
    undoable=False,
    instead=T(en="Delete the user instead", pl="Usuń użytkownika"),
    label=T(en="Invite user", pl="Zaproszenie użytkownika"),
    act=Act(T(en="Invite", pl="Zaproś"), "mail"),
    name="users.invite",
)
async def invite_again(ctx: Context, data: InviteInput) -> Done:
    """Invite user again.

    Mails a new link to a user who has not set a password yet; the one before stops working. Three an hour for an
    address.
    """
    ctx.refuse_closed()
    user = await locked_user(ctx, data.id)
    if user["credential_id"] is not None:
        raise Conflict(HAS_PASSWORD, code="has_password")
    await allow_invitation(ctx, user["email_hash"])
    await invite(ctx, data.id)
    ctx.describe("auth.user", data.id, organization_id=user["organization_id"])
    # No record changes, and yet it is something that somebody did.
    await audit_entry.record(ctx)
    return Done()


# As long as a mail server may be away over night.
@module.job("send_invitation", T(en="Mail an invitation", pl="Wysyłka zaproszenia"), attempts=6)
async def send_invitation(app: Application, payload: dict[str, Any]) -> None:
    """Mail a link to a user, unless they have a password by now, or are gone."""
    tenant_id, user_id = UUID(payload["tenantId"]), UUID(payload["userId"])
    token = new_opaque()
    async with app.acting(tenant_id) as ctx:
        await ctx.begin()
        user = await ctx.query_one(_RENEW, tenant_id, user_id, hash_opaque(app, token), LIFETIME)
        if user is None:
            return
        email = (await sealing.keys_of(ctx)).open(user["email"], sealing.place(User, "email"))
    tree = await tree_of(app, tenant_id)
    letter = mail.render(
        "bottega.platform.auth",
        "invitation",
        payload["locale"],
        to=email,
        days=LIFETIME.days,
        url=f"{app.settings.public_url}/invitation/{token}",
        organization=tree.nodes[user["organization_id"]].name,
    )
    await app.mailer.send(letter)


@module.post(
    "/invitations/accept",
    public=True,
    form=True,
    status=200,
    limits=(INVITATION_CONFIRM,),
    answer=ResetDone,
    answers={200: "Password set", 400: ("Invalid token or payload", NotReset)},
    undoable=False,
    label=T(en="Accept invitation", pl="Przyjęcie zaproszenia"),
    name="invitations.accept",
)
async def accept_invitation(ctx: Context, data: ConfirmInput) -> Reply:
    """Accept an invitation.

    Validates the token of the link and sets the user's first password. The token works once, until it expires, and only
    while the user has none.
    """
    return await set_password(ctx, data, _LINK)
