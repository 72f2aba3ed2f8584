"""Check of the present password before a change of address or password."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import StringConstraints

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.passwords import verify_password_async
from bottega.platform.auth.throttling import PROFILE, forgive, throttle

CURRENT_REQUIRED: Final = T(en="Current password is required.", pl="Podaj obecne hasło.")
CURRENT_WRONG: Final = T(en="Current password is incorrect.", pl="Obecne hasło jest nieprawidłowe.")

# A password as it was typed, blanks included.
Verbatim = Annotated[str, StringConstraints(min_length=1, max_length=256, strip_whitespace=False)]


async def check_present_password(
    ctx: Context, user_id: UUID, credential_id: UUID | None, present: str | None, *, under: str = "details"
) -> None:
    """400 on ``currentPassword`` unless it is the user's; who has no password has none to give.

    Args:
        ctx: Of the user themself.
        user_id: The user.
        credential_id: The password they sign in with.
        present: What they sent.
        under: The key of the body that names wrong fields.
    """
    if not present:
        raise Invalid.of_field("currentPassword", CURRENT_REQUIRED, under=under)
    await throttle(ctx, PROFILE, str(user_id))
    stored: str | None = await ctx.query_value(
        "SELECT password_hash FROM auth_credentials WHERE tenant_id = $1 AND id = $2", ctx.tenant_id, credential_id
    )
    if not (await verify_password_async(present, stored)).ok:
        raise Invalid.of_field("currentPassword", CURRENT_WRONG, under=under)
    await forgive(ctx, PROFILE, str(user_id))
