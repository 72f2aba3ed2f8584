"""Sums are exact at any moment, over any period, whoever writes and whenever the fold runs."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bottega.business.finance.ledger import Transaction
from bottega.kernel.application import Application
from bottega.kernel.context import system_context
from bottega.kernel.database import running_totals
from bottega.kernel.database.running_totals import Part, parts
from bottega.kernel.writes import changes


def row(kwota: int, day: str, **more: Any) -> dict[str, Any]:
    """A booked entry that needs no cash box."""
    return {
        "nazwa": "x",
        "kwota": Decimal(kwota),
        "typ": "przychod",
        "rodzaj": "przelew",
        "stan": "zaksiegowana",
        "data": datetime.fromisoformat(day).replace(tzinfo=UTC),
        **more,
    }


async def total(app: Application, me: Any, **period: Any) -> tuple[Decimal, int]:
    """The sum of a period and of how many rows it is."""
    ctx = system_context(app, me.tenant_id)
    try:
        found = await running_totals.sums(ctx, Transaction, organizations=None, **period)
        assert await ctx.query(running_totals.drift_sql(Transaction), me.tenant_id) == []
    finally:
        await ctx.close()
    return sum((amount for _facets, amount, _n in found), Decimal(0)), sum(n for _facets, _amount, n in found)


DAYS = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 15), date(2027, 1, 1)]


@pytest.mark.parametrize("first", [None, *DAYS])
@pytest.mark.parametrize("last", [None, *DAYS])
def test_every_day_of_a_period_lies_in_exactly_one_of_its_parts(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        return
    chosen = parts(first, last)
    if first is None and last is None:
        assert [part.grain for part in chosen] == ["e"]
        return
    for day in (*DAYS, date(2026, 2, 14), date(2025, 12, 31), date(2027, 6, 30)):
        inside = (first is None or day >= first) and (last is None or day <= last)
        begins = {"d": day, "m": day.replace(day=1)}
        holding = [part for part in chosen if part.first <= begins[part.grain] < part.end]
        assert len(holding) == inside, (day, chosen)


def test_a_whole_month_is_one_part() -> None:
    assert parts(date(2026, 2, 1), date(2026, 2, 28)) == [Part("m", date(2026, 2, 1), date(2026, 3, 1))]


async def test_writing_changing_moving_deleting_and_folding_keep_sums_exact(app: Application, caller: Any) -> None:
    me = await caller("finance.*")
    february = {"first": date(2026, 2, 1), "last": date(2026, 2, 28)}
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        made = [
            await changes.insert(ctx, Transaction, {**row(n, day), "organization_id": me.organization_id})
            for n, day in enumerate(("2026-01-31T22:59", "2026-01-31T23:01", "2026-02-28T22:59", "2026-02-28T23:01"), 1)
        ]
    # Minutes before and after midnight in Warsaw.
    assert await total(app, me) == (10, 4)
    assert await total(app, me, **february) == (5, 2)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await changes.update(ctx, Transaction, made[1], {"kwota": Decimal(20)})
        await changes.update(ctx, Transaction, made[0], {"data": datetime(2026, 2, 14, tzinfo=UTC)})
        await changes.update(ctx, Transaction, made[2], {"stan": "anulowana"})
        await changes.update(ctx, Transaction, made[3], {"nazwa": "what does not matter"})
    assert await total(app, me, **february) == (21, 2)
    assert await total(app, me) == (25, 3)
    assert await running_totals.fold(app.database, above=1) > 0
    assert await total(app, me, **february) == (21, 2)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await changes.delete(ctx, Transaction, made[0])
    assert await total(app, me, **february) == (20, 1)
    await running_totals.fold(app.database, above=1)
    assert await total(app, me) == (24, 2)


async def test_the_rows_read_do_not_grow_with_the_rows_summed(
    app: Application, caller: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = await caller("finance.*")
    # Folding takes several transactions after a large import.
    monkeypatch.setattr(running_totals, "FOLD_AT_ONCE", 500)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        rows = [row(1, f"2026-0{1 + n % 3}-11", organization_id=me.organization_id) for n in range(600)]
        await changes.insert_many(ctx, Transaction, rows)
    assert await running_totals.fold(app.database, above=1) >= 3 * 600
    ctx = system_context(app, me.tenant_id)
    try:
        kept = await ctx.query("SELECT grain, count(*) AS n FROM row_sums GROUP BY 1 ORDER BY 1")
    finally:
        await ctx.close()
    assert [(one["grain"], one["n"]) for one in kept] == [("d", 3), ("e", 1), ("m", 3)]
    assert await total(app, me) == (600, 600)


async def test_sums_stay_exact_while_many_write_and_the_fold_runs(app: Application, caller: Any) -> None:
    me = await caller("finance.*")

    async def write(number: int) -> None:
        async with app.acting(me.tenant_id, me.organization_id) as ctx:
            values = {**row(number, "2026-05-05"), "organization_id": me.organization_id}
            made = await changes.insert(ctx, Transaction, values)
            if number % 3 == 0:
                await changes.delete(ctx, Transaction, made)

    async def look() -> None:
        for _ in range(10):
            await running_totals.fold(app.database, above=1)
            await total(app, me)

    await asyncio.gather(look(), *(write(number) for number in range(1, 41)))
    expected = [number for number in range(1, 41) if number % 3]
    assert await total(app, me) == (sum(expected), len(expected))


async def test_a_change_by_hand_is_followed_too_and_what_is_not_is_found(app: Application, caller: Any) -> None:
    me = await caller("finance.*")
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await changes.insert(ctx, Transaction, {**row(5, "2026-05-05"), "organization_id": me.organization_id})
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await ctx.begin()
        await ctx.query("UPDATE finance_transactions SET kwota = 7 WHERE tenant_id = $1", me.tenant_id)
    assert await total(app, me) == (7, 1)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await ctx.begin()
        await ctx.query("DELETE FROM row_sums WHERE tenant_id = $1 AND grain = 'm'", me.tenant_id)
        assert {one["grain"] for one in await ctx.query(running_totals.drift_sql(Transaction), me.tenant_id)} == {"m"}
