"""Personal data law: the visits of a customer are handed out, and forgotten but for the time they took."""

import io
import json
import zipfile

from planning import Planner, on

from bottega.business.calendar.tables import Event
from bottega.kernel.application import Application
from callers import Caller


async def test_visits_are_handed_out_with_the_rest_of_what_is_held(planner: Planner) -> None:
    await planner.planned(typ="pomiar", customerId=planner.customer_id, opis="Domofon 12, pies Burek")
    await planner.planned(data=on(1))
    answer = await planner.me.get(f"/privacy/people/{planner.customer_id}/export")
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    [visit] = json.loads(archive.read("personal-data.json"))["calendar"]
    assert visit["opis"] == "Domofon 12, pies Burek"


async def test_a_forgotten_customer_is_in_no_visit_and_nobody_gets_their_time_back(
    planner: Planner, app: Application, admin: Caller
) -> None:
    made = await admin.post("/customers/people", {"firstName": "Ewa", "lastName": "Burek", "displayName": "Ewa Burek"})
    ewa = made.json()["id"]
    options = {"dni": 2, "telefon": "600 100 200 Burek"}
    visit = await planner.planned(typ="pomiar", customerId=ewa, opis="Domofon Burek", opcje=options)
    old = await planner.planned(typ="pomiar", customerId=ewa, opis="Stary Burek", data=on(9))
    await planner.me.delete("/calendar/events", {"id": old})
    erased = await admin.post(f"/privacy/people/{ewa}/erase", {})
    assert erased.status_code == 200, erased.text
    assert erased.json()["erased"]["calendar:event"] == 2
    item = await planner.shown(visit)
    assert (item["customer_id"], item["opis"], item["opcje"]) == (None, None, {"dni": 2})
    assert (await planner.plan(data=on(1))).json()["konflikty"] == [visit]
    async with app.acting(planner.me.tenant_id) as ctx:
        for table in (Event.__tablename__, "action_changes", "search_rows"):
            said = await ctx.query_value(
                f"SELECT count(*) FROM {table} AS t WHERE tenant_id = $1 AND t::text ILIKE '%burek%'", ctx.tenant_id
            )
            assert said == 0, table
