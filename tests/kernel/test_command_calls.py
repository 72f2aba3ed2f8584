"""Commands called from inside: the rights, refusals, audit entry and undo of a request."""

from uuid import uuid4

import pytest

from bottega.kernel.application import Application
from bottega.kernel.errors import Forbidden, Invalid, InvalidInput, NotFound
from bottega.kernel.http.command_calls import call_as, callable_command
from bottega.platform.auth import principal_of
from callers import Caller, Invite

CREATE, UPDATE = "warehouse.locations.create", "warehouse.locations.update"


async def as_person(app: Application, person: Caller, command: str, **values: object) -> object:
    """Call a command in somebody's name."""
    found = await principal_of(app, person.tenant_id, person.user_id, person.organization_id)
    assert found is not None
    return await call_as(app, *found, command, values)


async def test_a_called_command_does_what_a_request_does(app: Application, caller: Invite) -> None:
    person = await caller("warehouse.*", "audit_logs.*")
    made = await as_person(app, person, CREATE, nazwa="Rack A")
    assert isinstance(made, dict)
    assert made["id"]
    [item] = (await person.get("/warehouse/locations", params={"id": made["id"]})).json()["items"]
    assert item["nazwa"] == "Rack A"
    [entry] = (await person.get("/audit_logs/audit-logs/actions", params={"resourceId": made["id"]})).json()["items"]
    assert (entry["commandId"], entry["actorUserId"]) == (CREATE, str(person.user_id))
    undone = await person.post("/audit_logs/audit-logs/actions/undo", {"undoToken": entry["undoToken"]})
    assert undone.status_code == 200, undone.text
    assert (await person.get("/warehouse/locations", params={"id": made["id"]})).json()["items"] == []


async def test_a_right_that_was_lost_is_missed_at_once(app: Application, caller: Invite) -> None:
    person = await caller("warehouse.view")
    with pytest.raises(Forbidden):
        await as_person(app, person, CREATE, nazwa="Rack B")


async def test_every_wrong_value_is_named(app: Application, caller: Invite) -> None:
    person = await caller("warehouse.*")
    with pytest.raises(InvalidInput) as refused:
        await as_person(app, person, UPDATE, id="no id", nazwa="x\x00")
    named = {tuple(issue["path"]) for issue in refused.value.body("en")["details"]}
    assert {("id",), ("nazwa",)} <= named


async def test_a_record_of_others_is_not_found(app: Application, caller: Invite) -> None:
    person = await caller("warehouse.*")
    with pytest.raises(NotFound):
        await as_person(app, person, UPDATE, id=str(uuid4()), nazwa="Rack C")


async def test_no_other_tenant_can_be_named(app: Application, caller: Invite) -> None:
    for person in (await caller("warehouse.*"), await caller(super_admin=True)):
        with pytest.raises(Forbidden):
            await as_person(app, person, CREATE, nazwa="Rack D", tenantId=str(uuid4()))


@pytest.mark.parametrize("command", ["warehouse.locations.list", "auth.login", "customers.people.import"])
async def test_reads_sign_ins_and_uploads_cannot_be_called(app: Application, caller: Invite, command: str) -> None:
    person = await caller(super_admin=True)
    assert app.command(command) is not None
    assert callable_command(app, command) is None
    with pytest.raises(Invalid):
        await as_person(app, person, command)


async def test_a_command_that_does_not_exist_is_refused(app: Application, caller: Invite) -> None:
    person = await caller(super_admin=True)
    with pytest.raises(Invalid):
        await as_person(app, person, "no.such.command")


async def test_somebody_who_is_gone_acts_no_more(app: Application, caller: Invite) -> None:
    person, boss = await caller("warehouse.*"), await caller(super_admin=True)
    assert (await boss.delete("/auth/users", {"id": str(person.user_id)})).status_code == 200
    assert await principal_of(app, person.tenant_id, person.user_id) is None
