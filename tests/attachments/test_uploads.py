"""Uploads: what a file is, what is refused, how much there may be, and that nothing is kept by half."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from files import LIBRARY, MANAGER, PNG, archive, listed, token_of, undo, upload, uploaded

from bombs import MEGABYTE
from bottega.kernel.application import Application
from callers import Caller, Invite
from pictures import encoded


async def test_a_file_is_stored_with_what_is_said_of_it_and_comes_back_byte_by_byte(caller: Invite) -> None:
    me = await caller(*MANAGER)
    tags = json.dumps([" kuchnia ", "2026", "kuchnia"])
    item = await uploaded(me, name="Pomiar, łazienka.png", tags=tags, partitionCode="private/Attachments")
    assert item["fileName"] == "Pomiar, łazienka.png"
    assert (item["fileSize"], item["mimeType"], item["width"], item["height"]) == (len(PNG), "image/png", 120, 40)
    assert (item["tags"], item["assignments"], item["partitionCode"]) == (["kuchnia", "2026"], [], "privateAttachments")
    assert item["thumbnailUrl"] == f"/api/attachments/image/{item['id']}/pomiar-lazienka.png?width=320&height=320"
    [found] = await listed(me)
    assert {name: found[name] for name in ("id", "url", "tags")} == {name: item[name] for name in ("id", "url", "tags")}
    assert (await me.get(f"/attachments/file/{item['id']}")).content == PNG
    assert (await listed(await caller(*MANAGER)))[0]["id"] == item["id"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.png", b"<!-- x -->\n <HTML><script>alert(1)</script>", "Active content"),
        ("photo.png", "<script>alert(1)</script>".encode("utf-16"), "Active content"),
        ("drawing.txt", b'\xef\xbb\xbf<?xml version="1.0"?><svg onload="alert(1)"/>', "Active content"),
        ("page.txt", b"<!DOCTYPE html><p>", "Active content"),
        ("drawing.svg", b"anything", "Active content"),
        ("script", b"#!/bin/sh\nrm -rf /", "Active content"),
        ("invoice.pdf.exe", b"MZ", "Executable"),
        ("a.JS .txt", b"x", "Executable"),
        ("photo.jpg", b"\xff\xd8\xff" + b"broken" * 100, "cannot be read"),
        ("photo.png", encoded(65_535, 65_535, b""), "65535 × 65535"),  # noqa: RUF001 - as it is said
        ("bomb.zip", archive(a=bytes(100 * MEGABYTE)), "unpacks"),
        ("bomb.docx", archive(word__document=bytes(100 * MEGABYTE)), "unpacks"),
        ("torn.zip", b"PK\x03\x04" + bytes(100), "cannot be read"),
        ("empty.txt", b"", "empty"),
    ],
)
async def test_what_a_browser_or_a_bomb_could_do_harm_with_is_refused_by_content(
    caller: Invite, name: str, content: bytes, said: str
) -> None:
    me = await caller(*MANAGER)
    answer = await upload(me, content, name)
    assert answer.status_code == 400, answer.text
    assert said in answer.json()["error"]
    assert answer.json()["details"][0]["path"] == ["file"]
    assert await listed(me) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\umowa.txt", "umowa.txt"),
        ("a\u202egnp.txt", "a_gnp.txt"),
        (".htaccess", "htaccess"),
        ("umowa:1|?.txt", "umowa_1__.txt"),
        ("x" * 300 + ".txt", "x" * 146 + ".txt"),
        ("..", "file"),
    ],
)
async def test_names_lose_folders_and_letters_nobody_sees(caller: Invite, sent: str, kept: str) -> None:
    me = await caller(*MANAGER)
    item = await uploaded(me, b"plain words", sent)
    assert item["fileName"] == kept
    answer = await me.get(f"/attachments/file/{item['id']}")
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert "\n" not in answer.headers["content-disposition"]


async def test_a_name_with_line_breaks_breaks_no_header(caller: Invite) -> None:
    me = await caller(*MANAGER)
    head = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = head % (b"entityId", LIBRARY.encode()) + head % (b"recordId", b"all")
    body += b'--b\r\nContent-Disposition: form-data; name="file"; filename="a%0D%0ASet-Cookie: x=1.txt"\r\n\r\n'
    body += b"abc\r\n--b--"
    answer = await me.client.post(
        "/attachments", content=body, headers={"content-type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code == 200, answer.text
    found = await me.get(answer.json()["item"]["url"].removeprefix("/api"))
    assert "set-cookie" not in found.headers
    broken = body[: body.index(b"abc")]
    torn = await me.client.post(
        "/attachments", content=broken, headers={"content-type": "multipart/form-data; boundary=b"}
    )
    assert torn.status_code == 400, torn.text


async def test_every_wrong_field_is_named_and_no_form_is_415(caller: Invite) -> None:
    me = await caller(*MANAGER)
    form = {"recordId": "all", "assignments": '[{"type": ""}]', "tags": "x" * 200}
    answer = await me.client.post("/attachments", data=form, files={"other": ("a.txt", b"a")})
    assert answer.status_code == 400, answer.text
    named = {one["path"][0] for one in answer.json()["details"]}
    assert named == {"entityId", "file", "assignments", "tags"}
    text = await me.client.post("/attachments", data=form, files={"file": (None, b"no file")})
    assert "file" in {one["path"][0] for one in text.json()["details"]}
    assert (await me.post("/attachments", {"entityId": LIBRARY})).status_code == 415


async def test_too_much_is_413_before_it_is_read_and_leaves_nothing(
    app: Application, caller: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = await caller(*MANAGER)
    small = app.settings.model_copy(update={"attachment_max_bytes": 2_000, "attachment_quota_bytes": 3_000})
    monkeypatch.setattr(app, "settings", small)

    async def never() -> Any:
        raise AssertionError("the body was read")
        yield b""

    headers = {"content-type": "multipart/form-data; boundary=b", "content-length": str(4 << 30)}
    declared = await me.client.post("/attachments", content=never(), headers=headers)
    assert declared.status_code == 413, declared.text
    assert "maximum upload size" in declared.json()["error"]
    assert (await upload(me, b"a" * 2_001, "a.txt")).status_code == 413
    await uploaded(me, b"a" * 1_900, "a.txt")
    full = await upload(me, b"a" * 1_900, "b.txt")
    assert (full.status_code, full.json()["error"]) == (413, "Attachment storage quota exceeded for this tenant.")
    assert [one["fileName"] for one in await listed(me)] == ["a.txt"]
    assert list(Path(app.storage.spool).iterdir()) == []


async def test_ten_uploads_at_once_are_ten_files_within_the_quota(
    app: Application, caller: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = await caller(*MANAGER)
    monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"attachment_quota_bytes": 6_500}))
    answers = await asyncio.gather(*(upload(me, b"a" * 1_000, "a.txt") for _ in range(10)))
    assert sorted(one.status_code for one in answers) == [200] * 6 + [413] * 4
    assert len({one.json()["item"]["id"] for one in answers if one.status_code == 200}) == 6
    assert len(await app.storage.keys(me.tenant_id, "attachments")) == 6


async def test_the_field_that_a_file_is_for_says_its_kinds_its_size_and_its_partition(
    caller: Invite, admin: Caller
) -> None:
    me = await caller(*MANAGER, "contacts.view")
    config = {"acceptExtensions": [".PDF", "txt"], "maxAttachmentSizeMb": 0.001, "partitionCode": "productsMedia"}
    defined = await admin.post(
        "/entities/definitions", {"entityId": LIBRARY, "key": "scan", "kind": "attachment", "configJson": config}
    )
    assert defined.status_code in (200, 201), defined.text
    for name, content, said in (("a.png", PNG, "not allowed"), ("a.txt", b"a" * 1_100, "MB limit")):
        answer = await upload(me, content, name, fieldKey="scan")
        assert answer.status_code == 400, answer.text
        assert said in answer.json()["error"]
    assert (await upload(me, fieldKey="other")).json()["details"][0]["path"] == ["fieldKey"]
    item = await uploaded(me, b"words", "a.txt", fieldKey="scan")
    assert item["partitionCode"] == "productsMedia"


async def test_an_upload_and_a_deletion_are_undone_and_done_again(caller: Invite) -> None:
    me = await caller(*MANAGER)
    item = await uploaded(me)
    assert (await undo(me, item["token"])).status_code == 200
    assert await listed(me) == []
    assert (await me.get(f"/attachments/file/{item['id']}")).status_code == 404
    again = await uploaded(me)
    gone = await me.delete("/attachments", params={"id": again["id"]})
    assert gone.json() == {"ok": True}
    assert (await undo(me, token_of(gone))).status_code == 200
    assert (await me.get(f"/attachments/file/{again['id']}")).content == PNG
    dropped = await me.delete(f"/attachments/library/{again['id']}")
    assert (dropped.status_code, dropped.content) == (204, b"")
    assert (await me.delete(f"/attachments/library/{again['id']}")).status_code == 404
