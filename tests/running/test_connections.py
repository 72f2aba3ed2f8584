"""Hostile and slow connections: heads without end and requests without end cost nothing that lasts."""

import re
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from serving import Serving, wait_until

SECONDS = 3
CROWD = 750
ROOM = 60


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("data")
    with Serving(folder, stand_in="stand_in_for_slow_clients", BOTTEGA_REQUEST_SECONDS=str(SECONDS)) as running:
        yield running


def connect(serving: Serving, *, seconds: float = 30) -> socket.socket:
    parts = urlsplit(serving.address)
    assert parts.hostname
    assert parts.port
    return socket.create_connection((parts.hostname, parts.port), timeout=seconds)


def everything_from(connection: socket.socket) -> bytes:
    """What the server says until it ends the connection."""
    said = b""
    with suppress(ConnectionError):
        while piece := connection.recv(65_536):
            said += piece
    return said


def ask(serving: Serving, head: bytes) -> bytes:
    """Send a request at once and read until the server ends the connection."""
    with connect(serving) as connection:
        with suppress(ConnectionError):
            connection.sendall(head)
        return everything_from(connection)


def status_of(said: bytes) -> int:
    assert said.startswith(b"HTTP/1.1 "), said[:100]
    return int(said[9:12])


def http_process(serving: Serving) -> psutil.Process:
    return serving.process_of("http-process")


def connections_of(serving: Serving) -> int:
    return len([one for one in http_process(serving).net_connections("tcp") if one.status == "ESTABLISHED"])


def test_heads_within_the_limits_are_answered(serving: Serving) -> None:
    fields = b"".join(b"x-%d: %s\r\n" % (i, b"v" * 400) for i in range(95))
    said = ask(serving, b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + fields + b"\r\n")
    assert status_of(said) == 200
    long = b"GET /?%s HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n" % (b"q" * 16_000)
    assert status_of(ask(serving, long)) == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET / HTTP/1.1\r\n" + b"".join(b"x-%d: v\r\n" % i for i in range(20_000)) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"x-%d: v\r\n" % i for i in range(101)) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nx: " + b"v" * 70_000 + b"\r\n\r\n", 431),
        (b"GET /?%s HTTP/1.1\r\n\r\n" % (b"q" * 17_000), 414),
        (b"GET /?%s" % (b"q" * 300_000), 431),
        (b"\r\n" * 50_000, 431),
        (b"NONSENSE\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n" + b"x: y\r\n" * 30_000, 200),
    ],
    ids=[
        "20 000 fields",
        "101 fields",
        "one long field",
        "long target",
        "endless target",
        "blanks",
        "nonsense",
        "trailers",
    ],
)
def test_a_head_beyond_the_limits_is_refused(serving: Serving, head: bytes, status: int) -> None:
    began = time.monotonic()
    said = ask(serving, head)
    assert status_of(said) == status
    # Trailers come after the answer, so nothing is left to say: the connection ends.
    assert b"connection: close" in said or status == 200
    assert status == 200 or re.search(rb"\r\nx-request-id: [0-9a-f]{32}\r\n", said)
    assert time.monotonic() - began < 3 * SECONDS + 5
    assert httpx.get(serving.address).status_code == 200


def test_a_head_without_end_costs_nothing_that_lasts(serving: Serving) -> None:
    assert httpx.get(serving.address).status_code == 200
    before = http_process(serving).memory_info().rss
    sent = 0
    most = before
    with connect(serving) as connection, suppress(ConnectionError):
        connection.sendall(b"GET / HTTP/1.1\r\n")
        piece = b"".join(b"x-%d: %s\r\n" % (i, b"v" * 1000) for i in range(1000))
        while sent < 300_000_000:
            connection.sendall(piece)
            sent += len(piece)
            most = max(most, http_process(serving).memory_info().rss)
    assert sent < 300_000_000
    assert most - before < 20_000_000
    assert httpx.get(serving.address).status_code == 200


