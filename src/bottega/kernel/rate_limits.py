"""Rate limits: token buckets in PostgreSQL, shared by all processes.

The buckets, their headers and the rules for a client's address are those of the API this one is
compatible with. A bucket that cannot be read lets everybody through: a slow guess is better than a locked door.
"""

import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import asyncpg
import structlog

from bottega.kernel.errors import TooMany

if TYPE_CHECKING:
    from asyncpg import Connection

    from bottega.kernel.context import Context

UNKNOWN: Final = "unknown"

log = structlog.get_logger()

# statement_timestamp() stands still within the statement, so its parts agree whether a window is over.
# While a key is blocked nothing about it changes: knocking does not prolong the wait.
_CONSUME: Final = """
INSERT INTO rate_limits AS kept (key, points, resets_at, blocked_until)
VALUES (
    $1,
    least($2::int, $3::int + 1),
    statement_timestamp() + make_interval(secs => $4),
    CASE WHEN $2 > $3 AND $5::float8 > 0 THEN statement_timestamp() + make_interval(secs => $5) END
)
ON CONFLICT (key) DO UPDATE SET (points, resets_at, blocked_until) = (
    SELECT
        CASE WHEN is_over THEN excluded.points ELSE used END,
        CASE WHEN is_over THEN excluded.resets_at ELSE kept.resets_at END,
        CASE
            WHEN is_over THEN excluded.blocked_until
            WHEN kept.blocked_until IS NOT NULL THEN kept.blocked_until
            WHEN used > $3 AND $5 > 0 THEN statement_timestamp() + make_interval(secs => $5)
        END
    FROM (
        SELECT
            coalesce(kept.blocked_until, kept.resets_at) <= statement_timestamp() AS is_over,
            least(kept.points::bigint + $2, $3 + 1)::int AS used
    ) AS state
)
RETURNING
    points > $3 AS refused,
    extract(epoch FROM coalesce(blocked_until, resets_at) - statement_timestamp())::float8 AS seconds
"""
_SWEEP: Final = "DELETE FROM rate_limits WHERE coalesce(blocked_until, resets_at) <= statement_timestamp()"


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many points in so many seconds; whoever takes more may be blocked for a while on top."""

    name: str
    points: int
    seconds: float
    block_seconds: float = 0

    def overridden(self, overrides: Mapping[str, int]) -> "Bucket":
        """The bucket as a deployment wants it: ``RATE_LIMIT_<NAME>_POINTS``, ``_DURATION``, ``_BLOCK_DURATION``."""
        prefix = f"RATE_LIMIT_{self.name}"
        return replace(
            self,
            points=overrides.get(f"{prefix}_POINTS", self.points),
            seconds=overrides.get(f"{prefix}_DURATION", self.seconds),
            block_seconds=overrides.get(f"{prefix}_BLOCK_DURATION", self.block_seconds),
        )


async def consume(connection: "Connection[Any]", bucket: Bucket, key: str, points: int = 1) -> None:
    """Take points of a key; call it outside a transaction, which the refusal would roll back together with the block.

    Raises:
        TooMany: The bucket is empty; the headers say how long to wait.
    """
    if refusal := await take(connection, bucket, key, points):
        raise refusal


async def take(connection: "Connection[Any]", bucket: Bucket, key: str, points: int = 1) -> TooMany | None:
    """Take points of a key, in one statement that is right under concurrency.

    Returns:
        The refusal when the bucket is empty, for raising once a transaction around it is committed.
    """
    try:
        row = await connection.fetchrow(
            _CONSUME, _stored(bucket, key), points, bucket.points, bucket.seconds, bucket.block_seconds
        )
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
        log.warning("limits.not_checked", bucket=bucket.name, error=error)
        return None
    if not row or not row["refused"]:
        return None
    seconds = str(max(1, math.ceil(row["seconds"])))
    return TooMany(
        headers={
            "Retry-After": seconds,
            "X-RateLimit-Limit": str(bucket.points),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": seconds,
        }
    )


async def enforce(ctx: "Context", bucket: Bucket, key: str | None = None) -> None:
    """Count an attempt of the caller's address, or of another key, and refuse it with 429 if there were too many.

    It is counted in a transaction of its own: a refused request leaves no other trace, but this one.
    """
    settings = ctx.app.settings
    if not settings.rate_limit_enabled:
        return
    bucket = bucket.overridden(settings.rate_limits)
    async with ctx.database.across_tenants("rate limits are kept for the whole installation") as connection:
        refusal = await take(connection, bucket, key or network_of(ctx.ip))
    if refusal is not None:
        raise refusal


async def reset(connection: "Connection[Any]", bucket: Bucket, key: str) -> None:
    """Give a key all its points back, for instance after a right password."""
    await connection.execute("DELETE FROM rate_limits WHERE key = $1", _stored(bucket, key))


async def sweep(connection: "Connection[Any]") -> int:
    """Delete the keys whose time is over, and say how many they were."""
    return int((await connection.execute(_SWEEP)).rpartition(" ")[2])


def client_ip(headers: Mapping[str, str], peer: str | None, trusted_depth: int) -> str:
    """The address of a client, or ``unknown``, which all callers without an address share.

    Args:
        headers: Of the request; a header that was sent repeatedly must be joined with commas.
        peer: The other end of the connection.
        trusted_depth: How many proxies in front may be believed; 0 believes no header.
    """
    if trusted_depth <= 0:
        return _normalised(peer or "")
    sent = {name.lower(): value for name, value in headers.items()}
    chain = sent.get("x-forwarded-for", "").strip()
    if not chain:
        return _normalised(sent.get("x-real-ip", ""))
    hops = chain.split(",")
    return _normalised(hops[-trusted_depth]) if len(hops) >= trusted_depth else UNKNOWN


def is_loopback(ip: str) -> bool:
    """Whether an address, as ``client_ip`` gives it, is this machine's own."""
    return ip != UNKNOWN and ipaddress.ip_address(ip).is_loopback


def network_of(ip: str) -> str:
    """What to count a client by: an IPv6 caller has 2⁶⁴ addresses to come from, so its network is meant."""
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ":" in ip else ip


def _normalised(text: str) -> str:
    """One spelling of an address, without port and zone."""
    address = text.strip()
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(mapped or parsed)


def _stored(bucket: Bucket, key: str) -> str:
    # Keys hold addresses and e-mails: the table need not know them.
    return f"rl:{bucket.name}:{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"
