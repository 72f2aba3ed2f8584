"""Delivery: parts of files, safe headers, who may read them, and small pictures."""

import asyncio
import io
from pathlib import Path
from uuid import uuid4

import pytest
from files import MANAGER, PNG, listed, upload, uploaded
from PIL import Image

from bottega.kernel.application import Application
from bottega.platform.attachments import pictures
from callers import Client, Invite

TEXT = bytes(range(97, 123)) * 40_000


def path_of(item: dict[str, object], kind: str = "file") -> str:
    return f"/attachments/{kind}/{item['id']}" + ("/x" if kind == "image" else "")


async def test_parts_of_a_file_are_answered_as_the_standard_says(caller: Invite) -> None:
    me = await caller(*MANAGER)
    item = await uploaded(me, TEXT, "letters.txt")
    whole = await me.get(path_of(item))
    tag = whole.headers["etag"]
    assert (whole.status_code, whole.content, whole.headers["accept-ranges"]) == (200, TEXT, "bytes")
    assert whole.headers["content-length"] == str(len(TEXT))
    last = len(TEXT)
    for asked, start, end in (
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("bytes=700000-", 700_000, last),
        ("bytes=-7", last - 7, last),
        ("bytes=-99999999999", 0, last),
        (f"bytes=10-{10**18}", 10, last),
        ("BYTES= 1-2 ", 1, 3),
    ):
        part = await me.get(path_of(item), headers={"range": asked})
        assert (part.status_code, part.content) == (206, TEXT[start:end]), asked
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{last}"
        assert part.headers["content-length"] == str(end - start)
    for ignored in (
        "bytes=9-5",
        "bytes=-",
        "bytes=a-b",
        "rows=1-2",
        "bytes=0-1,5-6",
        "bytes",
        "bytes=1-2-3",
        "x" * 5000,
    ):
        assert (await me.get(path_of(item), headers={"range": ignored})).status_code == 200, ignored
    for outside in (f"bytes={last}-", "bytes=99999999999999999999-", "bytes=-0"):
        refused = await me.get(path_of(item), headers={"range": outside})
        assert (refused.status_code, refused.headers["content-range"]) == (416, f"bytes */{last}"), outside
    changed = await me.get(path_of(item), headers={"range": "bytes=0-1", "if-range": '"other"'})
    assert changed.status_code == 200
    assert (await me.get(path_of(item), headers={"range": "bytes=0-1", "if-range": tag})).status_code == 206
    assert (await me.get(path_of(item), headers={"if-none-match": f'"a", W/{tag}'})).status_code == 304
    head = await me.client.head(path_of(item))
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(last))


