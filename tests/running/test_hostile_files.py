"""Files made to switch the product off, sent to every operation that takes one: refused, while others are served.

Which operations these are is read from their declarations, so a new one is attacked from its first day.
"""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from typing import Any, Final, Self
from uuid import uuid4

import httpx
import psutil
import pytest

import bombs
from bottega.app import modules
from bottega.kernel.http.requests import Upload
from bottega.kernel.operation import Operation
from serving import Serving

PASSWORD: Final = "Correct-Horse-1"
USER: Final = "owner@example.com"
SETTINGS: Final = {
    "BOTTEGA_INIT_SUPERADMIN_EMAIL": USER,
    "BOTTEGA_INIT_SUPERADMIN_PASSWORD": PASSWORD,
    "BOTTEGA_WORKERS": "1",
}
# What is said besides the file; a new operation or field is listed here before this test passes.
# The field that takes the file, and the others.
FILES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "POST /customers/people/import": ("file", {"dryRun": "true"}),
    "POST /customers/companies/import": ("file", {"dryRun": "true"}),
    "POST /warehouse/materials/import": ("file", {"dryRun": "true"}),
    "POST /field/jobs/{eventId}/acceptance": ("podpis", {"osoba": "Jan Nowak"}),
}
# What keeps files as they are, unread but for their type and pictures: tests/attachments attacks it.
KEPT: Final = {"POST /attachments"}
ENCODED: Final = {("PUT /documents/seller", "logo"): "logoTyp"}
# These two are tables, if odd ones.
READABLE: Final = frozenset({"blanks in brackets", "blanks in brackets in every heading"})
LONG_TEXT: Final = 100_000
# Reported is what it was; on a machine that does other things as well it may be late, but never by a parser's time.
MOST_SECONDS: Final = 1.0
PROBE: Final = """
import http.client, json, sys, time
host, port = sys.argv[1].rpartition("/")[2].split(":")
while True:
    began = time.perf_counter()
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    connection.request("GET", "/healthz")
    status = connection.getresponse().status
    connection.close()
    print(json.dumps([status, time.perf_counter() - began]), flush=True)
    time.sleep(0.02)
"""


def operations() -> list[Operation]:
    """Every operation with a body."""
    return [one for module in modules() for one in module.operations if one.body is not None]


def holds_a_file(schema: dict[str, Any]) -> bool:
    """Whether a field takes a file as text: it says so, or it takes more than anybody types."""
    kinds = schema.get("anyOf", [schema])
    return "base64" in str(schema).lower() or any(kind.get("maxLength", 0) > LONG_TEXT for kind in kinds)


def test_every_operation_and_field_that_takes_a_file_is_attacked() -> None:
    uploads = {one.key for one in operations() if one.files}
    declared = {
        one.key for one in operations() if any(field.annotation is Upload for field in one.body.model_fields.values())
    }
    encoded = {
        (one.key, name)
        for one in operations()
        for name, schema in one.body.model_json_schema().get("properties", {}).items()
        if not one.files and holds_a_file(schema)
    }
    assert uploads - KEPT == declared == set(FILES)
    assert uploads >= KEPT
    assert encoded == set(ENCODED)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The real product, with one HTTP process."""
    with Serving(tmp_path_factory.mktemp("hostile"), stand_in=None, **SETTINGS) as running:
        yield running


@pytest.fixture(scope="module")
def client(serving: Serving) -> Iterator[httpx.Client]:
    """Somebody who is signed in."""
    with httpx.Client(base_url=f"{serving.address}/api", timeout=90) as made:
        signed = made.post("/auth/login", data={"email": USER, "password": PASSWORD})
        made.headers["authorization"] = f"Bearer {signed.raise_for_status().json()['token']}"
        yield made


class Probe:
    """Somebody else, who asks every few moments whether the product is there, from another process."""

    def __init__(self, address: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROBE, address], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def __enter__(self) -> Self:
        """Ask on."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and count."""
        self._process.kill()
        said, _ = self._process.communicate(timeout=10)
        answers = [json.loads(line) for line in said.splitlines() if line.endswith("]")]
        self.statuses = {status for status, _ in answers}
        self.slowest = max(seconds for _, seconds in answers)
        sys.stdout.write(f"{len(answers)} times /healthz, the slowest {self.slowest * 1000:.0f} ms\n")


