"""The live stream over HTTP: a browser hears what is changed through another process, and how far the worker is."""

import json
import os
import secrets
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import pytest
from demo_servers import own_server, set_up
from demo_studio import NEIGHBOUR, OFFICE, OWNER, Colleague, Demo, Json
from test_large_imports_followed import MANY, send, sheet

from serving import wait_until

SECONDS = 30


class Browser:
    """An open application: it reads the stream on a connection of its own until the block ends."""

    def __init__(self, whose: Colleague) -> None:
        self.events: list[tuple[str, Json]] = []
        self.over: float | None = None
        self._client = httpx.Client(base_url=whose.base_url, headers=whose.headers, timeout=SECONDS)
        self._answer: httpx.Response
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._answer = self._client.send(self._client.build_request("GET", "/ui/live"), stream=True)
        assert self._answer.status_code == httpx.codes.OK
        assert self._answer.headers["content-type"] == "text/event-stream"
        self._reader.start()
        self.heard("ready")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave."""
        self._client.close()
        self._reader.join(SECONDS)

    def _read(self) -> None:
        name = ""
        try:
            for line in self._answer.iter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    self.events.append((name, json.loads(value)))
        except (httpx.TransportError, httpx.StreamError):
            pass
        finally:
            self.over = time.monotonic()

    def among(self, name: str, **data: Any) -> list[Json]:
        """The events so far with these data."""
        return [said for called, said in self.events if called == name and data.items() <= said.items()]

    def heard(self, name: str, **data: Any) -> Json:
        """Wait for an event with these data."""
        return wait_until(lambda: self.among(name, **data), SECONDS)[0]


@pytest.fixture
def busy(common_folder: Path, tmp_path: Path) -> Iterator[Demo]:
    """A demo studio of the test's own, served by two HTTP processes."""
    with own_server(set_up(common_folder), tmp_path / "data", BOTTEGA_WORKERS="2") as serving:
        studio = Demo(serving)
        studio.wait_until_ready()
        yield studio
        studio.close()


def add(me: Colleague) -> str:
    """Add a place in the store, on a connection of its own: any process may get it."""
    with httpx.Client(base_url=me.base_url, headers=me.headers, timeout=SECONDS) as once:
        answer = once.post("/warehouse/locations", json={"nazwa": f"R {secrets.token_hex(4)}", "typ": "regal"})
    assert answer.status_code == httpx.codes.CREATED, answer.text
    return answer.json()["id"]


def test_browsers_hear_of_changes_made_through_another_process_and_of_the_progress_of_an_import(busy: Demo) -> None:
    owner, office, stranger = busy.sign_in(OWNER), busy.sign_in(OFFICE), busy.sign_in(NEIGHBOUR)
    with Browser(office) as near, Browser(office) as beside, Browser(owner) as mine, Browser(stranger) as away:
        # Connections go to whichever of the two processes takes them.
        for place in [add(owner) for _ in range(6)]:
            for browser in (near, beside):
                told = browser.heard("changed", id=place)
                assert (told["kind"], told["action"]) == ("warehouse.location", "create")
        surname = f"Próbna{secrets.token_hex(4)}"
        sent = send(owner, sheet(surname, MANY))
        ended = mine.heard("progress", recordId=sent["importId"], state="finished")
        assert (ended["done"], ended["of"], ended["name"]) == (MANY, MANY, "customers.import")
        assert ended["title"] == "Import klientów"
        steps = mine.among("progress", recordId=sent["importId"])
        assert [one["done"] for one in steps] == sorted(one["done"] for one in steps)
        # The worker has done it, in a process that nobody listens to.
        many = mine.heard("changed", kind="customers.person", id=None)
        assert many["action"] == "create"
        assert [name for name, _ in away.events] == ["ready"]
        # What the worker has said on the terminal, where nobody watches.
        wait_until(lambda: busy.served.says(f"Import of customers ({ended['job']}): {MANY} of {MANY}"), SECONDS)
        wait_until(lambda: busy.served.says("; finished."), SECONDS)


def test_a_server_that_is_asked_to_stop_ends_streams_at_once(busy: Demo) -> None:
    owner = busy.sign_in(OWNER)
    with Browser(owner) as first, Browser(owner) as second:
        began = time.monotonic()
        os.kill(busy.served.pid, signal.SIGTERM)
        wait_until(lambda: first.over and second.over, SECONDS)
        assert max(first.over or 0.0, second.over or 0.0) - began < 2
