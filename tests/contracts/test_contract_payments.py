"""Payments of the customer (BR-7): what may be entered, who may confirm, and what stays as it is."""

from typing import Any
from uuid import UUID

import pytest

from bottega.business.contracts.tables.money import Payment
from bottega.kernel.errors import Conflict
from bottega.kernel.modules import Participant
from bottega.kernel.writes import changes

PATH = "/contracts/payment_methods"


def payment(contract: str, **changed: Any) -> dict[str, Any]:
    """The body of a payment."""
    return {"contractId": contract, "typ": "Zadatek", "rodzaj": "gotowka", "cena": 100, **changed}


@pytest.mark.parametrize("cena", [0, -1, "12,50", "10.001", True, None, "NaN"], ids=str)
async def test_9_an_amount_is_positive_with_two_decimals_and_no_comma(office: Any, cena: Any) -> None:
    refused = await office.me.post(PATH, payment(await office.contract(), cena=cena))
    assert refused.status_code == 400
    assert [issue["path"] for issue in refused.json()["details"]] == [["cena"]]


@pytest.mark.parametrize(("field", "value"), [("typ", "Wpłata"), ("typ", "zadatek"), ("rodzaj", "czek")])
async def test_9_an_unknown_word_of_a_closed_set_is_refused_with_those_allowed(
    office: Any, field: str, value: str
) -> None:
    refused = await office.me.post(PATH, payment(await office.contract(), **{field: value}))
    assert refused.status_code == 400
    [issue] = refused.json()["details"]
    assert issue["path"] == [field]
    for allowed in {"typ": ("Zadatek", "Wpłata końcowa", "Zwrot"), "rodzaj": ("gotowka", "kompensata")}[field]:
        assert allowed in issue["message"]


@pytest.mark.parametrize(("sent", "kept"), [("Doplata", "Dopłata"), ("Wplata koncowa", "Wpłata końcowa")])
async def test_1_5_spellings_without_diacritics_are_understood(office: Any, sent: str, kept: str) -> None:
    contract = await office.contract()
    made = await office.add("payment_methods", **payment(contract, typ=sent))
    assert [item["typ"] for item in await office.items("payment_methods", contractId=contract)] == [kept]
    assert (await office.me.put(PATH, {"id": made, "typ": sent})).status_code == 200


@pytest.mark.parametrize("data", [None, 1], ids=["no day", "tomorrow"])
async def test_9_a_payment_that_has_not_come_in_cannot_be_confirmed(office: Any, data: int | None) -> None:
    contract = await office.contract()
    day = None if data is None else office.day(data)
    refused = await office.me.post(PATH, payment(contract, data=day, potwierdzona=True))
    assert (refused.status_code, refused.json()["code"]) == (400, "brak_daty_wplaty")
    waiting = await office.add("payment_methods", **payment(contract, data=day))
    refused = await office.me.put(PATH, {"id": waiting, "potwierdzona": True})
    assert (refused.status_code, refused.json()["code"]) == (400, "brak_daty_wplaty")
    assert (await office.balance(contract))["zaplacono"] == 0


async def test_br_7_only_who_approves_money_confirms_a_payment(office: Any, office_of: Any) -> None:
    contract = await office.contract()
    designer = await office_of("contracts.view", "contracts.change_krok6")
    refused = await designer.me.post(PATH, payment(contract, data=office.day(0), potwierdzona=True))
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["finance.approve"])
    waiting = await designer.add("payment_methods", **payment(contract, data=office.day(0)))
    assert (await designer.me.put(PATH, {"id": waiting, "potwierdzona": True})).status_code == 403
    assert (await office.balance(contract))["zaplacono"] == 0
    assert (await office.me.put(PATH, {"id": waiting, "potwierdzona": True})).status_code == 200
    assert (await office.balance(contract))["zaplacono"] == 100


