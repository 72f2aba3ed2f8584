"""Every operation asked by every role of the product: those of the demo studio, and those every tenant begins with.

Who holds the features is let in, whoever does not is answered 403; undo and redo are no way around. A role that is
added to the product is asked too.
"""

from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Any, Final

import pytest
from installed import GUARDED, Mounted, concrete, resources
from members import Member, members_of
from rows import body_of, make, send

from bottega.demo.people import OWNER, ROLES
from bottega.kernel.application import Application
from bottega.kernel.operation import Operation
from bottega.platform.ui.live import EVENT_STREAM
from callers import Caller

UNDO: Final = "/audit_logs/audit-logs/actions/undo"
REDO: Final = "/audit_logs/audit-logs/actions/redo"
LOGS: Final = ("audit_logs.undo_self", "audit_logs.undo_tenant", "audit_logs.redo_self", "audit_logs.redo_tenant")
# Nobody can be asked anything after this: whoever signs out is somebody else's caller.
SIGNS_OUT: Final = "/auth/logout"


@pytest.fixture(scope="module")
async def staff(app: Application, asgi: Any) -> AsyncIterator[Mapping[str, Member]]:
    """One member of staff a role."""
    found = await members_of(app, asgi)
    yield found
    for member in found.values():
        await member.caller.client.aclose()


@pytest.fixture(scope="module")
async def undoers(app: Application, asgi: Any) -> AsyncIterator[Mapping[str, Member]]:
    """The same people, who may undo and redo what anybody did."""
    found = await members_of(app, asgi, *LOGS)
    yield found
    for member in found.values():
        await member.caller.client.aclose()


@pytest.mark.parametrize("operation", GUARDED, ids=lambda one: one.key)
async def test_a_role_is_let_in_exactly_where_it_holds_the_features(
    operation: Operation, staff: Mapping[str, Member], app: Application, asgi: Any
) -> None:
    asked = await members_of(app, asgi) if operation.path == SIGNS_OUT else staff
    for name, member in asked.items():
        # A stream has no end: its head tells who is let in.
        method = "HEAD" if operation.media == EVENT_STREAM and operation.method == "GET" else operation.method
        answer = await member.caller.client.request(method, concrete(operation))
        said = f"{name}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code != HTTPStatus.UNAUTHORIZED, said
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, said
        refused = answer.status_code == HTTPStatus.FORBIDDEN and (
            answer.json().get("requiredFeatures") == list(operation.features) or "requiredRoles" in answer.json()
        )
        assert refused is not member.holds(operation), said


def test_the_roles_differ(staff: Mapping[str, Member]) -> None:
    """The test above asks something: no role holds everything but those that shall, and none holds nothing."""
    let_in = {name: sum(member.holds(one) for one in GUARDED) for name, member in staff.items()}
    assert let_in["superadmin"] == len(GUARDED)
    assert all(0 < let_in[name] < let_in[OWNER] for name in ROLES)


@pytest.mark.parametrize("mounted", resources("POST", "DELETE"), ids=lambda one: one.path)
async def test_undo_and_redo_are_closed_to_roles_that_may_not_do_it_themselves(
    mounted: Mounted, undoers: Mapping[str, Member]
) -> None:
    boss = undoers["superadmin"].caller
    operations = mounted.operations
    made, _body = await make(boss, mounted, 1)
    commands = [(operations["POST"], await _last(boss, made))]
    if mounted.has("PUT"):
        fields = await body_of(boss, mounted, 2, full=False)
        await send(boss, "PUT", mounted.path, {"id": made, **fields})
        commands.append((operations["PUT"], await _last(boss, made)))
    await send(boss, "DELETE", mounted.path, {"id": made})
    commands.append((operations["DELETE"], await _last(boss, made)))
    for operation, entry in commands:
        for name, member in undoers.items():
            if member.holds(operation):
                continue
            for path, body in (
                (UNDO, {"undoToken": entry["undoToken"] or entry["id"]}),
                (REDO, {"logId": entry["id"]}),
            ):
                answer = await member.caller.post(path, body)
                assert answer.status_code == HTTPStatus.BAD_REQUEST, f"{operation.key} by {name}: {answer.text}"
    # Redo of what is undone, too.
    operation, entry = next(((o, e) for o, e in reversed(commands) if e["undoToken"]), (None, None))
    if operation is None or entry is None:
        return
    undone = await boss.post(UNDO, {"undoToken": entry["undoToken"]})
    if undone.status_code != HTTPStatus.OK:
        return
    for name, member in undoers.items():
        if not member.holds(operation):
            answer = await member.caller.post(REDO, {"logId": entry["id"]})
            assert answer.status_code == HTTPStatus.BAD_REQUEST, f"{operation.key} by {name}: {answer.text}"
    assert (await boss.post(REDO, {"logId": entry["id"]})).status_code == HTTPStatus.OK


async def _last(boss: Caller, record: str) -> Mapping[str, Any]:
    """The newest entry of the log about a record."""
    found = (await boss.get("/audit_logs/audit-logs/actions", params={"resourceId": record})).json()["items"]
    assert found, record
    return found[0]
