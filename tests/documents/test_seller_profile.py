"""The seller's profile: what may be entered, and what it looks like on paper."""

import asyncio
import struct
from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

import bombs
from bottega.business.documents.render import pdf
from bottega.business.documents.tables import SellerProfile
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite, introduce
from conftest import JESION, Studio

# One transparent pixel.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
SVG = b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle r='4'/></svg>").decode()


async def test_an_empty_profile_says_what_invoices_miss(admin: Caller) -> None:
    shown = (await admin.get("/documents/seller")).json()
    assert shown["nazwa"] is None
    assert shown["gwarancjaMiesiace"] == 24
    assert {one["pole"] for one in shown["braki"]} == {"nazwa", "adres", "kod_pocztowy", "miejscowosc", "nip"}


async def test_numbers_are_normalised_and_only_sent_fields_change(admin: Caller) -> None:
    await admin.put("/documents/seller", {**JESION, "nip": "PL 999-107-91-99"})
    shown = (await admin.put("/documents/seller", {"telefon": "61 600 00 00"})).json()
    assert shown["nip"] == "9991079199"
    assert shown["rachunki"][0]["numer"] == "PL43999000120000000100000001"
    assert (shown["telefon"], shown["kapital"]) == ("61 600 00 00", "50000.00")
    cleared = (await admin.put("/documents/seller", {"telefon": None})).json()
    assert cleared["telefon"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nip", "9991079198"),
        ("nip", "0000000000"),
        ("regon", "990010011"),
        ("krs", "abc"),
        ("bdo", "12"),
        ("kodPocztowy", "61001"),
        ("rachunki", [{"numer": "44999000120000000100000001"}]),
        ("email", "nie-adres"),
        ("gwarancjaMiesiace", 0),
        ("kapital", -1),
    ],
)
async def test_a_wrong_value_is_refused_by_name(admin: Caller, field: str, value: Any) -> None:
    answer = await admin.put("/documents/seller", {field: value})
    assert answer.status_code == 400, answer.text
    assert answer.json()["details"][0]["path"][0] == field
    assert (await admin.get("/documents/seller")).json()["nazwa"] is None


@pytest.mark.parametrize(("content", "kind"), [(PNG, "png"), (SVG, "svg")])
async def test_a_logo_is_printed(studio: Studio, content: str, kind: str) -> None:
    contract = await studio.contract()
    plain = (await studio.print(contract, "proforma")).content
    saved = await studio.me.put("/documents/seller", {"logo": content, "logoTyp": kind})
    assert saved.status_code == 200, saved.text
    assert (await studio.print(contract, "proforma")).content != plain
    page = await studio.print(contract, "proforma", format="html")
    assert 'src="data:image/svg+xml;base64,' in page.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "jpeg"),
        (PNG, None),
        ("!!!", "png"),
        (b64encode(b"\x89PNG\r\n\x1a\nbroken").decode(), "png"),
        (b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 60_000)).decode(), "png"),
        (b64encode(b"\xff\xd8\xff\xc0\0\x11\x08" + struct.pack(">HH", 60_000, 60_000)).decode(), "jpeg"),
        (b64encode(b"<svg><unclosed>").decode(), "svg"),
        (b64encode(b"<svg>" + b" " * 250_000).decode(), "svg"),
    ],
)
async def test_what_is_no_picture_is_no_logo(admin: Caller, content: str, kind: str | None) -> None:
    answer = await admin.put("/documents/seller", {"logo": content, "logoTyp": kind})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("svg", "sentence"),
    [
        ("<filter id='f'/>", "The SVG has <filter>"),
        ("<g><script>1</script></g>", "The SVG has <script>"),
        ("<image href='https://example.com/logo.png'/>", "refers to something outside"),
        (f"<text>{'x' * 5001}</text>", "more than 5000 letters"),
        (f"{'<g>' * 101}{'</g>' * 101}", "more than 100 groups"),
        ("<g/>" * 20_001, "more than 20000 elements"),
    ],
)
async def test_a_drawing_that_would_be_slow_or_unsafe_to_print_is_told_why(
    admin: Caller, svg: str, sentence: str
) -> None:
    content = b64encode(bombs.svg(svg)).decode()
    answer = await admin.put("/documents/seller", {"logo": content, "logoTyp": "svg"})
    assert answer.status_code == 400
    (issue,) = answer.json()["details"]
    assert issue["path"] == ["logo"]
    assert sentence in issue["message"]
    assert (await admin.get("/documents/seller")).json()["logo"] is None


@pytest.mark.parametrize(
    "svg",
    [
        "<text>Studio JESION</text><a href='https://example.com'><rect width='9' height='9'/></a>",
        f"<image width='9' height='9' href='data:image/png;base64,{PNG}'/>",
        "<defs><g id='g'><circle r='4'/></g></defs><use href='#g'/>",
    ],
)
async def test_an_ordinary_drawing_is_taken(admin: Caller, svg: str) -> None:
    content = b64encode(bombs.svg(svg)).decode()
    answer = await admin.put("/documents/seller", {"logo": content, "logoTyp": "svg"})
    assert answer.status_code == 200, answer.text


async def test_a_slow_logo_from_before_it_was_checked_stops_its_own_print_only(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = await studio.contract()
    assert (await studio.print(contract, "proforma")).status_code == 200
    slow = b64encode(bombs.PICTURES["filters"][1]()).decode()
    tenant_id = studio.me.tenant_id
    async with studio.app.acting(tenant_id) as ctx:
        row = await ctx.query_one("SELECT id FROM documents_seller_profiles WHERE tenant_id = $1", tenant_id)
        assert row is not None
        await changes.update(ctx, SellerProfile, row["id"], {"logo": slow, "logo_typ": "svg"})
    monkeypatch.setattr(pdf, "SETTING", replace(pdf.SETTING, seconds=1))
    answer = await studio.print(contract, "proforma")
    assert answer.status_code == 409, answer.text
    assert answer.json()["error"].startswith("The document takes more than 1 s")
    assert (await studio.me.put("/documents/seller", {"logo": None, "logoTyp": None})).status_code == 200
    assert (await studio.print(contract, "proforma")).status_code == 200


async def test_the_profile_needs_its_feature_and_belongs_to_one_tenant(
    studio: Studio, caller: Invite, asgi: Any
) -> None:
    looker = await caller("documents.view")
    assert (await looker.get("/documents/seller")).json()["nip"] == "9991079199"
    assert (await looker.put("/documents/seller", {"nazwa": "x"})).status_code == 403
    stranger = await introduce(studio.app, asgi, await found_tenant(studio.app, "Obcy"), "*")
    async with stranger.client:
        await stranger.put("/documents/seller", {"nazwa": "Obcy"})
        assert (await stranger.get("/documents/seller")).json()["nip"] is None
    assert (await looker.get("/documents/seller")).json()["nazwa"] == JESION["nazwa"]


async def test_two_who_fill_it_in_at_once_make_one_profile(admin: Caller) -> None:
    answers = await asyncio.gather(*(admin.put("/documents/seller", {"nazwa": f"Studio {n}"}) for n in range(4)))
    assert {one.status_code for one in answers} == {200}
    assert (await admin.get("/documents/seller")).json()["nazwa"].startswith("Studio ")
