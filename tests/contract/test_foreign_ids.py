"""Another tenant's ids, in every place of every operation: nothing is shown, nothing changes, nothing tells they exist.

One studio has a row of everything. Somebody with every right in another one puts its ids wherever an operation takes
an id, and is answered as for an id of nothing.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
import pytest
from foreign import Asked, kept_tables, requests
from growing import GROWS
from installed import GUARDED, resources
from rows import make, send

from bottega.kernel.application import Application
from bottega.kernel.database.tables import CLASSES, sql_table
from bottega.kernel.operation import Operation
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, introduce

Json = dict[str, Any]
# Lists that show what is made for another one.
SEEN_ELSEWHERE: Final = ("/customers/dashboard/", "/contacts/", "/controlling/", "/audit_logs/")
# Asked last of all, by themselves: who signs out asks nothing more.
# The moment of an answer says nothing about anybody.
_NOW: Final = re.compile(r'"now":"[^"]*"')
SIGNS_OUT: Final = "/auth/logout"
# Ids that are kept as they are said, whatever they are of, and followed by nobody.
KEEPS_ANY_ID: Final = {
    "POST /finance/transactions": "an entry of the ledger says what else it is about",
    "POST /dashboards/widgets/show": "it reads; a widget that is not there says so in its place",
    "PUT /dashboards/layout": "widgets that are not there are left out",
    "PUT /dashboards/roles/widgets": "widgets that are not there are left out",
    "PUT /dashboards/users/widgets": "widgets that are not there are left out",
    "DELETE /search/index": "the name of a kind of records is any text, and only the caller's own are left out",
    "DELETE /perspectives/{tableId}/roles/{roleId}": "the id of a table of the back office is any text",
}
UNDO: Final = "/audit_logs/audit-logs/actions/undo"
REDO: Final = "/audit_logs/audit-logs/actions/redo"


@dataclass(frozen=True)
class Studios:
    """Two studios with a row of everything: somebody of mine, and the newest id of each table of theirs and mine."""

    me: Caller
    they: Caller
    theirs: Mapping[str, str]
    mine: Mapping[str, str]
    # Every id of theirs, and what only they call things.
    known: frozenset[str]
    # Bodies that were accepted of me, by path.
    bodies: Mapping[str, Json]


SECRET: Final = "Zielonkowska"


async def _furnish(app: Application, who: Caller) -> tuple[dict[str, str], dict[str, Json]]:
    """A row of every resource and of the lists that are none: the newest id of each table, and the bodies sent."""
    bodies: dict[str, Json] = {}
    for mounted in resources("POST"):
        _id, bodies[mounted.path] = await make(who, mounted, 1)
    for path, grow in GROWS.items():
        if "{id}" not in path and not path.startswith(SEEN_ELSEWHERE):
            await grow(who, 1)
    return await _newest(app, who), bodies


async def _newest(app: Application, who: Caller) -> dict[str, str]:
    found: dict[str, str] = {"directory_organizations": str(who.organization_id)}
    async with app.database.tenant(who.tenant_id) as connection:
        for table in kept_tables():
            if "id" not in sql_table(CLASSES[table]).columns:
                continue
            newest = await connection.fetchval(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1")
            if isinstance(newest, UUID):
                found.setdefault(table, str(newest))
    return found


@pytest.fixture(scope="module")
async def studios(app: Application, asgi: Any) -> AsyncIterator[Studios]:
    """Two studios; the caller may do everything in theirs, but is no super-admin."""
    mine, theirs = await found_tenant(app, "Pracownia Klon"), await found_tenant(app, f"Pracownia {SECRET}")
    me, they = await introduce(app, asgi, mine, "*"), await introduce(app, asgi, theirs, "*")
    my_ids, bodies = await _furnish(app, me)
    their_ids, _bodies = await _furnish(app, they)
    yield Studios(me, they, their_ids, my_ids, frozenset(their_ids.values()), bodies)
    for caller in (me, they):
        await caller.client.aclose()


async def _picture(app: Application, who: Caller) -> dict[str, str]:
    """A checksum of every table's rows of a tenant."""
    parts = " UNION ALL ".join(
        f"SELECT '{table}' AS name, md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS sum"
        f" FROM {table} AS t WHERE tenant_id = $1"
        for table in kept_tables()
    )
    async with app.database.tenant(who.tenant_id) as connection:
        return {row["name"]: row["sum"] for row in await connection.fetch(parts, who.tenant_id)}


