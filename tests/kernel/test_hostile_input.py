"""Whatever a client sends, it gets a 4xx with a reason, never a 500, and nothing has changed."""

from typing import Any
from uuid import uuid4

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth.tenant_setup import Founded, found_tenant

BOARD: dict[str, Any] = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "H1180 ST37",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "cala": True,
    "ilosc": 3,
}


@pytest.fixture
async def other(app: Application) -> Founded:
    return await found_tenant(app, "Other studio")


async def count(me: Any) -> int:
    return (await me.get("/warehouse/materials")).json()["total"]


def named(answer: Any) -> set[str]:
    return {issue["path"][0] for issue in answer.json()["details"]}


async def test_every_wrong_field_is_named_at_once(caller: Any) -> None:
    me = await caller("warehouse.*")
    wrong = {
        "typ": 7,
        "producent": "",
        "symbol": "x" * 61,
        "dlugosc": "12,5",
        "szerokosc": 0,
        "cala": "perhaps",
        "ilosc": True,
        "contractId": "7",
        "grubosc": [],
        "pozostalo": {},
        "uwagi": "x" * 1001,
    }
    answer = await me.post("/warehouse/materials", wrong)
    assert answer.status_code == 400
    assert answer.json()["error"] == "Invalid input"
    assert named(answer) == set(wrong)
    assert await count(me) == 0


@pytest.mark.parametrize("field", ["typ", "producent", "symbol", "dlugosc", "szerokosc", "cala", "ilosc"])
@pytest.mark.parametrize("value", [None, [], {}, "\x00", "a\x00b"])
async def test_a_bad_value_names_its_field(caller: Any, field: str, value: Any) -> None:
    me = await caller("warehouse.*")
    answer = await me.post("/warehouse/materials", {**BOARD, field: value})
    assert answer.status_code == 400
    assert named(answer) == {field}


@pytest.mark.parametrize("number", [10**400, -(10**30), 2**63, 2**31, 1e308])
async def test_numbers_no_column_can_hold_are_refused(caller: Any, number: Any) -> None:
    me = await caller("warehouse.*")
    for field in ("dlugosc", "ilosc", "pozostalo", "grubosc"):
        body = {**BOARD, "cala": False, field: number}
        assert (await me.post("/warehouse/materials", body)).status_code == 400
    assert await count(me) == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"nonsense",
        b'{"typ": "mdf"',
        b"[1, 2",
        b'"text"',
        b"[]",
        b"null",
        b"17",
        b"\xff\xfe",
        b'{"a": NaN}',
        b'{"typ": "\\ud800", "producent": "x"}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"typ": "\\u0000"}',
        b"\x1f\x8b\x08\x00gzip",
        b'{"typ":"a","typ":1}',
        b"{}",
    ],
)
async def test_bodies_that_are_no_proper_json_are_a_400(caller: Any, raw: bytes) -> None:
    me = await caller("warehouse.*")
    for method in ("POST", "PUT", "DELETE"):
        answer = await me.client.request(
            method, "/warehouse/materials", content=raw, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 400, (method, raw[:30], answer.text)
        assert answer.json()["error"]
    assert await count(me) == 0


async def test_a_body_larger_than_the_limit_is_a_413(caller: Any, settings: Any) -> None:
    me = await caller("warehouse.*")
    answer = await me.post("/warehouse/materials", {**BOARD, "uwagi": "x" * (settings.max_body_bytes + 1)})
    assert answer.status_code == 413

    async def pieces() -> Any:
        for _ in range(40):
            yield b" " * 65_536

    answer = await me.client.request("POST", "/warehouse/materials", content=pieces())
    assert answer.status_code == 413


async def test_forbidden_comes_before_anything_about_the_body(caller: Any, nobody: Any) -> None:
    viewer = await caller("warehouse.view")
    for body in (b"{", b"{}", b"x" * 2_000_000):
        assert (await viewer.client.post("/warehouse/materials", content=body)).status_code == 403
        assert (await nobody.post("/warehouse/materials", content=body)).status_code == 401


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"page": "1000000000"}, 200),
        ({"page": "99999999999999999999"}, 400),
        ({"page": "0"}, 400),
        ({"page": "-1"}, 400),
        ({"page": "1.5"}, 400),
        ({"page": "x"}, 400),
        ({"pageSize": "1000000"}, 200),
        ({"pageSize": "-5"}, 200),
        ({"pageSize": "ten"}, 400),
        ({"sortField": "id; DROP TABLE warehouse_materials"}, 200),
        ({"sortField": "(SELECT 1)"}, 200),
        ({"sortField": "cf:'||pg_sleep(9)--"}, 200),
        ({"sortField": "tenant_id"}, 200),
        ({"sortDir": "desc; SELECT 1"}, 200),
        ({"search": "%_\\'\"&|!:*()<->"}, 200),
        ({"search": "'"}, 200),
        ({"search": "x" * 501}, 400),
        ({"search": "\\"}, 200),
        ({"search": "ż" * 400}, 200),
        ({"id": "7"}, 400),
        ({"ids": "7,8"}, 200),
        ({"ids": ","}, 200),
        ({"typ": "a\x00b"}, 400),
        ({"search": "\x00"}, 400),
        ({"contractId": "' OR 1=1"}, 400),
        ({"cala": "perhaps"}, 400),
        ({"cala": "YES"}, 200),
        ({"format": "exe"}, 400),
        ({"withDeleted": "maybe"}, 400),
        ({"cf_x": "1"}, 200),
        ({"cf_x'y": "1"}, 200),
        ({"cf_xIn": ",,,"}, 200),
        ({"unknown": "1"}, 200),
    ],
)
async def test_queries(caller: Any, query: dict[str, str], status: int) -> None:
    me = await caller("warehouse.*")
    await me.post("/warehouse/materials", BOARD)
    answer = await me.get("/warehouse/materials", params=query)
    assert answer.status_code == status, answer.text


