"""The people of the month: each with a role of the studio and nothing more, none of them an administrator."""

from dataclasses import dataclass
from typing import Any

import httpx

from bottega.demo.people import EVERYBODY, ROLES
from callers import Caller, Invite

Json = dict[str, Any]


@dataclass
class Worker:
    """Somebody at work: what they do succeeds, unless the script says with what it is refused."""

    me: Caller

    @property
    def id(self) -> str:
        """Their user id."""
        return str(self.me.user_id)

    async def made(self, path: str, **body: Any) -> str:
        """Create something; answers its id."""
        answer = await self.me.post(path, body)
        assert answer.status_code == 201, (path, answer.text)
        return answer.json()["id"]

    async def did(self, path: str, **body: Any) -> Json:
        """Do something; answers what came of it."""
        answer = await self.me.post(path, body)
        assert answer.is_success, (path, answer.text)
        return answer.json()

    async def changed(self, path: str, **body: Any) -> None:
        """Change something."""
        answer = await self.me.put(path, body)
        assert answer.status_code == 200, (path, answer.text)

    async def refused(self, status: int, path: str, **body: Any) -> Json:
        """Try something that is refused."""
        answer = await self.me.post(path, body)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer.json()

    async def saw(self, path: str, **query: Any) -> Json:
        """Read something."""
        answer = await self.me.get(path, params=query)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    async def printed(self, path: str, **query: Any) -> httpx.Response:
        """Read a file."""
        answer = await self.me.get(path, params=query)
        assert answer.status_code == 200, (path, answer.text)
        return answer


async def worker(caller: Invite, role: str) -> Worker:
    """Somebody with a role of the studio."""
    return Worker(await caller(*sorted({*ROLES[role], *EVERYBODY})))
