"""Files against the yardstick: a gigabyte sent and read, how much memory that takes, and small pictures."""

import asyncio
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx

from bench.sides import HEAD, Comparison, Rounds, Side, get
from bottega.demo.draw.files import photo

GIGABYTE: Final = 1 << 30
_PIECE: Final = 1 << 18
_BOUNDARY: Final = "bench"
# Of the product's process: files of that size are refused otherwise.
ENVIRONMENT: Final = {
    "BOTTEGA_ATTACHMENT_MAX_BYTES": str(2 * GIGABYTE),
    "BOTTEGA_ATTACHMENT_QUOTA_BYTES": str(16 * GIGABYTE),
}
PICTURE: Final = "bench-picture.png"
PLAIN: Final = "bench-plain.bin"


async def bare(path: str, send: Any) -> None:
    """What the yardstick does with a file: read it in pieces, and send them."""
    file = Path(os.environ["BENCH_FOLDER"]) / (PICTURE if path == "/picture" else PLAIN)
    headers = [(b"content-length", str(file.stat().st_size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    with file.open("rb") as content:
        while piece := await asyncio.to_thread(content.read, _PIECE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _head(side: Side, text: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", side.port, limit=1 << 20)
    writer.write(text.encode())
    await writer.drain()
    return reader, writer


async def _read(side: Side, path: str, who: Mapping[str, str]) -> float:
    """Read a file; megabytes a second."""
    lines = [f"GET {path} HTTP/1.1", "host: bench", "connection: close", *(f"{k}: {v}" for k, v in who.items())]
    began = time.perf_counter()
    reader, writer = await _head(side, "\r\n".join([*lines, "", ""]))
    size = 0
    while piece := await reader.read(1 << 20):
        size += len(piece)
    writer.close()
    assert size >= GIGABYTE, size
    return GIGABYTE / 1e6 / (time.perf_counter() - began)


async def _send(side: Side, who: Mapping[str, str]) -> tuple[float, str]:
    """Send a file; megabytes a second, and where it is."""
    fields = {"entityId": "attachments:library", "recordId": "all"}
    form = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    form += f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n'
    end = f"\r\n--{_BOUNDARY}--\r\n"
    length = len(form) + GIGABYTE + len(end)
    lines = ["POST /api/attachments HTTP/1.1", "host: bench", "connection: close"]
    lines += [f"content-type: multipart/form-data; boundary={_BOUNDARY}", f"content-length: {length}"]
    began = time.perf_counter()
    reader, writer = await _head(side, "\r\n".join([*lines, *(f"{k}: {v}" for k, v in who.items()), "", form]))
    piece = os.urandom(_PIECE)
    for _ in range(GIGABYTE // _PIECE):
        writer.write(piece)
        await writer.drain()
    writer.write(end.encode())
    answer = await reader.read(-1)
    seconds = time.perf_counter() - began
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 200 " in head.partition(b"\r\n")[0], answer[:500]
    return GIGABYTE / 1e6 / seconds, json.loads(body)["item"]["url"]


async def measure_files(rounds: Rounds, who: Mapping[str, str], folder: Path) -> None:
    """Print both tables."""
    ours, theirs = rounds.ours, rounds.theirs
    piece = os.urandom(_PIECE)
    with (folder / PLAIN).open("wb") as plain:
        for _ in range(GIGABYTE // _PIECE):
            plain.write(piece)
        plain.write(b"\0")
    (folder / PICTURE).write_bytes(photo("bench", furnished=True) * 8)
    before = ours.memory
    sent, url = await _send(ours, who)
    plainly = [await _read(theirs, "/file", {}) for _ in range(2)][-1]
    read = [await _read(ours, url, who) for _ in range(2)][-1]
    print(f"\nA file of 1 GiB, in MB/s: plain file {plainly:.0f}; sent {sent:.0f} (ratio **{sent / plainly:.2f}**,")
    print(f"target 0.50), read {read:.0f} (ratio **{read / plainly:.2f}**, target 0.50);")
    print(f"memory {before:.0f} MB before, {ours.memory:.0f} MB after.\n\n{HEAD}")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ours.port}", headers=dict(who)) as client:
        form = {"entityId": "attachments:library", "recordId": "all"}
        files = {"file": ("photo.png", photo("bench", furnished=True))}
        item = (await client.post("/api/attachments", data=form, files=files)).json()["item"]
        small = await client.get(item["thumbnailUrl"])
        (folder / PICTURE).write_bytes(small.content)
    case = Comparison("files: small picture, kept", get(item["thumbnailUrl"], who), get("/picture"), 0.60)
    await rounds.compare(case)
