"""People to try encryption on: added over the API, looked at in the database, and renewed without waiting."""

import json
from typing import Any
from urllib.parse import unquote

from bottega.kernel.application import Application
from bottega.kernel.reencryption import resealing
from callers import Caller

MAP = "/entities/encryption"
CUSTOMER = "customers:customer_entity"
PROFILE = "customers:customer_person_profile"


async def person(who: Caller, number: int, **more: Any) -> str:
    """Somebody whose name nobody else has."""
    body = {
        "firstName": f"Żaneta{number}",
        "lastName": "Wąsikowska",
        "displayName": f"Żaneta{number} Wąsikowska",
        "primaryEmail": f"zaneta{number}@wasikowska.example",
        "primaryPhone": f"+48 600 100 {number:03}",
        "description": f"woli dąb {number}",
        **more,
    }
    answer = await who.post("/customers/people", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def listed(who: Caller, **query: Any) -> list[dict[str, Any]]:
    """The people of a list."""
    answer = await who.get("/customers/people", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def stored(app: Application, who: Caller, column: str = "display_name") -> list[str]:
    """A column of the customers as it is in the database."""
    async with app.database.tenant(who.tenant_id) as connection:
        rows = await connection.fetch(f"SELECT {column} FROM customers_entities ORDER BY id")
    return [row[0] for row in rows]


async def images(app: Application, who: Caller) -> str:
    """Everything that is remembered of changes."""
    async with app.database.tenant(who.tenant_id) as connection:
        rows = await connection.fetch("SELECT before, after FROM action_changes")
    return json.dumps([[row["before"], row["after"]] for row in rows], default=str, ensure_ascii=False)


async def hurry(app: Application, who: Caller) -> None:
    """Do without the time that other processes are given to notice: in a test there are none."""
    async with app.database.tenant(who.tenant_id) as connection:
        await connection.execute("UPDATE resealing SET not_before = clock_timestamp()")


async def follow(app: Application, who: Caller) -> resealing.Progress:
    """Have everything stored follow the map and the key."""
    await hurry(app, who)
    return await resealing.settle(app, who.tenant_id, pause=0.02)


async def save_map(who: Caller, entity: str, *names: str, **more: Any) -> None:
    """Say which fields of an entity are encrypted."""
    answer = await who.post(MAP, {"entityId": entity, "fields": [{"field": name} for name in names], **more})
    assert answer.status_code == 200, answer.text


def token_of(answer: Any) -> str:
    """The undo token of a write."""
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]
