"""HTTP connection limits: size of the request head, and timeouts of slow clients.

uvicorn's parser takes heads of any size, and nothing ends a connection on which a request was begun and not finished.
So this protocol counts the bytes that have not become a request yet, and runs one timer while it waits for the client.
Nothing of it is done for a request that arrives in one piece but the counting.
"""

import asyncio
import resource
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import structlog
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from bottega.kernel.http.responses import encode
from bottega.kernel.logs import request_id

log = structlog.get_logger()
# Longer than the minute that reverse proxies keep connections, so that they never write to one we are closing.
KEEP_ALIVE_SECONDS: Final = 75
# As h11 has it; the largest that browsers and proxies send is a quarter of it.
MOST_HEAD_BYTES: Final = 65_536
MOST_TARGET_BYTES: Final = 16_384
# As Apache has it (LimitRequestFields).
MOST_FIELDS: Final = 100
MOST_PIPELINED: Final = 32
# Whoever sends or reads more slowly counts as gone; Apache's figure (RequestReadTimeout, MinRate).
LEAST_BYTES_A_SECOND: Final = 500
# A refused client has this long to read why, and we read on this far: closing at once would break the answer off.
LINGER_SECONDS: Final = 2.0
LINGER_BYTES: Final = 1_048_576
# Of a process, beside those of its connections: the database, files, libraries.
OWN_DESCRIPTORS: Final = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """What differs per deployment."""

    # How many connections a process keeps.
    connections: int = 1000
    # The longest a client may take over the head of a request, and be silent within its body or a reply.
    seconds: float = 20.0


class _Refused(Exception):
    """The head that is being read is refused; the parser turns it into an error of its own."""