async def test_wildcards_in_a_search_are_plain_letters(caller: Any) -> None:
    me = await caller("warehouse.*")
    for symbol in ("100% MDF", "a_b", "back\\slash", "plain"):
        await me.post("/warehouse/materials", {**BOARD, "symbol": symbol})
    for typed, found in (("100%", 1), ("%", 1), ("a_b", 1), ("_", 1), ("\\", 1), ("k\\s", 1), ("%%", 0), ("lain", 1)):
        answer = await me.get("/warehouse/materials", params={"search": typed})
        assert answer.json()["total"] == found, typed


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer"},
        {"authorization": "Bearer " + "x" * 10_000},
        {"authorization": "Basic Zm9vOmJhcg=="},
        {"authorization": "Bearer a.b.c"},
        {"authorization": "ApiKey "},
        {"x-api-key": "omk_"},
        {"x-api-key": "'" * 500},
        {"cookie": "auth_token=%00; om_selected_org=%"},
        {"cookie": "=;;;=;"},
        {"cookie": "auth_token=" + "x" * 5000},
    ],
)
async def test_credentials_that_are_garbage_are_nobody(nobody: Any, headers: dict[str, str]) -> None:
    assert (await nobody.get("/warehouse/materials", headers=headers)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "om_selected_org=nonsense"},
        {"cookie": "om_selected_tenant=%27--; om_selected_org=__all__"},
        {"accept-language": "x" * 5000},
        {"accept-language": ",;q=,,"},
        {"cookie": "locale=../../etc"},
        {"x-forwarded-for": "not an address, 1.2.3.4"},
        {"x-om-anything": b"\xff\xfe"},
    ],
)
async def test_other_headers_that_are_garbage_change_nothing(caller: Any, headers: dict[str, Any]) -> None:
    me = await caller("warehouse.view")
    assert (await me.get("/warehouse/materials", headers=headers)).status_code == 200


async def test_writing_with_an_organization_selected_that_is_not_ours_fails_loudly(caller: Any) -> None:
    me = await caller("warehouse.*")
    cookie = {"cookie": f"om_selected_org={uuid4()}"}
    assert (await me.post("/warehouse/materials", BOARD, headers=cookie)).status_code == 403
    assert await count(me) == 0


