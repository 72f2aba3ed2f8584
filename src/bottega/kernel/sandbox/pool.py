"""Sandboxed processes for untrusted files, bounded in time, memory and number.

A parser that allocates too much aborts, and one that loops holds the interpreter: neither can be stopped from inside a
process that answers requests. So a ``Program`` runs in a child (``child.py``) that limits itself before it reads a
byte, and is killed from here if that does not help. Calls and answers are plain data (MessagePack), never pickles.

Tenants take turns: one of them never has all the places of a program, and whoever has many calls waiting is refused.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.fair_queue import Turns

# Of one program, at once, in one process of ours.
PLACES: Final = 2
# A machine with more to do than it can gives a process less than all of its time.
WALL_CLOCK: Final = 3
END_SECONDS: Final = 2.0
LARGEST_FRAME: Final = 1 << 28
HEADER_BYTES: Final = 4
_READ_AHEAD: Final = 1 << 20
_AT_ONCE: Final = 1 << 17
_TIMED_OUT: Final = frozenset({-signal.SIGXCPU, -signal.SIGALRM})

log = structlog.get_logger()

Call = Callable[..., Awaitable[list[Any]]]


@dataclass(frozen=True)
class Program:
    """A function of a module that imports little, and what it may use; it yields pieces of its answer.

    Attributes:
        run: The function. Its arguments and pieces are what MessagePack has; it refuses by raising ``Invalid``.
        seconds: Processor time of a call; on the clock it may take ``WALL_CLOCK`` times as long.
        megabytes: Address space of its process.
        calls: How many calls a process answers before it is replaced: one where the content is a stranger's.
        waiting: How many calls of a tenant may wait for their turn.
    """

    run: Callable[..., Iterable[Any]]
    seconds: int
    megabytes: int
    calls: int = 1
    waiting: int = 4

    @property
    def name(self) -> str:
        """How the child finds the function."""
        return f"{self.run.__module__}:{self.run.__qualname__}"


class Exceeded(Exception):
    """A call needed more time or memory than it may have, or its process broke: ``reason`` says which."""

    def __init__(self, program: Program, reason: str) -> None:
        """``time``, ``memory`` or ``failure``."""
        super().__init__(f"{program.name}: {reason}")
        self.program = program
        self.reason = reason


class Sandbox:
    """The children of one process of ours, started when they are needed."""

    def __init__(self) -> None:
        """None yet."""
        self._pools: dict[Program, _Pool] = {}

    @asynccontextmanager
    async def turn(self, program: Program, tenant_id: UUID, *, patient: bool = False) -> AsyncGenerator[Call]:
        """Wait for a place and keep it for the block, with a function that calls the program.

        Wait before the first query, or the wait occupies a connection to the database.

        Args:
            program: What will be called.
            tenant_id: Who waits.
            patient: For work in the background: no wait is too long and no queue too full.

        Raises:
            TooMany: The tenant has too many calls waiting already, or no place became free.
        """
        pool = self._pools.setdefault(program, _Pool(program))
        async with pool.turns.take(tenant_id, patient=patient):
            yield pool.call

    async def run(self, program: Program, tenant_id: UUID, *arguments: Any, patient: bool = False) -> list[Any]:
        """Call a program when it is the tenant's turn; the pieces it yields.

        Raises:
            TooMany: As ``turn``.
            Invalid: The program refuses.
            Exceeded: It needed too much, or broke.
        """
        async with self.turn(program, tenant_id, patient=patient) as call:
            return await call(*arguments)

    async def close(self) -> None:
        """End the children that wait for calls."""
        pools, self._pools = self._pools, {}
        await asyncio.gather(*(pool.close() for pool in pools.values()))


class _Pool:
    """The children of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.turns = Turns(PLACES, program.waiting)
        self._idle: list[_Child] = []

    async def call(self, *arguments: Any) -> list[Any]:
        child = await self._child()
        try:
            pieces = await child.call(arguments)
        except Exceeded as exceeded:
            await child.kill()
            if exceeded.reason != "memory" or child.calls == 1:
                raise
            # Perhaps what the calls before it have left behind was too much.
            return await self.call(*arguments)
        except Invalid:
            await self._keep(child)
            raise
        except BaseException:
            # Whatever it was about to say belongs to nobody any more.
            await child.kill()
            raise
        await self._keep(child)
        return pieces

    async def _child(self) -> "_Child":
        while self._idle:
            child = self._idle.pop()
            if child.is_alive:
                return child
            await child.kill()
        return await _Child.start(self.program)

    async def _keep(self, child: "_Child") -> None:
        if child.calls < self.program.calls:
            self._idle.append(child)
        else:
            await child.kill()

    async def close(self) -> None:
        idle, self._idle = self._idle, []
        await asyncio.gather(*(child.kill() for child in idle))


