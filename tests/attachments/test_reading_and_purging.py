"""Text of files, found by search; and the purge, after which nothing can be brought back."""

import io
import shutil
from typing import Any

import pytest
from files import MANAGER, archive, listed, token_of, undo, uploaded
from PIL import Image, ImageDraw
from test_library import OF_PEOPLE, PERSON, library, person

from bombs import MEGABYTE
from bottega.demo.draw.files import signed_scan
from bottega.kernel.application import Application
from bottega.platform.attachments.pictures import folder_of
from bottega.platform.attachments.purging import purge
from bottega.platform.attachments.text_reading import read_text_of_file
from callers import Caller, Invite

DOCX = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    b"<w:t>Fronty d\xc4\x99bowe</w:t></w:r></w:p></w:body></w:document>"
)


def workbook() -> bytes:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Okucia").write(0, 0, "Zawias Blum")
    return file.getvalue()


async def read(app: Application, me: Caller, item: dict[str, Any]) -> None:
    await read_text_of_file(app, {"tenantId": str(me.tenant_id), "attachmentId": item["id"]})


async def queued(app: Application, item: dict[str, Any]) -> int:
    async with app.database.across_tenants("a test counts jobs") as connection:
        return await connection.fetchval(
            "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'attachments.read_text'"
            " AND convert_from(payload, 'UTF8') LIKE '%' || $1 || '%'",
            item["id"],
        )


async def test_the_text_of_files_is_read_and_found_and_undo_minds_neither(caller: Invite, app: Application) -> None:
    me = await caller(*MANAGER)
    files = {
        "umowa.pdf": (signed_scan(["Umowa 77/2026", "Jesionowski (Marek)"], "x"), "jesionowski"),
        "okucia.xlsx": (workbook(), "blum"),
        "notatka.txt": ("Łazienka górna".encode(), "lazienka gorna"),
        "stara.txt": ("Łazienka dolna".encode("cp1250"), ""),
    }
    files["opis.docx"] = (archive(**{"word__document.xml": DOCX}), "debowe")
    for name, (content, words) in files.items():
        item = await uploaded(me, content, name)
        assert await queued(app, item) == (1 if words else 0), name
        await read(app, me, item)
        if words:
            assert [one["fileName"] for one in (await library(me, search=words))["items"]] == [name], name
        assert (await undo(me, item["token"])).status_code == 200, name
    assert (await library(me, search="jesionowski"))["total"] == 0


async def test_text_that_an_undo_takes_away_is_read_again(caller: Invite, app: Application) -> None:
    me = await caller(*MANAGER)
    item = await uploaded(me, b"plain words", "a.txt")
    changed = await me.client.patch(f"/attachments/library/{item['id']}", json={"tags": ["x"]})
    await read(app, me, item)
    assert (await undo(me, token_of(changed))).status_code == 200
    assert (await listed(me))[0]["content"] is None
    assert await queued(app, item) == 2


async def test_files_that_cannot_be_read_have_no_text_and_partitions_may_want_none(
    caller: Invite, app: Application
) -> None:
    me = await caller(*MANAGER)
    bomb = archive(**{"word__document.xml": b"<w:t>" + b"a" * (20 * MEGABYTE)})
    for name, content in (("broken.pdf", b"%PDF-1.7 broken"), ("bomb.docx", bomb), ("torn.xlsx", archive(a=b"b"))):
        item = await uploaded(me, content, name)
        await read(app, me, item)
    assert {one["fileName"]: one["content"] for one in await listed(me)} == {
        "broken.pdf": None,
        "bomb.docx": "a" * 50_000,
        "torn.xlsx": None,
    }
    await me.post("/attachments/partitions", {"code": "raw", "title": "Raw", "requiresOcr": False})
    assert await queued(app, await uploaded(me, b"words", "a.txt", partitionCode="raw")) == 0


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
async def test_pictures_are_read_where_tesseract_is_there(caller: Invite, app: Application) -> None:
    me = await caller(*MANAGER)
    page = Image.new("L", (600, 120), "white")
    ImageDraw.Draw(page).text((20, 30), "INVOICE 2026", fill="black", font_size=60)
    file = io.BytesIO()
    page.save(file, "PNG")
    item = await uploaded(me, file.getvalue(), "scan.png")
    await read(app, me, item)
    assert "INVOICE" in (await listed(me))[0]["content"]


async def test_the_purge_removes_what_nobody_can_bring_back_and_nothing_else(caller: Invite, app: Application) -> None:
    me = await caller(*MANAGER, *OF_PEOPLE)
    anna, eve = await person(me), await person(me, "Ewa")
    kept = await uploaded(me, name="kept.png")
    lately, long_ago = await uploaded(me, name="lately.png"), await uploaded(me, name="long ago.png")
    of_anna, of_eve = [await uploaded(me, entity=PERSON, record=one) for one in (anna, eve)]
    draft = await uploaded(me, entity=PERSON, record="draft")
    await me.get(f"/attachments/image/{long_ago['id']}/x?width=10")
    gone = [await me.delete("/attachments", params={"id": one["id"]}) for one in (lately, long_ago)]
    deleted = await me.delete("/customers/people", params={"id": anna})
    old = "now() - interval '31 days'"
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute(f"UPDATE attachments_attachments SET deleted_at = {old} WHERE id = $1", long_ago["id"])
        await connection.execute(f"UPDATE attachments_attachments SET created_at = {old} WHERE id = $1", draft["id"])
    await app.storage.put(me.tenant_id, "attachments/01890000-0000-7000-8000-000000000000", b"of an upload that failed")

    await purge(app, {})
    async with app.database.tenant(me.tenant_id) as connection:
        ownerless = "SELECT id::text FROM attachments_attachments WHERE ownerless_since IS NOT NULL"
        assert [row["id"] for row in await connection.fetch(ownerless)] == [of_anna["id"]]
    assert (await undo(me, token_of(deleted))).status_code == 200
    await purge(app, {})
    assert (await me.get(of_anna["url"].removeprefix("/api"))).status_code == 200
    assert (await me.delete("/customers/people", params={"id": anna})).status_code == 200
    await purge(app, {})
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute(
            f"UPDATE attachments_attachments SET ownerless_since = {old} WHERE ownerless_since IS NOT NULL"
        )
    assert await purge(app, {}) == 1
    keys = {key.rpartition("/")[2] for key, _ in await app.storage.keys(me.tenant_id, "attachments")}
    assert keys >= {one["id"] for one in (kept, lately, of_eve)}
    assert not keys & {one["id"] for one in (long_ago, of_anna, draft)}
    assert "01890000-0000-7000-8000-000000000000" in keys, "it may be of an upload that is not finished"
    assert not folder_of(app, me.tenant_id, long_ago["id"]).exists()
    assert (await undo(me, token_of(gone[1]))).status_code in (400, 409)
    assert (await undo(me, token_of(gone[0]))).status_code == 200
    assert sorted(one["fileName"] for one in await listed(me)) == ["kept.png", "lately.png"]
