"""Schedules that modules register: brought to a state by their ids, run with all rights in their scope, and no more."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from bottega.kernel.application import Application
from bottega.platform.scheduler import Registration, disable, enable, exists, find_by_module, register, unregister
from callers import Caller
from scheduling import ECHO, Fire, history, read


def wanted(who: Caller, **more: Any) -> Registration:
    """A schedule of a module for somebody's organization."""
    return replace(
        Registration(
            id=uuid4(),
            name="Nightly",
            scope_type="organization",
            schedule_type="interval",
            schedule_value="1d",
            target_type="command",
            tenant_id=who.tenant_id,
            organization_id=who.organization_id,
            target_command=ECHO,
            source_module="samples",
        ),
        **more,
    )


async def test_registering_again_brings_it_to_the_new_state(app: Application, keeper: Caller) -> None:
    one = wanted(keeper)
    await register(app, one)
    first = await read(keeper, str(one.id))
    assert (first["sourceType"], first["sourceModule"], first["isEnabled"]) == ("module", "samples", True)
    await disable(app, one.id)
    await register(app, replace(one, name="Hourly", schedule_value="1h"))
    item = await read(keeper, str(one.id))
    assert (item["name"], item["isEnabled"]) == ("Hourly", False)
    assert item["nextRunAt"] < first["nextRunAt"]
    await enable(app, one.id)
    assert (await read(keeper, str(one.id)))["isEnabled"] is True
    assert [row["id"] for row in await find_by_module(app, "samples") if row["tenant_id"] == keeper.tenant_id] == [
        one.id
    ]


async def test_unregistering_leaves_nothing(app: Application, keeper: Caller, fire: Fire) -> None:
    one = wanted(keeper)
    await register(app, one)
    await fire(str(one.id))
    [run] = await history(keeper, str(one.id))
    assert run["status"] == "completed"
    assert await exists(app, one.id)
    await unregister(app, one.id)
    await unregister(app, one.id)
    assert not await exists(app, one.id)
    assert (await keeper.get(f"/scheduler/jobs/{one.id}/executions")).status_code == 404


async def test_a_module_may_do_everything_in_its_scope(app: Application, caller: Any, fire: Fire) -> None:
    me = await caller("scheduler.*", "warehouse.*")
    one = wanted(me, target_command="warehouse.locations.create", target_payload={"nazwa": "Of a module"})
    elsewhere = wanted(me, organization_id=uuid4(), target_command=one.target_command, target_payload={"nazwa": "No"})
    for each in (one, elsewhere):
        await register(app, each)
    await fire(str(one.id), str(elsewhere.id))
    assert [item["nazwa"] for item in (await me.get("/warehouse/locations")).json()["items"]] == ["Of a module"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"scope_type": "system"}, "System-scoped schedules cannot have organizationId or tenantId"),
        ({"organization_id": None}, "Organization-scoped schedules must have both organizationId and tenantId"),
        ({"scope_type": "tenant"}, "Tenant-scoped schedules must have tenantId and no organizationId"),
        ({"target_type": "queue"}, "Queue target must have targetQueue"),
        ({"target_command": None}, "Command target must have targetCommand"),
        ({"schedule_value": "0s"}, "Failed to calculate next run time for schedule: "),
    ],
)
async def test_what_makes_no_sense_is_refused(
    app: Application, keeper: Caller, more: dict[str, Any], message: str
) -> None:
    one = wanted(keeper, **more)
    with pytest.raises(ValueError, match=message):
        await register(app, one)
    assert not await exists(app, one.id)


async def test_what_is_not_registered_cannot_be_switched(app: Application) -> None:
    for switch in (enable, disable):
        with pytest.raises(ValueError, match=f"Schedule not found: {UUID(int=5)}"):
            await switch(app, UUID(int=5))


async def test_a_schedule_of_the_system_keeps_its_place(app: Application, keeper: Caller) -> None:
    one = wanted(keeper, scope_type="system", tenant_id=None, organization_id=None)
    for name in ("First", "Second"):
        await register(app, replace(one, name=name))
    assert (await read(keeper, str(one.id)))["name"] == "Second"
    await unregister(app, one.id)
