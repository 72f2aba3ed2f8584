"""What contracts bring in without VAT (BR-24): as much as their invoices say, in a fixed number of statements."""

from decimal import Decimal
from uuid import UUID

from bottega.business.documents import Revenue, net_revenue
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
    assert found[ids[0]] == Revenue(Decimal("27100.27"))
    assert found[ids[1]] == Revenue(Decimal("10000.00"))
    assert found[ids[2]] == Revenue(Decimal(invoice["razem"]["netto"]), zafakturowane=True)
    assert found[ids[3]] == Revenue(Decimal(0))


async def revenue_of(studio: Studio, contract: str) -> Revenue:
    async with studio.app.acting(studio.me.tenant_id, studio.me.organization_id) as ctx:
        return (await net_revenue(ctx, [UUID(contract)]))[UUID(contract)]


async def test_br_24_corrections_and_cancellations_of_invoices_count(studio: Studio) -> None:
    contract = await studio.contract(meble=12300, sprzet=0, vat_tryb="stawka_23", vat_powod="lokal na biuro")
    await studio.payment(contract, "2460.00")
    await studio.issue("FZ", contract)
    # Advances say nothing about the price.
    assert await revenue_of(studio, contract) == Revenue(Decimal("10000.00"))
    final = (await studio.issue("FK", contract))["id"]
    assert await revenue_of(studio, contract) == Revenue(Decimal("10000.00"), zafakturowane=True)
    correct = f"/documents/documents/{final}/correct"
    lower = {"przyczyna": "rabat", "pozycje": [{"lp": 1, "cena": "11070.00"}]}
    made = await studio.me.post(correct, lower)
    assert made.status_code == 201, made.text
    assert await revenue_of(studio, contract) == Revenue(Decimal("9000.00"), zafakturowane=True)
    cancelled = await studio.me.post(f"/documents/documents/{made.json()['id']}/cancel", {"przyczyna": "pomyłka"})
    assert cancelled.status_code == 200, cancelled.text
    assert await revenue_of(studio, contract) == Revenue(Decimal("10000.00"), zafakturowane=True)
    emptied = await studio.me.post(correct, {"przyczyna": "pomyłka", "doZera": True})
    assert emptied.status_code == 201, emptied.text
    # Nothing stands any more: what it will be invoiced for is its price.
    assert await revenue_of(studio, contract) == Revenue(Decimal("10000.00"))


async def test_br_24_an_exempt_studio_brings_in_what_it_charges(studio: Studio) -> None:
    contract = await studio.contract(meble=12300, sprzet=0, vat_tryb="stawka_23")
    changed = await studio.me.put("/documents/seller", {"czynnyPodatnik": False, "zwolnienie": "art. 113 ust. 1"})
    assert changed.status_code == 200, changed.text
    assert await revenue_of(studio, contract) == Revenue(Decimal("12300.00"), czynny=False)
