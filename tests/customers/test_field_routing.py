"""Custom fields of people that are defined both for people and for all customers: the richer definition counts."""

from typing import Any

import pytest
from studio import EVERYTHING, person, shown

pytestmark = pytest.mark.asyncio(loop_scope="session")

BASE, PROFILE = "customers:customer_entity", "customers:customer_person_profile"


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers, and define fields."""
    return await caller(*EVERYTHING, "entities.*")


async def define(me: Any, entity: str, kind: str, **config: Any) -> None:
    body = {"entityId": entity, "key": "rank", "kind": kind, "configJson": config}
    answer = await me.post("/entities/definitions", body)
    assert answer.status_code in (200, 201), answer.text


async def accepted(me: Any, value: Any) -> bool:
    """Whether a person may have a value."""
    body = {"firstName": "Ewa", "lastName": "Nowak", "displayName": "Ewa", "cf_rank": value}
    answer = await me.post("/customers/people", body)
    assert answer.status_code in (201, 400), answer.text
    return answer.status_code == 201


CHOICE: dict[str, Any] = {"options": [{"value": "a", "label": "A"}]}


@pytest.mark.parametrize(
    ("base", "profile", "base_counts"),
    [
        # A select with options says more than a number; the number is refused by it.
        (("select", CHOICE), ("integer", {}), True),
        (("integer", {}), ("select", CHOICE), False),
        # Lists show it: that weighs more than a kind.
        (("integer", {"listVisible": True}), ("select", {**CHOICE, "listVisible": False}), True),
        (("integer", {"listVisible": False}), ("select", {**CHOICE, "listVisible": True}), False),
        (("integer", {"formEditable": False}), ("text", {}), False),
        (("integer", {"filterable": True}), ("boolean", {}), True),
    ],
)
async def test_brief_5_the_definition_of_which_more_is_said_decides(
    me: Any, base: tuple[str, Any], profile: tuple[str, Any], base_counts: bool
) -> None:
    await define(me, BASE, base[0], **base[1])
    await define(me, PROFILE, profile[0], **profile[1])
    fits = {"integer": 7, "select": "a", "text": "word", "boolean": True}
    winner, loser = (base, profile) if base_counts else (profile, base)
    assert await accepted(me, fits[winner[0]])
    if winner[0] != "text":
        assert not await accepted(me, fits[loser[0]] if loser[0] != "boolean" else "word")


async def test_brief_5_ties_go_to_the_lower_priority_then_to_all_customers(me: Any) -> None:
    await define(me, BASE, "integer", priority=5)
    await define(me, PROFILE, "float", priority=1)
    assert await accepted(me, 1.5)
    [found] = (await me.get("/customers/people")).json()["items"]
    await me.delete("/customers/people", {"id": found["id"]})
    await define(me, BASE, "integer", priority=1)
    assert not await accepted(me, 1.5)
    assert await accepted(me, 2)


async def test_a_field_that_the_other_definition_requires_is_not_missed(me: Any) -> None:
    await define(me, BASE, "select", **CHOICE)
    await define(me, PROFILE, "integer", required=True)
    ewa = await person(me, cf_rank="a")
    assert (await shown(me, "person", ewa))["customFields"] == {"cf_rank": "a"}
    assert await person(me, "Jan Nowak")
