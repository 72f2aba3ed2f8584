"""What somebody sees who is limited to the contracts they are assigned to: of the others nothing, and no amounts.

Two people of the demo studio ask every operation that reads, in every format: one of its fitters, and somebody who may
do everything but see prices. The contracts they are not assigned to, and take no part in, must not show anywhere.
"""

import json
from typing import Any
from uuid import UUID

import pytest
from limited_people import EVERYTHING_ELSE, FITTER, MONEY, OPERATIONS, Seen, look, questions, text_of

from bottega.business.contracts.access import PRICES
from bottega.demo.people import PASSWORD
from bottega.kernel.database.tables import REFERENCES
from bottega.kernel.operation import Operation

READING = tuple(one for one in OPERATIONS if one.method == "GET" and not one.public and one.features)
# Letters from colleagues say what their writers want them to say.
PRIVATE = frozenset({"/messaging/messages"})
# The id of a table of the back office is any text, and is repeated.
NAMED_BY_ANY_TEXT = frozenset({"/perspectives/{tableId}"})


@pytest.mark.parametrize("email", [FITTER, EVERYTHING_ELSE])
@pytest.mark.parametrize("operation", READING, ids=lambda one: one.key)
async def test_nothing_of_other_contracts_and_no_amount_shows_in_any_answer(
    app: Any, nobody: Any, operation: Operation, email: str
) -> None:
    seen = await look(app, nobody, email)
    for path, query in questions(operation, seen):
        answer = await nobody.get(path, headers=seen.headers, params=query)
        assert answer.status_code < 500, answer.text
        if answer.status_code != 200 or operation.path in PRIVATE:
            continue
        asked = f"{path} {query}"
        leaks = seen.leaks_of(text_of(answer), amounts=query.get("format") != "xlsx")
        # What was asked for may be repeated in an answer that has nothing else.
        said = {*query.values(), *(path.split("/") if operation.path in NAMED_BY_ANY_TEXT else ())}
        assert leaks <= said, f"{asked}: {sorted(leaks)[:5]}"
        if leaks:
            assert not json.loads(answer.content).get("items"), asked


async def test_the_fitter_sees_their_own_contracts_all_the_same(app: Any, nobody: Any) -> None:
    seen = await look(app, nobody, FITTER)
    listed = (await nobody.get("/contracts/contracts", headers=seen.headers, params={"pageSize": 100})).json()
    assert {UUID(one["id"]) for one in listed["items"]} <= seen.own
    assert listed["total"] == len(seen.own) > 20
    assert len(seen.hidden) > 20
    assert len(seen.amounts) > 100
    issues = (await nobody.get("/warehouse/goods_issues", headers=seen.headers)).json()
    assert issues["total"] > 0
    assert {one["kwota"] for one in issues["items"]} == {None}
    assert {UUID(one["contract_id"]) for one in issues["items"]} <= seen.own
    [with_lines] = (
        await nobody.get("/warehouse/goods_issues", headers=seen.headers, params={"id": issues["items"][0]["id"]})
    ).json()["items"]
    assert {(line["cena"], line["wartosc"]) for line in with_lines["pozycje"]} == {(None, None)}
    earned = (await nobody.get("/contracts/work_ratings", headers=seen.headers, params={"pageSize": 100})).json()
    assert {one["kwota"] is not None for one in earned["items"] if one["uzytkownik_id"] == str(seen.person)} == {True}
    assert {one["kwota"] for one in earned["items"] if one["uzytkownik_id"] != str(seen.person)} <= {None}


async def test_somebody_who_is_not_limited_sees_amounts_as_before(app: Any, nobody: Any) -> None:
    seen = await look(app, nobody, FITTER)
    answer = await nobody.post("/auth/login", data={"email": "grzegorz@example.com", "password": PASSWORD})
    headers = {"authorization": f"Bearer {answer.json()['token']}"}
    issues = await nobody.get("/warehouse/goods_issues", headers=headers, params={"format": "json"})
    assert set(MONEY.findall(issues.text)) & seen.amounts
    assert seen.leaks_of(issues.text)


