"""Feature toggles: typed values of the installation, overrides of tenants, undo that restores all, the command line."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import httpx
import pytest
from structlog.testing import capture_logs

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.feature_toggles import ensure_toggle, toggle
from bottega.platform.feature_toggles.operator import CHANGES, DEFAULTS, seed_defaults
from callers import Caller, Invite

GLOBAL, OVERRIDES = "/feature_toggles/global", "/feature_toggles/overrides"


def name() -> str:
    """An identifier of its own: toggles are those of the whole installation, so of all tests."""
    return f"t_{uuid4().hex}"


async def made(me: Caller, kind: str, **more: Any) -> tuple[str, str]:
    """A new toggle: its id and its identifier."""
    identifier = more.pop("identifier", name())
    answer = await me.post(GLOBAL, {"identifier": identifier, "name": "A toggle", "type": kind, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], identifier


async def override(me: Caller, toggle_id: str, value: Any, **more: Any) -> httpx.Response:
    return await me.put(OVERRIDES, {"toggleId": toggle_id, "isOverride": True, "overrideValue": value, **more})


async def checked(me: Caller, kind: str, identifier: str) -> httpx.Response:
    return await me.get(f"/feature_toggles/check/{kind}", params={"identifier": identifier})


async def undo(me: Caller, answer: httpx.Response, *, expect: int = 200) -> httpx.Response:
    header = answer.headers["x-om-operation"].removeprefix("omop:")
    token = json.loads(unquote(header))["undoToken"]
    undone = await me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})
    assert undone.status_code == expect, undone.text
    return undone


@pytest.mark.parametrize(
    ("kind", "beginning", "value"),
    [("boolean", False, True), ("string", "", "x"), ("number", 0, 2.5), ("json", {}, {"a": [1, None]})],
)
async def test_a_toggle_has_its_default_until_its_tenant_overrides_it(
    admin: Caller, caller: Invite, kind: str, beginning: Any, value: Any
) -> None:
    me = await caller()
    toggle_id, identifier = await made(admin, kind)
    first = (await checked(me, kind, identifier)).json()
    assert (first["value"], first["source"], first["valueType"], first["toggleId"]) == (
        beginning,
        "default",
        kind,
        toggle_id,
    )
    assert first["resolution"]["tenantId"] == first["tenantId"] == str(me.tenant_id)
    assert first.get("enabled", beginning) == beginning
    assert (await override(admin, toggle_id, value)).status_code == 200
    second = (await checked(me, kind, identifier)).json()
    assert (second["value"], second["source"]) == (value, "override")
    back = await admin.put(OVERRIDES, {"toggleId": toggle_id, "isOverride": False})
    assert back.json() == {"ok": True, "overrideToggleId": None}
    assert (await checked(me, kind, identifier)).json()["source"] == "default"


async def test_an_override_holds_in_its_tenant_only(admin: Caller, caller: Invite, app: Application) -> None:
    elsewhere = await caller(within=await found_tenant(app, "Elsewhere"))
    toggle_id, identifier = await made(admin, "boolean")
    assert (await override(admin, toggle_id, value=True)).status_code == 200
    assert (await checked(elsewhere, "boolean", identifier)).json()["enabled"] is False
    shown = (await admin.get(OVERRIDES, params={"identifier": identifier})).json()
    assert shown["isSuperAdmin"] is True
    [item] = shown["items"]
    assert (item["overrideState"], item["isOverride"], item["defaultState"]) == ("enabled", True, False)
    detail = (await admin.get(f"{GLOBAL}/{toggle_id}/override")).json()
    assert (detail["value"], detail["toggleType"], detail["tenantId"]) == (True, "boolean", str(admin.tenant_id))


async def test_a_toggle_that_is_missing_or_of_another_type_is_named(admin: Caller, caller: Invite) -> None:
    me = await caller()
    nothing = await checked(me, "boolean", "no_such_toggle")
    assert nothing.status_code == 404
    assert nothing.json()["error"] == 'Toggle "no_such_toggle" not found (missing).'
    assert (nothing.json()["code"], nothing.json()["resolution"]["source"]) == ("MISSING_TOGGLE", "missing")
    _id, identifier = await made(admin, "number", defaultValue=3)
    other = await checked(me, "string", identifier)
    assert other.status_code == 400
    assert other.json()["error"] == f'Toggle "{identifier}" has type "number" but "string" was requested.'
    assert (other.json()["expectedType"], other.json()["actualType"]) == ("string", "number")
    # Nobody is past a toggle, not even who may do everything.
    assert (await checked(admin, "boolean", "no_such_toggle")).status_code == 404


async def test_a_stored_value_of_the_wrong_type_is_named(
    admin: Caller, caller: Invite, app: Application, tenant: Founded
) -> None:
    me = await caller()
    toggle_id, identifier = await made(admin, "boolean")
    async with app.database.tenant(tenant.tenant_id) as connection:
        await connection.execute(
            "INSERT INTO feature_toggles_overrides (tenant_id, toggle_id, value) VALUES ($1, $2, $3)",
            tenant.tenant_id,
            UUID(toggle_id),
            "yes",
        )
    # The announcement comes a moment after the commit.
    answer = await checked(me, "boolean", identifier)
    for _ in range(50):
        if answer.status_code == 400:
            break
        await asyncio.sleep(0.1)
        answer = await checked(me, "boolean", identifier)
    assert answer.json()["error"] == f'Toggle "{identifier}" has invalid value for type "boolean".'
    assert answer.json()["code"] == "INVALID_VALUE"


async def test_values_of_another_type_are_refused_by_name(admin: Caller) -> None:
    for kind, value in (("boolean", "true"), ("string", 1), ("number", True), ("json", "x" * 20_001)):
        body = {"identifier": name(), "name": "A", "type": kind, "defaultValue": value}
        refused = await admin.post(GLOBAL, body)
        assert refused.status_code == 400, refused.text
        assert refused.json()["details"][0]["path"] == ["defaultValue"]
    toggle_id, identifier = await made(admin, "number", defaultValue=3)
    misfit = await override(admin, toggle_id, "3")
    assert misfit.status_code == 400, misfit.text
    assert misfit.json()["details"][0]["path"] == ["overrideValue"]
    retyped = await admin.put(GLOBAL, {"id": toggle_id, "type": "string"})
    assert retyped.status_code == 400, retyped.text
    again = await admin.post(GLOBAL, {"identifier": identifier, "name": "A", "type": "json"})
    assert again.status_code == 400, again.text
    assert again.json()["details"][0]["path"] == ["identifier"]
    bad = await admin.post(GLOBAL, {"identifier": "Übung", "name": "A", "type": "json"})
    assert bad.status_code == 400, bad.text


async def test_a_type_stays_while_a_tenant_overrides_it(admin: Caller) -> None:
    toggle_id, _identifier = await made(admin, "number", defaultValue=3)
    await override(admin, toggle_id, 4)
    held = await admin.put(GLOBAL, {"id": toggle_id, "type": "string", "defaultValue": "x"})
    assert held.status_code == 409, held.text
    assert held.json()["tenantIds"] == [str(admin.tenant_id)]
    await admin.put(OVERRIDES, {"toggleId": toggle_id, "isOverride": False})
    assert (await admin.put(GLOBAL, {"id": toggle_id, "type": "string", "defaultValue": "x"})).status_code == 200


async def test_undo_of_an_update_restores_type_default_and_texts(admin: Caller) -> None:
    toggle_id, identifier = await made(admin, "number", defaultValue=3, description="before", category="a")
    before = (await admin.get(f"{GLOBAL}/{toggle_id}")).json()
    renamed = name()
    change = {
        "identifier": renamed,
        "name": "B",
        "type": "json",
        "defaultValue": [1],
        "description": None,
        "category": None,
    }
    changed = await admin.put(GLOBAL, {"id": toggle_id, **change})
    assert changed.status_code == 200, changed.text
    after = (await admin.get(f"{GLOBAL}/{toggle_id}")).json()
    assert {key: after[key] for key in change} == change
    assert (await checked(admin, "number", identifier)).status_code == 404
    assert (await checked(admin, "json", renamed)).json()["value"] == [1]
    await undo(admin, changed)
    restored = (await admin.get(f"{GLOBAL}/{toggle_id}")).json()
    assert {**restored, "updatedAt": None} == {**before, "updatedAt": None}
    assert (await checked(admin, "number", identifier)).json()["value"] == 3


async def test_undo_of_a_delete_brings_the_toggle_and_its_overrides_back(admin: Caller) -> None:
    toggle_id, identifier = await made(admin, "boolean")
    await override(admin, toggle_id, value=True)
    gone = await admin.delete(GLOBAL, {"id": toggle_id})
    assert gone.json() == {"id": toggle_id}
    assert (await checked(admin, "boolean", identifier)).status_code == 404
    assert (await admin.get(OVERRIDES, params={"identifier": identifier})).json()["total"] == 0
    await undo(admin, gone)
    answer = (await checked(admin, "boolean", identifier)).json()
    assert (answer["enabled"], answer["source"], answer["toggleId"]) == (True, "override", toggle_id)


async def test_undo_of_overrides_restores_created_changed_and_removed_ones(admin: Caller) -> None:
    toggle_id, identifier = await made(admin, "number")

    async def value() -> tuple[Any, str]:
        found = (await checked(admin, "number", identifier)).json()
        return found["value"], found["source"]

    created = await override(admin, toggle_id, 1)
    changed = await override(admin, toggle_id, 2)
    await undo(admin, changed)
    assert await value() == (1, "override")
    removed = await admin.put(OVERRIDES, {"toggleId": toggle_id, "isOverride": False})
    assert await value() == (0, "default")
    await undo(admin, removed)
    assert await value() == (1, "override")
    await undo(admin, created)
    assert await value() == (0, "default")


async def test_a_value_does_not_come_back_into_a_toggle_of_another_type(admin: Caller) -> None:
    toggle_id, _identifier = await made(admin, "number")
    await override(admin, toggle_id, 1)
    removed = await admin.put(OVERRIDES, {"toggleId": toggle_id, "isOverride": False})
    await admin.put(GLOBAL, {"id": toggle_id, "type": "string", "defaultValue": "x"})
    await undo(admin, removed, expect=409)


async def test_only_super_administrators_manage_toggles_and_undo_them(admin: Caller, caller: Invite) -> None:
    me = await caller("*", "audit_logs.*")
    toggle_id, _identifier = await made(admin, "boolean")
    refused = await me.put(GLOBAL, {"id": toggle_id, "name": "B"})
    assert refused.status_code == 403
    assert refused.json()["requiredRoles"] == ["superadmin"]
    changed = await admin.put(GLOBAL, {"id": toggle_id, "name": "B"})
    await undo(me, changed, expect=400)
    assert (await admin.get(f"{GLOBAL}/{toggle_id}")).json()["name"] == "B"


async def test_toggles_are_found_sorted_and_exported(admin: Caller) -> None:
    mark = uuid4().hex
    for n, (kind, called) in enumerate((("boolean", "Żółw"), ("number", "Zamek"), ("boolean", "Ala"))):
        await made(admin, kind, identifier=f"s{n}_{mark}", name=called, category="Różne")
    query = {"search": mark, "sortField": "name"}
    found = (await admin.get(GLOBAL, params=query)).json()
    assert [one["name"] for one in found["items"]] == ["Ala", "Zamek", "Żółw"]
    assert found["total"] == 3
    assert {"created_at", "updated_at", "defaultValue"} <= found["items"][0].keys()
    assert (await admin.get(GLOBAL, params={**query, "type": "number"})).json()["total"] == 1
    assert (await admin.get(GLOBAL, params={"identifier": f"s1_{mark}"})).json()["total"] == 1
    by_category = (await admin.get(GLOBAL, params={"category": "rozne", "search": mark})).json()
    assert by_category["total"] == 3
    page = (await admin.get(GLOBAL, params={**query, "pageSize": 2, "page": 2, "sortDir": "desc"})).json()
    assert [one["name"] for one in page["items"]] == ["Ala"]
    file = await admin.get(GLOBAL, params={**query, "format": "csv"})
    assert len(file.text.strip().splitlines()) == 4
    unknown = await admin.get(GLOBAL, params={"sortField": "secret"})
    assert unknown.status_code == 400


async def test_what_is_not_there_is_404_and_what_is_no_id_400(admin: Caller) -> None:
    nobody = str(uuid4())
    assert (await admin.put(GLOBAL, {"id": nobody, "name": "A"})).status_code == 404
    assert (await admin.delete(GLOBAL, {"id": nobody})).status_code == 404
    assert (await admin.delete(GLOBAL)).status_code == 400
    assert (await override(admin, nobody, value=True)).status_code == 404
    assert (await admin.put(OVERRIDES, {"toggleId": nobody, "isOverride": False})).status_code == 404
    assert (await admin.get(f"{GLOBAL}/{nobody}/override")).status_code == 404
    assert (await admin.get(f"{GLOBAL}/no-id/override")).status_code == 400
    assert (await admin.put(OVERRIDES, {"toggleId": nobody, "isOverride": True})).status_code == 400


async def test_modules_read_a_toggle_by_the_type_of_its_default(app: Application, tenant: Founded) -> None:
    identifier = name()
    async with app.acting(tenant.tenant_id) as ctx:
        assert await toggle(ctx, identifier, default=7) == 7
        assert await ensure_toggle(ctx, identifier, name="A", type="number", default_value=3)
        assert not await ensure_toggle(ctx, identifier, name="A", type="number", default_value=4)
        assert await toggle(ctx, identifier, default=7) == 3
    async with app.acting(tenant.tenant_id) as ctx:
        with capture_logs() as said:
            assert await toggle(ctx, identifier, default=True) is True
        assert [(one["event"], one["toggle"]) for one in said] == [("toggle.of_another_type", identifier)]
        # Read once, remembered since: as soon as the announcements of the changes above have been heard.
        for _ in range(50):
            asked = ctx.asked
            assert await toggle(ctx, identifier, default=7) == 3
            if ctx.asked == asked:
                break
            await asyncio.sleep(0.05)
        else:
            pytest.fail("it is read anew every time")


async def test_the_operator_makes_changes_and_deletes_toggles(app: Application, tenant: Founded, admin: Caller) -> None:
    identifier = name()
    fields = {"name": "A", "category": None, "description": None, "default_value": "2.5", "type": "number"}
    await CHANGES["create"](app, identifier, fields, None)
    await CHANGES["update"](app, identifier, {"default_value": "3"}, None)
    await CHANGES["override"](app, identifier, {"value": "4"}, tenant.tenant_id)
    assert (await checked(admin, "number", identifier)).json()["value"] == 4
    with pytest.raises(ValueError, match="must be a number"):
        await CHANGES["update"](app, identifier, {"default_value": "three"}, None)
    await CHANGES["delete"](app, identifier, {}, None)
    assert (await checked(admin, "number", identifier)).status_code == 404


async def test_default_toggles_are_made_once(app: Application, tenant: Founded) -> None:
    assert tenant.tenant_id
    await seed_defaults(app)
    assert await seed_defaults(app) == []
    async with app.acting(tenant.tenant_id) as ctx:
        assert await toggle(ctx, "order_review_threshold", default=0) == 2500
    assert len(DEFAULTS) == 4
