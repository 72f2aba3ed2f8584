"""A month of the studio's papers as one file: asked for, followed while the worker makes it, taken, gone in a day."""

import io
import zipfile
from collections import Counter

import pytest
from demo_studio import OWNER, Colleague, Demo, Json
from pypdf import PdfReader

from serving import wait_until

DOCUMENTS = "/documents/documents"
BATCHES = "/documents/batches"


def papers(me: Colleague) -> list[Json]:
    """Every document of the studio that is in force."""
    found: list[Json] = []
    while True:
        page = me.saw(DOCUMENTS, pageSize=100, page=len(found) // 100 + 1)
        found += page["items"]
        if len(found) >= page["total"]:
            return [one for one in found if one["stan"] != "anulowany"]


def fullest_month(me: Colleague) -> tuple[str, list[Json]]:
    """A month like 2026-05 and its documents: the one before this month that has most of them.

    Other tests issue documents at this moment, which bear the date of today.
    """
    everything = papers(me)
    months = Counter(one["data_wystawienia"][:7] for one in everything)
    month = min(months, key=lambda one: (one == max(months), -months[one]))
    return month, [one for one in everything if one["data_wystawienia"].startswith(month)]


def finished(me: Colleague, batch: str) -> None:
    """Follow a batch until it is there."""
    assert me.followed(f"{BATCHES}/{batch}", "stan", "gotowe", "blad")["stan"] == "gotowe"


@pytest.mark.job("documents.batch")
def test_the_archive_of_a_month_holds_every_document_as_it_was_issued(demo: Demo):
    me = demo.sign_in(OWNER)
    month, issued = fullest_month(me)
    batch = me.did(BATCHES, miesiac=month, format="zip")
    assert (batch["stan"], batch["razem"]) == ("oczekuje", len(issued))
    finished(me, batch["id"])
    archive = zipfile.ZipFile(io.BytesIO(me.read(f"{BATCHES}/{batch['id']}/file").content))
    files = {archive.read(name) for name in archive.namelist()}
    assert len(archive.namelist()) == len(issued) > 25
    for one in issued:
        # Without the number and code that an invoice has got in KSeF since.
        alone = me.read(f"{DOCUMENTS}/{one['id']}/file", ksef=0)
        assert alone.headers["content-type"] == "application/pdf"
        assert alone.content in files, one["numer"]


def test_the_pages_of_a_month_are_one_file_with_a_bookmark_for_each_document(demo: Demo):
    me = demo.sign_in(OWNER)
    month, issued = fullest_month(me)
    batch = me.did(BATCHES, miesiac=month)
    finished(me, batch["id"])
    book = PdfReader(io.BytesIO(me.read(f"{BATCHES}/{batch['id']}/file").content))
    assert len(book.outline) == len(issued) <= len(book.pages)


@pytest.mark.job("documents.sweep")
def test_the_file_of_a_month_is_gone_after_a_day(demo: Demo):
    me = demo.sign_in(OWNER)
    month, _ = fullest_month(me)
    old, new = (me.did(BATCHES, miesiac=month, format="zip")["id"] for _ in range(2))
    for batch in (old, new):
        finished(me, batch)
    [kept] = [file for file in (demo.served.data / "files").rglob("*") if file.name == old]
    demo.sql("UPDATE documents_batches SET created_at = created_at - interval '25 hours' WHERE id = $1", old)
    demo.command("jobs", "run", "documents.sweep")
    wait_until(lambda: me.get(f"{BATCHES}/{old}").status_code == 404, 30)
    assert not kept.exists()
    assert me.get(f"{BATCHES}/{old}/file").status_code == 404
    assert me.read(f"{BATCHES}/{new}/file").content
