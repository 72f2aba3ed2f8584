"""The demo studio from outside: its people over HTTP, the mails in its outbox, its command line, an operator's SQL."""

import asyncio
import email
import email.policy
import re
import subprocess
import time
from email.message import EmailMessage
from functools import cached_property
from typing import Any

import asyncpg
import httpx

from serving import SECONDS, Served, bottega, wait_until

OWNER = "marek@example.com"
OFFICE = "katarzyna@example.com"
DESIGNER = "anna@example.com"
ACCOUNTANT = "beata@example.com"
NEIGHBOUR = "jan@example.com"

Json = dict[str, Any]
TOO_MANY = 429
UNDO = "/audit_logs/audit-logs/actions/undo"


class Colleague(httpx.Client):
    """Somebody at work, in Polish: what they do succeeds, unless the test says with what it is refused."""

    def made(self, path: str, **body: Any) -> str:
        """Create something; answers its id."""
        answer = self.post(path, json=body)
        assert answer.status_code == httpx.codes.CREATED, (path, answer.text)
        return answer.json()["id"]

    def did(self, path: str, **body: Any) -> Json:
        """Do something; answers what came of it."""
        answer = self.post(path, json=body)
        assert answer.is_success, (path, answer.text)
        return answer.json()

    def changed(self, path: str, **body: Any) -> None:
        """Change something."""
        answer = self.put(path, json=body)
        assert answer.is_success, (path, answer.text)

    def saw(self, path: str, **query: Any) -> Json:
        """Read something."""
        return self.read(path, **query).json()

    def read(self, path: str, **query: Any) -> httpx.Response:
        """Read something that may be a file."""
        answer = self.get(path, params=query)
        assert answer.is_success, (path, answer.text)
        return answer

    def glimpsed(self, path: str) -> Json | None:
        """Read something where the server may be away; None while it is."""
        try:
            answer = self.get(path)
        except httpx.TransportError:
            return None
        assert answer.is_success or answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, (path, answer.text)
        return answer.json() if answer.is_success else None

    def followed(self, path: str, field: str, *states: str, seconds: float = 150) -> Json:
        """Follow work of the background until it is in one of these states, whatever breaks meanwhile."""
        return wait_until(lambda: (now := self.glimpsed(path)) and now[field] in states and now, seconds, pause=0.2)

    def total(self, path: str, **query: Any) -> int:
        """How many a list has."""
        return self.saw(path, pageSize=1, **query)["total"]

    def refused(self, status: int, path: str, **body: Any) -> Json:
        """Try something that is refused."""
        answer = self.post(path, json=body)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()

    def insisted(self, path: str, key: str, seconds: float = SECONDS, **body: Any) -> Json:
        """Do something once, however often the connection breaks or the server is away meanwhile."""

        def answered() -> httpx.Response | None:
            try:
                answer = self.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                return None
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer

        answer: httpx.Response = wait_until(answered, seconds, pause=0.1)
        assert answer.is_success, (path, answer.text)
        return answer.json()


class Demo:
    """A demo studio that is being served."""

    def __init__(self, served: Served) -> None:
        """Nobody is signed in yet."""
        self.served = served
        self.address = served.address
        self._signed_in: dict[str, Colleague] = {}

    def close(self) -> None:
        """Everybody goes home."""
        for colleague in self._signed_in.values():
            colleague.close()

    @cached_property
    def passwords(self) -> dict[str, str]:
        """How people sign in, by what the start has printed."""
        said = re.findall(r"Sign in as .*: (\S+) with the password (\S+)", "".join(self.served.out))
        return dict(said)

    def stranger(self) -> httpx.Client:
        """Somebody who is not signed in."""
        return httpx.Client(base_url=f"{self.address}/api", headers={"Accept-Language": "pl"}, timeout=SECONDS)

    def login(self, address: str, password: str) -> httpx.Response:
        """Try to sign in; who is asked to wait a little does."""
        with self.stranger() as stranger:
            for _ in range(3):
                answer = stranger.post("/auth/login", data={"email": address, "password": password})
                if answer.status_code != TOO_MANY:
                    break
                time.sleep(int(answer.headers["retry-after"]) + 1)
        return answer

    def sign_in(self, address: str, password: str | None = None) -> Colleague:
        """Somebody of the studio, signed in."""
        if address not in self._signed_in:
            answer = self.login(address, password or self.passwords[address])
            assert answer.is_success, answer.text
            self._signed_in[address] = Colleague(
                base_url=f"{self.address}/api",
                headers={"Accept-Language": "pl", "Authorization": f"Bearer {answer.json()['token']}"},
                timeout=SECONDS,
            )
        return self._signed_in[address]

    def mails_to(self, address: str) -> list[EmailMessage]:
        """The mails that lie in the outbox for somebody, oldest first."""
        letters = [
            email.message_from_bytes(file.read_bytes(), EmailMessage, policy=email.policy.default)
            for file in sorted((self.served.data / "outbox").glob("[!.]*.eml"))
        ]
        return [letter for letter in letters if letter["To"] == address]

    def command(
        self, *arguments: str, seconds: float = 2 * SECONDS, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the command line beside the server; it has to succeed."""
        done = bottega(self.served.data, *arguments, seconds=seconds, given=given)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done

    @cached_property
    def database(self) -> str:
        """Where the database is, as `bottega shell` says."""
        [found] = re.findall(r"postgres\w*://\S+", self.command("shell", given="print(dsn)\n").stdout)
        return found

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """What an operator does with the database: one statement; its rows."""

        async def run() -> list[Any]:
            connection: Any = await asyncpg.connect(self.database)
            try:
                return await connection.fetch(statement, *values)
            finally:
                await connection.close()

        return asyncio.run(run())

    def answer_of(self, path: str) -> httpx.Response | None:
        """What a page for those who look after the server says; None while nobody answers."""
        try:
            return httpx.get(self.address + path, timeout=SECONDS)
        except httpx.TransportError:
            return None

    def is_ready(self) -> bool:
        """Whether everything works, as load balancers ask."""
        answer = self.answer_of("/readyz")
        return answer is not None and answer.status_code == httpx.codes.OK and answer.json()["ready"]

    def wait_until_ready(self, seconds: float = 2 * SECONDS) -> None:
        """Wait until everything works."""
        wait_until(self.is_ready, seconds, pause=0.2)
