"""What the telephone of a fitter shows: their own jobs with everything to be known there, and no price."""

import json
from datetime import timedelta
from typing import Any

import pytest
from site_of_work import MONDAY, Site, somebody

from bottega.kernel.application import Application
from bottega.kernel.http import metrics
from callers import Invite
from identifiers import figures_in

# Whatever the studio knows of money, but for what is to be collected.
PRICES = ("20000", "23210", "13000", "7000", "2199", "marża")


async def test_a_job_says_where_it_is_whom_to_call_and_what_is_built(site: Site) -> None:
    event = await site.planned(site.fitter, opcje={"dni": 2, "godzinaOd": "08:00", "status": "plan"})
    job = await site.job(site.fitter)
    assert (job["id"], job["typ"], job["nazwa"], job["status"]) == (
        event,
        "montaz_kuchni",
        "Kitchen installation",
        "plan",
    )
    assert (job["pierwszyDzien"], job["ostatniDzien"], job["godzinaOd"]) == (
        f"{MONDAY}",
        f"{MONDAY + timedelta(days=1)}",
        "08:00",
    )
    assert job["klient"] == {
        "nazwa": "Żaneta Zalewska",
        "telefon": "+48 600 000 044",
        "adres": "ul. Montażowa 7, 62-030 Luboń",
        "adresLinie": ["ul. Montażowa 7", "62-030 Luboń"],
    }
    assert job["opis"] == "Winda towarowa od podwórza"
    assert (job["umowa"]["id"], job["umowa"]["opis"]) == (site.contract, "Kuchnia do sufitu")
    assert job["specyfikacja"]["fronty"] == [{"nazwa": "płyta", "cechy": ["MDF", "zielony", "pion"], "sztuk": None}]
    assert job["specyfikacja"]["uchwyty"] == [{"nazwa": "krawędziowy", "cechy": ["mosiądz", "160 mm"], "sztuk": 12}]
    assert job["specyfikacja"]["sprzet"] == [{"nazwa": "piekarnik", "cechy": ["Bosch", "HBA5360"], "sztuk": None}]
    assert [note["uwagi"] for note in job["uwagi"]] == ["Kabina windy 2,10 m"]
    assert {one["pozycja"] for one in job["listaKontrolna"]} >= {"korpusy", "blat", "sprzet", "sprzatanie"}
    assert job["doPobrania"] == 3210.5


async def test_a_job_names_no_price(site: Site) -> None:
    await site.planned(site.fitter)
    said = json.dumps(await site.day(site.fitter), ensure_ascii=False)
    assert "Żaneta Zalewska" in said
    assert figures_in(said, PRICES) == []


async def test_what_is_to_be_collected_is_for_those_who_carry_cash(site: Site, caller: Invite) -> None:
    without = await caller("field.*", "contracts.only_assigned")
    await site.made(
        "/contracts/worker_assignments", {"contractId": site.contract, "uzytkownikId": str(without.user_id)}
    )
    await site.planned(site.fitter)
    assert (await site.job(without))["doPobrania"] is None
    assert (await site.job(site.fitter))["doPobrania"] == 3210.5


async def test_what_was_taken_is_not_collected_again_though_nobody_has_confirmed_it(site: Site) -> None:
    await site.planned(site.fitter)
    await site.made(
        "/contracts/payment_methods",
        {
            "contractId": site.contract,
            "typ": "Rata",
            "rodzaj": "gotowka",
            "cena": "1200.25",
            "data": "2026-06-01",
            "uzytkownikId": str(site.fitter.user_id),
        },
    )
    assert (await site.job(site.fitter))["doPobrania"] == 2010.25


async def test_without_a_schedule_all_that_is_owed_is_collected(site: Site) -> None:
    planned = await site.office.get("/contracts/planned_payments", params={"contractId": site.contract})
    for one in planned.json()["items"]:
        await site.office.delete("/contracts/planned_payments", {"id": one["id"]})
    await site.planned(site.fitter)
    assert (await site.job(site.fitter))["doPobrania"] == 23210.5


