"""What every resource promises: its rows live, change, come back, stay where they belong, and are found again."""

import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from examples import EXAMPLES
from installed import NOBODYS, OPERATIONS, Mounted, resources
from rows import Json, body_of, fields_blamed, items, make, send, target_of
from values import LONE_SURROGATE, bad, good

from bottega.kernel.application import Application
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.platform.auth.tenant_setup import found_tenant
from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
REDO = "/audit_logs/audit-logs/actions/redo"
CAN_UNDO = any(operation.path == UNDO for operation in OPERATIONS)
ROWS = 4


def entity(mounted: Any) -> str:
    """How a parametrised test is called."""
    return mounted.entity if isinstance(mounted, Mounted) else str(mounted)


def token_of(answer: Any) -> str:
    """The undo token of a write."""
    return json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))["undoToken"]


def same(shown: Any, sent: Any) -> bool:
    """Whether a list shows what was sent: numbers may be shown as text, and moments by another clock."""
    if isinstance(sent, int | float) and not isinstance(sent, bool) and shown is not None:
        return Decimal(str(shown)) == Decimal(str(sent))
    moment = moment_of(sent)
    return shown == sent if moment is None else moment_of(shown) == moment


def moment_of(value: Any) -> datetime | None:
    """The moment a text names; None for days, which have no hour, and for everything else."""
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@pytest.mark.parametrize(
    ("shown", "sent", "agree"),
    [
        ("2024-02-02T08:00:00.000Z", "2024-02-02T08:00:00.000Z", True),
        ("2024-02-02T08:00:00.000Z", "2024-02-02T09:00:00+01:00", True),
        ("2024-02-02T08:00:01.000Z", "2024-02-02T08:00:00.000Z", False),
        ("2024-02-02", "2024-02-02T08:00:00.000Z", False),
        ("2024-02-02T00:00:00.000Z", "2024-02-02", False),
        ("2024-02-02", "2024-02-02", True),
        ("abcd-efghij k", "abcd-efghij l", False),
        ("12.50", 12.5, True),
        (None, 0, False),
        ("true", True, False),
    ],
)
def test_values_are_compared_by_what_they_mean(shown: Any, sent: Any, agree: bool) -> None:
    assert same(shown, sent) is agree


def shown_fields(mounted: Mounted, body: Json) -> dict[str, str]:
    """The fields of a body that lists show: wire name → item key."""
    found: dict[str, str] = {}
    for wire in body:
        column = mounted.column(wire)
        if column is not None and column.name in mounted.resource.shown:
            found[wire] = column.name
    return found


async def another_value(me: Caller, mounted: Mounted, body: Json) -> tuple[str, str, Any]:
    """A field that lists show, its key there, and another value for it than the row has.

    What a row only points at may change, what it is a part of does not.
    """
    hook = EXAMPLES.get(mounted.entity)
    given = await hook(me, 7) if hook else {}
    pointing: list[tuple[str, str]] = []
    for wire, key in shown_fields(mounted, body).items():
        schema = mounted.fields("PUT").get(wire)
        if schema is None or isinstance(body[wire], bool):
            continue
        if mounted.target(wire):
            pointing.append((wire, key))
            continue
        new = given[wire] if wire in given else good(schema, 7, mounted.schemas.resolve)
        if not same(new, body[wire]):
            return wire, key, new
    for wire, key in pointing:
        column = mounted.column(wire)
        if column.info["blocks"]:
            return wire, key, await target_of(me, column.info["target"])
    pytest.fail(f"no field of {mounted.entity} can be changed")


async def item_of(me: Caller, mounted: Mounted, row: str) -> Json:
    """One row as lists show it."""
    [item] = await items(me, mounted, id=row)
    return item


