"""Totals are exact at any moment, though nobody counts the rows."""

import asyncio
from typing import Any

from bottega.kernel import jobs
from bottega.kernel.application import Application
from bottega.kernel.context import system_context

BOARD: dict[str, Any] = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "H1180 ST37",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "cala": True,
    "ilosc": 3,
}


async def totals(me: Any) -> dict[str, int]:
    """The total of every combination of the filters rows are counted by."""
    found: dict[str, int] = {}
    for query in ("", "typ=mdf", "typ=hdf", "cala=true", "cala=false", "typ=mdf&cala=true", "typ=hdf&cala=false"):
        found[query] = (await me.get(f"/warehouse/materials?{query}")).json()["total"]
    return found


async def counted(app: Application, me: Any) -> dict[str, int]:
    """The same by counting the rows."""
    ctx = system_context(app, me.tenant_id)
    try:
        rows = await ctx.query("SELECT typ, cala FROM warehouse_materials WHERE deleted_at IS NULL")
    finally:
        await ctx.close()
    return {
        "": len(rows),
        "typ=mdf": sum(r["typ"] == "mdf" for r in rows),
        "typ=hdf": sum(r["typ"] == "hdf" for r in rows),
        "cala=true": sum(r["cala"] for r in rows),
        "cala=false": sum(not r["cala"] for r in rows),
        "typ=mdf&cala=true": sum(r["typ"] == "mdf" and r["cala"] for r in rows),
        "typ=hdf&cala=false": sum(r["typ"] == "hdf" and not r["cala"] for r in rows),
    }


async def test_creating_changing_deleting_and_folding_keep_totals_exact(app: Application, caller: Any) -> None:
    me = await caller("warehouse.*")
    made = [
        (await me.post("/warehouse/materials", {**BOARD, "typ": typ, "cala": cala})).json()["id"]
        for typ in ("mdf", "hdf")
        for cala in (True, False)
        for _ in range(3)
    ]
    assert await totals(me) == await counted(app, me)
    await me.put("/warehouse/materials", {"id": made[0], "typ": "hdf"})
    await me.put("/warehouse/materials", {"id": made[1], "ilosc": 9})
    await me.delete("/warehouse/materials", {"id": made[2]})
    expected = await counted(app, me)
    assert expected[""] == 11
    assert await totals(me) == expected
    await jobs.fold_counts(app, above=1)
    assert await totals(me) == expected
    ctx = system_context(app, me.tenant_id)
    try:
        left = await ctx.query_value("SELECT count(*) FROM row_counts WHERE entity = 'warehouse:material'")
        await ctx.query("DELETE FROM warehouse_materials WHERE id = $1", made[3])
    finally:
        await ctx.close()
    assert left == 4
    assert await totals(me) == await counted(app, me)


async def test_totals_stay_exact_while_many_write_and_the_fold_runs(app: Application, caller: Any) -> None:
    me = await caller("warehouse.*")

    async def write(number: int) -> None:
        answer = await me.post("/warehouse/materials", {**BOARD, "cala": number % 2 == 0})
        if number % 3 == 0:
            await me.delete("/warehouse/materials", {"id": answer.json()["id"]})

    async def fold() -> None:
        for _ in range(10):
            await jobs.fold_counts(app, above=1)

    await asyncio.gather(fold(), *(write(number) for number in range(60)))
    assert await totals(me) == await counted(app, me)
    assert (await totals(me))[""] == 40


async def test_totals_count_only_the_organizations_in_view(app: Application, caller: Any, admin: Any) -> None:
    made = await admin.post("/directory/organizations", {"name": "Oddział"})
    branch = made.json()["id"]
    only = {"cookie": f"om_selected_org={branch}"}
    for _ in range(2):
        await admin.post("/warehouse/materials", BOARD, headers=only)
    await admin.post("/warehouse/materials", BOARD)
    everything = {"cookie": "om_selected_org=__all__"}
    assert (await admin.get("/warehouse/materials", headers=everything)).json()["total"] == 3
    assert (await admin.get("/warehouse/materials", headers=only)).json()["total"] == 2
    home = await caller("warehouse.view", organizations=[admin.organization_id])
    assert (await home.get("/warehouse/materials")).json()["total"] == 1
