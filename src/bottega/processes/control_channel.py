"""The control channel between the supervisor and its processes: commands down, reports up.

It is a socket pair, which the process knows as its standard input. Secrets travel through it, and so appear on no
command line and in no environment; when the parent ends, however it ends, the process reads the end of the line.
"""

import base64
import json
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Final

from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings

# How long a process may take to finish what it is doing, once it should end.
GRACE_SECONDS: Final = 7.0


@dataclass(frozen=True, slots=True)
class Orders:
    """What a process needs to know to begin."""

    settings: Settings
    dsn: str = field(repr=False)
    secrets: Secrets
    # Bring the database up to date first, and set up the demo studio in it; if it is prepared, only the latter.
    prepare: bool = False
    prepared: bool = False
    demo: bool = False

    def encode(self) -> bytes:
        """As one line."""
        content = {
            "settings": self.settings.model_dump(mode="json"),
            "dsn": self.dsn,
            "jwt": base64.b64encode(self.secrets.jwt).decode(),
            "master": base64.b64encode(self.secrets.master).decode(),
            "prepare": self.prepare,
            "prepared": self.prepared,
            "demo": self.demo,
        }
        return json.dumps(content).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "Orders":
        """Read what ``encode`` wrote."""
        content = json.loads(line)
        secrets = Secrets(jwt=base64.b64decode(content["jwt"]), master=base64.b64decode(content["master"]))
        settings = Settings(**content["settings"])
        steps = {name: content[name] for name in ("prepare", "prepared", "demo")}
        return cls(settings, content["dsn"], secrets, **steps)


class Line:
    """The process's end of the line."""

    def __init__(self) -> None:
        """Take standard input over."""
        self._socket = socket.socket(fileno=os.dup(sys.stdin.fileno()))

    def receive(self) -> Orders:
        """Wait for the orders; a parent that ends before it gives any ends this process too."""
        content = b""
        while not content.endswith(b"\n"):
            piece = self._socket.recv(65_536)
            if not piece:
                sys.exit(0)
            content += piece
        threading.Thread(target=self._watch, name="parent-watch", daemon=True).start()
        return Orders.decode(content)

    def tell(self, news: str, content: object = None) -> None:
        """Tell the parent something: that work can come, what takes long, what went wrong."""
        self._socket.sendall(json.dumps({news: content}).encode() + b"\n")

    def _watch(self) -> None:
        """End this process when the parent is gone: politely first, since somebody may wait for an answer."""
        try:
            while self._socket.recv(1):
                continue
        except OSError:
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS + 2)
        os._exit(1)
