"""Events: what they need, what they may carry, and how they are found."""

import unicodedata
from typing import Any

import pytest
from planning import MONDAY, Planner

from bottega.business.calendar.kinds import KINDS
from callers import Caller, Invite

EVENTS = "/calendar/events"


def blamed(answer: Any) -> list[Any]:
    """The fields a refusal names."""
    assert answer.status_code == 400, answer.text
    return [issue["path"] for issue in answer.json()["details"]]


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_of_the_brief_is_planned_with_what_it_needs(kind: str, planner: Planner) -> None:
    needs_contract = kind.startswith("montaz_") or kind in ("poprawki", "reklamacja")
    if needs_contract:
        assert blamed(await planner.plan(typ=kind)) == [["contractId"]]
    elif kind == "pomiar":
        assert blamed(await planner.plan(typ=kind)) == [["customerId"]]
        await planner.planned(typ=kind, customerId=planner.customer_id)
    else:
        await planner.planned(typ=kind)
    await planner.planned(typ=kind, contractId=planner.contract_id, data="2027-05-04")


async def test_an_unknown_kind_lists_the_known_ones(planner: Planner) -> None:
    refused = await planner.plan(typ="montaz_lodzi")
    assert blamed(refused) == [["typ"]]
    assert "montaz_kuchni" in refused.text


async def test_the_customer_of_an_event_is_that_of_its_contract(planner: Planner, admin: Caller) -> None:
    made = await admin.post("/customers/companies", {"displayName": "Stolarnia Kos"})
    other = made.json()["id"]
    refused = await planner.plan(typ="montaz_inne", contractId=planner.contract_id, customerId=other)
    assert blamed(refused) == [["customerId"]]
    await planner.planned(typ="montaz_inne", contractId=planner.contract_id, customerId=planner.customer_id)


async def test_who_and_what_an_event_names_must_be_there(planner: Planner) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    for field in ("pracownikId", "contractId", "customerId"):
        assert blamed(await planner.plan(**{field: nobody})) == [[field]]


async def test_options_keep_unknown_keys_as_they_are_and_check_known_ones(planner: Planner) -> None:
    options = {
        "godzinaOd": "08:00",
        "godzinaDo": "10:30",
        "brygada": "A",
        "smsPrzypomnienie": True,
        "kolor": "#3366ff",
        "status": "plan",
        "winda": {"piętro": 4, "udźwig": [300, 12345678901234567890]},
    }
    event = await planner.planned(opcje=options)
    assert (await planner.shown(event))["opcje"] == options
    for wrong in (
        {"godzinaOd": "8:00"},
        {"godzinaOd": "24:00"},
        {"dni": 0},
        {"dni": 61},
        {"dni": True},
        {"status": "inny"},
        {"smsPrzypomnienie": "tak"},
        {"godzinaOd": "10:00", "godzinaDo": "09:00"},
        {"x": "y" * 8192},
        ["dni"],
        "dni",
    ):
        assert blamed(await planner.plan(opcje=wrong))[0][0] == "opcje", wrong
    assert (await planner.me.put(EVENTS, {"id": event, "opcje": None})).status_code == 200
    assert (await planner.shown(event))["opcje"] is None


@pytest.mark.parametrize(
    ("value", "status"),
    [({"x": 10**30}, 201), ({"x": 1e308}, 201), ({"": None}, 201), ({"a\x00b": 1}, 400), ({"x": "a\x00b"}, 400)],
)
async def test_options_are_any_json_but_the_one_letter_no_text_may_have(
    value: Any, status: int, planner: Planner
) -> None:
    assert (await planner.plan(opcje=value)).status_code == status


async def test_text_of_any_length_that_is_allowed_is_stored(planner: Planner) -> None:
    letters = "".join(chr(0x0100 + (i * 7919) % 0x0800) for i in range(4000))
    # Composed, as texts are stored.
    text = unicodedata.normalize("NFC", letters)[:4000]
    event = await planner.planned(opis=text)
    assert (await planner.shown(event))["opis"] == text


async def test_events_are_filtered_by_kinds_people_links_and_days(planner: Planner) -> None:
    contract, customer = planner.contract_id, planner.customer_id
    long = await planner.planned(typ="montaz_kuchni", contractId=contract, opcje={"dni": 3})
    visit = await planner.planned(
        typ="pomiar", customerId=customer, data="2027-03-10", pracownikId=str(planner.other.user_id)
    )
    meeting = await planner.planned(typ="projekt_spotkanie", data="2027-03-20", opis="Kawa i próbki")

    async def found(**query: Any) -> set[str]:
        return {item["id"] for item in await planner.listed(**query)}

    assert await found(typ="pomiar") == {visit}
    assert await found(typ="pomiar, montaz_kuchni") == {visit, long}
    assert await found(pracownikId=str(planner.fitter.user_id)) == {long, meeting}
    assert await found(contractId=contract) == {long}
    assert await found(customerId=customer) == {visit}
    assert await found(dateFrom="2027-03-03", dateTo="2027-03-03") == {long}
    assert await found(dateFrom="2027-03-04") == {visit, meeting}
    assert await found(dateTo="2027-03-10") == {long, visit}
    assert await found(search="PROBKI") == {meeting}
    for query in ({"typ": "kuhcnia"}, {"pracownikId": "x"}, {"contractId": "x"}, {"konflikt": "perhaps"}):
        assert (await planner.me.get(EVENTS, params=query)).status_code == 400


async def test_event_date_from_after_date_to_is_400(planner: Planner) -> None:
    refused = await planner.me.get(EVENTS, params={"dateFrom": "2027-03-02", "dateTo": "2027-03-01"})
    assert blamed(refused) == [["dateTo"]]


async def test_the_day_is_that_of_warsaw_however_it_is_written(planner: Planner) -> None:
    for written in ("2027-07-04T22:00:00Z", "2027-07-05T00:00:00.000Z", "2027-07-05", "2027-07-05T23:30:00"):
        event = await planner.planned(data=written)
        assert [one["id"] for one in await planner.listed(dateFrom="2027-07-05", dateTo="2027-07-05")] == [event]
        assert (await planner.me.delete(EVENTS, {"id": event})).status_code == 200


async def test_br_5_a_settled_contract_gets_only_service_and_complaints(planner: Planner) -> None:
    settled = await planner.add_contract(rozliczona=True)
    refused = await planner.plan(typ="montaz_inne", contractId=settled)
    assert (refused.status_code, refused.json()["code"]) == (409, "contract_settled")
    for days, kind in enumerate(("serwis", "reklamacja")):
        await planner.planned(typ=kind, contractId=settled, data=f"2027-03-1{days}")


async def test_somebody_restricted_to_their_own_events_plans_nobody_elses(planner: Planner, caller: Invite) -> None:
    surveyor = await caller("calendar.view", "calendar.create", "calendar.edit", "calendar.only_own")
    mine = {**planner.body(), "pracownikId": str(surveyor.user_id)}
    made = await surveyor.post(EVENTS, mine)
    assert made.status_code == 201, made.text
    theirs = await planner.planned()
    for refused in (
        await surveyor.post(EVENTS, planner.body(data="2027-04-01")),
        await surveyor.put(EVENTS, {"id": theirs, "opis": "x"}),
        await surveyor.put(EVENTS, {"id": made.json()["id"], "pracownikId": str(planner.fitter.user_id)}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (403, "only_own")
    assert (await surveyor.put(EVENTS, {"id": made.json()["id"], "opis": "x"})).status_code == 200
    assert (await planner.shown(theirs))["opis"] is None
    assert MONDAY.isoformat() in (await planner.shown(theirs))["data"]
