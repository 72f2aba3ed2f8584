"""The logs of somebody who sees only the contracts they are assigned to: nothing of others, and no amounts."""

from typing import Any
from uuid import UUID

import pytest

from bottega.business.contracts.tables.work import WorkerAssignment
from bottega.kernel.writes import changes
from callers import Caller

LIMITED = (
    "contracts.view",
    "contracts.change_krok5",
    "contracts.only_assigned",
    "audit_logs.view_self",
    "audit_logs.view_tenant",
)


async def made(who: Caller, path: str, body: dict[str, Any]) -> str:
    answer = await who.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


@pytest.fixture
async def contracts(app: Any, admin: Caller, caller: Any) -> Any:
    """Somebody limited, with a contract of theirs, one of others, and an appliance of each."""
    limited = await caller(*LIMITED)
    customer = await made(admin, "/customers/people", {"firstName": "A", "lastName": "B", "displayName": "A B"})
    rows: list[tuple[str, str]] = []
    for number in ("K/1", "K/2"):
        contract = await made(
            admin, "/contracts/contracts", {"numer": number, "typ": "kuchnia", "customerId": customer}
        )
        body = {"contractId": contract, "rodzaj": "okap", "cena": "1234.56", "rabat": 10}
        rows.append((contract, await made(admin, "/contracts/appliances", body)))
    async with app.acting(admin.tenant_id, admin.organization_id) as ctx:
        await changes.insert(
            ctx,
            WorkerAssignment,
            {
                "organization_id": admin.organization_id,
                "contract_id": UUID(rows[0][0]),
                "uzytkownik_id": limited.user_id,
            },
        )
    return limited, *rows


async def test_actions_on_contracts_of_others_are_left_out_with_their_parts_and_counts(
    admin: Caller, contracts: Any
) -> None:
    limited, own, other = contracts
    log = (await limited.get("/audit_logs/audit-logs/actions")).json()
    found = {item["resourceId"] for item in log["items"]}
    assert set(own) <= found
    assert found.isdisjoint(other)
    assert log["total"] == len(log["items"])
    whole = await admin.get("/audit_logs/audit-logs/actions")
    assert {*own, *other} <= {item["resourceId"] for item in whole.json()["items"]}
    assert whole.json()["total"] > log["total"]


async def test_snapshots_and_changes_have_no_amounts(admin: Caller, contracts: Any) -> None:
    limited, (_contract, appliance), _other = contracts
    changed = await admin.put("/contracts/appliances", {"id": appliance, "cena": "2345.67", "firma": "Bosch"})
    assert changed.status_code == 200, changed.text
    answer = await limited.get("/audit_logs/audit-logs/actions", params={"resourceId": appliance})
    newest = answer.json()["items"][0]
    assert newest["changes"] == {"firma": {"from": None, "to": "Bosch"}}
    assert (newest["snapshotBefore"]["cena"], newest["snapshotAfter"]["cena"]) == (None, None)
    assert not {"1234.56", "2345.67"} & set(answer.text.split('"'))
    whole = await admin.get("/audit_logs/audit-logs/actions", params={"resourceId": appliance})
    assert "cena" in whole.json()["items"][0]["changes"]


async def test_reads_of_records_that_are_hidden_now_are_left_out(app: Any, admin: Caller, contracts: Any) -> None:
    limited, (contract, _appliance), _other = contracts
    listed = await limited.get("/contracts/contracts", params={"id": contract})
    assert listed.json()["total"] == 1
    await app.access.flush()
    reads = (await limited.get("/audit_logs/audit-logs/access")).json()
    assert contract in {item["resourceId"] for item in reads["items"]}
    [assigned] = (await admin.get("/contracts/worker_assignments", params={"contractId": contract})).json()["items"]
    assert (await admin.delete("/contracts/worker_assignments", {"id": assigned["id"]})).status_code == 200
    after = (await limited.get("/audit_logs/audit-logs/access")).json()
    assert contract not in {item["resourceId"] for item in after["items"]}
    assert after["total"] == len(after["items"]) < reads["total"]


async def test_an_amount_is_not_set_by_who_would_not_see_it(contracts: Any) -> None:
    limited, (contract, appliance), _other = contracts
    refused = await limited.put("/contracts/appliances", {"id": appliance, "cena": 1})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["contracts.prices"])
    body = {"contractId": contract, "rodzaj": "okap", "cena": 1}
    assert (await limited.post("/contracts/appliances", body)).status_code == 403
    assert (await limited.put("/contracts/appliances", {"id": appliance, "model": "x"})).status_code == 200
    [shown] = (await limited.get("/contracts/appliances")).json()["items"]
    assert (shown["model"], shown["cena"], shown["rabat"], shown["cena_po_rabacie"]) == ("x", None, None, None)
