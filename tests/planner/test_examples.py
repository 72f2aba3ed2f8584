"""What a new organization begins with, and the example schedules."""

from bottega.kernel.application import Application
from bottega.platform.auth.tenant_setup import Founded
from bottega.platform.planner.examples import seed_schedules
from bottega.platform.planner.reasons import DICTIONARIES, seed_reasons


async def test_a_tenant_gets_the_reasons_once(app: Application, tenant: Founded) -> None:
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        await seed_reasons(ctx, tenant.organization_id)
        assert await seed_reasons(ctx, tenant.organization_id) == 0
        rows = await ctx.query(
            "SELECT d.key, d.is_system, d.description, array_agg(e.value ORDER BY e.value) AS values"
            " FROM dictionaries_dictionaries d JOIN dictionaries_entries e ON e.dictionary_id = d.id"
            " AND e.tenant_id = d.tenant_id WHERE d.tenant_id = $1 AND d.key LIKE 'planner.%' GROUP BY 1, 2, 3",
            ctx.tenant_id,
        )
    found = {row["key"]: row["values"] for row in rows}
    assert found.keys() == set(DICTIONARIES.values())
    assert found[DICTIONARIES["member"]] == ["Holidays", "Sick off", "Unspecified", "Work from home"]
    assert all(row["is_system"] and row["description"] for row in rows)


async def test_example_schedules_are_made_once(app: Application, tenant: Founded) -> None:
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        assert await seed_schedules(ctx, tenant.organization_id) == 7
        assert await seed_schedules(ctx, tenant.organization_id) == 0
        rows = await ctx.query("SELECT rrule FROM planner_availability_rules WHERE tenant_id = $1", ctx.tenant_id)
    texts = {row["rrule"] for row in rows}
    assert "DTSTART:20250106T090000Z\nDURATION:PT8H\nRRULE:FREQ=WEEKLY;BYDAY=MO" in texts
    assert "DTSTART:20250112T100000Z\nDURATION:PT4H\nRRULE:FREQ=WEEKLY;BYDAY=SU" in texts