async def test_jobs_of_others_are_not_there(site: Site, caller: Invite) -> None:
    event = await site.planned(site.fitter)
    stranger = await somebody(caller, "Montażysta")
    assert (await site.day(stranger))["zlecenia"] == []
    for path, body in (("checks", {"pozycje": [{"pozycja": "blat"}]}), ("progress", {"status": "wykonane"})):
        answer = await stranger.post(f"/field/jobs/{event}/{path}", body)
        assert answer.status_code == 404, answer.text
    assert (await site.signed(stranger, event)).status_code == 404
    assert (await site.job(site.fitter))["status"] is None


async def test_whoever_works_on_the_contract_is_sent_to_its_installation_too(site: Site) -> None:
    event = await site.planned(site.fitter)
    meeting = await site.planned(site.fitter, days=1, typ="projekt_spotkanie")
    assert (await site.day(site.mate))["zlecenia"] == []
    await site.made(
        "/contracts/worker_assignments", {"contractId": site.contract, "uzytkownikId": str(site.mate.user_id)}
    )
    assert [job["id"] for job in (await site.day(site.mate, days=7))["zlecenia"]] == [event]
    assert [job["id"] for job in (await site.day(site.fitter, days=7))["zlecenia"]] == [event, meeting]


@pytest.mark.parametrize("status", ["odwolane"])
async def test_what_was_called_off_moved_or_is_leave_is_no_job(site: Site, status: str) -> None:
    await site.planned(site.fitter, opcje={"status": status})
    await site.planned(site.fitter, days=1, typ="urlop", contractId=None)
    moved, new = [await site.planned(site.fitter, days=days) for days in (2, 3)]
    answer = await site.office.post("/calendar/reschedules", {"fromEventId": moved, "toEventId": new})
    assert answer.status_code == 201, answer.text
    assert [job["id"] for job in (await site.day(site.fitter, days=7))["zlecenia"]] == [new]


async def test_days_are_told_from_today_on_and_bounded(site: Site) -> None:
    answer = await site.fitter.get("/field/day")
    assert answer.json()["pierwszyDzien"] == answer.json()["ostatniDzien"]
    for query in ({"days": 15}, {"days": 0}, {"date": "yesterday"}):
        assert (await site.fitter.get("/field/day", params=query)).status_code == 400
    await site.planned(site.fitter, days=6)
    assert (await site.day(site.fitter))["zlecenia"] == []
    week = await site.fitter.get("/field/day", params={"date": str(MONDAY), "days": 7})
    assert len(week.json()["zlecenia"]) == 1


async def test_a_day_takes_as_many_statements_however_many_jobs_it_has(site: Site) -> None:
    key, counted = "GET /field/day", list[int]()
    for days in range(4):
        await site.planned(site.fitter, days=days)
        before = metrics.statements(key)
        found = await site.day(site.fitter, days=14)
        assert len(found["zlecenia"]) == days + 1
        counted.append(metrics.statements(key) - before)
    assert len(set(counted)) == 1, counted
    assert counted[0] < 25


async def test_the_job_stays_visible_to_whom_it_was_given_without_the_contract(site: Site) -> None:
    """Whoever is sent somewhere sees where; papers of a contract need the assignment, and the refusal says so."""
    event = await site.planned(site.mate, days=1)
    job: dict[str, Any] = await site.job(site.mate, 1)
    assert job["klient"]["telefon"] == "+48 600 000 044"
    refused = await site.signed(site.mate, event)
    assert (refused.status_code, refused.json()["code"]) == (409, "nieprzypisany")


async def test_whose_address_was_read_is_in_the_access_log(site: Site, app: Application) -> None:
    await site.planned(site.fitter)
    await site.job(site.fitter)
    await app.access.flush()
    log = await site.office.get("/audit_logs/audit-logs/access", params={"actorUserId": str(site.fitter.user_id)})
    mine = [one for one in log.json()["items"] if one["actorUserId"] == str(site.fitter.user_id)]
    assert {one["resourceId"] for one in mine} == {site.customer}
