"""HTTP of the counterpart: a thread for every connection at 127.0.0.1; it can hang up, be late, stop listening."""

import contextlib
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ksef.answers import Answer

MOST_BYTES = 10_000_000
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Incoming:
    """A request as it came; names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    client: str


@dataclass(frozen=True)
class Reply:
    """What is sent back, None to hang up instead, after so many seconds."""

    answer: Answer | None
    late: float = 0


class Server:
    """Listens at a port of its own, which it keeps when it stops and begins again."""

    def __init__(self, reply: Callable[[Incoming], Reply]) -> None:
        self._reply = reply
        self._port = 0
        self._http: _Http | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._port}"

    def listen(self) -> None:
        """Begin to take connections."""
        assert self._http is None
        self._http = _Http(self._port, self._reply)
        self._port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(POLL_SECONDS,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hang up on everybody, and take no more connections."""
        if self._http is None or self._thread is None:
            return
        self._http.shutdown()
        self._http.hang_up()
        self._http.server_close()
        self._thread.join(5)
        self._http = self._thread = None


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, reply: Callable[[Incoming], Reply]) -> None:
        self.reply = reply
        self.over = threading.Event()
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no news; whatever else is wrong must be seen."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            raise error

    def hang_up(self) -> None:
        """End all connections."""
        self.over.set()
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without it the end of an answer waits for the client's acknowledgement of its beginning.
    disable_nagle_algorithm = True
    server: _Http

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.close_connection = True
            return
        headers = {name.lower(): text for name, text in self.headers.items()}
        incoming = Incoming(self.command, self.path, headers, self.rfile.read(length), self.client_address[0])
        reply = self.server.reply(incoming)
        if reply.late and self.server.over.wait(reply.late):
            self.close_connection = True
            return
        if reply.answer is None:
            self.close_connection = True
            return
        self._send(reply.answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, text in answer.headers.items():
            self.send_header(name, text)
        if answer.kind:
            self.send_header("Content-Type", answer.kind)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = do_TRACE = _serve  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written: tests look at ``Counterpart.asked``."""
