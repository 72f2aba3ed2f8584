"""Letters made of several characters, as macOS writes them, are stored and compared as those made of one."""

import importlib.util
import json
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import asyncpg
import pytest

import bottega.migrations
from bottega.kernel.application import Application
from bottega.kernel.context import system_context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http.parsing import read_body
from bottega.kernel.http.requests import Request
from bottega.kernel.reencryption import resealing
from bottega.kernel.text.folding import all_composed, composed, fold
from callers import Caller, Invite

NAME = "Ewa Wójcikżak"
MIGRATION = Path(bottega.migrations.__path__[0]) / "versions" / "0020_composed_texts.py"


def apart(text: str) -> str:
    """A text with each accent beside its letter."""
    return unicodedata.normalize("NFD", text)


async def add(me: Caller, name: str, **more: Any) -> str:
    """A person of that name."""
    first, _, last = name.partition(" ")
    body = {"firstName": first, "lastName": last, "displayName": name, **more}
    made = await me.post("/customers/people", body)
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def add_material(me: Caller, producer: str) -> None:
    """A board, from a file as a Mac writes it."""
    headings = "Typ;Producent;Symbol;Długość;Szerokość;Grubość;Ilość"
    rows = apart(f"{headings}\r\nmdf;{producer};Ś1;2800;2070;18;1\r\n").encode()
    sent = await me.post("/warehouse/materials/import", files={"file": ("a.csv", rows, "text/csv")})
    assert sent.is_success, sent.text


async def found(me: Caller, path: str, typed: str) -> int:
    """How many records a search finds."""
    answer = await me.get(path, params={"search": typed})
    assert answer.status_code == 200, answer.text
    return answer.json()["total"]


def test_texts_of_json_are_composed_and_passwords_are_not() -> None:
    sent = {
        apart("klucz-ó"): [apart("żółć"), 7, None, {"a": apart("ó")}],
        "newPassword": apart("zażółć"),
        "half": "\ud800" + apart("ó"),
        "file": b"o\xcc\x81",
    }
    assert all_composed(sent) == {
        "klucz-ó": ["żółć", 7, None, {"a": "ó"}],
        "newPassword": apart("zażółć"),
        "half": "\ud800ó",
        "file": b"o\xcc\x81",
    }
    assert composed("ascii") == "ascii"


@pytest.mark.parametrize("body", ['{"name": "%s", "deep": [{"%s": 1}]}', "name=%s&deep=%s"])
async def test_every_text_of_a_body_is_composed_however_it_is_written(app: Application, body: str) -> None:
    form = not body.startswith("{")
    operation = next(one for one in app.operations if one.body and bool(one.form) == form and not one.files)
    letters = apart("Żó")
    escaped = json.dumps(letters)[1:-1]
    for written in {letters if not form else quote(letters), escaped if not form else quote(letters)}:
        raw = (body % (written, written)).encode()

        async def receive(raw: bytes = raw) -> Any:
            return {"type": "http.request", "body": raw}

        media = b"application/x-www-form-urlencoded" if form else b"application/json"
        head = {"method": "POST", "path": "/", "headers": [(b"content-type", media)]}
        read = await read_body(system_context(app, new_id()), operation, Request(head, receive))
        assert read == ({"name": "Żó", "deep": "Żó"} if form else {"name": "Żó", "deep": [{"Żó": 1}]})


def test_texts_of_a_query_are_composed() -> None:
    raw = f"name={quote(apart('Żó'))}&x=1".encode()

    async def receive() -> Any:
        raise AssertionError

    request = Request({"method": "GET", "path": "/", "headers": [], "query_string": raw}, receive)
    assert request.query == [("name", "Żó"), ("x", "1")]
    assert not request.plain_query


@pytest.mark.parametrize("text", [NAME, "ŁÓDŹ", "Å Ç ñ", "zebra", "각"])
async def test_python_and_postgresql_fold_letters_of_several_characters_alike(app: Application, text: str) -> None:
    async with app.database.across_tenants("the test asks for a function only") as connection:
        folded = await connection.fetchval("SELECT fold($1)", apart(text))
        same = await connection.fetchval("SELECT fold($1)", text)
    assert folded == same == fold(apart(text)) == fold(text)


@pytest.mark.parametrize("stored", [NAME, apart(NAME)])
async def test_somebody_is_found_however_the_letters_are_made(caller: Invite, stored: str) -> None:
    me = await caller("customers.*", "contacts.*")
    someone = await add(me, stored, description=apart("woli dąb"), cf_uwagi=apart("róż"))
    for typed in ("wojcikzak", NAME, apart(NAME), apart("wÓJ")):
        assert await found(me, "/customers/people", typed) == 1, typed
        assert await found(me, "/contacts/contacts", typed) == 1, typed
    item = (await me.get("/customers/people", params={"id": someone})).json()["items"][0]
    assert (item["display_name"], item["description"], item["cf_uwagi"]) == (NAME, "woli dąb", "róż")
    assert (await me.get("/customers/people", params={"cf_uwagi": apart("róż")})).json()["total"] == 1