def test_requests_that_are_never_finished_are_gone_after_a_while_and_harm_nobody(serving: Serving) -> None:
    half = b"POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"
    unsaid = b"POST /read HTTP/1.1\r\nhost: x\r\ncont"
    with ExitStack() as stack:
        crowd = [stack.enter_context(connect(serving)) for _ in range(CROWD)]
        for number, connection in enumerate(crowd):
            connection.sendall(unsaid if number % 3 == 0 else half)
        began = time.monotonic()
        wait_until(lambda: connections_of(serving) >= CROWD)
        slowest = 0.0
        while time.monotonic() - began < 2:
            asked = time.monotonic()
            assert httpx.get(serving.address, timeout=10).status_code == 200
            slowest = max(slowest, time.monotonic() - asked)
        assert slowest < 1
        told = [status_of(everything_from(connection)) for connection in crowd]
        assert set(told) == {408}
        assert time.monotonic() - began < SECONDS + 15
    wait_until(lambda: connections_of(serving) == 0)


def test_a_client_that_says_nothing_is_hung_up_on(serving: Serving) -> None:
    with connect(serving) as connection:
        began = time.monotonic()
        assert everything_from(connection) == b""
        assert SECONDS - 1 < time.monotonic() - began < SECONDS + 5


def test_a_body_that_keeps_coming_may_take_long(serving: Serving) -> None:
    with connect(serving) as connection:
        connection.sendall(b"POST /read HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 12000\r\n\r\n")
        for _ in range(12):
            connection.sendall(b"x" * 1000)
            time.sleep(SECONDS / 6)
        said = everything_from(connection)
    assert status_of(said) == 200
    assert b'{"read": 12000}' in said


def test_a_body_that_drips_is_ended(serving: Serving) -> None:
    with connect(serving) as connection:
        connection.sendall(b"POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 12000\r\n\r\n")
        began = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < 4 * SECONDS:
                connection.sendall(b"x")
                time.sleep(0.2)
                with selectors.DefaultSelector() as waiting:
                    waiting.register(connection, selectors.EVENT_READ)
                    if waiting.select(0):
                        break
        assert time.monotonic() - began < 3 * SECONDS
        assert status_of(everything_from(connection)) == 408


def test_a_request_that_takes_us_long_is_not_held_against_the_client(serving: Serving) -> None:
    body = b"x" * 300_000
    with connect(serving) as connection:
        connection.sendall(
            b"POST /read-late HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
        )
        connection.sendall(body)
        said = everything_from(connection)
    assert status_of(said) == 200
    assert b'{"read": 300000}' in said


def test_an_answer_nobody_reads_is_given_up(serving: Serving) -> None:
    with connect(serving) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(b"GET /pour HTTP/1.1\r\nhost: x\r\n\r\n")
        wait_until((serving.data / "pouring").exists)
        wait_until((serving.data / "poured").exists, 4 * SECONDS + 10)
    assert httpx.get(serving.address).status_code == 200


def test_a_connection_that_was_answered_early_does_not_stay(serving: Serving) -> None:
    with connect(serving) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n")
        assert status_of(connection.recv(65_536)) == 200
        began = time.monotonic()
        connection.sendall(b"x")
        everything_from(connection)
        assert time.monotonic() - began < SECONDS + 5


def test_when_there_are_too_many_the_one_that_waited_longest_makes_room(tmp_path: Path) -> None:
    settings = {"BOTTEGA_MAX_CONNECTIONS": str(ROOM), "BOTTEGA_REQUEST_SECONDS": "60"}
    with Serving(tmp_path, **settings) as serving, ExitStack() as stack:
        crowd = [stack.enter_context(connect(serving)) for _ in range(3 * ROOM)]
        for connection in crowd[:ROOM]:
            with suppress(ConnectionError):
                connection.sendall(b"POST / HTTP/1.1\r\n")
        assert httpx.get(serving.address, timeout=10).status_code == 200
        assert everything_from(crowd[0]) == b""
        wait_until(lambda: connections_of(serving) <= ROOM)
        crowd[-1].sendall(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        assert status_of(everything_from(crowd[-1])) == 200
