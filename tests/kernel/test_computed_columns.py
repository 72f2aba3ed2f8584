"""Columns that the database computes are read like any others, and written by nobody."""

from collections.abc import Callable
from datetime import UTC, datetime

import asyncpg
import pytest

from bottega.app import metadata
from bottega.business.finance.ledger import PENDING, STATES, Transaction
from bottega.kernel.application import Application
from bottega.kernel.context import system_context
from bottega.kernel.database.tables import CLASSES
from bottega.kernel.writes import changes
from bottega.kernel.writes.plans import Plan, plan_of
from bottega.kernel.writes.statements import Parameters
from bottega.kernel.writes.undo_sql import put_in, swap
from callers import Invite

COMPUTED = sorted(table.name for table in metadata().tables.values() if any(c.computed for c in table.columns))


@pytest.mark.parametrize("stan", STATES)
async def test_whether_an_entry_waits_follows_from_its_state(app: Application, caller: Invite, stan: str) -> None:
    me = await caller("finance.*")
    entry = {"nazwa": "x", "kwota": 1, "typ": "przychod", "rodzaj": "karta", "organization_id": me.organization_id}
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        made = await changes.insert(ctx, Transaction, entry | {"stan": PENDING})
        await changes.update(ctx, Transaction, made, {"stan": stan, "data": datetime.now(UTC)})
    ctx = system_context(app, me.tenant_id)
    try:
        row = await changes.one(ctx, Transaction, made)
    finally:
        await ctx.close()
    assert (row["stan"], row["oczekuje"]) == (stan, stan == PENDING)


@pytest.mark.parametrize("write", [put_in, swap])
@pytest.mark.parametrize("name", COMPUTED)
async def test_undo_leaves_them_to_the_database(name: str, write: Callable[..., str], dsn: str) -> None:
    plan: Plan = plan_of(CLASSES[name])
    parameters = Parameters("source uuid", "seqs bigint[]", "emptied jsonb")
    sql = write(plan, parameters, "after", "before")
    connection = await asyncpg.connect(dsn)
    try:
        answers = (await connection.prepare(sql)).get_attributes()
    finally:
        await connection.close()
    assert {one.name for one in answers} >= {"id", "before", "after"}
