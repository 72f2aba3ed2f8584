"""Undoing and redoing goods issues: a number, once given, stays (docs/decisions/0030-goods-issues.md)."""

import asyncio
from typing import Any


def take(material_id: Any, count: Any):
    return {"materialId": material_id, "ilosc": count}


def as_it_was(now: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a document is what it was; that it was put back is its last change."""
    return now == {**before, "updated_at": now["updated_at"]} and now["updated_at"] > before["updated_at"]


async def test_undoing_an_issue_cancels_it_and_gives_the_material_back(warehouse: Any):
    board = await warehouse.board(ilosc=5)
    made = await warehouse.issue(take(board, 3))
    undone = await warehouse.undo(made)
    assert undone.status_code == 200, undone.text
    assert await warehouse.in_stock(board) == 5
    listed = (await warehouse.me.get("/warehouse/goods_issues")).json()["items"]
    assert [one["status"] for one in listed] == ["anulowana"]
    kept = await warehouse.shown(made.json()["id"], withDeleted="true")
    assert (kept["status"], len(kept["pozycje"])) == ("anulowana", 1)
    # The number stays with the cancelled document.
    assert (await warehouse.issued())["nr"].endswith("/002")


async def test_redoing_an_issue_brings_back_the_same_document_and_takes_the_material_again(warehouse: Any):
    board = await warehouse.board(ilosc=5)
    made = await warehouse.issue(take(board, 3), uwagi="Brama B")
    before = await warehouse.shown(made.json()["id"])
    redone = await warehouse.redo(await warehouse.undo(made))
    assert redone.status_code == 200, redone.text
    assert as_it_was(await warehouse.shown(made.json()["id"]), before)
    assert await warehouse.in_stock(board) == 2
    found = await warehouse.me.get("/warehouse/goods_issues", params={"search": "brama"})
    assert found.json()["total"] == 1
    # And once more: what was done again can be undone again.
    again = await warehouse.me.post("/audit_logs/audit-logs/actions/undo", {"undoToken": redone.json()["undoToken"]})
    assert again.status_code == 200, again.text
    assert await warehouse.in_stock(board) == 5
    assert (await warehouse.me.get("/warehouse/goods_issues", params={"search": "brama"})).json()["total"] == 0


async def test_undoing_a_cancellation_issues_the_document_again(warehouse: Any):
    board = await warehouse.board(ilosc=5)
    document = await warehouse.issued(take(board, 3))
    gone = await warehouse.me.delete("/warehouse/goods_issues", {"id": document["id"]})
    undone = await warehouse.undo(gone)
    assert undone.status_code == 200, undone.text
    assert as_it_was(await warehouse.shown(document["id"]), document)
    assert await warehouse.in_stock(board) == 2
    assert (await warehouse.redo(undone)).status_code == 200
    assert await warehouse.in_stock(board) == 5


async def test_undoing_a_change_of_lines_puts_lines_and_stock_back(warehouse: Any):
    one, other = await warehouse.board(ilosc=5), await warehouse.board(ilosc=5, symbol="W1000 ST9")
    document = await warehouse.issued(take(one, 3))
    changed = await warehouse.me.put(
        "/warehouse/goods_issues", {"id": document["id"], "uwagi": "zamiana", "pozycje": [take(other, 4)]}
    )
    undone = await warehouse.undo(changed)
    assert undone.status_code == 200, undone.text
    assert as_it_was(await warehouse.shown(document["id"]), document)
    assert (await warehouse.in_stock(one), await warehouse.in_stock(other)) == (2, 5)
    assert (await warehouse.redo(undone)).status_code == 200
    assert (await warehouse.in_stock(one), await warehouse.in_stock(other)) == (5, 1)


async def test_an_issue_whose_material_has_moved_on_is_cancelled_instead_of_undone(warehouse: Any):
    board = await warehouse.board(ilosc=5)
    first = await warehouse.issue(take(board, 1))
    await warehouse.issued(take(board, 1))
    assert (await warehouse.undo(first)).status_code == 409
    assert await warehouse.in_stock(board) == 3
    await warehouse.me.delete("/warehouse/goods_issues", {"id": first.json()["id"]})
    assert await warehouse.in_stock(board) == 4


async def test_an_undo_pressed_twice_gives_the_material_back_once(warehouse: Any):
    board = await warehouse.board(ilosc=5)
    made = await warehouse.issue(take(board, 2))
    answers = await asyncio.gather(*(warehouse.undo(made) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400]
    assert await warehouse.in_stock(board) == 5


async def test_the_audit_entry_of_an_issue_is_about_the_document(warehouse: Any, app: Any):
    board = await warehouse.board()
    made = await warehouse.issue(take(board, 1))
    changed = await warehouse.me.put("/warehouse/goods_issues", {"id": made.json()["id"], "pozycje": [take(board, 2)]})
    for answer, command in ((made, "warehouse.goods_issues.create"), (changed, "warehouse.goods_issues.update")):
        assert command in answer.headers["x-om-operation"]
        assert made.json()["id"] in answer.headers["x-om-operation"]
        assert "warehouse.goods_issue%22" in answer.headers["x-om-operation"]
