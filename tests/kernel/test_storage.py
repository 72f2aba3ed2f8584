"""Files: what was put comes back, nothing half is kept, and no tenant names another's file."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.file_storage import PIECE_BYTES, Storage
from bottega.kernel.startup_errors import StartError
from bottega.settings import Settings

ANNA, EVE = UUID(int=1), UUID(int=2)
KEY = "attachments/0193f9a2-7b1c-7000-8000-000000000001/photo.jpg"


@pytest.fixture(params=["data folder", "folder by URL", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    urls = {"data folder": None, "folder by URL": f"file://{tmp_path}/elsewhere", "memory": "memory:///"}
    return Storage(Settings(data=tmp_path / "data", storage_url=urls[request.param]))


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def content(storage: Storage, tenant: UUID = ANNA, key: str = KEY) -> bytes:
    return b"".join([piece async for piece in await storage.get(tenant, key)])


@pytest.mark.parametrize("sent", [b"", b"photo", bytes(range(256)) * 4096])
async def test_a_file_comes_back_as_it_was_put(storage: Storage, sent: bytes) -> None:
    assert not await storage.exists(ANNA, KEY)
    assert await storage.put(ANNA, KEY, sent, "image/jpeg") == len(sent)

    assert await content(storage) == sent
    assert await storage.size(ANNA, KEY) == len(sent)
    assert await storage.exists(ANNA, KEY)


async def test_a_file_may_come_and_go_in_pieces(storage: Storage) -> None:
    parts = [bytes([number]) * 700_000 for number in range(20)]

    assert await storage.put(ANNA, KEY, chunks(*parts)) == 14_000_000

    pieces = [piece async for piece in await storage.get(ANNA, KEY)]
    assert b"".join(pieces) == b"".join(parts)
    assert {type(piece) for piece in pieces} == {bytes}


async def test_local_files_are_read_in_small_pieces(tmp_path: Path) -> None:
    storage = Storage(Settings(data=tmp_path))
    await storage.put(ANNA, KEY, bytes(PIECE_BYTES * 10))

    assert max([len(piece) async for piece in await storage.get(ANNA, KEY)]) < PIECE_BYTES * 2


async def test_an_empty_stream_is_an_empty_file(storage: Storage) -> None:
    assert await storage.put(ANNA, KEY, chunks()) == 0
    assert await content(storage) == b""


async def test_a_second_put_replaces_the_first(storage: Storage) -> None:
    await storage.put(ANNA, KEY, b"a long first version")
    await storage.put(ANNA, KEY, chunks(b"second"))

    assert await content(storage) == b"second"


@pytest.mark.parametrize("before", [3, 12_000_000])
async def test_an_upload_that_breaks_off_leaves_nothing(storage: Storage, tmp_path: Path, before: int) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield bytes(before)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await storage.put(ANNA, KEY, breaking())

    assert not await storage.exists(ANNA, KEY)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


async def test_what_is_not_there_is_said_before_the_first_piece(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.get(ANNA, KEY)
    with pytest.raises(NotFound):
        await storage.size(ANNA, KEY)


async def test_deleting_twice_is_the_same_as_once(storage: Storage) -> None:
    await storage.put(ANNA, KEY, b"photo")
    await storage.delete(ANNA, KEY)
    await storage.delete(ANNA, KEY)

    assert not await storage.exists(ANNA, KEY)


async def test_tenants_do_not_see_each_other(storage: Storage) -> None:
    await storage.put(ANNA, KEY, b"anna")
    await storage.put(EVE, KEY, b"eve")
    await storage.delete(EVE, KEY)

    assert await content(storage) == b"anna"
    assert not await storage.exists(EVE, KEY)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        f"../{ANNA}/{KEY}",
        f"x/../../{ANNA}/{KEY}",
        "x/./y",
        "x//y",
        "x/",
        "x/.hidden",
        "x\\..\\y",
        "x/%2e%2e/y",
        "x/y\n",
        "x/y\0",
        "x y",
        "żółw",
        "x/" * 9 + "y",
        "x" * 129,
    ],
)
async def test_a_key_leads_nowhere_else(storage: Storage, key: str) -> None:
    with pytest.raises(Invalid):
        await storage.put(EVE, key, b"x")
    with pytest.raises(Invalid):
        await storage.get(EVE, key)
    with pytest.raises(Invalid):
        await storage.size(EVE, key)
    with pytest.raises(Invalid):
        await storage.exists(EVE, key)
    with pytest.raises(Invalid):
        await storage.delete(EVE, key)


async def test_the_local_folder_is_private_and_ordered_by_tenant(tmp_path: Path) -> None:
    await Storage(Settings(data=tmp_path)).put(ANNA, KEY, b"photo")

    assert (tmp_path / "files" / str(ANNA) / KEY).read_bytes() == b"photo"
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("url", ["nonsense://x", "files", "", "file:///proc/nowhere/files"])
def test_a_url_that_makes_no_sense_is_said_at_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(StartError, match="BOTTEGA_STORAGE_URL cannot be used"):
        Storage(Settings(data=tmp_path, storage_url=url))


async def test_a_process_that_ends_right_after_a_file_ends_well(tmp_path: Path) -> None:
    program = """
import asyncio, uuid
from bottega.kernel.file_storage import Storage
from bottega.settings import Settings

async def main():
    storage = Storage(Settings())
    await storage.put(uuid.UUID(int=1), "a/b", b"x")
    return [piece async for piece in await storage.get(uuid.UUID(int=1), "a/b")]

print(asyncio.run(main()))
"""
    for number in range(5):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            program,
            env={"BOTTEGA_DATA": str(tmp_path / str(number))},
            stdout=asyncio.subprocess.PIPE,
        )
        printed, _ = await process.communicate()
        assert (process.returncode, printed) == (0, b"[b'x']\n")
