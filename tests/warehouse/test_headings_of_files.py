"""Headings of a list's file: the keys that programs know, or the words that people read."""

from typing import Any

import pytest

BOARD = {"typ": "plyta", "producent": "Egger", "symbol": "H1180", "dlugosc": 2800, "szerokosc": 2070, "cala": True}


@pytest.mark.parametrize(
    ("language", "length", "maker", "whole"),
    [
        ("pl", "Długość (mm)", "Producent", "tak"),
        ("en", "Length (mm)", "Manufacturer", "yes"),
        ("de", "Length (mm)", "Manufacturer", "yes"),
    ],
)
async def test_columns_are_called_what_the_reader_calls_them(
    caller: Any, language: str, length: str, maker: str, whole: str
):
    me = await caller("warehouse.*", "entities.*")
    await me.post(
        "/entities/definitions",
        {"entityId": "warehouse:material", "key": "polka", "kind": "text", "configJson": {"label": "Półka"}},
    )
    await me.post("/warehouse/materials", {**BOARD, "ilosc": 2, "cf_polka": "A3"})
    query = {"format": "json", "headings": "words"}
    [row] = (await me.get("/warehouse/materials", params=query, headers={"accept-language": language})).json()
    assert (row[length], row[maker], row["Półka"]) == (2800, "Egger", "A3")
    assert whole in row.values()


async def test_without_being_asked_for_words_a_file_has_its_keys(caller: Any):
    me = await caller("warehouse.*")
    await me.post("/warehouse/materials", {**BOARD, "ilosc": 2})
    [row] = (await me.get("/warehouse/materials", params={"format": "json"}, headers={"accept-language": "pl"})).json()
    assert (row["Dlugosc"], row["Cala"]) == (2800, True)
    assert (await me.get("/warehouse/materials", params={"format": "json", "headings": "x"})).status_code == 400