@pytest.mark.parametrize(
    "change", [{"cena": 1}, {"typ": "Rata"}, {"rodzaj": "karta"}, {"data": None}, {"potwierdzona": False}], ids=str
)
async def test_9_a_confirmed_payment_stays_as_it_is(office: Any, change: dict[str, Any]) -> None:
    contract = await office.contract()
    paid = await office.pay(contract)
    before = await office.items("payment_methods", contractId=contract)
    refused = await office.me.put(PATH, {"id": paid, **change})
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_confirmed")
    refused = await office.me.delete(PATH, {"id": paid})
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_confirmed")
    assert await office.items("payment_methods", contractId=contract) == before
    assert (await office.me.put(PATH, {"id": paid})).status_code == 200


async def test_9_more_than_was_paid_is_not_refunded_nor_promised(office: Any) -> None:
    contract = await office.contract()
    await office.pay(contract, "100.00")
    refund = payment(contract, typ="Zwrot", cena="100.01")
    refused = await office.me.post(PATH, refund)
    assert (refused.status_code, refused.json()["code"]) == (409, "zwrot_ponad_wplaty")
    promised = await office.add("payment_methods", **(refund | {"cena": 70}))
    assert (await office.me.post(PATH, refund | {"cena": 31})).status_code == 409
    refused = await office.me.put(PATH, {"id": promised, "cena": 101})
    assert (refused.status_code, refused.json()["code"]) == (409, "zwrot_ponad_wplaty")
    assert (await office.me.put(PATH, {"id": promised, "cena": 100})).status_code == 200


async def test_9_much_cash_of_a_business_is_a_warning(office: Any) -> None:
    firm = await office.contract(customerId=await office.company())
    someone = await office.contract()
    for contract in (firm, someone):
        await office.quote(contract, "50000.00")
        await office.add("payment_methods", **payment(contract, cena="15000.00"))
    made = await office.me.post(PATH, payment(firm, cena="0.01"))
    assert (made.status_code, made.json()["warnings"]) == (201, ["limit_gotowki_b2b"])
    assert (await office.me.post(PATH, payment(someone, cena="0.01"))).json()["warnings"] == []
    assert (await office.me.post(PATH, payment(firm, cena=1, rodzaj="przelew"))).json()["warnings"] == [
        "limit_gotowki_b2b"
    ]


async def test_an_organization_may_refuse_cash_beyond_its_limit(office: Any) -> None:
    firm = await office.contract(customerId=await office.company())
    await office.quote(firm, "50000.00")
    await office.add("payment_methods", **payment(firm, cena="900.00"))
    settings = await office.me.put("/contracts/settings", {"limitGotowki": 1000, "wymagajLimitu": True})
    assert (settings.status_code, settings.json()["limitGotowki"]) == (200, 1000), settings.text
    refused = await office.me.post(PATH, payment(firm, cena="100.01"))
    assert (refused.status_code, refused.json()["code"]) == (409, "limit_gotowki_b2b")
    assert "1000.00" in refused.json()["error"]
    made = await office.add("payment_methods", **payment(firm, cena="100.00"))
    assert (await office.me.put(PATH, {"id": made, "cena": "100.01"})).status_code == 409
    by_transfer = await office.me.post(PATH, payment(firm, cena="5000.00", rodzaj="przelew"))
    assert by_transfer.status_code == 201, by_transfer.text


async def test_1_5_payments_above_the_price_are_a_warning(office: Any) -> None:
    contract = await office.contract()
    await office.quote(contract, "100.00")
    await office.pay(contract, "60.00")
    made = await office.me.post(PATH, payment(contract, cena=41))
    assert made.json()["warnings"] == ["suma_wplat_ponad_wycene"]
    made = await office.me.post(PATH, payment(contract, cena=50, data=office.day(0), potwierdzona=True))
    assert made.json()["warnings"] == ["nadplata", "suma_wplat_ponad_wycene"]