async def test_materials_are_found_however_the_letters_are_made(caller: Invite) -> None:
    me = await caller("warehouse.*", "dictionaries.*")
    await add_material(me, "Żółty")
    items = (await me.get("/warehouse/materials", params={"search": apart("żółty")})).json()["items"]
    assert [item["producent"] for item in items] == ["Żółty"]
    assert await found(me, "/warehouse/materials", "zolty") == 1


async def test_imported_cells_are_composed_and_a_second_import_changes_nothing(caller: Invite) -> None:
    me = await caller("customers.*")
    rows = apart("Imię;Nazwisko;Telefon;Etykiety\r\nZofia;Łęcka-Żółw;600111201;Stały klient ó\r\n").encode()

    async def imported(**more: str) -> dict[str, Any]:
        file = {"file": ("a.csv", rows, "text/csv")}
        answer = await me.post("/customers/people/import", files=file, data=more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    assert (await imported())["created"] == 1
    assert (await imported(duplicates="update", dryRun="true"))["updated"] == 0
    item = (await me.get("/customers/people")).json()["items"][0]
    assert item["display_name"] == "Zofia Łęcka-Żółw"
    (tag,) = (await me.get("/customers/tags")).json()["items"]
    assert tag["label"] == "Stały klient ó"


async def test_a_password_is_the_letters_that_were_typed(caller: Invite, nobody: Any) -> None:
    me = await caller("auth.users.*", "auth.roles.*", "directory.*")
    password = apart("Zażółć-2026!")
    body = {"email": "nfd@example.com", "password": password, "organizationId": str(me.organization_id)}
    assert (await me.post("/auth/users", body)).status_code == 201

    async def status(word: str) -> int:
        sent = {"email": "nfd@example.com", "password": word, "tenantId": str(me.tenant_id)}
        return (await nobody.post("/auth/login", data=sent)).status_code

    assert (await status(password), await status(composed(password))) == (200, 401)


def migration() -> Any:
    """The migration as a module; its name begins with a number."""
    spec = importlib.util.spec_from_file_location("composed_texts", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_what_was_stored_before_is_composed_and_found(app: Application, dsn: str, caller: Invite) -> None:
    me = await caller("customers.*", "contacts.*", "warehouse.*", "audit_logs.*")
    someone = UUID(await add(me, "Ewa Wojcik"))
    tag = UUID((await me.post("/customers/tags", {"slug": "stale", "label": "Stale"})).json()["id"])
    await add_material(me, "Zolty")
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        keys = await app.vault.keys(await ctx.connection(), ctx.tenant_id)
    sealed = keys.seal(apart(NAME), "customers_entities.display_name")
    owner = await asyncpg.connect(dsn)
    try:
        # As it was stored before texts were composed: a row and its image alike.
        change = "UPDATE customers_tags SET label = $2 WHERE id = $1"
        await owner.execute(change, tag, apart("Stałe Ó"))
        await owner.execute(
            "UPDATE action_changes SET after = jsonb_set(after, '{label}', to_jsonb($2::text)) WHERE record_id = $1",
            tag,
            apart("Stałe Ó"),
        )
        await owner.execute(
            "UPDATE warehouse_materials SET producent = $2 WHERE tenant_id = $1", me.tenant_id, apart("Żółty")
        )
        await owner.execute(
            "UPDATE search_rows SET words = $2, grams = array_to_tsvector(grams($2) || md5(tenant_id::text || entity))"
            " WHERE tenant_id = $1 AND words LIKE '%zolty%'",
            me.tenant_id,
            apart("żółty"),
        )
        await owner.execute("UPDATE customers_entities SET display_name = $2 WHERE id = $1", someone, sealed)
        await owner.execute(migration().COMPOSE)
        await owner.execute(migration().RENEW)
        label = await owner.fetchval("SELECT label FROM customers_tags WHERE id = $1", tag)
        forced = await owner.fetchval(
            "SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname = 'customers_tags'"
        )
    finally:
        await owner.close()
    assert await found(me, "/warehouse/materials", apart("Żółty")) == 1
    assert (label, forced) == ("Stałe Ó", True)
    await resealing.settle(app, me.tenant_id, pause=0.02)
    item = (await me.get("/customers/people", params={"id": str(someone)})).json()["items"][0]
    assert item["display_name"] == NAME
    assert await found(me, "/customers/people", "wojcikzak") == 1
    assert await found(me, "/contacts/contacts", "wojcikzak") == 1
