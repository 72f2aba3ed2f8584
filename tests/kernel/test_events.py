"""Events happen with the change that caused them, and reach every subscriber at least once."""

from typing import Any

import pytest

from bottega.kernel import events
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.events import Event, matches
from bottega.kernel.modules import Subscriber

LOCATION = {"nazwa": "Regał A"}


@pytest.fixture
def heard(app: Application) -> Any:
    """Everything a subscriber of the warehouse hears during the test."""
    found: list[tuple[str, Any]] = []

    async def hear(ctx: Context, event: Event) -> None:
        found.append((event.name, event.record_id))

    module = next(module for module in app.modules if module.name == "warehouse")
    subscriber = Subscriber("warehouse.location.*", hear)
    module.subscribers.append(subscriber)
    yield found
    module.subscribers.remove(subscriber)


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("a.b.c", "a.b.c", True),
        ("a.b.*", "a.b.c", True),
        ("a.*.c", "a.b.c", True),
        ("a.*", "a.b.c", False),
        ("*.b.c", "a.b.c", True),
        ("a.b.c", "a.bxc", False),
        ("a.b.*", "a.b.", False),
    ],
)
def test_a_star_stands_for_one_segment(pattern: str, name: str, fits: bool) -> None:
    assert matches(pattern, name) is fits


async def test_every_change_is_an_event_and_a_refused_one_is_none(app: Application, caller: Any, heard: Any) -> None:
    await events.drain(app)
    heard.clear()
    me = await caller("warehouse.*")
    made = (await me.post("/warehouse/locations", LOCATION)).json()["id"]
    assert (await me.post("/warehouse/locations", LOCATION)).status_code == 409
    await me.put("/warehouse/locations", {"id": made, "nazwa": "Regał B"})
    await me.put("/warehouse/locations", {"id": made, "nazwa": "Regał B"})
    await me.delete("/warehouse/locations", {"id": made})
    assert heard == []
    await events.drain(app)
    assert [(name, str(record)) for name, record in heard] == [
        ("warehouse.location.created", made),
        ("warehouse.location.updated", made),
        ("warehouse.location.deleted", made),
    ]
    await events.drain(app)
    assert len(heard) == 3


async def test_an_event_whose_subscriber_fails_waits_and_does_not_hold_up_the_others(
    app: Application, caller: Any, heard: Any
) -> None:
    module = next(module for module in app.modules if module.name == "warehouse")
    failures: list[str] = []

    async def fail(ctx: Context, event: Event) -> None:
        failures.append(event.name)
        message = "this subscriber is broken"
        raise RuntimeError(message)

    broken = Subscriber("warehouse.location.created", fail)
    module.subscribers.append(broken)
    try:
        me = await caller("warehouse.*")
        made = (await me.post("/warehouse/locations", LOCATION)).json()["id"]
        await me.put("/warehouse/locations", {"id": made, "nazwa": "Regał B"})
        await events.drain(app)
        assert failures == ["warehouse.location.created"]
        assert ("warehouse.location.updated", made) in [(name, str(record)) for name, record in heard]
        async with app.database.across_tenants("the test looks into the outbox") as connection:
            waiting = await connection.fetch(
                "SELECT name, attempts, not_before > now() AS later FROM event_outbox"
                " WHERE tenant_id = $1 AND name LIKE 'warehouse.%'",
                me.tenant_id,
            )
        assert [(r["name"], r["attempts"], r["later"]) for r in waiting] == [("warehouse.location.created", 1, True)]
    finally:
        module.subscribers.remove(broken)
    async with app.database.across_tenants("the test shortens the wait") as connection:
        await connection.execute("UPDATE event_outbox SET not_before = now()")
    await events.drain(app)
    async with app.database.across_tenants("the test looks into the outbox") as connection:
        left = await connection.fetchval(
            "SELECT count(*) FROM event_outbox WHERE tenant_id = $1 AND name LIKE 'warehouse.%'", me.tenant_id
        )
    assert left == 0
