"""Pages of the application and its files: who is let in, what a browser may do there, and how long it keeps what."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from bottega.platform.ui import built_files

SITE = "http://testserver"


async def test_the_front_door_leads_to_the_application(nobody: Any):
    reply = await nobody.get(f"{SITE}/")
    assert (reply.status_code, reply.headers["location"]) == (302, "/backend")


async def test_a_stranger_is_sent_to_sign_in_and_comes_back_to_where_they_wanted_to_be(nobody: Any):
    reply = await nobody.get(f"{SITE}/backend/warehouse/materials?f.typ=mdf")
    wanted = "/login?redirect=%2Fbackend%2Fwarehouse%2Fmaterials%3Ff.typ%3Dmdf"
    assert (reply.status_code, reply.headers["location"]) == (302, wanted)


async def test_whoever_is_remembered_is_given_a_new_session_on_the_way(nobody: Any):
    reply = await nobody.get(f"{SITE}/backend", headers={"cookie": "session_token=worth-a-try"})
    assert reply.headers["location"] == "/api/auth/session/refresh?redirect=%2Fbackend"


@pytest.mark.parametrize("path", ["/backend", "/backend/warehouse/materials", "/backend/a/b/c/d"])
async def test_whoever_is_signed_in_gets_the_application_at_every_address(built: Path, caller: Any, path: str):
    me = await caller("warehouse.view")
    reply = await me.get(f"{SITE}{path}", headers={"accept-language": "pl"})
    assert reply.status_code == 200
    assert '<html lang="pl" data-theme="auto">' in reply.text
    assert '<div id="root"></div>' in reply.text


async def test_a_page_runs_only_what_comes_from_here_and_styles_of_this_very_answer(built: Path, nobody: Any):
    first, second = [await nobody.get(f"{SITE}/login") for _ in range(2)]
    policy = first.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" in policy
    assert "unsafe" not in policy
    [nonce] = re.findall(r"nonce-([\w-]{16,})'", policy)
    assert f'nonce="{nonce}"' in first.text
    assert nonce not in second.text
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=(self)" in first.headers["permissions-policy"]


async def test_a_page_has_the_language_and_the_look_that_somebody_chose(built: Path, nobody: Any):
    reply = await nobody.get(f"{SITE}/login", headers={"cookie": "locale=pl; theme=dark"})
    assert '<html lang="pl" data-theme="dark">' in reply.text
    forged = await nobody.get(f"{SITE}/login", headers={"cookie": 'theme="><script>'})
    assert 'data-theme="auto"' in forged.text


async def test_files_are_kept_for_good_and_come_compressed(built: Path, nobody: Any):
    page = (await nobody.get(f"{SITE}/login")).text
    [script] = re.findall(r'src="(/ui/login-[\w-]+\.js)"', page)
    plain = await nobody.get(f"{SITE}{script}", headers={"accept-encoding": "identity"})
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    sizes = [len(plain.content)]
    for encoding in ("gzip", "br"):
        head = await nobody.head(f"{SITE}{script}", headers={"accept-encoding": encoding})
        assert (head.headers["content-encoding"], head.headers["vary"]) == (encoding, "accept-encoding")
        sizes.append(int(head.headers["content-length"]))
    assert sizes == sorted(sizes, reverse=True)
    again = await nobody.get(f"{SITE}{script}", headers={"if-none-match": plain.headers["etag"]})
    assert again.status_code == 304


async def test_the_licences_of_what_others_wrote_are_served(built: Path, nobody: Any):
    notices = (await nobody.get(f"{SITE}/ui/NOTICES.txt")).text
    for package in ("react ", "@mantine/core ", "lucide-react ", "@fontsource-variable/hanken-grotesk "):
        assert package in notices
    assert "Permission is hereby granted" in notices


@pytest.mark.parametrize(
    "name", ["nothing.js", "..%2Fpages.py", "stamp", "app.html", "unbuilt.txt", "%2e%2e", "a.js%00"]
)
async def test_nothing_else_is_a_file(built: Path, nobody: Any, name: str):
    assert (await nobody.get(f"{SITE}/ui/{name}")).status_code == 404


async def test_without_screens_the_page_says_why_and_the_api_works(
    caller: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    me = await caller("warehouse.view")
    (tmp_path / "unbuilt.txt").write_text("npm cannot install <what> they are built with.\n")
    monkeypatch.setattr(built_files, "_FOLDER", tmp_path)
    reply = await me.get(f"{SITE}/backend", headers={"accept-language": "pl"})
    assert reply.status_code == 503
    assert "Ekrany nie zostały zbudowane" in reply.text
    assert "npm cannot install &lt;what&gt; they are built with." in reply.text
    assert "make screens" in reply.text
    assert (await me.get("/warehouse/materials")).status_code == 200


async def test_signing_out_clears_what_the_application_kept(caller: Any):
    me = await caller()
    assert (await me.post("/auth/logout")).headers["clear-site-data"] == '"storage"'


async def test_long_answers_are_compressed_for_whoever_understands_it(caller: Any):
    me = await caller("warehouse.*")
    address = "/api/ui/manifest/any"
    async with me.client.stream("GET", f"{SITE}{address}", headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join([piece async for piece in packed.aiter_raw()])
    plain = await me.get(f"{SITE}{address}", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(raw) < len(plain.content) / 3
    assert gzip.decompress(raw) == plain.content
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"


async def test_short_answers_are_sent_as_they_are(caller: Any):
    reply = await (await caller("warehouse.view")).get("/warehouse/materials", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in reply.headers
    assert "vary" not in reply.headers
