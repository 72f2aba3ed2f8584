"""Checklists of jobs: ticked by whoever is there, once however often it is sent, and taken back by undo."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

import pytest
from site_of_work import Site, somebody

from callers import Caller, Invite

UNDO, REDO = (f"/audit_logs/audit-logs/actions/{what}" for what in ("undo", "redo"))


def done(answer: dict[str, Any]) -> dict[str, bool]:
    """What of a list is ticked, by name."""
    return {one["nazwa"]: one["zrobione"] for one in answer["listaKontrolna"]}


async def test_positions_are_ticked_untied_and_added(site: Site) -> None:
    event = await site.planned(site.fitter)
    answer = await site.ticked(
        site.fitter,
        event,
        {"pozycja": "blat"},
        {"nazwa": "  Szyba   nad blatem "},
        {"nazwa": "Drzwiczki rewizyjne", "zrobione": False},
    )
    assert answer.status_code == 200, answer.text
    found = done(answer.json())
    assert found["Worktop fitted and sealed"]
    assert (found["Szyba nad blatem"], found["Drzwiczki rewizyjne"]) == (True, False)
    again = await site.ticked(site.fitter, event, {"pozycja": "blat", "zrobione": False}, {"nazwa": "szyba nad blatem"})
    found = done(again.json())
    assert not found["Worktop fitted and sealed"]
    assert len(again.json()["listaKontrolna"]) == len(answer.json()["listaKontrolna"])
    job = await site.job(site.fitter)
    assert done(job) == found
    by = {one["zrobilId"] for one in job["listaKontrolna"] if one["zrobione"]}
    assert by == {str(site.fitter.user_id)}


async def test_the_list_of_the_studio_takes_the_place_of_the_usual_one(site: Site) -> None:
    event = await site.planned(site.fitter)
    await site.ticked(site.fitter, event, {"pozycja": "cokoly"})
    own = [
        await site.made("/field/checklists", {"typ": "montaz_kuchni", "nazwa": name, "kolejnosc": place})
        for place, name in ((2, "Zdjęcia zrobione"), (1, "Filtr wody podłączony"))
    ]
    positions = (await site.job(site.fitter))["listaKontrolna"]
    assert [one["pozycja"] for one in positions] == [own[1], own[0], "cokoly"]
    answer = await site.ticked(site.fitter, event, {"pozycja": own[0]})
    assert done(answer.json())["Zdjęcia zrobione"]
    await site.office.delete("/field/checklists", {"id": own[0]})
    assert done(await site.job(site.fitter))["Zdjęcia zrobione"]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [{"pozycja": "balkon"}],
        [{}],
        [{"pozycja": "blat", "nazwa": "x"}],
        [{"nazwa": " "}],
        [{"nazwa": "x" * 201}],
        [{"pozycja": "blat"}] * 101,
        [{"pozycja": "blat", "zrobione": None}],
    ],
)
async def test_what_is_no_position_is_refused_by_name_and_nothing_is_ticked(site: Site, wrong: list[Any]) -> None:
    event = await site.planned(site.fitter)
    answer = await site.ticked(site.fitter, event, *wrong)
    assert answer.status_code == 400, answer.text
    assert {one["path"][0] for one in answer.json()["details"]} == {"pozycje"}
    mixed = await site.ticked(site.fitter, event, {"pozycja": "blat"}, {"pozycja": "balkon"})
    assert [one["path"] for one in mixed.json()["details"]] == [["pozycje", 1, "pozycja"]]
    assert not any(done(await site.job(site.fitter)).values())


async def test_two_who_tick_at_once_tick_once(site: Site) -> None:
    event = await site.planned(site.fitter)
    await site.made(
        "/contracts/worker_assignments", {"contractId": site.contract, "uzytkownikId": str(site.mate.user_id)}
    )
    both = [site.fitter, site.mate] * 4
    answers = await asyncio.gather(
        *(site.ticked(who, event, {"pozycja": "blat"}, {"nazwa": "Listwa LED"}) for who in both)
    )
    assert {answer.status_code for answer in answers} == {200}
    positions = (await site.job(site.mate))["listaKontrolna"]
    assert [one["nazwa"] for one in positions].count("Listwa LED") == 1
    assert len({one["zrobilId"] for one in positions if one["zrobione"]}) <= 2


async def test_a_repeated_key_does_nothing_twice(site: Site) -> None:
    event = await site.planned(site.fitter)
    key = {"Idempotency-Key": "odhaczone"}
    first = await site.ticked(site.fitter, event, {"pozycja": "blat"}, headers=key)
    await site.ticked(site.fitter, event, {"pozycja": "blat", "zrobione": False})
    again = await site.ticked(site.fitter, event, {"pozycja": "blat"}, headers=key)
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert not any(done(await site.job(site.fitter)).values())


async def test_ticks_are_taken_back_and_put_back_by_who_is_sent_there(site: Site, caller: Invite) -> None:
    event = await site.planned(site.fitter)
    answer = await site.ticked(site.fitter, event, {"pozycja": "blat"}, {"nazwa": "Listwa LED"})
    entry = json.loads(unquote(answer.headers["x-om-operation"].removeprefix("omop:")))
    assert (entry["commandId"], entry["resourceId"]) == ("field.checks.tick", event)
    stranger: Caller = await caller("audit_logs.*", "field.*")
    assert (await stranger.post(UNDO, {"undoToken": entry["undoToken"]})).status_code == 400
    assert (await site.fitter.post(UNDO, {"undoToken": entry["undoToken"]})).status_code == 200
    assert "Listwa LED" not in done(await site.job(site.fitter))
    assert not any(done(await site.job(site.fitter)).values())
    assert (await site.fitter.post(REDO, {"logId": entry["id"]})).status_code == 200
    assert done(await site.job(site.fitter))["Listwa LED"]


async def test_progress_is_seen_in_the_calendar(site: Site, caller: Invite) -> None:
    event = await site.planned(site.fitter, opcje={"dni": 2, "brygada": "A", "ekipa": "x"})
    stranger = await somebody(caller, "Montażysta")
    for status in ("w_trakcie", "wykonane", "wykonane"):
        answer = await site.fitter.post(f"/field/jobs/{event}/progress", {"status": status})
        assert answer.status_code == 200, answer.text
        assert (await site.job(site.fitter))["status"] == status
    [shown] = (await site.office.get("/calendar/events", params={"id": event})).json()["items"]
    assert shown["opcje"] == {"dni": 2, "brygada": "A", "ekipa": "x", "status": "wykonane"}
    for status in ("odwolane", "plan", None):
        assert (await site.fitter.post(f"/field/jobs/{event}/progress", {"status": status})).status_code == 400
    assert (await stranger.post(f"/field/jobs/{event}/progress", {"status": "wykonane"})).status_code == 404
