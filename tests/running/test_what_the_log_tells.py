"""The log of every kind of process: a fault in the midst of secrets leaves its place and its id there, no secret."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.settings import Settings
from serving import Serving, bottega, environment, wait_until

USER, PASSWORD = "owner@example.com", "Correct-Horse-1"
SETTINGS = {
    "BOTTEGA_INIT_SUPERADMIN_EMAIL": USER,
    "BOTTEGA_INIT_SUPERADMIN_PASSWORD": PASSWORD,
    "BOTTEGA_LOG_JSON": "true",
}
# Every place of a request has one of its own; none may be seen again.
MARK = "Marker7Secret"
# Writing this table fails as a fault of ours does, and PostgreSQL's report quotes the whole row.
BREAK = """
CREATE FUNCTION break_down() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of somebody', NEW USING ERRCODE = 'XX000', DETAIL = NEW::text, HINT = NEW::text;
END $$;
"""
BREAK_TABLE = "CREATE TRIGGER break_down BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION break_down();"


@contextmanager
def database(data: Path) -> Iterator[str]:
    """The address of a serving Bottega's database, as its owner."""
    server = EmbeddedPostgres()
    password = Secrets.load(Settings(data=data)).database_password("postgres")
    try:
        yield server.start(data, password, join=True)
    finally:
        server.stop()


def change(data: Path, *statements: str) -> None:
    """Do something to the database behind Bottega's back."""

    async def run(dsn: str) -> None:
        owner = await asyncpg.connect(dsn)
        for statement in statements:
            await owner.execute(statement)
        await owner.close()

    with database(data) as dsn:
        asyncio.run(run(dsn))


def events(lines: list[str], name: str) -> list[dict[str, Any]]:
    """What was logged under a name; every line is one JSON object."""
    told = [json.loads(line) for line in lines]
    return [one for one in told if one["event"] == name]


def sign_in(address: str) -> str:
    answer = httpx.post(f"{address}/api/auth/login", data={"email": USER, "password": PASSWORD}, timeout=60)
    return answer.raise_for_status().json()["token"]


def requests_full_of_secrets(address: str, token: str) -> list[httpx.Response]:
    """Requests that meet the broken tables, with a secret in every place a request has."""
    everywhere: dict[str, Any] = {
        "params": {"search": f"{MARK}-query"},
        "headers": {
            "authorization": f"Bearer {token}",
            "x-api-key": f"{MARK}-key",
            "x-forwarded-for": f"{MARK}-forwarded",
            "user-agent": f"{MARK}-agent",
            "idempotency-key": f"{MARK}-once",
            "cookie": f"session_token={MARK}-session; other={MARK}-cookie",
            "x-request-id": f"{MARK} is no token",
        },
        "timeout": 60,
    }
    body = {"nazwa": f"{MARK}-name"}
    return [
        httpx.post(f"{address}/api/warehouse/locations", json=body, **everywhere),
        httpx.post(f"{address}/api/auth/login", data={"email": USER, "password": PASSWORD}, **everywhere),
        httpx.post(
            f"{address}/api/auth/users",
            json={
                "email": f"{MARK}@example.com",
                "password": f"{MARK}-Word-1!",
                "name": f"{MARK} Kowalska",
                "organizationId": organization_of(address, token),
                "roles": [],
            },
            **everywhere,
        ),
    ]


def organization_of(address: str, token: str) -> str:
    answer = httpx.get(
        f"{address}/api/directory/organizations", headers={"authorization": f"Bearer {token}"}, timeout=60
    )
    return answer.raise_for_status().json()["items"][0]["id"]


async def queue_poison(dsn: str) -> None:
    """Queue a job whose content is nonsense, in the way the queue's own library does."""
    owner = await asyncpg.connect(dsn)
    payload = json.dumps({"tenantId": f"{MARK}-tenant", "email": f"{MARK}@example.com"}).encode()
    await Queries(AsyncpgDriver(owner)).enqueue("auth.send_reset", payload)
    await owner.close()


def worker_of_its_own(data: Path, serving: Serving) -> str:
    """What a second worker says that meets the poisoned job while the first one sleeps."""
    first = serving.process_of("worker-process")
    first.suspend()
    try:
        with database(data) as dsn:
            asyncio.run(queue_poison(dsn))
        command = [sys.executable, "-P", "-m", "bottega", "--data", str(data), "work"]
        environ = environment(**SETTINGS, BOTTEGA_LOG_LEVEL="error")
        with (data / "said").open("w") as said:
            working = subprocess.Popen(command, env=environ, stdout=said, stderr=said)
            try:
                wait_until(lambda: "job.failed" in (data / "said").read_text())
            finally:
                working.terminate()
                working.wait(20)
    finally:
        first.resume()
    return (data / "said").read_text()


def test_no_process_tells_what_it_was_sent_when_it_fails(tmp_path: Path) -> None:
    with Serving(tmp_path, stand_in=None, **SETTINGS) as serving:
        token = sign_in(serving.address)
        tables = ("warehouse_locations", "auth_sessions", "auth_users")
        change(tmp_path, BREAK, *(BREAK_TABLE.format(table) for table in tables))
        answers = requests_full_of_secrets(serving.address, token)
        with database(tmp_path) as dsn:
            asyncio.run(queue_poison(dsn))
        wait_until(lambda: events(serving.errors, "job.failed"))
        command = bottega(
            tmp_path,
            "auth",
            "add-user",
            "--email",
            f"{MARK}@example.com",
            "--password",
            f"{MARK}-Word-1!",
            "--organizationId",
            organization_of(serving.address, token),
            **SETTINGS,
        )
        other = worker_of_its_own(tmp_path, serving)
    told = events(serving.errors, "request.failed")
    for answer in answers:
        assert answer.status_code == 500
        body = answer.json()
        assert set(body) == {"error", "message", "requestId"}
        assert answer.headers["x-request-id"] == body["requestId"]
        (line,) = (one for one in told if one["request_id"] == body["requestId"])
        assert line["error"] == "asyncpg.exceptions.InternalServerError sqlstate=XX000"
        assert line["operation"].startswith("POST ")
        assert 0 < line["trace"].count(" > ") <= 20
    assert len({one["tenant"] for one in told if "tenant" in one}) == 1
    (job,) = events(serving.errors, "job.failed")[:1]
    assert (job["job"], job["error"]) == ("auth.send_reset", "KeyError: emailHash")
    assert "job.started" not in other
    assert command.returncode == 1
    (ended,) = events(command.stderr.splitlines(), "process.failed")
    assert ended["error"] == "asyncpg.exceptions.InternalServerError sqlstate=XX000"
    everything = "".join([*serving.out, *serving.errors, command.stdout, command.stderr, other])
    assert MARK not in everything
    assert token not in everything
    assert PASSWORD not in everything
    assert USER not in "".join(serving.errors)
    assert "Traceback" not in everything
    # A failure is a handful of lines, not a thousand.
    assert len(serving.errors) < 40


@pytest.mark.parametrize("level", ["loud", "trace", "", "10"])
def test_a_level_that_is_none_is_a_sentence(tmp_path: Path, level: str) -> None:
    done = bottega(tmp_path, "serve", "--stand-in", "stand_in", BOTTEGA_LOG_LEVEL=level)
    assert done.returncode == 2
    assert done.stderr.startswith("A setting cannot be used. BOTTEGA_LOG_LEVEL: ")
    assert done.stderr.count("\n") == 1