async def test_9_a_payment_of_another_contract_is_404(office: Any) -> None:
    paid = await office.pay(await office.contract(), potwierdzona=False)
    refused = await office.me.put(PATH, {"id": paid, "contractId": await office.contract(), "cena": 5})
    assert refused.status_code == 404


async def test_an_unconfirmed_payment_changes_and_goes(office: Any) -> None:
    contract = await office.contract()
    waiting = await office.pay(contract, potwierdzona=False)
    assert (await office.me.put(PATH, {"id": waiting, "cena": "7.00", "rodzaj": "blik"})).status_code == 200
    [item] = await office.items("payment_methods", contractId=contract)
    assert (item["cena"], item["rodzaj"], item["potwierdzona"]) == ("7.00", "blik", False)
    assert (await office.me.delete(PATH, {"id": waiting})).status_code == 200
    assert await office.items("payment_methods", contractId=contract) == []


@pytest.fixture
def heard(app: Any) -> Any:
    """What a module above would hear of payments, as long as the test lasts; ``refuse`` makes it say no."""
    module = next(module for module in app.modules if module.name == "contracts")
    before = list(module.participants)
    told: list[tuple[str, dict[str, Any]]] = []
    refusing: list[str] = []

    def listener(name: str) -> Any:
        async def hear(_ctx: Any, **facts: Any) -> None:
            if name in refusing:
                raise Conflict(code="books_closed")
            told.append((name, facts))

        return hear

    for what in ("recorded", "changed", "removed"):
        module.participants.append(Participant(f"contracts.payment.{what}", listener(what)))
    yield told, refusing
    module.participants[:] = before


async def test_br_7_the_books_hear_of_every_payment_in_its_transaction(office: Any, heard: Any) -> None:
    told, _refusing = heard
    contract = await office.contract()
    waiting = await office.add("payment_methods", **payment(contract))
    await office.me.put(PATH, {"id": waiting, "cena": 70})
    await office.me.put(PATH, {"id": waiting, "cena": 70})
    await office.me.delete(PATH, {"id": waiting})
    await office.pay(contract)
    assert [name for name, _ in told] == ["recorded", "changed", "removed", "recorded"]
    assert [facts["confirmed"] for name, facts in told if name == "recorded"] == [False, True]
    assert (told[1][1]["before"]["cena"], told[1][1]["payment"]["cena"]) == (100, 70)
    assert all(facts["payment"]["contract_id"] == UUID(contract) for _, facts in told)


@pytest.mark.parametrize("what", ["recorded", "changed", "removed"])
async def test_br_7_what_the_books_refuse_has_not_happened(office: Any, heard: Any, what: str) -> None:
    _told, refusing = heard
    contract = await office.contract()
    waiting = await office.add("payment_methods", **payment(contract))
    before = await office.items("payment_methods", contractId=contract)
    refusing.append(what)
    attempt = {
        "recorded": lambda: office.me.post(PATH, payment(contract)),
        "changed": lambda: office.me.put(PATH, {"id": waiting, "cena": 1}),
        "removed": lambda: office.me.delete(PATH, {"id": waiting}),
    }[what]
    refused = await attempt()
    assert (refused.status_code, refused.json()["code"]) == (409, "books_closed")
    assert await office.items("payment_methods", contractId=contract) == before


async def test_br_7_what_the_books_have_booked_is_confirmed(office: Any, app: Any) -> None:
    contract = await office.contract()
    waiting = await office.pay(contract, potwierdzona=False)
    entry = {"id": UUID(contract), "linked_entity_type": "payment_method", "linked_entity_id": UUID(waiting)}
    for _ in range(2):
        async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
            await ctx.tell("finance.transaction.booked", transaction=entry)
    assert (await office.balance(contract))["zaplacono"] == 100
    async with app.acting(office.me.tenant_id, office.me.organization_id) as ctx:
        await ctx.tell("finance.transaction.booked", transaction={"id": UUID(contract), "linked_entity_type": None})
        assert (await changes.one(ctx, Payment, UUID(waiting)))["potwierdzona_at"] is not None