@pytest.mark.parametrize("key", FILES)
def test_an_upload_is_refused_while_others_are_served(serving: Serving, client: httpx.Client, key: str) -> None:
    contents = {name: make() for name, make in bombs.TABLES.items()}
    contents |= {name: make() for name, (_, make) in list(bombs.PICTURES.items())[:2]}
    method, path = key.replace("{eventId}", str(uuid4())).split()
    field, rest = FILES[key]
    process = serving.process_of("http-process").pid
    with Probe(serving.address) as probe:
        answers = {
            name: client.request(method, path, data=rest, files={field: ("list.csv", content)})
            for name, content in contents.items()
        }
    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert {name for name, status in statuses.items() if status not in (200, 400)} == set()
    # A drawing read as text is a list of one column.
    assert {name for name, status in statuses.items() if status == 200} <= READABLE | set(bombs.PICTURES)
    assert all(answers[name].json()["error"] for name, status in statuses.items() if status == 400)
    require_health(serving, probe, process)


@pytest.mark.parametrize(("key", "field"), ENCODED)
def test_a_picture_is_refused_while_others_are_served(
    serving: Serving, client: httpx.Client, key: str, field: str
) -> None:
    contents = {name: (kind, make()) for name, (kind, make) in bombs.PICTURES.items()}
    contents |= {name: ("svg", bombs.TABLES[name]()[: 200 * 1024]) for name in ("a zip bomb", "blanks in brackets")}
    method, path = key.split()
    process = serving.process_of("http-process").pid
    with Probe(serving.address) as probe:
        answers = {
            name: client.request(method, path, json={field: b64encode(content).decode(), ENCODED[key, field]: kind})
            for name, (kind, content) in contents.items()
        }
    assert {name: answer.text for name, answer in answers.items() if answer.status_code != 400} == {}
    assert all(answer.json()["details"][0]["message"] for answer in answers.values())
    require_health(serving, probe, process)


def require_health(serving: Serving, probe: Probe, process: int) -> None:
    """The process is the same one, was there all the time, and has nothing running for what was refused."""
    assert probe.statuses == {200}
    assert probe.slowest < MOST_SECONDS
    assert serving.process_of("http-process").pid == process
    assert not serving.says("ended unexpectedly")
    left = psutil.Process(process).children(recursive=True)
    assert [child.cmdline() for child in left if "bottega.kernel.sandbox.child" in child.cmdline()] == []


def test_a_good_file_and_a_good_logo_are_taken_after_all_that(client: httpx.Client) -> None:
    people = "Imię;Nazwisko\nJan;Nowak\n".encode()
    imported = client.post("/customers/people/import", files={"file": ("people.csv", people)})
    assert (imported.status_code, imported.json()["created"]) == (200, 1)
    logo = b64encode(bombs.svg('<circle r="9"/>')).decode()
    assert client.put("/documents/seller", json={"logo": logo, "logoTyp": "svg"}).status_code == 200


def test_text_of_a_form_is_as_short_as_that_of_any_other_body(client: httpx.Client) -> None:
    path = "/customers/people/import"
    encoded = client.post(
        path, content=b"mapping=" + b"%41" * 2_000_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    parts = client.post(path, data={"mapping": "x" * 2_000_000}, files={"file": ("a.csv", b"a;b\n1;2\n")})
    # A form with a file has parts: another content type is refused before it is read.
    assert (encoded.status_code, parts.status_code) == (415, 413)
