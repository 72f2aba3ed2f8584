"""Days off that another module enters within its own command."""

from datetime import date
from uuid import uuid4

import pytest

from bottega.kernel.application import Application
from bottega.kernel.errors import InvalidInput
from bottega.kernel.local_time import TIME_ZONE
from bottega.platform.auth.tenant_setup import Founded
from bottega.platform.planner import MOST_DAYS, DaysOff, add_days_off, require_rule_set


async def test_each_day_off_becomes_a_rule_of_a_whole_day(app: Application, tenant: Founded) -> None:
    member, reason = uuid4(), uuid4()
    days = [date(2026, 3, 28), date(2026, 3, 29)]
    off = DaysOff(member, tenant.organization_id, days, TIME_ZONE, "Alps", reason, "Holidays")
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        ids = await add_days_off(ctx, off)
        rows = await ctx.query("SELECT * FROM planner_availability_rules WHERE tenant_id = $1", ctx.tenant_id)
    assert {row["id"]: row["first_day"] for row in rows} == dict(zip(ids, days, strict=True))
    for row in rows:
        assert row["rrule"] == f"DTSTART:{row['first_day']:%Y%m%d}T000000Z\nDURATION:PT24H\nRRULE:FREQ=DAILY;COUNT=1"
        assert (row["repeats"], row["kind"], row["last_day"]) == ("once", "unavailability", row["first_day"])
        assert (row["subject_type"], row["subject_id"], row["timezone"]) == ("member", member, TIME_ZONE)
        assert (row["note"], row["unavailability_reason_value"]) == ("Alps", "Holidays")
        assert row["unavailability_reason_entry_id"] == reason
        assert row["exdates"] == []


async def test_more_days_at_once_than_a_year_has_are_refused(app: Application, tenant: Founded) -> None:
    days = [date.fromordinal(740_000 + n) for n in range(MOST_DAYS + 1)]
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        with pytest.raises(ValueError, match="at most 366"):
            await add_days_off(ctx, DaysOff(uuid4(), tenant.organization_id, days, TIME_ZONE))


async def test_a_rule_set_that_is_not_there_is_refused_by_the_field(app: Application, tenant: Founded) -> None:
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        await require_rule_set(ctx, None, field="availabilityRuleSetId")
        with pytest.raises(InvalidInput) as refused:
            await require_rule_set(ctx, uuid4(), field="availabilityRuleSetId")
    assert refused.value.details["details"][0]["path"] == ["availabilityRuleSetId"]
