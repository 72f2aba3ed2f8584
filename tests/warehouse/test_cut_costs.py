"""What cutting costs, and whom (BR-18, BR-24)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from bottega.business.warehouse import cut_costs
from bottega.business.warehouse.purchase_prices import Value
from bottega.kernel.context import Actor, Context, Scope


async def cut(warehouse: Any, material_id: Any, **body: Any):
    return await warehouse.me.post(f"/warehouse/materials/{material_id}/cut", body)


def value(*amounts: str) -> Value:
    return Value(*map(Decimal, amounts))


async def cuts(warehouse: Any, **query: Any):
    listed = await warehouse.me.get("/warehouse/cuts", params=query)
    assert listed.status_code == 200, listed.text
    return listed.json()["items"]


async def test_a_cut_costs_the_contract_of_the_board_what_its_remnants_do_not_carry(
    warehouse: Any, app: Any, tenant: Any
):
    contract, other = await warehouse.contract(), await warehouse.contract()
    board = await warehouse.board(ilosc=2, cenaZakupu="200", contractId=contract)
    done = await cut(
        warehouse, board, formatki=[{"dl": 1000, "szer": 500, "szt": 2}], resztki=[{"dl": 1035, "szer": 1400}]
    )
    body = done.json()
    # The remnant carries 1.449 m² of 5.796 m².
    assert (body["contractId"], body["koszt"], body["resztki"][0]["cenaZakupu"]) == (contract, "150.00", "50.00")
    await cut(warehouse, board, resztki=[{"dl": 2800, "szer": 2070}], rzaz=0)
    actor = Actor("user", warehouse.me.user_id, tenant.tenant_id, tenant.organization_id)
    ctx = Context(app, actor, Scope(tenant.tenant_id, tenant.organization_id))
    try:
        assert await cut_costs(ctx, [UUID(contract), UUID(other)]) == {UUID(contract): value("150.00", "0", "150.00")}
    finally:
        await ctx.close()
    listed = await cuts(warehouse, contractId=contract)
    assert [row["koszt"] for row in listed] == ["150.00", "0.00"]
    assert {row["material_id"] for row in listed} == {board}


async def test_a_cut_costs_the_contract_that_is_named(warehouse: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(cenaZakupu="0.01")
    named = await cut(warehouse, board, formatki=[{"dl": 500, "szer": 500}], contractId=contract)
    assert (named.json()["contractId"], named.json()["koszt"]) == (contract, "0.01")
    unnamed = await cut(warehouse, board, formatki=[{"dl": 500, "szer": 500}])
    assert (unnamed.json()["contractId"], unnamed.json()["koszt"]) == (None, "0.01")
    no_price = await cut(warehouse, await warehouse.board(), formatki=[{"dl": 5, "szer": 5}], contractId=contract)
    assert no_price.json()["koszt"] is None


async def test_a_contract_that_is_settled_gets_no_more_costs(warehouse: Any, app: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(ilosc=2, cenaZakupu="100", contractId=contract)
    async with app.database.tenant(warehouse.me.tenant_id) as connection:
        await connection.execute("UPDATE contracts_contracts SET rozliczona = true WHERE id = $1", UUID(contract))
    refused = await cut(warehouse, board, formatki=[{"dl": 500, "szer": 500}], contractId=contract)
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled")
    assert (await warehouse.in_stock(board), await cuts(warehouse)) == (2, [])
    # What is left over of it is free.
    assert (await cut(warehouse, board, formatki=[{"dl": 500, "szer": 500}])).json()["contractId"] is None
    assert (await cut(warehouse, board, formatki=[{"dl": 5, "szer": 5}], contractId=board)).status_code == 404


async def test_a_cut_that_is_undone_costs_nothing(warehouse: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(cenaZakupu="100", contractId=contract)
    undone = await warehouse.undo(await cut(warehouse, board, formatki=[{"dl": 500, "szer": 500}]))
    assert undone.status_code == 200, undone.text
    assert await cuts(warehouse, contractId=contract) == []
    assert (await warehouse.redo(undone)).status_code == 200
    assert [row["koszt"] for row in await cuts(warehouse, contractId=contract)] == ["100.00"]


async def test_a_cut_knows_its_net_cost_where_the_board_knows_its_net_price(warehouse: Any, app: Any, tenant: Any):
    contract = await warehouse.contract()
    board = await warehouse.board(cenaZakupu="200", cenaNetto="162.60", contractId=contract)
    done = await cut(warehouse, board, formatki=[{"dl": 9, "szer": 9}], resztki=[{"dl": 1035, "szer": 1400}])
    remnant = done.json()["resztki"][0]["id"]
    # Of the remnant's 50.00 gross, 40.65 are its share of the net price.
    await cut(warehouse, remnant, formatki=[{"dl": 9, "szer": 9}], contractId=contract)
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        assert await cut_costs(ctx, [UUID(contract)]) == {UUID(contract): value("200.00", "37.40", "0")}
