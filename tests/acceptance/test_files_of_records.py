"""Files of the demo: scans that are found by their words, and the purge of what was deleted long ago."""

import pytest
from demo_studio import OWNER, Demo

from serving import wait_until

LIBRARY = {"entityId": "attachments:library", "recordId": "all"}


@pytest.mark.job("attachments.read_text")
def test_a_scan_of_a_signed_contract_is_found_by_the_words_in_it(demo: Demo):
    me = demo.sign_in(OWNER)
    found = me.saw("/attachments/library", tags="skan,umowa", pageSize=100)["items"]
    assert len(found) >= 3
    wait_until(lambda: me.total("/attachments/library", search="harmonogramem platnosci") >= len(found), 60)
    scan = me.saw("/attachments/library", search="harmonogramem platnosci")["items"][0]
    assert me.read(scan["url"].removeprefix("/api")).content.startswith(b"%PDF")
    assert scan["assignments"][0]["label"]


@pytest.mark.job("attachments.purge")
def test_a_file_that_was_deleted_long_ago_is_gone_for_good(demo: Demo):
    me = demo.sign_in(OWNER)
    files = {"file": ("notatka.txt", b"do wyrzucenia", "text/plain")}
    sent = me.post("/attachments", data=LIBRARY, files=files)
    assert sent.status_code == 200, sent.text
    item = sent.json()["item"]
    assert me.delete("/attachments", params={"id": item["id"]}).status_code == 200
    demo.sql("UPDATE attachments_attachments SET deleted_at = now() - interval '31 days' WHERE id = $1", item["id"])
    demo.command("jobs", "run", "attachments.purge")
    left = "SELECT count(*) FROM attachments_attachments WHERE id = $1"
    wait_until(lambda: demo.sql(left, item["id"])[0][0] == 0, 60)
    pictures = me.saw("/attachments/library", tags="pomiar", pageSize=5)["items"]
    assert me.read(pictures[0]["thumbnailUrl"].removeprefix("/api")).headers["content-type"] == "image/png"
