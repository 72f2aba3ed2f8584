"""Cash at the customer's: a receipt at once, a payment that waits, and once however often it is sent."""

import asyncio
from typing import Any

import pytest
from site_of_work import TODAY, Site, somebody, text_of

from callers import Invite


async def payments(site: Site) -> list[dict[str, Any]]:
    """The payments of the contract."""
    query = {"contractId": site.contract}
    return (await site.office.get("/contracts/payment_methods", params=query)).json()["items"]


async def test_the_fitter_gives_a_receipt_and_the_office_confirms_it_afterwards(site: Site) -> None:
    event = await site.planned(site.fitter)
    answer = await site.fitter.post(f"/field/jobs/{event}/cash", {"kwota": "3210.50"})
    assert answer.status_code == 201, answer.text
    taken = answer.json()
    assert (taken["kwota"], taken["warnings"]) == (3210.5, [])
    assert taken["numer"].startswith("KP/")
    receipt = await site.fitter.get(f"/field/documents/{taken['dokumentId']}")
    assert (receipt.status_code, receipt.headers["content-type"]) == (200, "application/pdf")
    said = text_of(receipt.content)
    for expected in (taken["numer"], "3 210,50 zł", "Żaneta Zalewska", f"{TODAY:%d.%m.%Y}"):
        assert expected in said
    job = await site.job(site.fitter)
    assert job["doPobrania"] == 0
    assert [(one["rodzaj"], one["numer"]) for one in job["dokumenty"]] == [("KP", taken["numer"])]
    [payment] = await payments(site)
    assert (payment["potwierdzona"], payment["id"]) == (False, taken["paymentId"])
    entry = payment["transaction_id"]
    approved = await site.office.post(f"/finance/transactions/{entry}/approve")
    assert approved.is_success, approved.text
    assert [one["potwierdzona"] for one in await payments(site)] == [True]
    own = (await site.fitter.get("/finance/cash/own")).json()
    assert own["gotowka"] == 3210.5


async def test_a_double_click_takes_the_money_once(site: Site) -> None:
    event = await site.planned(site.fitter)
    key = {"Idempotency-Key": "gotowka-1"}
    answers = await asyncio.gather(
        *(site.fitter.post(f"/field/jobs/{event}/cash", {"kwota": 100}, headers=key) for _ in range(4))
    )
    assert {(one.status_code, one.json()["dokumentId"]) for one in answers} == {(201, answers[0].json()["dokumentId"])}
    assert len(await payments(site)) == 1


@pytest.mark.parametrize("kwota", [0, -1, "0.001", "x", None, True, "1e99", "NaN"])
async def test_what_is_no_amount_is_refused_by_name(site: Site, kwota: Any) -> None:
    event = await site.planned(site.fitter)
    refused = await site.fitter.post(f"/field/jobs/{event}/cash", {"kwota": kwota})
    assert refused.status_code == 400, refused.text
    assert [one["path"] for one in refused.json()["details"]] == [["kwota"]]
    assert await payments(site) == []


async def test_cash_is_taken_at_ones_own_jobs_by_who_may_carry_it(site: Site, caller: Invite) -> None:
    event = await site.planned(site.fitter)
    stranger = await somebody(caller, "Montażysta")
    assert (await stranger.post(f"/field/jobs/{event}/cash", {"kwota": 10})).status_code == 404
    without = await caller("field.*")
    refused = await without.post(f"/field/jobs/{event}/cash", {"kwota": 10})
    assert (refused.status_code, refused.json()["requiredFeatures"]) == (403, ["field.work", "finance.transfer"])
    private = await site.planned(site.fitter, days=1, typ="inne", contractId=None)
    refused = await site.fitter.post(f"/field/jobs/{private}/cash", {"kwota": 10})
    assert (refused.status_code, refused.json()["code"]) == (409, "brak_umowy")
    mine = await site.planned(site.mate, days=1)
    refused = await site.mate.post(f"/field/jobs/{mine}/cash", {"kwota": 10})
    assert (refused.status_code, refused.json()["code"]) == (409, "nieprzypisany")
    assert await payments(site) == []


async def test_the_receipt_of_a_colleague_is_not_given_out(site: Site) -> None:
    event = await site.planned(site.fitter)
    taken = (await site.fitter.post(f"/field/jobs/{event}/cash", {"kwota": 10})).json()
    await site.made(
        "/contracts/worker_assignments", {"contractId": site.contract, "uzytkownikId": str(site.mate.user_id)}
    )
    assert (await site.mate.get(f"/field/documents/{taken['dokumentId']}")).status_code == 404
    assert (await site.job(site.mate))["dokumenty"] == []