class _Child:
    """A process of a program, seen from outside."""

    def __init__(self, program: Program, process: Process) -> None:
        self._program = program
        self._process = process
        self.calls = 0

    @classmethod
    async def start(cls, program: Program) -> "_Child":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-B",
            "-P",
            "-m",
            "bottega.kernel.sandbox.child",
            program.name,
            str(program.seconds),
            str(program.seconds * WALL_CLOCK),
            str(program.megabytes),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=_environment(),
            limit=_READ_AHEAD,
            start_new_session=True,
        )
        return cls(program, process)

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    async def call(self, arguments: tuple[Any, ...]) -> list[Any]:
        self.calls += 1
        seconds = self._program.seconds * WALL_CLOCK + END_SECONDS
        try:
            async with asyncio.timeout(seconds):
                # A child that refuses early need not read everything first.
                writing = asyncio.ensure_future(self._write(arguments))
                try:
                    return await self._read()
                finally:
                    writing.cancel()
                    await asyncio.wait((writing,))
        except TimeoutError:
            raise Exceeded(self._program, "time") from None
        except asyncio.IncompleteReadError:
            code = await self._process.wait()
            raise Exceeded(self._program, "time" if code in _TIMED_OUT else "memory") from None

    async def _write(self, arguments: tuple[Any, ...]) -> None:
        assert self._process.stdin is not None
        content = memoryview(msgspec.msgpack.encode(arguments))
        with suppress(OSError):
            self._process.stdin.write(len(content).to_bytes(HEADER_BYTES, "big"))
            # Piece by piece: what the transport keeps of a large one it would copy, while everybody else waits.
            for start in range(0, len(content), _AT_ONCE):
                self._process.stdin.write(content[start : start + _AT_ONCE])
                await self._process.stdin.drain()

    async def _read(self) -> list[Any]:
        assert self._process.stdout is not None
        pieces: list[Any] = []
        size = 0
        while True:
            length = int.from_bytes(await self._process.stdout.readexactly(HEADER_BYTES), "big")
            size += length
            if size > LARGEST_FRAME:
                raise Exceeded(self._program, "memory")
            kind, content = msgspec.msgpack.decode(await self._process.stdout.readexactly(length))
            match kind:
                case "piece":
                    pieces.append(content)
                case "done":
                    return pieces
                case "refused":
                    raise Invalid(T(content["en"], content["pl"]), code=content["code"])
                case _ if content == "MemoryError":
                    raise Exceeded(self._program, "memory")
                case _:
                    log.error("sandbox.failed", program=self._program.name, error=content)
                    raise Exceeded(self._program, "failure")

    async def kill(self) -> None:
        """End it, which has nothing to finish, and see to it that nothing of it is left."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.stdin.close()
        # Both pipes have to end before the event loop lets go of the process.
        while await self._process.stdout.read(_READ_AHEAD):
            continue
        await self._process.wait()


def _environment() -> Mapping[str, str]:
    """Where our code lies, and nothing of our own environment; threads are few: each takes address space."""
    path = os.pathsep.join(place for place in sys.path if place)
    return {"PYTHONPATH": path, "PYTHONUTF8": "1", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