@pytest.mark.parametrize(
    "path",
    [
        "/contracts/valuations",
        "/contracts/payment_methods",
        "/contracts/planned_payments",
        "/contracts/money",
        "/contracts/contracts/{own}/balance",
        "/contracts/contracts/{own}/valuation",
        "/contracts/contracts/{own}/texts",
        "/contracts/contracts/{own}/print/invoice",
        "/documents/contracts/{own}/vat",
        "/controlling/contracts/{own}/profit",
        "/controlling/profit",
        "/finance/transactions",
        "/finance/approvals",
        "/warehouse/goods_issues?sortField=kwota",
        "/contracts/appliances?sortField=cena",
        "/warehouse/materials?sortField=cena_zakupu&exportScope=full",
    ],
)
async def test_what_is_about_amounts_is_refused_by_name(app: Any, nobody: Any, path: str) -> None:
    seen = await look(app, nobody, EVERYTHING_ELSE)
    answer = await nobody.get(path.format(own=next(iter(seen.own))), headers=seen.headers)
    if "cena_zakupu" in path:
        # No column of the list, and so not one to sort by.
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.json().get("requiredFeatures")) == (403, [PRICES]), answer.text


@pytest.mark.parametrize("path", ["/finance/stats", "/finance/cash", "/finance/cash_reports", "/finance/ledger/audit"])
async def test_what_adds_up_everything_is_refused_to_who_sees_only_a_part(app: Any, nobody: Any, path: str) -> None:
    seen = await look(app, nobody, EVERYTHING_ELSE)
    answer = await nobody.get(path, headers=seen.headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "restricted_view")


def body_of(operation: Operation, wire: dict[str, Any]) -> dict[str, Any]:
    """Those of some values that the body of an operation takes."""
    assert operation.body is not None
    names = {one.alias or name for name, one in operation.body.model_fields.items()}
    return {name: value for name, value in wire.items() if name in names}


WRITES_A_CONTRACT = tuple(
    one for one in OPERATIONS if one.method in ("POST", "PUT") and one.body and "contract_id" in one.body.model_fields
)
# Fees of the demo are not credited; tests/measurements has one that is.
HANGING = frozenset(ref.table for ref in REFERENCES if ref.target == "contracts_contracts") - {
    "measurements_measurements"
}
BY_ID = tuple(
    one
    for one in OPERATIONS
    if one.method in ("PUT", "DELETE") and one.body and "id" in one.body.model_fields
    if one.table is not None and one.table.__tablename__ in HANGING
)


@pytest.mark.parametrize("operation", WRITES_A_CONTRACT, ids=lambda one: one.key)
async def test_a_hidden_contract_in_a_body_is_an_unknown_one(app: Any, nobody: Any, operation: Operation) -> None:
    seen = await look(app, nobody, EVERYTHING_ELSE)
    hidden, unknown = next(iter(seen.hidden)), UUID(int=0x4000_8000_0000_0000_0000)
    said: list[tuple[int, Any]] = []
    for contract in (hidden, unknown):
        answer = await nobody.request(
            operation.method,
            operation.path.replace("{id}", str(unknown)),
            headers=seen.headers,
            json=body_of(operation, _plausible(seen) | {"contractId": str(contract)}),
        )
        assert answer.status_code in (400, 403, 404), answer.text
        said.append((answer.status_code, json.loads(answer.text.replace(str(contract), "it"))))
    assert said[0] == said[1], "the answer tells which contracts there are"


def _plausible(seen: Seen) -> dict[str, Any]:
    """Good values of fields that bodies with a contract ask for."""
    me = str(seen.person)
    return {
        "uzytkownikId": me,
        "pracownikId": me,
        "odbiorcaId": str(UUID(int=1)),
        "data": "2026-11-20T08:00:00Z",
        "nazwa": "x",
        "uwagi": "x",
        "korpus": "x",
        "material": "x",
        "kolor": "x",
        "szyba": "x",
        "ilosc": 1,
        "typ": "inne",
        "nr": "AUTO",
        "producent": "x",
        "symbol": "x",
        "dlugosc": 100,
        "szerokosc": 100,
        "cala": True,
        "ocena": 5,
        "rodzaj": "GW",
        "typPracownika": "montazysta",
        "customerId": None,
        "locationId": str(seen.rows["warehouse_goods_issues"]),
    }


@pytest.mark.parametrize("operation", BY_ID, ids=lambda one: one.key)
async def test_a_row_of_a_hidden_contract_is_neither_changed_nor_deleted(
    app: Any, nobody: Any, operation: Operation
) -> None:
    seen = await look(app, nobody, EVERYTHING_ELSE)
    row = seen.rows[operation.table.__tablename__]
    answer = await nobody.request(operation.method, operation.path, headers=seen.headers, json={"id": str(row)})
    assert answer.status_code in (403, 404), answer.text
    async with app.acting(seen.tenant_id) as ctx:
        there = await ctx.query_value(
            f"SELECT count(*) FROM {operation.table.__tablename__} WHERE id = $1 AND deleted_at IS NULL", row
        )
    assert there == 1