class LimitedConnection(HttpToolsProtocol):
    """One connection to a client."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: Limits,
    ) -> None:
        """Nothing has been sent yet."""
        super().__init__(config, server_state, app_state, _loop)
        self._limits = limits
        # Bytes since the parser made something of them: a head, a piece of a body.
        self._unread = 0
        # Bytes of the body since the timer was set.
        self._body = 0
        self._in_head = self._in_body = False
        self._refusal = HTTPStatus.BAD_REQUEST
        self._discarded: int | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._unsent: asyncio.TimerHandle | None = None

    # -- the connection --------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - as uvicorn declares it
        """Wait for a request; with too many connections, whoever has kept us waiting longest makes room."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self._limits.connections:
            waiting: list[LimitedConnection] = [
                one for one in self.connections if isinstance(one, LimitedConnection) and one is not self
            ]
            longest = min(waiting, key=lambda one: one.waiting_since, default=self)
            if longest.waiting_since < float("inf") and longest is not self:
                longest.transport.abort()
            else:
                self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, {"retry-after": "2"})

    @property
    def waiting_since(self) -> float:
        """Since when we wait for the client, by the loop's clock; infinity while the client waits for us."""
        if self.transport.is_closing():
            return float("inf")
        if self._waiting is not None:
            return self._waiting.when() - self._limits.seconds
        if self.timeout_keep_alive_task is not None:
            return self.timeout_keep_alive_task.when() - KEEP_ALIVE_SECONDS
        return float("inf")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._stop_waiting()
        self._unset_keepalive_if_required()
        self.resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection nobody used; one whose client has not even read its last answer does not linger."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    # -- reading ---------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self._discarded is not None:
            self._discarded += len(data)
            if self._discarded > LINGER_BYTES:
                self.transport.abort()
            return
        self._unread += len(data)
        super().data_received(data)
        if self._discarded is not None or self.transport.is_closing():
            return
        if self._unread > MOST_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._in_head or self._in_body:
            if self._waiting is None:
                self._wait()
        elif self.cycle is not None and self.cycle.response_complete and self.timeout_keep_alive_task is None:  # pyright: ignore[reportUnnecessaryComparison] - there is none before the first request
            # It was answered before its end had come, and the clock of idle connections stopped by that.
            self.timeout_keep_alive_task = self.loop.call_later(KEEP_ALIVE_SECONDS, self.timeout_keep_alive_handler)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        """The head of a request, which is refused if it is too long."""
        if len(self.url) > MOST_TARGET_BYTES:
            self._refusal = HTTPStatus.REQUEST_URI_TOO_LONG
            raise _Refused
        if len(self.headers) > MOST_FIELDS or (
            self._unread > MOST_HEAD_BYTES
            and sum(len(name) + len(value) for name, value in self.headers) > MOST_HEAD_BYTES
        ):
            self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _Refused
        if len(self.pipeline) >= MOST_PIPELINED:
            raise _Refused
        super().on_headers_complete()
        # What comes after a body is no header of the request, whatever the parser calls it (RFC 9110 §6.5.1).
        self.headers = []
        self._unread = self._body = 0
        self._in_head, self._in_body = False, True
        self._stop_waiting()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._unread = 0
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The end of a request."""
        super().on_message_complete()
        self._unread = 0
        self._in_body = False
        self._stop_waiting()

    # -- waiting ---------------------------------------------------------------------------------------------

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self._limits.seconds, self._late)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _late(self) -> None:
        """The time is over; a body may take long as long as it comes, or as we are the ones who do not read it."""
        self._waiting = None
        if self.transport.is_closing() or self._discarded is not None:
            return
        if self._in_body and not self.cycle.response_complete:
            enough = self._body >= LEAST_BYTES_A_SECOND * self._limits.seconds
            if enough or self.flow.read_paused or self.cycle.waiting_for_100_continue:
                self._body = 0
                self._wait()
                return
        if self._in_head or (self._in_body and not self.cycle.response_complete):
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            # Nothing was begun, or it has been answered: there is nobody to tell.
            self.transport.abort()

    def pause_writing(self) -> None:
        """The client does not read as fast as we write."""
        super().pause_writing()
        self._expect_reading()

    def _expect_reading(self) -> None:
        """End the connection if the client stops reading: an answer that waits holds what it is made from."""
        before = self.transport.get_write_buffer_size()

        def look() -> None:
            if before - self.transport.get_write_buffer_size() < LEAST_BYTES_A_SECOND * self._limits.seconds:
                self.transport.abort()
            else:
                self._expect_reading()

        self._unsent = self.loop.call_later(self._limits.seconds, look)

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        if self._unsent is not None:
            self._unsent.cancel()
            self._unsent = None

    # -- refusing --------------------------------------------------------------------------------------------

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's signature
        """Refuse what is no HTTP, or a head that was found too long on the way."""
        self._refuse(self._refusal)

    def _refuse(self, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> None:
        """Say what is wrong where that is still possible, and read no further."""
        self._discarded = 0
        self._stop_waiting()
        self._unset_keepalive_if_required()
        answering = self.cycle is not None and not self.cycle.response_complete  # pyright: ignore[reportUnnecessaryComparison] - there is none before the first request
        if answering and not self._in_body:
            # An earlier request is being answered: that is finished, and the connection ends with it.
            self.cycle.keep_alive = False
            self.pipeline.clear()
            return
        if answering and (self.pipeline or self.cycle.response_started):
            self.transport.abort()
            return
        if answering:
            # For the application the client has gone.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._say(status, headers or {})

    def _say(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        body = encode({"error": status.phrase})
        name = request_id(None)
        log.info("request refused unread", status=status.value, request_id=name)
        told = {
            **headers,
            "content-type": "application/json",
            "content-length": str(len(body)),
            "connection": "close",
            "x-request-id": name,
        }
        head = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in told.items())]
        self.transport.write("\r\n".join([*head, "", ""]).encode() + body)
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)


def allow_descriptors(connections: int) -> None:
    """Let this process have as many open files as its connections need, as far as the system permits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OWN_DESCRIPTORS
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