@pytest.mark.parametrize(
    ("name", "content", "media", "inline"),
    [
        ("zdjęcie.png", PNG, "image/png", True),
        ("umowa.pdf", b"%PDF-1.7\n%%EOF", "application/pdf", True),
        ("note.txt", b"plain words", "application/octet-stream", False),
        ("page.json", b'{"a": "<script>"}', "application/octet-stream", False),
        ("film.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(64), "application/octet-stream", False),
    ],
)
async def test_nothing_of_a_file_runs_in_a_browser(
    caller: Invite, name: str, content: bytes, media: str, inline: bool
) -> None:
    me = await caller(*MANAGER)
    item = await uploaded(me, content, name)
    answer = await me.get(path_of(item))
    headers = answer.headers
    assert headers["content-type"] == media
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert ("sandbox" in headers["content-security-policy"]) == (media != "application/pdf")
    assert headers["content-disposition"].startswith("inline" if inline else "attachment")
    assert headers["cache-control"] == "private, max-age=60"
    saved = await me.get(path_of(item), params={"download": "1"})
    assert saved.headers["content-disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''" in saved.headers["content-disposition"]


async def test_private_files_are_for_whoever_is_in_the_organization_and_public_ones_for_everybody(
    caller: Invite, admin: object, nobody: Client, app: Application
) -> None:
    me = await caller(*MANAGER)
    private = await uploaded(me)
    made = await me.post("/attachments/partitions", {"code": "front", "title": "Website", "isPublic": True})
    assert made.status_code == 201, made.text
    for path in (path_of(private), path_of(private, "image")):
        assert (await nobody.get(path)).status_code == 401
        assert (await (await caller("contracts.view")).get(path)).status_code == 404
    assert (await nobody.get(f"/attachments/file/{uuid4()}")).status_code == 401
    assert (await me.get(f"/attachments/file/{uuid4()}")).status_code == 404
    assert (await nobody.get("/attachments/file/..%2F..%2Fetc%2Fpasswd")).status_code in (400, 404)
    chosen = await upload(me, partitionCode="front")
    assert (chosen.status_code, "Public storage" in chosen.text) == (403, True)
    unknown = await upload(me, partitionCode="nowhere")
    assert unknown.json()["details"][0]["path"] == ["partitionCode"]
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute("UPDATE attachments_attachments SET partition_code = 'front'")
    for path in (path_of(private), path_of(private, "image") + "?width=10"):
        answer = await nobody.get(path)
        assert (answer.status_code, "public" in answer.headers["cache-control"]) == (200, True)


async def test_small_pictures_are_drawn_once_and_kept_until_their_file_goes(caller: Invite, app: Application) -> None:
    me = await caller(*MANAGER)
    photo = io.BytesIO()
    sideways = Image.new("RGB", (400, 200), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "secret camera"
    sideways.save(photo, "JPEG", exif=exif)
    item = await uploaded(me, photo.getvalue(), "photo.jpg")
    assert (item["width"], item["height"]) == (200, 400)
    sizes = {
        "width=50&height=40": (50, 40),
        "width=50&height=40&cropType=contain": (50, 40),
        "width=50": (50, 100),
        "height=50": (25, 50),
    }
    for query, size in sizes.items():
        answer = await me.get(f"{path_of(item, 'image')}?{query}")
        assert answer.status_code == 200, answer.text
        drawn = Image.open(io.BytesIO(answer.content))
        assert (drawn.size, drawn.format, b"secret" in answer.content) == (size, "JPEG", False)
    folder = pictures.folder_of(app, me.tenant_id, item["id"])
    assert len(list(folder.iterdir())) == len(sizes)
    kept = folder / "w50-hauto-cover"
    kept.write_bytes(b"image/jpeg\nfrom the cache")
    again = await me.get(f"{path_of(item, 'image')}?width=50")
    assert again.content == b"from the cache"
    seen = {"if-none-match": again.headers["etag"]}
    assert (await me.get(f"{path_of(item, 'image')}?width=50", headers=seen)).status_code == 304
    assert (await me.get(path_of(item, "image"))).content == photo.getvalue()
    for query in ("width=0", "width=4001", "height=x", "cropType=stretch"):
        assert (await me.get(f"{path_of(item, 'image')}?{query}")).status_code == 400, query
    text = await uploaded(me, b"words", "a.txt")
    refused = await me.get(path_of(text, "image"))
    assert (refused.status_code, refused.json()["error"]) == (400, "Unsupported media type")
    assert {one["fileName"]: bool(one["thumbnailUrl"]) for one in await listed(me)} == {
        "a.txt": False,
        "photo.jpg": True,
    }


async def test_the_cache_of_small_pictures_keeps_the_newest_within_its_bounds(tmp_path: Path) -> None:
    for number in range(4):
        place = tmp_path / "tenant" / str(number)
        place.mkdir(parents=True)
        (place / "w1").write_bytes(bytes(100))
    assert await asyncio.to_thread(pictures.trim_pictures, tmp_path, 250) == 2
    assert len(list(tmp_path.glob("*/*/w1"))) == 2


async def test_a_file_whose_bytes_are_gone_is_404_and_many_readers_share_the_connections(
    caller: Invite, app: Application
) -> None:
    me = await caller(*MANAGER)
    item = await uploaded(me, TEXT, "letters.txt")
    answers = await asyncio.gather(*(me.get(path_of(item)) for _ in range(12)))
    assert {one.content == TEXT for one in answers} == {True}
    await app.storage.delete(me.tenant_id, f"attachments/{item['id']}")
    gone = await me.get(path_of(item))
    assert (gone.status_code, gone.json()["error"]) == (404, "File not available")
