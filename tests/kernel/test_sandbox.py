"""The sandbox: a program gets its time and its memory and no more, tenants take turns, and nothing is left of it."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psutil
import pytest

from bottega.kernel.errors import Invalid, TooMany
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.fair_queue import Turns
from bottega.kernel.sandbox.pool import Exceeded, Program, Sandbox

ME = UUID(int=1)


def echo(*values: Any) -> Iterator[Any]:
    """What it was given, and by whom."""
    yield from values
    yield os.getpid()


def refuse() -> Iterator[Any]:
    """No."""
    yield 1
    raise Invalid(T(en="Not {what}", pl="Nie {what}").given(what="that"), code="no")


def fill() -> Iterator[int]:
    """Take memory until there is none."""
    kept = [bytes(1 << 20) for _ in range(100_000)]
    yield len(kept)


def abort() -> Iterator[int]:
    """End as a library does that cannot go on."""
    yield 1
    os.abort()


def spin() -> Iterator[int]:
    """Compute for ever."""
    while True:
        pass
    yield 1


def sleep() -> Iterator[int]:
    """Do nothing for ever."""
    time.sleep(1000)
    yield 1


def fail() -> Iterator[int]:
    """A bug."""
    yield 1 // 0


def surroundings() -> Iterator[Any]:
    """What a program finds around it."""
    sys.stdout.write("this is no answer\n")
    yield dict(os.environ)
    yield [place.name for place in Path("/proc/self/fd").iterdir()]
    try:
        Path("/tmp/written-by-a-sandboxed-process").write_text("x")
    except OSError as error:
        yield type(error).__name__


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox, and afterwards nothing of it."""
    before = set(psutil.Process().children(recursive=True))
    made = Sandbox()
    yield made
    await made.close()
    assert {child for child in psutil.Process().children(recursive=True) if child not in before} == set()


def program(run: Any, **bounds: int) -> Program:
    """A program with few bounds named."""
    return Program(run, **{"seconds": 5, "megabytes": 512, **bounds})


async def test_a_call_is_answered_by_another_process(sandbox: Sandbox) -> None:
    *values, pid = await sandbox.run(program(echo), ME, b"\0x", "żółć", {"a": [1, None, 2.5]})
    assert values == [b"\0x", "żółć", {"a": [1, None, 2.5]}]
    assert pid != os.getpid()
    assert not psutil.pid_exists(pid)


async def test_a_process_answers_as_many_calls_as_its_program_says(sandbox: Sandbox) -> None:
    pids = [(await sandbox.run(program(echo, calls=2), ME))[0] for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


async def test_a_process_that_died_between_calls_is_replaced(sandbox: Sandbox) -> None:
    pid = (await sandbox.run(program(echo, calls=9), ME))[0]
    os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(0.2)
    assert (await sandbox.run(program(echo, calls=9), ME))[0] != pid


async def test_a_large_call_passes(sandbox: Sandbox) -> None:
    content = os.urandom(20 << 20)
    assert (await sandbox.run(program(echo), ME, content))[0] == content


async def test_a_refusal_comes_through_in_both_languages(sandbox: Sandbox) -> None:
    with pytest.raises(Invalid) as refused:
        await sandbox.run(program(refuse), ME)
    assert refused.value.body("en") == {"error": "Not that", "code": "no"}
    assert refused.value.body("pl") == {"error": "Nie that", "code": "no"}


@pytest.mark.parametrize(
    ("run", "reason"), [(fill, "memory"), (abort, "memory"), (spin, "time"), (sleep, "time"), (fail, "failure")]
)
async def test_what_takes_too_much_is_ended(sandbox: Sandbox, run: Any, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(Exceeded) as ended:
        await sandbox.run(program(run, seconds=1), ME)
    assert ended.value.reason == reason
    assert time.monotonic() - began < 15
    assert await sandbox.run(program(echo), ME, "next")


async def test_a_call_that_is_given_up_leaves_no_process(sandbox: Sandbox) -> None:
    task = asyncio.create_task(sandbox.run(program(sleep), ME))
    await asyncio.sleep(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await sandbox.run(program(echo), ME, "next")


async def test_a_program_finds_nothing_of_ours_around_it(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOTTEGA_MASTER_KEY", "secret")
    environment, descriptors, failure = await sandbox.run(program(surroundings), ME)
    assert not any("BOTTEGA" in name or "DATABASE" in name for name in environment)
    assert len(descriptors) <= 5
    assert failure == "OSError"
    Path("/tmp/written-by-a-sandboxed-process").unlink(missing_ok=True)


async def test_a_tenant_leaves_a_place_to_the_others() -> None:
    turns, order = Turns(2, 9), list[str]()
    go = asyncio.Event()

    async def work(tenant: UUID, name: str) -> None:
        async with turns.take(tenant):
            order.append(name)
            await go.wait()

    mine = [asyncio.create_task(work(ME, f"mine {number}")) for number in range(3)]
    await asyncio.sleep(0)
    theirs = asyncio.create_task(work(UUID(int=2), "theirs"))
    await asyncio.sleep(0.05)
    assert order == ["mine 0", "theirs"]
    go.set()
    await asyncio.gather(*mine, theirs)
    assert order == ["mine 0", "theirs", "mine 1", "mine 2"]


async def test_tenants_take_turns_however_many_calls_each_has() -> None:
    turns, order = Turns(2, 9), list[str]()

    async def work(tenant: int, name: str) -> None:
        async with turns.take(UUID(int=tenant)):
            order.append(name)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(work(n // 4, f"{n // 4}.{n % 4}") for n in range(12)))
    # Whoever came last is served before the first ones have had their third turn.
    assert max(order.index("2.0"), order.index("0.1"), order.index("1.1")) < order.index("0.2")
    assert order.index("2.1") < order.index("0.3")
    assert sorted(order) == sorted(f"{n // 4}.{n % 4}" for n in range(12))


async def test_who_has_many_calls_waiting_is_told_to_come_back_and_others_are_not() -> None:
    turns, go = Turns(2, 1), asyncio.Event()

    async def work(tenant: UUID, *, patient: bool = False) -> None:
        async with turns.take(tenant, patient=patient):
            await go.wait()

    tasks = [asyncio.create_task(work(ME)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(TooMany) as refused:
        await work(ME)
    assert refused.value.headers == {"Retry-After": "5"}
    tasks += [asyncio.create_task(work(uuid4())), asyncio.create_task(work(ME, patient=True))]
    await asyncio.sleep(0.02)
    go.set()
    await asyncio.gather(*tasks)


async def test_who_gives_up_waiting_takes_no_place_with_them() -> None:
    turns = Turns(2, 9)
    async with turns.take(ME):
        waiting = [asyncio.create_task(turns.take(ME).__aenter__()) for _ in range(3)]
        await asyncio.sleep(0.01)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
    async with asyncio.timeout(1), turns.take(ME), turns.take(uuid4()):
        pass