@pytest.mark.skipif(not CAN_UNDO, reason="the module of the action log is not installed")
@pytest.mark.parametrize("mounted", resources("GET", "POST", "PUT", "DELETE"), ids=entity)
async def test_a_row_lives_changes_goes_and_comes_back(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    row, body = await make(me, mounted, 1)
    item = await item_of(me, mounted, row)
    for wire, key in shown_fields(mounted, body).items():
        assert same(item[key], body[wire]), (wire, item)
    wire, key, new = await another_value(me, mounted, body)

    changed = await send(me, "PUT", mounted.path, {"id": row, wire: new})
    assert changed.status_code == 200, changed.text
    assert same((await item_of(me, mounted, row))[key], new)
    if mounted.operations["PUT"].undoable:
        undone = await me.post(UNDO, {"undoToken": token_of(changed)})
        assert undone.status_code == 200, undone.text
        assert same((await item_of(me, mounted, row))[key], body[wire])
        redone = await me.post(REDO, {"logId": undone.json()["logId"]})
        assert redone.status_code == 200, redone.text
        assert same((await item_of(me, mounted, row))[key], new)

    gone = await send(me, "DELETE", mounted.path, {"id": row})
    assert gone.status_code == 200, gone.text
    # What is withdrawn instead of removed may stay in its list, and says so.
    left = await items(me, mounted, id=row)
    assert all(mounted.resource.table.withdrawal and one["status"] == "anulowana" for one in left)
    assert (await send(me, "DELETE", mounted.path, {"id": row})).status_code == 404
    if mounted.operations["DELETE"].undoable:
        back = await me.post(UNDO, {"undoToken": token_of(gone)})
        assert back.status_code == 200, back.text
        assert same((await item_of(me, mounted, row))[key], new)


@pytest.mark.parametrize("mounted", resources("POST", "PUT"), ids=entity)
async def test_an_update_that_changes_nothing_is_fine(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    row, _body = await make(me, mounted, 1, full=False)
    answer = await send(me, "PUT", mounted.path, {"id": row})
    assert answer.status_code == 200, answer.text


async def _stranger_elsewhere(app: Application, caller: Invite) -> Caller:
    return await caller("*", within=await found_tenant(app, "Elsewhere"))


async def _stranger_next_door(_app: Application, caller: Invite) -> Caller:
    boss = await caller(super_admin=True)
    made = await boss.post("/directory/organizations", {"name": "Next door"})
    assert made.status_code == 201, made.text
    organization = UUID(made.json()["id"])
    return await caller("*", organizations=[organization], organization_id=organization)


@pytest.mark.parametrize("stranger", [_stranger_elsewhere, _stranger_next_door])
@pytest.mark.parametrize("mounted", resources("GET", "POST"), ids=entity)
async def test_strangers_see_change_and_delete_nothing(
    mounted: Mounted, stranger: Any, app: Application, caller: Invite
) -> None:
    me = await caller("*")
    row, body = await make(me, mounted, 1)
    before = await item_of(me, mounted, row)
    other = await stranger(app, caller)
    for query in ({}, {"id": row}, {"ids": row}, {"withDeleted": "true"}, {"search": "sample"}):
        assert await items(other, mounted, **query) == []
    exported = await other.get(mounted.path, params={"format": "json", "exportScope": "full"})
    assert exported.json() == []
    if mounted.has("PUT"):
        wire, _key, new = await another_value(me, mounted, body)
        refused = await send(other, "PUT", mounted.path, {"id": row, wire: new})
        assert refused.status_code == 404, refused.text
    if mounted.has("DELETE"):
        assert (await send(other, "DELETE", mounted.path, {"id": row})).status_code == 404
    assert await item_of(me, mounted, row) == before


@pytest.mark.parametrize("mounted", resources("GET", "POST"), ids=entity)
async def test_nobody_writes_into_another_organization_or_tenant(
    mounted: Mounted, app: Application, caller: Invite
) -> None:
    me = await caller("*")
    other = await _stranger_next_door(app, caller)
    body = await body_of(other, mounted, 1, full=False)
    fields = mounted.fields("POST")
    for scope in ({"organizationId": str(me.organization_id)}, {"tenantId": NOBODYS}):
        if set(scope) <= set(fields):
            refused = await send(other, "POST", mounted.path, body | scope)
            assert refused.status_code == 403, refused.text
    assert await items(me, mounted) == []


def rank(value: Any) -> Any:
    """How the database orders a value; the samples are plain enough for that to be simple."""
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value.casefold()
    return value


@pytest.mark.parametrize("mounted", resources("GET", "POST"), ids=entity)
async def test_every_column_sorts(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    bodies = [(await make(me, mounted, n))[1] for n in (2, 0, 3, 1)]
    for column in mounted.resource.shown:
        up = [item[column] for item in await items(me, mounted, sortField=column, sortDir="asc")]
        down = [item[column] for item in await items(me, mounted, sortField=column, sortDir="desc")]
        known = [rank(value) for value in up if value is not None]
        assert known == sorted(known), column
        assert up[len(known) :] == [None] * (ROWS - len(known)), column
        assert down == up[::-1], column
        wire = next((w for w, key in shown_fields(mounted, bodies[0]).items() if key == column), None)
        if wire is not None and not mounted.target(wire):
            sent = {str(body.get(wire)) for body in bodies}
            assert len(set(map(str, up))) == len(sent), column


def created_with(mounted: Mounted, wire: str) -> bool:
    """Whether a create may say what a filter asks for; what only an action sets is its module's to test."""
    column = mounted.resource.columns_by_filter[wire]
    return any(mounted.column(field) is column for field in mounted.fields("POST"))


def filters_of(mounted: Mounted) -> list[str]:
    """The filters whose columns a create sets."""
    return [wire for wire in mounted.resource.filters if created_with(mounted, wire)]


FILTERED = [mounted for mounted in resources("GET", "POST") if filters_of(mounted)]


@pytest.mark.parametrize("mounted", FILTERED, ids=entity)
async def test_every_filter_filters(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    made = [await make(me, mounted, n) for n in range(ROWS)]
    columns = mounted.resource.columns_by_filter
    fields = {
        wire: next((f for f in made[0][1] if mounted.column(f) is columns[wire]), wire) for wire in filters_of(mounted)
    }
    bare: list[str] = []
    # Those that name other records come last: they need a row that names none.
    for wire, field in sorted(fields.items(), key=lambda one: bool(mounted.target(one[1]))):
        values = {row: body.get(field) for row, body in made}
        wanted = next((value for value in values.values() if value is not None), None)
        assert wanted is not None, f"say in examples.EXAMPLES how to give {field} a value"
        if mounted.target(field):
            bare = bare or [(await make(me, mounted, ROWS, full=False))[0]]
            values |= dict.fromkeys(bare)
        text = str(wanted).lower() if isinstance(wanted, bool) else str(wanted)
        found = {item["id"] for item in await items(me, mounted, **{wire: text})}
        assert found == {row for row, value in values.items() if value == wanted}, wire
        assert len(found) < len(values), f"every row has the same {field}"
        nonsense = await me.get(mounted.path, params={wire: "\x00"})
        assert nonsense.status_code == 400, nonsense.text


WRITES = [(mounted, method) for mounted in resources("POST") for method in ("POST", "PUT") if mounted.has(method)]


@pytest.mark.parametrize(("mounted", "method"), WRITES, ids=entity)
async def test_every_bad_value_is_refused_by_the_name_of_its_field(
    mounted: Mounted, method: str, caller: Invite
) -> None:
    me = await caller("*")
    if method == "POST":
        body = await body_of(me, mounted, 1, full=False)
    else:
        body = {"id": (await make(me, mounted, 1, full=False))[0]}
    for wire, schema in mounted.fields(method).items():
        if wire == "tenantId":
            continue
        for value in bad(schema, mounted.schemas.resolve):
            answer = await send(me, method, mounted.path, {**body, wire: value})
            said = f"{wire}={str(value)[:60]!r}: {answer.status_code} {answer.text[:500]}"
            assert answer.status_code == 400, said
            # A lone surrogate is no JSON: the body cannot be read, so no field of it can be named.
            assert value == LONE_SURROGATE or wire in fields_blamed(answer), said


@pytest.mark.parametrize("mounted", resources("POST"), ids=entity)
async def test_everything_wrong_is_said_at_once(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    answer = await send(me, "POST", mounted.path, {})
    assert answer.status_code == 400, answer.text
    assert fields_blamed(answer) >= mounted.required("POST")


NONSENSE: list[dict[str, str]] = [
    {"page": "0"},
    {"page": "x"},
    {"pageSize": "x"},
    {"page": "9" * 30},
    {"format": "docx"},
    {"id": "x"},
    {"search": "\x00"},
    {"sortField": "\x00"},
    {"cf_x": "\x00"},
    {"search": "x" * 501},
]


@pytest.mark.parametrize("mounted", resources("GET"), ids=entity)
async def test_a_list_refuses_nonsense(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    for query in NONSENSE:
        answer = await me.get(mounted.path, params=query)
        assert answer.status_code == 400, (query, answer.text)
        assert fields_blamed(answer) == set(query)


PERIODS = [mounted for mounted in resources("GET", "POST") if mounted.resource.between is not None]


@pytest.mark.parametrize("mounted", PERIODS, ids=entity)
async def test_a_period_holds_both_its_days_as_they_are_in_warsaw(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    column = mounted.resource.between.key
    made = [(await make(me, mounted, n))[0] for n in range(ROWS)]
    shown = {item["id"]: item[column] for item in await items(me, mounted)}
    days = {row: day_of(shown[row]) for row in made}
    first, *_, last, _beyond = sorted(set(days.values()))
    for query, wanted in (
        ({"dateFrom": first, "dateTo": last}, {row for row, day in days.items() if first <= day <= last}),
        ({"dateFrom": last}, {row for row, day in days.items() if day >= last}),
        ({"dateTo": first}, {row for row, day in days.items() if day <= first}),
    ):
        assert {item["id"] for item in await items(me, mounted, **query)} == wanted
        assert 0 < len(wanted) < ROWS
    refused = await me.get(mounted.path, params={"dateFrom": last, "dateTo": first})
    assert refused.status_code == 400, refused.text
    assert fields_blamed(refused) == {"dateTo"}


def day_of(text: str) -> str:
    """The day in Warsaw of a day or a moment."""
    return text if len(text) == 10 else datetime.fromisoformat(text).astimezone(LOCAL_ZONE).date().isoformat()
