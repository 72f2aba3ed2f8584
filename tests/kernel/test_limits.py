"""Rate limits: nobody takes more than the bucket holds, however many ask at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import asyncpg
import pytest

from bottega.kernel import rate_limits
from bottega.kernel.errors import TooMany
from bottega.kernel.rate_limits import UNKNOWN, Bucket, client_ip, network_of

if TYPE_CHECKING:
    from asyncpg import Connection

Connect = Callable[[], Awaitable["Connection[Any]"]]

LOGIN = Bucket("LOGIN", points=5, seconds=60, block_seconds=60)
LASTING = Bucket("RESET_CONFIRM", points=2, seconds=300)
BRIEF = Bucket("BRIEF", points=1, seconds=1)


@pytest.fixture
async def connect(dsn: str) -> AsyncIterator[Connect]:
    """Opens connections to a schema of its own, with the migrated table of the limits."""
    opened: list[Connection[Any]] = []
    schema = f"t{uuid4().hex}"

    async def connect() -> "Connection[Any]":
        opened.append(await asyncpg.connect(dsn, server_settings={"search_path": schema}))
        return opened[-1]

    await (await connect()).execute(
        f"""
        CREATE SCHEMA {schema};
        CREATE UNLOGGED TABLE rate_limits (LIKE public.rate_limits INCLUDING ALL);
        """
    )
    yield connect
    await (await connect()).execute(f"DROP SCHEMA {schema} CASCADE")
    for connection in opened:
        await connection.close()


@pytest.fixture
async def connection(connect: Connect) -> "Connection[Any]":
    return await connect()


async def tries(connection: "Connection[Any]", bucket: Bucket, key: str, times: int) -> list[bool]:
    """Whether each of some attempts was let through."""
    passed: list[bool] = []
    for _ in range(times):
        try:
            await rate_limits.consume(connection, bucket, key)
        except TooMany:
            passed.append(False)
        else:
            passed.append(True)
    return passed


async def age(connection: "Connection[Any]", seconds: float) -> None:
    """Let time pass for every key."""
    await connection.execute(
        "UPDATE rate_limits SET resets_at = resets_at - make_interval(secs => $1),"
        " blocked_until = blocked_until - make_interval(secs => $1)",
        seconds,
    )


async def test_the_sixth_of_five_is_refused_with_four_headers(connection: "Connection[Any]") -> None:
    assert await tries(connection, LOGIN, "a", 5) == [True] * 5

    with pytest.raises(TooMany) as refused:
        await rate_limits.consume(connection, LOGIN, "a")

    assert refused.value.body("en") == {"error": "Too many requests. Please try again later."}
    assert refused.value.headers == {
        "Retry-After": "60",
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "60",
    }


async def test_other_keys_and_other_buckets_are_unaffected(connection: "Connection[Any]") -> None:
    await tries(connection, LOGIN, "a", 6)

    assert await tries(connection, LOGIN, "b", 1) == [True]
    assert await tries(connection, LASTING, "a", 1) == [True]


async def test_points_come_back_when_the_window_is_over(connection: "Connection[Any]") -> None:
    assert await tries(connection, LASTING, "a", 3) == [True, True, False]
    await age(connection, 299)
    assert await tries(connection, LASTING, "a", 1) == [False]
    await age(connection, 2)
    assert await tries(connection, LASTING, "a", 3) == [True, True, False]


async def test_the_window_really_ends_by_itself(connection: "Connection[Any]") -> None:
    assert await tries(connection, BRIEF, "a", 2) == [True, False]
    async with asyncio.timeout(10):
        while await tries(connection, BRIEF, "a", 1) == [False]:
            await connection.execute("SELECT pg_sleep(0.02)")

    assert await tries(connection, BRIEF, "a", 1) == [False]


async def test_a_block_outlasts_the_window_and_knocking_does_not_prolong_it(connection: "Connection[Any]") -> None:
    await tries(connection, LOGIN, "a", 5)
    await age(connection, 50)
    assert await tries(connection, LOGIN, "a", 1) == [False]
    await age(connection, 30)
    assert await tries(connection, LOGIN, "a", 1) == [False]
    await age(connection, 31)
    assert await tries(connection, LOGIN, "a", 6) == [True] * 5 + [False]


async def test_a_block_taken_in_a_transaction_stays_when_the_refusal_is_raised_after_it(
    connection: "Connection[Any]",
) -> None:
    await tries(connection, LOGIN, "a", 5)
    async with connection.transaction():
        refusal = await rate_limits.take(connection, LOGIN, "a")

    assert isinstance(refusal, TooMany)
    await age(connection, 59)
    assert await tries(connection, LOGIN, "a", 1) == [False]


async def test_points_can_be_taken_several_at_once_and_never_overflow(connection: "Connection[Any]") -> None:
    await rate_limits.consume(connection, LOGIN, "a", points=4)

    for _ in range(3):
        with pytest.raises(TooMany):
            await rate_limits.consume(connection, LOGIN, "a", points=2_000_000_000)
    with pytest.raises(TooMany):
        await rate_limits.consume(connection, LOGIN, "b", points=6)
    assert await tries(connection, LOGIN, "b", 1) == [False]


async def test_a_reset_gives_all_points_back(connection: "Connection[Any]") -> None:
    await tries(connection, LOGIN, "a", 6)
    await rate_limits.reset(connection, LOGIN, "a")

    assert await tries(connection, LOGIN, "a", 5) == [True] * 5


async def test_processes_together_let_exactly_the_points_through(connect: Connect) -> None:
    bucket = Bucket("MANY", points=37, seconds=60)
    connections = [await connect() for _ in range(6)]

    passed = await asyncio.gather(*(tries(connection, bucket, "a", 20) for connection in connections))

    assert sum(map(sum, passed)) == 37


async def test_sweeping_deletes_only_what_is_over(connection: "Connection[Any]") -> None:
    await tries(connection, LOGIN, "blocked", 6)
    await tries(connection, LOGIN, "over", 1)
    await age(connection, 59)
    await tries(connection, LOGIN, "fresh", 1)
    await connection.execute("UPDATE rate_limits SET blocked_until = blocked_until + interval '1 minute'")
    await age(connection, 2)

    assert await rate_limits.sweep(connection) == 1
    assert await rate_limits.sweep(connection) == 0
    assert await tries(connection, LOGIN, "blocked", 1) == [False]


async def test_the_table_knows_no_address_and_no_email(connection: "Connection[Any]") -> None:
    await rate_limits.consume(connection, LOGIN, "203.0.113.9 anna@example.com \ud800")

    key: str = await connection.fetchval("SELECT key FROM rate_limits")
    assert key.startswith("rl:LOGIN:")
    assert len(key) == len("rl:LOGIN:") + 64


async def test_a_limit_that_cannot_be_checked_lets_everybody_through(connection: "Connection[Any]") -> None:
    await connection.execute("DROP TABLE rate_limits")
    assert await tries(connection, LOGIN, "a", 9) == [True] * 9

    await connection.close()
    assert await tries(connection, LOGIN, "a", 9) == [True] * 9


def test_a_deployment_may_change_a_bucket() -> None:
    overrides = {"RATE_LIMIT_LOGIN_POINTS": 9, "RATE_LIMIT_LOGIN_BLOCK_DURATION": 0, "RATE_LIMIT_RESET_DURATION": 1}

    assert LOGIN.overridden(overrides) == Bucket("LOGIN", points=9, seconds=60, block_seconds=0)
    assert LOGIN.overridden({}) == LOGIN


FORWARDED = {"X-Forwarded-For": "198.51.100.1, 203.0.113.2 ,192.0.2.3", "X-Real-IP": "198.51.100.9"}


@pytest.mark.parametrize(
    ("headers", "peer", "depth", "found"),
    [
        (FORWARDED, "10.0.0.1", 0, "10.0.0.1"),
        (FORWARDED, None, 0, UNKNOWN),
        (FORWARDED, "10.0.0.1", 1, "192.0.2.3"),
        (FORWARDED, "10.0.0.1", 2, "203.0.113.2"),
        (FORWARDED, "10.0.0.1", 3, "198.51.100.1"),
        (FORWARDED, "10.0.0.1", 4, UNKNOWN),
        ({"x-forwarded-for": "192.0.2.3"}, None, 1, "192.0.2.3"),
        ({"x-real-ip": "198.51.100.9"}, "10.0.0.1", 1, "198.51.100.9"),
        ({"x-forwarded-for": " ", "x-real-ip": "198.51.100.9"}, "10.0.0.1", 2, "198.51.100.9"),
        ({}, "10.0.0.1", 1, UNKNOWN),
        ({"x-forwarded-for": "192.0.2.3,"}, "10.0.0.1", 1, UNKNOWN),
        ({"x-forwarded-for": "' OR 1=1 --"}, "10.0.0.1", 1, UNKNOWN),
        ({"x-forwarded-for": "192.0.2.3:4711"}, None, 1, "192.0.2.3"),
        ({"x-forwarded-for": "[2001:DB8::1]:443"}, None, 1, "2001:db8::1"),
        ({"x-forwarded-for": "2001:0db8:0000::0001"}, None, 1, "2001:db8::1"),
        ({}, "::ffff:192.0.2.3", 0, "192.0.2.3"),
        ({}, "fe80::1%eth0", 0, "fe80::1"),
        ({}, "/run/bottega.sock", 0, UNKNOWN),
    ],
)
def test_only_trusted_proxies_are_believed(headers: dict[str, str], peer: str | None, depth: int, found: str) -> None:
    assert client_ip(headers, peer, depth) == found


def test_an_ipv6_caller_is_counted_by_its_network() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") == "2001:db8::/64"
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("192.0.2.3") == "192.0.2.3"
    assert network_of(UNKNOWN) == UNKNOWN
