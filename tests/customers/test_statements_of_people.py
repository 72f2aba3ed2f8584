"""How many statements writing a person takes: the two halves are locked together, the audit entry comes along."""

from typing import Any

from bottega.kernel.http import metrics
from callers import Caller, Invite

PEOPLE = "/customers/people"
ANNA = {"firstName": "Anna", "lastName": "Zielona", "primaryEmail": "anna@example.com"}


async def taken(me: Caller, method: str, body: dict[str, Any]) -> int:
    """The statements of a write that succeeds and is in the log."""
    before = metrics.statements(f"{method} {PEOPLE}")
    answer = await (me.post if method == "POST" else me.put)(PEOPLE, body)
    assert answer.status_code in (200, 201), answer.text
    assert answer.headers["x-om-operation"]
    return metrics.statements(f"{method} {PEOPLE}") - before


async def test_a_person_is_created_in_five_statements(caller: Invite) -> None:
    me = await caller("*")
    await taken(me, "POST", ANNA)
    # Begin, two halves, doubles, commit.
    assert await taken(me, "POST", {**ANNA, "firstName": "Ewa", "primaryEmail": "ewa@example.com"}) == 5


async def test_either_half_is_changed_in_five_statements_at_most_and_logged_once(caller: Invite) -> None:
    me = await caller("*")
    person = (await me.post(PEOPLE, ANNA)).json()["id"]
    # Begin, both halves locked, change, event, commit; the change of a profile brings its event along.
    assert await taken(me, "PUT", {"id": person, "primaryPhone": "+48 600 100 200"}) == 5
    assert await taken(me, "PUT", {"id": person, "timezone": "Europe/Warsaw"}) == 4
    assert await taken(me, "PUT", {"id": person, "primaryPhone": "+48 600 100 201", "timezone": "Europe/Rome"}) == 5
    log = (await me.get("/audit_logs/audit-logs/actions")).json()["items"]
    about = [one for one in log if one["resourceId"] == person]
    assert len(about) == 4, "one entry a command"
