"""Letters made of several characters, as macOS writes them, are stored and compared as those made of one."""

import json
import unicodedata
from typing import Any
from urllib.parse import quote

import pytest

from bottega.kernel.application import Application
from bottega.kernel.context import system_context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.http.parsing import read_body
from bottega.kernel.http.requests import Request
from bottega.kernel.text.folding import all_composed, composed, fold
from callers import Caller, Invite

NAME = "Ewa Wójcikżak"


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
