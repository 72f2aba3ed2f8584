"""What contracts bring in without VAT (BR-24): as much as their invoices say, in a fixed number of statements."""

from decimal import Decimal
from uuid import UUID

from bottega.business.documents import net_revenue
from conftest import Studio


async def test_br_24_revenue_is_the_net_sum_of_the_invoice(studio: Studio) -> None:
    person = await studio.person()
    mixed = await studio.contract(person)
    office = await studio.contract(person, meble=12300, sprzet=0, typ="biuro")
    island = await studio.contract(person, meble=30000, sprzet=0)
    empty = await studio.contract(person, meble=0, sprzet=0)
    invoice = await studio.model((await studio.issue("FV", island, wyspaBrutto=6150))["id"])
    ids = [UUID(one) for one in (mixed, office, island, empty)]
    async with studio.app.acting(studio.me.tenant_id, studio.me.organization_id) as ctx:
        found = await net_revenue(ctx, ids)
        asked = ctx.asked
        await net_revenue(ctx, ids[:1])
        assert ctx.asked - asked == asked
    assert found[ids[0]] == Decimal("27100.27")
    assert found[ids[1]] == Decimal("10000.00")
    assert str(found[ids[2]]) == invoice["razem"]["netto"]
    assert found[ids[3]] == 0