async def _ask(me: Caller, operation: Operation, asked: Asked) -> httpx.Response:
    if operation.form:
        return await me.client.request(operation.method, asked.path, params=asked.query, data=asked.body or {})
    if asked.body is None or operation.method == "GET":
        return await me.client.request(operation.method, asked.path, params=asked.query)
    return await send(me, operation.method, str(httpx.URL(asked.path, params=dict(asked.query))), asked.body)


def _plain(answer: httpx.Response, sent: str) -> str:
    """What an answer says but for the id that was sent; what was written is not compared, only that it was."""
    if answer.is_success and answer.request.method != "GET":
        return ""
    words = answer.headers.get("content-type", "").startswith(("application/json", "text/"))
    return _NOW.sub("", answer.text.replace(sent, "ID")) if words else ""


@pytest.mark.parametrize("operation", [one for one in GUARDED if one.path != SIGNS_OUT], ids=lambda one: one.key)
async def test_ids_of_another_tenant_are_ids_of_nothing(
    operation: Operation, studios: Studios, app: Application
) -> None:
    asked = list(requests(operation, studios.theirs, studios.mine, studios.bodies))
    if not asked:
        return
    before = await _picture(app, studios.they)
    for foreign, request in asked:
        answer = await _ask(studios.me, operation, request)
        sent = f"{operation.method} {request.path} {dict(request.query)} {request.body}"
        said = f"{sent}: {answer.status_code} {answer.text[:400]}"
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, said
        assert SECRET not in answer.text, said
        shown = {one for one in studios.known - {foreign} if one in answer.text}
        assert not shown, f"{shown} {said}"
        if answer.is_success and operation.method != "GET":
            # It did what the rest of the request asked, which cannot be done twice.
            assert operation.key in KEEPS_ANY_ID, said
            continue
        nothing = str(uuid4())
        twin = await _ask(studios.me, operation, request.instead(foreign, nothing))
        assert (answer.status_code, _plain(answer, foreign)) == (twin.status_code, _plain(twin, nothing)), (
            f"{said}\nbut for an id of nothing: {twin.status_code} {twin.text[:400]}"
        )
    assert await _picture(app, studios.they) == before


async def test_undo_tokens_and_entries_of_another_tenant_are_nothing(studios: Studios, app: Application) -> None:
    made = await studios.they.post("/customers/people", {"firstName": "A", "lastName": "B", "displayName": "A B"})
    person = made.json()["id"]
    changed = await studios.they.put("/customers/people", {"id": person, "displayName": "C D"})
    assert changed.status_code == HTTPStatus.OK, changed.text
    log = "/audit_logs/audit-logs/actions"
    done, old = (await studios.they.get(log, params={"resourceId": person})).json()["items"]
    assert (await studios.they.post(UNDO, {"undoToken": done["undoToken"]})).status_code == HTTPStatus.OK
    before = await _picture(app, studios.they)
    for path, name, ids in (
        (UNDO, "undoToken", (old["undoToken"], old["id"], done["id"], done["undoToken"])),
        (REDO, "logId", (old["id"], done["id"])),
    ):
        nothing = await studios.me.post(path, {name: str(uuid4())})
        assert nothing.status_code == HTTPStatus.BAD_REQUEST
        for one in ids:
            refused = await studios.me.post(path, {name: one})
            assert (refused.status_code, refused.json()) == (nothing.status_code, nothing.json())
    assert await _picture(app, studios.they) == before
    assert (await studios.they.post(REDO, {"logId": done["id"]})).status_code == HTTPStatus.OK
