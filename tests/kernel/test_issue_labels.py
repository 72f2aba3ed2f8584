"""A refusal calls the fields that it blames by their words, in the caller's language."""

from typing import Any

import pytest

from bottega.kernel.http.issue_labels import label
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.operation import Operation
from callers import Invite

POLISH = {"accept-language": "pl"}


def labels(answer: Any) -> dict[str, str | None]:
    assert answer.status_code == 400, answer.text
    return {".".join(str(part) for part in one["path"]): one.get("label") for one in answer.json()["details"]}


async def test_every_issue_of_a_body_names_its_field_in_the_language_of_the_caller(caller: Invite) -> None:
    me = await caller("warehouse.*")
    wrong = {"typ": 7, "producent": "", "dlugosc": "12,5", "pozostalo": {}}
    english = labels(await me.post("/warehouse/materials", wrong))
    polish = labels(await me.post("/warehouse/materials", wrong, headers=POLISH))
    assert {name: english[name] for name in wrong} == {
        "typ": "Kind",
        "producent": "Manufacturer",
        "dlugosc": "Length (mm)",
        "pozostalo": "Remaining (m²)",
    }
    assert {name: polish[name] for name in wrong} == {
        "typ": "Rodzaj",
        "producent": "Producent",
        "dlugosc": "Długość (mm)",
        "pozostalo": "Pozostało (m²)",
    }


async def test_what_a_query_and_a_path_are_sent_is_called_by_its_words_too(caller: Invite) -> None:
    me = await caller("warehouse.*", "dictionaries.*")
    assert labels(await me.get("/warehouse/materials?pageSize=x")) == {"pageSize": "Rows per page"}
    assert labels(await me.get("/dictionaries/7", headers=POLISH)) == {"dictionaryId": "Słownik"}


async def test_a_refusal_in_a_sentence_of_its_own_names_its_field(caller: Invite) -> None:
    me = await caller("api_keys.*")
    assert labels(await me.delete("/api_keys/keys", params={}, headers=POLISH)) == {"id": "Identyfikator"}


async def test_custom_fields_are_called_by_the_labels_of_their_definitions(caller: Invite) -> None:
    me = await caller("entities.*", "warehouse.*")
    config = {"label": "Kolor frontu", "required": True}
    defined = {"entityId": "warehouse:material", "key": "front", "kind": "integer", "configJson": config}
    assert (await me.post("/entities/definitions", defined)).status_code == 200
    board = {"typ": "mdf", "producent": "Egger", "symbol": "H", "dlugosc": 1, "szerokosc": 1, "cala": True, "ilosc": 1}
    answer = await me.post("/warehouse/materials", {**board, "cf_front": "x"})
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"cf_front": "Invalid value"}
    assert answer.json()["fieldLabels"] == {"cf_front": "Kolor frontu"}
    assert "fieldLabels" not in (await me.post("/warehouse/materials", {**board, "cf_A B": "x"})).json()


async def run() -> None:
    """Do nothing."""


def operation() -> Operation:
    module = Module("shop", T(en="Shop", pl="Sklep"), "Shop", "A shop.")
    module.calls(nazwa=T(en="Name", pl="Nazwa"), pozycje=T(en="Lines", pl="Pozycje"))
    module.calls("orders", nazwa=T(en="Name of the order", pl="Nazwa zamówienia"))
    return Operation(module, "POST", "/orders", run, "orders.create", "", "", "")


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (["nazwa"], "Nazwa zamówienia"),
        (["pozycje", 0, "nazwa"], "Nazwa zamówienia"),
        (["pozycje", 0, "nieznane"], "Pozycje"),
        (["pozycje", 0], "Pozycje"),
        (["filter_nazwa"], "Nazwa zamówienia"),
        (["pageSize", "int"], "Wierszy na stronie"),
        (["nieznane"], None),
        ([], None),
        ([0], None),
    ],
)
def test_the_last_part_of_a_path_that_has_a_word_is_the_label(path: list[str | int], word: str | None) -> None:
    issue = {"code": "custom", "path": path, "message": "?"}
    body: dict[str, Any] = {"error": "?", "details": [issue]}
    label(body, operation(), "pl")
    assert issue == {"code": "custom", "path": path, "message": "?"} | ({"label": word} if word else {})
    assert list(body) == ["error", "details"]


def test_messages_by_field_get_their_labels_beside_them() -> None:
    body: dict[str, Any] = {"error": "?", "fieldErrors": {"nazwa": "?", "x": "?"}, "details": {"fields": {"id": "?"}}}
    label(body, operation(), "en")
    assert body.pop("fieldLabels") == {"nazwa": "Name of the order", "id": "Id"}
    assert body == {"error": "?", "fieldErrors": {"nazwa": "?", "x": "?"}, "details": {"fields": {"id": "?"}}}


def test_what_is_no_issue_is_left_as_it_is() -> None:
    for details in ([{"potrzebne": "1.000"}], "nazwa", None, [7], {"errors": ["nazwa"]}, [{"path": "nazwa"}]):
        body: dict[str, Any] = {"error": "?", "details": details, "fields": ["nazwa"]}
        label(body, operation(), "pl")
        assert body == {"error": "?", "details": details, "fields": ["nazwa"]}
