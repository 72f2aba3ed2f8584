"""Cleanup jobs: expired sessions, expired reset links, and replaced passwords."""

from typing import Any, Final

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.i18n import T
from bottega.platform.auth.module import module

# As long as a deleted user or a replaced password may still be brought back by undo.
CREDENTIALS_KEPT: Final = "30 days"

_STATEMENTS: Final = (
    "DELETE FROM auth_sessions WHERE expires_at < now()",
    "DELETE FROM auth_password_resets WHERE expires_at < now()",
    (
        "UPDATE auth_credentials AS c SET retired_at = CASE WHEN used THEN NULL ELSE now() END FROM ("
        " SELECT tenant_id, id, EXISTS (SELECT FROM auth_users AS u WHERE u.tenant_id = k.tenant_id"
        "  AND u.credential_id = k.id) AS used FROM auth_credentials AS k) AS known"
        " WHERE known.tenant_id = c.tenant_id AND known.id = c.id AND used <> (c.retired_at IS NULL)"
    ),
    f"DELETE FROM auth_credentials WHERE retired_at < now() - interval '{CREDENTIALS_KEPT}'",
)


@module.job(
    "purge", T(en="Remove expired sessions and links", pl="Usuwanie wygasłych sesji i linków"), every="17 3 * * *"
)
async def purge(app: Application, _payload: dict[str, Any]) -> None:
    """Remove what has run out; a password retires when no user points to it, and goes a month later."""
    async with app.database.across_tenants("what has run out is removed for all tenants at once") as connection:
        for statement in _STATEMENTS:
            await connection.execute(statement)


@module.on("auth.user.deleted")
async def forget_sessions(ctx: Context, event: Event) -> None:
    """End the sessions of a user who is gone for another reason than the delete operation: an undone creation."""
    for table in ("auth_sessions", "auth_password_resets", "auth_invitations"):
        await ctx.query(
            f"DELETE FROM {table} AS left_over WHERE tenant_id = $1 AND user_id = $2"
            " AND NOT EXISTS (SELECT FROM auth_users WHERE tenant_id = $1 AND id = $2)",
            ctx.tenant_id,
            event.record_id,
        )