async def test_ids_of_another_tenant_do_not_exist(caller: Any, other: Founded) -> None:
    me, stranger = await caller("warehouse.*"), await caller("warehouse.*", within=other)
    theirs = (await stranger.post("/warehouse/materials", BOARD)).json()["id"]
    place = (await stranger.post("/warehouse/locations", {"nazwa": f"R {new_id()}"})).json()["id"]
    assert (await me.put("/warehouse/materials", {"id": theirs, "ilosc": 9})).status_code == 404
    assert (await me.delete("/warehouse/materials", {"id": theirs})).status_code == 404
    assert (await me.delete("/warehouse/materials", params={"id": theirs})).status_code == 404
    assert (await me.get("/warehouse/materials", params={"id": theirs})).json()["items"] == []
    assert (await me.get("/warehouse/materials", params={"ids": theirs})).json()["items"] == []
    assert (await me.post("/warehouse/materials", {**BOARD, "locationId": place})).status_code == 400
    assert (await me.post("/warehouse/materials", {**BOARD, "parentId": theirs})).status_code == 400
    seen = (await stranger.get("/warehouse/materials", params={"id": theirs})).json()["items"][0]
    assert seen["ilosc"] == BOARD["ilosc"]


async def test_another_tenant_or_organization_in_the_body_is_forbidden(caller: Any, other: Founded) -> None:
    me = await caller("warehouse.*")
    for named_scope in (
        {"tenantId": str(other.tenant_id)},
        {"organizationId": str(other.organization_id)},
        {"tenantId": "7"},
        {"organizationId": str(uuid4())},
    ):
        answer = await me.post("/warehouse/materials", {**BOARD, **named_scope})
        assert answer.status_code == 403, named_scope
    assert await count(me) == 0
    mine = {"tenantId": str(me.tenant_id), "organizationId": str(me.organization_id)}
    assert (await me.post("/warehouse/materials", {**BOARD, **mine})).status_code == 201


async def test_every_tenant_named_in_the_query_is_checked(caller: Any, other: Founded) -> None:
    me = await caller("warehouse.*")
    mine, theirs = str(me.tenant_id), str(other.tenant_id)
    for query in (f"tenantId={theirs}", f"tenantId={mine}&tenantId={theirs}", f"tenantId={theirs}&tenantId={mine}"):
        assert (await me.get(f"/warehouse/materials?{query}")).status_code == 403
    assert (await me.get(f"/warehouse/materials?tenantId={mine}&tenantId={mine.upper()}")).status_code == 200


async def test_paths_and_methods(caller: Any, nobody: Any) -> None:
    me = await caller("warehouse.*")
    assert (await me.get("/Warehouse/MATERIALS")).status_code == 200
    missing = await nobody.get("/warehouse/nothing")
    assert missing.status_code == 404
    assert missing.json() == {"error": "Not Found"}
    wrong = await me.client.request("PATCH", "/warehouse/materials")
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "DELETE, GET, POST, PUT"
    assert (await me.client.request("HEAD", "/warehouse/materials")).content == b""
    assert (await me.client.options("/warehouse/materials")).status_code == 204


async def test_refusals_speak_the_callers_language(caller: Any, nobody: Any) -> None:
    polish = {"accept-language": "pl-PL,pl;q=0.9"}
    assert (await nobody.get("/warehouse/materials", headers=polish)).json()["error"] == "Wymagane logowanie"
    me = await caller("warehouse.*")
    answer = await me.post("/warehouse/materials", {**BOARD, "pozostalo": 1}, headers={"cookie": "locale=pl"})
    assert answer.json()["details"] == [
        {
            "code": "custom",
            "path": ["pozostalo"],
            "message": "Cała płyta nie ma pozostałej powierzchni",
            "label": "Pozostało (m²)",
        }
    ]


async def test_a_stale_version_is_a_conflict(caller: Any) -> None:
    me = await caller("warehouse.*")
    made = (await me.post("/warehouse/materials", BOARD)).json()["id"]
    header = "x-om-ext-optimistic-lock-expected-updated-at"
    stale = await me.put("/warehouse/materials", {"id": made, "ilosc": 4}, headers={header: "2020-01-01T00:00:00.000Z"})
    assert stale.status_code == 409
    assert stale.json()["code"] == "optimistic_lock_conflict"
    current = {header: stale.json()["currentUpdatedAt"]}
    assert (await me.put("/warehouse/materials", {"id": made, "ilosc": 4}, headers=current)).status_code == 200
    assert (await me.put("/warehouse/materials", {"id": made, "ilosc": 5}, headers=current)).status_code == 409
    assert (await me.put("/warehouse/materials", {"id": made, "ilosc": 5}, headers={header: "noon"})).status_code == 400
