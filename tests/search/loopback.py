"""A server on loopback that speaks as much of a protocol as a test needs, in a thread of its own."""

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What was asked, and the answer: a status and a body, or None to leave the caller waiting.
Answer = Callable[[str, str, Any], tuple[int, Any] | None]


class Server:
    """The address of a running server, what it was asked, and how it answers; tests replace ``answer``."""

    def __init__(self, answer: Answer) -> None:
        """Listen on a free port."""
        self.answer = answer
        self.asked: list[tuple[str, str, Any, dict[str, str]]] = []
        self.leaving = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _handle(self) -> None:
                raw = self.rfile.read(int(self.headers.get("content-length") or 0))
                body = json.loads(raw) if raw else None
                outer.asked.append((self.command, self.path, body, dict(self.headers)))
                answered = outer.answer(self.command, self.path, body)
                if answered is None:
                    outer.leaving.wait(20)
                    return
                status, content = answered
                sent = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815 - as the library calls them

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        """Serve."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of whoever waits, and stop."""
        self.leaving.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@contextmanager
def serving(answer: Answer) -> Generator[Server]:
    """A server as long as the block lasts."""
    server = Server(answer)
    server.start()
    try:
        yield server
    finally:
        server.stop()
