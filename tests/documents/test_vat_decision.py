"""The decision table of VAT rates (docs/business-rules.md): each situation has its rate, its grounds, its needs."""

from decimal import Decimal

import pytest

from bottega.business.documents.content.vat_gross_method import by_rate, gross_of
from bottega.business.documents.content.vat_rates import Price, VatFacts, decide, gross_within

KITCHEN = Price(Decimal(24000), Decimal(2600), Decimal(10800))
FLAT = VatFacts("kuchnia", None, "lokal_mieszkalny", Decimal(72), True, True)


def rates(facts: VatFacts, price: Price = KITCHEN) -> dict[tuple[str, str], Decimal]:
    return {(one.skladnik, one.stawka): one.brutto for one in decide(facts, price).pozycje}


@pytest.mark.parametrize(("kind", "area"), [("lokal_mieszkalny", 150), ("dom_jednorodzinny", 300)])
def test_furniture_built_into_a_dwelling_within_the_limit_has_8_percent(kind: str, area: int) -> None:
    decision = decide(VatFacts("szafa", None, kind, Decimal(area), True, True), KITCHEN)
    assert [(one.skladnik, one.stawka) for one in decision.pozycje] == [
        ("meble", "8"),
        ("dodatki", "8"),
        ("sprzet", "23"),
    ]
    assert "I FPS 2/13" in decision.pozycje[0].zrodlo
    assert decision.pozycje[0].pkwiu == "43.32.10.0"
    assert decision.braki == ()


@pytest.mark.parametrize(("kind", "area", "limit"), [("lokal_mieszkalny", 200, 150), ("dom_jednorodzinny", 400, 300)])
def test_above_the_limit_the_taxable_amount_is_shared(kind: str, area: int, limit: int) -> None:
    found = rates(VatFacts("kuchnia", None, kind, Decimal(area), True, True), Price(Decimal(20000)))
    assert sum(found.values()) == 20000
    reduced, full = by_rate([("8", found["meble", "8"]), ("23", found["meble", "23"])])
    assert abs(reduced.netto / (reduced.netto + full.netto) - Decimal(limit) / area) < Decimal("0.000001")


def test_the_share_within_the_limit_is_counted_from_the_net_amount() -> None:
    # 75 of 150 net at 8 % and 75 at 23 %.
    assert gross_within(Decimal("173.25"), Decimal("0.5")) == Decimal("81.00")


@pytest.mark.parametrize("kind", ["lokal_uslugowy", "biuro", "hotel", "dom_letniskowy"])
def test_buildings_outside_social_housing_have_23_percent(kind: str) -> None:
    facts = VatFacts("kuchnia", None, kind, Decimal(60), True, True)
    assert {stawka for _part, stawka in rates(facts)} == {"23"}
    assert "poza budownictwem" in decide(facts, KITCHEN).pozycje[0].podstawa


@pytest.mark.parametrize("typ", ["biuro", "lokal_uslugowy"])
def test_contracts_for_business_premises_have_23_percent_and_are_services_of_annex_15(typ: str) -> None:
    furniture = decide(VatFacts(typ), Price(Decimal(61000))).pozycje[0]
    assert (furniture.stawka, furniture.pkwiu, furniture.zal_15) == ("23", "43.32.10.0", True)


def test_furniture_that_is_not_built_in_has_23_percent_and_is_no_service() -> None:
    decision = decide(VatFacts("szafa", None, "lokal_mieszkalny", Decimal(60), False, True), Price(Decimal(9000)))
    (furniture,) = decision.pozycje
    assert (furniture.stawka, furniture.pkwiu, furniture.zal_15) == ("23", None, False)
    assert decision.braki == ()


def test_an_island_has_23_percent() -> None:
    found = rates(FLAT, Price(Decimal(30000), Decimal(0), Decimal(0), wyspa=Decimal(6000)))
    assert found == {("meble", "8"): Decimal(24000), ("wyspa", "23"): Decimal(6000)}


def test_an_island_of_unknown_value_is_asked_for_where_the_rest_has_8_percent() -> None:
    facts = VatFacts("kuchnia", None, "lokal_mieszkalny", Decimal(72), True, True, wyspa_nieznana=True)
    found = decide(facts, KITCHEN)
    assert (found.braki, len(found.ostrzezenia)) == (("wyspaBrutto",), 1)
    assert not decide(FLAT, KITCHEN).ostrzezenia
    shop = VatFacts("kuchnia", None, "lokal_uslugowy", wyspa_nieznana=True)
    assert (decide(shop, KITCHEN).braki, decide(shop, KITCHEN).ostrzezenia) == ((), ())


def test_appliances_have_23_percent_unless_a_ruling_puts_them_inside_the_service() -> None:
    assert rates(FLAT)["sprzet", "23"] == KITCHEN.sprzet
    ruled = VatFacts(
        "kuchnia", None, "lokal_mieszkalny", Decimal(72), True, True, agd_w_usludze=True, nr_wis="0112-KDIL1-1.4012.319"
    )
    assert rates(ruled)["sprzet", "8"] == KITCHEN.sprzet
    assert decide(ruled, KITCHEN).pozycje[-1].zrodlo == "0112-KDIL1-1.4012.319"


def test_appliances_inside_the_service_need_the_number_of_the_ruling() -> None:
    facts = VatFacts("kuchnia", None, "lokal_mieszkalny", Decimal(72), True, True, agd_w_usludze=True)
    assert decide(facts, KITCHEN).braki == ("nrWis",)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (VatFacts(tryb="8"), ("obiektRodzaj", "powierzchniaUzytkowaM2", "montazTrwaly", "oswiadczenieVat")),
        (VatFacts(obiekt_rodzaj="lokal_mieszkalny", montaz_trwaly=True), ("powierzchniaUzytkowaM2", "oswiadczenieVat")),
        (VatFacts(obiekt_rodzaj="dom_jednorodzinny", powierzchnia=Decimal(90), oswiadczenie=True), ("montazTrwaly",)),
    ],
)
def test_8_percent_needs_its_grounds_and_the_customers_statement(facts: VatFacts, missing: tuple[str, ...]) -> None:
    assert decide(facts, KITCHEN).braki == missing


def test_without_a_building_the_rate_is_23_percent_and_the_building_is_asked_for() -> None:
    decision = decide(VatFacts(), KITCHEN)
    assert {one.stawka for one in decision.pozycje} == {"23"}
    assert decision.braki == ("obiektRodzaj",)


def test_the_contract_may_insist_on_23_percent() -> None:
    assert {stawka for _part, stawka in rates(VatFacts(tryb="23", obiekt_rodzaj="lokal_mieszkalny"))} == {"23"}


def test_a_seller_who_is_exempt_charges_no_tax() -> None:
    decision = decide(VatFacts(zwolnienie="art. 113 ust. 1 ustawy o VAT"), KITCHEN)
    assert {(one.stawka, one.zrodlo) for one in decision.pozycje} == {("zw", "art. 113 ust. 1 ustawy o VAT")}
    assert gross_of(by_rate([(one.stawka, one.brutto) for one in decision.pozycje])) == 37400


def test_every_share_has_grounds_and_the_shares_add_up_to_the_price() -> None:
    for facts in (FLAT, VatFacts(), VatFacts(tryb="8"), VatFacts("biuro"), VatFacts(zwolnienie="art. 113")):
        decision = decide(facts, KITCHEN)
        assert sum(one.brutto for one in decision.pozycje) == 37400
        assert all(one.podstawa and one.zrodlo for one in decision.pozycje)
