"""What other modules ask about customers: who they are, where they live, and whether an address is theirs."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from studio import EVERYTHING, company, person

from bottega.business.customers import addresses, addresses_of, check_addresses, check_customer, parties
from bottega.kernel.application import Application
from bottega.kernel.errors import InvalidInput
from bottega.platform.auth.tenant_setup import found_tenant

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


async def _address(me: Any, customer: str, **fields: Any) -> UUID:
    made = await me.post("/customers/addresses", {"entityId": customer, "addressLine1": "ul. Stolarska", **fields})
    assert made.status_code == 201, made.text
    return UUID(made.json()["id"])


async def test_a_party_has_its_names_and_numbers_opened(me: Any, app: Application) -> None:
    firm = await company(
        me,
        "Dąb",
        legalName="Dąb i Syn sp. z o.o.",
        nip="9991158384",
        regon="990010026",
        primaryEmail="biuro@example.com",
        primaryPhone="+48 600 000 001",
    )
    nameless = await company(me, "Meble Nowak")
    ewa = await person(me, "Ewa Nowak", displayName="Pani Ewa", nip="5260250274")
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        found = await parties(ctx, [UUID(firm), UUID(nameless), UUID(ewa), uuid4(), None])
    assert len(found) == 3
    dab = found[UUID(firm)]
    assert (dab.kind, dab.display_name, dab.legal_name) == ("company", "Dąb", "Dąb i Syn sp. z o.o.")
    assert (dab.nip, dab.regon, dab.email, dab.phone) == (
        "9991158384",
        "990010026",
        "biuro@example.com",
        "+48 600 000 001",
    )
    assert found[UUID(nameless)].legal_name == "Meble Nowak"
    assert (found[UUID(ewa)].legal_name, found[UUID(ewa)].nip) == ("Ewa Nowak", "5260250274")


async def test_addresses_are_written_as_on_an_envelope(me: Any, app: Application) -> None:
    ewa = await person(me)
    town = {"postalCode": "61-001", "city": "Poznań"}
    home = await _address(me, ewa, buildingNumber="12", flatNumber="3", country="Polska", **town)
    whole = await _address(
        me, ewa, addressLine1="ul. Stolarska 12", buildingNumber="12", addressLine2="oficyna", **town
    )
    abroad = await _address(me, ewa, addressLine1="Hauptstraße 1", city="Berlin", postalCode="10115", country="Niemcy")
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        found = await addresses(ctx, [home, whole, abroad, uuid4()])
    assert found[home].lines == ("ul. Stolarska 12/3", "61-001 Poznań")
    assert found[whole].lines == ("ul. Stolarska 12", "oficyna", "61-001 Poznań")
    assert str(found[abroad]) == "Hauptstraße 1, 10115 Berlin, Niemcy"
    assert found[home].customer_id == UUID(ewa)


async def test_street_first_puts_the_numbers_behind_the_street_and_skips_blanks(me: Any, app: Application) -> None:
    """`<line1> <building>/<flat>`, and every part trimmed, blank or not."""
    saved = await me.put("/customers/settings/address-format", {"addressFormat": "street_first"})
    assert saved.status_code == 200, saved.text
    ewa = await person(me)
    numbered = await _address(me, ewa, buildingNumber=" 12 ", flatNumber="3", addressLine2=" ")
    house = await _address(me, ewa, buildingNumber="12")
    flat = await _address(me, ewa, flatNumber="3")
    bare = await _address(me, ewa, companyName="Dąb")
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        found = await addresses(ctx, [numbered, house, flat, bare])
    assert found[numbered].lines == ("ul. Stolarska 12/3",)
    assert found[house].lines == ("ul. Stolarska 12",)
    assert found[flat].lines == ("ul. Stolarska 3",)
    assert found[bare].lines == ("Dąb", "ul. Stolarska")
    assert found[numbered].parts["address_line2"] is None


async def test_addresses_of_a_customer_begin_with_the_primary_one(me: Any, app: Application) -> None:
    ewa, jan = await person(me), await person(me, "Jan Nowak")
    first = await _address(me, ewa, isPrimary=True)
    second = await _address(me, ewa)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        found = await addresses_of(ctx, [UUID(ewa), UUID(jan)])
    assert [address.id for address in found[UUID(ewa)]] == [first, second]
    assert found[UUID(jan)] == []


async def test_however_many_are_asked_for_it_is_one_statement(me: Any, app: Application) -> None:
    people = [UUID(await person(me, f"Osoba {n}")) for n in range(5)]
    for one in people:
        await _address(me, str(one))
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await parties(ctx, people[:1])
        asked = ctx.asked
        assert len(await parties(ctx, people)) == 5
        assert len(await addresses_of(ctx, people)) == 5
        assert ctx.asked == asked + 2


async def test_an_address_of_another_customer_is_refused_by_its_field(me: Any, app: Application) -> None:
    ewa, jan = await person(me), await person(me, "Jan Nowak")
    own, other = await _address(me, ewa), await _address(me, jan)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await check_addresses(ctx, UUID(ewa), {"adresMontazuId": own, "adresFakturyId": None})
        with pytest.raises(InvalidInput) as refused:
            await check_addresses(
                ctx, UUID(ewa), {"adresMontazuId": other, "adresFakturyId": uuid4(), "adresZamieszkaniaId": own}
            )
    issues = refused.value.body("pl")["details"]
    assert [issue["path"] for issue in issues] == [["adresMontazuId"], ["adresFakturyId"]]
    assert {issue["code"] for issue in issues} == {"adres_nie_nalezy_do_klienta"}


async def test_customers_of_another_tenant_do_not_exist_for_other_modules(me: Any, app: Application) -> None:
    ewa = UUID(await person(me))
    home = await _address(me, str(ewa))
    foreign = await found_tenant(app, "Obcy")
    async with app.acting(foreign.tenant_id, foreign.organization_id) as ctx:
        assert await parties(ctx, [ewa]) == {}
        assert await addresses(ctx, [home]) == {}
        with pytest.raises(InvalidInput):
            await check_customer(ctx, ewa)
        with pytest.raises(InvalidInput):
            await check_addresses(ctx, ewa, {"adresMontazuId": home})
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await check_customer(ctx, ewa)
