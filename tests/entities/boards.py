"""Boards of the warehouse with custom fields: defined, made and found as a client does."""

from typing import Any

from callers import Caller

MATERIALS = "/warehouse/materials"
MATERIAL = "warehouse:material"


async def save(who: Caller, key: str, kind: str = "text", entity: str = MATERIAL, **config: Any) -> Any:
    """The answer to the definition of a field."""
    body = {"entityId": entity, "key": key, "kind": kind, "configJson": config}
    return await who.post("/entities/definitions", body)


async def define(who: Caller, key: str, kind: str = "text", entity: str = MATERIAL, **config: Any) -> None:
    """Define a field."""
    answer = await save(who, key, kind, entity, **config)
    assert answer.status_code == 200, answer.text


async def make(who: Caller, **custom: Any) -> Any:
    """The answer to a new board with these values."""
    board = {
        "typ": "mdf",
        "producent": "Egger",
        "symbol": "H1180",
        "dlugosc": 2800,
        "szerokosc": 2070,
        "cala": True,
        "ilosc": 3,
        **custom,
    }
    return await who.post(MATERIALS, board)


async def made(who: Caller, **custom: Any) -> str:
    """A new board with these values; answers the id."""
    answer = await make(who, **custom)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def found(who: Caller, **query: Any) -> list[dict[str, Any]]:
    """The boards of a list."""
    answer = await who.get(MATERIALS, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]
