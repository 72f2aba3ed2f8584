"""Rate limits of sign-in and password recovery."""

from typing import Final

from bottega.kernel import rate_limits
from bottega.kernel.context import Context
from bottega.kernel.rate_limits import Bucket

LOGIN_IP: Final = Bucket("LOGIN_IP", points=20, seconds=60, block_seconds=60)
LOGIN: Final = Bucket("LOGIN", points=5, seconds=60, block_seconds=60)
RESET_IP: Final = Bucket("RESET_IP", points=10, seconds=60, block_seconds=60)
RESET: Final = Bucket("RESET", points=3, seconds=60, block_seconds=60)
RESET_CONFIRM: Final = Bucket("RESET_CONFIRM", points=5, seconds=300)
INVITATION_CONFIRM: Final = Bucket("INVITATION_CONFIRM", points=5, seconds=300)
REFRESH_IP: Final = Bucket("REFRESH_IP", points=60, seconds=60)
REFRESH: Final = Bucket("REFRESH", points=15, seconds=60)
# Guessing the present password through the profile is guessing it all the same.
PROFILE: Final = Bucket("PROFILE", points=5, seconds=60, block_seconds=60)
# Whoever adds and deletes users must not be able to flood a stranger's mailbox in our name.
INVITATION: Final = Bucket("INVITATION", points=3, seconds=3600)
INVITATION_TENANT: Final = Bucket("INVITATION_TENANT", points=200, seconds=3600)

_REASON: Final = "rate limits are kept for the whole installation"


async def throttle(ctx: Context, bucket: Bucket, subject: str) -> None:
    """Count an attempt by the caller's network on a subject (an address, a token); 429 when there were too many."""
    await rate_limits.enforce(ctx, bucket, _key(ctx, subject))


async def forgive(ctx: Context, bucket: Bucket, subject: str) -> None:
    """Forget the attempts so far: this one was right."""
    if not ctx.app.settings.rate_limit_enabled:
        return
    async with ctx.database.across_tenants(_REASON) as connection:
        await rate_limits.reset(connection, bucket, _key(ctx, subject))


def _key(ctx: Context, subject: str) -> str:
    return f"{rate_limits.network_of(ctx.ip)} {subject}"
